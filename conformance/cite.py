"""Runs a test suite of the OGC (CITE) from Maven Central against the program.

The suites' own program always ends with 0, so the report is read. Its DTD lies
elsewhere, so neither the properties nor the report name one.
"""

import pathlib
import subprocess
import xml.etree.ElementTree

import judge

# Tests that may be skipped, with why. Anything else that is skipped is a
# failure of this judge.
SKIPS = {
    "timeStamp": "optional; it would give each answer another ETag",
    "Time": "the suite wants the extent of a draft of the standard, extent.temporal as a list; conformance/datetime_test.go tests datetime instead",
    "CRS84h": "no heights are served",
    "FreeForm": "there are no free-form parameters",
}

POM = """<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>demarc</groupId><artifactId>{artifact}-run</artifactId><version>1</version><packaging>pom</packaging>
<dependencies><dependency><groupId>org.opengis.cite</groupId><artifactId>{artifact}</artifactId><version>{version}</version></dependency></dependencies></project>
"""


def fetch(artifact, version):
    """Returns a directory with the suite and all that it needs."""
    place = judge.work / f"{artifact}-{version}"
    library = place / "lib"
    if not (place / "complete").exists():
        library.mkdir(parents=True, exist_ok=True)
        (place / "pom.xml").write_text(POM.format(artifact=artifact, version=version))
        run = subprocess.run(["mvn", "-B", "-U", "-q", "dependency:copy-dependencies", f"-DoutputDirectory={library}", "-DincludeScope=runtime"],
                             cwd=place, capture_output=True, text=True)
        if run.returncode != 0:
            judge.missing(f"org.opengis.cite:{artifact}:{version}", "\n".join(l for l in run.stdout.splitlines() if "Could not" in l)[:600])
        (place / "complete").touch()
    return library


def run(artifact, version, controller, properties):
    """Runs the suite, prints what it says, and ends the judge."""
    library = fetch(artifact, version)
    out = judge.work / f"{artifact}-out"
    out.mkdir(exist_ok=True)
    for old in out.glob("testng/*/testng-results.xml"):
        old.unlink()
    entries = "".join(f'<entry key="{k}">{v}</entry>' for k, v in properties.items())
    arguments = out / "run.xml"
    arguments.write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n<properties version="1.0">{entries}</properties>\n')
    process = subprocess.run(["java", "-Dtestng.dtd.http=true", "-cp", f"{library}/*", controller, "-o", str(out), str(arguments)], capture_output=True, text=True)
    reports = list(out.glob("testng/*/testng-results.xml"))
    print(f"{artifact} {version}, {properties}.\n")
    if not reports:
        print(f"It wrote no report.\n\n```\n{(process.stdout + process.stderr)[-1500:]}\n```")
        judge.verdict(False)
    verdict_of(reports[0])


def verdict_of(report):
    """Reads testng-results.xml."""
    root = xml.etree.ElementTree.parse(report).getroot()
    count = {name: int(root.get(name, 0)) for name in ("passed", "failed", "skipped")}
    print(", ".join(f"{n} {name}" for name, n in count.items()) + ".\n")
    unexplained = 0
    for method in root.iter("test-method"):
        status, name = method.get("status"), method.get("signature", method.get("name"))
        message = " ".join((method.findtext("exception/message") or "").split())[:300]
        if status == "FAIL":
            print(f"- failed: `{method.get('name')}` {message}")
        if status == "SKIP":
            why = next((why for word, why in SKIPS.items() if word.lower() in (name + message).lower()), None)
            unexplained += why is None
            print(f"- skipped: `{method.get('name')}`: {why or 'unexplained, ' + message}")
    judge.verdict(count["failed"] == 0 and count["passed"] > 0 and unexplained == 0)
