package crs

import (
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo"
)

func TestParseBox(t *testing.T) {
	box := func(west, south, east, north float64) orb.Bound {
		return orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{east, north}}
	}
	for _, tt := range []struct {
		name, text string
		in         CRS
		want       []orb.Bound
		err        string
	}{
		{"degrees", "1,2,3,4", CRS84, []orb.Bound{box(1, 2, 3, 4)}, ""},
		{"with heights and spaces", "1, 2, -9, 3, 4, 9", CRS84, []orb.Bound{box(1, 2, 3, 4)}, ""},
		{"latitude first", "2,1,4,3", epsg4326, []orb.Bound{box(1, 2, 3, 4)}, ""},
		{"across the antimeridian", "170,2,-170,4", CRS84, []orb.Bound{box(170, 2, 180, 4), box(-180, 2, -170, 4)}, ""},
		{"more than the world", "-360,-180,360,180", CRS84, []orb.Bound{box(-180, -90, 180, 90)}, ""},
		{"three numbers", "1,2,3", CRS84, nil, "want four numbers"},
		{"no number", "1,2,NaN,4", CRS84, nil, "want four numbers"},
		{"too large", "1,2,361,4", CRS84, nil, "within 360 and 180"},
		{"upside down", "1,4,3,2", CRS84, nil, "south is north"},
	} {
		got, err := tt.in.ParseBox(tt.text)
		if tt.err != "" {
			if err == nil || !strings.Contains(err.Error(), tt.err) {
				t.Errorf("%s: got error %v, want %q in it", tt.name, err, tt.err)
			}
			continue
		}
		if err != nil || !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %v, %v, want %v", tt.name, got, err, tt.want)
		}
	}
	metres, err := WebMercator.ParseBox("0,0,111319.49079327358,111325.14286638486")
	if want := box(0, 0, 1, 1); err != nil || len(metres) != 1 || !metres[0].Pad(1e-7).Contains(want.Min) || !metres[0].Pad(1e-7).Contains(want.Max) {
		t.Errorf("metres: got %v, %v, want %v", metres, err, want)
	}
}

func TestLayerStaysAsItWas(t *testing.T) {
	layer := geo.Layer{Features: []geo.Feature{{ID: "a", Geometry: orb.Point{1, 2}}, {ID: "b"}}}
	turned := epsg4326.Layer(layer)
	if got := turned.Features[0].Geometry; got != (orb.Point{2, 1}) {
		t.Errorf("got %v, want [2 1]", got)
	}
	if turned.Features[1].Geometry != nil || layer.Features[0].Geometry != (orb.Point{1, 2}) {
		t.Errorf("got %v of %v", turned, layer)
	}
}
