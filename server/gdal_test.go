package server_test

import (
	"encoding/json"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"demarc/data/testdata"
)

// feature is what GDAL, a reader that is not ours, makes of a feature.
type feature struct {
	ID         any
	Properties map[string]any
	Geometry   struct {
		Type        string
		Coordinates json.RawMessage
	}
}

// readBack lets GDAL read a source and returns its features by the field id, which GDAL writes
// outside of the properties.
func readBack(t *testing.T, source ...string) map[string]feature {
	t.Helper()
	args := append([]string{"-f", "GeoJSON", "-t_srs", "EPSG:4326", "/vsistdout/"}, source...)
	var collection struct{ Features []feature }
	if err := json.Unmarshal(testdata.GDAL(t, "ogr2ogr", args...), &collection); err != nil {
		t.Fatal(err)
	}
	byID := map[string]feature{}
	for _, f := range collection.Features {
		id, _ := f.ID.(string)
		if id == "" {
			id, _ = f.Properties["id"].(string)
		}
		if _, twice := byID[id]; twice || id == "" {
			t.Errorf("%v: feature id %q is missing or stands twice", source, id)
		}
		byID[id] = f
	}
	return byID
}

// positions returns all vertices of a geometry.
func (f feature) positions(t *testing.T) [][2]float64 {
	t.Helper()
	var list [][2]float64
	var walk func(json.RawMessage)
	walk = func(raw json.RawMessage) {
		var p [2]float64
		if json.Unmarshal(raw, &p) == nil {
			list = append(list, p)
			return
		}
		var deeper []json.RawMessage
		if err := json.Unmarshal(raw, &deeper); err != nil {
			t.Fatal(err)
		}
		for _, d := range deeper {
			walk(d)
		}
	}
	walk(f.Geometry.Coordinates)
	return list
}

func save(t *testing.T, h http.Handler, target, name string) string {
	t.Helper()
	w := get(t, h, target)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: got %d", target, w.Code)
	}
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, w.Body.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// GDAL reads the export and the tile of a day as the same features: ids, dates and shapes. The tile
// 5/4/20 holds the whole dataset; a unit of it is 11.25 / 4096 degrees.
func TestGDALReadsExportAndTilesAlike(t *testing.T) {
	const unit = 11.25 / 4096
	h := handler(t)
	for _, day := range []string{"1972-11-24", "1972-11-25"} {
		exported := readBack(t, save(t, h, "/export/control.geojson?datetime="+day, "control.geojson"))
		tile := save(t, h, "/tiles/control/5/4/20.mvt?datetime="+day, "control.mvt")
		tiled := readBack(t, "MVT:"+tile, "-oo", "Z=5", "-oo", "X=4", "-oo", "Y=20", "-oo", "CLIP=NO", "control")
		if len(exported) != 9 || len(tiled) != 9 {
			t.Fatalf("%s: %d features in the export, %d in the tile, want 9", day, len(exported), len(tiled))
		}
		for id, want := range exported {
			got, ok := tiled[id]
			if !ok {
				t.Errorf("%s: %s is not in the tile", day, id)
				continue
			}
			for _, name := range []string{"zone", "controller", "status", "patrolled_by", "valid_from", "valid_to", "name_ru", "name_ar", "event", "precision_m"} {
				if plainDate(got.Properties[name]) != plainDate(want.Properties[name]) {
					t.Errorf("%s %s: %s: got %v in the tile, %v in the export", day, id, name, got.Properties[name], want.Properties[name])
				}
			}
			// Rounding moves a vertex by less than one unit, simplification leaves out what is
			// within two.
			vertices, drawn := want.positions(t), got.positions(t)
			for _, p := range drawn {
				if d := distance(vertices, p); d > 1.5*unit {
					t.Errorf("%s %s: vertex %v of the tile is %g degrees from the border in the export", day, id, p, d)
					break
				}
			}
			for _, p := range vertices {
				if d := distance(drawn, p); d > 3.5*unit {
					t.Errorf("%s %s: vertex %v of the export is %g degrees from the border in the tile", day, id, p, d)
					break
				}
			}
		}
	}
}

// plainDate writes days alike: GDAL gives typed dates of GeoJSON as 2020/11/25 in some versions.
// Absent and null are the same.
func plainDate(v any) any {
	if s, ok := v.(string); ok {
		return strings.ReplaceAll(s, "/", "-")
	}
	return v
}

// distance is that of p from the edges between vertices, which also join rings to one another: what
// lies far from all borders is still found.
func distance(vertices [][2]float64, p [2]float64) float64 {
	best := math.Inf(1)
	for i, b := range vertices {
		a := vertices[max(i-1, 0)]
		dx, dy := b[0]-a[0], b[1]-a[1]
		along := 0.0
		if length2 := dx*dx + dy*dy; length2 > 0 {
			along = min(1, max(0, ((p[0]-a[0])*dx+(p[1]-a[1])*dy)/length2))
		}
		best = min(best, math.Hypot(p[0]-a[0]-along*dx, p[1]-a[1]-along*dy))
	}
	return best
}

// The columns valid_from and valid_to must be typed as dates: only then time works in a GIS without
// further ado.
func TestGDALSeesDatesAsDates(t *testing.T) {
	h := handler(t)
	for _, target := range []string{"/export/control.geojson", "/export/control.geojson?datetime=1972-11-25", "/export/events.geojson"} {
		out := string(testdata.GDAL(t, "ogrinfo", "-so", "-al", save(t, h, target, "layer.geojson")))
		for _, want := range []string{"valid_from: Date (", "valid_to: Date ("} {
			if !strings.Contains(out, want) {
				t.Errorf("%s: GDAL does not see %q in\n%s", target, want, out)
			}
		}
	}
	for layer, count := range map[string]string{"zones": "9", "shires": "3", "parishes": "2", "places": "9", "events": "14", "control": "22", "exclaves": "2"} {
		out := string(testdata.GDAL(t, "ogrinfo", "-so", "-al", save(t, h, "/export/"+layer+".geojson", layer+".geojson")))
		if !strings.Contains(out, "Feature Count: "+count+"\n") {
			t.Errorf("%s: want %s features, GDAL says\n%s", layer, count, out)
		}
	}
}
