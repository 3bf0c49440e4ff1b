package inputs

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Grid says how large a made-up dataset is: a board of zones that change hands.
type Grid struct {
	Zones    int // a square number is best
	Periods  int // of each zone
	Days     int // on which anything changes, at most
	Vertices int // of each border between two zones, beside its ends
	Seed     uint64
}

// Crowd is the board of the figures asked: of growth, and of the page.
var Crowd = Grid{Zones: 4900, Periods: 20, Days: 8900, Vertices: 8, Seed: 7}

// actors of a Grid, and the first day it covers.
const (
	gridActors = 6
	cellDeg    = 0.1
)

var gridStart = time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC)

// Write writes the dataset to a directory, which it makes.
func (g Grid) Write(dir string) error {
	if err := os.MkdirAll(filepath.Join(dir, "regions"), 0o777); err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(g.Seed, 1))
	days := g.days(r)
	for name, write := range map[string]func(*bufio.Writer){
		"dataset.json": g.writeDataset, "actors.json": writeActors,
		"sources.json": func(w *bufio.Writer) {
			fmt.Fprint(w, `{"sources": [{"id": "made-up", "title": "A made-up board", "url": "https://example.org/"}]}`)
		},
		"events.json":           func(w *bufio.Writer) { writeEvents(w, days) },
		"control.json":          func(w *bufio.Writer) { g.writeControl(w, r, days) },
		"regions/zones.geojson": g.writeZones,
	} {
		f, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		w := bufio.NewWriter(f)
		write(w)
		if err := w.Flush(); err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

func (g Grid) side() int { return int(math.Ceil(math.Sqrt(float64(g.Zones)))) }

// days chooses the days of change.
func (g Grid) days(r *rand.Rand) []string {
	chosen := map[int]bool{}
	for len(chosen) < g.Days {
		chosen[1+r.IntN(2*g.Days)] = true
	}
	var days []string
	for n := range chosen {
		days = append(days, gridStart.AddDate(0, 0, n).Format(time.DateOnly))
	}
	slices.Sort(days)
	return days
}

func (g Grid) writeDataset(w *bufio.Writer) {
	side := float64(g.side()) * cellDeg
	fmt.Fprintf(w, `{"format": 2, "id": "grid", "version": "1", "title": {"en": "A board of %d zones"}, "licence": "CC0-1.0", "attribution": "made up", "languages": ["en"],
  "covers": {"from": %q, "to": null, "extent": [%g, %g, %g, %g]}, "control_layer": "zones",
  "layers": [{"id": "zones", "title": {"en": "Zones"}, "partition": true}],
  "statuses": [{"id": "controlled", "names": {"en": "Controlled"}, "pattern": "solid"}, {"id": "contested", "names": {"en": "Contested"}, "pattern": "hatch"}, {"id": "unknown", "names": {"en": "Unknown"}, "pattern": "dots"}]}`,
		g.Zones, gridStart.Format(time.DateOnly), -cellDeg, -cellDeg, side+cellDeg, side+cellDeg)
}

func writeActors(w *bufio.Writer) {
	colors := []string{"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"}
	var all []string
	for i := range gridActors {
		all = append(all, fmt.Sprintf(`{"id": "a%d", "names": {"en": "Actor %d"}, "color": %q}`, i, i, colors[i]))
	}
	fmt.Fprintf(w, "{\"actors\": [%s]}", strings.Join(all, ",\n"))
}

func writeEvents(w *bufio.Writer, days []string) {
	fmt.Fprint(w, `{"events": [`)
	for i, day := range days {
		if i > 0 {
			fmt.Fprint(w, ",\n")
		}
		fmt.Fprintf(w, `{"id": "e%d", "date": %q, "day": %q, "kind": "capture", "title": {"en": "Day %d"}, "sources": ["made-up"]}`, i, day, day, i)
	}
	fmt.Fprint(w, "]}")
}

// writeControl gives each zone periods that begin on days of change, each with another controller
// than the one before.
func (g Grid) writeControl(w *bufio.Writer, r *rand.Rand, days []string) {
	fmt.Fprint(w, `{"zones": {`)
	for z := range g.Zones {
		if z > 0 {
			fmt.Fprint(w, ",\n")
		}
		begins := map[int]bool{}
		for len(begins) < min(g.Periods-1, len(days)) {
			begins[r.IntN(len(days))] = true
		}
		order := make([]int, 0, len(begins))
		for d := range begins {
			order = append(order, d)
		}
		slices.Sort(order)
		fmt.Fprintf(w, `"z%d": [`, z)
		from, event, who := gridStart.Format(time.DateOnly), "", r.IntN(gridActors)
		for i := 0; ; i++ {
			to := "null"
			if i < len(order) {
				to = `"` + days[order[i]] + `"`
			}
			status := "controlled"
			if r.IntN(5) == 0 {
				status = "contested"
			}
			fmt.Fprintf(w, `{"from": %q, "to": %s, "controller": "a%d", "status": %q, "sources": ["made-up"]%s}`, from, to, who, status, event)
			if i == len(order) {
				break
			}
			fmt.Fprint(w, ",\n ")
			from, event, who = days[order[i]], fmt.Sprintf(`, "event": "e%d"`, order[i]), (who+1+r.IntN(gridActors-1))%gridActors
		}
		fmt.Fprint(w, "]")
	}
	fmt.Fprint(w, "}}")
}

func (g Grid) writeZones(w *bufio.Writer) {
	fmt.Fprint(w, "{\"type\": \"FeatureCollection\", \"features\": [\n")
	side := g.side()
	for z := range g.Zones {
		x, y := z%side, z/side
		ring := slices.Concat(g.border(x, y, true), g.border(x+1, y, false), reversed(g.border(x, y+1, true)), reversed(g.border(x, y, false)))
		ring = append(slices.CompactFunc(ring, func(a, b [2]float64) bool { return a == b }), ring[0])
		ring = slices.CompactFunc(ring, func(a, b [2]float64) bool { return a == b })
		coordinates, err := json.Marshal([][][2]float64{ring})
		if err != nil {
			panic(err) // numbers can be written
		}
		if z > 0 {
			fmt.Fprint(w, ",\n")
		}
		fmt.Fprintf(w, `{"type": "Feature", "id": "z%d", "properties": {"names": {"en": "Zone %d"}, "sources": ["made-up"]}, "geometry": {"type": "Polygon", "coordinates": %s}}`, z, z, coordinates)
	}
	fmt.Fprint(w, "\n]}")
}

// border runs from the corner (x, y) of the board to the next one east or north, the same for the
// zones on both sides.
func (g Grid) border(x, y int, east bool) [][2]float64 {
	kind := uint64(0)
	if east {
		kind = 1
	}
	r := rand.New(rand.NewPCG(g.Seed, uint64(x)<<33|uint64(y)<<1|kind))
	line := make([][2]float64, 0, g.Vertices+2)
	for i := range g.Vertices + 2 {
		along, off := float64(i)/float64(g.Vertices+1), 0.0
		if i > 0 && i <= g.Vertices {
			off = (r.Float64() - 0.5) * 0.6 * min(along, 1-along) // so that borders do not cross near corners
		}
		p := [2]float64{float64(x) + along, float64(y) + off}
		if !east {
			p = [2]float64{float64(x) + off, float64(y) + along}
		}
		line = append(line, [2]float64{round6(p[0] * cellDeg), round6(p[1] * cellDeg)})
	}
	return line
}

func round6(v float64) float64 { return math.Round(v*1e6) / 1e6 }

func reversed(line [][2]float64) [][2]float64 {
	back := slices.Clone(line)
	slices.Reverse(back)
	return back
}
