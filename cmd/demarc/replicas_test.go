//go:build !race

// The programs are processes of their own, without the race detector.

package main

import (
	"bufio"
	"context"
	"maps"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Two builds of one release, with other bytes, give the same entity tags, so that clients of both
// keep what they have; builds without a version do not, as nothing says that they write the same.
func TestBuildsOfOneReleaseShareTags(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program three times")
	}
	folder := t.TempDir()
	tags := map[string]map[string]string{}
	for name, flags := range map[string]string{"whole": "-X main.stamp=v1.2.3", "stripped": "-s -w -X main.stamp=v1.2.3", "unstamped": "-s -w"} {
		program := filepath.Join(folder, name)
		build := exec.Command("go", "build", "-buildvcs=false", "-ldflags", flags, "-o", program, ".")
		if output, err := build.CombinedOutput(); err != nil {
			t.Fatalf("go build: %v\n%s", err, output)
		}
		tags[name] = tagsOf(t, program)
	}
	if !maps.Equal(tags["whole"], tags["stripped"]) {
		t.Errorf("two builds of one release: %v and %v", tags["whole"], tags["stripped"])
	}
	for path, tag := range tags["unstamped"] {
		if made := !strings.HasPrefix(path, "/timeline"); made == (tag == tags["whole"][path]) {
			t.Errorf("%s: a build without a version has the tag %q, one of a release %q", path, tag, tags["whole"][path])
		}
	}
}

// tagsOf starts a program and returns the entity tags of answers of each kind.
func tagsOf(t *testing.T, program string) map[string]string {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	serving := exec.CommandContext(ctx, program, "serve", "-addr", "localhost:0", "-url", "https://map.example/", "-data", "bundled:alsace")
	said, err := serving.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := serving.Start(); err != nil {
		t.Fatal(err)
	}
	defer serving.Wait()
	defer stop()
	address := ""
	for lines := bufio.NewScanner(said); address == "" && lines.Scan(); {
		_, address, _ = strings.Cut(lines.Text(), "serving on ")
	}
	tags := map[string]string{}
	for _, path := range []string{
		"/locate?lon=7.75&lat=48.58", "/export/control.geojson", "/export/control.gpkg", "/export/control.pmtiles?maxzoom=2", "/timeline",
	} {
		reply, err := http.Get(address + path)
		if err != nil {
			t.Fatal(err)
		}
		reply.Body.Close()
		if tags[path] = reply.Header.Get("ETag"); tags[path] == "" {
			t.Errorf("%s: %s without a tag", path, reply.Status)
		}
	}
	return tags
}

// Versions that say what a program is made from.
func TestStampedVersions(t *testing.T) {
	for version, want := range map[string]bool{
		"v1.2.3": true, "v0.0.0-20260102030405-0123456789ab": true,
		"v1.2.3+dirty": false, "(devel)": false, "unknown": false,
	} {
		if got := isStamped(version); got != want {
			t.Errorf("%s: got %t, want %t", version, got, want)
		}
	}
}
