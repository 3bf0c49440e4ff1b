"""The OGC's test suite for OGC API Features, Parts 1 and 2, over all collections."""

import cite
import judge

suite = cite.Suite("ets-ogcapi-features10")
suite.run(cite.ALL, {"iut": judge.url, "noofcollections": "-1"})
suite.verdict()
