package data

import (
	"io/fs"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data/date"
	"demarc/data/testdata"
	"demarc/geo"
)

// Within the drawn outline of a zone lies that zone, all of it, as long as it is there, and nothing
// else.
func TestStatsWithinDrawnZones(t *testing.T) {
	for _, fsys := range []fs.FS{testdata.Isles(), testdata.Small(), testdata.Globe()} {
		s, _, err := Open(fsys)
		if err != nil {
			t.Fatal(err)
		}
		apart := true
		for _, layer := range s.Dataset.Layers {
			apart = apart && (layer.ID != s.Dataset.ControlLayer || layer.Partition)
		}
		for _, zone := range s.zones {
			if len(zone.Geometry) == 0 {
				continue
			}
			stats, err := s.Stats(t.Context(), StatsQuery{During: date.Always, Drawn: zone.Geometry})
			if err != nil {
				t.Fatal(err)
			}
			if math.Abs(stats.DrawnKm2-zone.AreaKm2) > 1e-6 {
				t.Errorf("%s: drawn are %v km2, want %v", zone.ID, stats.DrawnKm2, zone.AreaKm2)
			}
			for _, areas := range stats.Series {
				day := max(*areas.From, s.Timeline.covers.From)
				if !zone.Interval.Contains(day) || !apart {
					continue
				}
				want := s.Control(zone.ID, day)
				if n := len(areas.Areas); n != 1 || areas.Areas[0].Status != want.Status || valueOf(areas.Areas[0].Controller) != valueOf(want.Controller) ||
					math.Abs(areas.Areas[0].Km2-zone.AreaKm2) > 2e-6 {
					t.Errorf("%s on %s: got %v, want %v km2 of %v", zone.ID, day, areas.Areas, zone.AreaKm2, want)
				}
			}
		}
	}
}

// A line passes through what lookups say of its points, and its sections are as long as it is.
func TestPassageAgainstLookups(t *testing.T) {
	s, _, err := Open(testdata.Isles())
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(19, 3))
	extent := s.Dataset.Covers.Extent
	met := map[string]int{}
	for range 100 {
		var line orb.LineString
		for range 2 + r.IntN(4) {
			line = append(line, orb.Point{extent[0] + r.Float64()*(extent[2]-extent[0]), extent[1] + r.Float64()*(extent[3]-extent[1])})
		}
		day := s.Timeline.covers.From + date.Date(r.IntN(4000))
		p, err := s.Passage(t.Context(), orb.MultiLineString{line}, day)
		if err != nil {
			t.Fatal(err)
		}
		sum, held := 0.0, 0.0
		for i, section := range p.Sections {
			met[section.Status]++
			if math.Abs(section.FromKm-sum) > 0.001*float64(i+1) {
				t.Errorf("section %d begins at %v km, want %v", i, section.FromKm, sum)
			}
			sum += section.Km
			if i > 0 && section.Start != p.Sections[i-1].End {
				t.Errorf("section %d begins at %v, the one before ends at %v", i, section.Start, p.Sections[i-1].End)
			}
			at, ok := onLine(line, section)
			if !ok || section.Km < 0.01 {
				continue
			}
			l := s.Locate(at, day)
			zone, status := "", OutsideStatus
			if l.Zone != nil {
				zone, status = l.Zone.ID, l.Control.Status
			}
			if valueOf(section.Zone) != zone || section.Status != status || l.Zone != nil && valueOf(section.Controller) != valueOf(l.Control.Controller) {
				t.Errorf("%v on %s: section %d is %v, lookups say %s, %s", at, day, i, section, zone, status)
			}
		}
		for _, l := range p.Lengths {
			held += l.Km
		}
		if want := geo.Length(line) / 1000; math.Abs(p.Km-want) > 1e-3*want || math.Abs(held-p.Km) > 0.01 {
			t.Errorf("the line is %v km long, those of holders make up %v, want %v", p.Km, held, want)
		}
	}
	if len(met) < 3 {
		t.Errorf("met are %v: too few", met)
	}
}

// onLine returns a place within a section, if that lies on one edge of the line.
func onLine(line orb.LineString, of Section) (at orb.Point, ok bool) {
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		along := func(p orb.Point) bool {
			return math.Abs((b[0]-a[0])*(p[1]-a[1])-(b[1]-a[1])*(p[0]-a[0])) < 1e-12 &&
				min(a[0], b[0]) <= p[0] && p[0] <= max(a[0], b[0])
		}
		if along(of.Start) && along(of.End) {
			return orb.Point{(of.Start[0] + of.End[0]) / 2, (of.Start[1] + of.End[1]) / 2}, true
		}
	}
	return at, false
}
