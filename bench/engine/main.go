// Command engine measures a table of a million rows that is dropped on the map: what the engine
// takes for it under Node, and whether the page in a headless browser goes on answering. It wants
// Node, npm and Debian's chromium, and builds the page with the engine and the program first.
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

const intro = "A table of %.0f rows with days, anywhere around the bundled dataset, is located in the browser of the reader. Under Node " +
	"seconds are CPU time of the whole process, which has what the worker of the page has; in headless Chromium %s the page's thread " +
	"is traced while rows come and are drawn, and its tasks are CPU time."

func main() {
	short := flag.Bool("short", false, "fewer rows, and nothing is written to results")
	flag.Parse()
	if err := run(*short); err != nil {
		fmt.Fprintln(os.Stderr, "bench/engine:", err)
		os.Exit(1)
	}
}

func run(short bool) error {
	bench, err := measure.Root()
	if err != nil {
		return err
	}
	f, err := take(filepath.Dir(bench), short)
	if err != nil {
		return err
	}
	report := measure.NewReport("The engine in the browser", fmt.Sprintf(intro, f.Rows, f.Browser))
	write(report, f)
	if short {
		report.Claims()
		fmt.Print(report)
		return nil
	}
	_, err = report.Write("engine")
	return err
}

// figures are what web/test/engine.figures.ts wrote.
type figures struct {
	Browser  string    `json:"browser"`
	Rows     float64   `json:"rows"`
	Opened   []float64 `json:"program started and dataset opened"` // s
	Located  []float64 `json:"rows located"`                       // s
	Tasks    []float64 `json:"longest tasks of the page"`          // ms
	Progress float64   `json:"progress"`
}

// take builds what is needed and runs the measurements in web/.
func take(root string, short bool) (f figures, err error) {
	rows, rounds := 1_000_000, 5
	if short {
		rows, rounds = 100_000, 1
	}
	if err := measure.RunIn(root, nil, "make", "-s", "build"); err != nil {
		return f, err
	}
	err = measure.Figures(root, "engine", rounds, &f, "ROWS="+strconv.Itoa(rows))
	return f, err
}

func write(r *measure.Report, f figures) {
	r.Section("A table dropped on the map", fmt.Sprintf("Medians, with the least and the greatest in brackets. The card told of progress %.0f times, "+
		"and a second run was cancelled when it had told of its first rows.", f.Progress))
	r.Table([]string{"", "median", "range"},
		row("program started and dataset opened, CPU s", f.Opened),
		row("rows located, CPU s", f.Located),
		row("the five longest tasks of the page, CPU ms", f.Tasks))
	r.AtMost("a table of a million rows, CPU under Node", measure.Median(f.Located), 6, " s")
	r.AtMost("longest task of the page meanwhile", slices.Max(f.Tasks), 50, " ms")
}

func row(name string, values []float64) []string {
	return []string{name, fmt.Sprintf("%.3g", measure.Median(values)), fmt.Sprintf("[%.3g, %.3g]", slices.Min(values), slices.Max(values))}
}
