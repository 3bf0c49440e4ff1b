// Command film measures how long a film of the war of 2020 takes: 44 days in 1280 x 720, by the
// command as a GIF, and by the page in a headless browser in each form it has. It wants Node, npm
// and Debian's chromium, and builds the page and the program first.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"demarc/bench/measure"
)

const intro = "The 44 days from 27 September to 9 November 2020 of the bundled dataset, in 1280 × 720. The command: CPU time of its process,\n" +
	"which opens the dataset too. The page, in headless Chromium %s that draws and encodes on the CPU: by the clock, from the\n" +
	"button to the file, so that whatever else the machine does makes it worse."

func main() {
	short := flag.Bool("short", false, "fewer rounds, and nothing is written to results")
	flag.Parse()
	if err := run(*short); err != nil {
		fmt.Fprintln(os.Stderr, "bench/film:", err)
		os.Exit(1)
	}
}

func run(short bool) error {
	bench, err := measure.Root()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "demarc-film")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	rounds := 5
	if short {
		rounds = 1
	}
	root, binary := filepath.Dir(bench), filepath.Join(dir, "demarc")
	page, err := ofPage(root, binary, rounds)
	if err != nil {
		return err
	}
	command, size, err := ofCommand(dir, binary, rounds)
	if err != nil {
		return err
	}
	report := measure.NewReport("A film", fmt.Sprintf(intro, page.Browser))
	rows := [][]string{row("command, GIF", command, size)}
	for _, container := range []string{"webm", "mp4", "gif"} {
		if f, made := page.Films[container]; made {
			rows = append(rows, row("page, "+container, f.Seconds, f.Bytes))
		}
	}
	report.Section("What it takes", "")
	report.Table([]string{"44 days", "s, median", "range", "MB"}, rows...)
	report.AtMost("44 days as a GIF by the command, CPU", measure.Median(command), 30, " s")
	report.AtMost("44 days as WebM by the page", measure.Median(page.Films["webm"].Seconds), 30, " s")
	if short {
		report.Claims()
		fmt.Print(report)
		return nil
	}
	_, err = report.Write("film")
	return err
}

func row(what string, seconds []float64, bytes int64) []string {
	return []string{what, fmt.Sprintf("%.2f", measure.Median(seconds)),
		fmt.Sprintf("[%.2f, %.2f]", slices.Min(seconds), slices.Max(seconds)), fmt.Sprintf("%.2f", float64(bytes)/1e6)}
}

// films are what web/test/film.figures.ts writes.
type films struct {
	Browser string
	Films   map[string]struct {
		Seconds []float64
		Bytes   int64
	}
}

// ofPage builds what is needed and has the page make its films.
func ofPage(root, binary string, rounds int) (films, error) {
	var f films
	if err := measure.BuildPage(root, binary); err != nil {
		return f, err
	}
	err := measure.Figures(root, "film", rounds, &f, "DEMARC_BIN="+binary)
	return f, err
}

// ofCommand has the command write the film.
func ofCommand(dir, binary string, rounds int) (seconds []float64, bytes int64, err error) {
	file := filepath.Join(dir, "war.gif")
	for range rounds {
		used, err := measure.Run(exec.Command(binary, "export", "-o", file, "-datetime", "2020-09-27/2020-11-09", "-width", "1280", "-height", "720"))
		if err != nil {
			return nil, 0, err
		}
		seconds = append(seconds, time.Duration(used.CPU).Seconds())
	}
	info, err := os.Stat(file)
	if err != nil {
		return nil, 0, err
	}
	return seconds, info.Size(), nil
}
