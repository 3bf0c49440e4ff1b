package data_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/date"
	"demarc/geo/notation"
)

// asTagged is a location that encoding/json writes by the tags of its members.
type asTagged data.Location

// A location must say, byte for byte, what the tags of its members say.
func TestLocationsAreWrittenAsTagged(t *testing.T) {
	appendsWhatIsEncoded(t, open(t), orb.Point{45, 38.5}, "1985-01-01")
	s, _, err := data.Open(divided(t)) // with periods of several zones at a point
	if err != nil {
		t.Fatal(err)
	}
	appendsWhatIsEncoded(t, s, orb.Point{9.5, 49.5}, "1999-01-01")
}

func appendsWhatIsEncoded(t *testing.T, s *data.Snapshot, corner orb.Point, begin string) {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 4))
	first := day(t, begin)
	points := []orb.Point{{0, 0}, {180, 90}, {-180, -90}, {46.04, 40.1}, {40.1, 46.04}, {1e-7, -1e-9}, {45.9, 39.9}}
	for range 2000 {
		points = append(points, orb.Point{corner[0] + 3*random.Float64(), corner[1] + 2.5*random.Float64()})
	}
	for i, p := range points {
		on := first + date.Date(random.IntN(365*42))
		extras := data.Extras{History: i%2 == 0, Borders: i%5 < 2}
		l := s.LocateWith(p, on, extras)
		if i%3 == 0 {
			l.Read = &notation.Reading{Notation: notation.Decimal, Text: "<1, 2>", PrecisionM: 1}
		}
		var plain bytes.Buffer
		encoder := json.NewEncoder(&plain)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(asTagged(l)); err != nil {
			t.Fatal(err)
		}
		if got := l.AppendJSON(nil); string(got)+"\n" != plain.String() {
			t.Fatalf("%v on %s:\ngot  %s\nwant %s", p, on, got, plain.String())
		}
	}
}

// Batches, the single lookup and the R-tree agree.
func TestZonesAtIsLocate(t *testing.T) {
	s := open(t)
	random := rand.New(rand.NewPCG(2, 4))
	on := day(t, "2020-11-25")
	points := make([]orb.Point, 3000)
	for i := range points {
		points[i] = orb.Point{45 + 3*random.Float64(), 38.5 + 2.5*random.Float64()}
	}
	zones := make([]int32, len(points))
	s.ZonesAt(points, []int32{int32(on)}, zones)
	for i, p := range points {
		want := ""
		if l := s.Locate(p, on); l.Zone != nil {
			want = l.Zone.ID
		}
		got := ""
		if zones[i] >= 0 {
			got = s.Zones()[zones[i]].ID
		}
		if got != want {
			t.Fatalf("%v: got %q, want %q", p, got, want)
		}
	}
}

// A swap of the axes is recognised where the numbers come without letters.
func TestSwappedAxesAreSaid(t *testing.T) {
	s := open(t)
	l := s.Locate(orb.Point{40.10, 46.04}, day(t, "2020-11-25"))
	if want := "the point lies outside the extent the dataset covers; with longitude and latitude swapped it would lie inside"; l.Control.Reason != want {
		t.Errorf("reason: got %q, want %q", l.Control.Reason, want)
	}
	r, err := s.ReadPoint("40.10, 46.04", nil)
	if err != nil || r.Point != (orb.Point{46.04, 40.10}) || r.Order != notation.LatLon {
		t.Errorf("ReadPoint: got %+v, %v", r, err)
	}
}

func BenchmarkLocationJSON(b *testing.B) {
	s := open(b)
	on := day(b, "2020-11-25")
	var dst []byte
	b.ReportAllocs()
	for b.Loop() {
		l := s.LocateWith(orb.Point{46.04, 40.10}, on, data.Extras{})
		dst = l.AppendJSON(dst[:0])
	}
}
