"""An exact planar partition: every edge inside is used by two regions, vertex
for vertex, and nothing is torn by rounding."""

import math

from shapely.geometry import MultiPolygon, Polygon

from shapes import GRID, area_km2, faces, polygons, to_longest_neighbour

SLIVER_KM2 = 1.0
NEEDLE_KM2 = 0.02  # what rounding leaves between two copies of a border


def partition(regions, also=()):
    """The regions (id -> shape) again with all borders on one grid and shared,
    and the faces left over outside of them. Enclosed left-overs and slivers
    that rounding cuts off go to the neighbour with the longest common border."""
    found = {name: [] for name in regions}
    over, needles = [], []
    for face in faces([*regions.values(), *also]):
        point = face.representative_point()
        home = next((name for name, shape in regions.items() if shape.contains(point)), None)
        (needles if area_km2(face) < NEEDLE_KM2 else found[home] if home else over).append(face)
    shapes = {name: dissolve(parts) for name, parts in found.items()}
    outside = dissolve(list(face for parts in found.values() for face in parts))
    holes = [Polygon(ring) for p in polygons(outside) for ring in p.interiors]
    enclosed = [face for face in over if any(h.contains(face.representative_point()) for h in holes)]
    _give([*enclosed, *(face for face in needles if any(shape.intersects(face) for shape in shapes.values()))], shapes)
    for name in list(shapes):
        parts = sorted(polygons(shapes[name]), key=lambda p: -p.area)
        small = [p for p in parts[1:] if area_km2(p) < SLIVER_KM2]
        if small:
            shapes[name] = dissolve([p for p in parts if p not in small])
            _give(small, shapes)
    return shapes, [face for face in over if face not in enclosed]


def _give(pieces, shapes):
    for piece in pieces:
        before = dict(shapes)
        to_longest_neighbour([piece], before)
        name = next(n for n in shapes if not before[n] is shapes[n])
        shapes[name] = dissolve([*polygons(shapes[name]), piece])


def dissolve(parts):
    """The union of polygons that share their edges exactly: common edges vanish,
    every other vertex stays."""
    edges = set()
    for part in (p for shape in parts for p in polygons(shape)):
        for i, ring in enumerate([part.exterior, *part.interiors]):
            coords = [(round(x, GRID), round(y, GRID)) for x, y in ring.coords]
            if ring.is_ccw != (i == 0):
                coords.reverse()
            for edge in zip(coords, coords[1:]):
                if edge[::-1] in edges:
                    edges.remove(edge[::-1])
                else:
                    edges.add(edge)
    return _assemble(_rings(edges))


def _rings(edges):
    following = {}
    for a, b in sorted(edges):
        following.setdefault(a, []).append(b)
    rings = []
    while edges:
        a, b = min(edges)
        ring = [a]
        while True:
            edges.remove((a, b))
            following[a].remove(b)
            ring.append(b)
            if b == ring[0]:
                break
            choices = following[b]
            back = math.atan2(a[1] - b[1], a[0] - b[0])
            # where the border touches itself, turn as far left as possible, so that rings stay simple
            turn = max(choices, key=lambda q: (math.atan2(q[1] - b[1], q[0] - b[0]) - back) % (2 * math.pi))
            a, b = b, turn
        rings.append(ring)
    return rings


def _assemble(rings):
    outer = [Polygon(r) for r in rings if Polygon(r).exterior.is_ccw]
    holes = [r for r in rings if not Polygon(r).exterior.is_ccw]
    result = []
    for shell in sorted(outer, key=lambda p: (-p.area, p.bounds)):
        inside = [h for h in holes if shell.contains(Polygon(h).representative_point())
                  and not any(shell.contains(o) and o is not shell and o.contains(Polygon(h).representative_point()) for o in outer)]
        result.append(Polygon(shell.exterior, inside))
    return result[0] if len(result) == 1 else MultiPolygon(result)
