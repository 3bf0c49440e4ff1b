//go:build !race

// One export after the other: the race detector has nothing to find.

package export

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/testdata"
)

// seen is what QGIS makes of a project or a layer definition; see testdata/open_in_qgis.py.
type seen struct {
	Read               bool     `json:"read"`
	Message            string   `json:"message"`
	CRS                string   `json:"crs"`
	Animated           bool     `json:"animated"`
	From               string   `json:"from"`
	To                 string   `json:"to"`
	DefaultStyleActive bool     `json:"default_style_active"`
	Offered            []string `json:"offered"`
	Layers             map[string]struct {
		Valid    bool                `json:"valid"`
		Source   string              `json:"source"`
		Features int                 `json:"features"`
		Active   bool                `json:"active"`
		Rules    int                 `json:"rules"`
		Types    map[string]string   `json:"types"`
		Titles   map[string]string   `json:"titles"`
		Shown    map[string][]string `json:"shown"`
	} `json:"layers"`
	Colours []string `json:"colours"`
}

const controlTitle = "Who controlled what"

// QGIS opens the project in a GeoPackage with time on: it plays over all days, and on the day of a
// hand-over shows each zone once, in the colour of who holds it from that day.
func TestQGISProject(t *testing.T) {
	s := snapshot(t)
	file := filepath.Join(t.TempDir(), "all layers.gpkg")
	job := Job{Snapshot: s, Layer: AllLayers, Selection: data.Selection{During: date.Always}}
	if err := fillGeoPackage(file, job); err != nil {
		t.Fatal(err)
	}
	got := qgisSees(t, "project", file, s.Dataset.ID)
	if !got.Read || got.CRS != "EPSG:3857" || !got.Animated || got.From != "1961-03-01T00:00:00Z" || got.To != "1989-12-31T00:00:00Z" || !got.DefaultStyleActive {
		t.Errorf("QGIS reads read %t, crs %s, animated %t, from %s to %s, default style timed %t; want all true, EPSG:3857, 1961-03-01 to 1989-12-31",
			got.Read, got.CRS, got.Animated, got.From, got.To, got.DefaultStyleActive)
	}
	if want := 11; len(got.Layers) < want {
		t.Errorf("QGIS finds %d layers, want at least %d", len(got.Layers), want)
	}
	for name, layer := range got.Layers {
		if !layer.Valid || layer.Features == 0 || layer.Rules == 0 {
			t.Errorf("layer %s: QGIS says valid %t, %d features, %d rules", name, layer.Valid, layer.Features, layer.Rules)
		}
		if layer.Types["valid_from"] != "" && (layer.Types["valid_from"] != "Date" || !layer.Active) {
			t.Errorf("layer %s: valid_from is a %s, time on is %t; want a Date, true", name, layer.Types["valid_from"], layer.Active)
		}
	}
	if got := got.Layers[controlTitle].Titles["garrison"]; got != "Garrison on the first day (people)" {
		t.Errorf("QGIS shows garrison by the title %q", got)
	}
	checkShown(t, s, got)
}

// A copy that was renamed shows its own data, even where the file has the name that it had.
func TestQGISProjectOfRenamedFile(t *testing.T) {
	s := snapshot(t)
	folder := t.TempDir()
	file := filepath.Join(folder, "all.gpkg")
	if err := fillGeoPackage(file, Job{Snapshot: s, Layer: AllLayers, Selection: data.Selection{During: date.Always}}); err != nil {
		t.Fatal(err)
	}
	moved := filepath.Join(folder, "Карта 100% & 'copy'.gpkg")
	if err := os.Rename(file, moved); err != nil {
		t.Fatal(err)
	}
	if err := fillGeoPackage(file, Job{Snapshot: s, Layer: dataset.ControlLayer, Selection: data.Selection{During: date.Always}}); err != nil {
		t.Fatal(err)
	}
	got := qgisSees(t, "project", moved, s.Dataset.ID)
	if !slices.Equal(got.Offered, []string{s.Dataset.ID}) || len(got.Layers) < 11 {
		t.Errorf("QGIS offers the projects %v, and finds %d layers", got.Offered, len(got.Layers))
	}
	for name, layer := range got.Layers {
		if !layer.Valid || layer.Features == 0 || !strings.HasPrefix(layer.Source, moved+"|") {
			t.Errorf("layer %s: QGIS says valid %t, %d features of %s", name, layer.Valid, layer.Features, layer.Source)
		}
	}
	checkShown(t, s, got)
}

// The same for a layer definition that reads from a GeoPackage.
func TestQGISDefinition(t *testing.T) {
	s := snapshot(t)
	directory := t.TempDir()
	job := Job{Snapshot: s, Layer: dataset.ControlLayer, Selection: data.Selection{During: date.Always}}
	if err := fillGeoPackage(filepath.Join(directory, "c.gpkg"), job); err != nil {
		t.Fatal(err)
	}
	job.Parameters = map[string]string{"source": filepath.Join(directory, "c.gpkg")}
	definition, err := job.writeDefinition()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(directory, "control.qlr")
	if err := os.WriteFile(file, []byte(definition), 0o644); err != nil {
		t.Fatal(err)
	}
	got := qgisSees(t, "definition", file)
	if !got.Read {
		t.Fatalf("QGIS does not read the definition: %s", got.Message)
	}
	checkShown(t, s, got)
}

// checkShown compares what QGIS shows of the control layer on two days with the snapshot's own
// answer.
func checkShown(t *testing.T, s *data.Snapshot, got seen) {
	t.Helper()
	control := got.Layers[controlTitle]
	if !control.Active {
		t.Fatal("time is off in the control layer")
	}
	for _, text := range []string{"1972-11-24", "1972-11-25"} {
		day, err := date.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		layer, err := s.Layer(t.Context(), dataset.ControlLayer, data.Selection{During: date.Interval{From: day, To: day + 1}})
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		for _, f := range layer.Features {
			want = append(want, f.ID)
		}
		slices.Sort(want)
		if !slices.Equal(control.Shown[text], want) {
			t.Errorf("%s: QGIS shows %v, want %v", text, control.Shown[text], want)
		}
	}
	if len(got.Colours) != 2 || got.Colours[0] == got.Colours[1] {
		t.Errorf("colours in The Orchards on 24 and 25 November 1972: %v, want two different ones", got.Colours)
	}
}

func TestDefinitionOfServer(t *testing.T) {
	s := snapshot(t)
	job := Job{Snapshot: s, Layer: dataset.ControlLayer, Selection: data.Selection{During: date.Always}, Source: "https://maps.example.org/demarc/export/control.qlr"}
	definition, err := job.writeDefinition()
	if err != nil {
		t.Fatal(err)
	}
	if want := "url=&#39;https://maps.example.org/demarc/&#39;"; !strings.Contains(definition, want) {
		t.Errorf("the definition lacks %s", want)
	}
	job.Source = ""
	if _, err := job.writeDefinition(); err == nil {
		t.Error("a definition without a source is no error")
	}
}

func snapshot(t *testing.T) *data.Snapshot {
	t.Helper()
	s, _, err := data.Open(testdata.Isles())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// qgisSees runs QGIS without a screen.
func qgisSees(t *testing.T, arguments ...string) seen {
	t.Helper()
	var s seen
	testdata.Python(t, &s, "qgis.core", "python3-qgis", "testdata/open_in_qgis.py", arguments...)
	return s
}
