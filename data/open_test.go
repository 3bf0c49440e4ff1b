package data_test

import (
	"maps"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/testdata"
)

// small returns the files of a dataset without faults: two zones side by side.
func small(t testing.TB) fstest.MapFS {
	t.Helper()
	return testdata.Copy(t, testdata.Small())
}

// with returns the files with new instead of old where it stands first in a file.
func with(t testing.TB, files fstest.MapFS, name, old, new string) fstest.MapFS {
	t.Helper()
	return testdata.With(t, files, name, old, new, 1)
}

// without drops the problems of a rule. The small dataset has two zones, so half of it changes
// hands at once.
func without(problems []dataset.Problem, rule string) []dataset.Problem {
	return slices.DeleteFunc(slices.Clone(problems), func(p dataset.Problem) bool { return p.Rule == rule })
}

const (
	zonesFile    = "regions/zones.geojson"
	countiesFile = "regions/counties.geojson"
	westRing     = "[[10, 50], [11, 50], [11, 51], [10, 51], [10, 50]]"
)

// Whatever stands in a file, the check ends with problems or without, and never panics; what it
// accepts answers.
func FuzzOpen(f *testing.F) {
	base := small(f)
	for name, file := range base {
		f.Add(name, file.Data)
	}
	drawn := with(f, base, "dataset.json", `"partition": true`, `"as_drawn": true`)
	for _, rings := range []string{
		"[[10, 50], [11, 51], [11, 50], [10, 51], [10, 50]]", "[[10, 50], [11, 50], [10, 50], [11, 50], [10, 50]]", westRing + ", " + westRing,
		westRing + ", [[12, 50], [13, 50], [13, 51], [12, 50]]", "[[10, 50], [10.5, 50], [11, 50], [10, 50]]",
	} {
		f.Add(zonesFile, with(f, base, zonesFile, westRing, rings)[zonesFile].Data)
	}
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		if _, ok := base[name]; !ok {
			return
		}
		openAndAsk(t, base, name, content)
		if name != "dataset.json" {
			openAndAsk(t, drawn, name, content)
		}
	})
}

