"""A dataset as tables of geopandas."""

from __future__ import annotations

import json
import os
import pathlib
import tempfile
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from ._flags import Day, dataset_flags, day
from ._program import output
from ._tables import locate

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

Table = TypeVar("Table")


class Dataset:
    """A dataset, opened with :func:`demarc.open`. Its tables are of geopandas, in longitude and
    latitude, with days as :class:`datetime.date`."""

    def __init__(self, dataset: str | os.PathLike[str] | None = None, viewpoint: str | None = None) -> None:
        self._dataset, self._viewpoint = dataset, viewpoint
        self._flags = dataset_flags(dataset, viewpoint)
        self.snapshot: str = self._differences("2000-01-01", "2000-01-01")["snapshot"]
        """The state of the dataset, which changes with its files."""

    def __repr__(self) -> str:
        return f"<demarc.Dataset {self._dataset or 'bundled'} {self.snapshot}>"

    def layer(self, name: str, date: Day | None = None) -> GeoDataFrame:
        """Returns a layer, such as ``control``, ``front``, ``controllers``, ``places``, ``events`` or
        one of the dataset's regions; of a day, or of all days."""
        import geopandas

        flags = [] if date is None else ["-datetime", day(date)]
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "layer.parquet"
            output("export", *self._flags, "-layer", name, *flags, "-format", "parquet", "-o", str(file))
            return geopandas.read_parquet(file)

    def periods(self) -> GeoDataFrame:
        """Returns who controlled each zone from one day until another: a row for each period.

        >>> import demarc
        >>> periods = demarc.open().periods()
        >>> periods[periods.zone == "z_stepanakert"].controller.to_list()[-1]
        'azerbaijan'
        """
        return self.layer("control")

    def zones(self, date: Day) -> GeoDataFrame:
        """Returns the zones with who controlled them on a day.

        >>> import demarc
        >>> zones = demarc.open().zones("2020-11-24").set_index("zone")
        >>> zones.loc["z_kalbajar_soviet", "controller"]
        'armenian_forces'
        """
        return self.layer("control", date)

    def diff(self, since: Day, until: Day) -> GeoDataFrame:
        """Returns the zones that changed between two days: controller and status on both.

        >>> import demarc
        >>> changed = demarc.open().diff("2020-11-24", "2020-11-26").set_index("zone")
        >>> changed.loc["z_kalbajar_soviet", ["controller_before", "controller"]].to_list()
        ['armenian_forces', 'azerbaijan']
        """
        import geopandas

        shapes = self.periods().drop_duplicates("zone").set_index("zone").geometry
        rows = [
            {
                "zone": change["zone"],
                "name_en": change["names"].get("en"),
                "area_km2": change["area_km2"],
                "what": ",".join(change["what"]),
                **{f"{key}_before": (change.get("before") or {}).get(key) for key in ("controller", "status")},
                **{key: (change.get("after") or {}).get(key) for key in ("controller", "status")},
                "geometry": shapes.get(change["zone"]),
            }
            for change in self._differences(since, until)["passed"]
        ]
        names = ["zone", "name_en", "area_km2", "what", "controller_before", "status_before", "controller", "status", "geometry"]
        return geopandas.GeoDataFrame(rows, columns=names, geometry="geometry", crs=shapes.crs)

    def locate(self, table: Table, date: Day | None = None, *, columns: str | Sequence[str] | None = None, **named: str) -> Table:
        """Locates a table, see :func:`demarc.locate`."""
        return locate(table, self._dataset, date, columns=columns, viewpoint=self._viewpoint, **named)

    def _differences(self, since: Day, until: Day) -> dict[str, Any]:
        return json.loads(output("diff", *self._flags, "-from", day(since), "-to", day(until), "-json"))  # type: ignore[no-any-return]


def open(dataset: str | os.PathLike[str] | None = None, viewpoint: str | None = None) -> Dataset:
    """Opens a dataset: its directory, ``DIR@VERSION`` of one that was released, a zip, or
    ``bundled:ID``; without it the first bundled one."""
    return Dataset(dataset, viewpoint)
