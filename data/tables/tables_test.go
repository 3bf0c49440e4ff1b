package tables_test

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"demarc/data/alsace"
	"demarc/data/dataset"
	"demarc/data/karabakh"
	"demarc/data/tables"
	"demarc/data/testdata"
)

var randomDatasets = flag.Int("random", 300, "how many random datasets go through tables; once it was 10000")

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

// round takes files through tables and back.
func round(files map[string][]byte) (map[string][]byte, *tables.Set, error) {
	set, err := tables.Split(files)
	if err != nil {
		return nil, nil, err
	}
	joined := set.Join()
	if len(joined.Problems) > 0 {
		return nil, nil, fmt.Errorf("problems: %v", joined.Problems)
	}
	back, err := dataset.Format(mapFS(joined.Files))
	if err != nil || len(back.Unread)+len(back.Lost) > 0 {
		return nil, nil, fmt.Errorf("%w %v %v", err, back.Unread, back.Lost)
	}
	return back.Files, set, nil
}

// differences names the files that are not the same to the last byte.
func differences(got, want map[string][]byte) error {
	if a, b := slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)); !slices.Equal(a, b) {
		return fmt.Errorf("files %v, want %v", a, b)
	}
	for name, content := range want {
		a, b := bytes.Split(got[name], []byte("\n")), bytes.Split(content, []byte("\n"))
		for i := range b {
			if i >= len(a) || !bytes.Equal(a[i], b[i]) {
				return fmt.Errorf("%s:%d: got\n%s\nwant\n%s", name, i+1, a[min(i, len(a)-1)], b[i])
			}
		}
		if len(a) != len(b) {
			return fmt.Errorf("%s: got %d lines, want %d", name, len(a), len(b))
		}
	}
	return nil
}

var fixtures = map[string]fs.FS{
	"isles": testdata.Isles(), "olden": testdata.Olden(), "small": testdata.Small(), "karabakh": karabakh.FS(), "alsace": alsace.FS(),
}

// nulls are attributes that are known to be empty.
var nulls = regexp.MustCompile(`^\{"attributes":\{|"[^"]*":null|\}\}$`)

// What goes through tables comes back to the last byte, and what the format knows has a column: the
// column more is for what it does not know.
func TestDatasetsComeBackFromTables(t *testing.T) {
	for name, root := range fixtures {
		t.Run(name, func(t *testing.T) {
			want := canonical(t, root)
			got, set, err := round(want)
			if err == nil {
				err = differences(got, want)
			}
			if err != nil {
				t.Fatal(err)
			}
			for table, rows := range set.Rows {
				for _, r := range rows {
					if more, _ := r.Values["more"].(string); strings.ReplaceAll(nulls.ReplaceAllString(more, ""), ",", "") != "" {
						t.Errorf("%s: no column holds %s", table, more)
					}
				}
			}
		})
	}
}

func TestRandomDatasetsComeBackFromTables(t *testing.T) {
	for seed := range *randomDatasets {
		want := canonical(t, testdata.Random(uint64(seed)))
		got, _, err := round(want)
		if err == nil {
			err = differences(got, want)
		}
		if err != nil {
			t.Fatalf("dataset %d: %v", seed, err)
		}
	}
}
