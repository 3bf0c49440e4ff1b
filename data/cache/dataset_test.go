//go:build !race

// One dataset after the other: the race detector has nothing to find.

package cache_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/cache"
	"demarc/data/dataset"
)

// lake is a dataset of one area whose shore has so many vertices, and a small island beside it.
func lake(vertices int) fstest.MapFS {
	var ring []string
	for i := range vertices + 1 {
		turn := 2 * math.Pi * float64(i%vertices) / float64(vertices)
		radius := 1 + 0.2*math.Sin(9*turn)
		ring = append(ring, fmt.Sprintf("[%.7f, %.7f]", 10+radius*math.Cos(turn), 50+radius*math.Sin(turn)))
	}
	feature := `{"type": "Feature", "id": %q, "properties": {"names": {"en": "A place"}}, "geometry": {"type": "Polygon", "coordinates": [[%s]]}}`
	files := fstest.MapFS{
		"dataset.json": {Data: []byte(`{"format": 2, "id": "lake", "title": {"en": "Lake"}, "licence": "none", "attribution": "nobody", "languages": ["en"],
			"view": {"center": [10, 50], "zoom": 5, "date": "1900-01-01"}, "covers": {"from": "1900-01-01", "to": null, "extent": [8, 48, 14, 52]},
			"control_layer": "zones", "statuses": [{"id": "unknown", "names": {"en": "Unknown"}, "pattern": "dots"}],
			"layers": [{"id": "map", "kind": "area", "title": {"en": "Map"}, "partition": false, "as_drawn": true}, {"id": "zones", "kind": "area", "title": {"en": "Zones"}, "partition": false}]}`)},
		"regions/map.geojson": {Data: []byte(`{"type": "FeatureCollection", "features": [` + "\n" +
			fmt.Sprintf(feature, "lake", strings.Join(ring, ",")) + ",\n" + fmt.Sprintf(feature, "isle", "[12,50],[12.1,50],[12.1,50.1],[12,50.1],[12,50]") + "]}")},
		"regions/zones.geojson": {Data: []byte(`{"type": "FeatureCollection", "features": []}`)},
		"control.json":          {Data: []byte(`{"zones": {}}`)},
	}
	for _, name := range []string{"actors", "events", "sources"} {
		files[name+".json"] = &fstest.MapFile{Data: fmt.Appendf(nil, `{%q: []}`, name)}
	}
	return files
}

// told is all that a dataset is asked in these tests.
type told struct {
	ID       string
	Problems []dataset.Problem
	Shapes   []orb.MultiPolygon
	Answers  []string
}

func open(t *testing.T, files fstest.MapFS, keeping dataset.Keeping) told {
	t.Helper()
	s, problems, err := data.OpenKeeping(files, keeping)
	if err != nil {
		t.Fatal(err, problems)
	}
	all := told{ID: s.ID, Problems: problems}
	for _, r := range s.Dataset.Regions {
		all.Shapes = append(all.Shapes, r.Geometry)
	}
	for i := range 12 {
		answer, err := json.Marshal(s.Locate(orb.Point{8.5 + 0.3*float64(i), 50.05}, 0))
		if err != nil {
			t.Fatal(err)
		}
		all.Answers = append(all.Answers, string(answer))
	}
	return all
}

// However the files of a cache are spoiled, a dataset is what it is without one.
func TestSpoiledCachesChangeNoAnswer(t *testing.T) {
	for _, tt := range []struct{ vertices, files, times int }{
		{60, 2, 10_000},
		{40_000, 3, 60}, // so many that a grid is kept
	} {
		t.Run(fmt.Sprint(tt.vertices), func(t *testing.T) { spoilCache(t, tt.vertices, tt.files, tt.times) })
	}
}

func spoilCache(t *testing.T, vertices, kept, times int) {
	files, directory := lake(vertices), t.TempDir()
	want := open(t, files, dataset.Keeping{})
	if inside := strings.Contains(strings.Join(want.Answers, " "), `"lake"`); !inside {
		t.Fatalf("no point lies in the lake: %s", want.Answers)
	}
	said := 0
	dir, err := cache.Open(directory, 1<<24, "this", func(error) { said++ })
	if err != nil {
		t.Fatal(err)
	}
	keeping := dataset.Keeping{Store: dir, Least: 200}
	if got := open(t, files, keeping); !reflect.DeepEqual(got, want) {
		t.Fatal("the first start with a cache answers otherwise than without one")
	}
	names, err := filepath.Glob(filepath.Join(directory, "*.demarc-cache"))
	if err != nil || len(names) != kept {
		t.Fatalf("%d files are kept, %v; want %d", len(names), err, kept)
	}
	sound := map[string][]byte{}
	for _, name := range names {
		if sound[name], err = os.ReadFile(name); err != nil {
			t.Fatal(err)
		}
	}
	if got := open(t, files, keeping); !reflect.DeepEqual(got, want) {
		t.Fatal("the second start answers otherwise than the first")
	}
	r := rand.New(rand.NewPCG(uint64(vertices), 5))
	for i := range times {
		name := names[r.IntN(len(names))]
		if err := os.WriteFile(name, cache.Spoil(r, sound[name]), 0o666); err != nil {
			t.Fatal(err)
		}
		if got := open(t, files, keeping); !reflect.DeepEqual(got, want) {
			t.Fatalf("spoiling %d: %+v\nwant %+v", i, got.Answers, want.Answers)
		}
	}
	if said == 0 {
		t.Error("nothing was said of spoiled files")
	}
	// What was spoiled has been made anew.
	for name, content := range sound {
		if now, err := os.ReadFile(name); err != nil || !reflect.DeepEqual(now, content) {
			t.Errorf("%s: not as it was before it was spoiled (%v)", name, err)
		}
	}
}

// Files that change are other files: nothing kept of the old ones is used.
func TestChangedFilesAreReadAnew(t *testing.T) {
	dir, err := cache.Open(t.TempDir(), 1<<24, "this", func(err error) { t.Error(err) })
	if err != nil {
		t.Fatal(err)
	}
	keeping := dataset.Keeping{Store: dir, Least: 200}
	for _, vertices := range []int{40_000, 40_002, 40_000} {
		files := lake(vertices)
		for _, change := range []func(){
			func() {},
			func() { // the same coordinates as another kind of statement
				files["dataset.json"] = &fstest.MapFile{Data: []byte(strings.Replace(string(files["dataset.json"].Data), `"as_drawn": true`, `"as_drawn": false`, 1))}
			},
			func() {
				text := strings.Replace(string(files["regions/map.geojson"].Data), "[12,50],[12.1,50]", "[11.5,50],[12.1,50]", 1)
				files["regions/map.geojson"] = &fstest.MapFile{Data: []byte(strings.Replace(text, "[12,50]]", "[11.5,50]]", 1))}
			},
			func() { // a warning of the folder, which no file's content tells
				files["regions/forgotten.geojson"] = &fstest.MapFile{Data: []byte("{}")}
			},
		} {
			change()
			if got, want := open(t, files, keeping), open(t, files, dataset.Keeping{}); !reflect.DeepEqual(got, want) {
				t.Fatalf("%d vertices: with a cache %v\nwithout %v", vertices, got.Answers, want.Answers)
			}
		}
	}
}
