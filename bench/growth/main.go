// Command growth measures how the cost of each operation grows with the data: datasets of n, 2n, 4n
// and 8n in four directions, the CPU time of each operation on a snapshot just loaded, and the
// exponent that fits them.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime/debug"
	"slices"
	"time"

	"demarc/bench/inputs"
	"demarc/bench/measure"
	"demarc/data"
	"demarc/data/live"
	"demarc/server"
)

// direction is a way in which data grow.
type direction struct {
	name string
	grid func(times int) inputs.Grid
}

const seed = 7

var directions = []direction{
	{"zones", func(x int) inputs.Grid {
		return inputs.Grid{Zones: 300 * x, Periods: 10, Days: 500, Vertices: 8, Seed: seed}
	}},
	{"periods per zone", func(x int) inputs.Grid {
		return inputs.Grid{Zones: 400, Periods: 8 * x, Days: 1200, Vertices: 8, Seed: seed}
	}},
	{"days of change", func(x int) inputs.Grid {
		return inputs.Grid{Zones: 900, Periods: 20, Days: 600 * x, Vertices: 8, Seed: seed}
	}},
	{"vertices per border", func(x int) inputs.Grid {
		return inputs.Grid{Zones: 400, Periods: 10, Days: 500, Vertices: 16 * x, Seed: seed}
	}},
}

// crowd is the dataset of the figures asked.
var crowd = inputs.Grid{Zones: 4900, Periods: 20, Days: 8900, Vertices: 8, Seed: seed}

// operations are requests that are made of a server with the dataset just loaded.
var operations = []struct {
	name, target string
	asked        float64 // ms for crowd; 0: none
}{
	{"history tile, zoom 2", "/tiles/history/2/2/1.mvt", 0},
	{"history tile, zoom 6", "/tiles/history/6/32/31.mvt", 0},
	{"history tile, zoom 7", "/tiles/history/7/64/63.mvt", 150},
	{"history tile, zoom 10", "/tiles/history/10/514/510.mvt", 0},
	{"history tile, zoom 14", "/tiles/history/14/8240/8160.mvt", 0},
	{"control tile, zoom 6", "/tiles/control/6/32/31.mvt?datetime=1991-01-01", 0},
	{"control tile, zoom 10", "/tiles/control/10/514/510.mvt?datetime=1991-01-01", 0},
	{"/timeline", "/timeline", 300},
	{"/timeline, compact", "/timeline?f=compact", 0},
	{"/stats", "/stats", 100},
	{"/diff", "/diff?from=1990-02-01&to=1992-01-01", 60},
	{"/control", "/control?datetime=1991-01-01", 0},
	{"/events", "/events", 0},
	{"/locate with history", "/locate?lon=0.55&lat=0.55&history=true", 0},
	{"neighbours", "/regions/z42", 0},
	{"items of a day", "/collections/control/items?datetime=1991-01-01", 50},
	{"front of a day", "/collections/front/items?datetime=1991-01-01", 0},
	{"/collections", "/collections", 0},
	{"the page without JavaScript", "/", 30},
	{"control.csv, all days", "/export/control.csv", 0},
	{"control.geojson of a day", "/export/control.geojson?datetime=1991-01-01", 0},
	{"zones.gpkg", "/export/zones.gpkg", 0},
	{"control.fgb, all days", "/export/control.fgb", 0},
	{"control.parquet, all days", "/export/control.parquet", 0},
}

func main() {
	short := flag.Bool("short", false, "two sizes, one round: to see that it works; nothing is written to results")
	only := flag.Bool("snapshots", false, "only the import of daily snapshots, whose report the next whole run includes")
	before := flag.String("before", "", "another build of the `program`, which imports the same snapshots in the same rounds")
	flag.Parse()
	err := snapshots(*before, *short)
	if err == nil && !*only {
		err = run(*short)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench/growth:", err)
		os.Exit(1)
	}
}

const intro = "Made-up boards of zones that change hands. Each operation is asked once of a server in this process whose dataset was\n" +
	"loaded just before, so nothing is made already but what the operations above it have made; the least of the rounds counts.\n" +
	"The exponent is that of the line through the logarithms: 1 is linear. Operations below 2 ms at the largest size have none."

func run(short bool) error {
	sizes, rounds := []int{1, 2, 4, 8}, 3
	if short {
		sizes, rounds = []int{1, 2}, 1
	}
	report := measure.NewReport("Growth", intro)
	for _, d := range directions {
		if err := measured(report, d, sizes, rounds); err != nil {
			return err
		}
	}
	if short {
		fmt.Print(report)
		return nil
	}
	if err := figures(report, rounds); err != nil {
		return err
	}
	report.Claims()
	if err := report.Include(snapshotsPart); err != nil {
		return err
	}
	_, err := report.Write("growth")
	return err
}

