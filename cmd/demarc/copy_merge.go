package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

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
	asJSON, dry  bool
	common       workfile.State // what both had in common, nil if nothing tells
	conflicts    []tables.Conflict
	replaced     []tables.Replaced

	store *postgis.Tx // TO, if it is in a database; nil if it is none
}

// result is what is to be written: the dataset as FROM has it, with what was changed in TO since
// both last had something in common.
func (m *merging) result(ctx context.Context) (*form, error) {
	there, err := m.there()
	if err != nil || !there {
		return m.from, err
	}
	if m.old, err = m.loadOld(ctx); err != nil {
		return nil, err
	}
	base, err := m.base()
	if err != nil {
		return nil, err
	}
	if base == nil {
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
	set, conflicts := tables.Merge(base, m.from.set, m.old.set, m.prefer())
	m.replaced, m.conflicts = tables.FindReplaced(base, m.from.set, m.old.set, conflicts)
	for _, conflict := range m.conflicts {
		m.say("conflict: %s", conflict)
	}
	for _, replaced := range m.replaced {
		m.say("conflict: %s", replaced.In(m.from.name, m.to))
	}
	if err := m.undecided(ctx); err != nil {
		return nil, err
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

// prefer is the side whose word counts where both changed a statement.
func (m *merging) prefer() tables.Side {
	if m.theirs {
		return tables.Theirs
	}
	return tables.Ours
}

// undecided is an error if there are conflicts that nobody decided, or that cannot be decided so.
// The GeoPackage of the two shows them.
func (m *merging) undecided(ctx context.Context) error {
	n := len(m.conflicts) + len(m.replaced)
	var err error
	switch {
	case n == 0:
		return nil
	case !m.ours && !m.theirs:
		err = fmt.Errorf("%s, nothing is written: ours is %s, theirs %s; %s decides all, or mend one of the two%s",
			count(n, "conflict"), m.from.name, m.to, m.deciding(), m.shown())
	default:
		for _, r := range m.replaced {
			if r.By != m.prefer() {
				err = fmt.Errorf("%s cannot be kept, as others have its land, nothing is written: -%s takes those; then edit them", r.ID, sideNames[r.By])
				break
			}
		}
		if err == nil {
			return nil
		}
	}
	return errors.Join(err, m.show(ctx))
}

// deciding are the flags that can decide all conflicts: what was replaced cannot be kept.
func (m *merging) deciding() string {
	by := map[tables.Side]bool{}
	for _, r := range m.replaced {
		by[r.By] = true
	}
	switch {
	case len(by) == 1:
		return "-" + sideNames[m.replaced[0].By] + " takes the new regions and"
	case len(by) == 2:
		return "neither -ours nor -theirs"
	}
	return "-ours or -theirs"
}

// shown tells where else the conflicts are shown.
func (m *merging) shown() string {
	if work := m.work(); work != "" && !m.dry {
		return fmt.Sprintf("; the layer %s of %s shows them", workfile.ProblemsTable, work)
	}
	return ""
}

// work is the name of the GeoPackage among the two, "" for none.
func (m *merging) work() string {
	switch {
	case m.from.work != nil:
		return m.from.name
	case m.old.work != nil:
		return m.to
	}
	return ""
}

// show fills the layers of problems of the GeoPackage of the two.
func (m *merging) show(ctx context.Context) error {
	d := workfile.Dispute{Conflicts: m.conflicts, Replaced: m.replaced, Ours: m.from.set, Theirs: m.old.set, Other: called(m.to)}
	if m.from.work == nil {
		d.Here, d.Other = tables.Theirs, called(m.from.name)
	}
	if m.work() == "" || m.dry {
		return nil
	}
	switch findings := d.Findings(); {
	case m.from.work == nil && m.store != nil:
		return errors.Join(m.store.WriteProblems(ctx, findings), m.store.Commit(ctx))
	case m.from.place != nil:
		return showIn(ctx, m.from.place, findings)
	default:
		return workfile.WriteProblems(ctx, m.work(), findings)
	}
}

// say says something of the merge, unless it is said as JSON.
func (m *merging) say(format string, args ...any) {
	if !m.asJSON {
		fmt.Fprintf(m.call.stderr, format+"\n", args...)
	}
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
