package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"demarc/data/testdata"
)

// Two with one id are refused, with what to do; so is a default that is none of them.
func TestServeRefusesNames(t *testing.T) {
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"-data", "bundled:alsace", "-data", "bundled:alsace"}, `two datasets have the id "alsace": give one another name, as in -data other=bundled:alsace`},
		{[]string{"-data", "bundled:alsace", "-data", "alsace=../../data/testdata/small"}, `two datasets have the id "alsace"`},
		{[]string{"-data", "../../data/testdata/small", "-data", "bundled:alsace", "-default", "isles"}, `-default "isles": want small or alsace`},
		{[]string{"-data", "north="}, `want a directory after north=`},
		{[]string{"-data", "../../data/testdata/small", "-data", "nowhere"}, "dataset nowhere: "},
		{[]string{"-data", "bundled:alsace", "-data", "x=bundled", "-watch"}, "-watch wants a directory"},
	} {
		var messages strings.Builder
		ctx, cancel := context.WithCancel(t.Context())
		cancel() // a server that starts against the wish of the test ends at once
		if code := run(ctx, append([]string{"serve", "-addr", "localhost:0"}, tt.args...), io.Discard, &messages); code == exitFine || !strings.Contains(messages.String(), tt.want) {
			t.Errorf("serve %q: ends with %d\n%swant %s", tt.args, code, messages.String(), tt.want)
		}
	}
}

// Each dataset has its name in addresses, one is at the root, and a broken one among
// others is no reason not to start.
func TestServeSeveral(t *testing.T) {
	broken := t.TempDir()
	if err := os.CopyFS(broken, testdata.With(t, testdata.Small(), "control.json", `"reds"`, `"nobody"`, -1)); err != nil {
		t.Fatal(err)
	}
	unread := filepath.Join(t.TempDir(), "unread")
	if err := os.CopyFS(unread, testdata.With(t, testdata.Small(), "dataset.json", "{", "", 1)); err != nil {
		t.Fatal(err)
	}
	address, _, stop := startServer(t, "-data", broken, "-data", unread, "-data", "../../data/testdata/isles", "-data", "north=../../data/testdata/small", "-default", "north")
	defer stop()
	for path, want := range map[string]string{"/timeline": "small", "/d/north/timeline": "small", "/d/isles/timeline": "isles"} {
		if got := fetch(t, address+path)["dataset"].(map[string]any)["id"]; got != want {
			t.Errorf("%s: got %v, want %s", path, got, want)
		}
	}
	// below the id in its files, or the name of the directory where none can be read
	for _, name := range []string{"small", "unread"} {
		if got := fetch(t, address+"/d/"+name+"/locate?lon=1&lat=1")["status"]; got != 503.0 {
			t.Errorf("the broken dataset %s: got status %v, want 503", name, got)
		}
	}
}

// A hangup and a change of files reload each dataset on its own.
func TestServeReloadsEach(t *testing.T) {
	parent := t.TempDir()
	for _, name := range []string{"one", "two"} {
		if err := os.CopyFS(filepath.Join(parent, name), testdata.Small()); err != nil {
			t.Fatal(err)
		}
	}
	title := func(n string) string { return filepath.Join(parent, n, "dataset.json") }
	address, messages, stop := startServer(t, "-data", "one="+filepath.Join(parent, "one"), "-data", "two="+filepath.Join(parent, "two"), "-data", "bundled:alsace", "-watch")
	defer stop()
	before := fetch(t, address+"/d/one/status")
	replaceIn(t, title("two"), `"zones"`, `"nothing"`)
	waitFor(t, messages, "dataset two: ")
	replaceIn(t, title("two"), `"nothing"`, `"zones"`)
	waitFor(t, messages, "dataset two, snapshot ")
	replaceIn(t, title("two"), "Two valleys", "Two dales")
	waitFor(t, messages, "dataset two, snapshot ")
	after := fetch(t, address+"/d/one/status")
	first, err := json.Marshal(before)
	second, err2 := json.Marshal(after)
	if err := errors.Join(err, err2); err != nil || string(first) != string(second) {
		t.Errorf("a change of two changes the status of one: %s, %s", first, second)
	}
	if got := fetch(t, address+"/d/two/timeline")["dataset"].(map[string]any)["title"].(map[string]any)["en"]; got != "Two dales" {
		t.Errorf("two has the title %v", got)
	}
	if err := syscall.Kill(os.Getpid(), syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"one", "two", "alsace"} {
		waitFor(t, messages, "dataset "+name+", snapshot ")
	}
}
