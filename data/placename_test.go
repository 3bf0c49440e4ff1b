package data

import (
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data/testdata"
)

// A short Plus code means the nearest to the place named behind it, not to where the map begins.
func TestShortCodesByPlace(t *testing.T) {
	s, _, err := Open(testdata.Globe())
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		text string
		near *orb.Point
		want orb.Point // about
		note string
	}{
		{"P96C+22 Cape", nil, orb.Point{-89.63, -42.29}, "relative to Cape"},
		{"P96C+22 cape, American quarter", nil, orb.Point{-89.63, -42.29}, "relative to cape"},
		{"P96C+22, Cape", &orb.Point{10, 10}, orb.Point{-89.63, -42.29}, "relative to Cape"},
		{"P96C+22 Indian quarter", nil, orb.Point{90, 0}, "relative to Indian quarter"},
		{"P96C+22 Nowhere", &orb.Point{10, 10}, orb.Point{10, 10}, "no place of the dataset has the name"},
		{"P96C+22", nil, orb.Point{-170, 0}, "relative to -170.00, 0.00"},
	} {
		r, err := s.ReadPoint(tt.text, tt.near)
		if err != nil || !r.Point.Bound().Pad(0.8).Contains(tt.want) || !strings.Contains(r.Note, tt.note) {
			t.Errorf("%s: got %v, %q, %v; want near %v, %q", tt.text, r.Point, r.Note, err, tt.want, tt.note)
		}
	}
	if r, err := s.ReadPoint("P96C+22 Nowhere", nil); err == nil || !strings.Contains(err.Error(), `no place of the dataset is called "Nowhere"`) {
		t.Errorf("got %+v, %v; want it refused", r, err)
	}
}

// Of two names that are joined each is a name, and what has only a part of one is not called so. An
// id that a place and a region share means the place, that of a zone the zone.
func TestCalled(t *testing.T) {
	s, _, err := Open(testdata.With(t, testdata.Globe(), "places.geojson", `"Cape"`, `"Cape / Point"`, 1))
	if err != nil {
		t.Fatal(err)
	}
	zone := s.Zones()[0]
	for _, tt := range []struct{ name, id string }{
		{"Cape", "cape"}, {" point ", "cape"}, {"Cape / Point", "cape"}, {"cap", ""}, {"", ""}, {"/", ""}, {zone.ID, zone.ID},
	} {
		all := s.Called(tt.name)
		if tt.id == "" && len(all) != 0 || tt.id != "" && (len(all) != 1 || all[0].ID != tt.id || all[0].Zone != (tt.id == zone.ID)) {
			t.Errorf("%q: got %+v; want %q", tt.name, all, tt.id)
		}
	}
	if like := s.CalledLike("poi", "en", 3); len(like) != 1 || like[0] != "Cape / Point" {
		t.Errorf("like poi: got %q", like)
	}
}
