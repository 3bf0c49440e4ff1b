#!/bin/sh
# Judges exports that Debian's GDAL cannot read: GeoParquet by geoparquet-validator
# and geopandas, JSON-FG by a current GDAL. Wants bin/demarc, and PyPI once.
#   conformance/formats.sh [FOLDER-FOR-THE-PACKAGES]
set -eu
here=$(dirname "$0")
cache=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/demarc/conformance-formats}

if ! cmp -s "$here/formats.txt" "$cache/installed.txt"; then
	python3 -m venv --clear "$cache"
	"$cache/bin/pip" install -q --disable-pip-version-check -r "$here/formats.txt"
	cp "$here/formats.txt" "$cache/installed.txt"
fi
PYTHONDONTWRITEBYTECODE=1 exec "$cache/bin/python" "$here/formats.py" "$here/../bin/demarc" "$here/../data/karabakh"
