# Edits a GeoPackage as people do in QGIS and prints what came of each edit, one JSON object.
#   edit_in_qgis.py FILE.gpkg EDIT...
# The layers are those of the project that the file opens with.
# An edit is words as in a shell, and committed before the next:
#   split ZONE [LON] | merge ZONE ZONE | draw ZONE [NAME WEST SOUTH EAST NORTH] | move ZONE | drag LON LAT LON LAT
#   set TABLE ID COLUMN VALUE | period ZONE DAY [NOTE] | cite ZONE DAY SOURCE | event ID SOURCE,... ZONE,... [DAY TITLE] | rows TABLE
import json
import os
import shlex
import sys
import urllib.parse

from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsPointXY, QgsProject

application = QgsApplication([], False)
application.initQgis()
project = QgsProject.instance()
if not project.read("geopackage:" + urllib.parse.quote(sys.argv[1]) + "?projectName=map"):
    raise ValueError("the project is not read")
layers = {}


def layer(name):
    layers[name] = project.mapLayer("demarc_layer_" + name)
    if layers[name] is None or not layers[name].isValid():
        raise ValueError(name)
    layers[name].startEditing()
    return layers[name]


def row(name, where):
    return next(layer(name).getFeatures(where))


def zone(name):
    return row("zones", "\"id\" = '%s'" % name)


def box(feature):
    return feature.geometry().boundingBox()


def split(name, lon=None):
    zones, feature = layer("zones"), zone(name)
    b = box(feature)
    x = float(lon) if lon else b.xMinimum() + b.width() * 0.4
    zones.selectByIds([feature.id()])
    zones.splitFeatures([QgsPointXY(x, b.yMinimum() - 1), QgsPointXY(x, b.yMaximum() + 1)], True)


def merge(one, other):
    zones, a, b = layer("zones"), zone(one), zone(other)
    zones.changeGeometry(a.id(), a.geometry().combine(b.geometry()))
    zones.deleteFeature(b.id())


def draw(name, called="Drawn", *sides):
    """A rectangle without an id: without sides from the middle of the zone over its western neighbour."""
    zones, below = layer("zones"), zone(name)
    b = box(below)
    west, east = b.xMinimum() - b.width() * 0.3, b.xMinimum() + b.width() * 0.5
    south, north = b.yMinimum() + b.height() * 0.3, b.yMinimum() + b.height() * 0.6
    if sides:
        west, south, east, north = map(float, sides)
    ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    feature = QgsFeature(zones.fields())
    feature.setGeometry(QgsGeometry.fromWkt("MultiPolygon (((%s)))" % ", ".join("%r %r" % p for p in ring)))
    feature["layer"] = below["layer"]
    for field in zones.fields():
        if field.name().startswith("names_"):
            feature[field.name()] = called
    zones.addFeature(feature)


def move(name):
    """Moves the corner that the zone shares with most others, in all of them."""
    zones, uses = layer("zones"), corners()
    own = zone(name).id()
    corner = max((c for c in uses if own in uses[c]), key=lambda c: len(uses[c]))
    return put(uses[corner], corner[0] + 0.0003, corner[1] + 0.0002)


def drag(lon, lat, to_lon, to_lat):
    """Moves the corner of a place, in all zones that have it."""
    uses = corners()
    near = min(uses, key=lambda c: abs(c[0] - float(lon)) + abs(c[1] - float(lat)))
    return put(uses[near], float(to_lon), float(to_lat))


def corners():
    """The zones that have a corner, and which of theirs it is."""
    uses = {}
    for feature in layer("zones").getFeatures():
        for at, v in enumerate(feature.geometry().vertices()):
            uses.setdefault((v.x(), v.y()), {}).setdefault(feature.id(), at)
    return uses


def put(uses, x, y):
    """Puts a corner elsewhere, in all zones: topological editing."""
    zones = layer("zones")
    for id, at in uses.items():
        geometry = zones.getFeature(id).geometry()
        geometry.moveVertex(x, y, at)
        zones.changeGeometry(id, geometry)
    return len(uses)


def change(table, id, column, value):
    feature = row(table, "\"%s\" = '%s'" % ("fid" if id.isdigit() else "id", id))
    layer(table).changeAttributeValue(feature.id(), layer(table).fields().indexOf(column), value)


def period(name, day, note=None):
    """Splits the last period of a zone on a day, and may note something of the later one."""
    periods = layer("periods")
    last = list(periods.getFeatures("\"zone\" = '%s'" % name))[-1]
    later = QgsFeature(last)
    later["fid"] = None
    later["valid_from"] = day
    later["ord"] = later["valid_from_text"] = None
    if note:
        later["note_en"] = note
    periods.changeAttributeValue(last.id(), periods.fields().indexOf("valid_to"), day)
    periods.addFeature(later)


def cite(name, day, source):
    """Gives the period of a zone that begins on a day a source."""
    begun = next(layer("periods").getFeatures("\"zone\" = '%s' and \"valid_from\" = '%s'" % (name, day)))
    cites = layer("period_sources")
    feature = QgsFeature(cites.fields())
    feature["period"], feature["source"] = begun["fid"], source
    cites.addFeature(feature)


def event(id, sources, names, day=None, title="New"):
    """A new event with its sources, and the periods of zones that it began: on a day, without it the first three."""
    events, cites, periods = layer("events"), layer("event_sources"), layer("periods")
    feature = QgsFeature(events.fields())
    for column, value in {"id": id, "date": day or "2021-01-01", "kind": "capture", "title_en": title}.items():
        feature[column] = value
    events.addFeature(feature)
    for source in sources.split(","):
        cite = QgsFeature(cites.fields())
        cite["event"], cite["source"] = id, source
        cites.addFeature(cite)
    where = "\"zone\" in (%s)" % ", ".join("'%s'" % name for name in names.split(","))
    if day:
        where += " and \"valid_from\" = '%s'" % day
    begun = list(periods.getFeatures(where))
    for feature in begun if day else begun[:3]:
        periods.changeAttributeValue(feature.id(), periods.fields().indexOf("event"), id)
    return len(begun)


def rows(name):
    return layer(name).featureCount()


edits = {
    "split": split, "merge": merge, "draw": draw, "move": move, "drag": drag,
    "set": change, "period": period, "cite": cite, "event": event, "rows": rows,
}
answer = []
for text in sys.argv[2:]:
    words = shlex.split(text)
    said = edits[words[0]](*words[1:])
    errors = []
    for name, one in layers.items():
        if one.isEditable() and not one.commitChanges():
            errors += one.commitErrors()
            one.rollBack()
    answer.append({"edit": text, "said": said, "errors": errors})
json.dump(answer, sys.stdout)
sys.stdout.flush()
os._exit(0)  # leaving QGIS the usual way may crash after all is done
