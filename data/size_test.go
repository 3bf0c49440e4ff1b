package data_test

import (
	"context"
	"runtime"
	"testing"

	"demarc/data"
	"demarc/data/karabakh"
)

// The bytes of a snapshot are within a factor of three of what the heap grows by.
func TestBytesAreAbout(t *testing.T) {
	heap := func() int64 {
		runtime.GC()
		runtime.GC() // pools are emptied by the second
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	before := heap()
	s, _, err := data.Open(karabakh.FS())
	if err != nil {
		t.Fatal(err)
	}
	for z := range uint32(15) {
		if _, err := s.EpochTile(context.Background(), "history", data.AllEpochs, z, 0, 0); err != nil && z == 0 {
			t.Fatal(err)
		}
	}
	taken, said := heap()-before, s.Bytes()
	runtime.KeepAlive(s)
	if said < taken/3 || said > 3*taken {
		t.Errorf("Bytes says %d, the heap grew by %d", said, taken)
	}
}
