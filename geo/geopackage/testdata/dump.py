# Prints what GDAL reads in a GeoPackage: for each table its type, field types and features.
import json
import sys

from osgeo import gdal, ogr

gdal.UseExceptions()
data = ogr.Open(sys.argv[1])
tables = {}
for i in range(data.GetLayerCount()):
    layer = data.GetLayer(i)
    definition = layer.GetLayerDefn()
    fields = [definition.GetFieldDefn(k) for k in range(definition.GetFieldCount())]
    rows = []
    for feature in layer:
        geometry = feature.GetGeometryRef()
        rows.append({
            "values": [feature.GetFieldAsString(k) if feature.IsFieldSetAndNotNull(k) else None for k in range(len(fields))],
            "wkt": geometry.ExportToIsoWkt() if geometry is not None else "",
        })
    # A spatial filter goes through the R-tree.
    layer.SetSpatialFilterRect(-1000, -1000, 1000, 1000)
    tables[layer.GetName()] = {
        "kind": ogr.GeometryTypeToName(layer.GetGeomType()),
        "fields": [[f.GetName(), ogr.GetFieldTypeName(f.GetType()), ogr.GetFieldSubTypeName(f.GetSubType())] for f in fields],
        "rows": rows,
        "indexed": layer.GetFeatureCount(),
    }
json.dump({"tables": tables, "metadata": data.GetMetadata()}, sys.stdout)
