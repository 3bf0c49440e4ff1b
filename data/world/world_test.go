package world

import (
	"bytes"
	"io"
	"testing"

	"github.com/klauspost/compress/gzip"

	"demarc/geo"
	"demarc/geo/mvt"
)

// features are those of a layer of a tile, by the value of a field how many.
func features(t *testing.T, z, x, y uint32, name, field string) map[any]int {
	t.Helper()
	found := map[any]int{}
	for _, layer := range read(t, z, x, y) {
		for i, f := range layer.Fields {
			for _, feature := range layer.Features {
				if layer.Name == name && f.Name == field {
					found[feature.Values[i]]++
				}
			}
		}
	}
	return found
}

func read(t *testing.T, z, x, y uint32) []geo.Layer {
	t.Helper()
	unzipped, err := gzip.NewReader(bytes.NewReader(Tile(z, x, y)))
	if err != nil {
		t.Fatal(err)
	}
	tile, err := io.ReadAll(unzipped)
	if err != nil {
		t.Fatal(err)
	}
	layers, err := mvt.Read(tile, z, x, y)
	if err != nil {
		t.Fatal(err)
	}
	return layers
}

// The world fits into the program and, of a first view, into the page.
func TestSize(t *testing.T) {
	if len(archive) > 4<<20 {
		t.Errorf("the world has %d bytes: want 4 MiB at most", len(archive))
	}
	sum := 0
	for _, at := range [][2]uint32{{19, 11}, {20, 11}, {19, 12}, {20, 12}} {
		sum += len(Tile(5, at[0], at[1]))
	}
	if sum == 0 || sum > 60<<10 {
		t.Errorf("the tiles of a view of the bundled dataset have %d bytes: want 60 KiB at most", sum)
	}
}

// No line between countries and no name of one is without the days on which it holds.
func TestLinesHaveDays(t *testing.T) {
	for z := range uint32(7) {
		for x := range uint32(1) << z {
			y := (uint32(1) << z) * 3 / 8
			if Tile(z, x, y) == nil {
				continue
			}
			for _, layer := range read(t, z, x, y) {
				for _, f := range layer.Features {
					value := func(name string) any {
						for i, field := range layer.Fields {
							if field.Name == name {
								return f.Values[i]
							}
						}
						return nil
					}
					dated := layer.Name == "borders" || value("role") == "country" || value("kind") == "reservoir"
					if dated && value("valid_from") == nil || layer.Name == "borders" && value("valid_to") == nil {
						t.Fatalf("%d/%d/%d, %s: %v lacks a day", z, x, y, layer.Name, f.Values)
					}
				}
			}
		}
	}
}

// Of lines of which more is known than since when their countries are, that is said.
func TestLinesOfTheTables(t *testing.T) {
	for day, wanted := range map[string]bool{"2014-03-18": true, "1991-12-26": true, "1954-04-26": false} {
		if got := features(t, 4, 9, 5, "borders", "valid_from")[day] > 0; got != wanted {
			t.Errorf("a line around the Black Sea begins on %s: %v, want %v", day, got, wanted)
		}
	}
	if kinds := features(t, 4, 7, 6, "borders", "kind"); kinds["disputed"] == 0 || kinds["border"] == 0 {
		t.Errorf("kinds of lines in the north-west of Africa: %v", kinds)
	}
}

func TestNoTile(t *testing.T) {
	for _, at := range [][3]uint32{{1, 0, 0}, {7, 0, 0}, {5, 32, 0}, {30, 1 << 29, 1}} {
		if Tile(at[0], at[1], at[2]) != nil {
			t.Errorf("there is a tile %v", at)
		}
	}
}
