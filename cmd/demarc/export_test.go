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
