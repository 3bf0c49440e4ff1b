package atlas

import (
	"cmp"
	"slices"
	"strings"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/geo/picture"
)

// look is the look of a zone on the day of the map, as the page paints it, and what the legend says
// of it. Of changes it is the colour of who holds the zone after them.
func (m *sheet) look(zone *data.Zone, p *dataset.ControlPeriod) legendKey {
	if m.q.Since != nil {
		fill := Look(m.s, p)
		if fill.Color == "" {
			return legendKey{fill, m.describe(p)}
		}
		return legendKey{picture.Fill{Color: fill.Color, Opacity: FillOpacity}, m.actor(p)}
	}
	usual := m.usual(zone, p)
	if shown, other, ok := m.s.Sides(zone.ID, m.q.Day); ok {
		return legendKey{doubtful(m.s, shown, other, usual.fill), m.describeDoubt(shown, other)}
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
// in the colours of both sides, through hatching thin ones.
func doubtful(s *data.Snapshot, shown, other *dataset.ControlPeriod, usual picture.Fill) picture.Fill {
	if usual.Pattern == picture.Hatch {
		usual.Pattern = picture.Mesh
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

// describe names controller, status and claimants: "Azerbaijan, Controlled".
func (m *sheet) describe(p *dataset.ControlPeriod) string {
	if p == nil || p.Status == dataset.UnknownStatus {
		return m.status(dataset.UnknownStatus)
	}
	text := m.party(p.Controller) + ", " + m.status(p.Status)
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
