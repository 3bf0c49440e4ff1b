# Reads files with GDAL and prints for each, in order, its features as GeoJSON, the types of its fields as ogrinfo
# names them, their titles, and what GDAL complains of.
#   read_with_gdal.py '{"file": "x.csv", "layer": "x", "options": ["AUTODETECT_TYPE=YES"]}' ...
import json
import sys

from osgeo import gdal, ogr

complaints = []
gdal.UseExceptions()
gdal.PushErrorHandler(lambda level, number, message: complaints.append(message) if level >= gdal.CE_Warning else None)


def kind(field):
    subtype = field.GetSubType()
    name = field.GetFieldTypeName(field.GetType())
    return name if subtype == 0 else "%s(%s)" % (name, ogr.GetFieldSubTypeName(subtype))


def read(source):
    dataset = gdal.OpenEx(source["file"], gdal.OF_VECTOR | gdal.OF_READONLY, open_options=source["options"] or [])
    layer = dataset.GetLayerByName(source["layer"]) if source["layer"] else dataset.GetLayer(0)
    definition = layer.GetLayerDefn()
    fields = [definition.GetFieldDefn(i) for i in range(definition.GetFieldCount())]
    types = {field.GetName(): kind(field) for field in fields}
    titles = {field.GetName(): field.GetAlternativeName() for field in fields}
    out = "/vsimem/out.json"
    gdal.VectorTranslate(out, dataset, format="GeoJSON", layers=[layer.GetName()],
                         layerCreationOptions=["COORDINATE_PRECISION=16"])
    size = gdal.VSIStatL(out).size
    handle = gdal.VSIFOpenL(out, "rb")
    features = json.loads(gdal.VSIFReadL(1, size, handle))["features"]
    gdal.VSIFCloseL(handle)
    gdal.Unlink(out)
    return {"features": features, "types": types, "titles": titles}


answer = []
for argument in sys.argv[1:]:
    complaints.clear()
    try:
        one = read(json.loads(argument))
    except RuntimeError as error:
        one = {"features": [], "types": {}}
        complaints.append(str(error))
    one["complaints"] = complaints[:]
    answer.append(one)
json.dump(answer, sys.stdout)
