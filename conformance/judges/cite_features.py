"""The OGC's test suite for OGC API Features, Parts 1 and 2."""

import cite
import judge

cite.run("ets-ogcapi-features10", "1.9", "org.opengis.cite.ogcapifeatures10.TestNGController",
         {"iut": judge.url + "/ogc", "noofcollections": "-1"})
