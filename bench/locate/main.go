// Command locate compares the location of points with its peers, and millions of answers with exact
// arithmetic. It wants Debian's libgeos-dev, postgresql-15-postgis-3 and python3-geopandas, and
// npm.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"demarc/bench/measure"
)

// settings say how thoroughly to measure.
type settings struct {
	rounds int
	least  time.Duration // CPU time of a case in a round
	points int           // of a kind
	table  int           // rows of a table
	exact  int           // answers compared with exact arithmetic
	rows   int           // of the table for constant memory
	short  bool
}

var (
	full  = settings{rounds: 5, least: 60 * time.Millisecond, points: 1 << 19, table: 1 << 22, exact: 10_000_000, rows: 10_000_000}
	short = settings{rounds: 3, least: 20 * time.Millisecond, points: 1 << 16, table: 1 << 16, exact: 100_000, rows: 200_000, short: true}
)

// parts are what the report is made of.
var parts = []struct {
	name string
	run  func(*measure.Report, settings) error
}{
	{"small", smallLayer},
	{"large", largeLayer},
	{"world", worldLayer},
	{"exact", exactness},
	{"latency", latency},
	{"dates", dates},
	{"http", overHTTP},
	{"tables", tables},
	{"long", longTable},
}

func main() {
	quick := flag.Bool("short", false, "fewer rounds and smaller inputs: to see that it works")
	exact := flag.Int("exact", 0, "compare this many answers with exact arithmetic instead of "+fmt.Sprint(full.exact))
	only := flag.String("only", "", "only these `parts`, by commas")
	serve := flag.Bool("serve", false, "only serve, for the part http")
	flag.Parse()
	if *serve {
		if err := serveForBench(); err != nil {
			fmt.Fprintln(os.Stderr, "bench/locate:", err)
			os.Exit(1)
		}
		return
	}
	s := full
	if *quick {
		s = short
	}
	if *exact > 0 {
		s.exact = *exact
	}
	if err := run(s, strings.FieldsFunc(*only, func(r rune) bool { return r == ',' })); err != nil {
		fmt.Fprintln(os.Stderr, "bench/locate:", err)
		os.Exit(1)
	}
}

// run measures the parts and writes each to a file of its own, so that one that fails loses no
// other, and then all of them that there are into one.
func run(s settings, only []string) error {
	for _, part := range parts {
		if len(only) > 0 && !slices.Contains(only, part.name) {
			continue
		}
		report := measure.NewPart()
		begin := time.Now()
		err := part.run(report, s)
		fmt.Fprintf(os.Stderr, "bench/locate: %s took %s\n", part.name, time.Since(begin).Round(time.Second))
		if s.short {
			report.Claims()
			fmt.Print(report)
		} else if _, writeErr := report.Write(filepath.Join("locate", part.name)); writeErr != nil {
			return writeErr
		}
		if err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
	}
	if s.short {
		return nil
	}
	return join()
}

func join() error {
	all := measure.NewReport("Location of points", intro)
	for _, part := range parts {
		if err := all.Include(filepath.Join("locate", part.name)); err != nil {
			return err
		}
	}
	_, err := all.Write("locate")
	return err
}

const intro = "Which region does a point lie in: the program's grid against the usual ways to find it, on the same points in the same\n" +
	"process. Every peer keeps what it needs for all regions and answers with the first region that it finds."
