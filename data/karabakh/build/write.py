"""Putting new geometries into the GeoJSON files of the dataset, one ring a
line, so that a change of one border is a change of one line."""

import json

from shapely.geometry import LineString, MultiLineString
from shapely.geometry.polygon import orient

from shapes import GRID, polygons


def geometries(path, shapes):
    """Replace the geometries of the features with these ids, in place. Every
    shape needs its feature: names are not made up here."""
    with open(path, encoding="utf-8") as file:
        features = json.load(file)["features"]
    missing = set(shapes) - {f["id"] for f in features}
    if missing:
        raise SystemExit(f"{path.name}: add features for {sorted(missing)} with their names first")
    out = []
    for f in features:
        geometry = text(shapes[f["id"]]) if f["id"] in shapes else compact(f["geometry"])
        properties = ",\n".join(f"      {spaced(k)}: {spaced(v)}" for k, v in f["properties"].items())
        out.append(
            f'  {{\n    "type": "Feature",\n    "id": {spaced(f["id"])},\n'
            f'    "properties": {{\n{properties}\n    }},\n    "geometry": {geometry}\n  }}')
    with open(path, "w", encoding="utf-8") as file:
        file.write('{"type": "FeatureCollection", "features": [\n' + ",\n".join(out) + "\n]}\n")


def text(shape):
    if isinstance(shape, (LineString, MultiLineString)):
        parts = [line(p.coords) for p in getattr(shape, "geoms", [shape])]
        if len(parts) == 1:
            return '{"type": "LineString", "coordinates": ' + parts[0] + "}"
        return '{"type": "MultiLineString", "coordinates": [\n      ' + ",\n      ".join(parts) + "\n    ]}"
    parts = [rings(orient(p)) for p in sorted(polygons(shape), key=lambda p: (-p.area, p.bounds))]
    if len(parts) == 1:
        return '{"type": "Polygon", "coordinates": [\n      ' + ",\n      ".join(parts[0]) + "\n    ]}"
    return '{"type": "MultiPolygon", "coordinates": [\n      ' + ",\n      ".join("[" + ",\n       ".join(p) + "]" for p in parts) + "\n    ]}"


def rings(polygon):
    return [line(from_lowest(ring.coords)) for ring in [polygon.exterior, *polygon.interiors]]


def from_lowest(coords):
    """A ring that begins at its lowest vertex, so that the files do not change
    with the order of the steps before."""
    open_ring = list(coords)[:-1]
    i = open_ring.index(min(open_ring))
    return [*open_ring[i:], *open_ring[:i + 1]]


def line(coords):
    return "[" + ",".join(f"[{number(x)},{number(y)}]" for x, y in coords) + "]"


def number(value):
    return f"{round(value, GRID):.{GRID}f}".rstrip("0").rstrip(".")


def spaced(value):
    return json.dumps(value, ensure_ascii=False)


def compact(geometry):
    """A geometry that is not drawn here, as it was: a point or null."""
    if geometry is None:
        return "null"
    if geometry["type"] == "Point":
        return spaced(geometry)
    return '{"type": ' + spaced(geometry["type"]) + ', "coordinates": ' + json.dumps(geometry["coordinates"], separators=(",", ":")) + "}"
