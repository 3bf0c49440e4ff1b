"""GeoParquet and JSON-FG, which Debian's GDAL cannot read: judged by
geoparquet-validator, geopandas and a current GDAL."""

import subprocess

import judge

PACKAGES = [
    "geoparquet-validator==0.2.0", "geopandas==1.2.0", "numpy==2.4.6", "pandas==3.1.1",
    "pyarrow==26.0.1", "pyogrio==0.13.0", "pyproj==3.7.2", "shapely==2.2.0",
]

bin = judge.venv("files", *PACKAGES)
run = subprocess.run([str(bin / "python"), "conformance/compare_files.py", judge.program, judge.url], capture_output=True, text=True)
print(run.stdout)
if run.returncode not in (0, 1) or run.returncode and not run.stdout:
    print(f"```\n{run.stderr[-2000:]}\n```")
judge.verdict(run.returncode == 0)
