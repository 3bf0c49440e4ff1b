"""The package for Python, installed from its wheel: its doctests, its types by mypy, and each
example of Python in docs/tables.md and python/README.md, run in a folder of its own."""

import os
import pathlib
import re
import subprocess
import tempfile

import judge

PACKAGES = [
    "pyarrow==26.0.1", "pandas==3.1.1", "polars==2.1.0", "geopandas==1.2.0", "matplotlib==3.11.2", "mypy==2.4.1", "pyspark==4.1.1",
]

DOCTESTS = """
import doctest, importlib, sys
failed = tried = 0
for name in ["", "._flags", "._program", "._tables", "._dataset", ".spark"]:
    found = doctest.testmod(importlib.import_module("demarc" + name))
    failed, tried = failed + found.failed, tried + found.attempted
print(f"- doctests: {tried} run, {failed} failed")
sys.exit(failed > 0 or tried < 10)
"""

VERSION = """
import demarc, subprocess
said = subprocess.run(["demarc", "version"], capture_output=True, text=True, check=True).stdout.split()[1]
assert demarc.version() == said, (demarc.version(), said)
"""

bin = judge.with_wheel("python", *PACKAGES)
environment = dict(os.environ, PYSPARK_PYTHON=str(bin / "python"), SPARK_LOCAL_IP="127.0.0.1", MPLBACKEND="Agg",
                   PATH=f"{bin}:{os.environ['PATH']}")
environment.pop("PYTHONPATH", None)
failed = []


def run(name, *args, cwd="python"):
    """Runs a program and returns what it prints."""
    done = subprocess.run([str(a) for a in args], capture_output=True, text=True, cwd=cwd, env=environment)
    if done.returncode != 0:
        failed.append(name)
        print(f"- {name}: FAILED\n\n```\n{(done.stdout + done.stderr)[-2000:]}\n```\n")
    return done.stdout


print(run("doctests", bin / "python", "-c", DOCTESTS, cwd="/"), end="")
with tempfile.TemporaryDirectory() as cache:
    print("- mypy: " + run("mypy", bin / "mypy", "--cache-dir", cache).strip())
run("version", bin / "python", "-c", VERSION)
paper = pathlib.Path("docs/tables.md").read_text()
with tempfile.TemporaryDirectory() as place:
    folder = pathlib.Path(place)
    (folder / "incidents.csv").write_text(pathlib.Path("docs/testdata/incidents.csv").read_text())
    # Those of Sedona are for the judge of that name.
    examples = [e for e in re.findall(r"```python\n(.*?)```", paper, re.S) if "sedona" not in e]
    examples += re.findall(r"```python\n(.*?)```", pathlib.Path("python/README.md").read_text(), re.S)
    for i, example in enumerate(examples):
        run(f"example {i + 1} of docs/tables.md and python/README.md", bin / "python", "-c", example, cwd=place)
    made = {f.name: f.stat().st_size for f in folder.iterdir()}
    print(f"- docs/tables.md and python/README.md: {len(examples)} examples ran and made " + ", ".join(sorted(made.keys() - {"incidents.csv"})))
    if made.get("map.png", 0) < 10_000 or not made.get("controllers.csv"):
        failed.append("the map and the table of controllers")
    stream, = re.findall(r"\$ (python3 -c 'import pyarrow as pa, sys.*?)\n +lon", paper, re.S)
    print("- its stream of Arrow: " + " ".join(run("stream", "bash", "-c", stream.replace("python3", "python"), cwd=place).split()[-6:]))
judge.verdict(not failed)
