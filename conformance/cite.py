"""Runs a test suite of the OGC (CITE) against the program.

The suites are no part of this repository. CITE names a directory with their programs,
*-aio.jar, at any depth; docs/gis.md says how they are built of their sources. Their own
exit code is always 0, so the report is read. Their DTD lies elsewhere, so neither the
properties nor the report name one.
"""

import collections
import os
import pathlib
import subprocess
import tempfile
import xml.etree.ElementTree

import judge

# Failures that stay, by test and words of its message: why, and how many there are of each collection.
# More of them, and anything else that fails, is a failure of this judge.
NO_GEOMETRY = "the suite takes the geometry of a feature that has none"
STAY = {
    ("verifyFeatureCrsParameterTransformWithoutCrsParameter", "is null"): (NO_GEOMETRY, {"provinces": 3, "events": 3}),
    ("verifyFeaturesCrsParameterTransformWithCrsParameter", "is null"): (NO_GEOMETRY, {"districts_later": 3, "events": 3}),
    ("verifyBboxCrsParameter", "expected [true] but found [false]"): (
        "of events alone: the suite writes a box in EPSG:4326 with the longitude first, where only features without geometry are, "
        "which match any box; the first page by the right box has not all of them", {"events": 1}),
    ("verifyPlacemarkHasGeometry", "does not contain a geometry"): (
        "a recommendation, of level 2: what has no shape is a placemark in the list and not on the map, and is not left out",
        {"districts_later": 1, "provinces": 1, "events": 1}),
}

# What a run over all collections is called: the first parameter of its tests is the collection.
ALL = "all collections"

# Tests that may be skipped, by words of their name or message, with why. Anything else that is
# skipped is a failure of this judge.
SKIPS = {
    "timeStamp": "optional; it would give each answer another ETag",
    "No features were returned": "the suite's box lies elsewhere on the earth",
    "Time": "the suite wants the extent of a draft of the standard, extent.temporal as a list; conformance/datetime_test.go tests datetime instead",
    "has no spatial extent": "nothing in the collection is drawn, so it has no box to ask for",
    "CRS84h": "no heights are served",
    "FreeForm": "there are no free-form parameters",
    "is disabled": "the file does not have what the class is about",
    "is not in use": "the file does not have what the class is about",
}


class Suite:
    """A suite, with what its runs have found."""

    def __init__(self, name):
        directory = os.environ.get("CITE", "")
        if not directory:
            judge.missing(name, "CITE is not set: want CITE=DIR, a directory with the suites' programs (*-aio.jar), see docs/gis.md")
        found = sorted(pathlib.Path(directory).rglob(f"{name}-*aio.jar"))
        if not found:
            judge.missing(name, f"there is no {name}-*aio.jar in CITE, {directory}")
        self.jar = found[-1]
        self.passed = self.bad = 0
        self.explained = collections.Counter()
        print(f"`{self.jar.name}`\n")

    def run(self, what, properties):
        """Runs the suite once and prints what it says."""
        with tempfile.TemporaryDirectory() as out:
            report = self._report(pathlib.Path(out), properties)
            if report is None:
                print(f"- {what}: **no report**")
                self.bad += 1
                return
            root = xml.etree.ElementTree.parse(report).getroot()
        count = {name: int(root.get(name, 0)) for name in ("passed", "failed", "skipped")}
        self.passed += count["passed"]
        print(f"- {what}: " + ", ".join(f"{n} {name}" for name, n in count.items()))
        stayed = collections.Counter()
        for method in root.iter("test-method"):
            if method.get("is-config") != "true":  # these set the tests up
                of = " ".join((method.findtext("params/param/value") or "").split()) if what == ALL else what
                stayed.update((key, of) for key in self._judge(method))
        for (key, of), n in stayed.items():
            if n > STAY[key][1].get(of, 0):
                self.bad += 1
                print(f"  - failed: `{key[0]}` {n} times, want {STAY[key][1].get(of, 0)} of {of}")

    def _report(self, out, properties):
        entries = "".join(f'<entry key="{k}">{v}</entry>' for k, v in properties.items())
        arguments = out / "run.xml"
        arguments.write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n<properties version="1.0">{entries}</properties>\n')
        # The suite for KML takes no -o, and writes below the home directory.
        where = [] if "kml" in self.jar.name else ["-o", str(out)]
        subprocess.run(["java", "-Xmx1g", "-Dtestng.dtd.http=true", f"-Duser.home={out}", "-jar", str(self.jar), *where, str(arguments)], capture_output=True, text=True)
        return next(iter(out.rglob("testng-results.xml")), None)

    def _judge(self, method):
        """Judges a test; returns the failure that may stay, if it is one."""
        status, name = method.get("status"), method.get("name")
        message = " ".join((method.findtext("exception/message") or "").split())[:300]
        if status == "FAIL":
            key = next(((test, words) for test, words in STAY if name == test and words in message), None)
            if key is not None:
                self.explained[f"failed: `{name}`: {STAY[key][0]}"] += 1
                return [key]
            self.bad += 1
            print(f"  - failed: `{name}` {message}")
        if status == "SKIP":
            why = next((why for word, why in SKIPS.items() if word.lower() in (name + message).lower()), None)
            if why is None:
                self.bad += 1
                print(f"  - skipped: `{name}`: unexplained, {message}")
            else:
                self.explained[f"skipped: {why}"] += 1
        return []

    def verdict(self):
        """Says what was explained, and ends the judge."""
        stay = sum(n for text, n in self.explained.items() if text.startswith("failed"))
        print(f"\n{self.passed} passed, {self.bad + stay} failed" + (f", of which these {stay} are known and stay" if stay else "")
              + (". Known failures, and what is skipped:" if self.explained else ".") + "\n")
        for text, n in sorted(self.explained.items()):
            print(f"- {text}" + (f", {n} times" if n > 1 else ""))
        judge.verdict(self.passed > 0 and self.bad == 0)
