package data

import (
	"testing"

	"demarc/data/testdata"
)

// What all tiles are cut from is not made while a dataset is opened, which its first answers wait
// for, and is there after PrepareTiles, so that the first tile need not wait for it.
func TestPrepareTiles(t *testing.T) {
	s, _, err := Open(testdata.Isles())
	if err != nil {
		t.Fatal(err)
	}
	if s.tileShapes.pyramid != nil {
		t.Error("tiles are prepared while the dataset is opened")
	}
	s.PrepareTiles()
	made := s.tileShapes.pyramid
	if made == nil {
		t.Fatal("tiles are not prepared after PrepareTiles")
	}
	if _, err := s.Tile(t.Context(), "history", 0, 0, 0, 0); err != nil {
		t.Fatal(err)
	}
	if s.tileShapes.pyramid != made {
		t.Error("a tile was cut from something else than had been prepared")
	}
}
