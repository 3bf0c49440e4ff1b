package geopackage

import (
	"archive/zip"
	"bytes"
	"database/sql"
	"encoding/hex"
	"encoding/xml"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// open opens a file as SQLite has it.
func open(t *testing.T, name string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: name}).String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func ask(t *testing.T, db *sql.DB, query string, args ...any) (answer string) {
	t.Helper()
	if err := db.QueryRow(query, args...).Scan(&answer); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return answer
}

// projectIn unpacks the project of a file: whatever it is called, the check sum is right.
func projectIn(t *testing.T, db *sql.DB, name string) string {
	t.Helper()
	packed, err := hex.DecodeString(ask(t, db, `SELECT content FROM qgis_projects WHERE name = ?`, name))
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.File[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A project names the file that it is in, whatever that is called now, and wherever it lies.
func TestProjectNamesItsFile(t *testing.T) {
	const before, after = `<!DOCTYPE q [<!ENTITY file `, `>]><q>&file;|layername=a</q>`
	name := write(t, File{Tables: []Table{{Layer: sample("areas", square)}}, Projects: map[string]Project{"Ä b": {[]byte(before), []byte(after + strings.Repeat(" ", 70_000))}}})
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, as := range []string{"x.gpkg", "Карта & <'\">% 1.gpkg", strings.Repeat("l", 200) + ".gpkg"} {
		moved := filepath.Join(t.TempDir(), as)
		if err := os.WriteFile(moved, content, 0o644); err != nil {
			t.Fatal(err)
		}
		text := projectIn(t, open(t, moved), "Ä b")
		literal, ok := strings.CutPrefix(text, before)
		literal, _, more := strings.Cut(literal, strings.TrimSpace(after))
		if !ok || !more || len(literal) != slotBytes {
			t.Fatalf("%s: the project is %.300s", as, text)
		}
		var got struct {
			Text string `xml:",chardata"`
		}
		literal = strings.Trim(strings.TrimSpace(literal), `"`)
		if err := xml.Unmarshal([]byte("<q>"+literal+"</q>"), &got); err != nil || got.Text != moved || strings.Contains(literal, "%") {
			t.Errorf("the project names %s, %v, want %s", literal, err, moved)
		}
	}
}

// QGIS finds the table of projects; what it wants to save there is refused, since it would name the
// file as it is called today. All else of the file can be changed.
func TestProjectsAreRead(t *testing.T) {
	db := open(t, write(t, File{Projects: map[string]Project{"p": {[]byte("<a b="), []byte("/>")}}}))
	if got := ask(t, db, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'qgis_projects'"); got != "1" {
		t.Errorf("QGIS finds %s tables of projects", got)
	}
	for _, statement := range []string{
		`UPDATE qgis_projects SET metadata = '{"a": 1}', content = 'aa' WHERE name = "p"`, `INSERT INTO qgis_projects VALUES ("q", '{}', 'bb')`, `DELETE FROM qgis_projects`,
	} {
		if _, err := db.Exec(statement); err == nil || !strings.Contains(err.Error(), "constraint") {
			t.Errorf("%s: %v, want it to be refused as a constraint", statement, err)
		}
	}
	for _, statement := range []string{"VACUUM", "ALTER TABLE layer_styles ADD COLUMN x TEXT", "ALTER TABLE layer_styles RENAME COLUMN x TO y"} {
		if _, err := db.Exec(statement); err != nil {
			t.Errorf("%s: %v", statement, err)
		}
	}
	for query, want := range map[string]string{
		"PRAGMA integrity_check": "ok", "PRAGMA quick_check": "ok", "SELECT group_concat(name || metadata) FROM qgis_projects": `p{"last_modified_time": "1970-01-01T00:00:00", "last_modified_user": ""}`,
	} {
		if got := ask(t, db, query); got != want {
			t.Errorf("%s: %s", query, got)
		}
	}
	if text := projectIn(t, db, "p"); !strings.HasPrefix(text, `<a b="/`) {
		t.Errorf("the project is %.200s", text)
	}
}
