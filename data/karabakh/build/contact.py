"""Lines of contact, taken from the zones: where what Armenian forces and
peacekeepers held met what Azerbaijan held."""

from shapely.geometry import LineString, MultiLineString, Point
from shapely.ops import unary_union

from shapes import merged, polygons

DAYS = {"line_of_contact_1994": "1994-05-12", "line_of_contact_2020": "2020-12-31"}
OTHER_SIDE = ("armenian_forces", "russian_peacekeepers")


def lines_of_contact(zones, control, azerbaijan):
    """azerbaijan tells the land outside the zones from other states."""
    owners = {}
    for zone, shape in zones.items():
        for p in polygons(shape):
            for ring in [p.exterior, *p.interiors]:
                for a, b in zip(ring.coords, ring.coords[1:]):
                    owners.setdefault(frozenset((a, b)), []).append(zone)
    held = azerbaijan.buffer(0)
    result = {}
    for name, day in DAYS.items():
        found = []
        for edge, sides in owners.items():
            a, b = edge
            armenian = [holder(control[zone], day) in OTHER_SIDE for zone in sides]
            if len(sides) == 2 and armenian[0] != armenian[1] or len(sides) == 1 and armenian[0] and inland(a, b, held):
                found.append(LineString(sorted((a, b))))
        parts = merged(unary_union(found))
        result[name] = parts[0] if len(parts) == 1 else MultiLineString(sorted(parts, key=lambda l: l.bounds))
    return result


def holder(periods, day):
    return next(p["controller"] for p in periods if p["from"] <= day and (p["to"] is None or day < p["to"]))


def inland(a, b, land):
    """Whether both sides of an edge are land: about 300 m to either side."""
    (x1, y1), (x2, y2) = a, b
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    dx, dy = 0.003 * (y2 - y1) / length, 0.003 * (x1 - x2) / length
    mx, my = (x1 + x2) / 2, (y1 + y2) / 2
    return land.contains(Point(mx + dx, my + dy)) and land.contains(Point(mx - dx, my - dy))
