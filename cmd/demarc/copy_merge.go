package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/postgis"
	"demarc/data/tables"
	"demarc/data/workfile"
)

// merging is a copy to what may be there already.
type merging struct {
	call         *call
	from         *form
	to           string
	ours, theirs bool
	old          *form // what is there, nil for nothing
	merged       bool  // both sides had changed

	store *postgis.Tx // TO, if it is in a database; nil if it is none
}

// result is what is to be written: the dataset as FROM has it, with what was changed in TO since
// the GeoPackage among the two was made.
func (m *merging) result(ctx context.Context) (*form, error) {
	there, err := m.there()
	if err != nil || !there {
		return m.from, err
	}
	if m.old, err = m.loadOld(ctx); err != nil {
		return nil, err
	}
	base := m.from.base
	if base == nil {
		base = m.old.base
	}
	if base == nil || m.from.base != nil && m.old.base != nil {
		if len(tables.Diff(m.old.set, m.from.set)) == 0 {
			return m.from, nil
		}
		return nil, fmt.Errorf("%s is there already and says other things, and nothing tells what both were made from: name another, or remove it", m.to)
	}
	if len(tables.Diff(base, m.old.set)) == 0 && sameOthers(base, m.old.set) {
		return m.from, nil // nobody changed it
	}
	return m.merge(ctx, base)
}

func sameOthers(a, b *tables.Set) bool {
	if len(a.Others) != len(b.Others) {
		return false
	}
	for name, content := range a.Others {
		if string(b.Others[name]) != string(content) {
			return false
		}
	}
	return true
}

// there tells whether TO is there and holds something.
func (m *merging) there() (bool, error) {
	if m.store != nil {
		return m.store.There, nil
	}
	info, err := os.Stat(m.to)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil || !info.IsDir() {
		return err == nil, err
	}
	entries, err := os.ReadDir(m.to)
	if err != nil || len(entries) == 0 {
		return false, err
	}
	if _, err := os.Stat(m.to + "/dataset.json"); err != nil {
		return false, fmt.Errorf("%s is there already and is no dataset: name another directory", m.to)
	}
	return true, nil
}

// merge takes over what both sides changed. Conflicts are listed, and stop it unless a side is
// preferred.
func (m *merging) merge(ctx context.Context, base *tables.Set) (*form, error) {
	m.merged = true
	prefer := tables.Ours
	if m.theirs {
		prefer = tables.Theirs
	}
	set, conflicts := tables.Merge(base, m.from.set, m.old.set, prefer)
	for _, conflict := range conflicts {
		fmt.Fprintf(m.call.stderr, "conflict: %s\n", conflict)
	}
	if len(conflicts) > 0 && !m.ours && !m.theirs {
		err := fmt.Errorf("%s, nothing is written: ours is %s, theirs %s; -ours or -theirs decides all, or mend one of the two", count(len(conflicts), "conflict"), m.from.name, m.to)
		return nil, errors.Join(err, m.show(ctx, conflicts))
	}
	workfile.Lead(set, base)
	result := &form{name: m.to, set: set}
	files, problems, err := set.Canonical()
	if err != nil {
		return nil, err
	}
	if len(problems) == 0 {
		_, found, err := set.Load()
		if err != nil {
			return nil, err
		}
		problems = fresh(found, m.from.set, m.old.set)
	}
	if dataset.Errors(plainProblems(problems)) > 0 {
		m.call.printProblems(m.call.stderr, located(set, problems))
		return nil, fmt.Errorf("merged, %s and %s would have mistakes that neither has: nothing is written; mend one of the two", m.from.name, m.to)
	}
	result.files = files
	return result, result.identify()
}

// fresh are the errors that neither side has.
func fresh(found []tables.Problem, sides ...*tables.Set) []tables.Problem {
	known := map[string]bool{}
	for _, side := range sides {
		if _, problems, err := side.Load(); err == nil {
			for _, p := range problems {
				known[p.Rule+" "+p.Message] = true
			}
		}
	}
	var left []tables.Problem
	for _, p := range found {
		if p.Severity == dataset.Error && !known[p.Rule+" "+p.Message] {
			left = append(left, p)
		}
	}
	return left
}

func plainProblems(found []tables.Problem) []dataset.Problem {
	var all []dataset.Problem
	for _, p := range found {
		all = append(all, p.Problem)
	}
	return all
}

// show fills the layers of problems of the GeoPackage of the two.
func (m *merging) show(ctx context.Context, conflicts []tables.Conflict) error {
	work, here, there := m.from.name, m.from.set, m.old.set
	if m.from.base == nil {
		work, here, there = m.to, there, here
	}
	swapped := work == m.to
	var findings []workfile.Finding
	for _, c := range conflicts {
		f := workfile.Finding{
			Severity: "conflict", Rule: "conflict", Message: c.String(), Hint: "mend one of the two, or copy with -ours or -theirs",
			Table: c.Table, Key: c.Key, Column: c.Column, OursSay: c.Says(tables.Ours), TheirsSay: c.Says(tables.Theirs),
		}
		f.Ours, f.Theirs = shapeOf(here, c), shapeOf(there, c)
		if swapped {
			f.OursSay, f.TheirsSay = f.TheirsSay, f.OursSay
		}
		for _, shape := range []orb.Geometry{f.Theirs, f.Ours} {
			if shape != nil {
				point := shape.Bound().Center()
				f.Point = &point
			}
		}
		findings = append(findings, f)
	}
	switch {
	case swapped && m.store != nil:
		return errors.Join(m.store.WriteProblems(ctx, findings), m.store.Commit(ctx))
	case !swapped && m.from.place != nil:
		return showIn(ctx, m.from.place, findings)
	}
	return workfile.WriteProblems(ctx, work, findings)
}

// shapeOf is the shape of the row that a conflict is about, or of the zone that it is of.
func shapeOf(set *tables.Set, c tables.Conflict) orb.Geometry {
	table, key := c.Table, c.Key
	for i, k := range set.Keys(table) {
		if k != key {
			continue
		}
		row := set.Rows[table][i]
		if zone, is := row.Values[tables.ZoneColumn].(string); is && table == tables.PeriodsTable {
			return shapeOf(set, tables.Conflict{Table: tables.ZonesTable, Key: zone})
		}
		shape, _ := row.Values[tables.ShapeColumn].(orb.Geometry)
		return shape
	}
	return nil
}
