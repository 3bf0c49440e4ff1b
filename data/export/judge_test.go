package export_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	orbjson "github.com/paulmach/orb/geojson"

	"demarc/data"
	"demarc/data/date"
	"demarc/data/export"
	"demarc/data/testdata"
	"demarc/geo"
)

// judgedElsewhere are the formats that no other reader can compare with a layer, feature by
// feature.
var judgedElsewhere = map[string]string{
	"png":     "a picture: a browser shows the SVG alike, in geo/picture",
	"gif":     "pictures: image/gif decodes their frames, in TestFramesAreThePicturesOfTheirDays",
	"svg":     "a picture: a browser shows it as the PNG has it, in geo/picture",
	"pmtiles": "tiles round and repeat: the npm package reads them as they are served, in server",
	"qlr":     "holds no features: QGIS opens it and reads the layer, in TestQGISDefinition",
}

// Every format has a reader that is not ours, which says whether all that was written is there.
func TestEveryFormatHasAJudge(t *testing.T) {
	judged := map[string]bool{}
	for _, judge := range gdalJudges {
		judged[judge.format] = true
	}
	for format := range nodeJudges {
		judged[format] = true
	}
	for format := range judgedElsewhere {
		if judged[format] {
			t.Errorf("%s has a judge here: want no excuse for it in judgedElsewhere", format)
		}
		judged[format] = true
	}
	for _, f := range export.Formats {
		if !judged[f.Name] {
			t.Errorf("nothing of others reads %s: want a row in gdalJudges or nodeJudges, or in judgedElsewhere the reason", f.Name)
		}
		delete(judged, f.Name)
	}
	for format := range judged {
		t.Errorf("%s has a judge and is no format", format)
	}
}

// all selects the whole history, also what is not located.
var all = data.Selection{During: date.Always}

