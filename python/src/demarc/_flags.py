"""What is asked for, as flags of the program."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence

Day = str | datetime.date


def day(value: Day) -> str:
    """Writes a day as the program reads it.

    >>> day("2020-11-24"), day(datetime.date(2020, 11, 24))
    ('2020-11-24', '2020-11-24')
    """
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, datetime.date) else value


def dataset_flags(dataset: str | os.PathLike[str] | None, viewpoint: str | None) -> list[str]:
    """Returns the flags that say which dataset answers, and whose statements count."""
    flags = [] if dataset is None else ["-data", os.fspath(dataset)]
    return flags if viewpoint is None else [*flags, "-viewpoint", viewpoint]


def table_flags(
    date: Day | None,
    columns: str | Sequence[str] | None,
    lon: str | None,
    lat: str | None,
    point: str | None,
    date_column: str | None,
    date_format: str | None,
) -> list[str]:
    """Returns the flags about a table.

    >>> table_flags("2020-11-24", ["zone", "status"], "x", "y", None, None, None)
    ['-date', '2020-11-24', '-columns', 'zone,status', '-lon', 'x', '-lat', 'y']
    """
    flags: list[str] = []
    if columns is not None and not isinstance(columns, str):
        columns = ",".join(columns)
    for name, value in [
        ("date", None if date is None else day(date)),
        ("columns", columns),
        ("lon", lon),
        ("lat", lat),
        ("point", point),
        ("date-column", date_column),
        ("date-format", date_format),
    ]:
        if value is not None:
            flags += [f"-{name}", value]
    return flags
