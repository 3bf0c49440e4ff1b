package postgis

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"demarc/data/tables"
)

// The errors about what a schema holds.
var (
	errNone  = errors.New("there is no dataset")
	errNewer = errors.New("it is of a newer demarc")
)

// upgrades are the statements that make a schema of form n+1 of one of form n, at n-1. What is
// changed in ddl.go, triggers.go or own wants one more of them, and form to be one more.
var upgrades = [form - 1][]string{}

// upgrade makes a schema of an older form one of this.
func (tx *Tx) upgrade(ctx context.Context, steps [form - 1][]string) error {
	return tx.upgradeBy(ctx, steps[:])
}

func (tx *Tx) upgradeBy(ctx context.Context, steps [][]string) error {
	var version int
	if err := tx.tx.QueryRow(ctx, "SELECT max(version) FROM demarc_schema").Scan(&version); err != nil {
		return tx.place.failed(ctx, "look", err)
	}
	for ; version <= len(steps); version++ {
		note := fmt.Sprintf("INSERT INTO demarc_schema (version) VALUES (%d)", version+1)
		if err := tx.do(ctx, fmt.Sprintf("make the schema one of form %d", version+1), append(slices.Clone(steps[version-1]), note)...); err != nil {
			return err
		}
	}
	return nil
}

// columns are those that the tables have now, by table. What people added is among them.
func (tx *Tx) columns(ctx context.Context) (map[string]map[string]bool, error) {
	rows, err := tx.tx.Query(ctx, `SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE c.relnamespace = $1::regnamespace AND c.relkind = 'r'`, quote(tx.place.Schema))
	if err != nil {
		return nil, tx.place.failed(ctx, "look for columns", err)
	}
	all := map[string]map[string]bool{}
	var table, column string
	_, err = pgx.ForEachRow(rows, []any{&table, &column}, func() error {
		if all[table] == nil {
			all[table] = map[string]bool{}
		}
		all[table][column] = true
		return nil
	})
	return all, tx.place.failed(ctx, "look for columns", err)
}

// reshape adds the tables and columns that a dataset needs now, as a member that is new in the
// format, and drops those that it needs no more: of languages, attributes and days that databases
// do not know.
func (tx *Tx) reshape(ctx context.Context, old, now *tables.Set) error {
	there, err := tx.columns(ctx)
	if err != nil {
		return err
	}
	d, was := drafter{shortened(now)}, drafter{shortened(old)}
	var changes, keys []string
	for _, t := range d.set.Tables {
		if there[t.Name] == nil {
			changes = append(append(changes, d.table(t)), drafter{&tables.Set{Tables: []*tables.Table{t}}}.comments()...)
			for i := range t.Columns {
				keys = append(keys, d.keys(t, &t.Columns[i])...)
			}
			keys = append(keys, d.triggers(t)...)
			continue
		}
		beside := false // its days have another column beside them now
		for i := range t.Columns {
			c := &t.Columns[i]
			if there[t.Name][c.Name] {
				continue
			}
			changes = append(changes, "ALTER TABLE "+quote(t.Name)+" ADD COLUMN "+d.column(t, c), "COMMENT ON COLUMN "+quote(t.Name)+"."+quote(c.Name)+" IS "+text(c.Help))
			keys = append(keys, d.keys(t, c)...)
			beside = beside || c.With != ""
		}
		var gone []string
		for _, c := range was.set.Table(t.Name).Columns {
			if t.Column(c.Name) == nil && there[t.Name][c.Name] {
				gone = append(gone, "ALTER TABLE "+quote(t.Name)+" DROP COLUMN "+quote(c.Name))
				beside = beside || c.With != ""
			}
		}
		if beside {
			changes = append(changes, besideAnew(t)...)
			if t.Name == tables.PeriodsTable {
				changes = append(changes, "ALTER TABLE periods DROP CONSTRAINT "+quote(apartName), d.apart())
			}
		}
		changes = append(changes, gone...)
	}
	if changes = append(changes, keys...); len(changes) == 0 {
		return nil
	}
	return tx.do(ctx, "change the columns", changes...)
}

// besideAnew makes the trigger of a table anew whose days have other columns beside them.
func besideAnew(t *tables.Table) []string {
	all := []string{"DROP TRIGGER IF EXISTS demarc_1_beside ON " + quote(t.Name), "DROP FUNCTION IF EXISTS " + quote(short(t.Name+"_beside")) + "()"}
	for _, statement := range (drafter{&tables.Set{}}).triggers(t) {
		if strings.Contains(statement, "_beside") {
			all = append(all, statement)
		}
	}
	return all
}
