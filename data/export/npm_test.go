package export_test

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data/testdata"
	"demarc/geo"
)

// readWithNode lets npm packages read files and returns for each its features, as GeoJSON, and what
// else it says.
func readWithNode(t *testing.T, files ...string) map[string]struct {
	Features json.RawMessage
	Members  map[string]any
} {
	t.Helper()
	read := map[string]struct {
		Features json.RawMessage
		Members  map[string]any
	}{}
	testdata.Node(t, &read, []string{"topojson-client", "flatgeobuf", "hyparquet"}, "../../web", "testdata/read.mjs", files...)
	return read
}

// nodeJudges are the formats that npm packages read, and how far off a position may be in degrees.
var nodeJudges = map[string]float64{"topojson": 5.0001e-8, "flatgeobuf": 0, "parquet": 0}

// The packages that the web and data people read these formats with find every feature of every
// layer in them.
func TestNodeReadsEveryLayer(t *testing.T) {
	s := snapshot(t)
	for format, tolerance := range nodeJudges {
		t.Run(format, func(t *testing.T) {
			wanted := all
			if format == "flatgeobuf" {
				// Its reader fails on features without a geometry, which the format allows and GDAL
				// reads.
				wanted.Within = []orb.Bound{{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}}
			}
			var files []string
			layers := map[string]geo.Layer{}
			for _, name := range s.LayerNames() {
				layer, err := s.Layer(t.Context(), name, wanted)
				if err != nil {
					t.Fatal(err)
				}
				file := save(t, s, format, name, wanted)
				files, layers[filepath.Base(file)] = append(files, file), layer
			}
			for name, file := range readWithNode(t, files...) {
				got := readCollection(t, []byte(`{"features":`+string(file.Features)+`}`))
				compare(t, name, layers[name], got, nil, tolerance)
				credits, _ := json.Marshal(file.Members)
				for _, want := range []string{"Lantern Isles", "CC0-1.0", "1.2.0"} {
					if !strings.Contains(string(credits), want) {
						t.Errorf("%s: %q is not in %s", name, want, credits)
					}
				}
			}
		})
	}
}
