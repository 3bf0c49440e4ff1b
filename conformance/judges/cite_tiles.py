"""The OGC's test suite for OGC API Tiles, Part 1."""

import cite
import judge

suite = cite.Suite("ets-ogcapi-tiles10")
suite.run("the landing page and tiles of control", {
    "iut": judge.url,
    "tilematrixsetdefinitionuri": "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad",
    "urltemplatefortiles": judge.url + "/collections/control/tiles/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}?f=mvt",
    "tilematrix": "8", "mintilerow": "96", "maxtilerow": "97", "mintilecol": "160", "maxtilecol": "161",
})
suite.verdict()
