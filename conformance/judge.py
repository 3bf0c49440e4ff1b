"""What the judges share: an environment of packages, and a way to report.

A judge is a program in judges/ that prints a section of Markdown on standard
output and ends with 0 (the program passes), 1 (it does not) or 3 (the judge
could not be had). It finds in the environment

    DEMARC_URL   the address of a running server with the bundled dataset
    DEMARC_BIN   the program
    JUDGE_WORK   a directory that is kept between runs, for what is fetched
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

PASSED, FAILED, MISSING = 0, 1, 3

url = os.environ.get("DEMARC_URL", "http://localhost:8080")
program = os.environ.get("DEMARC_BIN", "bin/demarc")
work = pathlib.Path(os.environ.get("JUDGE_WORK", pathlib.Path(tempfile.gettempdir()) / "demarc-conformance"))


def venv(name, *packages):
    """Returns the bin directory of a virtual environment with pinned packages."""
    place = work / name
    stamp = place / "packages.txt"
    wanted = "\n".join(packages)
    if not stamp.exists() or stamp.read_text() != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(place)], check=True)
        installed = subprocess.run([str(place / "bin/pip"), "install", "-q", *packages], capture_output=True, text=True)
        if installed.returncode != 0:
            missing("pip", installed.stderr)
        stamp.write_text(wanted)
    return place / "bin"


def with_wheel(name, *packages):
    """Returns such a bin directory, with the package for Python of this checkout in it."""
    bin = venv(name, *packages)
    with tempfile.TemporaryDirectory() as folder:
        arch = {"x86_64": "amd64", "aarch64": "arm64"}[os.uname().machine]
        built = subprocess.run([".ci/wheel", "-for", f"linux/{arch}", folder], capture_output=True, text=True)
        if built.returncode != 0:
            missing("the wheel", built.stderr)
        wheel, = pathlib.Path(folder).glob("*.whl")
        subprocess.run([str(bin / "pip"), "install", "-q", "--force-reinstall", "--no-deps", str(wheel)], check=True)
    return bin


def export(form, layer, file):
    """Writes a layer of the bundled dataset as a file."""
    subprocess.run([program, "export", "-format", form, "-layer", layer, "-o", str(file)], check=True, capture_output=True)


def jars(*artifacts):
    """Returns the paths of jars, "group:artifact:version" each, fetched by mvn."""
    place = work / "jars"
    place.mkdir(parents=True, exist_ok=True)
    found = []
    for artifact in artifacts:
        found.append(place / ("-".join(artifact.split(":")[1:]) + ".jar"))
        for goal in [] if found[-1].exists() else [["get", "-Dtransitive=false"], ["copy", f"-DoutputDirectory={place}"]]:
            try:
                run = subprocess.run(["mvn", "-q", "-B", f"dependency:{goal[0]}", f"-Dartifact={artifact}", goal[1]], capture_output=True, text=True, cwd=place)
            except FileNotFoundError as err:
                missing("mvn", str(err))
            if run.returncode != 0:
                missing(artifact, run.stdout)
    return found


def corners(*flags):
    """Returns the corners of the borders of all zones, and the middles between them; flags name another dataset."""
    export = subprocess.run([program, "export", *flags, "-layer", "control", "-format", "geojson"], capture_output=True, check=True)
    found = []
    for feature in json.loads(export.stdout)["features"]:
        shape = feature["geometry"]
        for polygon in shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]:
            for ring in polygon:
                for a, b in zip(ring, ring[1:]):
                    found += [a[:2], [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]]
    return found


def missing(what, why):
    """Ends the judge: it could not be had."""
    why = re.sub(r"\S+://\S+", "...", re.sub(r"\x1b\[[0-9;]*m", "", why)).strip()
    print(f"Not run: {what} could not be had.\n\n```\n{why[-600:]}\n```")
    sys.exit(MISSING)


def verdict(ok):
    """Ends the judge."""
    sys.exit(PASSED if ok else FAILED)
