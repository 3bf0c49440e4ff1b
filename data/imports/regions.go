package imports

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"demarc/data/dataset"
	"demarc/data/date"
)

// noZones is the id of the layer of zones of a dataset that has none.
const noZones = "zones"

// regions makes a region of every row. Rows with the same id are versions of one: the day they
// begin on joins the id.
func (b *builder) regions() ([]*dataset.Region, error) {
	b.chooseIDs(idRole, "ids")
	if b.ID != noColumn && !b.madeIDs {
		b.joinParts()
	}
	b.keepForeignParents()
	b.chooseNames()
	if b.SourceTitle != "" {
		b.chooseSources()
	}
	b.takeSameAs()
	b.takeSuccessors()
	count := map[string]int{}
	ids := numberer{}
	for _, x := range b.rows {
		count[x.id]++
		ids.take(x.id)
	}
	known, seen := map[string]bool{}, map[string]int{}
	versions, unnamed := 0, 0
	var regions []*dataset.Region
	for _, x := range b.rows {
		r := b.region(x, &unnamed)
		if count[x.id] > 1 && x.interval != date.Always {
			versions++
			day := "0"
			if x.interval.From != date.Beginning {
				day = x.interval.From.String()
			}
			r.ID += "@" + day
		}
		if b.madeIDs && seen[r.ID] > 0 {
			r.ID = ids.free(x.id)
		}
		if other, twice := seen[r.ID]; twice {
			return nil, fmt.Errorf("rows %d and %d both have the id %q: name another column with -id, or the one of the first days with -from; -id - makes them of the names", other, x.number, r.ID)
		}
		seen[r.ID], known[r.ID] = x.number, true
		regions = append(regions, &r)
	}
	if versions > 0 {
		b.note("rows that share their id with others, so the day they begin on is added, as in %s: %d", exampleVersion(regions), versions)
	}
	b.noteUnnamed(unnamed)
	b.dropParents(regions, known)
	nameBothWays(regions)
	return regions, nil
}

func exampleVersion(regions []*dataset.Region) string {
	i := slices.IndexFunc(regions, func(r *dataset.Region) bool { return strings.Contains(r.ID, "@") })
	return regions[max(i, 0)].ID
}

// chooseNames says where names come from.
func (b *builder) chooseNames() {
	for _, language := range b.columns.languages(b.Language) {
		b.choose("names, "+language, "column %q", b.columns.fields[b.columns.names[language]].Name)
	}
}

// region takes what a row says of its region. One without a name is called as its id.
func (b *builder) region(x *row, unnamed *int) dataset.Region {
	r := dataset.Region{
		ID: x.id, Names: x.names, Kind: b.text(x, kindRole), Parent: b.idOf(b.text(x, parentRole)), Interval: x.interval,
		Confidence: b.text(x, confidenceRole), Note: dataset.NewText(b.text(x, noteRole)),
		DecidedBy: dataset.NewText(b.text(x, decidedRole)), Replaces: b.idsOf(b.text(x, replacesRole)), ReplacedBy: b.idsOf(b.text(x, replacedRole)),
	}
	if text := b.text(x, sameAsRole); text != "" {
		r.SameAs, _ = dataset.ParseSameAs(text) // takeSameAs has seen that it can be
	}
	r.Draw(x.Geometry, b.kind) // other kinds are left out before
	switch v := b.value(x, precisionRole).(type) {
	case float64:
		r.PrecisionM = max(v, 0)
	case int64:
		r.PrecisionM = float64(max(v, 0))
	case string:
		if metres, err := strconv.ParseFloat(v, 64); err == nil && metres >= 0 && !math.IsInf(metres, 0) {
			r.PrecisionM = metres
		}
	}
	if len(r.Names) == 0 {
		r.Names = dataset.Names{b.Language: x.id}
		*unnamed++
	}
	r.Sources = b.sourcesOf(x)
	return r
}

func (b *builder) text(x *row, r role) string { return asText(b.value(x, r)) }

func (b *builder) value(x *row, r role) any {
	if b.columns.has(r) {
		b.used[r] = true
	}
	return b.columns.value(x.Feature, r)
}

func (b *builder) noteUnnamed(n int) {
	if n > 0 {
		b.note("regions without a name are called as their ids: %d", n)
	}
}

// keepForeignParents takes a column of parents of which none is in the file for one of the user's
// own: another program means something else by it.
func (b *builder) keepForeignParents() {
	known := map[string]bool{}
	for _, x := range b.rows {
		known[x.id] = true
	}
	if !slices.ContainsFunc(b.rows, func(x *row) bool { return known[b.columns.text(x.Feature, parentRole)] }) && !b.about.ours {
		delete(b.columns.of, parentRole)
	}
}

// dropParents leaves out parents that the file does not hold.
func (b *builder) dropParents(regions []*dataset.Region, known map[string]bool) {
	dropped := 0
	for _, r := range regions {
		if r.Parent != "" && (!known[r.Parent] || r.Parent == r.ID) {
			r.Parent = ""
			dropped++
		}
	}
	if dropped > 0 {
		b.note("parents that are not in this file are left out: %d", dropped)
	}
}
