# QGIS draws tiles by the style of the server, a layer of control below one of places, and says which
# names it has placed and how much is coloured. Usage: qgis_names.py URL WEST SOUTH EAST NORTH
import json
import os
import sys

from qgis.core import (QgsApplication, QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsMapRendererSequentialJob, QgsMapSettings,
                       QgsProject, QgsRectangle, QgsVectorTileLayer)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

app = QgsApplication([], False)
app.initQgis()
url, box = sys.argv[1], [float(n) for n in sys.argv[2:6]]
layers = []
for tileset, deepest in (("places", 14), ("control", 12)):  # the first is drawn on top
    layer = QgsVectorTileLayer("type=xyz&url=%s/tiles/%s/{z}/{x}/{y}.mvt&zmin=0&zmax=%d&styleUrl=%s/styles/control.json" % (url, tileset, deepest, url), tileset)
    layer.loadDefaultStyle()
    layers.append(layer)
settings = QgsMapSettings()
settings.setLayers(layers)
settings.setOutputSize(QSize(1000, 800))
settings.setBackgroundColor(QColor(255, 255, 255))
settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
settings.setExtent(QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4326"), settings.destinationCrs(), QgsProject.instance()).transformBoundingBox(QgsRectangle(*box)))
job = QgsMapRendererSequentialJob(settings)
job.start()
job.waitForFinished()
picture = job.renderedImage()
if os.environ.get("SCREENSHOTS"):
    picture.save(os.environ["SCREENSHOTS"] + "/qgis-names.png")
colours = [QColor(picture.pixel(x, y)) for x in range(0, 1000, 10) for y in range(0, 800, 10)]
print(json.dumps({
    "valid": [layer.isValid() for layer in layers],
    "names": sorted({p.labelText for p in job.takeLabelingResults().labelsWithinRect(settings.extent())}),
    "coloured": sum(c.saturation() > 60 for c in colours) / len(colours),
}), flush=True)
os._exit(0)  # QGIS may crash while it takes itself apart
