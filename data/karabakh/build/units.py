"""Districts of the Soviet era, from Natural Earth's later districts and the
outline of the oblast."""

from shapely.geometry import LineString, box
from shapely.ops import split, unary_union

from shapes import area_km2, faces, polygons, to_longest_neighbour

CODES = {
    "aghdam": ["AZE-1691"], "fuzuli": ["AZE-1702"], "jabrayil": ["AZE-1699"], "lachin": ["AZE-1735"],
    "kalbajar": ["AZE-1682"], "qubadli": ["AZE-1736"], "zangilan": ["AZE-1740"],
    "khojavend": ["AZE-1734"], "khojaly": ["AZE-1739"], "shusha": ["AZE-1737", "AZE-5565"],
    "khankendi": ["AZE-4838"], "tartar": ["AZE-1738"], "aghjabadi": ["AZE-1722"], "goranboy": ["AZE-1681"],
}
SEVEN = ["aghdam", "fuzuli", "jabrayil", "lachin", "kalbajar", "qubadli", "zangilan"]
INSIDE = {"khojaly": "askeran_d", "shusha": "shusha_d", "khankendi": "stepanakert_c", "khojavend": "hadrut_d"}
STRIP = box(46.9, 39.5, 47.4, 40.26)  # where the line of 1994 ran east of Aghdam's border
DETACHED_KM2 = 30  # smaller parts cut off from their district go to a neighbour


def later(rayons):
    """Natural Earth's districts by name."""
    return {name: unary_union([rayons[code] for code in codes]) for name, codes in CODES.items()}


def soviet(districts, oblast, corrections, line_1994):
    """The districts of 1988 by id. Martuni and Hadrut are one here; the line
    between them is drafted. corrections are (shape, from ids, to id)."""
    west = west_of(line_1994)
    found, homeless, oblast_rest = {}, [], []
    for face in faces([*districts.values(), oblast, line_1994, *(c[0] for c in corrections)]):
        point = face.representative_point()
        in_oblast = oblast.contains(point)
        name = next((n for n, shape in districts.items() if shape.contains(point)), None)
        home = INSIDE.get(name) if in_oblast else name if name in SEVEN else None
        for shape, origins, to in corrections:
            belongs = home or ("oblast" if in_oblast else name)
            if shape.contains(point) and (belongs in origins or in_oblast and "oblast" in origins):
                home = to
        if home:
            found.setdefault(home, []).append(face)
        elif in_oblast:
            oblast_rest.append(face)
        elif name in INSIDE or name in ("tartar", "aghjabadi") and west.contains(point):
            homeless.append(face)
    shapes = {name: unary_union(parts) for name, parts in found.items()}
    rest = sorted(polygons(unary_union(oblast_rest)), key=lambda p: -p.area)
    shapes["mardakert_d"] = unary_union([rest[0], *found.get("mardakert_d", [])])
    inside = {*INSIDE.values(), "mardakert_d"}
    to_longest_neighbour(rest[1:], shapes, inside)
    to_longest_neighbour(polygons(unary_union(homeless)), shapes, SEVEN)
    attach_detached(shapes)
    return shapes


def west_of(line):
    """The side of the line of 1994 that Armenian forces held, east of the oblast."""
    (x0, _), (x1, _) = line.coords[0], line.coords[-1]
    parts = split(box(45, 38, 49, 41), LineString([(x0, 42), *line.coords, (x1, 37)])).geoms
    return min(parts, key=lambda p: p.centroid.x).intersection(STRIP)


def attach_detached(shapes, limit=DETACHED_KM2):
    """Leave every region in one piece."""
    for name in list(shapes):
        parts = sorted(polygons(shapes[name]), key=lambda p: -p.area)
        shapes[name] = parts[0]
        for part in parts[1:]:
            if area_km2(part) >= limit:
                raise ValueError(f"{name} has a detached part of {area_km2(part):.0f} km2")
            others = {k: v for k, v in shapes.items() if k != name}
            to_longest_neighbour([part], others)
            shapes.update(others)
