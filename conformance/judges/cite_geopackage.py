"""The OGC's test suite for GeoPackage 1.2: every layer alone, and all of them in one file."""

import json
import pathlib
import tempfile
import urllib.request

import cite
import judge

suite = cite.Suite("ets-gpkg12")
names = [c["id"] for c in json.load(urllib.request.urlopen(judge.url + "/collections?f=json"))["collections"]]
with tempfile.TemporaryDirectory() as place:
    for name in ["all", *names]:
        file = pathlib.Path(place) / f"{name}.gpkg"
        judge.export("gpkg", name, file)
        suite.run(name, {"iut": file.as_uri()})
suite.verdict()
