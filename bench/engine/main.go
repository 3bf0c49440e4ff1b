// Command engine measures a table of a million rows that is dropped on the map: what the engine
// takes for it under Node, and whether the page in a headless browser goes on answering. It wants
// Node, npm and Debian's chromium, and builds the page with the engine and the program first.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
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
	dir, err := os.MkdirTemp("", "demarc-engine")
	if err != nil {
		return f, err
	}
	defer os.RemoveAll(dir)
	file, rows, rounds := filepath.Join(dir, "figures.json"), 1_000_000, 5
	if short {
		rows, rounds = 100_000, 1
	}
	for _, step := range []struct {
		dir  string
		args []string
	}{
		{root, []string{"make", "-s", "build"}},
		{filepath.Join(root, "web"), []string{"npm", "run", "figures", "--silent", "--", "engine"}},
	} {
		c := exec.Command(step.args[0], step.args[1:]...)
		c.Dir = step.dir
		c.Env = append(os.Environ(), "FIGURES="+file, "ROUNDS="+strconv.Itoa(rounds), "ROWS="+strconv.Itoa(rows))
		if out, err := c.CombinedOutput(); err != nil {
			return f, fmt.Errorf("%v in %s: %w\n%s", step.args, step.dir, err, out)
		}
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return f, err
	}
	return f, json.Unmarshal(text, &f)
}

func write(r *measure.Report, f figures) {
	r.Section("A table dropped on the map", fmt.Sprintf("Medians, with the least and the greatest in brackets. The card told of progress %.0f times, "+
		"and a second run was cancelled when it had told of its first rows.", f.Progress))
	r.Table([]string{"", "median", "range"},
		row("program started and dataset opened, CPU s", f.Opened),
		row("rows located, CPU s", f.Located),
		row("the five longest tasks of the page, CPU ms", f.Tasks))
	r.AtMost("a table of a million rows, CPU under Node", median(f.Located), 6, " s")
	r.AtMost("longest task of the page meanwhile", slices.Max(f.Tasks), 50, " ms")
}

func row(name string, values []float64) []string {
	return []string{name, fmt.Sprintf("%.3g", median(values)), fmt.Sprintf("[%.3g, %.3g]", slices.Min(values), slices.Max(values))}
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
