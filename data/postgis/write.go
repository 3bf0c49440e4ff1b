package postgis

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"

	"demarc/data/tables"
	"demarc/data/workfile"
)

// create makes the schema of a dataset and fills it.
func (tx *Tx) create(ctx context.Context, made workfile.Made) error {
	d := drafter{shortened(made.Set)}
	if err := tx.do(ctx, "make the schema", append([]string{
		"CREATE SCHEMA IF NOT EXISTS " + quote(tx.place.Schema),
		"COMMENT ON SCHEMA " + quote(tx.place.Schema) + " IS " + text(strings.TrimSpace("a dataset of demarc: "+made.Meta.Title)),
	}, ownTables()...)...); err != nil {
		return err
	}
	if err := tx.do(ctx, "make the tables", append(functions, each(d.set.Tables, d.table)...)...); err != nil {
		return err
	}
	if err := tx.types(ctx); err != nil {
		return err
	}
	for _, t := range made.Set.Tables {
		for i, row := range made.Set.Rows[t.Name] {
			row.ID = int64(i) + 1
		}
	}
	rows := workfile.RowsOf(made.Set)
	for _, t := range made.Set.Tables {
		if err := tx.insert(ctx, made.Set, t, rows(t)); err != nil {
			return err
		}
	}
	if err := tx.do(ctx, "make keys and triggers", append(append(d.firm(), controlView...), d.comments()...)...); err != nil {
		return err
	}
	return tx.do(ctx, "note its form", fmt.Sprintf("INSERT INTO demarc_schema (version) SELECT generate_series(1, %d)", form))
}

// controlView is who controlled what: each zone in each of its periods.
var controlView = []string{
	`CREATE VIEW control AS SELECT p.fid, z.geom, z.id, p.controller, p.status, p.patrolled_by, p.valid_from, p.valid_to FROM periods p JOIN zones z ON z.id = p.zone`,
	`COMMENT ON VIEW control IS 'who controlled what: each zone in each of its periods'`,
	`COMMENT ON COLUMN control.fid IS 'number of the period'`, `COMMENT ON COLUMN control.geom IS 'shape of the zone'`, `COMMENT ON COLUMN control.id IS 'of the zone'`,
	`COMMENT ON COLUMN control.controller IS 'id of the actor'`, `COMMENT ON COLUMN control.status IS 'in which it was held'`, `COMMENT ON COLUMN control.patrolled_by IS 'id of the actor'`,
	`COMMENT ON COLUMN control.valid_from IS 'first day'`, `COMMENT ON COLUMN control.valid_to IS 'the day after the last'`,
}

func each[T any](list []T, make func(T) string) []string {
	var all []string
	for _, one := range list {
		all = append(all, make(one))
	}
	return all
}

// ownTables makes the tables that are not the dataset's.
func ownTables() []string {
	var all []string
	for _, t := range own {
		all = append(all, "CREATE TABLE IF NOT EXISTS "+quote(t.name)+" ("+t.columns+")", "COMMENT ON TABLE "+quote(t.name)+" IS "+text(t.help))
		for _, column := range splitColumns(t.columns) {
			help := columnHelp[t.name+"."+column]
			if help == "" {
				help = columnHelp[column]
			}
			all = append(all, "COMMENT ON COLUMN "+quote(t.name)+"."+quote(column)+" IS "+text(help))
		}
	}
	for _, t := range workfile.ProblemTables(nil) {
		columns := []string{workfile.RowColumn + " bigserial PRIMARY KEY", fmt.Sprintf("%s geometry(%s, 4326)", tables.ShapeColumn, t.Geometry)}
		comments := []string{"COMMENT ON TABLE " + quote(t.Name) + " IS " + text(t.Description)}
		comment := func(column, help string) {
			comments = append(comments, "COMMENT ON COLUMN "+quote(t.Name)+"."+quote(column)+" IS "+text(help))
		}
		comment(workfile.RowColumn, "number of the row")
		comment(tables.ShapeColumn, "where on the map")
		for _, c := range t.Columns {
			columns = append(columns, quote(c.Name)+" "+strings.Replace(c.Definition, "INTEGER", "bigint", 1))
			comment(c.Name, c.Help)
		}
		all = append(append(all, "CREATE TABLE "+quote(t.Name)+" ("+strings.Join(columns, ", ")+")"), comments...)
	}
	return append(all, "CREATE INDEX audit_row ON audit (table_name, fid, number)", "ALTER TABLE releases ALTER COLUMN zip SET STORAGE EXTERNAL")
}

