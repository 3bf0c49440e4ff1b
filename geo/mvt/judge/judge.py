"""Judges vector tiles by GEOS, with a decoder that shares nothing with the encoder.

Arguments: the file of the source. Standard input: tiles, each a line "z x y length" and
that many bytes. Standard output: a JSON object with counts and examples of what is wrong.

The source holds, for each feature, a line "layer length" and its geometry as WKB.
"""

import json
import math
import sys
from collections import Counter

from shapely import wkb
from shapely.geometry import Point, Polygon, box
from shapely.ops import clip_by_rect, unary_union
from shapely.prepared import prep
from shapely.strtree import STRtree
from shapely.validation import explain_validity, make_valid

EXTENT, BUFFER = 4096, 64
NEAR = 4  # tile units that rounding and simplification may move a border

counts, examples = Counter(), []


def fault(kind, text):
    counts[kind] += 1
    if len(examples) < 20:
        examples.append(f"{kind}: {text}")


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def fields(data):
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        if key & 7 == 0:
            value, at = varint(data, at)
        elif key & 7 == 1:
            value, at = data[at : at + 8], at + 8
        elif key & 7 == 2:
            length, at = varint(data, at)
            value, at = data[at : at + length], at + length
        else:
            raise ValueError(f"wire type {key & 7}")
        yield key >> 3, value


def packed(data):
    values, at = [], 0
    while at < len(data):
        value, at = varint(data, at)
        values.append(value)
    return values


def zigzag(value):
    return (value >> 1) ^ -(value & 1)


def area2(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1]))


def polygons(where, commands):
    """Rings as shell and holes, by the sign of their area (specification 4.3.3.3)."""
    x = y = at = 0
    result, ring = [], []
    while at < len(commands):
        command, count = commands[at] & 7, commands[at] >> 3
        at += 1
        if command == 7:
            area = area2(ring)
            if area == 0 or (area < 0 and not result):
                fault("winding", f"{where}: ring {ring[:6]} has area {area / 2}")
            elif area > 0:
                result.append([ring])
            else:
                result[-1].append(ring)
            continue
        if command == 1:
            ring = []
        for _ in range(count):
            dx, dy = zigzag(commands[at]), zigzag(commands[at + 1])
            x, y, at = x + dx, y + dy, at + 2
            if ring and dx == dy == 0:
                fault("still", f"{where}: segment of no length at {x} {y}")
            ring.append((x, y))
    return result


class Layer:
    """The source of a layer: how many of its features lie over a point. A feature of very many parts is kept
    as its parts, so that only those near a place are looked at."""

    def __init__(self, geometries):
        self.parts, self.owner, self.prepared = [], {}, {}
        for i, g in enumerate(geometries):
            for part in getattr(g, "geoms", [g]):
                self.parts.append(part)
                self.owner[id(part)] = i
        self.tree = STRtree(self.parts)

    def covers(self, part, p):
        if id(part) not in self.prepared:
            self.prepared[id(part)] = prep(part)
        return self.prepared[id(part)].covers(p)

    def over(self, p):
        return len({self.owner[id(part)] for part in self.tree.query(p) if self.covers(part, p)})

    def near(self, z, x, y, piece, wanted):
        """Whether somewhere near a piece of a tile the count of features is as wanted: first near its middle,
        then anywhere in the box around it. That finds all but slivers, far faster than cutting large shapes."""
        middle = piece.representative_point()
        west, north, east, south = piece.bounds
        for across, down, steps in (
            ((middle.x - NEAR, middle.x + NEAR), (middle.y - NEAR, middle.y + NEAR), 2),
            ((west - NEAR, east + NEAR), (north - NEAR, south + NEAR), 32),
        ):
            for i in range(steps + 1):
                for k in range(steps + 1):
                    at = (between(across, i / steps), between(down, k / steps))
                    if wanted(self.over(Point(degrees(z, x, y, *at)))):
                        return True
        return False

    def around(self, z, x, y, piece):
        """The box around a piece and what may have moved there, and the features in it."""
        west, north, east, south = piece.bounds
        corner = degrees(z, x, y, west - NEAR, north - NEAR)
        place = box(*corner, *degrees(z, x, y, east + NEAR, south + NEAR))
        shapes = {}
        for part in self.tree.query(place):
            cut = make_valid(clip_by_rect(part, *place.bounds))
            shapes.setdefault(self.owner[id(part)], []).append(cut)
        return place, [unary_union(cuts) for cuts in shapes.values()]

    def lacks(self, z, x, y, piece):
        """Whether the source has a gap near a piece."""
        if self.near(z, x, y, piece, lambda n: n == 0):
            return True
        place, shapes = self.around(z, x, y, piece)
        return place.difference(unary_union(shapes)).area > 0

    def doubles(self, z, x, y, piece):
        """Whether features of the source overlap near a piece."""
        if self.near(z, x, y, piece, lambda n: n > 1):
            return True
        _, shapes = self.around(z, x, y, piece)
        return any(a.intersection(b).area > 0 for i, a in enumerate(shapes) for b in shapes[:i])


