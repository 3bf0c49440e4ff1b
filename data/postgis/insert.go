package postgis

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"

	"demarc/data/tables"
	"demarc/data/workfile"
)

// columnsOf are the names of a table's columns in the order of what RowsOf returns.
func columnsOf(t *tables.Table) []string {
	names := []string{workfile.RowColumn}
	if _, spatial := t.Shape(); spatial {
		names = append(names, tables.ShapeColumn)
	}
	for _, c := range t.Columns {
		if c.Name != tables.ShapeColumn {
			names = append(names, short(c.Name))
		}
	}
	return append(names, workfile.OrderColumn)
}

// typed makes values of a row those of the database.
func typed(set *tables.Set, t *tables.Table, row []any) ([]any, error) {
	made := slices.Clone(row)
	for i, v := range made {
		switch v := v.(type) {
		case string:
			if strings.ContainsRune(v, 0) {
				return nil, fmt.Errorf("%s holds the character U+0000, which PostgreSQL cannot hold: take it out", columnsOf(t)[i])
			}
		case orb.Geometry:
			content, err := ewkb.Marshal(promote(v, shapeType(set, t)), 4326)
			if err != nil {
				return nil, err
			}
			made[i] = content
		}
	}
	return made, nil
}

// insert adds rows to a table.
func (tx *Tx) insert(ctx context.Context, set *tables.Set, t *tables.Table, rows [][]any) error {
	if len(rows) == 0 {
		return nil
	}
	tx.step("fill " + t.Name)
	i, wrong := 0, error(nil)
	_, err := tx.tx.CopyFrom(ctx, pgx.Identifier{t.Name}, columnsOf(t), pgx.CopyFromFunc(func() ([]any, error) {
		if i == len(rows) {
			return nil, nil
		}
		i++
		var row []any
		row, wrong = typed(set, t, rows[i-1])
		return row, wrong
	}))
	if wrong != nil {
		return &failure{place: tx.place.String(), what: fmt.Sprintf("%s, row %d (%s): %v", t.Name, i, tx.called(t, rows[i-1]), wrong), err: wrong}
	}
	if err != nil {
		return tx.rowRefused(ctx, t, rows, err)
	}
	_, err = tx.tx.Exec(ctx, "SELECT setval(pg_get_serial_sequence($1, 'fid'), (SELECT max(fid) FROM "+quote(t.Name)+"))", quote(t.Name))
	return tx.place.failed(ctx, "fill "+t.Name, err)
}

// rowRefused says which row was refused, as far as that is told.
func (tx *Tx) rowRefused(ctx context.Context, t *tables.Table, rows [][]any, err error) error {
	where := t.Name
	var said *pgconn.PgError
	if errors.As(err, &said) {
		var line int
		if _, after, found := strings.Cut(said.Where, ", line "); found {
			fmt.Sscanf(after, "%d", &line)
		}
		if line > 0 && line <= len(rows) {
			where = fmt.Sprintf("%s, row %d (%s)", t.Name, line, tx.called(t, rows[line-1]))
		}
	}
	return tx.place.failed(ctx, where, err)
}

// called is what a row is known by in messages.
func (tx *Tx) called(t *tables.Table, row []any) string {
	for i, name := range columnsOf(t) {
		if v, is := row[i].(string); is && i > 0 {
			return name + " " + v
		}
	}
	return fmt.Sprint(row[0])
}
