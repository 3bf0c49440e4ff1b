# Edits a GeoPackage as people do in QGIS and prints what came of each edit, one JSON object.
#   edit_in_qgis.py FILE.gpkg EDIT...
# The layers are those of the project that the file opens with.
# An edit is words with spaces between them:
#   split ZONE | merge ZONE ZONE | draw ZONE | move ZONE | set TABLE ID COLUMN VALUE | period ZONE DAY | event ID SOURCE ZONE
import json
import os
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


def split(name):
    zones, feature = layer("zones"), zone(name)
    b = box(feature)
    x = b.xMinimum() + b.width() * 0.4
    zones.selectByIds([feature.id()])
    zones.splitFeatures([QgsPointXY(x, b.yMinimum() - 1), QgsPointXY(x, b.yMaximum() + 1)], True)


def merge(one, other):
    zones, a, b = layer("zones"), zone(one), zone(other)
    zones.changeGeometry(a.id(), a.geometry().combine(b.geometry()))
    zones.deleteFeature(b.id())


def draw(name):
    """A rectangle from the middle of the zone over its western neighbour, without an id."""
    zones, below = layer("zones"), zone(name)
    b = box(below)
    west, east = b.xMinimum() - b.width() * 0.3, b.xMinimum() + b.width() * 0.5
    south, north = b.yMinimum() + b.height() * 0.3, b.yMinimum() + b.height() * 0.6
    ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    feature = QgsFeature(zones.fields())
    feature.setGeometry(QgsGeometry.fromWkt("MultiPolygon (((%s)))" % ", ".join("%r %r" % p for p in ring)))
    feature["layer"] = below["layer"]
    for field in zones.fields():
        if field.name().startswith("names_"):
            feature[field.name()] = "Drawn"
    zones.addFeature(feature)


def move(name):
    """Moves the corner that the zone shares with most others, in all of them."""
    zones, uses = layer("zones"), {}
    for feature in zones.getFeatures():
        for at, v in enumerate(feature.geometry().vertices()):
            uses.setdefault((v.x(), v.y()), {})[feature.id()] = at
    own = zone(name).id()
    corner = max((c for c in uses if own in uses[c]), key=lambda c: len(uses[c]))
    for id, at in uses[corner].items():
        geometry = zones.getFeature(id).geometry()
        geometry.moveVertex(corner[0] + 0.0003, corner[1] + 0.0002, at)
        zones.changeGeometry(id, geometry)
    return len(uses[corner])


def change(table, id, column, value):
    feature = row(table, "\"%s\" = '%s'" % ("fid" if id.isdigit() else "id", id))
    layer(table).changeAttributeValue(feature.id(), layer(table).fields().indexOf(column), value)


def period(name, day):
    """Splits the last period of a zone on a day."""
    periods = layer("periods")
    last = list(periods.getFeatures("\"zone\" = '%s'" % name))[-1]
    later = QgsFeature(last)
    later["fid"] = None
    later["valid_from"] = day
    later["ord"] = None
    periods.changeAttributeValue(last.id(), periods.fields().indexOf("valid_to"), day)
    periods.addFeature(later)


def event(id, source, name):
    """A new event with a source, linked to the periods of a zone."""
    events, cites, periods = layer("events"), layer("event_sources"), layer("periods")
    feature = QgsFeature(events.fields())
    for column, value in {"id": id, "date": "2021-01-01", "kind": "capture", "title_en": "New"}.items():
        feature[column] = value
    events.addFeature(feature)
    cite = QgsFeature(cites.fields())
    cite["event"], cite["source"] = id, source
    cites.addFeature(cite)
    for feature in list(periods.getFeatures("\"zone\" = '%s'" % name))[:3]:
        periods.changeAttributeValue(feature.id(), periods.fields().indexOf("event"), id)


edits = {"split": split, "merge": merge, "draw": draw, "move": move, "set": change, "period": period, "event": event}
answer = []
for text in sys.argv[2:]:
    words = text.split(" ")
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
