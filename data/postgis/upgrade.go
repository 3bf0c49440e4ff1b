package postgis

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

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

// reshape adds the columns that a dataset needs now, and drops those that it needs no more: of
// languages, attributes and days that databases do not know.
func (tx *Tx) reshape(ctx context.Context, old, now *tables.Set) error {
	d := drafter{shortened(now)}
	was := drafter{shortened(old)}
	var changes []string
	for _, t := range d.set.Tables {
		before := was.set.Table(t.Name)
		changed := false
		for i := range t.Columns {
			if c := &t.Columns[i]; before.Column(c.Name) == nil {
				changes = append(changes, "ALTER TABLE "+quote(t.Name)+" ADD COLUMN "+d.column(t, c), "COMMENT ON COLUMN "+quote(t.Name)+"."+quote(c.Name)+" IS "+text(c.Help))
				changed = changed || c.With != ""
			}
		}
		if changed || slices.ContainsFunc(before.Columns, func(c tables.Column) bool { return c.With != "" && t.Column(c.Name) == nil }) {
			changes = append(changes, besideAnew(t)...)
			if t.Name == tables.PeriodsTable {
				changes = append(changes, "ALTER TABLE periods DROP CONSTRAINT "+quote(apartName), d.apart())
			}
		}
		for _, c := range before.Columns {
			if t.Column(c.Name) == nil {
				changes = append(changes, "ALTER TABLE "+quote(t.Name)+" DROP COLUMN "+quote(c.Name))
			}
		}
	}
	if len(changes) == 0 {
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
