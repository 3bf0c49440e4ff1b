package tables

import (
	"fmt"
	"slices"
	"strings"
)

// Replaced is a conflict about a region that one side edited and the other cut, merged or drawn
// anew: it has others in its place, so no value of it can be taken for another.
type Replaced struct {
	Table, ID string
	By        Side     // the side that has others in its place
	Heirs     []string // their ids
	Edits     []Change // what the other side changed in it, in its periods and in what they list
	name      string
	heirs     []string // with their names
}

// regionTables are those of regions.
var regionTables = []string{ZonesTable, RegionsTable, LinesTable, PointsTable}

// FindReplaced returns the regions that one side edited and the other replaced, and the conflicts
// that are about others.
func FindReplaced(base, ours, theirs *Set, conflicts []Conflict) ([]Replaced, []Conflict) {
	var all []Replaced
	for side, of := range map[Side][2]*Set{Ours: {ours, theirs}, Theirs: {theirs, ours}} {
		all = append(all, replacedBy(base, side, of[0], of[1])...)
	}
	slices.SortFunc(all, func(a, b Replaced) int { return strings.Compare(a.ID, b.ID) })
	rest := slices.DeleteFunc(slices.Clone(conflicts), func(c Conflict) bool {
		return slices.ContainsFunc(all, func(r Replaced) bool {
			return c.Column == "" && isOf(base, r.ID, c.Table, c.Key, c.Base, c.Ours, c.Theirs)
		})
	})
	return all, rest
}

// replacedBy are the regions of base that a side replaced and the other edited.
func replacedBy(base *Set, side Side, by, other *Set) []Replaced {
	var all []Replaced
	var edits []Change
	for _, table := range regionTables {
		for _, was := range base.Rows[table] {
			id := was.text(IDColumn)
			heirs := by.heirs(id)
			if by.region(id) != nil || other.region(id) == nil || len(heirs) == 0 {
				continue
			}
			if edits == nil {
				edits = append(Diff(base, other), Change{})
			}
			r := Replaced{Table: table, ID: id, By: side, Heirs: heirs, name: base.named(was)}
			for _, heir := range heirs {
				r.heirs = append(r.heirs, by.named(by.region(heir)))
			}
			for _, c := range edits {
				if isOf(base, id, c.Table, c.Key, c.Old, c.New) && !isLed(c.Old, c.New) {
					r.Edits = append(r.Edits, c)
				}
			}
			if len(r.Edits) > 0 {
				all = append(all, r)
			}
		}
	}
	return all
}

// heirs are the regions that are there now in place of one that is not.
func (s *Set) heirs(id string) []string {
	next, seen := []string{id}, map[string]bool{}
	var there []string
	for len(next) > 0 {
		at := next[0]
		next = next[1:]
		for _, list := range [][3]string{{"retired_replaced_by", "retired", at}, {"region_replaced_by", "region", at}} {
			for _, r := range s.Rows[list[0]] {
				heir := r.text(s.Table(list[0]).Columns[1].Name)
				if r.text(list[1]) == list[2] && !seen[heir] {
					seen[heir] = true
					next = append(next, heir)
					if s.region(heir) != nil {
						there = append(there, heir)
					}
				}
			}
		}
	}
	return there
}

func (s *Set) region(id string) *Row {
	for _, table := range regionTables {
		for _, r := range s.Rows[table] {
			if r.text(IDColumn) == id {
				return r
			}
		}
	}
	return nil
}

// named is the id of a row, with the first of its names.
func (s *Set) named(r *Row) string {
	for _, language := range s.Needs.Languages {
		if name := r.text("names_" + language); name != "" && name != r.text(IDColumn) {
			return r.text(IDColumn) + " (" + name + ")"
		}
	}
	return r.text(IDColumn)
}

// isOf tells whether a row, of which there may be several versions, is of a region: itself, a
// period of it, or what one of both lists.
func isOf(base *Set, id, table, key string, versions ...any) bool {
	switch {
	case slices.Contains(regionTables, table):
		return key == id
	case table == PeriodsTable:
		for _, v := range versions {
			if r, is := v.(*Row); is && r != nil {
				return r.text(ZoneColumn) == id
			}
		}
		return strings.HasPrefix(key, id+" ")
	}
	t := base.Table(table)
	if t == nil || !t.Listed {
		return false
	}
	lists, _, _ := strings.Cut(key, " / ")
	return t.Columns[0].Name == "region" && lists == id || t.Columns[0].Refers == PeriodsTable && strings.HasPrefix(lists, id+" ")
}

// String says the conflict in words, on one line.
func (r Replaced) String() string { return r.In("ours", "theirs") }

// In says the conflict in words, with names for the two sides.
func (r Replaced) In(ours, theirs string) string {
	by, other := ours, theirs
	if r.By == Theirs {
		by, other = other, by
	}
	edits, heirs := r.Text()
	return fmt.Sprintf("%s %s: %s has %s in its place; %s edited it: %s", r.one(), r.name, by, heirs, other, edits)
}

// Text is what the side that edited it changed, and what the other one has in its place.
func (r Replaced) Text() (edits, heirs string) {
	return strings.Join(r.said(), "; "), strings.Join(r.heirs, " and ")
}

// one is the word for what was replaced.
func (r Replaced) one() string { return thingOf(r.Table).one }

// maxSaid is how many edits are said in words.
const maxSaid = 6

// said are the edits in words, the first of them.
func (r Replaced) said() []string {
	var said []string
	for i, c := range r.Edits {
		if i == maxSaid {
			return append(said, fmt.Sprintf("and %d more", len(r.Edits)-maxSaid))
		}
		words := c.String()
		switch c.Table {
		case r.Table:
			words = strings.TrimPrefix(words, strings.ReplaceAll(c.Table, "_", " ")+" "+c.Key+": ")
		case PeriodsTable:
			words = "period from " + strings.TrimPrefix(words, PeriodsTable+" "+r.ID+" ")
		}
		said = append(said, words)
	}
	return said
}

// Shapes are those of the region where it was edited, and of what is in its place.
func (r Replaced) Shapes(ours, theirs *Set) (edited *Row, heirs []*Row) {
	by, other := ours, theirs
	if r.By == Theirs {
		by, other = other, by
	}
	for _, heir := range r.Heirs {
		heirs = append(heirs, by.region(heir))
	}
	return other.region(r.ID), heirs
}
