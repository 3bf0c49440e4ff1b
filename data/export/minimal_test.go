package export_test

import (
	"strings"
	"testing"

	"demarc/data"
	"demarc/data/testdata"
)

// GDAL opens what is exported of the emptiest datasets, in all formats, and of those in scripts
// with marks, and finds as many features as there are.
func TestGDALOpensMinimal(t *testing.T) {
	sets := map[string]*data.Snapshot{}
	for name, files := range testdata.Minimal() {
		s, _, err := data.Open(files)
		if err != nil {
			t.Fatal(err)
		}
		sets[name] = s
	}
	for language, files := range testdata.Scripts() {
		s, _, err := data.Open(files)
		if err != nil {
			t.Fatal(err)
		}
		sets[language] = s
	}
	for _, judge := range gdalJudges {
		t.Run(judge.format, func(t *testing.T) {
			t.Parallel()
			for name, s := range sets {
				opened := false
				for _, layer := range s.LayerNames() {
					table, err := s.Layer(t.Context(), layer, all)
					if err != nil {
						t.Fatal(err)
					}
					file := save(t, s, judge.format, layer, all)
					if len(table.Features) == 0 || opened {
						continue // of an empty file GDAL cannot always tell what it is
					}
					opened = true
					out := string(testdata.GDAL(t, "ogrinfo", "-ro", "-al", "-so", file))
					if !strings.Contains(out, "Feature Count: ") {
						t.Errorf("%s, %s: GDAL finds no layer: %.300s", name, layer, out)
					}
				}
			}
		})
	}
}
