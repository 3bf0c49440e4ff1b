package atlas

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/geo/picture"
)

// look is the look of a zone on the day of the map, as the page paints it, and what the legend says
// of it; ok is false for a zone that is not drawn, as all are that did not change where changes are
// asked for.
func (m *sheet) look(zone *data.Zone) (key legendKey, ok bool) {
	p := m.s.Timeline.Period(zone.ID, m.q.Day)
	if m.q.Since != nil {
		return m.changeLook(m.s.Timeline.Period(zone.ID, *m.q.Since), p)
	}
	return m.lookOn(zone, p), true
}

// changeLook is the look of a change from one period to another, nil for none: in the colour of who
// holds the zone after it, dashed in that of who held it before. Where the controller is the same,
// stripes without a ground tell that more than the status or the patrol has not changed; where
// nobody is known before or after, dots do.
func (m *sheet) changeLook(before, after *dataset.ControlPeriod) (key legendKey, ok bool) {
	lost, gained := holder(before), holder(after)
	switch {
	case m.s.Uncovered(*m.q.Since) != "" || m.s.Uncovered(m.q.Day) != "":
		return legendKey{}, false
	case lost == gained:
		fill := picture.Fill{Pattern: picture.Stripes, Ink: m.s.ActorColor(gained)}
		return legendKey{fill, m.party(gained) + ": " + m.words.altered}, lost != "" && !sameHolding(before, after)
	case gained == "":
		fill := picture.Fill{Pattern: picture.Dots, Ink: m.s.ActorColor(lost)}
		return legendKey{fill, fmt.Sprintf(m.words.nowUnknown, m.party(lost))}, true
	case lost == "":
		fill := picture.Fill{Color: m.s.ActorColor(gained), Opacity: FillOpacity / 2, Pattern: picture.Dots, Ink: DotsColor}
		return legendKey{fill, fmt.Sprintf(m.words.unknownBefore, m.party(gained))}, true
	}
	fill := picture.Fill{Color: m.s.ActorColor(gained), Opacity: FillOpacity, Pattern: picture.Dashes, Ink: m.s.ActorColor(lost)}
	if fill.Ink == fill.Color {
		fill.Ink = HaloColor
	}
	return legendKey{fill, m.party(lost) + " → " + m.party(gained)}, true
}

// holder is who holds an area under a period, "" for nobody known.
func holder(p *dataset.ControlPeriod) string {
	if p == nil || p.Status == dataset.UnknownStatus {
		return ""
	}
	return p.Controller
}

func sameHolding(a, b *dataset.ControlPeriod) bool {
	return a.Status == b.Status && a.PatrolledBy == b.PatrolledBy
}

// lookOn is look on one day.
func (m *sheet) lookOn(zone *data.Zone, p *dataset.ControlPeriod) legendKey {
	usual := m.usual(zone, p)
	if shown, other, ok := m.s.Sides(zone.ID, m.q.Day); ok {
		text := m.describeDoubt(shown, other)
		if m.s.Claimed(p) {
			text += ", " + m.words.Claim
		}
		return legendKey{doubtful(m.s, shown, other, usual.fill), text}
	}
	return usual
}

// usual is the look where it is certain that the period holds; nil is no period.
func (m *sheet) usual(zone *data.Zone, p *dataset.ControlPeriod) legendKey {
	return legendKey{contested(m.s, p, m.rival(zone, p)), m.describe(p)}
}

// contested is the look of an area under a control period; what is contested is hatched in the
// colour of another claimant, of the rival where none is stated.
func contested(s *data.Snapshot, p *dataset.ControlPeriod, rival string) picture.Fill {
	f := Look(s, p)
	if f.Pattern != picture.Hatch {
		return f
	}
	if i := slices.IndexFunc(p.Claimants, func(id string) bool { return id != p.Controller }); i >= 0 {
		rival = p.Claimants[i]
	}
	f.Ink = cmp.Or(s.ActorColor(rival), f.Ink)
	return f
}

