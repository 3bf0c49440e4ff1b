"""Counts the rows to which a peer has another answer than the program, and how many of them are
corners of borders: compare.py OURS THEIRS CORNERS. Prints both, and the rows compared."""

import sys

import duckdb

ours, theirs, corners = sys.argv[1:]
duckdb.sql("set enable_progress_bar = false")
duckdb.sql(f"create table corners as select distinct * from read_csv('{corners}', delim = ' ', header = false, columns = {{'lon': 'double', 'lat': 'double'}})")
other = " or ".join(f"o.{name} is distinct from t.{name}" for name in ["id", "zone", "controller"])
other += " or coalesce(o.status, 'unknown') is distinct from coalesce(t.status, 'unknown')"
counts = duckdb.sql(f"""select count(*) filter (where {other}), count(*) filter (where ({other}) and (coalesce(o.lon, t.lon), coalesce(o.lat, t.lat)) in (select (lon, lat) from corners)), count(*)
    from '{ours}' o full join '{theirs}' t using (id)""")
print(*counts.fetchone())
