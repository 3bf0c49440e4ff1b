package main

import (
	"cmp"
	"fmt"

	"demarc/bench/inputs"
	"demarc/bench/measure"
)

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
	sum := func(values []float64) (sum float64) {
		for _, v := range values {
			sum += v
		}
		return sum
	}
	worst := func(values []float64) float64 {
		most := 0.0
		for _, v := range values {
			most = max(most, v)
		}
		return most
	}
	rows := [][]string{
		row("reading and checking the file (demarc check), s", "%.2f", func(f *figures) float64 { return f.check }),
		row("ready to answer, s", "%.2f", func(f *figures) float64 { return f.ready }),
		row("that and what is prepared behind, s", "%.2f", func(f *figures) float64 { return f.prepared }),
		row("ready again, s", "%.2f", func(f *figures) float64 { return f.restart }),
		row(fmt.Sprintf("tile of zoom %d asked as soon as it is ready again, with all it waits for, s", atOnceZoom), "%.3f", func(f *figures) float64 { return f.atOnce }),
		row("first tile, median, s", "%.3f", func(f *figures) float64 { return measure.Median(append([]float64{}, f.first...)) }),
		row("first tile, worst, s", "%.3f", func(f *figures) float64 { return worst(f.first) }),
		row("first tiles that took more than a minute", "%.0f", func(f *figures) float64 { return float64(f.late) }),
		row("next tile, median, s", "%.4f", func(f *figures) float64 { return measure.Median(append([]float64{}, f.next...)) }),
		row("resident with lookups, by the file", "%.1f", func(f *figures) float64 { return f.lookups / size }),
		row("the same, ready again from what is kept", "%.1f", func(f *figures) float64 { return f.kept / size }),
		row("the same, without -cache", "%.1f", func(f *figures) float64 { return f.plain / size }),
		row("resident with tiles of all zooms, by the file", "%.1f", func(f *figures) float64 { return f.tiles / size }),
		row("at most, by the file", "%.1f", func(f *figures) float64 { return f.peak / size }),
		row("archive of zooms 0 to 10, s", "%.1f", func(f *figures) float64 { return f.archive }),
	}
	r.Section("What it takes", "")
	r.Table(head, rows...)
	now := all[0]
	r.Text("The costliest first tile was %s.", now.worst)
	r.AtMost("ready, by reading and checking", now.ready/now.check, 2.5, "x")
	r.AtMost("ready again, by the first time", now.restart/now.ready, 0.25, "x")
	r.AtMost("all that is prepared, and the first tiles of all zooms", now.prepared+sum(now.first), 60, " s")
	r.AtMost("first tile, median", 1000*measure.Median(append([]float64{}, now.first...)), 150, " ms")
	r.AtMost("first tile, worst", worst(now.first), 1, " s")
	r.AtMost("resident with lookups, by the file, the most of the three", max(now.lookups, now.kept, now.plain)/size, 6, "x")
	r.AtMost("resident with tiles of all zooms, by the file", now.tiles/size, 8, "x")
	if now.archive > 0 {
		r.AtMost("archive of zooms 0 to 10", now.archive, 120, " s")
	}
	r.Claims()
	return r
}
