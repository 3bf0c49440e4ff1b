"""Cutting districts into zones along the drafted lines in lines/*.geojson.

A line says in its properties what it does, zones being known by their ids:
  left, right   zone cut -> name of the part on that side; null drops the part
  inside        the same for a closed line, or for a band around the line
  band_km       half the width of such a band
  district      zone -> district, where the line also parts two districts
  overlay       the band, or a disc where the line is a point, is a region of its
                own above the zones, within a district
  corridor      the band is a region of the layer of corridors too
  moves, to     a closed line: what lies inside leaves these districts for that one
"""

import json

from shapely.geometry import LineString, Polygon
from shapely.ops import polygonize, unary_union

from shapes import area_km2, buffer_km, lines, polygons, to_longest_neighbour

SLIVER_KM2 = 3  # a smaller piece off the main one stays with its neighbour


def read(folder):
    """The drafted lines in the order of their files: (properties, LineString)."""
    found = []
    for path in sorted(folder.glob("*.geojson")):
        with open(path, encoding="utf-8") as file:
            for f in json.load(file)["features"]:
                found.append((f["properties"], LineString(f["geometry"]["coordinates"])))
    return found


def corrections(drafted):
    return [(Polygon(line.coords), p["moves"], p["to"]) for p, line in drafted if "moves" in p]


def overlays(drafted, districts):
    """The bands and discs above the zones, each within its district."""
    return {p["overlay"]: band(p, line).intersection(districts[p["within"]]) for p, line in drafted if "overlay" in p}


def corridors(drafted, land):
    """The bands that are corridors as units of their own, as far as land reaches."""
    return {p["corridor"]: band(p, line).intersection(land) for p, line in drafted if "corridor" in p}


def band(properties, line):
    return buffer_km(line, properties["band_km"], square_ends=line.length > 1e-4)


def cut(zones, districts, drafted):
    """Cut the zones (id -> shape) in place; districts maps zones to districts."""
    for p, line in drafted:
        if "inside" in p:
            area = band(p, line) if "band_km" in p else Polygon(line.coords)
            for zone, name in p["inside"].items():
                _divide(zones, districts, zone, area.exterior, {True: name, False: zone}, lambda face, a=area: a.contains(face.representative_point()))
        for zone in {**p.get("left", {}), **p.get("right", {})}:
            names = {True: p.get("left", {}).get(zone, zone), False: p.get("right", {}).get(zone, zone)}
            _divide(zones, districts, zone, line, names, lambda face, l=line: lies_left(face, l))
        districts.update(p.get("district", {}))


def _divide(zones, districts, zone, line, names, side):
    shape = zones.pop(zone)
    pieces = {}
    for face in polygonize(unary_union([*lines(shape), line])):
        if shape.contains(face.representative_point()):
            pieces.setdefault(side(face), []).append(face)
    if len(pieces) < 2:
        raise ValueError(f"the line to {sorted(map(str, names.values()))} misses {zone}")
    parts, slivers = {}, []
    for which, found in pieces.items():
        found = sorted(polygons(unary_union(found)), key=lambda p: -p.area)
        large = [p for i, p in enumerate(found) if i == 0 or area_km2(p) >= SLIVER_KM2]
        slivers += [p for p in found if p not in large]
        parts[which] = unary_union(large)
    to_longest_neighbour(slivers, parts)
    for which, part in parts.items():
        name = names[which]
        if name is None:
            continue
        zones[name] = unary_union([zones[name], part]) if name in zones else part
        districts.setdefault(name, districts[zone])


def lies_left(face, line):
    """Whether a face lies left of the line that bounds it: a counter-clockwise
    border runs along the line there, and against it on the right."""
    ring = face.exterior if face.exterior.is_ccw else LineString(face.exterior.coords[::-1])
    coords, balance = list(ring.coords), 0.0
    for (x1, y1), (x2, y2) in zip(coords, coords[1:]):
        step = LineString([(x1, y1), (x2, y2)])
        middle = step.interpolate(0.5, normalized=True)
        if line.distance(middle) > 1e-9:
            continue
        at = line.project(middle)
        (ax, ay), (bx, by) = line.interpolate(max(at - 1e-6, 0)).coords[0], line.interpolate(at + 1e-6).coords[0]
        balance += step.length if (x2 - x1) * (bx - ax) + (y2 - y1) * (by - ay) > 0 else -step.length
    if balance:
        return balance > 0
    nearest = line.project(face.representative_point())  # the line passes by this part
    (ax, ay), (bx, by) = line.interpolate(max(nearest - 1e-6, 0)).coords[0], line.interpolate(nearest + 1e-6).coords[0]
    x, y = face.representative_point().coords[0]
    return (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0
