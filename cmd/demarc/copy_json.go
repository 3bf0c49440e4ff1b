package main

import (
	"github.com/paulmach/orb"

	"demarc/data/tables"
)

// copyReport is what a copy did, as JSON has it.
type copyReport struct {
	From    string       `json:"from"`
	To      string       `json:"to"`
	Written bool         `json:"written"`
	Decided string       `json:"decided,omitempty"` // ours or theirs, where there were conflicts
	Changes []copyChange `json:"changes"`           // of TO
	// Conflicts are statements that both sides changed, each in its own way.
	Conflicts []copyConflict `json:"conflicts"`
	// Replaced are regions that one side edited and the other has others in the place of.
	Replaced []copyReplaced `json:"replaced,omitempty"`
}

type copyChange struct {
	Table  string `json:"table"`
	Key    string `json:"key"`
	Column string `json:"column,omitempty"` // none: the row as a whole
	Old    any    `json:"old"`
	New    any    `json:"new"`
}

type copyConflict struct {
	Table  string `json:"table"`
	Key    string `json:"key"`
	Column string `json:"column,omitempty"`
	Base   any    `json:"base"`
	Ours   any    `json:"ours"`
	Theirs any    `json:"theirs"`
	Words  string `json:"words"`
}

type copyReplaced struct {
	Table string       `json:"table"`
	Key   string       `json:"key"`
	By    string       `json:"by"` // the side that has others
	Heirs []string     `json:"heirs"`
	Edits []copyChange `json:"edits"` // of the other side
	Words string       `json:"words"`
}

var sideNames = map[tables.Side]string{tables.Ours: "ours", tables.Theirs: "theirs"}

// printReport prints what a copy did, or would do.
func (m *merging) printReport(result *form, written bool) error {
	r := copyReport{From: m.from.name, To: m.to, Written: written, Changes: []copyChange{}, Conflicts: []copyConflict{}}
	if result != nil {
		r.Changes = changesOf(m.changes(result))
		if len(m.conflicts)+len(m.replaced) > 0 {
			r.Decided = sideNames[m.prefer()]
		}
	}
	for _, c := range m.conflicts {
		r.Conflicts = append(r.Conflicts, copyConflict{c.Table, c.Key, c.Column, plainValue(c.Base), plainValue(c.Ours), plainValue(c.Theirs), c.String()})
	}
	for _, p := range m.replaced {
		r.Replaced = append(r.Replaced, copyReplaced{p.Table, p.ID, sideNames[p.By], p.Heirs, changesOf(p.Edits), p.String()})
	}
	return m.call.printJSON(r)
}

// changes are those that the copy makes in TO.
func (m *merging) changes(result *form) []tables.Change {
	was := tables.NewSet(result.set.Needs)
	if m.old != nil {
		was = m.old.set
	}
	return tables.Diff(was, result.set)
}

func changesOf(changes []tables.Change) []copyChange {
	all := []copyChange{}
	for _, c := range changes {
		all = append(all, copyChange{c.Table, c.Key, c.Column, plainValue(c.Old), plainValue(c.New)})
	}
	return all
}

// plainValue is a value as JSON has it: a row as its values, a shape and a file in words.
func plainValue(v any) any {
	switch v := v.(type) {
	case *tables.Row:
		if v == nil {
			return nil
		}
		row := map[string]any{}
		for name, value := range v.Values {
			row[name] = plainValue(value)
		}
		return row
	case orb.Geometry, []byte:
		return tables.Words(v)
	}
	return v
}
