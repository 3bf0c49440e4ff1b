package crs

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
)

func TestParse(t *testing.T) {
	for _, tt := range []struct {
		name string
		want CRS
		ok   bool
	}{
		{"http://www.opengis.net/def/crs/OGC/1.3/CRS84", CRS84, true},
		{"https://www.opengis.net/def/crs/OGC/1.3/CRS84", CRS84, true},
		{"http://www.opengis.net/def/crs/OGC/0/CRS84", CRS84, true},
		{"http://www.opengis.net/def/crs/EPSG/0/4326", epsg4326, true},
		{"urn:ogc:def:crs:EPSG::4326", epsg4326, true},
		{"[EPSG:3857]", WebMercator, true},
		{"EPSG:3857", WebMercator, true},
		{"EPSG:2154", CRS{}, false},
		{"", CRS{}, false},
		{"http://www.opengis.net/def/crs/EPSG/0/43260", CRS{}, false},
	} {
		got, err := Parse(tt.name)
		if got != tt.want || (err == nil) != tt.ok {
			t.Errorf("%q: got %v, %v", tt.name, got, err)
		}
	}
}

// The values of EPSG:3857 are those that PROJ gives.
func TestCoordinates(t *testing.T) {
	at := orb.Point{46.75, 39.75}
	for _, tt := range []struct {
		crs  CRS
		want orb.Point
	}{
		{CRS84, orb.Point{46.75, 39.75}},
		{epsg4326, orb.Point{39.75, 46.75}},
		{WebMercator, orb.Point{5204186.19458554, 4829679.18977684}},
	} {
		got := tt.crs.Forward(at)
		if math.Abs(got[0]-tt.want[0]) > 1e-6 || math.Abs(got[1]-tt.want[1]) > 1e-6 {
			t.Errorf("%s: got %v, want %v", tt.crs.URI(), got, tt.want)
		}
		if back := tt.crs.Inverse(got); math.Abs(back[0]-at[0]) > 1e-12 || math.Abs(back[1]-at[1]) > 1e-12 {
			t.Errorf("%s: comes back as %v, want %v", tt.crs.URI(), back, at)
		}
	}
}

// What is asked for in another system must not change what is shared.
func TestGeometriesAreCopied(t *testing.T) {
	ring := orb.Ring{{1, 2}, {3, 4}, {5, 7}, {1, 2}}
	for _, g := range []orb.Geometry{
		orb.Point{1, 2}, orb.MultiPoint{{1, 2}}, orb.LineString{{1, 2}, {3, 4}}, orb.MultiLineString{{{1, 2}, {3, 4}}},
		orb.Polygon{ring}, orb.MultiPolygon{{ring}}, orb.Collection{orb.Polygon{ring}},
	} {
		before := orb.Clone(g)
		there := epsg4326.forwardAll(g)
		if !orb.Equal(before, g) {
			t.Errorf("%T was written into: %v", g, g)
		}
		if orb.Equal(there, g) || !orb.Equal(epsg4326.InverseAll(there), g) {
			t.Errorf("%T: got %v", g, there)
		}
	}
}
