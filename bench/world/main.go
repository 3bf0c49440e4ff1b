// Command world measures a server with a large layer, the borders of the world: how long it takes
// until it answers, at first and again, what first and next tiles cost, and what it holds.
package main

import (
	"flag"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"demarc/bench/inputs"
	"demarc/bench/measure"
	"demarc/bench/peers"
)

const (
	lastZoom   = 14
	perZoom    = 4
	lookups    = 2000
	patience   = time.Minute // of CPU, for an answer
	atOnceZoom = 6
	seed       = 5
	maxZoom    = 10 // of the archive
	sourceArg  = "World borders"
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
	atOnce                          float64 // until the tile that was asked as soon as it was ready
	first, next                     []float64
	worst                           string  // address of the costliest of first
	late                            int     // first tiles that took more than patience
	tiles, peak                     float64 // bytes
	lookups, kept, plain            float64 // bytes: at the first start, at the next from what it kept, without -cache
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
	dir, now, done, err := peers.Built("world")
	if err != nil {
		return err
	}
	defer done()
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
		u := &subject{program: program, data: data, layer: layer, dir: dir, random: rand.New(rand.NewPCG(seed, 1))}
		if i == 0 {
			u.cache = filepath.Join(dir, "cache")
		}
		f, err := u.measure(archive)
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

// subject is a program to be measured on a dataset.
type subject struct {
	program, data, layer string
	cache                string // its directory; "" for those that have none
	dir                  string
	random               *rand.Rand
}

// start starts a server, with its cache or without.
func (u *subject) start(cached bool) (*peers.Server, error) {
	arguments := []string{"serve", "-addr", "127.0.0.1:PORT", "-data", u.data}
	if cached && u.cache != "" {
		arguments = append(arguments, "-cache", u.cache)
	}
	return peers.Start(u.dir, "/readyz", u.program, arguments...)
}

func (u *subject) measure(archive bool) (*figures, error) {
	f := &figures{}
	used, err := measure.Run(quiet(u.program, "check", u.data))
	if err != nil {
		return nil, err
	}
	f.check = used.CPU.Seconds()
	if err := u.starts(f); err != nil {
		return nil, err
	}
	fmt.Fprintf(os.Stderr, "bench/world: ready %.1f s, prepared %.1f s, again %.1f s\n", f.ready, f.prepared, f.restart)
	if err := u.tiles(f); err != nil {
		return nil, err
	}
	if archive {
		used, err := measure.Run(quiet(u.program, "export", "-data", u.data, "-layer", u.layer, "-format", "pmtiles",
			"-maxzoom", fmt.Sprint(maxZoom), "-o", filepath.Join(u.dir, "made.pmtiles")))
		if err != nil {
			return nil, err
		}
		f.archive = used.CPU.Seconds()
	}
	return f, nil
}

// starts measures a first start, the next, which finds what the first one kept, and one without
// a cache, each with lookups.
func (u *subject) starts(f *figures) error {
	for _, start := range []struct {
		cached                    bool
		ready, prepared, resident *float64
	}{
		{true, &f.ready, &f.prepared, &f.lookups},
		{true, &f.restart, new(float64), &f.kept},
		{false, new(float64), new(float64), &f.plain},
	} {
		if !start.cached && u.cache == "" {
			*start.resident = f.lookups
			continue
		}
		s, err := u.start(start.cached)
		if err != nil {
			return err
		}
		*start.ready = s.CPU().Seconds()
		s.Settle()
		*start.prepared = s.CPU().Seconds()
		for range lookups {
			lon, lat := place(u.random)
			if _, err = s.Ask(fmt.Sprintf("/locate?lon=%.5f&lat=%.5f", lon, lat), patience); err != nil {
				break
			}
		}
		*start.resident = s.Resident()
		s.Stop()
		if err != nil {
			return err
		}
	}
	return nil
}

// tiles measures tiles of all zooms on one server, and one that is asked as soon as another is
// ready.
func (u *subject) tiles(f *figures) error {
	address := func(z, x, y int) string { return fmt.Sprintf("/tiles/%s/%d/%d/%d.mvt", u.layer, z, x, y) }
	s, err := u.start(true)
	if err != nil {
		return err
	}
	defer func() { s.Stop() }()
	before := s.CPU()
	x, y := tileOf(10, 47, atOnceZoom)
	if _, err := s.Ask(address(atOnceZoom, x, y), patience); err == nil {
		f.atOnce = (s.CPU() - before).Seconds()
	}
	s.Settle()
	most := 0.0
	for z := range lastZoom + 1 {
		for range perZoom {
			lon, lat := place(u.random)
			x, y := tileOf(lon, lat, z)
			before := s.CPU()
			if _, err := s.Ask(address(z, x, y), patience); err != nil {
				f.late++
				s.Stop() // it goes on, or not
				if s, err = u.start(true); err != nil {
					return err
				}
				s.Settle()
				break
			}
			cost := (s.CPU() - before).Seconds()
			if f.first = append(f.first, cost); cost > most {
				most, f.worst = cost, address(z, x, y)
			}
			fmt.Fprintf(os.Stderr, "bench/world: %s %.3f s\n", address(z, x, y), cost)
			before = s.CPU()
			if _, err := s.Ask(address(z, min(x+1, 1<<z-1), y), patience); err == nil && z > 0 {
				f.next = append(f.next, (s.CPU() - before).Seconds())
			}
		}
	}
	f.tiles, f.peak = s.Resident(), s.Peak()
	return nil
}

// place is one where most land lies.
func place(random *rand.Rand) (lon, lat float64) {
	return -120 + 260*random.Float64(), -40 + 105*random.Float64()
}

func tileOf(lon, lat float64, z int) (x, y int) {
	n := float64(int(1) << z)
	return int((lon + 180) / 360 * n), int((1 - math.Asinh(math.Tan(lat*math.Pi/180))/math.Pi) / 2 * n)
}
