"""Tables of pyarrow, pandas, geopandas and polars, located."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import pyarrow as pa

from ._flags import Day, dataset_flags, table_flags
from ._program import Stream

Table = TypeVar("Table")

ROWS = 65536
"""How many rows are sent at a time."""


def locate(
    table: Table,
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
) -> Table:
    """Returns a table of points with columns added: in which zone each lies, who controlled it on
    its day, and in which status.

    The table is one of pyarrow, pandas, geopandas or polars, and a new one of the same kind comes
    back, with its rows, their order and its columns as they were. Longitude, latitude and day are
    found by usual names or in the geometry, or named with ``lon`` and ``lat`` or ``point``, and
    ``date_column``. Rows that cannot be located say why in ``locate_error``. A message for the
    logger ``demarc`` says which columns were read.

    :param dataset: its directory or zip, or ``bundled:ID``; the first bundled one without it
    :param date: the day of all rows, or of those without one where ``date_column`` is given
    :param columns: what to add; ``demarc locate -columns list -`` lists what there is
    :param date_format: the order of days of three numbers: ``dmy``, ``mdy`` or ``ymd``
    :param viewpoint: whose statements count where they differ
    :raises Error: if the table as a whole cannot be read

    >>> table = pa.table({"lon": [46.04, 46.75], "lat": [40.10, 39.82]})
    >>> located = locate(table, date="2020-11-24")
    >>> located["zone"].to_pylist()
    ['z_kalbajar_soviet', 'z_stepanakert']
    >>> located["controller"].to_pylist()
    ['armenian_forces', 'armenian_forces']
    """
    flags = dataset_flags(dataset, viewpoint) + table_flags(date, columns, lon, lat, point, date_column, date_format)
    sent, joined = _conversion(table)
    return joined(_added(sent, flags))  # type: ignore[no-any-return]


def _added(table: pa.Table, flags: list[str]) -> pa.Table:
    """Returns the columns that are added to a table."""
    n = table.num_columns
    stream = Stream(flags, table.schema)
    answers = [stream.located(b).select(range(n, n + _more(stream, n))) for b in table.to_batches(max_chunksize=ROWS) if b.num_rows]
    whole = stream.close()
    return pa.Table.from_batches(answers, pa.schema(list(whole)[n:])).unify_dictionaries()


def _more(stream: Stream, n: int) -> int:
    return len(stream.reader.schema) - n


def _conversion(table: Any) -> tuple[pa.Table, Callable[[pa.Table], Any]]:
    """Returns a table as one of Arrow, and what puts the added columns behind it."""
    if isinstance(table, pa.Table):
        return table, lambda added: _arrow_joined(table, added)
    if isinstance(table, pa.RecordBatchReader):
        whole = table.read_all()
        return whole, lambda added: _arrow_joined(whole, added)
    if isinstance(table, pa.RecordBatch):
        one = pa.Table.from_batches([table])
        return one, lambda added: _arrow_joined(one, added).combine_chunks().to_batches()[0]
    of = type(table).__module__.split(".")[0]
    if of == "polars":
        return table.to_arrow(), lambda added: _polars_joined(table, added)
    if of == "geopandas" and hasattr(table, "geometry"):
        return _with_geometry(table), lambda added: _pandas_joined(table, added)
    if of in ("pandas", "geopandas"):
        return _plain_columns(table), lambda added: _pandas_joined(table, added)
    raise TypeError(f"a table of {type(table).__module__}.{type(table).__qualname__}: want one of pyarrow, pandas, geopandas or polars")


def _arrow_joined(table: pa.Table, added: pa.Table) -> pa.Table:
    for field, column in zip(added.schema, added.columns):
        table = table.append_column(field, column)
    return table


def _polars_joined(frame: Any, added: pa.Table) -> Any:
    import polars

    return frame.hstack(polars.from_arrow(added).get_columns())


def _pandas_joined(frame: Any, added: pa.Table) -> Any:
    more = added.to_pandas(date_as_object=False)
    more.index = frame.index
    whole = frame.copy()
    for name in more.columns:
        whole[name] = more[name]
    return whole


def _plain_columns(frame: Any) -> pa.Table:
    """Returns the columns of a frame of pandas that Arrow knows: others hold neither point nor day."""
    columns: dict[str, Any] = {}
    for i, name in enumerate(frame.columns):
        try:
            columns[str(name)] = pa.array(frame.iloc[:, i], from_pandas=True)
        except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
            columns[str(name)] = pa.nulls(len(frame))
    return pa.table(columns)


def _with_geometry(frame: Any) -> pa.Table:
    """Returns the columns of a frame of geopandas, with its geometry in longitude and latitude."""
    shapes = frame.geometry if frame.crs is None else frame.geometry.to_crs(4326)
    geometry = frame.geometry.name
    plain = _plain_columns(frame.drop(columns=geometry))
    field = pa.field(str(geometry), pa.binary(), metadata={"ARROW:extension:name": "geoarrow.wkb"})
    return plain.append_column(field, pa.array(shapes.to_wkb(), pa.binary()))
