package tables

import (
	"cmp"
	"slices"

	"demarc/data/date"
)

// Align returns the keys of the rows of a table that they have in base: their own where it is there
// too. A row without an id that base has not under its key is taken for one that is gone: a period
// for that of its zone with which it shares most days, so that one whose first day was moved stays
// the same, and of one that was split, the longer piece; a statement of law for the next one.
func Align(base, other *Set, table string) []string {
	keys := other.Keys(table)
	t := base.Table(table)
	if t == nil || !t.told() {
		return keys
	}
	a := aligner{of: t, base: base.Rows[table], other: other.Rows[table], keys: keys}
	baseKeys, own := base.Keys(table), map[string]bool{}
	for _, key := range keys {
		own[key] = true
	}
	for i, key := range baseKeys {
		if !own[key] {
			a.gone = append(a.gone, i)
		}
	}
	there := map[string]bool{}
	for _, key := range baseKeys {
		there[key] = true
	}
	for i, key := range keys {
		if !there[key] {
			a.come = append(a.come, i)
		}
	}
	for _, p := range a.pairs() {
		keys[p.come] = baseKeys[p.gone]
	}
	return keys
}

type aligner struct {
	of          *Table
	base, other []*Row
	keys        []string
	gone, come  []int // rows of base that are gone, and others that have come
}

type pair struct {
	gone, come int
	days       int64 // that both have
}

// pairs takes those together that share most days. Periods are compared within their zone alone.
func (a *aligner) pairs() []pair {
	gone := map[string][]int{}
	for _, g := range a.gone {
		of := a.within(a.base[g])
		gone[of] = append(gone[of], g)
	}
	var all []pair
	for _, c := range a.come {
		for _, g := range gone[a.within(a.other[c])] {
			p := pair{g, c, 1}
			if a.of.Name == PeriodsTable {
				p.days = shared(a.base[g], a.other[c])
			}
			if p.days > 0 {
				all = append(all, p)
			}
		}
	}
	slices.SortFunc(all, func(p, q pair) int {
		return cmp.Or(cmp.Compare(q.days, p.days), cmp.Compare(p.gone, q.gone), cmp.Compare(p.come, q.come))
	})
	goneTaken, comeTaken := map[int]bool{}, map[int]bool{}
	return slices.DeleteFunc(all, func(p pair) bool {
		if goneTaken[p.gone] || comeTaken[p.come] {
			return true
		}
		goneTaken[p.gone], comeTaken[p.come] = true, true
		return false
	})
}

// within is what rows must have in common to be the same: the zone of periods.
func (a *aligner) within(r *Row) string {
	if a.of.Name == PeriodsTable {
		return r.text(ZoneColumn)
	}
	return ""
}

// shared counts the days that two periods have in common.
func shared(a, b *Row) int64 {
	i, j := a.days(), b.days()
	return int64(min(i.To, j.To)) - int64(max(i.From, j.From))
}

// days are those of a period.
func (r *Row) days() date.Interval {
	i := date.Always
	if day, err := date.Parse(r.firstDay()); err == nil {
		i.From = day
	}
	if text, known := r.Values["valid_to"].(string); known {
		if day, err := date.Parse(text); err == nil {
			i.To = day
		}
	} else if uncertain, err := date.ParseEDTF(r.text("valid_to" + textEnding)); err == nil && uncertain.Earliest != date.Beginning {
		i.To = uncertain.Earliest
	}
	return i
}
