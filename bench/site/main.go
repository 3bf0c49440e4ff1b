// Command site measures a map that is published as files: how large it is, what a first visit takes
// over a slow connection, what it costs to publish a long archive, and how many requests a host
// of files answers beside demarc serve. It wants Node, npm, and Debian's chromium, nginx and wrk.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"demarc/bench/inputs"
	"demarc/bench/measure"
	"demarc/bench/peers"
)

const intro = "`demarc publish` of the bundled dataset with -url, and of a made-up archive of a front. Sizes are those of files, before a host\n" +
	"compresses them. The first visit is that of a phone (390 × 844) with an empty cache, at 1.6 Mbit/s and 150 ms from question to\n" +
	"answer (emulated by Chromium %s), to nginx that compresses text; bytes and requests are what nginx has answered until the\n" +
	"first complete map. Times of that are of a clock."

const (
	bundled     = "bundled:karabakh"
	archiveDays = 769
	vertices    = 2700
	seed        = 17
	address     = "https://example.org/maps/"
)

func main() {
	short := flag.Bool("short", false, "a short archive and few rounds, and nothing is written to results")
	flag.Parse()
	if err := run(*short); err != nil {
		fmt.Fprintln(os.Stderr, "bench/site:", err)
		os.Exit(1)
	}
}

func run(short bool) error {
	dir, program, done, err := peers.Built("site")
	if err != nil {
		return err
	}
	defer done()
	bench, err := measure.Root()
	if err != nil {
		return err
	}
	visit, err := firstVisit(filepath.Dir(bench), program, short)
	if err != nil {
		return err
	}
	report := measure.NewReport("A published map", fmt.Sprintf(intro, visit.Browser))
	site := filepath.Join(dir, "root", "site")
	if err := sizes(report, program, site); err != nil {
		return err
	}
	visit.tell(report)
	if err := archive(report, dir, program, short); err != nil {
		return err
	}
	if err := hosts(report, dir, program, visit.paths(), short); err != nil {
		return err
	}
	if short {
		report.Claims()
		fmt.Print(report)
		return nil
	}
	_, err = report.Write("site")
	return err
}

var row = regexp.MustCompile(`(?m)^([a-z ]+?) +(\d+) files +([\d.]+) MB`)

// sizes publishes the bundled dataset.
func sizes(r *measure.Report, program, site string) error {
	c := exec.Command(program, "publish", "-data", bundled, "-url", address, site)
	c.Stderr = io.Discard
	said, err := c.Output()
	if err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	var rows [][]string
	megabytes := 0.0
	for _, m := range row.FindAllStringSubmatch(string(said), -1) {
		size, _ := strconv.ParseFloat(m[3], 64) // the pattern matches numbers
		rows = append(rows, []string{m[1], m[2], m[3]})
		if m[1] != "engine" && m[1] != "all" {
			megabytes += size
		}
	}
	r.Section("What it is made of", "")
	r.Table([]string{"kind", "files", "MB"}, rows...)
	r.AtMost("bundled site without exports and engine", megabytes, 15, " MB")
	return nil
}

// visit is what web/test/site.figures.ts wrote.
type visit struct {
	Browser  string    `json:"browser"`
	Ready    []float64 `json:"first map ms"`
	Bytes    []float64 `json:"first visit bytes"`
	Requests []float64 `json:"first visit requests"`
	Files    []string  `json:"first visit files"` // bytes and address
}

func firstVisit(root, program string, short bool) (v visit, err error) {
	rounds := 5
	if short {
		rounds = 2
	}
	err = measure.Figures(root, "site", rounds, &v, "DEMARC_BIN="+program)
	return v, err
}

func (v visit) tell(r *measure.Report) {
	r.Section("A first visit", fmt.Sprintf("Until the first complete map, which took %.0f ms [%.0f, %.0f].", measure.Median(v.Ready), slices.Min(v.Ready), slices.Max(v.Ready)))
	var rows [][]string
	for _, file := range v.Files {
		size, name, _ := strings.Cut(file, " ")
		rows = append(rows, []string{strings.TrimPrefix(name, "/papers/maps/"), size})
	}
	r.Table([]string{"file", "bytes"}, rows...)
	bytes, requests := measure.Median(v.Bytes), measure.Median(v.Requests)
	r.Text("A million such visits, none of which has anything yet: %.0f million requests, %.0f GB. Whoever comes back asks for the page and `site.json`, and a host that says that "+
		"objects never change is asked for no other file.", requests, bytes/1e3)
	r.AtMost("first visit before the first map", bytes/1e3, 250, " KB")
	r.AtMost("requests before the first map", requests, 14, "")
	r.AtMost("first map at 1.6 Mbit/s and 150 ms, median", measure.Median(v.Ready)/1e3, 3, " s")
}

// paths are those of the first visit, below the site.
func (v visit) paths() (all []string) {
	for _, file := range v.Files {
		_, name, _ := strings.Cut(file, " ")
		all = append(all, strings.TrimPrefix(name, "/papers/maps/"))
	}
	return all
}

// archive publishes daily snapshots, twice.
func archive(r *measure.Report, dir, program string, short bool) error {
	days := archiveDays
	if short {
		days = 40
	}
	front, data, site := filepath.Join(dir, "front"), filepath.Join(dir, "data"), filepath.Join(dir, "front-site")
	if err := (inputs.Snapshots{Days: days, Vertices: vertices, Seed: seed}).Write(front); err != nil {
		return err
	}
	if _, err := spent(program, "import", "-controller-value", "Red", "-source-title", "A made-up front", front, data); err != nil {
		return err
	}
	first, err := spent(program, "publish", "-data", data, "-url", address, site)
	if err != nil {
		return err
	}
	again, err := spent(program, "publish", "-data", data, "-url", address, site)
	if err != nil {
		return err
	}
	r.Section(fmt.Sprintf("Publishing %d daily snapshots", days), "Each has a page with a picture. CPU of the process, and the most memory.")
	r.Table([]string{"", "CPU, s", "MB"},
		[]string{"publish", fmt.Sprintf("%.1f", first.CPU.Seconds()), fmt.Sprintf("%.0f", float64(first.MaxBytes)/1e6)},
		[]string{"publish again, nothing changed", fmt.Sprintf("%.1f", again.CPU.Seconds()), fmt.Sprintf("%.0f", float64(again.MaxBytes)/1e6)})
	r.AtMost(fmt.Sprintf("publish of %d snapshots, CPU", days), first.CPU.Seconds(), 60, " s")
	return nil
}

func spent(program string, arguments ...string) (measure.Usage, error) {
	c := exec.Command(program, arguments...)
	c.Stdout, c.Stderr = io.Discard, io.Discard
	used, err := measure.Run(c)
	if err != nil {
		err = fmt.Errorf("%s: %w", arguments[0], err)
	}
	return used, err
}

// loadFor is how long a server is asked in each round.
const loadFor = 3 * time.Second
