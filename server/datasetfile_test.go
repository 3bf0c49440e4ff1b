package server_test

import (
	"archive/zip"
	"bytes"
	"net/http"
	"testing"

	"demarc/data"
)

// The files of a dataset are those of the snapshot that is served, the same bytes each time.
func TestDatasetFile(t *testing.T) {
	h := handler(t)
	w := get(t, h, "/dataset.zip")
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/zip" {
		t.Fatalf("got %d %v", w.Code, w.Header())
	}
	files, err := zip.NewReader(bytes.NewReader(w.Body.Bytes()), int64(w.Body.Len()))
	if err != nil {
		t.Fatal(err)
	}
	snapshot, _, err := data.Open(files)
	if err != nil {
		t.Fatal(err)
	}
	if want := getJSON(t, h, "/status")["snapshot"]; snapshot.ID != want {
		t.Errorf("the files are the snapshot %s, served is %s", snapshot.ID, want)
	}
	if again := get(t, h, "/dataset.zip"); !bytes.Equal(again.Body.Bytes(), w.Body.Bytes()) {
		t.Error("asked again, the zip has other bytes")
	}
}
