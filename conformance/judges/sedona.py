"""Apache Sedona beside the command: its example in docs/tables.md runs, its join has other
answers only on borders, and demarc.spark.locate works in its session, a release of Spark
before the one of the other judges."""

import os
import pathlib
import random
import re
import subprocess
import tempfile

import judge

PACKAGES = ["pyarrow==26.0.1", "pandas==3.1.1", "pyspark==4.0.1", "apache-sedona==1.8.0"]
JARS = ["org.apache.sedona:sedona-spark-shaded-4.0_2.13:1.8.0", "org.datasyslab:geotools-wrapper:1.8.0-33.1"]
POINTS = 100_000

# The points of the odd ids are corners of borders, or middles between them.
COMPARE = """
import demarc.spark
from sedona.spark import SedonaContext
sedona = SedonaContext.create(SedonaContext.builder().getOrCreate())
points = sedona.read.csv("points.csv", header=True, schema="id long, lon double, lat double, date date")
demarc.spark.locate(points).createOrReplaceTempView("ours")
points.createOrReplaceTempView("points")
sedona.read.format("geoparquet").load("control.parquet").where("not overlay").createOrReplaceTempView("control")
theirs = sedona.sql('''select p.id, zone, controller, status from points p left join control
    on date >= valid_from and (valid_to is null or date < valid_to) and ST_Contains(geometry, ST_Point(lon, lat))''')
theirs.createOrReplaceTempView("theirs")
other = "not (o.zone <=> t.zone and o.controller <=> t.controller and o.status <=> coalesce(t.status, 'unknown'))"
n, zones, on, off, named = sedona.sql(f'''select count(*), count_if(o.zone is not null), count_if(mod(o.id, 2) = 1 and {other}), count_if(mod(o.id, 2) = 0 and {other}),
    count_if({other} and t.zone is not null) from ours o full join theirs t on o.id = t.id''').first()
print(f"- {n} points, {zones} in zones by demarc.spark.locate: Sedona's ST_Contains has {on} other answers for the half on borders, {named} of which name a zone, and {off} for the others")
assert n == POINTS and 0 < zones < n and 0 < on and not off
""".replace("POINTS", str(POINTS))

bin = judge.with_wheel("sedona", *PACKAGES)
jars = ",".join(map(str, judge.jars(*JARS)))
environment = dict(os.environ, PYSPARK_PYTHON=str(bin / "python"), SPARK_LOCAL_IP="127.0.0.1",
                   PYSPARK_SUBMIT_ARGS=f"--jars {jars} --conf spark.ui.enabled=false --driver-memory 1g pyspark-shell")
environment.pop("PYTHONPATH", None)


def run(program, folder):
    """Runs a program of Python and returns what it prints."""
    done = subprocess.run([str(bin / "python"), "-c", program], capture_output=True, text=True, cwd=folder, env=environment)
    if done.returncode != 0:
        print(f"{done.stdout}\n```\n{done.stderr[-2000:]}\n```")
        judge.verdict(False)
    return done.stdout


def write(file):
    """Writes points, every second one on a border."""
    seeded, near = random.Random(23), judge.corners()
    with open(file, "w") as out:
        out.write("id,lon,lat,date\n")
        for i in range(POINTS):
            lon, lat = seeded.choice(near)
            if i % 2 == 0:
                lon, lat = lon + seeded.uniform(-0.3, 0.3), lat + seeded.uniform(-0.3, 0.3)
            out.write(f"{i},{lon!r},{lat!r},{seeded.randrange(1989, 2024)}-{seeded.randrange(1, 13):02}-{seeded.randrange(1, 29):02}\n")


with tempfile.TemporaryDirectory() as place:
    folder = pathlib.Path(place)
    example, = [e for e in re.findall(r"```python\n(.*?)```", pathlib.Path("docs/tables.md").read_text(), re.S) if "sedona" in e]
    (folder / "incidents.csv").write_text(pathlib.Path("docs/testdata/incidents.csv").read_text())
    judge.export("parquet", "control", folder / "control.parquet")
    said = [line.split("|")[1:-1] for line in run(example, folder).splitlines() if line.startswith("|")]
    held = {row[0].strip(): row[-2].strip() for row in said[1:]}
    print(f"- the example of docs/tables.md: {len(held)} rows, the first held by {held.get('1')}")
    write(folder / "points.csv")
    print(run(COMPARE, folder), end="")
judge.verdict(held == {"1": "armenian_forces", "2": "armenian_forces", "3": "azerbaijan", "4": "NULL"})
