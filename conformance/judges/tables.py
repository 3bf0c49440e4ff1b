"""Tables of points: a million on and beside borders have one answer as CSV and as
Parquet, by the command and over HTTP; what was in a Parquet file is as it was, by
pyarrow; DuckDB and pyarrow read the same."""

import json
import pathlib
import random
import subprocess
import tempfile

import judge

PACKAGES = ["pyarrow==26.0.1", "duckdb==2.0.1"]
POINTS = 1_000_000


def corners():
    """Returns the corners of the borders of all zones, and the middles between them."""
    export = subprocess.run([judge.program, "export", "-layer", "zones", "-format", "geojson"], capture_output=True)
    if export.returncode != 0:
        export = subprocess.run([judge.program, "export", "-datetime", "2020-11-24", "-format", "geojson"], capture_output=True, check=True)
    found = []
    for feature in json.loads(export.stdout)["features"]:
        shape = feature["geometry"]
        for polygon in shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]:
            for ring in polygon:
                for a, b in zip(ring, ring[1:]):
                    found += [a[:2], [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]]
    return found


def write(folder):
    """Writes the points as CSV, which the child of this program makes Parquet of."""
    seeded, near = random.Random(23), corners()
    with open(folder / "points.csv", "w") as out:
        out.write("id,lon,lat,date\n")
        for i in range(POINTS):
            lon, lat = seeded.choice(near)
            kind = seeded.randrange(4)
            if kind == 1:
                lon, lat = lon + seeded.uniform(-1e-7, 1e-7), lat + seeded.uniform(-1e-7, 1e-7)
            elif kind == 2:
                lon, lat = lon + seeded.uniform(-0.01, 0.01), lat + seeded.uniform(-0.01, 0.01)
            elif kind == 3:
                lon, lat = seeded.uniform(44.5, 48.5), seeded.uniform(38.5, 41.5)
            day = f"{seeded.randrange(1988, 2024)}-{seeded.randrange(1, 13):02}-{seeded.randrange(1, 29):02}"
            out.write(f"{i},{lon!r},{lat!r},{day}\n")


MAKE = """
import sys, pyarrow as pa, pyarrow.csv as pc, pyarrow.parquet as pq
t = pc.read_csv(sys.argv[1] + "/points.csv")
n = t.num_rows
t = t.append_column("tags", pa.array([[{"k": "a", "v": i % 9}] for i in range(n)]))
t = t.append_column("kind", pa.array([str(i % 5) for i in range(n)]).dictionary_encode())
t = t.append_column("seen", pa.array(range(n), pa.timestamp("us", "Asia/Baku")))
pq.write_table(t, sys.argv[1] + "/points.parquet", row_group_size=150_000, compression="zstd")
"""

COMPARE = """
import sys, csv, pyarrow.parquet as pq, duckdb
folder = sys.argv[1]
before = pq.read_table(folder + "/points.parquet")
ways = [["zone", "controller", "status", "locate_error"]]
def of_csv(name):
    with open(f"{folder}/{name}") as f:
        return [tuple(r[c] for c in ways[0]) for r in csv.DictReader(f)]
want = of_csv("command.csv")
bad = 0
def say(name, got):
    global bad
    differ = sum(a != b for a, b in zip(got, want)) + abs(len(got) - len(want))
    bad += differ
    print(f"- {name}: {differ} of {len(want)} differ from the command on CSV")
say("CSV over HTTP", of_csv("http.csv"))
for name in ["command.parquet", "http.parquet"]:
    after = pq.read_table(f"{folder}/{name}")
    same = after.select(before.column_names).equals(before) and after.select(before.column_names).schema.equals(before.schema)
    bad += not same
    print(f"- {name}: the columns that were there are {'as they were' if same else 'OTHERS'}, by pyarrow")
    say(f"{name} by pyarrow", [tuple(v or "" for v in r) for r in zip(*(after.column(c).to_pylist() for c in ways[0]))])
    rows = duckdb.sql(f"select {', '.join(ways[0])} from '{folder}/{name}' order by id").fetchall()
    say(f"{name} by DuckDB", [tuple(v or "" for v in r) for r in rows])
print(f"- in zones: {sum(1 for r in want if r[0])}")
sys.exit(1 if bad or not any(r[0] for r in want) else 0)
"""


def post(folder, name, media):
    """Sends a table with curl, which reads while it sends, as the answer comes while it is read."""
    subprocess.run(["curl", "-sf", "-H", f"Content-Type: {media}", "--data-binary", f"@{folder}/points.{name}",
                    "-o", f"{folder}/http.{name}", judge.url + "/locate"], check=True)


python = judge.venv("tables", *PACKAGES) / "python"
with tempfile.TemporaryDirectory() as place:
    folder = pathlib.Path(place)
    write(folder)
    subprocess.run([str(python), "-c", MAKE, place], check=True)
    for name in ["csv", "parquet"]:
        subprocess.run([judge.program, "locate", "-o", str(folder / f"command.{name}"), str(folder / f"points.{name}")], check=True, capture_output=True)
    post(folder, "csv", "text/csv")
    post(folder, "parquet", "application/vnd.apache.parquet")
    run = subprocess.run([str(python), "-c", COMPARE, place], capture_output=True, text=True)
print(f"{POINTS} seeded points on and beside borders:\n\n{run.stdout}")
if run.returncode not in (0, 1) or run.returncode and not run.stdout:
    print(f"```\n{run.stderr[-2000:]}\n```")
judge.verdict(run.returncode == 0)
