package tables

import (
	"cmp"
	"slices"
	"strings"
)

// table merges the rows of a table.
func (m *merger) table(x *three) {
	rows := map[string]*Row{}
	for _, key := range m.order(x) {
		if r := m.row(x, key); r != nil && m.isListed(x.of, r) {
			rows[key] = r
			m.out.Rows[x.of.Name] = append(m.out.Rows[x.of.Name], r)
			r.key = key
		}
	}
	if m.gone == nil {
		m.gone = map[string]bool{}
	}
	for _, of := range []keyed{x.base, x.ours, x.theirs} {
		for _, key := range of.keys {
			if rows[key] == nil {
				m.gone[x.of.Name+" "+key] = true
			}
		}
	}
}

// isListed tells whether what lists a row is there still.
func (m *merger) isListed(t *Table, r *Row) bool {
	if !t.Listed {
		return true
	}
	there, known := false, false
	for _, name := range m.listing(t) {
		key := name + " " + r.text(t.Columns[0].Name)
		known = known || m.gone[key]
		there = there || m.tables[name].has(r.text(t.Columns[0].Name)) && !m.gone[key]
	}
	return there || !known // what is listed by nothing was so before
}

func (x *three) has(key string) bool {
	return x.base.rows[key] != nil || x.ours.rows[key] != nil || x.theirs.rows[key] != nil
}

// row merges one row; nil: it is gone.
func (m *merger) row(x *three, key string) *Row {
	base, ours, theirs := x.base.rows[key], x.ours.rows[key], x.theirs.rows[key]
	if only, kept := m.keptOf(x, cmp.Or(base, ours, theirs)); kept {
		return copyOf(map[Side]any{Ours: ours, Theirs: theirs}[only])
	}
	switch {
	case base == nil && theirs == nil:
		return ours.Clone()
	case base == nil && ours == nil:
		return theirs.Clone()
	case base != nil && ours == nil && theirs == nil:
		return nil
	case ours == nil:
		if !x.touchedT[key] {
			return nil
		}
		return copyOf(m.conflict(x.of, key, "", base, nil, theirs))
	case theirs == nil:
		if !x.touchedO[key] {
			return nil
		}
		return copyOf(m.conflict(x.of, key, "", base, ours, nil))
	}
	if base == nil {
		base = &Row{}
	}
	return m.values(x.of, key, base, ours, theirs)
}

// keptOf tells from which side everything that a thing lists is, as the other one removed the thing
// and it was kept all the same.
func (m *merger) keptOf(x *three, r *Row) (side Side, kept bool) {
	if !x.of.Listed {
		return 0, false
	}
	key, in := r.text(x.of.Columns[0].Name), [2]bool{}
	base := false
	for _, name := range m.listing(x.of) {
		of := m.tables[name]
		base = base || of.base.rows[key] != nil
		in[Ours] = in[Ours] || of.ours.rows[key] != nil
		in[Theirs] = in[Theirs] || of.theirs.rows[key] != nil
	}
	if in[Ours] {
		return Ours, base && !in[Theirs]
	}
	return Theirs, base && in[Theirs]
}

func copyOf(row any) *Row {
	if r, ok := row.(*Row); ok && r != nil {
		return r.Clone()
	}
	return nil
}

// values merges the values of a row; a day and the text beside it are one.
func (m *merger) values(t *Table, key string, base, ours, theirs *Row) *Row {
	out := &Row{ID: ours.ID, Values: map[string]any{}}
	for _, c := range t.Columns {
		if c.With != "" {
			continue
		}
		unit := []string{c.Name}
		if text := t.Column(c.Name + textEnding); text != nil && text.With == c.Name {
			unit = append(unit, text.Name)
		}
		from := ours
		switch {
		case alike(unit, ours, theirs), alike(unit, base, theirs):
		case alike(unit, base, ours), isLed(base.Values[c.Name], ours.Values[c.Name]):
			from = theirs
		case isLed(base.Values[c.Name], theirs.Values[c.Name]):
		default:
			last := unit[len(unit)-1]
			shown := func(r *Row) any {
				if text := r.Values[last]; text != nil {
					return text
				}
				return r.Values[unit[0]]
			}
			m.conflict(t, key, c.Name, shown(base), shown(ours), shown(theirs))
			if m.prefer == Theirs {
				from = theirs
			}
		}
		for _, name := range unit {
			if v := from.Values[name]; v != nil {
				out.Values[name] = v
			}
		}
	}
	return out
}

func alike(columns []string, a, b *Row) bool {
	for _, name := range columns {
		if !Same(a.Values[name], b.Values[name]) {
			return false
		}
	}
	return true
}

// order returns all keys of a table: as the side has them that has changed their order, those that
// only the other has behind the ones before them there.
func (m *merger) order(x *three) []string {
	inAll := func(keys []string) []string {
		return slices.DeleteFunc(slices.Clone(keys), func(key string) bool {
			return x.base.rows[key] == nil || x.ours.rows[key] == nil || x.theirs.rows[key] == nil
		})
	}
	base, ours, theirs := inAll(x.base.keys), inAll(x.ours.keys), inAll(x.theirs.keys)
	first, second := x.ours.keys, x.theirs.keys
	switch {
	case slices.Equal(theirs, base), slices.Equal(ours, theirs):
	case slices.Equal(ours, base):
		first, second = second, first
	case inOrder(x.of):
		if m.conflict(x.of, "", orderColumn, strings.Join(base, ", "), strings.Join(ours, ", "), strings.Join(theirs, ", ")); m.prefer == Theirs {
			first, second = second, first
		}
	}
	return interleave(first, second)
}

// inOrder tells whether the order of a table's rows means something.
func inOrder(t *Table) bool {
	return t.Name != PeriodsTable && t.Name != "sources" && t.Name != EventsTable && (!t.Listed || len(t.Columns) < 2 || t.Columns[1].Name != "party" && t.Columns[1].Name != "viewpoint")
}

// interleave returns the keys of both lists, those of the second alone behind the ones before them
// there.
func interleave(first, second []string) []string {
	in := make(map[string]bool, len(first))
	for _, key := range first {
		in[key] = true
	}
	behind, last := map[string][]string{}, ""
	for _, key := range second {
		if !in[key] {
			behind[last] = append(behind[last], key)
			continue
		}
		last = key
	}
	all := slices.Clone(behind[""])
	for _, key := range first {
		all = append(append(all, key), behind[key]...)
	}
	return all
}
