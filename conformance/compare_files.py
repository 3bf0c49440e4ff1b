"""Exports every layer as GeoParquet and JSON-FG and lets readers that are not ours
compare them with its GeoJSON. Runs with the packages of judges/files.py.

    compare_files.py PROGRAM ADDRESS-OF-A-SERVER
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import urllib.request

import geopandas
import pandas
import pyogrio
import shapely

problems = 0


def problem(text):
    global problems
    problems += 1
    if problems <= 20:
        print("-", text)


def plain(value):
    """A value as JSON has it."""
    if value is None or (not isinstance(value, str) and pandas.isna(value)):
        return None
    if hasattr(value, "strftime"):
        return value.strftime("%Y-%m-%d")
    return value.item() if hasattr(value, "item") else value


def compare(what, frame, features):
    """Tells every difference between a table and the features it was made from."""
    if len(frame) != len(features):
        problem(f"{what}: {len(frame)} features, want {len(features)}")
        return
    for (_, row), feature in zip(frame.iterrows(), features):
        name = f"{what}: {feature['id']}"
        for key, want in feature["properties"].items():
            got = plain(row[key]) if key in row else None
            if got != want and not (want is None and got == ""):
                problem(f"{name}: {key}: {got!r}, want {want!r}")
        want = shapely.geometry.shape(feature["geometry"]) if feature["geometry"] else None
        got = row.geometry if isinstance(row.geometry, shapely.Geometry) else None
        if (got is None) != (want is None) or want is not None and not got.equals_exact(want, 1e-12):
            problem(f"{name}: the geometry differs")


def check_time(what, frame, features):
    """JSON-FG: both ends of time belong to it, valid_to does not."""
    for (_, row), feature in zip(frame.iterrows(), features):
        p = feature["properties"]
        start, end = (plain(row[c]) if c in row else None for c in ("time_start", "time_end"))
        if start != p.get("valid_from"):
            problem(f"{what}: {feature['id']}: time begins on {start}, want {p.get('valid_from')}")
        after = (pandas.Timestamp(end) + pandas.Timedelta(days=1)).strftime("%Y-%m-%d") if end else None
        if after != p.get("valid_to"):
            problem(f"{what}: {feature['id']}: time ends on {end}, valid_to is {p.get('valid_to')}")


def judge(program, validator, folder, layer):
    """Tells every problem of one layer and returns how many features it has."""
    files = {e: str(pathlib.Path(folder) / f"{layer}.{e}") for e in ("geojson", "parquet", "fg.json")}
    for file in files.values():
        subprocess.run([program, "export", "-layer", layer, "-o", file], check=True)
    features = json.loads(pathlib.Path(files["geojson"]).read_text())["features"]
    for group in ("core", "covering"):
        run = subprocess.run([validator, "check", "--class", group, files["parquet"]], capture_output=True, text=True)
        if run.returncode:
            problem(f"{layer}.parquet: {group}:\n{run.stdout}{run.stderr}")
    frame = geopandas.read_parquet(files["parquet"])
    if str(frame.crs) != "OGC:CRS84":
        problem(f"{layer}.parquet: reference system {frame.crs}, want OGC:CRS84")
    compare(f"{layer}.parquet", frame, features)
    frame = pyogrio.read_dataframe(files["fg.json"])
    if pyogrio.read_info(files["fg.json"])["driver"] != "JSONFG":
        problem(f"{layer}.fg.json: not taken for JSON-FG")
    if "geometry" not in frame:
        frame["geometry"] = None
    compare(f"{layer}.fg.json", frame, features)
    if features and "valid_from" in features[0]["properties"]:
        check_time(f"{layer}.fg.json", frame, features)
    return len(features)


def main(program, address):
    with urllib.request.urlopen(address + "/collections?f=json") as answer:
        layers = [c["id"] for c in json.load(answer)["collections"]]
    validator = pathlib.Path(sys.executable).parent / "geoparquet-validator"
    counts = []
    with tempfile.TemporaryDirectory() as folder:
        for layer in layers:
            counts.append(f"{layer} {judge(program, validator, folder, layer)}")
    print(f"Parquet by geoparquet-validator (core, covering) and geopandas {geopandas.__version__}, JSON-FG by GDAL "
          f"{'.'.join(map(str, pyogrio.__gdal_version__))}; values, geometries, types of dates and `time` compared with the GeoJSON.\n")
    print(f"Features: {', '.join(counts)}: {problems} problems.")
    sys.exit(problems > 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
