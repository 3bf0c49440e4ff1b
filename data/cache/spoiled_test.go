//go:build !race

// One reader of one file: the race detector has nothing to find.

package cache

import (
	"bytes"
	"math/rand/v2"
	"os"
	"testing"
)

// A spoiled file never yields another blob than the one kept, and is said once.
func TestSpoiledFilesAreNotUsed(t *testing.T) {
	directory := t.TempDir()
	d, said := dir(t, directory, 1<<20, "one")
	r := rand.New(rand.NewPCG(1, 1))
	blob := make([]byte, 3000)
	for i := range blob {
		blob[i] = byte(r.Uint32())
	}
	put(d, "a", blob)
	name := files(t, directory)[0]
	sound, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 10_000 {
		spoiled := spoil(r, sound)
		if err := os.WriteFile(name, spoiled, 0o666); err != nil {
			t.Fatal(err)
		}
		if got := d.Get("a"); got != nil && !bytes.Equal(got, blob) {
			t.Fatalf("spoiling %d: got other bytes", i)
		} else if got != nil && !bytes.Equal(spoiled, sound) {
			t.Fatalf("spoiling %d: got the blob of a file that was not as written", i)
		}
	}
	if len(*said) < 1 || len(*said) > 3 {
		t.Errorf("said %q, want each reason once", *said)
	}
	put(d, "a", blob)
	if got := d.Get("a"); !bytes.Equal(got, blob) {
		t.Error("it was not made anew")
	}
}
