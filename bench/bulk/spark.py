"""Locates a folder of Parquet on Spark with two executors, of which one is killed when a third of
the parts are done: spark.py FOLDER OUT. Prints, as JSON, what the programs of demarc on the
executors took, and the workers of Python around them: both are looked at ten times a second."""

import json
import os
import pathlib
import signal
import sys
import threading
import time

import demarc.spark
from pyspark.sql import SparkSession

TICK = os.sysconf("SC_CLK_TCK")


def processes():
    """Lists all processes: number, parent, CPU seconds of its own, first words of its command."""
    for proc in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            fields = (proc / "stat").read_text().rpartition(")")[2].split()
            command = (proc / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        yield int(proc.name), int(fields[1]), (int(fields[11]) + int(fields[12])) / TICK, command


class Watch(threading.Thread):
    """Looks at the workers, and kills an executor."""

    def __init__(self, spark):
        super().__init__(daemon=True)
        self.context, self.done = spark.sparkContext, threading.Event()
        self.programs, self.pythons, self.resident, self.killed = {}, {}, {}, 0

    def run(self):
        while not self.done.wait(0.1):
            self.look()
            if not self.killed:
                self.kill()

    def look(self):
        all = {pid: (parent, cpu, command) for pid, parent, cpu, command in processes()}
        for pid, (parent, cpu, command) in all.items():
            if b"/demarc-" not in command[0] or b"locate" not in command or self.context.applicationId.encode() not in command[0]:
                continue
            try:
                status = pathlib.Path(f"/proc/{pid}/status").read_text()
            except OSError:
                continue
            if "VmHWM:" in status:
                self.resident[pid] = int(status.split("VmHWM:")[1].split()[0]) * 1024
            self.programs[pid] = cpu
            if parent in all:
                self.pythons[parent] = all[parent][1]

    def kill(self):
        tracker = self.context.statusTracker()
        for stage in tracker.getActiveStageIds():
            info = tracker.getStageInfo(stage)
            if info and info.numTasks > 4 and info.numCompletedTasks >= info.numTasks / 3 and info.numCompletedTasks < info.numTasks - 2:
                for pid, _, _, command in processes():
                    if any(b"CoarseGrainedExecutorBackend" in word for word in command) and self.context.applicationId.encode() in command:
                        os.kill(pid, signal.SIGKILL)
                        self.killed = info.numCompletedTasks
                        return


spark = (
    SparkSession.builder.master("local-cluster[2,1,1024]").config("spark.ui.enabled", "false").config("spark.driver.memory", "1g")
    .config("spark.sql.files.maxPartitionBytes", "32m").config("spark.sql.parquet.compression.codec", "zstd").getOrCreate()
)
spark.sparkContext.setLogLevel("OFF")
points = spark.read.parquet(sys.argv[1])
located = demarc.spark.locate(points)
watch = Watch(spark)
watch.start()
begin = time.monotonic()
located.write.parquet(sys.argv[2])
took = time.monotonic() - begin
watch.done.set()
watch.join()
watch.look()  # the workers wait for more
print(json.dumps({
    "parts": points.rdd.getNumPartitions(), "killedAfter": watch.killed, "seconds": took, "programs": len(watch.programs),
    "cpu": sum(watch.programs.values()), "pythonCPU": sum(watch.pythons.values()), "resident": max(watch.resident.values(), default=0),
}))
spark.stop()
