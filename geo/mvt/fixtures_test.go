package mvt

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// stricter says which of the valid fixtures the decoder refuses all the same, and why: they hold
// what a reader has to bear with, but our tiles must not have.
var stricter = map[string]string{
	"016": "a geometry of unknown type",
	"025": "a layer without features",
	"039": "defaults written out, among them a geometry of unknown type",
	"049": "a position far outside of the tile",
	"050": "a position far outside of the tile",
	"056": "a buffer of 200 units",
	"057": "a MoveTo of more points than there are",
}

// The decoder that judges our tiles in these tests judges the fixtures of the specification's
// authors right, and geometry is encoded as in them.
func TestFixtures(t *testing.T) {
	const folder = "../../web/node_modules/@mapbox/mvt-fixtures/fixtures"
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatalf("the npm package @mapbox/mvt-fixtures is missing: run npm ci in web, or make test: %v", err)
	}
	drawn := 0
	for _, entry := range entries {
		t.Run(entry.Name(), func(t *testing.T) {
			tile, err := os.ReadFile(filepath.Join(folder, entry.Name(), "tile.mvt"))
			if err != nil {
				t.Fatal(err)
			}
			text, err := os.ReadFile(filepath.Join(folder, entry.Name(), "info.json"))
			if err != nil {
				t.Fatal(err)
			}
			var info struct {
				Description string
				Validity    struct{ V2 bool }
			}
			if err := json.Unmarshal(text, &info); err != nil {
				t.Fatal(err)
			}
			layers, err := decode(tile)
			if reason, refused := stricter[entry.Name()]; (err == nil) != (info.Validity.V2 && !refused) {
				t.Errorf("error %v, valid %v %s: %s", err, info.Validity.V2, reason, info.Description)
			}
			for _, l := range layers {
				for _, f := range l.features {
					drawn++
					if encoded := encodeAgain(f); err == nil && !bytes.Contains(tile, encoded) {
						t.Errorf("%v is encoded as % x, in the fixture otherwise", f, encoded)
					}
				}
			}
		})
	}
	if drawn < 30 {
		t.Errorf("only %d features compared", drawn)
	}
}

// encodeAgain returns the geometry of a feature.
func encodeAgain(f decodedFeature) []byte {
	var c commands
	all := box{MinX: -1 << 30, MinY: -1 << 30, MaxX: 1 << 30, MaxY: 1 << 30}
	c.multipoint(f.points, &all)
	for _, line := range f.lines {
		c.path(line)
	}
	for _, polygon := range f.polygons {
		c.polygons(polygon[:1], polygon[1:])
	}
	return c.bytes
}
