package pmtiles

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"testing"
)

// A Reader finds what was written, also in directories below the root, and nothing else; whatever
// an archive is damaged by, it says so or finds less.
func TestReader(t *testing.T) {
	w, err := NewWriter(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	random := rand.New(rand.NewPCG(1, 2))
	want := map[uint64]uint32{} // each tile begins with its number
	for id := uint64(0); id < 60_000; id += 1 + random.Uint64N(3) {
		want[id] = random.Uint32()
		tile := append(binary.LittleEndian.AppendUint32(nil, want[id]), make([]byte, random.IntN(50))...)
		if err := w.add(id, 1, tile); err != nil {
			t.Fatal(err)
		}
	}
	var file bytes.Buffer
	if err := w.Finish(&file, Info{Metadata: map[string]any{"vector_layers": []string{}}}); err != nil {
		t.Fatal(err)
	}
	archive := file.Bytes()
	r, err := NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	if len(r.root) == 0 || r.root[0].run != 0 {
		t.Fatal("the archive has no leaves: nothing is shown by it")
	}
	for z := uint32(0); z < 8; z++ {
		for range 2000 {
			x, y := random.Uint32N(1<<z), random.Uint32N(1<<z)
			content, zipped, err := r.Tile(z, x, y)
			number, known := want[tileID(z, x, y)]
			if err != nil || known != (content != nil) || known && !zipped {
				t.Fatalf("tile %d/%d/%d: %d bytes, zipped %v, %v: there is one: %v", z, x, y, len(content), zipped, err, known)
			}
			if known && binary.LittleEndian.Uint32(content) != number {
				t.Fatalf("tile %d/%d/%d is another one", z, x, y)
			}
		}
	}
	if content, _, err := r.Tile(30, 0, 0); content != nil || err != nil {
		t.Errorf("a tile beyond the zooms: %v, %v", content, err)
	}
	for range 2000 {
		damaged := bytes.Clone(archive)
		damaged[random.IntN(rootMax)] ^= byte(1 + random.UintN(255))
		if r, err := NewReader(bytes.NewReader(damaged), int64(len(damaged))); err == nil {
			r.Tile(5, 3, 3)
		}
	}
	if _, err := NewReader(bytes.NewReader(archive[:100]), 100); err == nil {
		t.Error("read the header of half a file")
	}
}
