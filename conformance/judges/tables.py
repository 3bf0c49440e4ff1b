"""Tables of points: a million on and beside borders have one answer as CSV, as Parquet
and as streams of Arrow, by the command, over HTTP, in Python and on Spark, of which
an executor is killed meanwhile; what was in a table is as it was, by pyarrow; DuckDB
and pyarrow read the same. Of the table lookup, joined as docs/tables.md shows, the
share of other answers is said."""

import os
import pathlib
import random
import re
import subprocess
import tempfile

import judge

PACKAGES = ["pyarrow==26.0.1", "duckdb==2.0.1", "pandas==3.1.1", "polars==2.1.0", "pyspark==4.1.1"]
POINTS = int(os.environ.get("JUDGE_POINTS", 1_000_000))


def write(folder):
    """Writes the points as CSV, which the child of this program makes Parquet of."""
    seeded, near = random.Random(23), judge.corners()
    with open(folder / "points.csv", "w") as out, open(folder / "even.csv", "w") as even:
        out.write("id,lon,lat,date\n")
        even.write("id\n")
        for i in range(POINTS):
            lon, lat = seeded.choice(near)
            kind = seeded.randrange(4)
            if kind == 1:
                lon, lat = lon + seeded.uniform(-1e-7, 1e-7), lat + seeded.uniform(-1e-7, 1e-7)
            elif kind == 2:
                lon, lat = lon + seeded.uniform(-0.01, 0.01), lat + seeded.uniform(-0.01, 0.01)
            elif kind == 3:
                lon, lat = seeded.uniform(44.5, 48.5), seeded.uniform(38.5, 41.5)
                even.write(f"{i}\n")
            day = f"{seeded.randrange(1988, 2024)}-{seeded.randrange(1, 13):02}-{seeded.randrange(1, 29):02}"
            out.write(f"{i},{lon!r},{lat!r},{day}\n")


MAKE = """
import sys, pyarrow as pa, pyarrow.csv as pc, pyarrow.parquet as pq
t = pc.read_csv(sys.argv[1] + "/points.csv")
n = t.num_rows
t = t.append_column("tags", pa.array([[{"k": "a", "v": i % 9}] for i in range(n)]))
t = t.append_column("kind", pa.array([str(i % 5) for i in range(n)]).dictionary_encode())
t = t.append_column("seen", pa.array(range(n), pa.timestamp("us", "Asia/Baku")))
pq.write_table(t, sys.argv[1] + "/points.parquet", row_group_size=150_000, compression="zstd")
with pa.ipc.new_stream(sys.argv[1] + "/points.arrows", t.schema) as w:
    w.write_table(t, max_chunksize=50_000)
"""

PYTHON = """
import sys, demarc, pandas, polars, pyarrow.parquet as pq
folder = sys.argv[1]
pq.write_table(demarc.locate(pq.read_table(folder + "/points.parquet")), folder + "/pyarrow.parquet")
demarc.locate(pandas.read_csv(folder + "/points.csv")).to_parquet(folder + "/pandas.parquet")
demarc.locate(polars.read_csv(folder + "/points.csv")).write_parquet(folder + "/polars.parquet")
"""

# Two executors on this machine; one is killed when the first tasks have ended.
SPARK = """
import os, signal, subprocess, sys, threading, time, demarc.spark
from pyspark.sql import SparkSession
folder = sys.argv[1]
spark = (SparkSession.builder.master("local-cluster[2,1,1024]").config("spark.ui.enabled", "false").config("spark.driver.memory", "1g")
    .config("spark.sql.files.maxPartitionBytes", "2m").config("spark.sql.files.openCostInBytes", "0").getOrCreate())
spark.sparkContext.setLogLevel("OFF")
points = spark.read.csv(folder + "/points.csv", header=True, schema="id long, lon double, lat double, date date")
located = demarc.spark.locate(points)
tracker, killed, done = spark.sparkContext.statusTracker(), [], threading.Event()
def executors():
    return subprocess.run(["pgrep", "-f", "CoarseGrainedExecutorBackend.*" + spark.sparkContext.applicationId], capture_output=True, text=True).stdout.split()
def kill():
    while not killed and not done.wait(0.2):
        for stage in tracker.getActiveStageIds():
            info = tracker.getStageInfo(stage)
            if info and info.numTasks > 4 and info.numCompletedTasks >= 2:
                for pid in executors()[:1]:
                    os.kill(int(pid), signal.SIGKILL)
                    killed.append(pid)
thread = threading.Thread(target=kill)
thread.start()
located.write.parquet(folder + "/spark")
done.set()
thread.join()
print(f"- an executor of Spark was {'killed' if killed else 'NOT killed'} while it worked, in {points.rdd.getNumPartitions()} parts")
spark.stop()
sys.exit(0 if killed else 1)
"""

