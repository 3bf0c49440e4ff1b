package data

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"sync"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
	"demarc/geo/partition"
	"demarc/geo/topology"
)

// fronts are all lines of the front as numbers. A history has many times as many of them as a map
// has borders, so the lines themselves are made when they are asked for.
//
//	groups   A:B@1990 until 1992   A:B@1990 until 1995   A:C@1991 ...   confrontations
//	            |                     |    |                |
//	arcs        4                     7   ^2                3           ^: the other way round
//	            |                     '-.--'                |
//	lines     A:B@1990:1           A:B@1990:2          A:C@1991:1      what runs on is one line
//
// Lines are numbered among those whose ids begin alike, in the order of groups, whatever is
// selected: so ids stay the same.
type fronts struct {
	stretches []stretch
	sides     []side
	groups    []frontGroup
	arcs      []int32 // of the partition of the group's stretch, those of each group together
	pages     []frontLine
}

// frontGroup is a confrontation with the arcs along which its sides face each other.
type frontGroup struct {
	date.Interval
	left, right int32 // of sides
	stretch     int32
	first       int32 // number of its first line
	arcs        int32 // where its own begin
}

// frontLine is one of the lines of a group.
type frontLine struct{ group, line int32 }

// lazyFronts holds the fronts of a snapshot, found when they are first asked for.
type lazyFronts struct {
	once sync.Once
	*fronts
}

func (s *Snapshot) fronts() *fronts {
	s.front.once.Do(func() { s.front.fronts = s.newFronts() })
	return s.front.fronts
}

func (s *Snapshot) newFronts() *fronts {
	x := &fronts{stretches: s.regionIndex(s.Dataset.ControlLayer).partitions()}
	sides := map[side]int32{}
	number := func(of side) int32 {
		n, known := sides[of]
		if !known {
			n = int32(len(x.sides))
			sides[of], x.sides = n, append(x.sides, of)
		}
		return n
	}
	for i, st := range x.stretches {
		x.addStretch(int32(i), func(arc topology.Arc) []confrontation { return s.confrontations(st, arc) }, number)
	}
	x.number()
	return x
}

// addStretch adds the groups of a stretch, in the order of their first arcs.
func (x *fronts) addStretch(stretch int32, facing func(topology.Arc) []confrontation, number func(side) int32) {
	type entry struct{ group, arc int32 }
	var entries []entry
	known := map[frontGroup]int32{}
	first := int32(len(x.groups))
	for i, arc := range x.stretches[stretch].partition().Arcs {
		if arc.Left == topology.Nowhere || arc.Right == topology.Nowhere {
			continue
		}
		for _, c := range facing(arc) {
			turned := int32(i)
			if c.left.compare(c.right) > 0 {
				c.left, c.right, turned = c.right, c.left, ^turned
			}
			group := frontGroup{Interval: c.Interval, left: number(c.left), right: number(c.right), stretch: stretch}
			n, old := known[group]
			if !old {
				n = int32(len(x.groups))
				known[group], x.groups = n, append(x.groups, group)
			}
			x.groups[n].arcs++ // how many, for now
			entries = append(entries, entry{n, turned})
		}
	}
	at := int32(len(x.arcs))
	next := make([]int32, int32(len(x.groups))-first)
	for n := range next {
		group := &x.groups[first+int32(n)]
		group.arcs, at, next[n] = at, at+group.arcs, at
	}
	x.arcs = append(x.arcs, make([]int32, len(entries))...)
	for _, e := range entries {
		x.arcs[next[e.group-first]] = e.arc
		next[e.group-first]++
	}
}

// number gives the lines their numbers, and puts them in the order of pages.
func (x *fronts) number() {
	numbers := map[string]int32{} // of lines, by what their ids begin with
	type paged struct {
		frontLine
		item
	}
	var all []paged
	for i := range x.groups {
		group, name := &x.groups[i], x.confrontation(i).name()
		group.first = numbers[name]
		for k := range x.linesOf(i) {
			numbers[name]++
			all = append(all, paged{frontLine{int32(i), int32(k)}, x.item(i, k)})
		}
	}
	slices.SortFunc(all, func(a, b paged) int { return compareItems(a.item, b.item) })
	x.pages = make([]frontLine, len(all))
	for i := range all {
		x.pages[i] = all[i].frontLine
	}
}

