// Command quality has GEOS judge the tiles of large layers at every zoom. It wants Debian's
// python3-shapely, and npm.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"time"

	"github.com/paulmach/orb"

	"demarc/bench/measure"
	"demarc/geo"
	"demarc/geo/mvt"
	"demarc/geo/mvt/judge"
)

func main() {
	quick := flag.Bool("short", false, "fewer tiles and smaller layers, to see that it works; nothing is written to results")
	only := flag.String("only", "", "only the layer of this `name`")
	most := flag.Uint("zoom", mvt.MaxZoom, "only up to this zoom; nothing is written to results")
	flag.Parse()
	missed := 0
	for _, l := range layers(*quick) {
		if *only != "" && l.name != *only {
			continue
		}
		n, err := judgeLayer(l, uint32(*most), *quick || *most < mvt.MaxZoom)
		if err != nil {
			fmt.Fprintf(os.Stderr, "bench/quality: %s: %v\n", l.name, err)
			os.Exit(1)
		}
		missed += n
	}
	if missed > 0 {
		os.Exit(1)
	}
}

// judgeLayer writes a report of a layer and returns how many figures were missed.
func judgeLayer(l layer, most uint32, trial bool) (missed int, err error) {
	r := measure.NewReport("Quality of vector tiles: "+l.name, l.about+`.

Tiles of every zoom from 0 to `+strconv.Itoa(int(most))+`, decoded by a strict decoder in Python and judged by GEOS through Debian's
python3-shapely `+debianVersion("python3-shapely")+`. A gap is a place in a tile that no feature covers, an overlap one that two features cover, where
the source within 4 tile units (half a CSS pixel) has none. What a tile needs of its zoom is made when it is first asked for;
the table tells what that takes, tile after tile, once per layer whatever the number of dates and tilesets.`)
	if err := fill(r, l, most); err != nil {
		return 0, err
	}
	if trial {
		missed = r.Claims()
	} else if missed, err = r.Write("quality-" + l.name); err != nil {
		return missed, err
	}
	fmt.Fprintln(os.Stderr, r.String())
	return missed, nil
}

func fill(r *measure.Report, l layer, most uint32) error {
	shapes, err := l.shapes()
	if err != nil {
		return err
	}
	source := geo.Layer{Name: "regions", Fields: []geo.Field{{Name: "id"}}}
	for i, shape := range shapes {
		id := strconv.Itoa(i)
		source.Features = append(source.Features, geo.Feature{ID: id, Geometry: shape, Values: []any{id}})
	}
	before := measure.ProcessCPU()
	tiler := mvt.NewTiler([]geo.Layer{source})
	arcs := measure.ProcessCPU() - before

	var rows [][]string
	var addresses []judge.Address
	var first []time.Duration // what each tile took
	for z := range min(most, mvt.MaxZoom) + 1 {
		from := len(addresses)
		for _, place := range l.places {
			for _, address := range judge.Over(place, z, l.tiles) {
				if slices.Contains(addresses, address) { // places share tiles where zooms are small
					continue
				}
				before := measure.ProcessCPU()
				if _, err := tiler.Tile(address.Z, address.X, address.Y); err != nil {
					return err
				}
				addresses, first = append(addresses, address), append(first, measure.ProcessCPU()-before)
			}
		}
		took := slices.Sorted(slices.Values(first[from:]))
		rows = append(rows, []string{strconv.Itoa(int(z)), strconv.Itoa(len(took)), millis(took[len(took)/2]), millis(took[len(took)-1]), strconv.FormatUint(heap()>>20, 10)})
		fmt.Fprintf(os.Stderr, "bench/quality: %s: zoom %d: %d tiles, %s at most\n", l.name, z, len(took), millis(took[len(took)-1]))
	}
	slices.Sort(first)
	verdict, err := judge.Judge([]geo.Layer{source}, addresses, tiler.Tile)
	if err != nil {
		return err
	}
	c := verdict.Counts
	r.Section("Zooms", fmt.Sprintf("Shared arcs: %s of CPU time. Judged: %d tiles with %d features, %d polygons, %d vertices.",
		seconds(arcs), c.Tiles, c.Features, c.Polygons, c.Vertices))
	r.Table([]string{"zoom", "tiles", "CPU of one, median", "at most", "heap after, MB"}, rows...)
	if len(verdict.Examples) > 0 {
		r.Text("Faults, the first of them: %.2000q", verdict.Examples)
	}
	r.AtMost("CPU of a tile first asked for, the median of all", first[len(first)/2].Seconds()*1e3, 150, "ms")
	r.AtMost("CPU of a tile first asked for, at most", first[len(first)-1].Seconds()*1e3, 1000, "ms")
	r.AtLeast("features judged", float64(c.Features), 1, "") // of none, nothing is wrong
	r.AtMost("invalid features", float64(c.Invalid), 0, "")
	r.AtMost("winding errors", float64(c.Winding), 0, "")
	r.AtMost("empty layers and features", float64(c.Empty), 0, "")
	r.AtMost("gaps that the source lacks", float64(c.Gap), 0, "")
	r.AtMost("overlaps that the source lacks", float64(c.Overlap), 0, "")
	r.AtMost("other faults against the specification", float64(verdict.Faults()-c.Invalid-c.Winding-c.Empty-c.Gap-c.Overlap), 0, "")
	return nil
}

// debianVersion returns the version of an installed Debian package.
func debianVersion(name string) string {
	version, err := exec.Command("dpkg-query", "-W", "-f", "${Version}", name).Output()
	if err != nil {
		return "(of unknown version)"
	}
	return string(version)
}

func millis(d time.Duration) string { return fmt.Sprintf("%.0f ms", d.Seconds()*1e3) }

func seconds(d time.Duration) string { return fmt.Sprintf("%.2f s", d.Seconds()) }

// heap returns the bytes in use after a collection.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// layer is a layer to judge.
type layer struct {
	name, about string
	shapes      func() ([]orb.MultiPolygon, error)
	places      []orb.Bound
	tiles       int // of each place and zoom, at most
}
