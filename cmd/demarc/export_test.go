package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// An export that is stopped says so, fails, and leaves nothing behind.
func TestStoppedExportLeavesNothing(t *testing.T) {
	directory := t.TempDir()
	ctx, stop := context.WithCancel(context.Background())
	stop()
	var stdout, stderr bytes.Buffer
	code := run(ctx, []string{"export", "-o", filepath.Join(directory, "control.pmtiles")}, &stdout, &stderr)
	if code != exitFailed || stdout.Len() > 0 || !strings.Contains(stderr.String(), "stopped") {
		t.Errorf("got exit code %d, %q, %q: want %d, nothing, and that it was stopped", code, stdout.String(), stderr.String(), exitFailed)
	}
	if left, _ := os.ReadDir(directory); len(left) > 0 {
		t.Errorf("%s is left", left[0].Name())
	}
}