// save writes a layer in a format and returns the name of the file.
func save(t *testing.T, s *data.Snapshot, format, layer string, wanted data.Selection) string {
	t.Helper()
	f, err := export.ByName(format)
	if err != nil {
		t.Fatal(err)
	}
	job := export.Job{
		Snapshot: s, Layer: layer, Selection: wanted,
		Source: "https://example.org/export/x",
	}
	var file bytes.Buffer
	if err := f.Write(&file, job); err != nil {
		t.Fatalf("%s as %s: %v", layer, format, err)
	}
	name := filepath.Join(t.TempDir(), f.FileName(job))
	if err := os.WriteFile(name, file.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// judged is a feature as a foreign reader sees it.
type judged struct {
	values   map[string]any
	geometry orb.Geometry
}

// source is a file for GDAL, with the layer that is meant unless it has but one.
type source struct {
	File    string   `json:"file"`
	Layer   string   `json:"layer"`
	Options []string `json:"options"`
}

// fromGDAL is what GDAL makes of a source: its features in their order, the types and titles of its
// fields.
type fromGDAL struct {
	features []judged
	types    map[string]string
	titles   map[string]string
}

// readWithGDAL lets one process of GDAL read the sources. What it complains of fails the test.
func readWithGDAL(t *testing.T, sources ...source) []fromGDAL {
	t.Helper()
	var arguments []string
	for _, s := range sources {
		argument, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		arguments = append(arguments, string(argument))
	}
	var read []struct {
		Features   json.RawMessage
		Types      map[string]string
		Titles     map[string]string
		Complaints []string
	}
	testdata.Python(t, &read, "osgeo.gdal", "python3-gdal", "testdata/read_with_gdal.py", arguments...)
	if len(read) != len(sources) {
		t.Fatalf("GDAL read %d sources, want %d", len(read), len(sources))
	}
	var all []fromGDAL
	for i, r := range read {
		if len(r.Complaints) > 0 {
			t.Errorf("%s: GDAL complains: %q", sources[i].File, r.Complaints)
		}
		all = append(all, fromGDAL{features: readCollection(t, []byte(`{"features":`+string(r.Features)+`}`)), types: r.Types, titles: r.Titles})
	}
	return all
}

func readCollection(t *testing.T, out []byte) []judged {
	t.Helper()
	var collection struct {
		Features []struct {
			ID         any
			Properties map[string]any
			Geometry   *orbjson.Geometry
		}
	}
	if err := json.Unmarshal(out, &collection); err != nil {
		t.Fatal(err)
	}
	var list []judged
	for _, f := range collection.Features {
		if id, ok := f.ID.(string); ok {
			f.Properties["id"] = id // GDAL writes it outside of the properties
		}
		j := judged{values: f.Properties}
		if f.Geometry != nil {
			j.geometry = geo.Plain(f.Geometry.Geometry())
		}
		list = append(list, j)
	}
	return list
}

// compare tells every difference between a layer and what a foreign reader made of it. names maps
// the layer's fields to those of the format; a field that is not in it has the same name, one
// mapped to "" is not compared.
func compare(t *testing.T, what string, layer geo.Layer, got []judged, names map[string]string, tolerance float64) {
	t.Helper()
	if len(got) != len(layer.Features) {
		t.Errorf("%s: got %d features, want %d", what, len(got), len(layer.Features))
		return
	}
	idName := "id"
	if name, ok := names["id"]; ok {
		idName = name
	}
	byID := map[any]judged{}
	for _, j := range got {
		byID[j.values[idName]] = j
	}
	for _, f := range layer.Features {
		j, ok := byID[f.ID]
		if !ok {
			t.Errorf("%s: feature %q is missing", what, f.ID)
			continue
		}
		for i, field := range layer.Fields {
			name := field.Name
			if mapped, ok := names[name]; ok {
				name = mapped
			}
			value := j.values[name]
			if field.Type == geo.Bool && value == "?" { // dBASE has no other word for none
				value = nil
			}
			if name != "" && !sameValue(f.Values[i], value) {
				t.Errorf("%s: %s: %s: got %v, want %v", what, f.ID, field.Name, value, f.Values[i])
			}
		}
		if problem := difference(f.Geometry, j.geometry, tolerance); problem != "" {
			t.Errorf("%s: %s: geometry: %s", what, f.ID, problem)
		}
	}
}

// sameValue forgives what a format has no types for: an absent text may be empty, a date a date and
// time.
func sameValue(want, got any) bool {
	switch w := want.(type) {
	case nil:
		return got == nil || got == ""
	case string:
		text, ok := got.(string)
		if text == w || !ok {
			return ok
		}
		day, rest, _ := strings.Cut(strings.NewReplacer("/", "-", "T", " ").Replace(text), " ")
		return day == w && (rest == "" || strings.HasPrefix(rest, "00:00:00"))
	case bool:
		return got == w || got == map[bool]string{true: "T", false: "F"}[w] || got == map[bool]string{true: "true", false: "false"}[w] ||
			got == map[bool]float64{true: 1, false: 0}[w]
	case float64:
		number, ok := got.(float64)
		return ok && math.Abs(number-w) <= 1e-12*math.Abs(w) || fmt.Sprint(w) == got
	case int, int64:
		number, ok := got.(float64)
		return ok && number == float64(geo.Integer(w)) || fmt.Sprint(w) == got
	}
	return false
}

// difference compares geometries as sets of points: where a ring begins, which way it runs, the
// order of parts, and whether one part is called many do not matter.
func difference(want, got orb.Geometry, tolerance float64) string {
	w, g := pieces(geo.Plain(want)), pieces(geo.Plain(got))
	if len(w) != len(g) {
		return fmt.Sprintf("got %d parts, want %d", len(g), len(w))
	}
	for i := range w {
		if len(w[i]) != len(g[i]) {
			return fmt.Sprintf("part %d: got %d positions, want %d", i, len(g[i]), len(w[i]))
		}
		for k := range w[i] {
			if dx, dy := math.Abs(w[i][k][0]-g[i][k][0]), math.Abs(w[i][k][1]-g[i][k][1]); !(dx <= tolerance && dy <= tolerance) {
				return fmt.Sprintf("part %d: position %d: got %v, want %v", i, k, g[i][k], w[i][k])
			}
		}
	}
	return ""
}

// pieces returns the points, lines and rings of a geometry in an order that depends on the points
// alone.
func pieces(g orb.Geometry) [][]orb.Point {
	var list [][]orb.Point
	switch g := g.(type) {
	case orb.Point:
		list = append(list, []orb.Point{g})
	case orb.MultiPoint:
		for _, p := range g {
			list = append(list, []orb.Point{p})
		}
	case orb.LineString:
		list = append(list, g)
	case orb.MultiLineString:
		for _, line := range g {
			list = append(list, line)
		}
	case orb.Polygon:
		for _, ring := range geo.Wound(g, false) {
			list = append(list, fromLeast(ring))
		}
	case orb.MultiPolygon:
		for _, polygon := range g {
			list = append(list, pieces(polygon)...)
		}
	}
	slices.SortFunc(list, func(a, b []orb.Point) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), comparePoints(a[0], b[0]))
	})
	return list
}

func comparePoints(a, b orb.Point) int {
	return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
}

// fromLeast lets a ring begin at its least point.
func fromLeast(ring orb.Ring) []orb.Point {
	if len(ring) < 2 || ring[0] != ring[len(ring)-1] {
		return ring
	}
	open := ring[:len(ring)-1]
	least := slices.Index(open, slices.MinFunc(open, comparePoints))
	return append(slices.Concat(open[least:], open[:least]), open[least])
}
