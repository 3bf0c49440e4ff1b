package imports

import (
	"slices"
	"strings"

	"demarc/data/dataset"
)

// idsOf returns those of a list.
func (b *builder) idsOf(list string) []string {
	var all []string
	for id := range strings.SplitSeq(list, ",") {
		if id = b.idOf(strings.TrimSpace(id)); id != "" {
			all = append(all, id)
		}
	}
	return all
}

// takeSameAs leaves a column of ids elsewhere for an own column if it holds anything else.
func (b *builder) takeSameAs() {
	for _, x := range b.rows {
		text := b.columns.text(x.Feature, sameAsRole)
		if _, ok := dataset.ParseSameAs(text); text != "" && !ok {
			delete(b.columns.of, sameAsRole)
		}
	}
}

// takeSuccessors leaves columns of predecessors and successors for own columns if they name
// anything but other regions of the table. Those of rows that are versions of one region cannot be
// named.
func (b *builder) takeSuccessors() {
	count := map[string]int{}
	for _, x := range b.rows {
		count[x.id]++
	}
	for _, r := range []role{replacesRole, replacedRole} {
		for _, x := range b.rows {
			named := b.idsOf(b.columns.text(x.Feature, r))
			if slices.ContainsFunc(named, func(id string) bool { return count[id] != 1 || id == x.id || count[x.id] != 1 }) {
				delete(b.columns.of, r)
			}
		}
	}
}

// nameBothWays lets regions that replace others be named by these, and the other way round.
func nameBothWays(regions []*dataset.Region) {
	byID := map[string]*dataset.Region{}
	for _, r := range regions {
		byID[r.ID] = r
	}
	for _, r := range regions {
		for _, id := range r.Replaces {
			if old := byID[id]; !slices.Contains(old.ReplacedBy, r.ID) {
				old.ReplacedBy = append(old.ReplacedBy, r.ID)
			}
		}
		for _, id := range r.ReplacedBy {
			if next := byID[id]; !slices.Contains(next.Replaces, r.ID) {
				next.Replaces = append(next.Replaces, r.ID)
			}
		}
	}
}
