package imports

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
	"demarc/geo/geojson"
	"demarc/geo/partition"
)

// front is an archive of two parties: Red holds what lies within a ring of which a few vertices
// move each day, Blue the rest of a box, drawn by another hand that rounds otherwise.
type front struct {
	days      []date.Date
	red, blue []orb.MultiPolygon // by day
}

func randomFront(r *rand.Rand) front {
	var f front
	n := 12 + r.IntN(20)
	radii := make([]float64, n)
	for i := range radii {
		radii[i] = 0.6 + 0.4*r.Float64()
	}
	island := 0.05
	day := date.Date(18000)
	for range 4 + r.IntN(12) {
		ring := func(round float64) orb.Ring {
			var ring orb.Ring
			for i, radius := range radii {
				sin, cos := math.Sincos(2 * math.Pi * (float64(i) + 0.1) / float64(n))
				ring = append(ring, orb.Point{math.Round((40+radius*cos)*round) / round, math.Round((45+radius*sin)*round) / round})
			}
			return append(ring, ring[0])
		}
		hole := ring(1e6)
		slices.Reverse(hole)
		box := orb.Ring{{38, 43}, {42, 43}, {42, 47}, {38, 47}, {38, 43}}
		red := orb.MultiPolygon{{ring(1e7)}}
		blue := orb.MultiPolygon{{box, hole}}
		if r.IntN(3) > 0 { // nobody's in between
			nobody := orb.Ring{{41.5, 46}, {41.5, 46 + island}, {41.6, 46}, {41.5, 46}}
			blue[0] = append(blue[0], nobody)
		}
		f.days, f.red, f.blue = append(f.days, day), append(f.red, red), append(f.blue, blue)
		for range r.IntN(4) {
			radii[r.IntN(n)] += 0.1 * (r.Float64() - 0.4)
		}
		if r.IntN(4) == 0 {
			island += 0.05
		}
		day += date.Date(1 + r.IntN(2)*r.IntN(3))
	}
	return f
}

func (f front) write(t *testing.T) (folder string) {
	t.Helper()
	folder = filepath.Join(t.TempDir(), "front")
	if err := os.Mkdir(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	for i, day := range f.days {
		feature := func(who string, shape orb.MultiPolygon) string {
			return fmt.Sprintf(`{"type": "Feature", "properties": {"controller": %q}, "geometry": %s}`, who, geojson.AppendGeometry(nil, shape))
		}
		content := geoJSON(feature("red", f.red[i]), feature("blue", f.blue[i]))
		if err := os.WriteFile(filepath.Join(folder, "front_"+day.String()+".geojson"), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// holds is who holds a place by the file of a day, by counting the edges east of it.
func (f front) holds(i int, p orb.Point) string {
	for who, shape := range map[string]orb.MultiPolygon{"red": f.red[i], "blue": f.blue[i]} {
		if within(shape, p) {
			return who
		}
	}
	return ""
}

func within(shape orb.MultiPolygon, p orb.Point) bool {
	inside := false
	for _, polygon := range shape {
		for _, ring := range polygon {
			for k := 1; k < len(ring); k++ {
				a, b := ring[k-1], ring[k]
				if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0]+(p[1]-a[1])/(b[1]-a[1])*(b[0]-a[0]) {
					inside = !inside
				}
			}
		}
	}
	return inside
}

// Whatever is cut, each place answers on each day as that day's file does; zones share their
// borders exactly, none is a sliver (a decimetre wide), and those of a party have its area.
func FuzzSnapshotsAnswerAsTheirFiles(f *testing.F) {
	for seed := range uint64(12) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 4))
		front := randomFront(r)
		s, _ := imported(t, front.write(t), Options{SourceTitle: "s"})
		zones := map[string]*dataset.Region{}
		var shapes []orb.MultiPolygon
		for _, zone := range s.Dataset.Regions {
			zones[zone.ID], shapes = zone, append(shapes, zone.Geometry)
			metres := 0.0
			for _, polygon := range zone.Geometry {
				for _, ring := range polygon {
					metres += geo.Length(orb.LineString(ring))
				}
			}
			if m2 := geo.Area(zone.Geometry); 2*m2 < 0.1*metres {
				t.Errorf("seed %d: zone %s is a sliver of %g m2 within %g m of border", seed, zone.ID, m2, metres)
			}
		}
		if _, faults := partition.Arcs(shapes); slices.ContainsFunc(faults, func(f partition.Fault) bool { return f.Kind != partition.Hole && f.Kind != partition.Gap }) {
			t.Errorf("seed %d: zones do not fit: %v", seed, faults)
		}
		for i, day := range front.days {
			held, areas := map[string][]orb.MultiPolygon{}, map[string]float64{}
			for _, p := range s.Dataset.Periods {
				if p.Interval.Contains(day) {
					held[p.Controller] = append(held[p.Controller], zones[p.Zone].Geometry)
					areas[p.Controller] += geo.Area(zones[p.Zone].Geometry)
				}
			}
			for who, shape := range map[string]orb.MultiPolygon{"red": front.red[i], "blue": front.blue[i]} {
				if got, want := areas[who], geo.Area(shape); math.Abs(got-want) > 1e-6*want {
					t.Errorf("seed %d, %s: %s holds %g m2, the file has %g", seed, day, who, got, want)
				}
			}
			for range 60 {
				p := orb.Point{37.9 + 4.2*r.Float64(), 42.9 + 4.2*r.Float64()}
				want, near := front.holds(i, p), false
				for _, d := range []orb.Point{{3e-5, 0}, {-3e-5, 0}, {0, 3e-5}, {0, -3e-5}} {
					near = near || front.holds(i, orb.Point{p[0] + d[0], p[1] + d[1]}) != want
				}
				got := ""
				for _, who := range []string{"red", "blue"} {
					if slices.ContainsFunc(held[who], func(shape orb.MultiPolygon) bool { return within(shape, p) }) {
						got += who
					}
				}
				if !near && got != want {
					t.Errorf("seed %d, %s: %v is held by %q, the file says %q", seed, day, p, got, want)
				}
			}
		}
	})
}
