// Command world measures a server with a large layer, the borders of the world: how long it takes
// until it answers, at first and again, what first and next tiles cost, and what it holds.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"demarc/bench/inputs"
	"demarc/bench/measure"
	"demarc/bench/peers"
)

const (
	lastZoom  = 14
	perZoom   = 4
	lookups   = 2000
	patience  = 2 * time.Minute
	seed      = 5
	maxZoom   = 10 // of the archive
	sourceArg = "World borders"
)

func main() {
	before := flag.String("before", "", "another build of the `program`, measured in the same run")
	archive := flag.Bool("archive", true, "make an archive of zooms 0 to 10 too, which takes minutes")
	made := flag.String("data", "", "`directory` of an earlier import, which is not made again")
	flag.Parse()
	if err := run(*before, *made, *archive); err != nil {
		fmt.Fprintln(os.Stderr, "bench/world:", err)
		os.Exit(1)
	}
}

// figures are those of a program; 0 and "" where there is none.
type figures struct {
	check, ready, prepared, restart float64 // CPU seconds
	first, next                     []float64
	late                            int // first tiles that took longer than patience
	lookups, tiles, peak            float64
	archive                         float64
}

func run(before, made string, archive bool) error {
	input, err := inputs.WorldFile()
	if err != nil {
		return err
	}
	info, err := os.Stat(input)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "demarc-world")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	root, err := measure.Root()
	if err != nil {
		return err
	}
	now, err := peers.Demarc(root, dir)
	if err != nil {
		return err
	}
	data := filepath.Join(dir, "world")
	if made != "" {
		data = made
	} else if _, err := measure.Run(quiet(now, "import", "-source-title", sourceArg, input, data)); err != nil {
		return err
	}
	layers, err := filepath.Glob(filepath.Join(data, "regions", "countries*.geojson"))
	if err != nil || len(layers) != 1 {
		return fmt.Errorf("import wrote the layers %q, %w: want one of countries", layers, err)
	}
	name := filepath.Base(layers[0])
	layer := name[:len(name)-len(".geojson")]
	all := []*figures{}
	for i, program := range []string{now, before} {
		if program == "" {
			continue
		}
		f, err := measured(program, data, layer, filepath.Join(dir, fmt.Sprint("cache", i)), i == 0, archive)
		if err != nil {
			return fmt.Errorf("%s: %w", program, err)
		}
		all = append(all, f)
	}
	_, err = reported(all, float64(info.Size())).Write("world")
	return err
}

func quiet(program string, args ...string) *exec.Cmd {
	c := exec.Command(program, args...)
	c.Stdout, c.Stderr = io.Discard, io.Discard
	return c
}

// measured measures a program; those of before have no cache.
func measured(program, data, layer, cache string, keeps, archive bool) (*figures, error) {
	f := &figures{}
	used, err := measure.Run(quiet(program, "check", data))
	if err != nil {
		return nil, err
	}
	f.check = used.CPU.Seconds()
	arguments := []string{"serve", "-addr", "127.0.0.1:PORT", "-data", data}
	if keeps {
		arguments = append(arguments, "-cache", cache)
	}
	start := func() (*peers.Server, error) {
		return peers.Start(filepath.Dir(cache), "/readyz", program, append([]string{}, arguments...)...)
	}
	s, err := start()
	if err != nil {
		return nil, err
	}
	f.ready = s.CPU().Seconds()
	s.Settle()
	f.prepared = s.CPU().Seconds()
	random := rand.New(rand.NewPCG(seed, 1))
	for range lookups {
		lon, lat := place(random)
		if _, err := ask(fmt.Sprintf("%s/locate?lon=%.5f&lat=%.5f", s.Address, lon, lat)); err != nil {
			s.Stop()
			return nil, err
		}
	}
	f.lookups = s.Resident()
	s.Stop()
	if s, err = start(); err != nil {
		return nil, err
	}
	defer func() { s.Stop() }()
	f.restart = s.CPU().Seconds()
	s.Settle()
	fmt.Fprintf(os.Stderr, "bench/world: ready %.1f s, prepared %.1f s, again %.1f s\n", f.ready, f.prepared, f.restart)
	for z := range lastZoom + 1 {
		for range perZoom {
			lon, lat := place(random)
			x, y := tileOf(lon, lat, z)
			before := s.CPU()
			address := fmt.Sprintf("%s/tiles/%s/%d/%d/%d.mvt", s.Address, layer, z, x, y)
			if _, err := ask(address); err != nil {
				f.late++
				s.Stop() // it goes on, or not
				if s, err = start(); err != nil {
					return nil, err
				}
				s.Settle()
				break
			}
			f.first = append(f.first, (s.CPU() - before).Seconds())
			before = s.CPU()
			if _, err := ask(fmt.Sprintf("%s/tiles/%s/%d/%d/%d.mvt", s.Address, layer, z, min(x+1, 1<<z-1), y)); err == nil && z > 0 {
				f.next = append(f.next, (s.CPU() - before).Seconds())
			}
		}
	}
	f.tiles, f.peak = s.Resident(), s.Peak()
	if archive {
		used, err := measure.Run(quiet(program, "export", "-data", data, "-layer", layer, "-format", "pmtiles", "-maxzoom", fmt.Sprint(maxZoom), "-o", cache+".pmtiles"))
		if err != nil {
			return nil, err
		}
		f.archive = used.CPU.Seconds()
	}
	return f, nil
}

