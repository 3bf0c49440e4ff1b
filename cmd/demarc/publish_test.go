package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"demarc/data/testdata"
	"demarc/web"
)

// Whoever publishes is told what to put into an article: it leads to a file that there is.
func TestPublishedIsEmbedded(t *testing.T) {
	if !web.Built() {
		t.Skip("the page is not built")
	}
	const address = "https://example.org/maps/"
	data, site := t.TempDir(), t.TempDir()
	if err := os.CopyFS(data, testdata.Small()); err != nil {
		t.Fatal(err)
	}
	publish := func(more ...string) string {
		t.Helper()
		var out, said bytes.Buffer
		if code := run(t.Context(), append([]string{"publish", "-data", data}, append(more, site)...), &out, &said); code != exitFine {
			t.Fatalf("publish %q ends with %d: %s", more, code, &said)
		}
		return out.String()
	}
	if told := publish("-dry-run", "-url", address); strings.Contains(told, "<iframe") {
		t.Errorf("it is told how to embed what is not there:\n%s", told)
	}
	told := publish("-url", address)
	frame := regexp.MustCompile(`(?m)^embed +<iframe src="https://example\.org/maps/([^"]+)" title="[^"]+" .*></iframe>$`).FindStringSubmatch(told)
	if frame == nil {
		t.Fatalf("no code to embed:\n%s", told)
	}
	if _, err := os.Stat(filepath.Join(site, frame[1])); err != nil {
		t.Error(err)
	}
	if !strings.Contains(told, "\nmap    "+address+"index.html\n") {
		t.Errorf("no address of the map:\n%s", told)
	}
}
