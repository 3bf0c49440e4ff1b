// Command page measures the map in a headless browser: what a change of the date costs, how soon
// the first map is complete, how fast it plays. It wants Node, npm and Debian's chromium, and
// builds the page and the program first.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"demarc/bench/measure"
)

const intro = "The page on the bundled dataset, served by the program itself, in headless Chromium %s at 1280 × 800 that draws\n" +
	"on the CPU, with WebGL switched off. Script and main thread are CPU time of the page's thread as the browser\n" +
	"accounts for it; the first map and the states a second are by the clock, so that whatever else the machine does\n" +
	"makes them worse."

func main() {
	short := flag.Bool("short", false, "fewer rounds, and nothing is written to results")
	flag.Parse()
	if err := run(*short); err != nil {
		fmt.Fprintln(os.Stderr, "bench/page:", err)
		os.Exit(1)
	}
}

func run(short bool) error {
	bench, err := measure.Root()
	if err != nil {
		return err
	}
	figures, err := take(filepath.Dir(bench), short)
	if err != nil {
		return err
	}
	report := measure.NewReport("The page", fmt.Sprintf(intro, figures.text("browser")))
	write(report, figures)
	if short {
		report.Claims()
		fmt.Print(report)
		return nil
	}
	_, err = report.Write("page")
	return err
}

// take builds what is needed and runs the measurements in web/.
func take(root string, short bool) (figures, error) {
	dir, err := os.MkdirTemp("", "demarc-page")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	binary, rounds := filepath.Join(dir, "demarc"), 15
	if short {
		rounds = 3
	}
	if err := measure.BuildPage(root, binary); err != nil {
		return nil, err
	}
	var f figures
	err = measure.Figures(root, "page", rounds, &f, "DEMARC_BIN="+binary)
	return f, err
}

func write(r *measure.Report, f figures) {
	r.Section("What it costs", "Medians, with the least and the greatest in brackets. A hundred changes of the date, each to another map, with the "+
		"legend open; 200 places for the pointer.")
	r.Table(columns, f.rows(
		"first map", "first map, CPU of the page", "first map, phone", "date change, script", "date change, main thread",
		"date change, frames until drawn", "hit", "playback, main thread of a state", "states a second",
	)...)
	board(r, f)
	r.AtMost("requests during 100 changes of the date", f.numbers("date change, requests")[0], 0, "")
	r.AtMost("script of a change, p95", quantile(f.numbers("date change, script"), 0.95), 8, " ms")
	r.AtMost("main thread of a change, median", quantile(f.numbers("date change, main thread"), 0.5), 33, " ms")
	r.AtMost("frames until a change is drawn, p95", quantile(f.numbers("date change, frames until drawn"), 0.95), 1, "")
	r.AtMost("what is under the pointer, p95", quantile(f.numbers("hit"), 0.95), 1, " ms")
	r.AtLeast("states a second, median", quantile(f.numbers("states a second"), 0.5), 30, "")
	r.AtMost("first complete map, median", quantile(f.numbers("first map"), 0.5), 1500, " ms")
	r.AtMost("first load, script", f.numbers("first load, js, KB gzip")[0], 90, " KB")
	r.AtMost("first load, styles", f.numbers("first load, css, KB gzip")[0], 15, " KB")
}

var columns = []string{"ms, unless it says otherwise", "median", "p95", "range"}

// board tells of the dataset of bench/growth.
func board(r *measure.Report, f figures) {
	r.Section("4,900 zones, 8,900 days of change", "The board of `bench/growth`, 20 periods for each zone. A hundred changes to the next day, and a hundred to one years away, "+
		"by which most zones change hands. Each begins in a task of the page, so its script is all that follows.")
	r.Table(columns, f.rows("board: first map", "board: near date, script", "board: near date, main thread", "board: far date, script",
		"board: far date, main thread", "board: strip zooms, script of a frame")...)
	r.AtMost("script of a frame while the strip zooms, 8900 days of change, p95", quantile(f.numbers("board: strip zooms, script of a frame"), 0.95), 16, " ms")
	r.AtMost("script of a change to the next day, 4900 zones, p95", quantile(f.numbers("board: near date, script"), 0.95), 16, " ms")
	r.AtMost("script of a change to a far day, 4900 zones, p95", quantile(f.numbers("board: far date, script"), 0.95), 16, " ms")
	r.AtMost("first map, 4900 zones, median", quantile(f.numbers("board: first map"), 0.5), 2500, " ms")
}

// figures are what the measurements wrote: numbers, lists of them, or texts.
type figures map[string]any

func (f figures) text(name string) string { return fmt.Sprint(f[name]) }

// rows are those of a table with columns, one for each figure.
func (f figures) rows(names ...string) (rows [][]string) {
	for _, name := range names {
		values := f.numbers(name)
		row := []string{name}
		for _, share := range []float64{0.5, 0.95} {
			row = append(row, fmt.Sprintf("%.3g", quantile(values, share)))
		}
		rows = append(rows, append(row, fmt.Sprintf("[%.3g, %.3g]", quantile(values, 0), quantile(values, 1))))
	}
	return rows
}

func (f figures) numbers(name string) (values []float64) {
	switch v := f[name].(type) {
	case float64:
		return []float64{v}
	case []any:
		for _, x := range v {
			if n, ok := x.(float64); ok {
				values = append(values, n)
			}
		}
	}
	if len(values) == 0 {
		panic("bench/page: no figure " + strconv.Quote(name))
	}
	return values
}

// quantile is the value below which such a share of the others lies.
func quantile(values []float64, share float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[min(int(share*float64(len(sorted))), len(sorted)-1)]
}
