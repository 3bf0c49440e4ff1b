package publish_test

import (
	"strings"
	"testing"

	"demarc/data/testdata"
	"demarc/server"
)

// What the operator has below the map is named by the pages that have a map; without anything below
// it no tiles of the world are published.
func TestBasemapOfASite(t *testing.T) {
	const address, whose = "https://tiles.example.org/{z}/{x}/{y}.png", "Tiles by Example"
	for _, tt := range []struct {
		name         string
		below        server.Basemap
		named, world bool
	}{
		{"the world", server.Basemap{}, false, true},
		{"an operator's", server.Basemap{Address: address, Attribution: whose}, true, true}, // which pictures do without
		{"none", server.Basemap{None: true}, false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out := t.TempDir()
			published(t, remembering(siteAbove(t, testdata.Small(), builtPage("one-1"), tt.below)), directory(t, out), options(1))
			files := tree(t, out)
			for _, page := range []string{"index.html", "embed.html"} {
				if got := strings.Contains(files[page], address) && strings.Contains(files[page], whose); got != tt.named {
					t.Errorf("%s: the base map is named: %t, want %t", page, got, tt.named)
				}
			}
			if got := strings.Contains(files["site.json"], `"world/0/0/0.mvt"`); got != tt.world {
				t.Errorf("the world is published: %t, want %t", got, tt.world)
			}
		})
	}
}