# The join of docs/tables.md beside what the command says.
JOIN = """
import sys, duckdb
folder, query = sys.argv[1:]
duckdb.sql("set enable_progress_bar = false")
duckdb.sql(f"create table joined as {query}")
other = "(j.zone is distinct from l.zone or j.controller is distinct from l.controller or j.status is distinct from l.status)"
for name, which in [("on and beside borders", "true"), ("spread evenly", "l.even")]:
    n, differ, wrong, near = duckdb.sql(f'''select count(*), count(*) filter (where {other}), count(*) filter (where j.exact and {other}), count(*) filter (where not j.exact)
        from joined j join (select *, id in (select id from 'even.csv') as even from 'command.parquet') l using (id) where {which}''').fetchall()[0]
    print(f"- the table lookup, joined by DuckDB, {n} points {name}: {100 * differ / n:.3f} % have another answer, {wrong} of them in exact cells; {100 * near / n:.2f} % lie in cells that are not exact")
    assert n and not wrong
assert duckdb.sql("select count(*), count(distinct id) from joined").fetchall()[0] == duckdb.sql("select count(*), count(*) from 'points.parquet'").fetchall()[0]
"""

COMPARE = """
import sys, csv, pyarrow as pa, pyarrow.parquet as pq, duckdb
folder = sys.argv[1]
before = pq.read_table(folder + "/points.parquet")
ways = ["zone", "controller", "status", "locate_error"]
def of_csv(name):
    with open(f"{folder}/{name}") as f:
        return [tuple(r[c] for c in ways) for r in csv.DictReader(f)]
want = of_csv("command.csv")
bad = 0
def say(name, got):
    global bad
    differ = sum(a != b for a, b in zip(got, want)) + abs(len(got) - len(want))
    bad += differ
    print(f"- {name}: {differ} of {len(want)} differ from the command on CSV")
def say_table(name, table):
    table = table.select(["id"] + ways).sort_by("id")
    say(name, [tuple(v or "" for v in r) for r in zip(*(table.column(c).to_pylist() for c in ways))])
def kept(name, after):
    global bad
    same = after.select(before.column_names).equals(before) and after.select(before.column_names).schema.equals(before.schema)
    bad += not same
    print(f"- {name}: the columns that were there are {'as they were' if same else 'OTHERS'}, by pyarrow")
say("CSV over HTTP", of_csv("http.csv"))
for name in ["command.parquet", "http.parquet"]:
    after = pq.read_table(f"{folder}/{name}")
    kept(name, after)
    say_table(f"{name} by pyarrow", after)
    rows = duckdb.sql(f"select {', '.join(ways)} from '{folder}/{name}' order by id").fetchall()
    say(f"{name} by DuckDB", [tuple(v or "" for v in r) for r in rows])
for name in ["command.arrows", "http.arrows"]:
    after = pa.ipc.open_stream(f"{folder}/{name}").read_all()
    kept(name, after)
    say_table(f"{name} by pyarrow", after.unify_dictionaries())
for name in ["pyarrow", "pandas", "polars"]:
    say_table(f"{name} in Python", pq.read_table(f"{folder}/{name}.parquet"))
say_table("Spark", pq.read_table(f"{folder}/spark", columns=["id"] + ways))
print(f"- in zones: {sum(1 for r in want if r[0])}")
sys.exit(1 if bad or not any(r[0] for r in want) else 0)
"""


def post(folder, name, media):
    """Sends a table with curl, which reads while it sends, as the answer comes while it is read."""
    subprocess.run(["curl", "-sf", "-H", f"Content-Type: {media}", "--data-binary", f"@{folder}/points.{name}",
                    "-o", f"{folder}/http.{name}", judge.url + "/locate"], check=True)


python = judge.with_wheel("tables", *PACKAGES) / "python"
environment = dict(os.environ, PYSPARK_PYTHON=str(python), SPARK_LOCAL_IP="127.0.0.1")
environment.pop("PYTHONPATH", None)


def say(program, folder, *args):
    """Runs a program of Python in the folder, prints what it says, and tells whether it passes."""
    run = subprocess.run([str(python), "-c", program, str(folder), *args], capture_output=True, text=True, env=environment, cwd=folder)
    print(run.stdout, end="")
    if run.returncode != 0:
        print(f"\n```\n{run.stderr[-2000:]}\n```\n")
    return run.returncode == 0


with tempfile.TemporaryDirectory() as place:
    folder = pathlib.Path(place)
    print(f"{POINTS} seeded points on and beside borders:\n")
    write(folder)
    ok = say(MAKE, folder)
    for name in ["csv", "parquet", "arrows"]:
        subprocess.run([judge.program, "locate", "-o", str(folder / f"command.{name}"), str(folder / f"points.{name}")], check=True, capture_output=True)
    post(folder, "csv", "text/csv")
    post(folder, "parquet", "application/vnd.apache.parquet")
    post(folder, "arrows", "application/vnd.apache.arrow.stream")
    ok &= say(PYTHON, folder)
    ok &= say(SPARK, folder)
    ok &= say(COMPARE, folder)
    subprocess.run([judge.program, "export", "-layer", "lookup", "-o", f"{place}/lookup.parquet"], check=True)
    query, = re.findall(r"```sql\n(.*?)```", pathlib.Path("docs/tables.md").read_text(), re.S)
    ok &= say(JOIN, folder, query)
judge.verdict(ok)
