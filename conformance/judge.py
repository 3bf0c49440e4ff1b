"""What the judges share: an environment of packages, and a way to report.

A judge is a program in judges/ that prints a section of Markdown on standard
output and ends with 0 (the program passes), 1 (it does not) or 3 (the judge
could not be had). It finds in the environment

    DEMARC_URL   the address of a running server with the bundled dataset
    DEMARC_BIN   the program
    JUDGE_WORK   a directory that is kept between runs, for what is fetched
"""

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
        built = subprocess.run([".ci/wheel", "-arch", arch, folder], capture_output=True, text=True)
        if built.returncode != 0:
            missing("the wheel", built.stderr)
        wheel, = pathlib.Path(folder).glob("*.whl")
        subprocess.run([str(bin / "pip"), "install", "-q", "--force-reinstall", "--no-deps", str(wheel)], check=True)
    return bin


def export(form, layer, file):
    """Writes a layer of the bundled dataset as a file."""
    subprocess.run([program, "export", "-format", form, "-layer", layer, "-o", str(file)], check=True, capture_output=True)


def missing(what, why):
    """Ends the judge: it could not be had."""
    why = re.sub(r"\S+://\S+", "...", re.sub(r"\x1b\[[0-9;]*m", "", why)).strip()
    print(f"Not run: {what} could not be had.\n\n```\n{why[-600:]}\n```")
    sys.exit(MISSING)


def verdict(ok):
    """Ends the judge."""
    sys.exit(PASSED if ok else FAILED)
