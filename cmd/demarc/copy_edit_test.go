//go:build !race

package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/binary"
	"math"
	"sync"
	"testing"

	"modernc.org/sqlite"
)

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
