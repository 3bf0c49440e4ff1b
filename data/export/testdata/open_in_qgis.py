# Opens what the program wrote for QGIS and prints what QGIS makes of it, one JSON object.
#   open_in_qgis.py project FILE.gpkg NAME | open_in_qgis.py definition FILE.qlr
# A day is shown as the temporal controller shows it: a frame that includes its start and excludes its end.
import json
import os
import sys
import urllib.parse

from qgis.core import (
    QgsApplication, QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsDateTimeRange, QgsFeatureRequest,
    QgsGeometry, QgsLayerDefinition, QgsMapRendererParallelJob, QgsMapSettings, QgsPointXY, QgsProject,
    QgsVectorLayer, QgsVectorLayerTemporalContext,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QSize, Qt, QTime
from qgis.PyQt.QtGui import QColor

DAYS = [(1972, 11, 24), (1972, 11, 25)]
PLACE = QgsPointXY(-130.3, -42.2)  # in The Orchards, handed over on the second day

application = QgsApplication([], False)
application.initQgis()
project = QgsProject.instance()


def frame(day):
    start = QDateTime(QDate(*day), QTime(0, 0), Qt.UTC)
    return QgsDateTimeRange(start, start.addDays(1), True, False)


def describe(layer):
    timing = layer.temporalProperties()
    context = QgsVectorLayerTemporalContext()
    context.setLayer(layer)
    shown = {}
    if timing.isActive():
        for day in DAYS:
            request = QgsFeatureRequest().setFilterExpression(timing.createFilterString(context, frame(day)))
            shown["%d-%02d-%02d" % day] = sorted(f["id"] for f in layer.getFeatures(request))
    return {
        "valid": layer.isValid(), "source": layer.source(), "features": layer.featureCount(), "active": timing.isActive(),
        "rules": len(layer.renderer().rootRule().children()) if layer.isValid() else 0,
        "types": {f.name(): f.typeName() for f in layer.fields()}, "shown": shown,
        "titles": {f.name(): f.alias() for f in layer.fields()},
    }


def colour(day, layers):
    """The most frequent colour around the place on that day."""
    settings = QgsMapSettings()
    settings.setOutputSize(QSize(120, 120))
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    settings.setBackgroundColor(QColor("white"))
    settings.setLayers(layers)
    to_map = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4326"), settings.destinationCrs(), project)
    settings.setExtent(QgsGeometry.fromPointXY(to_map.transform(PLACE)).buffer(3000, 8).boundingBox())
    settings.setIsTemporal(True)
    settings.setTemporalRange(frame(day))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image, counts = job.renderedImage(), {}
    for x in range(56, 65):
        for y in range(56, 65):
            name = image.pixelColor(x, y).name()
            counts[name] = counts.get(name, 0) + 1
    return max(counts, key=counts.get)


answer = {}
if sys.argv[1] == "project":
    address = urllib.parse.quote(sys.argv[2])
    answer["read"] = project.read("geopackage:%s?projectName=%s" % (address, sys.argv[3]))
    storage = QgsApplication.projectStorageRegistry().projectStorageFromType("geopackage")
    answer["offered"] = storage.listProjects("geopackage:" + address)
    answer["crs"] = project.crs().authid()
    answer["animated"] = project.readNumEntry("TemporalControllerWidget", "/NavigationMode")[0] == 1
    time = project.timeSettings().temporalRange()
    answer["from"], answer["to"] = time.begin().toUTC().toString(Qt.ISODate), time.end().toUTC().toString(Qt.ISODate)
    styled = QgsVectorLayer(sys.argv[2] + "|layername=control", "x", "ogr")
    styled.loadDefaultStyle()
    answer["default_style_active"] = styled.temporalProperties().isActive()
else:
    done, message = QgsLayerDefinition.loadLayerDefinition(sys.argv[2], project, project.layerTreeRoot())
    answer["read"], answer["message"] = done, message
answer["layers"] = {layer.name(): describe(layer) for layer in project.mapLayers().values()}
control = [layer for layer in project.mapLayers().values() if layer.name() == "Who controlled what"]
answer["colours"] = [colour(day, control) for day in DAYS]
json.dump(answer, sys.stdout)
sys.stdout.flush()
os._exit(0)  # leaving QGIS the usual way may crash after all is done
