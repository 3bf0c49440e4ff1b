package tables

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Side is one of two that were made of the same base.
type Side uint8

// The sides.
const (
	Ours Side = iota
	Theirs
)

// Conflict is a statement that both sides changed, each in its own way.
type Conflict struct {
	Table, Key string
	Column     string // "" for the row as a whole, which one side removed
	Base       any    // a value, or *Row; nil: it was not there
	Ours       any
	Theirs     any
}

// orderColumn stands in a Conflict for the order of a table's rows.
const orderColumn = "order"

// othersTable stands in a Conflict for the files of the directory that are no tables.
const othersTable = "files"

// String says the conflict in words, on one line.
func (c Conflict) String() string { return c.In("ours", "theirs") }

// In says the conflict in words, with names for the two sides.
func (c Conflict) In(ours, theirs string) string {
	of := strings.ReplaceAll(c.Table, "_", " ") + " " + c.Key
	if c.Column != "" {
		of += ": " + c.Column
	}
	return fmt.Sprintf("%s: was %s, %s %s, %s %s", of, c.was(), ours, c.words(c.Ours), theirs, c.words(c.Theirs))
}

func (c Conflict) was() string {
	if _, is := c.Base.(*Row); is {
		return "there"
	}
	if c.Base == nil && c.Column == "" {
		return "not there"
	}
	return c.words(c.Base)
}

func (c Conflict) words(v any) string {
	switch v.(type) {
	case nil:
		if c.Column == "" {
			return "gone"
		}
	case *Row:
		return "there, with changes"
	}
	return Words(v)
}

// Merge takes over what ours and theirs changed in base, statement by statement. Where both changed
// one, each in its own way, it is as the preferred side has it, and a conflict. What neither side
// removed is there. More corners on the edges of a shape are no change of it.
func Merge(base, ours, theirs *Set, prefer Side) (*Set, []Conflict) {
	m := &merger{base: base, ours: ours, theirs: theirs, prefer: prefer, out: NewSet(needsOf(base, ours, theirs))}
	m.tables = map[string]*three{}
	for _, t := range m.out.Tables {
		m.tables[t.Name] = &three{t, aligned(base, base, t), aligned(base, ours, t), aligned(base, theirs, t), nil, nil}
	}
	m.touch()
	for _, listed := range []bool{false, true} {
		for _, t := range m.out.Tables {
			if t.Listed == listed {
				m.table(m.tables[t.Name])
			}
		}
	}
	m.readdress()
	m.others()
	return m.out, m.conflicts
}

type merger struct {
	base, ours, theirs *Set
	prefer             Side
	out                *Set
	tables             map[string]*three
	conflicts          []Conflict
	gone               map[string]bool // keys of things, with their table, that are not in the result
}

// three are the rows of a table in base and both sides, and the keys of the rows that a side
// changed, what they list included.
type three struct {
	of                 *Table
	base, ours, theirs keyed
	touchedO, touchedT map[string]bool
}

// touch notes the rows that each side changed.
func (m *merger) touch() {
	for _, x := range m.tables {
		x.touchedO, x.touchedT = map[string]bool{}, map[string]bool{}
	}
	for _, x := range m.tables {
		for side, of := range map[Side]keyed{Ours: x.ours, Theirs: x.theirs} {
			for _, c := range (differ{x.of, x.base, of}).changes() {
				if !isLed(c.Old, c.New) {
					m.touched(x, side, c)
				}
			}
		}
	}
}

// touched notes a change in its row and in the one that lists it.
func (m *merger) touched(x *three, side Side, c Change) {
	note := func(x *three, key string) {
		if side == Ours {
			x.touchedO[key] = true
		} else {
			x.touchedT[key] = true
		}
	}
	note(x, c.Key)
	if !x.of.Listed {
		return
	}
	row, _ := c.New.(*Row)
	for _, of := range []keyed{x.ours, x.theirs, x.base} {
		if row == nil {
			row = of.rows[c.Key]
		}
	}
	for _, name := range m.listing(x.of) {
		note(m.tables[name], row.text(x.of.Columns[0].Name))
	}
}

// listing are the tables of the things that list the rows of a table.
func (m *merger) listing(t *Table) []string {
	if t.Columns[0].Name == "region" {
		return []string{ZonesTable, RegionsTable, LinesTable, PointsTable}
	}
	return []string{t.Columns[0].Refers}
}

func (m *merger) conflict(t *Table, key, column string, base, ours, theirs any) any {
	m.conflicts = append(m.conflicts, Conflict{t.Name, key, column, base, ours, theirs})
	if m.prefer == Theirs {
		return theirs
	}
	return ours
}

// readdress gives what is listed by things without an id their new keys.
func (m *merger) readdress() {
	for _, t := range m.out.Tables {
		if !t.told() {
			continue
		}
		now := map[string]string{}
		for i, key := range m.out.Keys(t.Name) {
			now[m.out.Rows[t.Name][i].key] = key
		}
		for _, list := range m.out.Tables {
			if !list.Listed || list.Columns[0].Refers != t.Name {
				continue
			}
			for _, r := range m.out.Rows[list.Name] {
				if key, known := now[r.text(list.Columns[0].Name)]; known {
					r.Values[list.Columns[0].Name] = key
				}
			}
		}
	}
}

// others merges the files that are no tables, each as a whole.
func (m *merger) others() {
	names := map[string]bool{}
	for _, of := range []*Set{m.base, m.ours, m.theirs} {
		for name := range of.Others {
			names[name] = true
		}
	}
	m.out.Others = map[string][]byte{}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		base, ours, theirs := m.base.Others[name], m.ours.Others[name], m.theirs.Others[name]
		switch {
		case bytes.Equal(ours, theirs), bytes.Equal(base, theirs):
		case bytes.Equal(base, ours):
			ours = theirs
		default:
			chosen := m.conflict(&Table{Name: othersTable}, name, "content", orGone(base), orGone(ours), orGone(theirs))
			ours, _ = chosen.([]byte)
		}
		if ours != nil {
			m.out.Others[name] = ours
		}
	}
	for _, of := range []*Set{m.ours, m.theirs} {
		for _, name := range of.Empty {
			if !slices.Contains(m.out.Empty, name) {
				m.out.Empty = append(m.out.Empty, name)
			}
		}
	}
}

func orGone(content []byte) any {
	if content == nil {
		return nil
	}
	return content
}

// Says is what a side says, in words.
func (c Conflict) Says(side Side) string {
	if side == Theirs {
		return c.words(c.Theirs)
	}
	return c.words(c.Ours)
}
