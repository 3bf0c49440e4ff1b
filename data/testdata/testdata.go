// Package testdata holds made-up datasets for the tests of all packages. No test of a package other
// than data/karabakh and data/alsace reads a bundled dataset, so that an edit of facts breaks no
// test far away.
package testdata

import (
	"embed"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

//go:embed isles small olden globe
var files embed.FS

// Isles returns the files of the Lantern Isles, an archipelago in the south-west with all that the
// format can say: nested zones, islands, overlays, lines, points, regions that are not drawn,
// uncertain days, viewpoints, and names in three scripts.
func Isles() fs.FS { return sub("isles") }

// Small returns the files of Two valleys, two square zones without anything that a dataset can do
// without.
func Small() fs.FS { return sub("small") }

// Olden returns the files of the Reed Cities, four zones of the years -0500 to 0300 with days of
// every form that EDTF has.
func Olden() fs.FS { return sub("olden") }

// Globe returns the files of the whole globe as six zones that leave no gap: four quarters, of
// which pacific lies in two parts on both sides of the date line, and a zone around each pole.
func Globe() fs.FS { return sub("globe") }

func sub(directory string) fs.FS {
	root, err := fs.Sub(files, directory)
	if err != nil {
		panic(err)
	}
	return root
}

// Copy returns a copy of the files that a test may change.
func Copy(t testing.TB, root fs.FS) fstest.MapFS {
	t.Helper()
	copied := fstest.MapFS{}
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(root, name)
		copied[name] = &fstest.MapFile{Data: content}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return copied
}

// With returns a copy of the files in which new stands for old in the named file, the first times
// times that it stands there, -1 for all. It fails the test when old does not stand there.
func With(t testing.TB, root fs.FS, name, old, new string, times int) fstest.MapFS {
	t.Helper()
	changed := Copy(t, root)
	file := changed[name]
	if file == nil || !strings.Contains(string(file.Data), old) {
		t.Fatalf("%s does not hold %q", name, old)
	}
	file.Data = []byte(strings.Replace(string(file.Data), old, new, times))
	return changed
}

// Line returns the line of the named file on which text stands first.
func Line(t testing.TB, root fs.FS, name, text string) int {
	t.Helper()
	content, err := fs.ReadFile(root, name)
	if err != nil {
		t.Fatal(err)
	}
	before, _, ok := strings.Cut(string(content), text)
	if !ok {
		t.Fatalf("%s does not hold %q", name, text)
	}
	return strings.Count(before, "\n") + 1
}
