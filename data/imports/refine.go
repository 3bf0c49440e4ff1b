package imports

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/clean"
	"demarc/geo/locate"
	"demarc/geo/partition"
)

// refineToleranceM is how many metres lines may be moved onto each other where zones are cut.
const refineToleranceM = 1

// refine cuts zones whose shapes change, or that lie over each other at different times, into the
// smallest areas that always changed hands as one, each with the periods of the rows that cover it.
// Other zones stay as they are. So do all where rows of the same days claim the same place, for who
// of them is right is not to be decided here.
func (b *builder) refine(zones []*zone) ([]*zone, error) {
	drawn, rest := drawnZones(zones)
	if !b.redrawn && !inTurn(drawn) {
		return zones, nil
	}
	var rows []shapedPeriod
	var shapes []orb.MultiPolygon
	var spans []locate.Span
	for _, z := range drawn {
		for _, p := range z.periods {
			shape := p.shape
			if shape == nil {
				shape = z.Geometry
			}
			rows, shapes = append(rows, shapedPeriod{z, p}), append(shapes, shape)
			spans = append(spans, locate.Span{From: int32(p.Interval.From), To: int32(p.Interval.To)})
		}
	}
	cut, err := clean.Clean(shapes, clean.Options{ToleranceM: refineToleranceM, Spans: spans})
	if err != nil {
		return nil, err
	}
	if claims := rivals(cut.Findings, rows); claims != "" {
		if b.redrawn {
			return nil, fmt.Errorf("the shapes of zones change, and they cannot be cut into areas with one controller each: %s", claims)
		}
		b.note("zones lie over each other at different times; where they do, the first of the file is found, with the status unknown on days of the others. They cannot be cut: %s", claims)
		return zones, nil
	}
	var made []*zone
	for _, place := range cut.Places {
		made = append(made, zoneOf(place, rows))
	}
	nameApart(made)
	b.cut = true
	b.note("zones whose shapes change, or that lie over each other at different times: %d are cut into %d, the smallest areas that always changed hands as one", len(drawn), len(made))
	b.noteMended(cut.Findings)
	return append(made, rest...), nil
}

// shapedPeriod is a period and the zone that its row names.
type shapedPeriod struct {
	zone *zone
	period
}

// meets tells whether two periods have a day in common.
func (p period) meets(q period) bool { return p.Interval.Overlaps(q.Interval) }

// drawnZones takes the zones that have an area, and are no overlays, apart from the rest.
func drawnZones(zones []*zone) (drawn, rest []*zone) {
	for _, z := range zones {
		if z.overlay || len(z.Geometry) == 0 {
			rest = append(rest, z)
		} else {
			drawn = append(drawn, z)
		}
	}
	return drawn, rest
}

// inTurn tells whether any two zones overlap that are never there on one day.
func inTurn(zones []*zone) bool {
	var shapes []orb.MultiPolygon
	for _, z := range zones {
		shapes = append(shapes, z.Geometry)
	}
	_, faults := partition.Arcs(shapes)
	return slices.ContainsFunc(faults, func(f partition.Fault) bool {
		return f.Kind == partition.Overlap && f.A != f.B && !together(zones[f.A], zones[f.B])
	})
}

// together tells whether two zones have a row for one day.
func together(a, b *zone) bool {
	return slices.ContainsFunc(a.periods, func(p period) bool {
		return slices.ContainsFunc(b.periods, p.meets)
	})
}

// zoneOf makes a zone of the rows that cover a place over time. It has the id and the names of the
// latest.
func zoneOf(place clean.Place, rows []shapedPeriod) *zone {
	var over []shapedPeriod
	for _, i := range place.Shapes {
		over = append(over, rows[i])
	}
	slices.SortStableFunc(over, func(a, b shapedPeriod) int { return cmp.Compare(a.Interval.From, b.Interval.From) })
	latest := over[len(over)-1].zone
	z := &zone{Region: latest.Region, row: latest.row}
	z.Geometry = place.Area
	for _, p := range over {
		if n := len(z.periods); n > 0 && z.periods[n-1].continuedBy(p.period) {
			z.periods[n-1].Interval.To = p.Interval.To
			continue
		}
		z.periods = append(z.periods, p.period)
	}
	return z
}

// continuedBy tells whether a period says the same of the days right after.
func (p period) continuedBy(next period) bool {
	return p.Interval.To == next.Interval.From && next.FromEarliest == nil && next.FromLatest == nil &&
		p.Controller == next.Controller && slices.Equal(p.Claimants, next.Claimants) && p.AttributesOf == next.AttributesOf && maps.Equal(p.Attributes, next.Attributes) &&
		p.Status == next.Status && p.Event == next.Event && p.PatrolledBy == next.PatrolledBy &&
		p.AcquiredBy == next.AcquiredBy && p.Confidence == next.Confidence && p.Note.Equal(next.Note) && slices.Equal(p.Sources, next.Sources)
}

// nameApart numbers the zones of the same id, the largest first, and puts them in the order of
// their rows.
func nameApart(zones []*zone) {
	area := map[*zone]float64{}
	taken := map[string]bool{}
	for _, z := range zones {
		area[z] = geo.Area(z.Geometry)
		taken[z.ID] = true
	}
	slices.SortStableFunc(zones, func(a, b *zone) int { return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(area[b], area[a])) })
	next := map[string]int{} // number by id
	for _, z := range zones {
		id := z.ID
		if next[id] == 0 {
			next[id] = 2
			continue // the first keeps it
		}
		for taken[z.ID] {
			z.ID = fmt.Sprintf("%s-%d", id, next[id])
			next[id]++
		}
		taken[z.ID] = true
	}
}

// claimM2 is the size in square metres up to which rows of the same days may overlap by a slip of
// the pen.
const claimM2 = 10_000

// rivals lists the rows that claim the same place on the same days, "" for none.
func rivals(findings []clean.Finding, rows []shapedPeriod) string {
	var claims []string
	more := 0
	for _, f := range findings {
		if f.Kind != clean.Overlap || f.AreaM2 < claimM2 {
			continue
		}
		if len(claims) == 5 {
			more++
			continue
		}
		claims = append(claims, fmt.Sprintf("rows %d and %d both claim %s near %v on the same days", rows[f.A].row(), rows[f.B].row(), geo.AreaText(f.AreaM2, 3), f.At))
	}
	if more > 0 {
		claims = append(claims, fmt.Sprintf("such pairs not listed: %d", more))
	}
	return strings.Join(claims, "; ")
}

func (p shapedPeriod) row() int { return p.period.row }

// noteMended says what was changed while cutting.
func (b *builder) noteMended(findings []clean.Finding) {
	count, m2 := map[clean.Kind]int{}, map[clean.Kind]float64{}
	var kinds []string
	for _, f := range findings {
		if !f.Kind.Change() || f.Kind == clean.Vertex { // common vertices are what cutting is for
			continue
		}
		if count[f.Kind]++; count[f.Kind] == 1 {
			kinds = append(kinds, string(f.Kind))
		}
		m2[f.Kind] += f.AreaM2
	}
	for i, kind := range kinds {
		k := clean.Kind(kind)
		kinds[i] = fmt.Sprintf("%s %d", kind, count[k])
		if m2[k] > 0 {
			kinds[i] += " (" + geo.AreaText(m2[k], 3) + ")"
		}
	}
	if len(kinds) > 0 {
		b.note("cutting them changed: %s; where rows of the same days overlap a little the first keeps it", strings.Join(kinds, ", "))
	}
}
