package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"demarc/data/testdata"
)

// sighting is a row of the Parquet files of these tests.
type sighting struct {
	Lon  float64  `parquet:"lon"`
	Lat  float64  `parquet:"lat"`
	Date string   `parquet:"date"`
	Tags []string `parquet:"tags,list"`
}

func writeSightings(t *testing.T, name string, rows ...sighting) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := parquet.WriteFile(name, rows); err != nil {
		t.Fatal(err)
	}
}

// located are the columns that a file has got.
type locatedSighting struct {
	sighting
	Zone   string `parquet:"zone,optional"`
	Status string `parquet:"status,optional"`
	Error  string `parquet:"locate_error,optional"`
}

// parquetTest is a folder with the dataset of the isles, and the command on it.
type parquetTest struct {
	folder         string
	stdout, stderr bytes.Buffer
}

func newParquetTest(t *testing.T) *parquetTest {
	p := &parquetTest{folder: t.TempDir()}
	if err := os.CopyFS(filepath.Join(p.folder, "isles"), testdata.Isles()); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *parquetTest) in(names ...string) string {
	return filepath.Join(append([]string{p.folder}, names...)...)
}

func (p *parquetTest) locate(args ...string) int {
	p.stdout.Reset()
	p.stderr.Reset()
	return run(context.Background(), append([]string{"locate", "-data", p.in("isles"), "-columns", "zone,status"}, args...), &p.stdout, &p.stderr)
}

var orchard = sighting{-130.30, -42.20, "1972-11-24", []string{"a", "b"}}

// A Parquet file comes back as one, whether to a file or to the standard output.
func TestLocateParquet(t *testing.T) {
	p := newParquetTest(t)
	in, out := p.in("in.parquet"), p.in("out.parquet")
	writeSightings(t, in, orchard, sighting{-130.30, -42.20, "x", nil})
	if code := p.locate("-o", out, in); code != exitFine {
		t.Fatalf("exit %d: %s", code, p.stderr.String())
	}
	for _, says := range []string{`in.parquet: longitude from "lon", latitude from "lat", day from "date"`, "in.parquet: 1 of 2 rows could not be located, see locate_error"} {
		if !strings.Contains(p.stderr.String(), says) {
			t.Errorf("got %q, want %q in it", p.stderr.String(), says)
		}
	}
	rows, err := parquet.ReadFile[locatedSighting](out)
	if err != nil || len(rows) != 2 || rows[0].Zone != "orchards" || rows[0].Status == "" || rows[0].Tags[1] != "b" || !strings.Contains(rows[1].Error, `date "x"`) {
		t.Errorf("got %+v, %v", rows, err)
	}
	content, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if code := p.locate(in); code != exitFine || !bytes.Equal(p.stdout.Bytes(), content) {
		t.Errorf("exit %d, the standard output differs from the file", code)
	}
	for _, tt := range []struct {
		says string
		args []string
	}{
		{"want a name that ends in .parquet", []string{"-o", p.in("out.csv"), in}},
		{"compressed already", []string{"-z", in}},
		{"are about other tables", []string{"-delimiter", ";", in}},
		{"is no Parquet file", []string{"-o", p.in("x.parquet"), p.in("isles", "actors.json")}},
		{"several files: want the folder", []string{in, out}},
		{"no file has such a name", []string{"-o", p.in("y"), p.in("none-*.parquet")}},
		{"no file in it ends in .parquet", []string{"-o", p.in("y"), p.in("isles")}},
		{"want another folder", []string{"-o", p.folder, p.folder}},
	} {
		if code := p.locate(tt.args...); code != exitMisuse || !strings.Contains(p.stderr.String(), tt.says) {
			t.Errorf("%q: exit %d, %s, want %q", tt.args, code, p.stderr.String(), tt.says)
		}
	}
}

// A folder of files becomes another of the same names. What is there and right stays, so that a run
// that was stopped goes on; one file at fault does not stop the others.
func TestLocateFolderOfParquet(t *testing.T) {
	p := newParquetTest(t)
	names := []string{"year=1972/a.parquet", "year=1972/b.parquet", "year=1973/a.parquet"}
	for _, name := range names {
		writeSightings(t, p.in("in", name), orchard)
	}
	writeSightings(t, p.in("in", "_temporary", "c.parquet"), orchard)
	writeSightings(t, p.in("in", ".hidden.parquet"), orchard)
	if err := os.WriteFile(p.in("in", "bad.parquet"), []byte("PAR1 and no more"), 0o666); err != nil {
		t.Fatal(err)
	}
	code := p.locate("-o", p.in("out"), p.in("in"))
	if code != exitFailed || !strings.Contains(p.stderr.String(), "bad.parquet: the Parquet file does not end as it should") || !strings.Contains(p.stderr.String(), "1 of 4 files could not be located") {
		t.Errorf("exit %d, %s", code, p.stderr.String())
	}
	left, err := filepath.Glob(p.in("out", "*"))
	if err != nil || len(left) != 2 {
		t.Errorf("in the folder are %q, %v; want the two of the years", left, err)
	}
	before := map[string]os.FileInfo{}
	for _, name := range names {
		if before[name], err = os.Stat(p.in("out", name)); err != nil {
			t.Fatal(err)
		}
	}

	// One is mended, one has changed, of one the end is lost; one stays as it is.
	writeSightings(t, p.in("in", "bad.parquet"), orchard)
	writeSightings(t, p.in("in", names[0]), orchard, orchard)
	if err := os.Truncate(p.in("out", names[1]), 100); err != nil {
		t.Fatal(err)
	}
	if code := p.locate("-o", p.in("out"), p.in("in")); code != exitFine || !strings.Contains(p.stderr.String(), "kept: 1 of 4 files") {
		t.Errorf("exit %d, %s", code, p.stderr.String())
	}
	for i, name := range append(names, "bad.parquet") {
		rows, err := parquet.ReadFile[locatedSighting](p.in("out", name))
		if want := map[int]int{0: 2}[i]; err != nil || len(rows) != max(want, 1) || rows[0].Zone != "orchards" {
			t.Errorf("%s: got %+v, %v", name, rows, err)
		}
		after, err := os.Stat(p.in("out", name))
		if err != nil {
			t.Fatal(err)
		}
		if same := before[name] != nil && os.SameFile(before[name], after); same != (i == 2) {
			t.Errorf("%s: is the same file: %t", name, same)
		}
	}

	// By a pattern that only one file fits, the same.
	if code := p.locate("-o", p.in("out"), p.in("in", "year=*", "b.parquet")); code != exitFine || !strings.Contains(p.stderr.String(), "kept: 1 of 1 file") {
		t.Errorf("exit %d, %s", code, p.stderr.String())
	}

	// The same by a pattern, and as a list.
	if code := p.locate("-o", p.in("some"), p.in("in", "year=*", "a.parquet")); code != exitFine {
		t.Errorf("exit %d, %s", code, p.stderr.String())
	}
	if code := p.locate("-o", p.in("some"), p.in("in", names[0]), p.in("in", names[2])); code != exitFine || !strings.Contains(p.stderr.String(), "kept: 2 of 2 files") {
		t.Errorf("exit %d, %s", code, p.stderr.String())
	}
}
