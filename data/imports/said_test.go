package imports

import (
	"slices"
	"strings"
	"testing"

	"demarc/data/dataset"
)

// Every column is named by a choice, an own column, or among those not used.
func TestEveryColumnIsSpokenOf(t *testing.T) {
	original := isles(t)
	for _, layer := range []string{dataset.ControlLayer, "parishes", dataset.PlacesLayer} {
		file := exported(t, original, layer, "gpkg")
		read, err := readTable(t.Context(), file, "", Options{})
		if err != nil {
			t.Fatal(err)
		}
		_, report := imported(t, file, Options{End: Exclusive})
		for _, field := range read.Fields {
			chosen := slices.ContainsFunc(report.Chosen, func(c Choice) bool { return strings.Contains(c.Chosen, `column "`+field.Name+`"`) })
			own := slices.ContainsFunc(report.Own, func(name string) bool {
				return name == field.Name || strings.HasPrefix(name, field.Name+" (as ")
			})
			unused, ways := slices.Contains(report.Unused, field.Name), 0
			for _, is := range []bool{chosen, own, unused} {
				if is {
					ways++
				}
			}
			if ways != 1 {
				t.Errorf("%s of %s: chosen %t, own column %t, not used %t", field.Name, layer, chosen, own, unused)
			}
		}
	}
}
