"""Tables of Spark by any dataset: the bundled ones, a directory and a zip, which are
sent to two executors. The directory and the zip are gone before these work, and each
answer is that of the command."""

import csv
import os
import pathlib
import random
import shutil
import subprocess
import tempfile

import judge

PACKAGES = ["pyarrow==26.0.1", "pandas==3.1.1", "pyspark==4.1.1"]
POINTS = 20_000
DATASETS = {  # with years around those it covers
    "the default": (None, (1987, 2025)),
    "bundled:alsace": ("bundled:alsace", (1860, 2000)),
    "a directory": ("data/testdata/isles", (1960, 1991)),
    "a zip": ("data/testdata/isles", (1960, 1991)),
}

# A session for each dataset would take as long as its start.
SPARK = """
import shutil, sys, demarc.spark, pathlib
from pyspark.sql import SparkSession
spark = SparkSession.builder.master("local-cluster[2,1,1024]").config("spark.ui.enabled", "false").config("spark.driver.memory", "1g").getOrCreate()
spark.sparkContext.setLogLevel("OFF")
for asked in sys.argv[1:]:
    folder, _, dataset = asked.partition("=")
    points = spark.read.csv(folder + "/points.csv", header=True, schema="id long, lon double, lat double, date date").repartition(4)
    located = demarc.spark.locate(points, dataset=dataset or None)
    if dataset.endswith("/dataset"):
        shutil.rmtree(dataset)
    elif dataset.endswith(".zip"):
        pathlib.Path(dataset).unlink()
    located.coalesce(1).write.csv(folder + "/spark", header=True)
spark.stop()
"""


def write(file, flags, years):
    """Writes points on and beside the borders of a dataset."""
    seeded, near = random.Random(23), judge.corners(*flags)
    with open(file, "w") as out:
        out.write("id,lon,lat,date\n")
        for i in range(POINTS):
            lon, lat = seeded.choice(near)
            off = seeded.choice([0, 1e-7, 0.01, 1])
            day = f"{seeded.randrange(*years)}-{seeded.randrange(1, 13):02}-{seeded.randrange(1, 29):02}"
            out.write(f"{i},{lon + seeded.uniform(-off, off)!r},{lat + seeded.uniform(-off, off)!r},{day}\n")


def answers(file):
    """Returns the added columns by id, and the number of rows in a zone."""
    with open(file) as rows:
        found = {r["id"]: (r["zone"], r["controller"], r["status"], r["locate_error"]) for r in csv.DictReader(rows)}
    return found, sum(1 for zone, *_ in found.values() if zone)


python = judge.with_wheel("spark", *PACKAGES) / "python"
environment = dict(os.environ, PYSPARK_PYTHON=str(python), SPARK_LOCAL_IP="127.0.0.1")
environment.pop("PYTHONPATH", None)
ok = True
with tempfile.TemporaryDirectory() as place:
    asked = []
    for i, (name, (dataset, years)) in enumerate(DATASETS.items()):
        folder = pathlib.Path(place) / str(i)
        folder.mkdir()
        flags = [] if dataset is None else ["-data", dataset]
        write(folder / "points.csv", flags, years)
        subprocess.run([judge.program, "locate", *flags, "-o", str(folder / "command.csv"), str(folder / "points.csv")], check=True, capture_output=True)
        if name == "a directory":
            dataset = shutil.copytree(dataset, folder / "dataset")
        elif name == "a zip":
            dataset = shutil.make_archive(str(folder / "dataset"), "zip", dataset)
        asked.append(f"{folder}={dataset or ''}")
    run = subprocess.run([str(python), "-c", SPARK, *asked], capture_output=True, text=True, env=environment, cwd=place)
    if run.returncode != 0:
        print(f"```\n{run.stderr[-2000:]}\n```")
        judge.verdict(False)
    for i, name in enumerate(DATASETS):
        folder = pathlib.Path(place) / str(i)
        want, zones = answers(folder / "command.csv")
        part, = (folder / "spark").glob("part-*.csv")
        got, _ = answers(part)
        differ = sum(got.get(id) != answer for id, answer in want.items()) + abs(len(got) - len(want))
        print(f"- {name}: {differ} of {len(want)} differ from the command, {zones} in zones")
        ok &= differ == 0 and len(want) == POINTS and 0 < zones < POINTS
judge.verdict(ok)
