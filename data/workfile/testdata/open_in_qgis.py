# Opens the project of a GeoPackage for editing and prints what QGIS makes of it, one JSON object.
#   open_in_qgis.py FILE.gpkg
import json
import os
import sys
import urllib.parse

from qgis.core import (
    QgsApplication, QgsAttributeEditorField, QgsAttributeEditorRelation, QgsDateTimeRange, QgsExpressionContextUtils,
    QgsFeatureRequest, QgsProject, QgsRenderContext, QgsVectorLayerTemporalContext,
)
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

application = QgsApplication([], False)
application.initQgis()
project = QgsProject.instance()
read = project.read("geopackage:" + urllib.parse.quote(sys.argv[1]) + "?projectName=map")


def group(node):
    return node.parent().name() if node.parent() else ""


def pages(layer):
    def inside(element):
        if isinstance(element, QgsAttributeEditorField):
            return [element.name()]
        if isinstance(element, QgsAttributeEditorRelation):
            return [element.relation().id() if element.relation().isValid() else "invalid"]
        return [name for child in element.children() for name in inside(child)]
    return {page.name(): inside(page) for page in layer.editFormConfig().invisibleRootContainer().children()}


def unstyled(layer):
    """How many rows no rule draws."""
    rules, context = layer.renderer().rootRule().children(), QgsRenderContext()
    context.expressionContext().appendScopes(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    count = 0
    for rule in rules:
        rule.startRender(context, layer.fields(), "")
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        count += not any(rule.isFilterOK(feature, context) for rule in rules)
    return count


def shown(layer, year, month, day):
    start = QDateTime(QDate(year, month, day), QTime(0, 0), Qt.UTC)
    context = QgsVectorLayerTemporalContext()
    context.setLayer(layer)
    words = layer.temporalProperties().createFilterString(context, QgsDateTimeRange(start, start.addDays(1), True, False))
    return {f["id"]: f["controller"] or "" for f in layer.getFeatures(QgsFeatureRequest().setFilterExpression(words))}


def choices(layer, name):
    at = layer.fields().indexOf(name)
    setup = layer.editorWidgetSetup(at)
    config = setup.config()
    return {"title": layer.fields().at(at).alias(), "input": setup.type(), "layer": config.get("Layer", ""), "value": config.get("Value", "")}


answer = {
    "read": read, "topological": project.topologicalEditing(), "snapping": project.snappingConfig().enabled(),
    "from": project.timeSettings().temporalRange().begin().toUTC().toString(Qt.ISODate),
    "broken": [r.id() for r in project.relationManager().relations().values() if not r.isValid()],
    "order": [node.name() for node in project.layerTreeRoot().children()],
    "layers": {
        node.layerId(): {
            "title": node.name(), "group": group(node), "valid": node.layer() is not None and node.layer().isValid(), "source": node.layer().source(),
            "rows": node.layer().featureCount(), "fixed": node.layer().readOnly(),
            "fields": {field.name(): choices(node.layer(), field.name()) for field in node.layer().fields()}, "pages": pages(node.layer()),
            "named": [f["message"] for f in node.layer().getFeatures() if not f.geometry().isNull()] if node.layerId() == "demarc_layer_problems" else [],
            "unstyled": unstyled(node.layer()) if node.layerId() == "demarc_layer_problems" else 0,
        }
        for node in project.layerTreeRoot().findLayers()
    },
    "shown": shown(project.mapLayer("demarc_layer_control"), *map(int, sys.argv[2].split("-"))),
}
json.dump(answer, sys.stdout)
sys.stdout.flush()
os._exit(0)  # leaving QGIS the usual way may crash after all is done
