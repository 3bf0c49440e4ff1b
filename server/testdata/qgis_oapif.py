# QGIS opens collections of an OGC API Features service, as pasted into its
# dialog, and says what it sees. Usage: qgis_oapif.py URL DAY COLLECTION...
import json
import os
import sys

from qgis.core import QgsApplication, QgsDateTimeRange, QgsFeatureRequest, QgsVectorLayer, QgsVectorLayerTemporalContext
from qgis.PyQt.QtCore import QDate, QDateTime, QTime, Qt

app = QgsApplication([], False)
app.initQgis()
url, day = sys.argv[1], QDate.fromString(sys.argv[2], "yyyy-MM-dd")
seen = {}
for name in sys.argv[3:]:
    layer = QgsVectorLayer("url='%s' typename='%s'" % (url, name), name, "OAPIF")
    if not layer.isValid():
        seen[name] = {"error": layer.error().message() or "not valid"}
        continue
    temporal = layer.temporalProperties()
    known = {
        "count": layer.featureCount(),
        "read": sum(1 for _ in layer.getFeatures()),
        "fields": {f.name(): f.typeName() for f in layer.fields()},
        "crs": layer.crs().authid(),
        "start": temporal.startField(),
        "end": temporal.endField(),
        "names": sorted(str(f["name_ar"]) for f in layer.getFeatures())[-1] if "name_ar" in [f.name() for f in layer.fields()] else "",
    }
    if temporal.startField():
        temporal.setIsActive(True)
        context = QgsVectorLayerTemporalContext()
        context.setLayer(layer)
        begin = QDateTime(day, QTime(0, 0), Qt.UTC)
        known["filter"] = temporal.createFilterString(context, QgsDateTimeRange(begin, begin.addDays(1), True, False))
        known["on_day"] = sum(1 for _ in layer.getFeatures(QgsFeatureRequest().setFilterExpression(known["filter"])))
    seen[name] = known
print(json.dumps(seen, ensure_ascii=False), flush=True)
os._exit(0)  # QGIS may crash while it takes itself apart
