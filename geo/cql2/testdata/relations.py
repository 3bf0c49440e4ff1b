"""Writes pairs of random shapes with what GEOS says of them: a line "WKT;WKT;answers" each, the
answers of the functions in NAMES as 0 or 1. Coordinates are few, so that borders are shared, lines
run along each other and vertices lie on edges.

Arguments: seed and count.
"""

import random
import sys

from shapely.geometry import LineString, MultiLineString, MultiPoint, Point, Polygon, box
from shapely.ops import unary_union

NAMES = ("within", "contains", "equals", "touches", "crosses", "overlaps", "intersects", "disjoint")

random.seed(int(sys.argv[1]))


def position():
    return random.randrange(6), random.randrange(6)


def cells():
    """An area of whole squares, with holes and several parts."""
    squares = [box(x, y, x + 1, y + 1) for x in range(5) for y in range(5) if random.random() < 0.5]
    whole = unary_union(squares or [box(0, 0, 1, 1)])
    return whole


def shape():
    kind = random.randrange(7)
    some = [position() for _ in range(random.randrange(2, 6))]
    if kind == 0:
        return Point(some[0])
    if kind == 1:
        return MultiPoint(some)
    if kind == 2:
        return LineString(some)
    if kind == 3:
        return MultiLineString([some, [position() for _ in range(2)]])
    if kind == 4:
        return Polygon([position() for _ in range(random.randrange(3, 7))])
    return cells()


def simple(g):
    """GEOS relates valid shapes only, and rounds where lines of one shape cross each other."""
    return g.is_valid and not g.is_empty and (g.geom_type == "MultiPoint" or g.is_simple)


def variant(g):
    """The shape itself, or a part of its border, often enough for the rare answers."""
    chance = random.random()
    if chance < 0.1:
        return g.reverse() if hasattr(g, "reverse") else g
    if chance < 0.2 and g.geom_type == "Polygon":
        return LineString(list(g.exterior.coords)[: random.randrange(2, 6)])
    return shape()


count = 0
while count < int(sys.argv[2]):
    a = shape()
    b = variant(a)
    if simple(a) and simple(b):
        count += 1
        print(a.wkt, b.wkt, "".join(str(int(getattr(a, name)(b))) for name in NAMES), sep=";")