def between(ends, share):
    return ends[0] + share * (ends[1] - ends[0])


def degrees(z, x, y, across, down):
    u, v = (x + across / EXTENT) / 2**z, (y + down / EXTENT) / 2**z
    return u * 360 - 180, math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * v))))


def pieces(shape):
    return [g for g in getattr(shape, "geoms", [shape]) if g.geom_type == "Polygon" and g.area > 0]


def judge_layer(z, x, y, name, shapes, source):
    whole = unary_union(shapes)
    where = f"{z}/{x}/{y} {name}"
    for piece in pieces(box(-BUFFER, -BUFFER, EXTENT + BUFFER, EXTENT + BUFFER).difference(whole)):
        counts["open"] += 1
        if not source.lacks(z, x, y, piece):
            fault("gap", f"{where}: {piece.wkt[:200]}")
    if sum(s.area for s in shapes) - whole.area > 0.25:
        tree = STRtree(shapes)
        for shape in shapes:
            for other in tree.query(shape):
                if id(other) < id(shape):
                    for piece in pieces(shape.intersection(other)):
                        counts["double"] += 1
                        if not source.doubles(z, x, y, piece):
                            fault("overlap", f"{where}: {piece.wkt[:200]}")


def judge_feature(where, data, names):
    """Returns the feature's area, if it has one."""
    kind, commands, tags = 0, b"", b""
    for field, value in fields(data):
        if field == 3:
            kind = value
        elif field == 4:
            commands = value
        elif field == 2:
            tags = packed(value)
    counts["features"] += 1
    if len(commands) == 0 or kind not in (1, 2, 3):
        fault("empty", f"{where}: feature without geometry")
    if len(tags) % 2 or any(key >= names for key in tags[::2]):
        fault("tags", f"{where}: {tags}")
    if kind != 3:
        return []
    shapes = []
    for rings in polygons(where, packed(commands)):
        if any(len(ring) < 3 for ring in rings):
            fault("invalid", f"{where}: ring of fewer than three points")
            continue
        shapes.append(Polygon(rings[0], rings[1:]))
    counts["polygons"] += len(shapes)
    valid = True
    for shape in shapes:
        counts["vertices"] += len(shape.exterior.coords) - 1 + sum(len(r.coords) - 1 for r in shape.interiors)
        if not shape.is_valid:
            valid = False
            fault("invalid", f"{where}: {explain_validity(shape)}")
    if valid and len(shapes) > 1 and sum(s.area for s in shapes) - unary_union(shapes).area > 0.25:
        fault("invalid", f"{where}: its polygons overlap")
    return shapes if valid else []


def judge_tile(z, x, y, data, sources):
    counts["tiles"] += 1
    for number, layer in fields(data):
        name, version, extent, keys, features = "", 1, 4096, 0, []
        for field, value in fields(layer):
            if field == 1:
                name = value.decode()
            elif field == 2:
                features.append(value)
            elif field == 3:
                keys += 1
            elif field == 4 and not value:
                fault("null", f"{z}/{x}/{y} {name}: empty value")
            elif field == 5:
                extent = value
            elif field == 15:
                version = value
        if number != 3 or version != 2 or extent != EXTENT:
            fault("layer", f"{z}/{x}/{y} {name}: version {version}, extent {extent}")
        if not features:
            fault("empty", f"{z}/{x}/{y} {name}: no features")
        shapes = []
        for feature in features:
            parts = judge_feature(f"{z}/{x}/{y} {name}", feature, keys)
            if parts:
                shapes.append(parts[0] if len(parts) == 1 else unary_union(parts))
        if shapes and name in sources:
            judge_layer(z, x, y, name, shapes, sources[name])


def records(stream):
    while line := stream.readline():
        *words, length = line.split()
        data = stream.read(int(length))
        if len(data) < int(length):
            raise ValueError("the input ends too early")
        yield words, data


def main():
    geometries = {}
    with open(sys.argv[1], "rb") as file:
        for (layer,), data in records(file):
            geometries.setdefault(layer.decode(), []).append(wkb.loads(data))
    sources = {name: Layer(shapes) for name, shapes in geometries.items()}
    for words, data in records(sys.stdin.buffer):
        judge_tile(*map(int, words), data, sources)
    json.dump({"counts": counts, "examples": examples}, sys.stdout)


main()
