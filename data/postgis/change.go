package postgis

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"demarc/data/tables"
	"demarc/data/workfile"
)

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