// splitColumns are the names in a list of definitions.
func splitColumns(definitions string) []string {
	var names []string
	depth, start := 0, 0
	for i, r := range definitions + "," {
		switch {
		case r == '(':
			depth++
		case r == ')':
			depth--
		case r == ',' && depth == 0:
			name, _, _ := strings.Cut(strings.TrimSpace(definitions[start:i]), " ")
			names, start = append(names, strings.Trim(name, `"`)), i+1
		}
	}
	return names
}

const put = " (name, content) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET content = excluded.content"

// saying keeps what a dataset says of itself, in place of what it said before.
func saying(says workfile.About) *pgx.Batch {
	batch, names := &pgx.Batch{}, slices.Sorted(maps.Keys(says))
	batch.Queue("DELETE FROM demarc_about WHERE NOT name = ANY ($1) AND NOT starts_with(name, $2)", names, projectKey)
	for _, name := range names {
		batch.Queue("INSERT INTO demarc_about"+put, name, says[name])
	}
	return batch
}

// Settle notes that another place took over all that the tables said when they were read.
func (p *Place) Settle(ctx context.Context, now workfile.Base) error {
	tx, err := p.Writing(ctx)
	if err != nil {
		return err
	}
	defer tx.Close(ctx)
	says, err := tx.blobs(ctx, "demarc_about")
	if err != nil {
		return err
	}
	agreed, err := workfile.About(says).Agreed(now)
	if err != nil {
		return err
	}
	if err := tx.tx.SendBatch(ctx, saying(agreed)).Close(); err != nil {
		return p.failed(ctx, "remember", err)
	}
	return tx.Commit(ctx)
}

// store keeps what is said of the tables, and their other files.
func (tx *Tx) store(ctx context.Context, made workfile.Made) error {
	says, err := made.About()
	if err != nil {
		return err
	}
	tx.step("remember")
	batch := saying(says)
	names := slices.Sorted(maps.Keys(made.Others))
	batch.Queue("DELETE FROM demarc_files WHERE NOT name = ANY ($1)", names)
	for _, name := range names {
		batch.Queue("INSERT INTO demarc_files"+put, name, made.Others[name])
	}
	return tx.place.failed(ctx, "remember", tx.tx.SendBatch(ctx, batch).Close())
}

// WriteProblems replaces what the tables of problems show.
func (tx *Tx) WriteProblems(ctx context.Context, findings []workfile.Finding) error {
	for _, t := range workfile.ProblemTables(findings) {
		if err := tx.do(ctx, "show problems", "DELETE FROM "+quote(t.Name)); err != nil {
			return err
		}
		names := []string{workfile.RowColumn, tables.ShapeColumn}
		for _, c := range t.Columns {
			names = append(names, c.Name)
		}
		_, err := tx.tx.CopyFrom(ctx, pgx.Identifier{t.Name}, names, pgx.CopyFromSlice(len(t.Rows), func(i int) ([]any, error) {
			row := slices.Clone(t.Rows[i])
			g, is := row[1].(orb.Geometry)
			if !is || g == nil {
				return row, nil
			}
			kind := "Point"
			if t.Geometry != "POINT" {
				kind = "MultiPolygon"
			}
			content, err := ewkb.Marshal(promote(g, kind), 4326)
			row[1] = content
			return row, err
		}))
		if err != nil {
			return tx.place.failed(ctx, "show problems", err)
		}
	}
	return nil
}

// Write makes the tables those of a dataset; old is what Read has found, nil for none.
func (tx *Tx) Write(ctx context.Context, made workfile.Made, old *workfile.File) error {
	var err error
	if old == nil {
		err = tx.create(ctx, made)
	} else {
		err = tx.change(ctx, made, old)
	}
	if err != nil {
		return err
	}
	missing, err := tx.grant(ctx)
	if err != nil {
		return err
	}
	if len(missing) > 0 {
		tx.Notes = append(tx.Notes, tx.rolesHint(missing))
	}
	if err := tx.project(ctx, made); err != nil {
		return err
	}
	return tx.store(ctx, made)
}

// lockPatience is how long to wait for editors to save.
const lockPatience = 10 * time.Second
