package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"

	"demarc/bench/inputs"
	"demarc/bench/measure"
	"demarc/bench/peers"
)

// snapshotsPart is the report that is included in Growth.
const snapshotsPart = "growth/snapshots"

// archiveDays are the numbers of files that are imported.
var archiveDays = []int{100, 200, 400, 769}

const snapshotsIntro = "Made-up archives of a front, a MultiPolygon a day in a file of its own, five days missing, 2,700 vertices of border of which\n" +
	"few move. The command imports, checks and writes; CPU and the most memory of its process, the least CPU and the greatest\n" +
	"memory of the rounds, which take turns. A day more is added to each with import -add, and compared with the check of the\n" +
	"dataset that it makes; what is left is its own."

// importer is a program that imports.
type importer struct {
	name, program string
	seconds       []float64 // by archive
	megabytes     []float64
	adding        []float64 // seconds of a day more; 0: it cannot add one
	checking      []float64 // seconds of the check of what that makes
}

// snapshots measures imports of archives, by the program as it is and, if there is one, another
// build of it. It writes a part of its own, which Growth includes.
func snapshots(before string, short bool) error {
	days, rounds := archiveDays, 3
	if short {
		days, rounds = days[:2], 1
	}
	dir, program, done, err := peers.Built("growth")
	if err != nil {
		return err
	}
	defer done()
	importers := []*importer{{name: "now", program: program}}
	if before != "" {
		importers = append(importers, &importer{name: "before", program: before})
	}
	for _, n := range days {
		archive := filepath.Join(dir, fmt.Sprint("front", n))
		if err := (inputs.Snapshots{Days: n + 1, Vertices: 2700, Seed: seed}).Write(archive); err != nil {
			return err
		}
		files, err := filepath.Glob(filepath.Join(archive, "*.geojson"))
		if err != nil {
			return err
		}
		more := filepath.Join(dir, filepath.Base(files[n])) // in the order of days
		if err := os.Rename(files[n], more); err != nil {
			return err
		}
		for round := range rounds {
			for _, i := range importers {
				fmt.Fprintln(os.Stderr, "bench/growth: snapshots", n, i.name)
				if err := i.measure(archive, more, filepath.Join(dir, "made"), round == 0); err != nil {
					return err
				}
			}
		}
	}
	return reported(importers, days, short)
}

// measure imports an archive once, and adds a day to it; the first round adds it to the lists.
func (i *importer) measure(archive, more, made string, first bool) error {
	defer os.RemoveAll(made)
	c := exec.Command(i.program, "import", "-controller-value", "Red", "-source-title", "A made-up front", archive, made)
	c.Stdout, c.Stderr = io.Discard, os.Stderr
	used, err := measure.Run(c)
	if err != nil {
		return fmt.Errorf("%s: %w", i.name, err)
	}
	seconds, megabytes := used.CPU.Seconds(), float64(used.MaxBytes)/1e6
	adding, checking := 0.0, 0.0
	if i.name == "now" {
		if adding, err = i.run("import", "-add", more, made); err == nil {
			checking, err = i.run("check", made)
		}
		if err != nil {
			return err
		}
	}
	if first {
		i.seconds, i.megabytes = append(i.seconds, seconds), append(i.megabytes, megabytes)
		i.adding, i.checking = append(i.adding, adding), append(i.checking, checking)
		return nil
	}
	last := len(i.seconds) - 1
	i.seconds[last], i.megabytes[last] = min(i.seconds[last], seconds), max(i.megabytes[last], megabytes)
	i.adding[last], i.checking[last] = min(i.adding[last], adding), min(i.checking[last], checking)
	return nil
}

// run returns the CPU seconds of a command.
func (i *importer) run(arguments ...string) (float64, error) {
	c := exec.Command(i.program, arguments...)
	c.Stdout, c.Stderr = io.Discard, io.Discard
	used, err := measure.Run(c)
	if err != nil {
		return 0, fmt.Errorf("%s %s: %w", i.name, arguments[0], err)
	}
	return used.CPU.Seconds(), nil
}

func reported(importers []*importer, days []int, short bool) error {
	report := measure.NewPart()
	report.Section("Import of daily snapshots", snapshotsIntro)
	head := []string{"program"}
	for _, n := range days {
		head = append(head, fmt.Sprintf("%d days, s", n), "MB")
	}
	var rows [][]string
	for _, i := range importers {
		row := []string{i.name}
		for k := range days {
			row = append(row, fmt.Sprintf("%.2f", i.seconds[k]), fmt.Sprintf("%.0f", i.megabytes[k]))
		}
		rows = append(rows, append(row, fmt.Sprintf("%.2f", exponent(days, i.seconds))))
	}
	report.Table(append(head, "exponent"), rows...)
	now, last := importers[0], len(days)-1
	head, rows = []string{"a day more"}, [][]string{{"import -add, s"}, {"check, s"}, {"the adding itself, s"}}
	for k, n := range days {
		head = append(head, fmt.Sprintf("on %d days", n))
		for r, seconds := range []float64{now.adding[k], now.checking[k], now.adding[k] - now.checking[k]} {
			rows[r] = append(rows[r], fmt.Sprintf("%.2f", seconds))
		}
	}
	report.Text("")
	report.Table(head, rows...)
	if days[last] == slices.Max(archiveDays) {
		report.AtMost(fmt.Sprintf("import of %d daily snapshots, CPU", days[last]), now.seconds[last], 3, " s")
		report.AtMost(fmt.Sprintf("import of %d daily snapshots, memory", days[last]), now.megabytes[last], 150, " MB")
	}
	report.AtMost(fmt.Sprintf("a day more on %d, CPU beyond that of the check", days[last]), now.adding[last]-now.checking[last], 0.3, " s")
	report.AtMost("exponent of the import of daily snapshots", exponent(days, now.seconds), 1.2, "")
	if short {
		report.Claims()
		fmt.Print(report)
		return nil
	}
	_, err := report.Write(snapshotsPart)
	return err
}
