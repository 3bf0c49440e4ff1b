package workfile_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"

	"demarc/data/alsace"
	"demarc/data/dataset"
	"demarc/data/karabakh"
	"demarc/data/tables"
	"demarc/data/testdata"
	"demarc/data/workfile"
)

var randomDatasets = flag.Int("random", 40, "how many random datasets go through a GeoPackage")

var fixtures = map[string]fs.FS{
	"isles": testdata.Isles(), "olden": testdata.Olden(), "small": testdata.Small(), "karabakh": karabakh.FS(), "alsace": alsace.FS(),
}

// canonical returns the files of a dataset in canonical form.
func canonical(t *testing.T, root fs.FS) map[string][]byte {
	t.Helper()
	c, err := dataset.Format(root)
	if err != nil || len(c.Unread) > 0 {
		t.Fatal(err, c.Unread)
	}
	return c.Files
}

func mapFS(files map[string][]byte) fstest.MapFS {
	root := fstest.MapFS{}
	for name, content := range files {
		root[name] = &fstest.MapFile{Data: content}
	}
	return root
}

// written makes a file of a dataset.
func written(t *testing.T, files map[string][]byte) string {
	t.Helper()
	set, err := tables.Split(files)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "work.gpkg")
	if err := workfile.Write(context.Background(), name, workfile.Made{Name: "map", Language: "ru", Files: files, Others: map[string][]byte{"LICENSE": []byte("free")}, Set: set}); err != nil {
		t.Fatal(err)
	}
	return name
}

func read(t *testing.T, name string) *workfile.File {
	t.Helper()
	f, err := workfile.Read(context.Background(), name)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// same compares a set with files to the last byte.
func same(t *testing.T, set *tables.Set, want map[string][]byte) error {
	t.Helper()
	joined := set.Join()
	if len(joined.Problems) > 0 {
		return fmt.Errorf("problems: %v", joined.Problems)
	}
	got := canonical(t, mapFS(joined.Files))
	if a, b := slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)); !slices.Equal(a, b) {
		return fmt.Errorf("files %v, want %v", a, b)
	}
	for name := range want {
		if !bytes.Equal(got[name], want[name]) {
			return fmt.Errorf("%s: got\n%s\nwant\n%s", name, got[name], want[name])
		}
	}
	return nil
}

// A dataset comes back from a GeoPackage to the last byte, and so does what it was made from.
func TestDatasetsComeBackFromGeoPackages(t *testing.T) {
	sets := maps.Clone(fixtures)
	for seed := range *randomDatasets {
		sets[fmt.Sprint("random ", seed)] = testdata.Random(uint64(seed))
	}
	for name, root := range sets {
		t.Run(name, func(t *testing.T) {
			want := canonical(t, root)
			f := read(t, written(t, want))
			if len(f.Problems)+len(f.Notes) > 0 || string(f.Set.Others["LICENSE"]) != "free" || string(f.Base.Others["LICENSE"]) != "free" {
				t.Errorf("got %v %v %v", f.Problems, f.Notes, f.Set.Others)
			}
			for _, set := range []*tables.Set{f.Set, f.Base} {
				if err := same(t, set, want); err != nil {
					t.Error(err)
				}
			}
			if changes := tables.Diff(f.Base, f.Set); len(changes) > 0 {
				t.Errorf("changes: %v", changes)
			}
		})
	}
}