// doubtful is the look of an area of which nobody knows whether it has passed already: level bands
// in the colours of both sides, through hatching and claims thin ones.
func doubtful(s *data.Snapshot, shown, other *dataset.ControlPeriod, usual picture.Fill) picture.Fill {
	if usual.Pattern == picture.Hatch {
		usual.Pattern = picture.Mesh
		return usual
	}
	if usual.Pattern == picture.Upright {
		usual.Pattern = picture.Grid
		return usual
	}
	f := picture.Fill{Color: colorOfPeriod(s, shown), Pattern: picture.Bands, Ink: colorOfPeriod(s, other)}
	if f.Color != "" {
		f.Opacity = FillOpacity
	}
	if f.Ink == "" || f.Ink == f.Color {
		f.Ink = HaloColor
	}
	return f
}

// colorOfPeriod is the colour of who holds an area, "" for nobody known.
func colorOfPeriod(s *data.Snapshot, p *dataset.ControlPeriod) string {
	if p == nil {
		return ""
	}
	return s.ActorColor(p.Controller)
}

// overlayFill is the look of an overlay, stripes or bands through which the zones show where it is
// patrolled or not certain, and the colour of its outline.
func (m *sheet) overlayFill(zone *data.Zone, p *dataset.ControlPeriod) (fill picture.Fill, line string) {
	patrol := m.s.ActorColor(p.PatrolledBy)
	line = cmp.Or(patrol, m.s.ActorColor(p.Controller))
	if _, _, doubt := m.s.Sides(zone.ID, m.q.Day); doubt {
		return picture.Fill{Pattern: picture.Bands, Ink: line}, line
	}
	if patrol != "" {
		return picture.Fill{Pattern: picture.Stripes, Ink: patrol}, line
	}
	return contested(m.s, p, ""), line
}

// rival is the other side of a contested period that states no claimants: who held the zone last
// before it, else first after it.
func (m *sheet) rival(zone *data.Zone, p *dataset.ControlPeriod) string {
	if p == nil {
		return ""
	}
	periods := m.s.Periods(zone)
	i := slices.Index(periods, p)
	for k := i - 1; k >= 0; k-- {
		if c := periods[k].Controller; c != "" && c != p.Controller {
			return c
		}
	}
	for _, later := range periods[i+1:] {
		if c := later.Controller; c != "" && c != p.Controller {
			return c
		}
	}
	return ""
}

// actor names who holds an area, or says that nobody is known to.
func (m *sheet) actor(p *dataset.ControlPeriod) string {
	if p == nil || p.Controller == "" {
		return m.status(dataset.UnknownStatus)
	}
	return m.party(p.Controller)
}

// describe names controller, status, claimants and what is one side's claim: "Azerbaijan,
// Controlled".
func (m *sheet) describe(p *dataset.ControlPeriod) string {
	if p == nil || p.Status == dataset.UnknownStatus {
		return m.status(dataset.UnknownStatus)
	}
	text := m.party(p.Controller) + ", " + m.status(p.Status)
	if m.s.Claimed(p) {
		text += ", " + m.words.Claim
	}
	if len(p.Claimants) == 0 {
		return text
	}
	var names []string
	for _, id := range p.Claimants {
		names = append(names, m.party(id))
	}
	return text + " (" + strings.Join(names, ", ") + ")"
}

// describeDoubt names both sides of a change of which it is not certain whether it was before the
// day: "Not certain on this day (Crown / League)".
func (m *sheet) describeDoubt(shown, other *dataset.ControlPeriod) string {
	a, b := m.actor(shown), m.actor(other)
	if a == b {
		a, b = m.describe(shown), m.describe(other)
	}
	return m.words.uncertain + " (" + a + " / " + b + ")"
}

func (m *sheet) party(id string) string {
	return m.told(func(lang string) string { return m.s.ActorIn(id, lang) }, id)
}

func (m *sheet) status(id string) string {
	return m.told(func(lang string) string { return m.s.StatusIn(id, lang) }, id)
}
