package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
)

// Whoever interrupts a command reads that, and not what the program calls it.
func TestInterruptedCommandsSaySo(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	file := filepath.Join(t.TempDir(), "one.geojson")
	content := `{"type": "Feature", "properties": {"name": "One"}, "geometry": {"type": "Point", "coordinates": [1, 2]}}`
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	code := run(ctx, []string{"import", file, filepath.Join(t.TempDir(), "new")}, &stdout, &stderr)
	if got, want := stderr.String(), "demarc: interrupted, nothing is written\n"; code != exitFailed || got != want {
		t.Errorf("got %d %q, want %d %q", code, got, exitFailed, want)
	}
}
