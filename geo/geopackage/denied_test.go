package geopackage

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
)

// What SQLite says of a file that cannot be written is said in words, which name the file.
func TestDeniedInWords(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.gpkg")
	db, err := sql.Open("sqlite", "file:"+name+"?mode=rwc&_pragma=query_only(on)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	_, err = db.ExecContext(context.Background(), "CREATE TABLE a (b)")
	if err = denied(name, err); err == nil || !strings.Contains(err.Error(), name+" cannot be written: want a file, and a directory around it") {
		t.Errorf("got %v, want words", err)
	}
}
