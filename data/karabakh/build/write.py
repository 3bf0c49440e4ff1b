"""Putting new geometries into the GeoJSON files of the dataset; demarc fmt then
brings them into canonical form, one region a line."""

import json

from shapely.geometry import LineString, MultiLineString
from shapely.geometry.polygon import orient

from shapes import GRID, polygons


def geometries(path, shapes):
    """Replace the geometries of the features with these ids, in place. Every
    shape needs its feature: names are not made up here."""
    with open(path, encoding="utf-8") as file:
        collection = json.load(file)
    missing = set(shapes) - {f["id"] for f in collection["features"]}
    if missing:
        raise SystemExit(f"{path.name}: add features for {sorted(missing)} with their names first")
    for f in collection["features"]:
        if f["id"] in shapes:
            f["geometry"] = geometry(shapes[f["id"]])
    with open(path, "w", encoding="utf-8") as file:
        json.dump(collection, file, ensure_ascii=False)


def geometry(shape):
    """The shape in GeoJSON, in an order that does not change with that of the
    steps before."""
    if isinstance(shape, (LineString, MultiLineString)):
        parts = [rounded(line.coords) for line in getattr(shape, "geoms", [shape])]
        if len(parts) == 1:
            return {"type": "LineString", "coordinates": parts[0]}
        return {"type": "MultiLineString", "coordinates": parts}
    parts = [rings(orient(p)) for p in sorted(polygons(shape), key=lambda p: (-p.area, p.bounds))]
    if len(parts) == 1:
        return {"type": "Polygon", "coordinates": parts[0]}
    return {"type": "MultiPolygon", "coordinates": parts}


def rings(polygon):
    return [rounded(from_lowest(ring.coords)) for ring in [polygon.exterior, *polygon.interiors]]


def from_lowest(coords):
    """A ring that begins at its lowest vertex."""
    open_ring = list(coords)[:-1]
    i = open_ring.index(min(open_ring))
    return [*open_ring[i:], *open_ring[:i + 1]]


def rounded(coords):
    """Coordinates of any depth on the grid."""
    if isinstance(coords, float):
        return round(coords, GRID)
    return [rounded(c) for c in coords]
