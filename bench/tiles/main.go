// Command tiles compares how fast tiles are served and cut with peers. It wants Debian's wrk and
// postgresql-15-postgis-3, and npm.
package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"demarc/bench/measure"
)

// settings say how thoroughly to measure.
type settings struct {
	rounds  int           // of hot tiles
	load    time.Duration // on each server in a round
	perZoom int           // cold tiles
	short   bool
}

var (
	whole = settings{rounds: 11, load: time.Second, perZoom: 10}
	short = settings{rounds: 3, load: time.Second, perZoom: 6, short: true}
)

// parts are what the report is made of.
var parts = []struct {
	name string
	run  func(*measure.Report, settings) error
}{
	{"hot", hotTiles},
	{"cold", coldTiles},
}

func main() {
	quick := flag.Bool("short", false, "fewer rounds and smaller inputs: to see that it works")
	only := flag.String("only", "", "only these `parts`, by commas; nothing is written to results")
	bare := flag.String("bare", "", "be the server to compare with, on this `address`, with the answers in -answers")
	answers := flag.String("answers", "", "`file` of answers for -bare")
	timeouts := flag.Bool("timeouts", false, "timeouts for -bare")
	flag.Parse()
	if *bare != "" {
		fmt.Fprintln(os.Stderr, serveBare(*bare, *answers, *timeouts))
		os.Exit(1)
	}
	s := whole
	if *quick {
		s = short
	}
	if err := run(s, strings.FieldsFunc(*only, func(r rune) bool { return r == ',' })); err != nil {
		fmt.Fprintln(os.Stderr, "bench/tiles:", err)
		os.Exit(1)
	}
}

func run(s settings, only []string) error {
	report := measure.NewReport("Vector tiles", intro)
	for _, part := range parts {
		if len(only) > 0 && !slices.Contains(only, part.name) {
			continue
		}
		begin := time.Now()
		if err := part.run(report, s); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
		fmt.Fprintf(os.Stderr, "bench/tiles: %s took %s\n", part.name, time.Since(begin).Round(time.Second))
	}
	if len(only) > 0 || s.short {
		report.Claims()
		fmt.Print(report)
		return nil
	}
	_, err := report.Write("tiles")
	return err
}

const intro = "How fast a tile leaves the server when it has been asked for before (hot), and how much work it is when it has not (cold)."
