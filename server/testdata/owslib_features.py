# OWSLib reads a service from its landing page on, and says what it sees.
# Usage: owslib_features.py URL
import json
import sys

from owslib.ogcapi.features import Features

service = Features(sys.argv[1])
names = service.feature_collections()
first = service.collection_items("control", limit=5, datetime="1972-11-25")
print(json.dumps({
    "title": service.response["title"],
    "conformance": len(service.conformance()["conformsTo"]),
    "openapi": service.api()["openapi"],
    "collections": {n: service.collection_items(n, limit=1)["numberMatched"] for n in names},
    "extent": service.collection("control")["extent"]["temporal"]["interval"],
    "queryables": sorted(service.collection_queryables("control")["properties"]),
    "on_day": first["numberMatched"],
    "page": first["numberReturned"],
    "item": service.collection_item("control", first["features"][0]["id"])["id"] == first["features"][0]["id"],
    "box": service.collection_items("control", bbox=[-130.35, -42.25, -130.25, -42.15], datetime="1972-11-25")["numberMatched"],
    "filter": service.collection_items("control", filter="zone = 'orchards'")["numberMatched"],
}))
