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
	appendsWhatIsEncoded(t, open(t), orb.Point{-131.5, -43.5}, "1955-01-01")
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
	points := []orb.Point{{0, 0}, {180, 90}, {-180, -90}, {-129.98, -42.02}, {-42.02, -129.98}, {1e-7, -1e-9}, {-128.85, -42.85}}
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
	on := day(t, "1972-11-25")
	points := make([]orb.Point, 3000)
	for i := range points {
		points[i] = orb.Point{-131.5 + 4.5*random.Float64(), -43.5 + 3*random.Float64()}
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
	s, _, err := data.Open(small(t))
	if err != nil {
		t.Fatal(err)
	}
	l := s.Locate(orb.Point{50.5, 10.5}, day(t, "2001-06-01"))
	if want := "the point lies outside the extent the dataset covers; with longitude and latitude swapped it would lie inside"; l.Control.Reason != want {
		t.Errorf("reason: got %q, want %q", l.Control.Reason, want)
	}
	r, err := s.ReadPoint("50.5, 10.5", nil)
	if err != nil || r.Point != (orb.Point{10.5, 50.5}) || r.Order != notation.LatLon {
		t.Errorf("ReadPoint: got %+v, %v", r, err)
	}
}
