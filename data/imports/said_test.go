package imports

import (
	"slices"
	"strings"
	"testing"

	"demarc/data/dataset"
)

// Every column is either named by a choice or among those not used.
func TestEveryColumnIsSpokenOf(t *testing.T) {
	original := bundled(t)
	for _, layer := range []string{dataset.ControlLayer, "provinces", dataset.PlacesLayer} {
		file := exported(t, original, layer, "gpkg")
		tables, err := readTables(t.Context(), file)
		if err != nil {
			t.Fatal(err)
		}
		_, report := imported(t, file, Options{End: Exclusive})
		for _, field := range tables[0].Fields {
			chosen := slices.ContainsFunc(report.Chosen, func(c Choice) bool { return strings.Contains(c.Chosen, `column "`+field.Name+`"`) })
			if chosen == slices.Contains(report.Unused, field.Name) {
				t.Errorf("%s of %s: chosen and not used are both %t", field.Name, layer, chosen)
			}
		}
	}
}
