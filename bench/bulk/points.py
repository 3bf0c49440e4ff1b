"""Writes seeded points with days as Parquet, in pieces: points.py FOLDER ROWS PIECES BOX CORNERS.

They lie evenly in the box of the zones (west,south,east,north); one in a hundred is a corner of a
border, from a file of numpy, to the last bit."""

import pathlib
import sys

import numpy
import pyarrow
import pyarrow.parquet

folder, rows, pieces = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
west, south, east, north = map(float, sys.argv[4].split(","))
corners = numpy.loadtxt(sys.argv[5])
first, last = numpy.datetime64("1988-02-20"), numpy.datetime64("2024-12-31")
folder.mkdir(parents=True)
each = rows // pieces
for piece in range(pieces):
    seeded = numpy.random.default_rng([23, piece])
    lon, lat = seeded.uniform(west, east, each), seeded.uniform(south, north, each)
    some = seeded.random(each) < 0.01
    lon[some], lat[some] = corners[seeded.integers(0, len(corners), some.sum())].T
    day = first + seeded.integers(0, (last - first).astype(int) + 1, each)
    table = pyarrow.table({"id": numpy.arange(piece * each, (piece + 1) * each), "lon": lon, "lat": lat, "date": pyarrow.array(day)})
    pyarrow.parquet.write_table(table, folder / f"part-{piece:03}.parquet", row_group_size=1_000_000, compression="zstd")
