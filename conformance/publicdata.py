"""Judges what the program makes of a real dataset, with GDAL and shapely as judges.

    publicdata.py [-seed N] [-points N] [-format NAME] [-keep FOLDER] PROGRAM INPUT [options of demarc import]

It reads the input by GDAL, imports, checks and serves it, and compares for some days of the data
what the file says with what the program says: the answers of /locate at random points, the areas
of /stats, the shapes and own columns of an export. The export is imported again and judged by the
same rows. Every difference is printed; the last line sums up, and the exit code is 1 if there is
any. INPUT is a file, or a folder of files; a day or year in the names of its files is that from
which they hold. No data comes with it. Needs Python with osgeo, pyproj and shapely 2.
"""

import argparse
import collections
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

import numpy
import pyproj
import shapely
from osgeo import gdal

gdal.UseExceptions()

SLIP_M2 = 10_000  # overlaps up to this size are slips of the pen: they may go to any claimant
NEAR = 3e-5  # degrees: points nearer to a line are not asked for, since cutting moves it by 1 m
SUFFIXES = {"geojson": ".geojson", "gpkg": ".gpkg", "flatgeobuf": ".fgb", "parquet": ".parquet", "shapefile": ".shp.zip", "topojson": ".topojson", "kml": ".kml"}
EQUAL_AREA = pyproj.Proj("+proj=cea +lat_ts=30 +ellps=WGS84")

Row = collections.namedtuple("Row", "shape values first last")  # last: the day after, None for open
differences = collections.Counter()


def differ(kind, text):
    differences[kind] += 1
    if differences[kind] <= 8:
        print(f"  {kind}: {text}")


def area_m2(shape):
    """Square metres on the ellipsoid, edges straight in longitude and latitude."""
    if shape is None or shape.is_empty:
        return 0
    fine = shapely.segmentize(shapely.set_precision(shape, 1e-10), 0.25)
    return shapely.transform(fine, lambda p: numpy.column_stack(EQUAL_AREA(p[:, 0], p[:, 1]))).area


def areal(shape):
    """The shape as the union of its polygons, each filled even-odd; None without area."""
    if shape is None or shape.is_empty:
        return None
    shape = shapely.force_2d(shape)
    if shape.is_valid and shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    parts = [q for p in shapely.get_parts(shape) for q in shapely.get_parts(shapely.make_valid(p)) if q.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts) if parts else None


def day_of(stem):
    """The day that a file's name holds, as (year, month, day); None for none."""
    if m := re.search(r"(?<!\d)(\d{4})-?(\d{2})-?(\d{2})(?!\d)", stem):
        return int(m[1]), int(m[2]), int(m[3])
    if m := re.search(r"bc_?(\d{1,6})(?!\d)", stem):
        return 1 - int(m[1]), 1, 1
    if m := re.search(r"(?:^|_)(\d{3,4})$", stem):
        return int(m[1]), 1, 1
    return None


def read(path):
    """All rows of the input, by GDAL."""
    path = pathlib.Path(path)
    files = sorted(p for p in path.rglob("*") if p.suffix in (".geojson", ".json", ".shp", ".gpkg", ".fgb", ".parquet", ".kml", ".topojson")) if path.is_dir() else [path]
    dated = {f: day_of(f.name.split(".")[0]) for f in files} if path.is_dir() else {}
    days = sorted(d for d in set(dated.values()) if d and d[0] >= -9999)
    rows = []
    for f in files:
        if days and (dated[f] is None or dated[f][0] < -9999):
            print(f"  not read: {f.name}, which has no day between the years -9999 and 9999")
            continue
        first = dated.get(f)
        last = next((d for d in days if d > first), None) if first else None
        data = gdal.OpenEx(("/vsizip/" if f.suffix == ".zip" else "") + str(f))
        for number in range(data.GetLayerCount()):
            layer = data.GetLayer(number)
            while feature := layer.GetNextFeature():
                geometry = feature.GetGeometryRef()
                shape = shapely.from_wkb(bytes(geometry.ExportToWkb())) if geometry else None
                values = {k: v for k, v in feature.items().items()}
                rows.append(Row(shape, values, first, last))
        del data
    return rows, days


