package geopackage

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// RawTable is a table as it stands in a file.
type RawTable struct {
	Columns []string
	Rows    [][]any // nil, int64, float64, string or []byte; a geometry as orb.Geometry, or an error
}

// ReadRaw reads the tables of these names, as far as they are there, with what another program
// wrote that has the file open. What one that was killed has
// left half done is undone; else the file is not changed.
func ReadRaw(ctx context.Context, name string, tables ...string) (map[string]RawTable, error) {
	path, err := filepath.Abs(name)
	if err != nil {
		return nil, err
	}
	if err := rollBack(ctx, path); err != nil {
		return nil, denied(name, fmt.Errorf("geopackage %s: %w", name, err))
	}
	query := "mode=ro&_pragma=trusted_schema(off)&_pragma=query_only(on)&_pragma=busy_timeout(5000)"
	if info, err := os.Stat(path + "-wal"); err != nil || info.Size() == 0 {
		query += "&immutable=1"
	}
	address := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: query}
	db, err := sql.Open("sqlite", address.String())
	if err != nil {
		return nil, fmt.Errorf("geopackage %s: %w", name, err)
	}
	defer db.Close() // nothing was written
	r, err := openReader(ctx, db, path)
	if err != nil {
		return nil, fmt.Errorf("geopackage %s: %w", name, err)
	}
	defer r.db.Close()
	found := map[string]RawTable{}
	for _, table := range tables {
		is, err := r.hasTable(table)
		if err == nil && is {
			found[table], err = r.rawTable(table)
		}
		if err != nil {
			return nil, fmt.Errorf("geopackage %s: table %s: %w", name, table, err)
		}
	}
	return found, nil
}

// rollBack undoes what a program wrote that was killed before it was done: its journal lies beside
// the file, and who only reads would see half of it.
func rollBack(ctx context.Context, path string) error {
	if info, err := os.Stat(path + "-journal"); err != nil || info.Size() == 0 {
		return nil
	}
	address := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: "mode=rw&_pragma=trusted_schema(off)&_pragma=busy_timeout(5000)"}
	db, err := sql.Open("sqlite", address.String())
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "SELECT count(*) FROM sqlite_master")
	return cmp.Or(err, db.Close())
}

func (r fileReader) rawTable(name string) (t RawTable, err error) {
	columns, err := r.db.QueryContext(r.ctx, "SELECT name FROM pragma_table_info(?)", name)
	if err != nil {
		return t, err
	}
	var list []string
	for columns.Next() {
		var column string
		if err := columns.Scan(&column); err != nil {
			columns.Close()
			return t, err
		}
		t.Columns = append(t.Columns, column)
		list = append(list, "+"+quote(column)) // the value as it stands, whatever the column is declared as
	}
	if err := cmp.Or(columns.Err(), columns.Close()); err != nil {
		return t, err
	}
	rows, err := r.db.QueryContext(r.ctx, "SELECT "+strings.Join(list, ", ")+" FROM "+quote(name))
	if err != nil {
		return t, err
	}
	defer rows.Close()
	shape := slices.Index(t.Columns, geometryColumn)
	for rows.Next() {
		row, into := make([]any, len(list)), make([]any, len(list))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			return t, err
		}
		size := int64(rowBytes)
		for i, v := range row {
			size += valueBytes
			switch v := v.(type) {
			case string:
				size += int64(len(v))
				row[i] = strings.ToValidUTF8(v, "\uFFFD")
			case []byte:
				size += int64(len(v))
			}
		}
		if err := r.budget.Take(size); err != nil {
			return t, err
		}
		if shape >= 0 {
			row[shape] = shapeOf(row[shape])
		}
		t.Rows = append(t.Rows, row)
	}
	return t, rows.Err()
}

// shapeOf reads a geometry; what is none is an error.
func shapeOf(v any) any {
	if v == nil {
		return nil
	}
	content, ok := v.([]byte)
	if !ok {
		return fmt.Errorf("want a shape, got %T", v)
	}
	g, err := readBlob(content)
	if err != nil {
		return err
	}
	return g
}
