package geopackage

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	sqlite3 "modernc.org/sqlite/lib"
)

// Edits are what is changed in a file that others may have open, as one.
type Edits struct {
	Rows    []RowEdit
	Replace []Relation // the rows of these are replaced; they must be there, with these columns
}

// RowEdit is a row that gets values, or goes.
type RowEdit struct {
	Table    string
	ID       int64
	Geometry string         // type of the table's column geom, "" for none
	Values   map[string]any // by column; those that are not named stay. nil: the row goes
}

// Edit changes rows of a file in one transaction, and leaves all else as it is: whoever has the
// file open finds each row under its number. What triggers would do is not done: the edits are all
// there is to do.
func Edit(ctx context.Context, name string, e Edits) error { return denied(name, edit(ctx, name, e)) }

func edit(ctx context.Context, name string, e Edits) (err error) {
	path, err := filepath.Abs(name)
	if err != nil {
		return err
	}
	address := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: "mode=rw&_pragma=busy_timeout(5000)&_pragma=foreign_keys(off)"}
	db, err := sql.Open("sqlite", address.String())
	if err != nil {
		return fmt.Errorf("geopackage %s: %w", name, err)
	}
	defer func() { err = cmp.Or(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	w := writer{ctx: ctx, between: func() error { return nil }}
	if w.tx, err = db.BeginTx(ctx, nil); err != nil {
		return fmt.Errorf("geopackage %s: %w", name, err)
	}
	defer w.tx.Rollback() // nothing after Commit
	if err := w.editRows(e.Rows); err != nil {
		return fmt.Errorf("geopackage %s: %w", name, err)
	}
	for _, r := range e.Replace {
		if err := w.replaceRows(r); err != nil {
			return fmt.Errorf("geopackage %s: table %s: %w", name, r.Name, err)
		}
	}
	return w.tx.Commit()
}

// editRows edits rows while the triggers of their tables are away: those of R-trees call functions
// that only spatial programs have.
func (w writer) editRows(edits []RowEdit) error {
	var tables []string
	for _, e := range edits {
		if !slices.Contains(tables, e.Table) {
			tables = append(tables, e.Table)
		}
	}
	var away []string // statements that make the triggers again
	for _, table := range tables {
		made, err := w.dropTriggers(table)
		if err != nil {
			return fmt.Errorf("table %s: %w", table, err)
		}
		away = append(away, made...)
	}
	for _, e := range edits {
		if err := w.editRow(e); err != nil {
			return fmt.Errorf("table %s: row %d: %w", e.Table, e.ID, err)
		}
	}
	for _, statement := range away {
		if err := w.exec(statement); err != nil {
			return err
		}
	}
	return nil
}

// dropTriggers takes away the triggers of a table, and returns what makes them again.
func (w writer) dropTriggers(table string) (made []string, err error) {
	rows, err := w.tx.QueryContext(w.ctx, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ? COLLATE NOCASE ORDER BY rowid", table)
	if err != nil {
		return nil, err
	}
	var names []string
	for rows.Next() {
		var name, statement string
		if err := rows.Scan(&name, &statement); err != nil {
			return nil, cmp.Or(err, rows.Close())
		}
		names, made = append(names, name), append(made, statement)
	}
	if err := cmp.Or(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	for _, name := range names {
		if err := w.exec("DROP TRIGGER " + quote(name)); err != nil {
			return nil, err
		}
	}
	return made, nil
}

func (w writer) editRow(e RowEdit) error {
	tree := quote("rtree_" + e.Table + "_" + geometryColumn)
	if e.Values == nil {
		if e.Geometry != "" {
			if err := w.exec("DELETE FROM "+tree+" WHERE id = ?", e.ID); err != nil {
				return err
			}
		}
		return w.exec("DELETE FROM "+quote(e.Table)+" WHERE "+quote(keyColumn)+" = ?", e.ID)
	}
	var columns, taken []string
	var args []any
	for _, column := range slices.Sorted(maps.Keys(e.Values)) {
		value := e.Values[column]
		if column == geometryColumn {
			var err error
			if value, err = w.moved(tree, e, value); err != nil {
				return err
			}
		}
		columns, args = append(columns, quote(column)), append(args, value)
		taken = append(taken, quote(column)+" = ?")
	}
	done, err := w.tx.ExecContext(w.ctx, "UPDATE "+quote(e.Table)+" SET "+strings.Join(taken, ", ")+" WHERE "+quote(keyColumn)+" = ?", append(slices.Clone(args), e.ID)...)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n > 0 {
		return err
	}
	return w.exec("INSERT INTO "+quote(e.Table)+" ("+strings.Join(append(columns, quote(keyColumn)), ", ")+") VALUES (?"+strings.Repeat(", ?", len(args))+")", append(args, e.ID)...)
}

// moved notes a shape in its R-tree, and returns it as the file has it.
func (w writer) moved(tree string, e RowEdit, value any) (any, error) {
	g, ok := value.(orb.Geometry)
	if !ok || g == nil {
		return nil, w.exec("DELETE FROM "+tree+" WHERE id = ?", e.ID)
	}
	b := g.Bound()
	if err := w.exec("INSERT OR REPLACE INTO "+tree+" VALUES (?, ?, ?, ?, ?)", e.ID, b.Min[0], b.Max[0], b.Min[1], b.Max[1]); err != nil {
		return nil, err
	}
	return blob(promote(g, e.Geometry))
}

// replaceRows replaces all rows of a relation, while its triggers are away.
func (w writer) replaceRows(r Relation) error {
	if r.Geometry == "" {
		if err := w.exec("DELETE FROM " + quote(r.Name)); err != nil {
			return err
		}
		return w.plainRows(r)
	}
	made, err := w.dropTriggers(r.Name)
	if err != nil {
		return err
	}
	for _, statement := range []string{"DELETE FROM " + quote(r.Name), "DROP TABLE IF EXISTS " + quote("rtree_"+r.Name+"_"+geometryColumn)} {
		if err := w.exec(statement); err != nil {
			return err
		}
	}
	box, err := w.shapeRows(r)
	if err != nil {
		return err
	}
	for _, statement := range made {
		if err := w.exec(statement); err != nil {
			return err
		}
	}
	c := cornersOf(box)
	return w.exec(`UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?`, c[0], c[1], c[2], c[3], r.Name)
}

// Closed is an error if another program has edits of a file that are not saved, or has it open with
// a log beside it, as QGIS does: a file that took its name would be without the ones, and would be
// read with the other. A log that a killed program left is worked in.
func Closed(ctx context.Context, name string) error {
	path, err := filepath.Abs(name)
	if err != nil {
		return err
	}
	if _, err := os.Stat(path); err != nil {
		return nil
	}
	address := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: "mode=rw&_pragma=trusted_schema(off)&_pragma=busy_timeout(1000)"}
	db, err := sql.Open("sqlite", address.String())
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := os.Stat(path + "-wal"); err != nil {
		return unused(ctx, db, name)
	}
	_, err = db.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	if err := cmp.Or(err, db.Close()); err != nil {
		return denied(name, fmt.Errorf("geopackage %s: %w", name, err))
	}
	if _, err := os.Stat(path + "-wal"); err == nil { // whoever closes it last takes it away
		return errOpen(name)
	}
	return nil
}

// unused is an error if another program is writing into a file without a log. One that cannot be
// written, or is no database, can be replaced all the same.
func unused(ctx context.Context, db *sql.DB, name string) error {
	_, err := db.ExecContext(ctx, "BEGIN IMMEDIATE")
	if codeOf(err) == sqlite3.SQLITE_BUSY {
		return errOpen(name)
	}
	return nil
}
