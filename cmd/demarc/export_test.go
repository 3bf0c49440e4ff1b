package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Whoever interrupts an export finds neither half a file nor what it was made in.
func TestInterruptedExportLeavesNothing(t *testing.T) {
	stopped, stop := context.WithCancel(context.Background())
	stop()
	for _, extension := range []string{"geojson", "shp.zip", "fgb", "kmz", "parquet", "topojson", "csv", "gpkg"} {
		folder := t.TempDir()
		t.Setenv("TMPDIR", folder)
		var out, messages strings.Builder
		code := run(stopped, []string{"export", "-o", filepath.Join(folder, "control."+extension)}, &out, &messages)
		files, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		if code != exitFailed || len(files) > 0 || !strings.Contains(messages.String(), "stopped") {
			t.Errorf("%s: got %d, files %v, message %q; want %d, none, and a word on it", extension, code, files, &messages, exitFailed)
		}
	}
}

// What stands under the name of an export stays what it is: a device written over by a renamed file
// would be lost to every other program, a link would no longer lead where it did, and a private
// file would become one for everybody.
func TestExportKeepsWhatTheNameIs(t *testing.T) {
	for _, tt := range []struct {
		name   string
		target func(folder string) string // makes what the link leads to
		code   int
		mode   os.FileMode // of the target, afterwards
	}{
		{"device", func(string) string { return os.DevNull }, exitFine, os.ModeDevice | os.ModeCharDevice},
		{"full device", func(string) string { return "/dev/full" }, exitFailed, os.ModeDevice | os.ModeCharDevice},
		{"private file", func(folder string) string {
			name := filepath.Join(folder, "private")
			if err := os.WriteFile(name, []byte("old"), 0o600); err != nil {
				t.Fatal(err)
			}
			return name
		}, exitFine, 0o600},
		{"directory", func(string) string { return t.TempDir() }, exitFailed, os.ModeDir},
	} {
		t.Run(tt.name, func(t *testing.T) {
			folder := t.TempDir()
			target, link := tt.target(folder), filepath.Join(folder, "control.pmtiles")
			if _, err := os.Stat(target); err != nil {
				t.Skip(err)
			}
			if err := os.Symlink(target, link); err != nil {
				t.Skip(err)
			}
			var out, messages strings.Builder
			arguments := []string{"export", "-data", "../../data/testdata/isles", "-datetime", "1972-11-25", "-maxzoom", "5", "-o", link}
			if code := run(context.Background(), arguments, &out, &messages); code != tt.code {
				t.Errorf("got exit %d, message %q; want %d", code, &messages, tt.code)
			}
			if got, err := os.Readlink(link); err != nil || got != target {
				t.Errorf("the link leads to %q, %v; want %q", got, err, target)
			}
			info, err := os.Stat(target)
			if err != nil {
				t.Fatal(err)
			}
			mask := os.ModeType
			if info.Mode().IsRegular() {
				mask |= os.ModePerm
				if content, err := os.ReadFile(target); err != nil || !strings.HasPrefix(string(content), "PMTiles") {
					t.Errorf("the target holds %.20q, %v; want an archive", content, err)
				}
			}
			if got := info.Mode() & mask; got != tt.mode {
				t.Errorf("the target is %v; want %v", got, tt.mode)
			}
		})
	}
}
