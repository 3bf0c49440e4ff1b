package testdata

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// OutputKept holds the hash of what a writer makes of an input against a file of lines "writer
// version input hash": another output of the same input wants another version of the writer, since
// entity tags tell outputs apart by that. With update a new version gets its line, and that of this
// version is written anew if the input is another one; the lines of older versions stay.
func OutputKept(t testing.TB, file, writer string, version int, input, hash string, update bool) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil && !(update && os.IsNotExist(err)) {
		t.Fatal(err)
	}
	start := fmt.Sprintf("%s %d ", writer, version)
	var others strings.Builder
	for line := range strings.Lines(string(content)) {
		kept, known := strings.CutPrefix(strings.TrimSpace(line), start)
		switch of, made, _ := strings.Cut(kept, " "); {
		case !known:
			others.WriteString(line)
		case of == input && made == hash:
			return
		case of == input:
			t.Errorf("%s: what version %d makes has changed, and clients would keep the old: raise the version, then run the test with -update", writer, version)
			return
		}
	}
	if !update {
		t.Errorf("%s: %s has no line of version %d for input %s: run the test with -update, on a program whose output is as it was", writer, file, version, input)
		return
	}
	if err := os.WriteFile(file, fmt.Appendf(nil, "%s%s%s %s\n", others.String(), start, input, hash), 0o644); err != nil {
		t.Fatal(err)
	}
}
