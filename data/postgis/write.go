package postgis

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
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

// number gives the rows of a set the numbers that they have in old, and those that are new others,
// which no row ever had.
func number(old, set *tables.Set, used map[string]int64) {
	for _, t := range set.Tables {
		was, next := map[string]int64{}, used[t.Name]+1
		if old.Table(t.Name) != nil {
			for i, key := range old.Keys(t.Name) {
				was[key] = old.Rows[t.Name][i].ID
			}
		}
		for i, key := range tables.Align(old, set, t.Name) {
			row := set.Rows[t.Name][i]
			if id, known := was[key]; known {
				row.ID = id
				delete(was, key)
				continue
			}
			row.ID = next
			next++
		}
	}
}

// used are the highest numbers that rows have had, by table.
func (tx *Tx) used(ctx context.Context) (map[string]int64, error) {
	rows, err := tx.tx.Query(ctx, "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = $1 AND last_value IS NOT NULL", tx.place.Schema)
	if err != nil {
		return nil, tx.place.failed(ctx, "look", err)
	}
	used := map[string]int64{}
	var name string
	var last int64
	_, err = pgx.ForEachRow(rows, []any{&name, &last}, func() error {
		used[strings.TrimSuffix(name, "_fid_seq")] = last
		return nil
	})
	return used, tx.place.failed(ctx, "look", err)
}

// change makes the tables of old those of what is made, row by row: what stays as it is is not
// touched.
func (tx *Tx) change(ctx context.Context, made workfile.Made, old *workfile.File) error {
	if err := tx.do(ctx, "begin", "SELECT set_config('"+copying+"', 'on', true)"); err != nil {
		return err
	}
	if err := tx.reshape(ctx, old.Set, made.Set); err != nil {
		return err
	}
	used, err := tx.used(ctx)
	if err != nil {
		return err
	}
	number(old.Set, made.Set, used)
	before, after := workfile.RowsOf(old.Set), workfile.RowsOf(made.Set)
	for _, t := range made.Set.Tables {
		if err := tx.changeTable(ctx, made.Set, t, old.Set.Table(t.Name), before, after); err != nil {
			return err
		}
	}
	return tx.checkNow(ctx)
}

// checkNow has all constraints looked at that wait for the commit, so that it tells what they say.
func (tx *Tx) checkNow(ctx context.Context) error {
	_, err := tx.tx.Exec(ctx, "SET CONSTRAINTS ALL IMMEDIATE")
	return tx.place.failed(ctx, "the tables do not fit together", err)
}

func (tx *Tx) changeTable(ctx context.Context, set *tables.Set, t, oldTable *tables.Table, before, after func(*tables.Table) [][]any) error {
	places, err := tx.places(ctx, t)
	if err != nil {
		return err
	}
	was := map[int64]map[string]any{}
	if oldTable != nil {
		names := columnsOf(oldTable)
		for _, row := range before(oldTable) {
			values := map[string]any{}
			typedRow, err := typed(set, oldTable, row)
			if err != nil {
				return err
			}
			for i, name := range names {
				values[name] = typedRow[i]
			}
			was[row[0].(int64)] = values
		}
	}
	names, rows := columnsOf(t), after(t)
	ordered(rows, places)
	batch, fresh := &pgx.Batch{}, [][]any{}
	for _, row := range rows {
		number := row[0].(int64)
		old, known := was[number]
		if !known {
			fresh = append(fresh, row)
			continue
		}
		delete(was, number)
		old[workfile.OrderColumn] = places[number]
		if err := update(batch, set, t, names, old, row); err != nil {
			return err
		}
	}
	for _, row := range rows {
		delete(places, row[0].(int64))
	}
	for _, number := range slices.Sorted(maps.Keys(places)) { // also what belonged to nothing any more
		batch.Queue("DELETE FROM "+quote(t.Name)+" WHERE fid = $1", number)
	}
	if batch.Len() > 0 {
		tx.step("change " + t.Name)
		if err := tx.tx.SendBatch(ctx, batch).Close(); err != nil {
			return tx.place.failed(ctx, t.Name, err)
		}
	}
	return tx.insert(ctx, set, t, fresh)
}

// update changes the columns of a row that are others.
func update(batch *pgx.Batch, set *tables.Set, t *tables.Table, names []string, old map[string]any, row []any) error {
	values, err := typed(set, t, row)
	if err != nil {
		return fmt.Errorf("%s, row %v: %w", t.Name, row[0], err)
	}
	var sets []string
	args := []any{row[0]}
	for i, name := range names[1:] {
		v := values[i+1]
		if equal(old[name], v) {
			continue
		}
		args = append(args, v)
		sets = append(sets, fmt.Sprintf("%s = $%d", quote(name), len(args)))
	}
	if len(sets) > 0 {
		batch.Queue("UPDATE "+quote(t.Name)+" SET "+strings.Join(sets, ", ")+" WHERE fid = $1", args...)
	}
	return nil
}

func equal(a, b any) bool {
	x, are := a.([]byte)
	y, is := b.([]byte)
	if are || is {
		return are && is && string(x) == string(y)
	}
	return a == b
}

// places are the places of the rows that a table has, by number.
func (tx *Tx) places(ctx context.Context, t *tables.Table) (map[int64]any, error) {
	rows, err := tx.tx.Query(ctx, "SELECT fid, ord FROM "+quote(t.Name))
	if err != nil {
		return nil, tx.place.failed(ctx, t.Name, err)
	}
	places := map[int64]any{}
	var number int64
	var place *float64
	_, err = pgx.ForEachRow(rows, []any{&number, &place}, func() error {
		places[number] = nil
		if place != nil {
			places[number] = *place
		}
		return nil
	})
	return places, tx.place.failed(ctx, t.Name, err)
}

// ordered gives rows their places. Those that are there keep theirs, and new ones come between
// them, if that is their order; else all are counted anew.
func ordered(rows [][]any, places map[int64]any) {
	at := make([]float64, len(rows))
	keeps, before := true, math.Inf(-1)
	for i, row := range rows {
		place, is := places[row[0].(int64)].(float64)
		if _, known := places[row[0].(int64)]; known && (!is || place <= before) {
			keeps = false
			break
		}
		at[i] = math.NaN()
		if is {
			at[i], before = place, place
		}
	}
	keeps = keeps && between(at)
	for i, row := range rows {
		if !keeps {
			at[i] = float64(i + 1)
		}
		row[len(row)-1] = at[i]
	}
}

// between fills in the places that are not known; false: there is no room.
func between(at []float64) bool {
	for i := range at {
		if !math.IsNaN(at[i]) {
			continue
		}
		before := 0.0
		if i > 0 {
			before = at[i-1]
		}
		next, n := i, 0
		for ; next < len(at) && math.IsNaN(at[next]); next++ {
			n++
		}
		if next == len(at) {
			at[i] = math.Floor(before) + 1
			continue
		}
		at[i] = before + (at[next]-before)/float64(n+1)
		if !(before < at[i] && at[i] < at[next]) {
			return false
		}
	}
	return true
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