// measured adds a table of a direction.
func measured(report *measure.Report, d direction, sizes []int, rounds int) error {
	var names []string
	times := map[string][]float64{}
	for _, size := range sizes {
		fmt.Fprintln(os.Stderr, "bench/growth:", d.name, size)
		least, order, _, err := costs(d.grid(size), rounds)
		if err != nil {
			return err
		}
		for name, ms := range least {
			times[name] = append(times[name], ms)
		}
		names = order
	}
	report.Section("More "+d.name, fmt.Sprintf("%+v, then 2, 4 and 8 times as many.", d.grid(1)))
	head := []string{"operation"}
	for _, size := range sizes {
		head = append(head, fmt.Sprintf("%d n, ms", size))
	}
	var rows [][]string
	worst := 0.0
	for _, name := range names {
		row := []string{name}
		for _, ms := range times[name] {
			row = append(row, fmt.Sprintf("%.1f", ms))
		}
		shown := "–"
		if all := times[name]; all[len(all)-1] >= 2 {
			x := exponent(sizes, all)
			worst, shown = max(worst, x), fmt.Sprintf("%.2f", x)
		}
		rows = append(rows, append(row, shown))
	}
	report.Table(append(head, "exponent"), rows...)
	report.AtMost("greatest exponent, more "+d.name, worst, 1.15, "")
	return nil
}

// figures adds what was asked of the largest dataset.
func figures(report *measure.Report, rounds int) error {
	least, _, sizes, err := costs(crowd, rounds)
	if err != nil {
		return err
	}
	for _, o := range operations {
		if o.asked > 0 {
			report.AtMost(fmt.Sprintf("%s, %d zones x %d periods", o.name, crowd.Zones, crowd.Periods), least[o.name], o.asked, " ms")
		}
	}
	report.AtMost("/timeline, compact, plain", float64(sizes["/timeline, compact"])/1e6, 3, " MB")
	return peak(report)
}

// exponent is the slope of the logarithms, by least squares.
func exponent(sizes []int, ms []float64) float64 {
	n := float64(len(sizes))
	var x, y, xx, xy float64
	for i, size := range sizes {
		a, b := math.Log(float64(size)), math.Log(max(ms[i], 0.01))
		x, y, xx, xy = x+a, y+b, xx+a*a, xy+a*b
	}
	return (n*xy - x*y) / (n*xx - x*x)
}

// costs returns the CPU milliseconds of each operation, the least of some rounds, and their names
// in order.
func costs(grid inputs.Grid, rounds int) (least map[string]float64, order []string, sizes map[string]int, err error) {
	sizes = map[string]int{}
	dir, err := os.MkdirTemp("", "demarc-growth")
	if err != nil {
		return nil, nil, nil, err
	}
	defer os.RemoveAll(dir)
	if err := grid.Write(dir); err != nil {
		return nil, nil, nil, err
	}
	least = map[string]float64{}
	for range rounds {
		note := func(name string, do func() error) error {
			debug.FreeOSMemory() // so that all sizes pay alike for memory that is new
			before := measure.ProcessCPU()
			if err := do(); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			ms := float64(measure.ProcessCPU()-before) / float64(time.Millisecond)
			if !slices.Contains(order, name) {
				order = append(order, name)
			}
			if old, known := least[name]; !known || ms < old {
				least[name] = ms
			}
			return nil
		}
		if err := once(dir, sizes, note); err != nil {
			return nil, nil, nil, err
		}
		debug.FreeOSMemory()
	}
	return least, order, sizes, nil
}

// answer counts what is answered and keeps how it begins: a recorder would cost more than it tells.
type answer struct {
	header http.Header
	code   int
	bytes  int
	start  []byte
}

func (a *answer) Header() http.Header  { return a.header }
func (a *answer) WriteHeader(code int) { a.code = code }

func (a *answer) Write(p []byte) (int, error) {
	a.bytes += len(p)
	a.start = append(a.start, p[:min(len(p), 200-min(200, len(a.start)))]...)
	return len(p), nil
}

// once loads the dataset and asks everything of it; sizes gets the lengths of the answers.
func once(dir string, sizes map[string]int, note func(name string, do func() error) error) error {
	if err := note("load, check and snapshot", func() error {
		_, _, err := data.Open(os.DirFS(dir))
		return err
	}); err != nil {
		return err
	}
	l, err := live.New(os.DirFS(dir))
	if err != nil {
		return err
	}
	h := server.New(l, server.Options{})
	for _, o := range operations {
		if err := note(o.name, func() error {
			w := &answer{header: http.Header{}, code: http.StatusOK}
			h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, o.target, nil))
			sizes[o.name] = w.bytes
			if w.code != http.StatusOK && w.code != http.StatusNoContent {
				return fmt.Errorf("%s answers %d: %s", o.target, w.code, cmp.Or(string(w.start), "nothing"))
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}
