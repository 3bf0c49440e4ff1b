package data_test

import (
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo/locate"
)

// The zones of a day made one by controller have the area of the layer of controllers, and hold the
// same places.
func TestDissolve(t *testing.T) {
	s := open(t)
	on := day(t, "1972-11-25")
	wanted := data.Selection{During: date.Interval{From: on, To: on + 1}}
	control, err := s.Layer(t.Context(), dataset.ControlLayer, wanted)
	if err != nil {
		t.Fatal(err)
	}
	got, err := data.Dissolve(t.Context(), control, "controller")
	if err != nil {
		t.Fatal(err)
	}
	areas := map[string]float64{}
	controllers, _ := s.Layer(t.Context(), dataset.ControllersLayer, wanted)
	for _, f := range controllers.Features {
		areas[textOf(f.Values[1])] += f.Values[5].(float64)
	}
	if len(got.Features) != len(areas) || len(areas) < 3 {
		t.Errorf("got %d areas, want %d", len(got.Features), len(areas))
	}
	held := 0
	for _, f := range got.Features {
		if want := areas[textOf(f.Values[0])]; math.Abs(f.Values[2].(float64)-want) > 0.2 {
			t.Errorf("%v: got %v km2, want %v", f.Values[0], f.Values[2], want)
		}
		held += f.Values[1].(int)
		for _, zone := range s.Zones() {
			at := s.Locate(zone.Label, on).Control.Controller
			area, ok := f.Geometry.(orb.MultiPolygon)
			if !ok {
				area = orb.MultiPolygon{f.Geometry.(orb.Polygon)}
			}
			grid, err := locate.NewGrid([]locate.Version{{Shape: area}})
			if err != nil {
				t.Fatal(err)
			}
			if _, in := grid.At(zone.Label, 0); in != (at == nil && f.Values[0] == nil || at != nil && *at == f.Values[0]) {
				t.Errorf("%s within the area of %v: %v", zone.ID, f.Values[0], in)
			}
		}
	}
	if held != len(s.Zones()) {
		t.Errorf("the areas are made of %d zones, want %d", held, len(s.Zones()))
	}
}

func TestDissolveRefuses(t *testing.T) {
	s := open(t)
	for _, tt := range []struct{ layer, field, says string }{
		{dataset.ControlLayer, "controler", `has no field "controler": want one of id`},
		{dataset.FrontLayer, "left", "not of areas"},
		{dataset.PlacesLayer, "id", "not of areas"},
		{dataset.ControlLayer, "status", "overlap near"}, // of all days
	} {
		layer, err := s.Layer(t.Context(), tt.layer, data.Selection{During: date.Always})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := data.Dissolve(t.Context(), layer, tt.field); err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s by %s: got %v, want it to say %q", tt.layer, tt.field, err, tt.says)
		}
	}
}
