package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"modernc.org/sqlite"

	"demarc/data/dataset"
)

// byHand edits one file of a dataset, as with a text editor.
func byHand(t *testing.T, directory, file string, change func(*dataset.Dataset)) {
	t.Helper()
	canonical, err := dataset.Format(os.DirFS(directory))
	if err != nil {
		t.Fatal(err)
	}
	change(canonical.Dataset)
	after, err := canonical.Dataset.Files()
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range after {
		if name != file && string(content) != string(canonical.Files[name]) {
			t.Fatalf("an edit of %s changes %s too", file, name)
		}
	}
	fresh := filepath.Join(t.TempDir(), "fresh")
	if err := os.WriteFile(fresh, after[file], 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(fresh, filepath.Join(directory, file)); err != nil {
		t.Fatal(err)
	}
}

// session is a GeoPackage that is edited.
type session struct {
	*testing.T
	db *sql.Conn
}

// edit opens a GeoPackage as QGIS does: keys are followed, and SQLite knows the functions of shapes
// that the triggers of its index ask.
func edit(t *testing.T, file string, edits func(session)) {
	t.Helper()
	if err := shapeFunctions(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	conn, err := db.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	s := session{t, conn}
	s.do("PRAGMA foreign_keys = ON")
	edits(s)
}

func (s session) do(statement string, args ...any) {
	s.Helper()
	if _, err := s.db.ExecContext(context.Background(), statement, args...); err != nil {
		s.Fatalf("%s: %v", statement, err)
	}
}

func (s session) one(query string, args ...any) (value any) {
	s.Helper()
	if err := s.db.QueryRowContext(context.Background(), query, args...).Scan(&value); err != nil {
		s.Fatalf("%s: %v", query, err)
	}
	return value
}

// copyRow copies a row with another value in one column.
func (s session) copyRow(table string, fid any, column string, value any) {
	s.Helper()
	columns := fmt.Sprint(s.one(`SELECT group_concat('"' || name || '"') FROM pragma_table_info(?) WHERE name <> 'fid'`, table))
	selected := strings.Replace(columns, `"`+column+`"`, "?", 1)
	s.do("INSERT INTO "+table+" ("+columns+") SELECT "+selected+" FROM "+table+" WHERE fid = ?", value, fid)
}

// split cuts a zone that reaches to the west at a column: both parts leave with its id.
func (s session) split(zone *dataset.Region, column int) {
	s.Helper()
	fid := s.one("SELECT fid FROM zones WHERE id = ?", zone.ID)
	west, rest := zone.Geometry.Bound(), orb.Clone(zone.Geometry).(orb.MultiPolygon)
	west.Max[0] = frontX(column)
	for _, p := range rest[0][0] {
		if p[0] != frontWest && p[0] <= west.Max[0] {
			s.Fatalf("zone %s has the corner %v", zone.ID, p)
		}
	}
	for i := range rest[0][0] {
		rest[0][0][i][0] = max(rest[0][0][i][0], west.Max[0])
	}
	s.copyRow("zones", fid, "geom", blobOf(s.T, orb.MultiPolygon{west.ToPolygon()}))
	s.do("UPDATE zones SET geom = ? WHERE fid = ?", blobOf(s.T, rest), fid)
}

// splitPeriod splits the period of a zone that holds on a day, and notes something of the later
// one.
func (s session) splitPeriod(zone, day, note string) {
	s.Helper()
	fid := s.one(`SELECT fid FROM periods WHERE zone = ? AND ifnull(valid_from, '') < ? AND ifnull(valid_to, '9999') > ?`, zone, day, day)
	s.copyRow("periods", fid, "valid_from", day)
	later := s.one("SELECT max(fid) FROM periods")
	s.do("UPDATE periods SET valid_from_text = NULL, note_en = ?, ord = NULL WHERE fid = ?", note, later)
	s.do("INSERT INTO period_sources (period, source) SELECT ?, source FROM period_sources WHERE period = ?", later, fid)
	s.do("UPDATE periods SET valid_to = ?, valid_to_text = NULL WHERE fid = ?", day, fid)
}

// blobOf is a shape as GeoPackages have it (specification, 2.1.3), with its box.
func blobOf(t *testing.T, shape orb.Geometry) []byte {
	t.Helper()
	body, err := wkb.Marshal(shape, binary.LittleEndian)
	if err != nil {
		t.Fatal(err)
	}
	head := binary.LittleEndian.AppendUint32([]byte{'G', 'P', 0, 3}, 4326)
	box := shape.Bound()
	for _, x := range []float64{box.Min[0], box.Max[0], box.Min[1], box.Max[1]} {
		head = binary.LittleEndian.AppendUint64(head, math.Float64bits(x))
	}
	return append(head, body...)
}

// shapeFunctions gives SQLite those that the index of shapes asks. They read the box of a blob.
var shapeFunctions = sync.OnceValue(func() error {
	for i, name := range []string{"ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"} {
		err := sqlite.RegisterDeterministicScalarFunction(name, 1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			content, _ := args[0].([]byte)
			if len(content) < 40 {
				return nil, nil
			}
			return math.Float64frombits(binary.LittleEndian.Uint64(content[8+8*i:])), nil
		})
		if err != nil {
			return err
		}
	}
	return sqlite.RegisterDeterministicScalarFunction("ST_IsEmpty", 1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		content, _ := args[0].([]byte)
		return int64(map[bool]int{true: 1}[len(content) < 40]), nil
	})
})
