// Command growth measures how the cost of each operation grows with the data: datasets of n, 2n, 4n
// and 8n in four directions, the CPU time of each operation on a server just started, and the
// exponent that fits them; of two builds of the program in the same rounds, if another is named.
package main

import (
	"flag"
	"fmt"
	"math"
	"os"

	"demarc/bench/inputs"
	"demarc/bench/measure"
	"demarc/bench/peers"
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
var crowd = inputs.Crowd

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
	{"/stats of a box", "/stats?bbox=1.23,1.23,3.44,3.44", 100},
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
	all := flag.Bool("operations", false, "all but the import of daily snapshots, whose last report is included")
	name := flag.String("notes", "", "`file` that gets a line for each operation as it is done; a run that was stopped goes on from there")
	before := flag.String("before", "", "another build of the `program`, which is asked the same in the same rounds")
	flag.Parse()
	var err error
	if !*all {
		err = snapshots(*before, *short)
	}
	if err == nil && !*only {
		err = run(*before, *name, *short)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench/growth:", err)
		os.Exit(1)
	}
}

const intro = "Made-up boards of zones that change hands. Each operation is asked once of a server in a process of its own that was started\n" +
	"just before, so nothing is made already but what the operations above it have made, and what it makes by itself behind its\n" +
	"first answers, which counts to the first row. CPU time of the process, collector included; the least of three rounds, which\n" +
	"differ in what is exported before, so that a collection falls into another operation. The exponent is that of the line\n" +
	"through the logarithms: 1 is linear. Operations below 5 ms at the largest size have none. Beside it, after a bar, the\n" +
	"program before this work began (-before), in one round; what took it more than 20 s of CPU was broken off, and is not\n" +
	"asked of the larger sizes."

func run(before, noted string, short bool) error {
	sizes, rounds := []int{1, 2, 4, 8}, 3
	if short {
		sizes, rounds = []int{1, 2}, 1
	}
	_, now, done, err := peers.Built("growth")
	if err != nil {
		return err
	}
	defer done()
	notes, err := openNotebook(noted)
	if err != nil {
		return err
	}
	programs := []string{now}
	if before != "" {
		programs = append(programs, before)
	}
	report := measure.NewReport("Growth", intro)
	var steep [][]string // what grew too fast before
	for _, d := range directions {
		before, err := measured(report, d, programs, sizes, rounds, notes)
		if err != nil {
			return err
		}
		steep = append(steep, before...)
	}
	if len(programs) > 1 {
		report.Section("What grew faster before", fmt.Sprintf("Operations of the program before whose exponent is above %.2f.", asked))
		report.Table([]string{"operation", "more", "before", "now"}, steep...)
	}
	if short {
		report.Claims()
		fmt.Print(report)
		return nil
	}
	if err := figures(report, programs, rounds, notes); err != nil {
		return err
	}
	report.Claims()
	report.Section("What was wrong", faults)
	if err := report.Include(snapshotsPart); err != nil {
		return err
	}
	_, err = report.Write("growth")
	return err
}

// asked is how fast an operation may grow: the exponent.
const asked = 1.15

// measured adds a table of a direction. It returns rows on what grew too fast of the program
// before.
func measured(report *measure.Report, d direction, programs []string, sizes []int, rounds int, notes *notebook) (steep [][]string, err error) {
	var all [][]*costs // by size, then by program
	for _, size := range sizes {
		fmt.Fprintln(os.Stderr, "bench/growth:", d.name, size)
		var smaller []*costs
		if len(all) > 0 {
			smaller = all[len(all)-1]
		}
		of, err := costsOf(d.grid(size), programs, rounds, notes, smaller)
		if err != nil {
			return nil, err
		}
		all = append(all, of)
	}
	report.Section("More "+d.name, fmt.Sprintf("%+v, then 2, 4 and 8 times as many.", d.grid(1)))
	head := []string{"operation"}
	for _, size := range sizes {
		head = append(head, fmt.Sprintf("%d n, ms", size))
	}
	var rows [][]string
	worst := 0.0
	for _, name := range names() {
		row := []string{name}
		for _, of := range all {
			cell := of[0].cell(name)
			if len(programs) > 1 {
				cell += " \\| " + of[1].cell(name)
			}
			row = append(row, cell)
		}
		now, x := grown(name, sizes, all, 0)
		exponents := now
		worst = max(worst, x)
		if len(programs) > 1 {
			before, x := grown(name, sizes, all, 1)
			if exponents += " \\| " + before; x > asked {
				steep = append(steep, []string{name, d.name, before, now})
			}
		}
		rows = append(rows, append(row, exponents))
	}
	report.Table(append(head, "exponent"), rows...)
	report.AtMost("greatest exponent, more "+d.name, worst, asked, "")
	return steep, nil
}

// grown is the exponent of an operation of a program, in words too. The first size that took too
// long counts as patience: the exponent is at least that.
func grown(name string, sizes []int, all [][]*costs, program int) (word string, x float64) {
	var ms []float64
	least := ""
	for _, of := range all {
		cost, known := of[program].ms[name]
		if !known && of[program].skipped[name] == tooLong {
			cost, known, least = milliseconds(patience), true, "> "
		}
		if !known {
			return absent, 0
		}
		if ms = append(ms, cost); least != "" {
			break
		}
	}
	if len(ms) < 2 || ms[len(ms)-1] < 5 {
		return absent, 0
	}
	x = exponent(sizes[:len(ms)], ms)
	return fmt.Sprintf("%s%.2f", least, x), x
}

// figures adds what was asked of the largest dataset.
func figures(report *measure.Report, programs []string, rounds int, notes *notebook) error {
	of, err := costsOf(crowd, programs, rounds, notes, nil)
	if err != nil {
		return err
	}
	now := of[0]
	report.Section(fmt.Sprintf("%d zones x %d periods", crowd.Zones, crowd.Periods),
		fmt.Sprintf("%+v, files of %.1f MB, %d days of change.", crowd, now.files/1e6, crowd.Days))
	head := []string{"operation", "ms", "bytes"}
	if len(of) > 1 {
		head = append(head, "before, ms", "bytes")
	}
	var rows [][]string
	for _, name := range names() {
		row := []string{name}
		for _, c := range of {
			row = append(row, c.cell(name), fmt.Sprint(c.bytes[name]))
		}
		rows = append(rows, row)
	}
	peak := []string{"peak memory after all, MB"}
	for _, c := range of {
		peak = append(peak, fmt.Sprintf("%.0f", c.peak/1e6), "")
	}
	report.Table(head, append(rows, peak)...)
	for _, o := range operations {
		if o.asked > 0 {
			report.AtMost(fmt.Sprintf("%s, %d zones x %d periods", o.name, crowd.Zones, crowd.Periods), now.ms[o.name], o.asked, " ms")
		}
	}
	report.AtMost("/timeline, compact, plain", float64(now.bytes["/timeline, compact"])/1e6, 3, " MB")
	report.AtMost("the page without JavaScript, plain", float64(now.bytes["the page without JavaScript"])/1e3, 100, " KB")
	report.AtMost("peak memory after all operations, by the size of the dataset's files", now.peak/now.files, 20, " times")
	return nil
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
