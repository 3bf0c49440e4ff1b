"""What is drawn below the regions: countries, water, rivers, clipped to the
surroundings of the region and simplified to about 300 m."""

from shapely.geometry import MultiLineString, MultiPolygon, Polygon, box
from shapely.ops import unary_union

import sources
from shapes import merged, polygons

FRAME = (43.6, 37.9, 48.9, 41.9)
SIMPLER = 0.003
MEND = 0.03  # degrees by which the generalised borders miss the true one at most
SPECK = 0.0003  # square degrees
COUNTRIES = {"AZE": "azerbaijan_country", "ARM": "armenia_country", "GEO": "georgia", "IRN": "iran", "TUR": "turkey", "RUS": "russia"}
WATER = {"Lake Sevana": "sevan", "Mingevir Reservoir": "mingachevir", "Lake Urmia": "urmia"}
RIVERS = {747: "kura", 911: "araz"}


def shapes(cache):
    """Natural Earth's shapes by file and id."""
    frame = box(*FRAME)
    lakes = sources.water(cache, FRAME)
    land = countries(sources.countries(cache, FRAME), unary_union(list(sources.rayons(cache).values())), lakes.get("sea"), frame)
    water = {WATER[name]: lakes[name].intersection(frame).simplify(SIMPLER) for name in WATER if name in lakes}
    if "sea" in lakes:
        water["caspian"] = lakes["sea"].intersection(frame).simplify(SIMPLER)
    rivers = {}
    for number, line in sources.rivers(cache, FRAME).items():
        if number in RIVERS:
            parts = merged(unary_union(line.intersection(frame)))
            rivers[RIVERS[number]] = MultiLineString([p.simplify(SIMPLER) for p in parts])
    return {"countries": land, "water": {k: v for k, v in water.items() if not v.is_empty}, "rivers": rivers}


def countries(found, azerbaijan, sea, frame):
    """Azerbaijan from the districts, so that its border is that of the zones;
    the neighbours, which the source has generalised, are fitted to it."""
    land = {"azerbaijan_country": without_specks(azerbaijan.buffer(1e-6).intersection(frame))}
    for code, name in COUNTRIES.items():
        if name in land or code not in found:
            continue
        others = [shape for other, shape in found.items() if other not in (code, "AZE")]
        shape = found[code].buffer(MEND).difference(unary_union([*others, *land.values(), *([sea] if sea else [])]))
        land[name] = without_specks(shape.intersection(frame))
    return land


def without_specks(shape):
    """The shape without parts and holes of less than about 3 km2."""
    parts = [Polygon(p.exterior, [r for r in p.interiors if Polygon(r).area > SPECK]) for p in polygons(shape)]
    return MultiPolygon([p for p in parts if p.area > SPECK])
