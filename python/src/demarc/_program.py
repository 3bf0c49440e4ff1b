"""The program demarc, which answers all questions, and how it is run."""

from __future__ import annotations

import contextlib
import logging
import os
import pathlib
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import IO, Any

import pyarrow as pa

log = logging.getLogger("demarc")


class Error(Exception):
    """What the program says is wrong: what, where, and what was wanted."""


def program() -> str:
    """Returns the path of the program: the one in the wheel, or what DEMARC_PROGRAM names."""
    return os.environ.get("DEMARC_PROGRAM") or str(pathlib.Path(__file__).parent / "bin" / "demarc")


def main() -> None:
    """Is the command demarc."""
    os.execv(program(), ["demarc", *sys.argv[1:]])


FLAG = re.compile(r"(?<![\w-])-(lon|lat|point|date-column|date-format|date|columns|viewpoint)\b")
"""Flags in what the program says, which are parameters here."""


def said(text: bytes) -> str:
    """Returns what the program says, without its name and its usage.

    >>> said(b"demarc: -: name one with -date-column")
    'name one with date_column='
    """
    lines = text.decode(errors="replace").split("\nusage:")[0].strip().splitlines()
    plain = "\n".join(re.sub(r"^demarc: (-: )?", "", line) for line in lines)
    return FLAG.sub(lambda flag: flag[1].replace("-", "_") + "=", plain)


def note(text: bytes) -> None:
    """Logs what the program says of what went well."""
    for line in said(text).splitlines():
        log.info(line)


def output(*args: str) -> bytes:
    """Runs the program and returns what it prints."""
    run = subprocess.run([program(), *args], capture_output=True)
    if run.returncode != 0:
        raise Error(said(run.stderr))
    note(run.stderr)
    return run.stdout


class Stream:
    """A running ``demarc locate -``, which gives each batch of rows back with columns added.

    A batch is answered before the next one is read, so one process serves any number of them, and
    neither side waits for the other.
    """

    def __init__(self, args: list[str], schema: pa.Schema, path: str | None = None) -> None:
        self.stderr: IO[bytes] = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [path or program(), "locate", *args, "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.stderr
        )
        self.reader: Any = None
        self.rows = 0
        with self.failing():
            self.writer: Any = pa.ipc.new_stream(self.process.stdin, schema)

    @contextlib.contextmanager
    def failing(self) -> Iterator[None]:
        """Has what the program says in place of the pipe's errors."""
        try:
            yield
        except (OSError, pa.ArrowException, StopIteration) as err:
            self.process.kill()
            self.process.wait()
            raise Error(self.said() or str(err)) from None

    def said(self) -> str:
        self.stderr.seek(0)
        return said(self.stderr.read())

    def located(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Returns the batch with columns added."""
        with self.failing():
            self.writer.write_batch(batch)
            self.process.stdin.flush()  # type: ignore[union-attr]
            if self.reader is None:
                self.reader = pa.ipc.open_stream(self.process.stdout)
            answer = self.reader.read_next_batch()
        if answer.num_rows != batch.num_rows:
            raise Error(f"{answer.num_rows} rows came back of {batch.num_rows}")
        return answer

    def close(self) -> pa.Schema:
        """Ends the stream, logs what was said of it, and returns the columns that it has."""
        with self.failing():
            self.writer.close()
            self.process.stdin.close()  # type: ignore[union-attr]
            if self.reader is None:
                self.reader = pa.ipc.open_stream(self.process.stdout)
            for _ in self.reader:
                raise Error("more rows came back than were sent")
        schema = self.reader.schema
        self.process.stdout.close()  # type: ignore[union-attr]
        if self.process.wait() != 0:
            raise Error(self.said())
        self.stderr.seek(0)
        note(self.stderr.read())
        return schema
