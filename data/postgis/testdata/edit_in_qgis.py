# Opens a project that is in a database and edits it as people do; prints what came of it, one JSON object.
#   edit_in_qgis.py ADDRESS EDIT...
# An edit is words with spaces between them, and saved before the next; what ! begins runs in another session while
# the edit before it is not saved:
#   set TABLE FID COLUMN VALUE | period FID DAY | split ZONE | begin | ! SQL
import json
import os
import subprocess
import sys

from qgis.core import QgsApplication, QgsDataSourceUri, QgsFeature, QgsPointXY, QgsProject

application = QgsApplication([], False)
application.initQgis()
project = QgsProject.instance()
answer = {"read": project.read(sys.argv[1]), "together": project.autoTransaction(), "layers": {}, "edits": []}
said = []  # what QGIS shows of errors: in its bar of messages, and in its log
QgsApplication.messageLog().messageReceived.connect(lambda text, tag, level: said.append(text))
for one in project.mapLayers().values():
    one.raiseError.connect(said.append)
    group = project.transactionGroup("postgres", QgsDataSourceUri(one.source()).connectionInfo(True))
    if group and not group.property("heard"):
        group.setProperty("heard", True)
        group.commitError.connect(said.append)
    widgets = {f.name(): one.editorWidgetSetup(i).type() for i, f in enumerate(one.fields())}
    answer["layers"][one.name()] = {
        "valid": one.isValid(), "rows": one.featureCount(), "source": one.source(), "widgets": widgets,
        "timed": one.temporalProperties().isActive(), "relations": [r.name() for r in project.relationManager().referencedRelations(one)],
    }


def layer(name):
    one = project.mapLayer("demarc_layer_" + name)
    if not one.isEditable() and not one.startEditing():
        raise ValueError(name)
    return one


def change(table, fid, column, value):
    one = layer(table)
    return one.changeAttributeValue(next(one.getFeatures("\"fid\" = " + fid)).id(), one.fields().indexOf(column), value)


def period(fid, day):
    """Splits a period on a day: first the new one, which overlaps until the other is shortened."""
    periods = layer("periods")
    first = next(periods.getFeatures("\"fid\" = " + fid))
    later = QgsFeature(periods.fields())
    for field in periods.fields():
        if field.name() not in ("fid", "ord", "row_version", "valid_from"):
            later[field.name()] = first[field.name()]
    later["fid"] = periods.dataProvider().defaultValue(0) or periods.dataProvider().defaultValueClause(0)
    later["row_version"] = 1
    later["valid_from"] = day
    return periods.addFeature(later) and periods.changeAttributeValue(first.id(), periods.fields().indexOf("valid_to"), day)


def split(name):
    zones = layer("zones")
    feature = next(zones.getFeatures("\"id\" = '%s'" % name))
    b = feature.geometry().boundingBox()
    x = b.xMinimum() + b.width() * 0.4
    zones.selectByIds([feature.id()])
    return int(zones.splitFeatures([QgsPointXY(x, b.yMinimum() - 1), QgsPointXY(x, b.yMaximum() + 1)], True)) == 0


edits = {"set": change, "period": period, "split": split, "begin": lambda: layer("zones").isEditable()}
words = sys.argv[2:]
for i, text in enumerate(words):
    if text.startswith("!"):
        continue
    parts, errors = text.split(" "), []
    said.clear()
    if parts[0] == "begin":
        done = edits["begin"]()
    else:
        done = edits[parts[0]](*parts[1:])
    for other in words[i + 1:]:
        if not other.startswith("!"):
            break
        subprocess.run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-c", other[1:]], check=True)
    if parts[0] != "begin":
        for one in project.mapLayers().values():
            if one.isEditable():
                if not one.commitChanges():
                    errors += one.commitErrors()
                    one.rollBack()
    answer["edits"].append({"edit": text, "done": done, "errors": errors + said})
json.dump(answer, sys.stdout)
sys.stdout.flush()
os._exit(0)  # leaving QGIS the usual way may crash after all is done
