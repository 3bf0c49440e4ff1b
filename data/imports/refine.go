package imports

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"demarc/data/date"
	"demarc/geo"
	"demarc/geo/clean"
	"demarc/geo/locate"
	"demarc/geo/partition"
)

// refineToleranceM is how many metres lines may be moved onto each other where zones are cut.
const refineToleranceM = 1

// refine cuts zones whose shapes change, or that lie over each other, into the smallest areas that
// always changed hands as one, each with the periods of the rows that cover it. Where rows say
// different things of a place on the same days, the option Overlaps decides, for that place and
// those days alone. Overlays, and other zones without an area, stay as they are.
func (b *builder) refine(zones []*zone) ([]*zone, error) {
	drawn, rest := drawnZones(zones)
	if !b.redrawn && !overlaps(drawn) {
		b.nameRest(zones)
		return zones, b.resolveEach(zones)
	}
	rows, cut, err := cutRows(drawn)
	if err != nil {
		return nil, err
	}
	pieces, claims, agreed := b.told(cut.Places, rows)
	made, of := joined(pieces)
	b.noteParts(drawn)
	b.nameByShape(made, b.wholeRows(cut.Places, rows, of), rest)
	b.cut = true
	if len(made) != len(drawn) || slices.ContainsFunc(pieces, func(p piece) bool { return len(p.told) > 1 }) {
		b.note("zones whose shapes change, or that lie over each other: %d are cut into %d, the smallest areas that always changed hands as one", len(drawn), len(made))
	}
	b.noteMended(cut.Findings)
	if agreed.count > 0 {
		b.note("places of which several rows say the same on the same days: %d, %s; they count once", agreed.count, geo.AreaText(agreed.m2, 3))
	}
	if err := b.resolveEach(rest); err != nil {
		return nil, err
	}
	return append(made, rest...), b.sayClaims(claims)
}

// told finds what rows say of places.
func (b *builder) told(places []clean.Place, rows []shapedPeriod) (pieces []piece, claims []claim, agreed agreement) {
	var over []shapedPeriod
	for _, place := range places {
		over = statedOf(place, rows, over[:0])
		told, rivals, same := b.resolve(over)
		m2 := 0.0
		if rivals != nil || same {
			m2 = geo.Area(place.Area)
		}
		for _, c := range rivals {
			c.m2, c.area = m2, place.Area
			claims = append(claims, c)
		}
		if same {
			agreed.count, agreed.m2 = agreed.count+1, agreed.m2+m2
		}
		pieces = append(pieces, piece{told, place.Area})
	}
	return pieces, claims, agreed
}

// statedOf appends what rows state of a place. Rows that follow each other and say the same are
// one, as most of a calendar of snapshots do, unless rows of the place have days in common.
func statedOf(place clean.Place, rows, over []shapedPeriod) []shapedPeriod {
	to, inTurn := date.Beginning, true
	for _, i := range place.Shapes {
		inTurn = inTurn && to <= rows[i].Interval.From
		to = rows[i].Interval.To
	}
	for _, i := range place.Shapes {
		row := &rows[i]
		if n := len(over); inTurn && n > 0 && over[n-1].continuedBy(&row.period) {
			over[n-1].Interval.To = row.Interval.To
			continue
		}
		over = append(over, *row)
	}
	return over
}

// cutRows cuts the shapes of the rows of zones.
func cutRows(zones []*zone) ([]shapedPeriod, *clean.Result, error) {
	var rows []shapedPeriod
	var shapes []orb.MultiPolygon
	var spans []locate.Span
	for _, z := range zones {
		for _, p := range z.periods {
			shape := p.shape
			if shape == nil {
				shape = z.Geometry
			}
			rows, shapes = append(rows, shapedPeriod{z, p}), append(shapes, shape)
			spans = append(spans, locate.Span{From: int32(p.Interval.From), To: int32(p.Interval.To)})
		}
	}
	cut, err := clean.Cut(shapes, clean.Options{ToleranceM: refineToleranceM, Spans: spans, ClaimM2: claimM2})
	return rows, cut, err
}

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

// claimM2 is the size in square metres up to which rows of the same days may overlap by a slip of
// the pen.
const claimM2 = 10_000

// overlaps tells whether any two zones overlap by more than a slip of the pen, or have not the same
// days and overlap at all: then the one found there would have nothing to say on days of the other.
func overlaps(zones []*zone) bool {
	var shapes []orb.MultiPolygon
	for _, z := range zones {
		shapes = append(shapes, z.Geometry)
	}
	// A calendar of snapshots draws the same edges every day: each is compared with one other of
	// the same side, not with all.
	for a, b := range partition.SameSide(shapes) {
		if !slices.Equal(zones[a].days(), zones[b].days()) {
			return true
		}
	}
	_, faults := partition.Arcs(shapes)
	return slices.ContainsFunc(faults, func(f partition.Fault) bool {
		return f.Kind == partition.Overlap && f.A != f.B && (f.AreaM2 >= claimM2 || !slices.Equal(zones[f.A].days(), zones[f.B].days()))
	})
}

