# What geopandas makes of a collection: its reference system, and which rows hold on days.
# Usage: geopandas_days.py URL DAY...
import json
import sys

import geopandas

url, days = sys.argv[1], sys.argv[2:]
rows = geopandas.read_file(url + "/collections/control/items?limit=10000")
print(json.dumps({
    "crs": str(rows.crs),
    "holding": [sorted(rows.id[(rows.valid_from <= day) & (rows.valid_to.isna() | (rows.valid_to > day))]) for day in days],
}))