func (x *fronts) confrontation(i int) confrontation {
	group := x.groups[i]
	return confrontation{group.Interval, x.sides[group.left], x.sides[group.right]}
}

// arcsOf are those of a group.
func (x *fronts) arcsOf(i int) []int32 {
	if i+1 < len(x.groups) {
		return x.arcs[x.groups[i].arcs:x.groups[i+1].arcs]
	}
	return x.arcs[x.groups[i].arcs:]
}

// linesOf makes the lines of a group.
func (x *fronts) linesOf(i int) []orb.LineString {
	arcs, numbers := x.stretches[x.groups[i].stretch].partition().Arcs, x.arcsOf(i)
	lines := make([]orb.LineString, len(numbers))
	for k, n := range numbers {
		if n >= 0 {
			lines[k] = arcs[n].Points
			continue
		}
		lines[k] = slices.Clone(arcs[^n].Points)
		slices.Reverse(lines[k])
	}
	if len(lines) == 1 {
		return lines
	}
	return partition.JoinLines(lines)
}

func (x *fronts) id(i, line int) string {
	return fmt.Sprintf("%s:%d", x.confrontation(i).name(), int(x.groups[i].first)+line+1)
}

func (x *fronts) row(i, line int, points orb.LineString) frontRow {
	return frontRow{x.confrontation(i), x.id(i, line), points}
}

// item is that of a line, without its feature.
func (x *fronts) item(i, line int) item {
	return item{id: x.id(i, line), span: x.groups[i].Interval, open: x.groups[i].To == date.Forever}
}

// newFrontCollection lists the lines of the front, whose features are made when a page holds them.
func (s *Snapshot) newFrontCollection() *Collection {
	fields, x := s.frontColumns(), s.fronts()
	c := newCollection(fields.layer(dataset.FrontLayer))
	of := func(l frontLine) item {
		group, line := int(l.group), int(l.line)
		found := x.item(group, line)
		found.feature = func() geo.Feature {
			row := x.row(group, line, x.linesOf(group)[line])
			return fields.feature(row.id, row.line, row)
		}
		return found
	}
	paged := func(lines []frontLine) items {
		return items{len(lines), func(i int) item { return of(lines[i]) }}
	}
	c.list = func(_ context.Context, wanted Selection) (items, error) { return paged(x.selected(wanted)), nil }
	c.dayInID, c.sample = true, sync.OnceValue(func() geo.Layer { return sample(c.Layer, paged(x.telling())) })
	c.Extent = extentOf(x.shapes())
	return c
}

// selected are the lines that a selection asks for, in the order of pages.
func (x *fronts) selected(wanted Selection) []frontLine {
	if wanted.During == date.Always && wanted.Within == nil {
		return x.pages
	}
	var found []frontLine
	for _, l := range x.pages {
		if x.groups[l.group].Overlaps(wanted.During) && (wanted.Within == nil || wanted.meets(x.linesOf(int(l.group))[l.line])) {
			found = append(found, l)
		}
	}
	return found
}

// telling are the lines whose features tell what those of all would, see sample.
func (x *fronts) telling() (lines []frontLine) {
	early := func(day date.Date) bool { return day.Optional() != nil && day < firstRFC }
	var from, to bool
	for i, l := range x.pages {
		days := x.groups[l.group].Interval
		if i == 0 || early(days.From) && !from || early(days.To) && !to {
			lines = append(lines, l)
		}
		from, to = from || early(days.From), to || early(days.To)
	}
	return lines
}

// shapes are the arcs of all lines, each once.
func (x *fronts) shapes() iter.Seq[orb.Geometry] {
	return func(yield func(orb.Geometry) bool) {
		done := map[[2]int32]bool{}
		for i, group := range x.groups {
			for _, n := range x.arcsOf(i) {
				n = max(n, ^n)
				if at := [2]int32{group.stretch, n}; !done[at] {
					done[at] = true
					if !yield(x.stretches[group.stretch].partition().Arcs[n].Points) {
						return
					}
				}
			}
		}
	}
}