// days are the stretches of days for which a zone has rows.
func (z *zone) days() []date.Interval {
	var days []date.Interval
	for _, p := range slices.SortedFunc(slices.Values(z.periods), func(p, q period) int { return cmp.Compare(p.Interval.From, q.Interval.From) }) {
		if n := len(days); n > 0 && p.Interval.From <= days[n-1].To {
			days[n-1].To = max(days[n-1].To, p.Interval.To)
			continue
		}
		days = append(days, p.Interval)
	}
	return days
}

// resolveEach makes one line of periods of those of each zone that have days in common.
func (b *builder) resolveEach(zones []*zone) error {
	var claims []claim
	agreed := 0
	for _, z := range zones {
		if z.overlay || !z.crowded() {
			continue
		}
		var rows []shapedPeriod
		for _, p := range z.periods {
			rows = append(rows, shapedPeriod{z, p})
		}
		told, rivals, same := b.resolve(rows)
		z.periods = nil
		for _, p := range told {
			z.periods = append(z.periods, p.period)
			b.cut = b.cut || len(p.also) > 0 // its own columns come from several rows
		}
		for _, c := range rivals {
			c.m2, c.area, c.zone = geo.Area(z.Geometry), z.Geometry, z.ID
			claims = append(claims, c)
		}
		if same {
			agreed++
		}
	}
	if agreed > 0 {
		b.note("zones of which several rows say the same on the same days, which counts once: %d", agreed)
	}
	return b.sayClaims(claims)
}

// crowded tells whether periods of a zone have days in common.
func (z *zone) crowded() bool {
	slices.SortStableFunc(z.periods, func(p, q period) int { return cmp.Compare(p.Interval.From, q.Interval.From) })
	to := date.Beginning
	for _, p := range z.periods {
		if p.Interval.From < to {
			return true
		}
		to = p.Interval.To
	}
	return false
}

// piece is an area, and what rows say of it.
type piece struct {
	told []shapedPeriod
	area orb.MultiPolygon
}

// key is the same for pieces of which the same zones say the same on the same days.
func (p piece) key() string {
	var key strings.Builder
	for _, t := range p.told {
		fmt.Fprintf(&key, "%d %s %q %q %q %q %q %q %v %v %v %q\n", t.zone.row, t.Interval, t.Controller, t.Status, t.Claimants,
			t.PatrolledBy, t.AcquiredBy, t.Confidence, t.Note, text(t.FromEarliest), text(t.FromLatest), t.Sources)
	}
	return key.String()
}

func text(day *date.Date) string {
	if day == nil {
		return ""
	}
	return day.String()
}

// joined makes zones of pieces. Those of one zone of which the same is said are one: they are its
// parts. Of says by piece which zone it became.
func joined(pieces []piece) (zones []*zone, of []int) {
	var first []int // by zone: its first piece
	known := map[string]int{}
	of = make([]int, len(pieces))
	for i, p := range pieces {
		key := p.key()
		n, ok := known[key]
		if !ok {
			n = len(first)
			known[key], first = n, append(first, i)
		}
		of[i] = n
	}
	zones = make([]*zone, len(first))
	for n, i := range first {
		zones[n] = zoneOf(pieces[i])
	}
	if len(zones) == len(pieces) {
		return zones, of
	}
	var areas []orb.MultiPolygon
	for i, p := range pieces {
		areas = append(areas, p.area)
		z := zones[of[i]]
		for k, t := range p.told {
			z.periods[k].also = union(z.periods[k].also, append(t.also, t.period.row)...)
		}
	}
	parts := partition.Known(areas) // they are one
	for _, d := range partition.Dissolve(parts, func(i int) (int, bool) { return of[i], true }) {
		if len(d.Shapes) > 1 {
			zones[d.Key].Geometry = d.Area
		}
	}
	return zones, of
}

// zoneOf makes a zone of a piece. It has the names of the latest row.
func zoneOf(p piece) *zone {
	latest := p.told[len(p.told)-1].zone
	z := &zone{Region: latest.Region, row: latest.row}
	z.Geometry = p.area
	for _, t := range p.told {
		z.periods = append(z.periods, t.period)
	}
	return z
}

// continuedBy tells whether a period says the same of the days right after.
func (p *period) continuedBy(next *period) bool {
	return p.Interval.To == next.Interval.From && next.FromEarliest == nil && next.FromLatest == nil &&
		p.Controller == next.Controller && slices.Equal(p.Claimants, next.Claimants) && p.AttributesOf == next.AttributesOf && maps.Equal(p.Attributes, next.Attributes) &&
		p.Status == next.Status && p.Event == next.Event && p.PatrolledBy == next.PatrolledBy &&
		p.AcquiredBy == next.AcquiredBy && p.Confidence == next.Confidence && p.Note.Equal(next.Note) && slices.Equal(p.Sources, next.Sources)
}

// noteParts says how many zones have rows with different shapes on the same days.
func (b *builder) noteParts(zones []*zone) {
	several := 0
	for _, z := range zones {
		if z.crowded() && slices.ContainsFunc(z.periods, func(p period) bool { return p.shape != nil && !orb.Equal(p.shape, z.Geometry) }) {
			several++
		}
	}
	if several > 0 {
		b.note("zones of which several rows hold areas on the same days: %d; where they say the same these are parts of one, -zone - makes every row a zone of its own", several)
	}
}

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
