package crs

import (
	"math"
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
		{"beyond the antimeridian", "190,2,200,4", CRS84, []orb.Bound{box(-170, 2, -160, 4)}, ""},
		{"latitude first, a turn further west", "2,-190,4,-170", epsg4326, []orb.Bound{box(170, 2, 180, 4), box(-180, 2, -170, 4)}, ""},
		// it was cut to nothing, and the answer was that nothing lies there
		{"axes swapped", "-17,170,-10,178", CRS84, nil, "latitude 170: want -90 to 90; are longitude and latitude swapped?"},
		{"beyond both poles", "1,-100,2,100", CRS84, []orb.Bound{box(1, -90, 2, 90)}, ""},
		{"beyond one pole", "1,-91,2,4", CRS84, nil, "latitude -91: want -90 to 90"},
		{"three numbers", "1,2,3", CRS84, nil, "want four numbers"},
		{"no number", "1,2,NaN,4", CRS84, nil, "want four numbers"},
		{"metres", "1,2,588645,4", CRS84, nil, "longitude 588645: want -180 to 180"},
		{"upside down", "1,4,3,2", CRS84, nil, "south is north of the north: 4, 2"},
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

// The square of web Mercator is the globe, and so is what a map of many worlds shows.
func TestParseBoxOfMetres(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []float64 // longitudes, west and east of each box
	}{
		{"-20037508.342789244,-20037508.342789244,20037508.342789244,20037508.342789244", []float64{-180, 180}},
		{"-60112525,-1e9,60112525,1e9", []float64{-180, 180}},
		{"21150703.25,-1e6,22263898.16,1e6", []float64{-170, -160}},
		{"18924313.43,-1e6,21150703.25,1e6", []float64{170, 180, -180, -170}},
		{"18924313.43,-1e6,-18924313.43,1e6", []float64{170, 180, -180, -170}},
	} {
		boxes, err := WebMercator.ParseBox(tt.text)
		var got []float64
		for _, b := range boxes {
			got = append(got, math.Round(b.Min[0]*1e5)/1e5, math.Round(b.Max[0]*1e5)/1e5)
		}
		if err != nil || !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %v, %v, want %v", tt.text, got, err, tt.want)
		}
	}
	if _, err := WebMercator.ParseBox("-1e9,0,1e9,1"); err == nil || !strings.Contains(err.Error(), "longitude") {
		t.Errorf("got %v, want the longitude refused", err)
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