// place is one where most land lies.
func place(random *rand.Rand) (lon, lat float64) {
	return -120 + 260*random.Float64(), -40 + 105*random.Float64()
}

func tileOf(lon, lat float64, z int) (x, y int) {
	n := float64(int(1) << z)
	return int((lon + 180) / 360 * n), int((1 - math.Asinh(math.Tan(lat*math.Pi/180))/math.Pi) / 2 * n)
}

func ask(address string) (int64, error) {
	client := http.Client{Timeout: patience}
	answer, err := client.Get(address)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK && answer.StatusCode != http.StatusNoContent {
		return 0, fmt.Errorf("%s: %s", address, answer.Status)
	}
	return io.Copy(io.Discard, answer.Body)
}

func reported(all []*figures, size float64) *measure.Report {
	r := measure.NewReport("A large layer", fmt.Sprintf(`The borders of the world, %s, %.0f MB, imported as drawn and served by a process of its own, with -cache where the program has it.
CPU time of the process, everything that it did meanwhile included. Lookups are at %d places; tiles are %d of each zoom from 0 to %d where most land lies,
asked on a server started anew, and beside each its neighbour, the next one.`, inputs.World, size/1e6, lookups, perZoom, lastZoom))
	head := []string{"figure", "now"}
	if len(all) > 1 {
		head = append(head, "before")
	}
	row := func(name, format string, of func(f *figures) float64) []string {
		cells := []string{name}
		for _, f := range all {
			cells = append(cells, cmp.Or(map[bool]string{of(f) == 0: "–"}[true], fmt.Sprintf(format, of(f))))
		}
		return cells
	}
	worst := func(values []float64) float64 {
		most := 0.0
		for _, v := range values {
			most = max(most, v)
		}
		return most
	}
	r.Table(head,
		row("reading and checking the file (demarc check), s", "%.2f", func(f *figures) float64 { return f.check }),
		row("ready to answer, s", "%.2f", func(f *figures) float64 { return f.ready }),
		row("that and what is prepared behind, s", "%.2f", func(f *figures) float64 { return f.prepared }),
		row("ready again, s", "%.2f", func(f *figures) float64 { return f.restart }),
		row("first tile, median, s", "%.3f", func(f *figures) float64 { return measure.Median(append([]float64{}, f.first...)) }),
		row("first tile, worst, s", "%.3f", func(f *figures) float64 { return worst(f.first) }),
		row("first tiles that took longer than two minutes", "%.0f", func(f *figures) float64 { return float64(f.late) }),
		row("next tile, median, s", "%.4f", func(f *figures) float64 { return measure.Median(append([]float64{}, f.next...)) }),
		row("resident with lookups, by the file", "%.1f", func(f *figures) float64 { return f.lookups / size }),
		row("resident with tiles of all zooms, by the file", "%.1f", func(f *figures) float64 { return f.tiles / size }),
		row("at most, by the file", "%.1f", func(f *figures) float64 { return f.peak / size }),
		row("archive of zooms 0 to 10, s", "%.1f", func(f *figures) float64 { return f.archive }))
	now := all[0]
	r.AtMost("ready, by reading and checking", now.ready/now.check, 2.5, "x")
	r.AtMost("ready again, by the first time", now.restart/now.ready, 0.25, "x")
	r.AtMost("first tile, median", 1000*measure.Median(append([]float64{}, now.first...)), 150, " ms")
	r.AtMost("first tile, worst", worst(now.first), 1, " s")
	r.AtMost("resident with lookups, by the file", now.lookups/size, 6, "x")
	r.AtMost("resident with tiles of all zooms, by the file", now.tiles/size, 8, "x")
	if now.archive > 0 {
		r.AtMost("archive of zooms 0 to 10", now.archive, 120, " s")
	}
	r.Claims()
	return r
}
