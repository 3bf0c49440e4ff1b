"""The OGC's test suite for KML 2.2: every layer."""

import json
import pathlib
import tempfile
import urllib.request

import cite
import judge

suite = cite.Suite("ets-kml22")
names = [c["id"] for c in json.load(urllib.request.urlopen(judge.url + "/collections?f=json"))["collections"]]
with tempfile.TemporaryDirectory() as place:
    for name in names:
        file = pathlib.Path(place) / f"{name}.kml"
        judge.export("kml", name, file)
        suite.run(name, {"iut": file.as_uri(), "ics": "3"})
suite.verdict()
