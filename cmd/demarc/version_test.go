package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"demarc/data/testdata"
)

// A version that was released is served beside what became of it.
func TestVersionIsServed(t *testing.T) {
	directory := filepath.Join(t.TempDir(), "mine")
	if err := os.CopyFS(directory, testdata.Small()); err != nil {
		t.Fatal(err)
	}
	do := func(args ...string) {
		t.Helper()
		var said bytes.Buffer
		if code := run(context.Background(), args, &said, &said); code != exitFine {
			t.Fatalf("demarc %v ends with %d: %s", args, code, &said)
		}
	}
	do("release", "-m", "one", "-date", "2024-03-01", directory)
	for name, content := range testdata.With(t, testdata.Small(), "control.json", `"blues", "status": "controlled", "event": "start"`, `"reds", "status": "controlled", "event": "start"`, 1) {
		if err := os.WriteFile(filepath.Join(directory, filepath.FromSlash(name)), content.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	do("release", "-m", "two", "-date", "2024-03-02", directory)
	address, _, stop := startServer(t, "-watch", "-data", "was="+directory+"@1", "-data", "is="+directory)
	defer stop()
	for name, want := range map[string]string{"was": "blues", "is": "reds"} {
		reply, err := http.Get(address + "/d/" + name + "/locate?lon=11.5&lat=50.5&datetime=2009-01-01")
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(reply.Body)
		reply.Body.Close()
		var answer struct{ Control struct{ Controller string } }
		if err != nil || json.Unmarshal(content, &answer) != nil || answer.Control.Controller != want {
			t.Errorf("%s: got %.300s (%v), want %s", name, content, err, want)
		}
	}
}
