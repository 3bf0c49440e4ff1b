"""Tables of Spark, located by its executors.

This package, the program, and the dataset if it is not a bundled one, are sent to the executors;
nothing need be installed there but what Spark itself wants of Python. Each worker of
Python keeps one process for all partitions that come to it.
"""

from __future__ import annotations

import functools
import hashlib
import os
import pathlib
import re
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from ._flags import Day, dataset_flags, table_flags
from ._program import Stream, program

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def locate(
    df: DataFrame,
    dataset: str | os.PathLike[str] | None = None,
    date: Day | None = None,
    *,
    columns: str | Sequence[str] | None = None,
    lon: str | None = None,
    lat: str | None = None,
    point: str | None = None,
    date_column: str | None = None,
    date_format: str | None = None,
    viewpoint: str | None = None,
) -> DataFrame:
    """Returns a table of Spark with columns added, as :func:`demarc.locate` does.

    Days that are texts of three numbers want ``date_format``, since no worker sees all rows.
    """
    from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

    flags = table_flags(date, columns, lon, lat, point, date_column, date_format)
    schema = to_arrow_schema(df.schema)
    empty = Stream(dataset_flags(dataset, viewpoint) + flags, schema)
    located = _plain(empty.close())
    said = re.search(r"day (\d{4}-\d\d-\d\d) for all rows", empty.said())
    if said and date is None:  # the day of today is that of one place, and of one moment
        flags += ["-date", said[1]]
    spark = df.sparkSession
    _send_package(spark)
    sent = _Sent(_send(spark, pathlib.Path(program())), viewpoint, flags)
    if dataset is not None and not os.fspath(dataset).startswith("bundled:"):
        sent.dataset = _send_dataset(spark, pathlib.Path(dataset))
    elif dataset is not None:
        sent.bundled = os.fspath(dataset)
    return df.mapInArrow(_Work(sent, located), from_arrow_schema(located))


class _Sent:
    """What the executors have, by the names that Spark gives them."""

    def __init__(self, program: str, viewpoint: str | None, flags: list[str]) -> None:
        self.program, self.viewpoint, self.flags = program, viewpoint, flags
        self.dataset: str | None = None
        self.bundled: str | None = None

    def start(self, schema: pa.Schema) -> Stream:
        from pyspark import SparkFiles

        path = SparkFiles.get(self.program)
        if not os.access(path, os.X_OK):
            os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR)
        dataset = self.bundled if self.dataset is None else SparkFiles.get(self.dataset)
        return Stream(dataset_flags(dataset, self.viewpoint) + self.flags, schema, path)

    def key(self) -> str:
        return repr(vars(self))


_running: dict[str, Stream] = {}
"""The processes of this worker, by what they do: they answer batch by batch, so the next partition
goes on with them."""


class _Work:
    """Locates the batches of a partition."""

    def __init__(self, sent: _Sent, located: pa.Schema) -> None:
        self.sent, self.located = sent, located

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            key = self.sent.key() + repr(batch.schema)
            if key not in _running:
                _running[key] = self.sent.start(batch.schema)
            try:
                answer = _running[key].located(batch)
            except BaseException:
                del _running[key]
                raise
            yield _decoded(answer, self.located)


def _plain(schema: pa.Schema) -> pa.Schema:
    """Returns columns as Spark knows them, without dictionaries."""
    return pa.schema([f.with_type(f.type.value_type) if pa.types.is_dictionary(f.type) else f for f in schema])


def _decoded(batch: pa.RecordBatch, located: pa.Schema) -> pa.RecordBatch:
    columns = [c.dictionary_decode() if pa.types.is_dictionary(c.type) else c for c in batch.columns]
    return pa.RecordBatch.from_arrays(columns, names=located.names)


@functools.cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """What is sent lies in one folder until this process ends: Spark takes no name again from
    another path."""
    return tempfile.TemporaryDirectory(prefix="demarc-")


def _send(spark: Any, file: pathlib.Path) -> str:
    """Sends a file to the executors, under a name of its content, and returns that."""
    name = f"{file.stem}-{hashlib.sha256(file.read_bytes()).hexdigest()[:16]}{file.suffix}"
    place = pathlib.Path(_folder().name) / name
    if not place.exists():
        shutil.copy(file, place)
    spark.sparkContext.addFile(str(place))
    return name


def _send_package(spark: Any) -> None:
    """Sends this package without its program, which is a file of its own."""
    here = pathlib.Path(__file__).parent
    place = pathlib.Path(_folder().name) / "demarc-package.zip"
    if not place.exists():
        with zipfile.ZipFile(place, "w") as package:
            for file in sorted(here.glob("*.py")):
                package.write(file, f"demarc/{file.name}")
    spark.sparkContext.addPyFile(str(place))


def _send_dataset(spark: Any, dataset: pathlib.Path) -> str:
    """Sends a dataset, a directory as one file."""
    if not dataset.is_dir():
        return _send(spark, dataset)
    with tempfile.TemporaryDirectory() as folder:
        return _send(spark, pathlib.Path(shutil.make_archive(str(pathlib.Path(folder) / "dataset"), "zip", dataset)))