class Server:
    def __init__(self, program, directory):
        self.process = subprocess.Popen([program, "serve", "-data", directory, "-addr", "localhost:0"], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        began = time.time()
        self.url = None
        for line in self.process.stderr:
            if m := re.search(r"(?:http://)?(localhost|127\.0\.0\.1|\[::1\]):(\d+)", line):
                self.url = f"http://localhost:{m[2]}"
                break
        self.ready = time.time() - began
        if not self.url:
            raise SystemExit("the server did not say where it listens")
        threading.Thread(target=self.process.stderr.read, daemon=True).start()

    def get(self, path, **query):
        url = self.url + path + ("?" + urllib.parse.urlencode(query) if query else "")
        try:
            with urllib.request.urlopen(url, timeout=300) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as e:
            differ("answer", f"{path} {query}: {e.code} {e.read()[:200]}")
            return None

    def stop(self):
        self.process.terminate()
        self.process.wait()


def text_of(day):
    year, month, number = day
    return f"{'-' if year < 0 else ''}{abs(year):04d}-{month:02d}-{number:02d}"


def holds(row, day):
    return day is None or row.first is None or row.first <= day and (row.last is None or day < row.last)


class Day:
    """The rows that hold on a day, ready to be asked."""

    def __init__(self, rows, day):
        self.day = day
        self.rows = [(r, areal(r.shape)) for r in rows if holds(r, day)]
        self.rows = [(r, s) for r, s in self.rows if s is not None]
        self.shapes = [s for _, s in self.rows]
        self.tree = shapely.STRtree(self.shapes)
        self.edges = shapely.STRtree([s.boundary for s in self.shapes])

    def at(self, point):
        """The rows that hold a point; None if it is too near to a line."""
        if len(self.edges.query(point, predicate="dwithin", distance=NEAR)):
            return None
        return [self.rows[i][0] for i in self.tree.query(point, predicate="within")]


def points(days, count, dice):
    made = 0
    for _ in range(count * 50):
        if made == count:
            return
        d = dice.choice(days)
        if not d.shapes:
            continue
        if dice.random() < 0.3:
            west, south, east, north = shapely.total_bounds(d.shapes)
        else:
            west, south, east, north = dice.choice(d.shapes).bounds
        p = shapely.Point(round(dice.uniform(west, east), 6), round(dice.uniform(south, north), 6))
        if (rows := d.at(p)) is not None:
            made += 1
            yield d, p, rows


def judge(program, directory, rows, days, how, dice, count):
    """Compares answers with rows."""
    run = subprocess.run([program, "check", directory], capture_output=True, text=True)
    last = (run.stderr.strip().splitlines() or run.stdout.strip().splitlines() or ["nothing"])[-1]
    print(f"  check: exit {run.returncode}, {last[:200]}")
    if run.returncode:
        differ("check", run.stdout[:500])
    server = Server(program, directory)
    try:
        asked = [Day(rows, d) for d in (dice.sample(days, min(5, len(days))) if days else [None])]
        timeline = server.get("/timeline") or {}
        names = {a["id"]: set(a["names"].values()) for a in timeline.get("actors", [])}
        for d, p, found in points(asked, count, dice):
            query = {"lon": p.x, "lat": p.y}
            if d.day:
                query["datetime"] = text_of(d.day)
            answer = server.get("/locate", **query)
            if answer is None:
                continue
            where = f"{p.x},{p.y}" + (f" on {text_of(d.day)}" if d.day else "")
            if how["control"]:
                compare_control(where, answer, {str(v) for r in found if (v := how["who"](r)) not in (None, "")}, names)
            else:
                want = sorted(n for r in found if (n := str(how["name"](r))))
                got = sorted(min(r["names"].values()) if not how["named"] else r["names"].get(how["language"], "") for r in answer["regions"])
                if how["named"] and len(got) == len(found) != len(want):
                    got = [n for n in got if n in want]  # those without a name are called as their ids
                if (got != want) if how["named"] else (len(got) != len(found)):
                    differ("locate", f"{where}: got {got}, want {want if how['named'] else len(found)}")
        print(f"  asked: {count} points on {len(asked)} days")
        if how["control"]:
            for d in asked:
                compare_stats(server, d, how, names)
    finally:
        server.stop()


def compare_control(where, answer, want, names):
    control = answer["control"]
    if control["status"] == "contested" and control.get("claimants"):
        got = {min(names[c]) for c in control["claimants"]}
    else:
        got = {min(names[control["controller"]])} if control["controller"] else set()
    if got != want:
        differ("locate", f"{where}: got {sorted(got)} {control['status']}, want {sorted(want)}")


def compare_stats(server, d, how, names):
    """Areas by controller, those that several claim apart."""
    query = {"datetime": text_of(d.day)} if d.day else {}
    stats = server.get("/stats", **query)
    got = collections.Counter()
    wanted = text_of(d.day) if d.day else None
    for series in stats["series"]:
        if wanted and not (key(series["from"]) <= d.day and (series["to"] is None or d.day < key(series["to"]))):
            continue
        for a in series["areas"]:
            if a["controller"] and a["status"] != "contested":
                got[min(names[a["controller"]])] += a["km2"]
            elif a["status"] == "contested":
                got["contested"] += a["km2"]
    by = collections.defaultdict(list)
    for r, shape in d.rows:
        if (who := how["who"](r)) not in (None, ""):
            by[str(who)].append(shape)
    unions = {who: shapely.union_all(shapes) for who, shapes in by.items()}
    list_of = list(unions)
    tree = shapely.STRtree([unions[w] for w in list_of])
    claimed = collections.defaultdict(list)
    for i, j in zip(*tree.query([unions[w] for w in list_of], predicate="intersects")):
        if i < j:
            both = areal(unions[list_of[i]].intersection(unions[list_of[j]]))
            if both is not None:
                for part in shapely.get_parts(both):
                    if area_m2(part) >= SLIP_M2:
                        claimed[i].append(part), claimed[j].append(part)
    want = collections.Counter()
    everywhere = []
    for i, who in enumerate(list_of):
        mine = unions[who]
        if claimed[i]:
            mine = mine.difference(shapely.union_all(claimed[i]))
            everywhere += claimed[i]
        want[who] = area_m2(mine) / 1e6
    if everywhere:
        want["contested"] = area_m2(shapely.union_all(everywhere)) / 1e6
    for who in sorted(set(got) | set(want)):
        if abs(got[who] - want[who]) > max(0.5, 1e-4 * want[who]):
            differ("area", f"{who}{' on ' + text_of(d.day) if d.day else ''}: got {got[who]:.1f} km2, want {want[who]:.1f}")
    print(f"  areas: {len(want)} controllers{' on ' + text_of(d.day) if d.day else ''}, {sum(got.values()):.0f} km2, by GDAL {sum(want.values()):.0f}")


def key(text):
    m = re.match(r"(-?\d+)-(\d\d)-(\d\d)", text)
    return int(m[1]), int(m[2]), int(m[3])


def compare_export(path, rows, days, how):
    """The shapes and own columns of an exported file, for plain regions; for control the union by controller on a day."""
    if path.suffix == ".parquet" and not gdal.GetDriverByName("Parquet"):
        print("  export: this GDAL reads no Parquet, so the file is only imported again")
        return
    data = gdal.OpenEx(("/vsizip/" if str(path).endswith(".zip") else "") + str(path))
    layer = data.GetLayer(0)
    got = []
    while feature := layer.GetNextFeature():
        geometry = feature.GetGeometryRef()
        got.append((shapely.from_wkb(bytes(geometry.ExportToWkb())) if geometry else None, feature.items()))
    print(f"  export: {path.name}, {len(got)} features")
    if how["control"]:
        return
    want = rows
    if days:  # rows that stay the same over files are one region
        seen, want = {}, []
        for r in sorted(rows, key=lambda r: r.first or (0, 0, 0)):
            k = (r.shape.wkb if r.shape else None, json.dumps(r.values, sort_keys=True, default=str))
            if k in seen and seen[k] in (r.first, r.last):  # it goes on, or stands twice in a file
                seen[k] = r.last
                continue
            seen[k] = r.last
            want.append(r)
    if len(got) < len(want) and not days:  # parts of one region may stand in rows of their own
        want = joined(want)
    if len(got) != len(want):
        differ("rows", f"{path.name}: {len(got)}, want {len(want)}")
    columns = [c for c in (rows[0].values if rows else {}) if c in (got[0][1] if got else {}) and any(r.values.get(c) not in (None, "") for r in rows)]
    missing = [c for c in (rows[0].values if rows else {}) if not any(c.lower().replace("own_", "")[:8] == g.lower().replace("own_", "")[:8] for g in (got[0][1] if got else {}))]
    print(f"  columns kept by name: {', '.join(columns)}; others: {', '.join(missing)}")
    a = collections.Counter(tuple(plain(v[c]) for c in columns) for _, v in got)
    b = collections.Counter(tuple(plain(r.values.get(c)) for c in columns) for r in want)
    for values, n in (a - b).items():
        differ("columns", f"got {n} too many of {values}")
    for values, n in (b - a).items():
        differ("columns", f"want {n} more of {values}")
    rounding = 2e-7 if path.suffix == ".topojson" else 0
    shapes = [areal(s) for s, _ in got]
    tree = shapely.STRtree([s for s in shapes if s is not None])
    kept = [s for s in shapes if s is not None]
    for r in want:
        if (shape := areal(r.shape)) is None:
            continue
        if not any(kept[i].equals(shape) or kept[i].symmetric_difference(shape).area < 1e-7 * shape.area + 1e-9 + rounding * shape.length for i in tree.query(shape)):
            differ("shape", f"none is that of {r.values}, {area_m2(shape) / 1e6:.3f} km2")


def joined(rows):
    """One row for all that differ in nothing but their areas. Those of files without any are left out."""
    by = {}
    for r in rows:
        by.setdefault((json.dumps(r.values, sort_keys=True, default=str), r.first, r.last), []).append(r)
    return [group[0]._replace(shape=shapely.union_all([s for r in group if (s := areal(r.shape))])) if len(group) > 1 else group[0] for group in by.values()]


def plain(value):
    if isinstance(value, str):
        value = value.strip()
    if value in (None, ""):
        return None
    if isinstance(value, float) and value == int(value):
        return int(value)
    if isinstance(value, float):
        return round(value, 9)
    return value


def main():
    p = argparse.ArgumentParser()
    p.add_argument("-seed", type=int, default=1)
    p.add_argument("-points", type=int, default=200)
    p.add_argument("-format", default="gpkg", choices=SUFFIXES)
    p.add_argument("-keep")
    p.add_argument("program")
    p.add_argument("input")
    o, options = p.parse_known_args()
    given = dict(zip(options[::2], options[1::2]))
    dice = random.Random(o.seed)
    column, value, name = given.get("-controller"), given.get("-controller-value"), given.get("-name")
    control = bool(column and column != "-" or value)
    how = {
        "control": control,
        "who": (lambda r: value) if value and not column else (lambda r: str(r.values.get(column) or "").strip() or value),
        "name": lambda r: str(r.values.get(name) or "").strip() if name else "",
        "named": bool(name), "language": given.get("-language", "en"),
    }
    rows, days = read(o.input)
    print(f"{o.input}: {len(rows)} rows by GDAL, {len(days)} days")
    folder = pathlib.Path(o.keep or tempfile.mkdtemp(prefix="publicdata-"))
    first = folder / "first"
    subprocess.run(["rm", "-rf", str(first), str(folder / "second")], check=True)
    began = time.time()
    run = subprocess.run([o.program, "import", *options, o.input, str(first)], capture_output=True, text=True)
    print(f"  import: exit {run.returncode}, {time.time() - began:.1f} s; {(run.stderr or run.stdout).strip().splitlines()[-1][:300]}")
    if run.returncode:
        differ("import", (run.stdout + run.stderr)[-600:])
        return finish()
    judge(o.program, str(first), rows, days, how, dice, o.points)
    layer = "control" if control else next(l["id"] for l in json.loads((first / "dataset.json").read_text())["layers"] if l["id"] != "zones")
    export = folder / ("out" + SUFFIXES[o.format])
    run = subprocess.run([o.program, "export", "-data", str(first), "-layer", layer, "-o", str(export)], capture_output=True, text=True)
    if run.returncode:
        differ("export", run.stderr[:500])
        return finish()
    compare_export(export, rows, days, how)
    again = ["-end", "exclusive"] if o.format in ("kml",) else []
    run = subprocess.run([o.program, "import", *again, str(export), str(folder / "second")], capture_output=True, text=True)
    if run.returncode:
        differ("import again", (run.stdout + run.stderr)[-600:])
        return finish()
    print(f"  imported again: {run.stdout.strip().splitlines()[-1][:200]}")
    judge(o.program, str(folder / "second"), rows, days, how, dice, o.points)
    finish()


def finish():
    total = sum(differences.values())
    print(f"differences: {total} {dict(differences) if total else ''}")
    sys.exit(1 if total else 0)


if __name__ == "__main__":
    main()
