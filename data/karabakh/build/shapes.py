"""Plane geometry shared by the steps of the build. Degrees throughout, except
where a name says km."""

import math

from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.ops import linemerge, polygonize, transform, unary_union

GRID = 5  # decimals of a degree, about 1 m: every vertex lies on this grid
KM_PER_LAT = 111.03
KM_PER_LON = 111.32 * math.cos(math.radians(39.9))


def to_km(shape):
    """A flat copy in kilometres, good enough for distances of a few kilometres."""
    return transform(lambda x, y, z=None: (x * KM_PER_LON, y * KM_PER_LAT), shape)


def from_km(shape):
    return transform(lambda x, y, z=None: (x / KM_PER_LON, y / KM_PER_LAT), shape)


def buffer_km(shape, km, square_ends=True):
    return from_km(to_km(shape).buffer(km, cap_style=2 if square_ends else 1, resolution=4))


def area_km2(shape):
    """Area on the ellipsoid, edges straight in longitude and latitude."""
    a, e2 = 6378.137, 0.00669437999014
    e = math.sqrt(e2)

    def q(lat):
        s = math.sin(math.radians(lat))
        return (1 - e2) * (s / (1 - e2 * s * s) - math.log((1 - e * s) / (1 + e * s)) / (2 * e))

    def ring_area(ring):
        c = list(ring.coords)
        return abs(sum(math.radians(x2 - x1) * a * a / 2 * (q(y1) + q(y2)) / 2 for (x1, y1), (x2, y2) in zip(c, c[1:])))

    return sum(ring_area(p.exterior) - sum(map(ring_area, p.interiors)) for p in polygons(shape))


def polygons(shape):
    """The polygons of a shape, lines and points left out."""
    if shape.is_empty:
        return []
    if isinstance(shape, Polygon):
        return [shape]
    return [p for part in getattr(shape, "geoms", []) for p in polygons(part)]


def lines(shape):
    """The lines of a shape or of its boundary."""
    if shape.is_empty:
        return []
    if isinstance(shape, (Polygon, MultiPolygon)):
        return lines(shape.boundary)
    if hasattr(shape, "geoms"):
        return [line for part in shape.geoms for line in lines(part)]
    return [LineString(shape.coords)] if hasattr(shape, "coords") and len(shape.coords) > 1 else []


def shared_km(a, b):
    """Length of the common border."""
    return to_km(a.boundary.intersection(b.boundary)).length


def on_grid(line):
    points = []
    for x, y in line.coords:
        p = (round(x, GRID), round(y, GRID))
        if not points or points[-1] != p:
            points.append(p)
    return LineString(points) if len(points) > 1 else None


def node(parts):
    """All lines cut at their crossings, every vertex on the grid, and every line
    led through the vertices it passes within a metre (snap rounding), so that
    two drawings of one border become one. Each step can make new crossings, so
    it is repeated until nothing moves."""
    current = [line for part in parts for line in lines(part)]
    before = None
    for _ in range(20):
        noded = lines(unary_union([r for r in map(on_grid, current) if r]))
        edges = through_vertices({frozenset(pair) for n in noded if (r := on_grid(n)) for pair in zip(r.coords, r.coords[1:])})
        if edges == before:
            return [LineString(sorted(edge)) for edge in sorted(edges, key=sorted)]
        before = edges
        current = [LineString(sorted(edge)) for edge in sorted(edges, key=sorted)]
    raise ValueError("the lines do not settle on the grid")


def through_vertices(edges):
    """The edges split at every vertex within a step of the grid."""
    near, result = 10**-GRID, set()
    cells = {}
    for x, y in {p for edge in edges for p in edge}:
        cells.setdefault((int(x * 50), int(y * 50)), []).append((x, y))
    for edge in edges:
        (ax, ay), (bx, by) = sorted(edge)
        length2 = (bx - ax) ** 2 + (by - ay) ** 2
        stops = [(0.0, (ax, ay)), (1.0, (bx, by))]
        for i in range(int(min(ax, bx) * 50) - 1, int(max(ax, bx) * 50) + 2):
            for j in range(int(min(ay, by) * 50) - 1, int(max(ay, by) * 50) + 2):
                for x, y in cells.get((i, j), ()):
                    t = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length2
                    if 0 < t < 1 and (ax + t * (bx - ax) - x) ** 2 + (ay + t * (by - ay) - y) ** 2 < near**2 and (x, y) not in edge:
                        stops.append((t, (x, y)))
        stops.sort()
        result |= {frozenset((p, q)) for (_, p), (_, q) in zip(stops, stops[1:]) if p != q}
    return result


def faces(parts):
    return list(polygonize(unary_union(node(parts))))


def to_longest_neighbour(pieces, owner, allowed=None):
    """Give each piece of the list to the region it shares most border with, or,
    when it shares none, to the nearest. owner maps region ids to shapes and is
    changed."""
    left = sorted(pieces, key=lambda p: -p.area)
    while left:
        best = None
        for piece in left:
            for region, shape in owner.items():
                if allowed and region not in allowed:
                    continue
                length = shared_km(piece, shape)
                if length > 0 and (best is None or length > best[0]):
                    best = (length, piece, region)
        if best is None:
            region = min(allowed or owner, key=lambda r: owner[r].distance(left[0]))
            best = (0, left[0], region)
        _, piece, region = best
        owner[region] = unary_union([owner[region], piece])
        left.remove(piece)


def merged(shape):
    """A line shape as few long lines."""
    found = lines(shape)
    return lines(linemerge(found)) if found else []

