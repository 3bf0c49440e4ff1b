package karabakh_test

import (
	"testing"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/karabakh"
)

func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		if _, _, err := data.Open(karabakh.FS()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLocate(b *testing.B) {
	s := open(b)
	on := day(b, "2020-11-25")
	for b.Loop() {
		s.Locate(orb.Point{46.04, 40.10}, on)
	}
}

func BenchmarkTile(b *testing.B) {
	s := open(b)
	on := day(b, "2020-11-25")
	for b.Loop() {
		if _, err := s.Tile(b.Context(), dataset.HistoryTiles, on, 8, 161, 96); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAppendLocation(b *testing.B) {
	s := open(b)
	on := day(b, "2020-11-25")
	var dst []byte
	b.ReportAllocs()
	for b.Loop() {
		l := s.LocateWith(orb.Point{46.04, 40.10}, on, data.Extras{})
		dst = l.AppendJSON(dst[:0])
	}
}
