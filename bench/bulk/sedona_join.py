"""The same by Apache Sedona on Spark with one core: sedona_join.py POINTS ZONES CONTROL OUT JAR,JAR.
Prints the CPU seconds that Java took for the join alone, without its start."""

import os
import pathlib
import sys

from pyspark.sql import SparkSession
from sedona.spark import SedonaContext

points, zones, control, out, jars = sys.argv[1:]
spark = SedonaContext.create(
    SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").config("spark.driver.memory", "2g")
    .config("spark.jars", jars).config("spark.sql.parquet.compression.codec", "zstd").getOrCreate()
)
spark.sparkContext.setLogLevel("OFF")
for name, file in [("points", points), ("zones", zones), ("control", control)]:
    spark.read.parquet(file).createOrReplaceTempView(name)
spark.sql("select /*+ broadcast */ id as zone, ST_GeomFromWKB(geometry) as shape from zones").createOrReplaceTempView("shapes")


def cpu():
    fields = pathlib.Path(f"/proc/{spark.sparkContext._gateway.proc.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


before = cpu()
spark.sql("""
    with placed as (select /*+ broadcast(z) */ p.*, z.zone from points p left join shapes z on ST_Contains(z.shape, ST_Point(p.lon, p.lat)))
    select /*+ broadcast(c) */ p.*, c.controller, c.status from placed p left join control c
    on p.zone = c.zone and not c.overlay and p.date >= c.valid_from and (c.valid_to is null or p.date < c.valid_to)
""").write.parquet(out)
print(cpu() - before)
