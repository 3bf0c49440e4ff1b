package testdata

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// OutputKept holds the hash of what a writer makes of fixed input against a file of lines "writer
// version hash": another output wants another version of the writer, since entity tags tell outputs
// apart by that. With update a new version gets its line; the lines of older ones stay.
func OutputKept(t testing.TB, file, writer string, version int, hash string, update bool) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil && !(update && os.IsNotExist(err)) {
		t.Fatal(err)
	}
	start := fmt.Sprintf("%s %d ", writer, version)
	for line := range strings.Lines(string(content)) {
		if kept, known := strings.CutPrefix(strings.TrimSpace(line), start); known {
			if kept != hash {
				t.Errorf("%s: what version %d makes has changed, and clients would keep the old: raise the version, then run the test with -update", writer, version)
			}
			return
		}
	}
	if !update {
		t.Errorf("%s: %s has no line of version %d: run the test with -update", writer, file, version)
		return
	}
	if err := os.WriteFile(file, fmt.Appendf(content, "%s%s\n", start, hash), 0o644); err != nil {
		t.Fatal(err)
	}
}
