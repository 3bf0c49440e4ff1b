package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"demarc/bench/measure"
)

const geopandasScript = `
import sys, time
import geopandas, shapely.wkt
from shapely.geometry import Point
zones = geopandas.GeoDataFrame(geometry=[shapely.wkt.loads(line) for line in open(sys.argv[1])])
points = geopandas.GeoDataFrame(geometry=[Point(*map(float, line.split())) for line in open(sys.argv[2])])
zones.sindex
for _ in range(4):
    begin = time.process_time()
    geopandas.sjoin(points, zones, how="left", predicate="within")
    print((time.process_time() - begin) * 1e9 / len(points))
print(geopandas.__version__)
`

// geopandasJoin measures geopandas in a process of its own, Debian's if there is one; a result
// without samples means that there is none.
func geopandasJoin(shapes []orb.MultiPolygon, points []orb.Point) measure.Result {
	result := measure.Result{Name: "geopandas join"}
	dir, err := os.MkdirTemp("", "demarc-bench")
	if err != nil {
		return result
	}
	defer os.RemoveAll(dir)
	var zones, places strings.Builder
	for _, shape := range shapes {
		zones.WriteString(wkt.MarshalString(shape) + "\n")
	}
	for _, p := range points {
		fmt.Fprintln(&places, p[0], p[1])
	}
	os.WriteFile(filepath.Join(dir, "zones"), []byte(zones.String()), 0o666)
	os.WriteFile(filepath.Join(dir, "points"), []byte(places.String()), 0o666)
	python := exec.Command("/usr/bin/python3", "-W", "ignore", "-c", geopandasScript, filepath.Join(dir, "zones"), filepath.Join(dir, "points"))
	python.Stderr = os.Stderr
	text, err := python.Output()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench/locate: geopandas:", err, "(want Debian's python3-geopandas)")
		return result
	}
	lines := strings.Fields(string(text))
	for _, line := range lines[1 : len(lines)-1] { // the first is to warm up
		if ns, err := strconv.ParseFloat(line, 64); err == nil {
			result.Samples = append(result.Samples, ns)
		}
	}
	result.Name += " " + lines[len(lines)-1]
	return result
}
