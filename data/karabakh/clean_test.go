package karabakh_test

import (
	"io/fs"
	"testing"

	"demarc/data/clean"
	"demarc/data/karabakh"
)

// The layers of the bundled dataset that are partitions are clean: nothing is changed at the usual
// tolerance.
func TestBundledLayersAreClean(t *testing.T) {
	s := open(t)
	for _, layer := range s.Dataset.Layers {
		if !layer.Partition {
			continue
		}
		name := "regions/" + layer.ID + ".geojson"
		document, err := fs.ReadFile(karabakh.FS(), name)
		if err != nil {
			t.Fatal(err)
		}
		result, err := clean.File(name, document, clean.Options{ToleranceM: 1})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range result.Findings {
			if f.Change {
				t.Errorf("%s: %s", name, f.Message)
			}
		}
		if len(result.Changed) > 0 {
			t.Errorf("%s: %v changed", name, result.Changed)
		}
	}
}
