package imports

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"demarc/data/dataset"
)

// Whatever a file holds, it is refused or becomes a dataset in which only what was drawn or dated
// wrongly is wrong.
func FuzzImport(f *testing.F) {
	for _, features := range [][]string{
		{square(1, `"id": "a", "from": "2000", "to": "2001-01"`), square(2, `"id": "a", "name:az": "x"`)},
		{square(1, `"zone": "a b", "controller": "reds", "status": "held-by", "overlay": true, "sources": ["x", "y"]`), square(1, `"zone": "a b", "controller": null`)},
		{square(1, `"names": {"en": "A", "": "B"}, "parent": "q", "precision_m": "5", "kind": 3`)},
		{`{"type": "Feature", "id": 7, "properties": null, "geometry": null}`},
	} {
		f.Add(geoJSON(features...), true)
	}
	f.Add("zone,controller,wkt\n\"=1\",reds,\"POLYGON((0 0,1 0,1 1,0 0))\"\n", false)
	f.Fuzz(func(t *testing.T, content string, inclusive bool) {
		dir := t.TempDir()
		file := filepath.Join(dir, "x.csv")
		if err := os.WriteFile(file, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
		o := Options{Language: "en", SourceTitle: "s", End: Exclusive}
		if inclusive {
			o.End = Inclusive
		}
		report, err := Import(context.Background(), file, filepath.Join(dir, "out"), o)
		if err != nil {
			return
		}
		for _, p := range report.Problems {
			switch p.Rule {
			case "ring", "range", "axes", "double-control", "interval", "overlap", "gap", "sliver":
			default:
				if p.Severity == dataset.Error {
					t.Errorf("%q: %v", content, p)
				}
			}
		}
	})
}
