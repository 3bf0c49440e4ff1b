package imports

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/export"
	"demarc/data/testdata"
)

// formats are those that are read as well as written.
var formats = []string{"geojson", "jsonfg", "flatgeobuf", "shapefile", "kml", "kmz", "gpkg", "csv", "geojsonseq", "geojsonl", "topojson", "parquet"}

func isles(t *testing.T) *data.Snapshot {
	t.Helper()
	s, _, err := data.Open(testdata.Isles())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// exported writes a layer of a snapshot to a file in the format.
func exported(t *testing.T, s *data.Snapshot, layer, name string) string {
	t.Helper()
	format, err := export.ByName(name)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	err = format.Write(&out, export.Job{Snapshot: s, Layer: layer, Selection: data.Selection{During: date.Always}, Context: context.Background()})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), layer+"."+format.Extension)
	if err := os.WriteFile(file, out.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	return file
}

// imported makes a dataset of a file, which must be one without errors, and opens it.
func imported(t *testing.T, file string, o Options) (*data.Snapshot, Report) {
	t.Helper()
	directory := filepath.Join(t.TempDir(), "imported")
	if o.Language == "" {
		o.Language = "en"
	}
	report, err := Import(context.Background(), file, directory, o)
	if err != nil {
		t.Fatal(err)
	}
	s, problems, err := data.Open(os.DirFS(directory))
	if err != nil {
		t.Fatalf("%v: %v", err, problems)
	}
	return s, report
}

// The control layer comes back from every format as a dataset that gives the same answers.
func TestControlRoundTrip(t *testing.T) {
	original := isles(t)
	for _, name := range formats {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			covers := original.Dataset.Covers.Interval()
			again, report := imported(t, exported(t, original, dataset.ControlLayer, name), Options{End: Exclusive, Covers: &covers})
			if n := dataset.Errors(report.Problems); n > 0 {
				t.Errorf("got %d errors", n)
			}
			compareColumns(t, again, original, dataset.ControlLayer, dataset.ControlLayer,
				"claimants", "from_earliest", "from_latest", "attributes_of", "garrison", "flag", "curfew", "sworn", "hearths", "walked")
			r := rand.New(rand.NewPCG(30, 31))
			zones := map[string]bool{}
			first := original.Dataset.Covers.From
			for range 2000 {
				point := orb.Point{-131.5 + 4.5*r.Float64(), -43.4 + 2.6*r.Float64()}
				day := first + date.Date(r.IntN(29*365))
				if got, want := answer(again, point, day), answer(original, point, day); got != want {
					t.Fatalf("%v on %s:\ngot  %s\nwant %s", point, day, got, want)
				}
				if z := original.Locate(point, day).Zone; z != nil {
					zones[z.ID] = true
				}
			}
			if len(zones) < 8 {
				t.Errorf("the points lie in %d zones only", len(zones))
			}
		})
	}
}

// So do the days of ancient years, whether a format has dates for them or texts.
func TestAncientRoundTrip(t *testing.T) {
	original, _, err := data.Open(testdata.Olden())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range formats {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			covers := original.Dataset.Covers.Interval()
			again, report := imported(t, exported(t, original, dataset.ControlLayer, name), Options{End: Exclusive, Covers: &covers})
			if n := dataset.Errors(report.Problems); n > 0 {
				t.Errorf("got %d errors", n)
			}
			for _, point := range []orb.Point{{62.2, 15.3}, {63.2, 15.8}, {62.2, 14.3}, {63.2, 14.3}} {
				for day := covers.From; day < covers.To; day += 31 {
					if got, want := answer(again, point, day), answer(original, point, day); got != want {
						t.Fatalf("%v on %s:\ngot  %s\nwant %s", point, day, got, want)
					}
				}
			}
		})
	}
}

// compareColumns compares columns of all days that the features of two layers have; one that holds
// nothing may be missing.
func compareColumns(t *testing.T, again, original *data.Snapshot, got, want string, columns ...string) {
	t.Helper()
	values := func(s *data.Snapshot, name string) map[string]string {
		layer, err := s.Layer(t.Context(), name, data.Selection{During: date.Always})
		if err != nil {
			t.Fatal(err)
		}
		all := map[string]string{}
		for i, field := range layer.Fields {
			for _, f := range layer.Features {
				if f.Values[i] != nil && slices.Contains(columns, field.Name) {
					all[f.ID+" "+field.Name] = fmt.Sprint(field.Type, f.Values[i])
				}
			}
		}
		return all
	}
	is, was := values(again, got), values(original, want)
	for key := range was {
		if is[key] != was[key] {
			t.Errorf("%s: got %q, want %q", key, is[key], was[key])
		}
	}
	for key := range is {
		if was[key] == "" {
			t.Errorf("%s: got %q, want nothing", key, is[key])
		}
	}
}

// answer is what must survive a journey through another program's format.
func answer(s *data.Snapshot, point orb.Point, day date.Date) string {
	l := s.Locate(point, day)
	text := describe(l.Control)
	if l.Zone != nil {
		text += fmt.Sprint(" ", l.Zone.ID, l.Zone.Names, l.Zone.AreaKm2, l.Zone.Second)
	}
	for _, o := range l.Overlays {
		text += fmt.Sprint(" ", o.ID, describe(*o.Control))
	}
	return text
}

func describe(c data.Control) string {
	controller := ""
	if c.Controller != nil {
		controller = *c.Controller
	}
	from, to := date.Beginning, date.Forever
	if c.From != nil {
		from = *c.From
	}
	if c.To != nil {
		to = *c.To
	}
	return fmt.Sprint(controller, c.Status, c.PatrolledBy, c.AcquiredBy, from, to)
}

// So does every layer of regions, with names in all alphabets, days and shapes.
func TestRegionsRoundTrip(t *testing.T) {
	original := isles(t)
	for _, layer := range original.Dataset.Layers {
		if layer.ID == "zones" {
			continue // an id that the import gives itself
		}
		for _, name := range formats {
			t.Run(layer.ID+" as "+name, func(t *testing.T) {
				t.Parallel()
				again, _ := imported(t, exported(t, original, layer.ID, name), Options{End: Exclusive})
				got, want := regionsOf(again, ""), regionsOf(original, layer.ID)
				if len(want) == 0 || !reflect.DeepEqual(got, want) {
					t.Errorf("got  %v\nwant %v", got, want)
				}
				var own []string
				for _, a := range original.Dataset.Attributes {
					if a.Of == dataset.OfRegions {
						own = append(own, a.Name)
					}
				}
				compareColumns(t, again, original, again.Dataset.Layers[0].ID, layer.ID, own...)
			})
		}
	}
}

// regionsOf describes the regions of a layer, or of all.
func regionsOf(s *data.Snapshot, layer string) map[string]string {
	regions := map[string]string{}
	for _, r := range s.Dataset.Regions {
		if layer == "" || r.Layer == layer {
			regions[r.ID] = fmt.Sprint(r.Names, r.Interval, r.Kind, r.Confidence, r.Drawn())
			if r.Drawn() {
				regions[r.ID] += fmt.Sprint(r.Shape().Bound())
			}
		}
	}
	return regions
}