// openAndAsk opens a dataset with another content of one of its files.
func openAndAsk(t *testing.T, base fstest.MapFS, name string, content []byte) {
	files := maps.Clone(base)
	files[name] = &fstest.MapFile{Data: content}
	snapshot, problems, err := data.Open(files)
	if err != nil {
		if dataset.Errors(problems) == 0 {
			t.Fatalf("rejected without an error: %v", err)
		}
		return
	}
	first := snapshot.Dataset.Covers.From
	snapshot.State()
	snapshot.Diff(t.Context(), first, first+1)
	snapshot.Locate(orb.Point{10.5, 50.5}, first)
	snapshot.Stats(t.Context(), data.StatsQuery{})
	for _, layer := range snapshot.LayerNames() {
		if _, err := snapshot.Layer(t.Context(), layer, data.Selection{During: date.Always}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := snapshot.Tile(t.Context(), dataset.HistoryTiles, 0, 5, 17, 10); err != nil {
		t.Fatal(err)
	}
}

// The optional parts of a dataset: what they are for, and what is refused.
func TestOptionalParts(t *testing.T) {
	files := with(t, small(t), "dataset.json", `"control_layer": "zones",`, `"control_layer": "zones",
  "overlay_layers": ["roads"],
  "viewpoints": [{"id": "confirmed", "names": {"en": "Confirmed"}}, {"id": "as_reds", "names": {"en": "As the Reds say"}}],
  "perspectives": [{"id": "press", "names": {"en": "Press"}}],
  "de_jure": [{"text": {"en": "The valleys are one county."}, "regions": ["county"], "sources": ["gazette"]}],
  "context": [{"id": "water", "title": {"en": "Water"}, "kind": "line"}],`)
	files = with(t, files, "dataset.json", `"partition": false}`, `"partition": false},
    {"id": "roads", "title": {"en": "Roads"}}, {"id": "fronts", "title": {"en": "Fronts"}, "kind": "line"}`)
	files = with(t, files, "control.json", `"east": [`, `"road": [
    {"from": "2005-03-01", "to": "2006-01-01", "controller": "reds", "status": "contested", "event": "river",
     "viewpoints": {"as_reds": {"controller": "reds", "status": "controlled"}}}
  ],
  "east": [`)
	files = with(t, files, "sources.json", `"verified": true`, `"verified": true, "perspective": "press"`)
	files["regions/roads.geojson"] = &fstest.MapFile{Data: []byte(`{"type": "FeatureCollection", "features": [
  {"type": "Feature", "id": "road", "properties": {"names": {"en": "Road"}}, "geometry": {"type": "Polygon", "coordinates": [
    [[10.8, 50.4], [11.2, 50.4], [11.2, 50.5], [10.8, 50.5], [10.8, 50.4]]]}}]}`)}
	files["regions/fronts.geojson"] = &fstest.MapFile{Data: []byte(`{"type": "FeatureCollection", "features": [
  {"type": "Feature", "id": "front", "properties": {"names": {"en": "Front"}, "valid_from": "2005-03-01", "valid_to": null}, "geometry": {"type": "LineString", "coordinates": [[11, 50], [11, 51]]}}]}`)}
	files["context/water.geojson"] = &fstest.MapFile{Data: []byte(`{"type": "FeatureCollection", "features": [
  {"type": "Feature", "id": "brook", "properties": {"names": {"en": "Brook"}, "kind": "river"}, "geometry": {"type": "LineString", "coordinates": [[10, 50], [10.5, 50.5]]}}]}`)}
	files["figures.json"] = &fstest.MapFile{Data: []byte(`{"figures": [
  {"id": "people", "what": {"en": "People"}, "value": 12, "unit": "people", "as_of": "2001", "region": "county", "sources": ["gazette"]}]}`)}
	s, problems, err := data.Open(files)
	if err != nil || len(without(problems, "area-jump")) > 0 {
		t.Fatalf("%v %v", err, problems)
	}
	asReds, err := s.From("as_reds")
	if err != nil {
		t.Fatal(err)
	}
	on := day(t, "2005-06-01")
	if got := s.Control("road", on).Status; got != "contested" {
		t.Errorf("default viewpoint: got %s, want contested", got)
	}
	if got := asReds.Control("road", on).Status; got != "controlled" {
		t.Errorf("viewpoint as_reds: got %s, want controlled", got)
	}
	if first, err := asReds.From(""); err != nil || first != s {
		t.Errorf("from as_reds back to the default: got %v, %v, want the first viewpoint", first.Viewpoint, err)
	}
	if _, err := s.From("as_greens"); err == nil {
		t.Error("an unknown viewpoint was accepted")
	}
	state := s.State()
	if len(state.Zones) != 2 || len(state.Overlays) != 1 || len(state.Overlays[0].Periods) != 1 {
		t.Errorf("state: got %d zones and overlays %v", len(state.Zones), state.Overlays)
	}
	if figures, err := s.FigureList("county"); err != nil || len(figures) != 1 || len(figures[0].Sources) != 1 {
		t.Errorf("figures: got %v, %v", figures, err)
	}
	control, err := s.Layer(t.Context(), dataset.ControlLayer, data.Selection{During: date.Interval{From: on, To: on + 1}})
	if err != nil || len(control.Features) != 3 {
		t.Errorf("control layer: got %d features, %v; want two zones and the road", len(control.Features), err)
	}
	for name, fault := range map[string][3]string{
		"claim of an unknown viewpoint": {"control.json", "as_reds", "as_blues"},
		"claim of an unknown actor":     {"control.json", `{"controller": "reds", "status": "controlled"}}`, `{"controller": "greens", "status": "controlled"}}`},
		"overlay layer not known":       {"dataset.json", `"overlay_layers": ["roads"]`, `"overlay_layers": ["rivers"]`},
		"line in a layer of areas":      {"dataset.json", `"Fronts"}, "kind": "line"`, `"Fronts"}, "kind": "area"`},
		"context with a layer's id":     {"dataset.json", `"context": [{"id": "water"`, `"context": [{"id": "roads"`},
		"perspective not known":         {"sources.json", `"press"`, `"preß"`},
		"figure without source":         {"figures.json", `"sources": ["gazette"]`, `"sources": []`},
		"statement of law without one":  {"dataset.json", `"regions": ["county"], "sources": ["gazette"]`, `"regions": ["county"], "sources": []`},
	} {
		if _, _, err := data.Open(with(t, files, fault[0], fault[1], fault[2])); err == nil {
			t.Errorf("%s: the dataset was accepted", name)
		}
	}
}

// epochs is how many stretches of days without change there are.
func epochs(s *data.Snapshot) int { return s.Timeline.Epoch(date.Forever-1) + 1 }
