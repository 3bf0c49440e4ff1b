# QGIS opens layer definitions, as a person drags them onto the map, and says what its temporal
# controller shows in frames of a day. Then it filters a collection as its dialog for the filter of
# a layer does. Usage: qgis_frames.py URL FILE.qlr DAY...
import json
import os
import sys

from qgis.core import QgsApplication, QgsDateTimeRange, QgsFeatureRequest, QgsLayerDefinition, QgsProject, QgsVectorLayer, QgsVectorLayerTemporalContext
from qgis.PyQt.QtCore import QDate, QDateTime, QTime, Qt

app = QgsApplication([], False)
app.initQgis()
url, definition, days = sys.argv[1], sys.argv[2], sys.argv[3:]
project = QgsProject.instance()
read, message = QgsLayerDefinition.loadLayerDefinition(definition, project, project.layerTreeRoot())
answer = {"message": message, "frames": {}, "filtered": {}}
for layer in project.mapLayers().values():
    timing = layer.temporalProperties()
    answer["provider"], answer["active"] = layer.dataProvider().name(), timing.isActive()
    context = QgsVectorLayerTemporalContext()
    context.setLayer(layer)
    for day in days:
        start = QDateTime(QDate.fromString(day, "yyyy-MM-dd"), QTime(0, 0), Qt.UTC)
        condition = timing.createFilterString(context, QgsDateTimeRange(start, start.addDays(1), True, False))
        answer["frames"][day] = sorted(f["id"] for f in layer.getFeatures(QgsFeatureRequest().setFilterExpression(condition)))
for day in days:  # which it sends as datetime=0000-01-01T00:00:00Z/DAY
    layer = QgsVectorLayer("url='%s' typename='control'" % url, "control", "OAPIF")
    layer.setSubsetString("\"valid_from\" <= '%s'" % day)
    answer["filtered"][day] = sum(1 for _ in layer.getFeatures())
print(json.dumps(answer), flush=True)
os._exit(0)  # QGIS may crash while it takes itself apart
