package atlas

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/geo/picture"
	"demarc/geo/topology"
)

// control draws who held what: fills, borders, overlays, letters, legend and the event of the day.
func (m *sheet) control() {
	areas := map[picture.Fill]orb.MultiPolygon{}
	legend := map[picture.Fill]*legendRow{}
	for _, zone := range m.s.Zones() {
		if len(zone.Geometry) == 0 || !m.shown(zone) {
			continue
		}
		p := m.s.Timeline.Period(zone.ID, m.q.Day)
		fill := m.fill(zone, p)
		areas[fill] = append(areas[fill], zone.Geometry...)
		m.count(legend, fill, p, zone)
	}
	for _, fill := range slices.SortedFunc(maps.Keys(areas), compareFills) {
		m.p.Shapes = append(m.p.Shapes, picture.Shape{Geometry: areas[fill], Fill: &fill})
	}
	m.borders()
	if m.q.Since == nil {
		m.overlays()
		m.letters()
	}
	for _, row := range slices.SortedStableFunc(maps.Values(legend), func(a, b *legendRow) int { return cmp.Or(cmp.Compare(b.km2, a.km2), cmp.Compare(a.text, b.text)) }) {
		m.p.Legend = append(m.p.Legend, picture.Entry{Text: row.text + ": " + m.words.area(row.km2), Fill: row.fill})
	}
	if more := len(m.p.Legend) - mostLegend; more > 0 {
		m.p.Legend = append(m.p.Legend[:mostLegend], picture.Entry{Text: fmt.Sprintf(m.words.More, more)})
	}
	m.p.Note = m.note()
}

// mostLegend is how many entries a legend has: more would leave no room for the map.
const mostLegend = 24

type legendRow struct {
	text string
	fill picture.Fill
	km2  float64
}

func (m *sheet) count(legend map[picture.Fill]*legendRow, fill picture.Fill, p *dataset.ControlPeriod, zone *data.Zone) {
	row := legend[fill]
	if row == nil {
		row = &legendRow{text: m.describe(p), fill: fill}
		legend[fill] = row
	}
	row.km2 += zone.AreaKm2
}

// describe names controller and status: "Azerbaijan, Controlled".
func (m *sheet) describe(p *dataset.ControlPeriod) string {
	if p == nil || p.Status == dataset.UnknownStatus {
		return m.s.StatusIn(dataset.UnknownStatus, m.q.Lang)
	}
	return m.s.ActorIn(p.Controller, m.q.Lang) + ", " + m.s.StatusIn(p.Status, m.q.Lang)
}

// shown tells whether a zone is drawn: all are, but for changes since a day only those that passed.
func (m *sheet) shown(zone *data.Zone) bool {
	if m.q.Since == nil {
		return true
	}
	before, after := m.s.Timeline.Period(zone.ID, *m.q.Since), m.s.Timeline.Period(zone.ID, m.q.Day)
	return before != nil && after != nil && before.Controller != after.Controller
}

// fill is the look of a zone: what is contested is hatched in the colour of the rival.
func (m *sheet) fill(zone *data.Zone, p *dataset.ControlPeriod) picture.Fill {
	f := Look(m.s, p)
	if f.Pattern == picture.Hatch {
		if rival := m.rival(zone, p); rival != "" {
			f.Ink = m.s.ActorColor(rival)
		}
	}
	return f
}

// rival is the other side of a contested period: who held the zone last before it, else first after
// it.
func (m *sheet) rival(zone *data.Zone, p *dataset.ControlPeriod) string {
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

// overlays are patrols and posts above the zones, with outlines of their own.
func (m *sheet) overlays() {
	for _, zone := range m.s.Overlays() {
		p := m.s.Timeline.Period(zone.ID, m.q.Day)
		if p == nil || p.Status == dataset.UnknownStatus || !zone.Drawn() {
			continue
		}
		fill := m.fill(zone, p)
		line := fill.Color
		if patrol := m.s.ActorColor(p.PatrolledBy); patrol != "" {
			fill = picture.Fill{Pattern: picture.Stripes, Ink: patrol}
			line = patrol
		}
		m.p.Shapes = append(m.p.Shapes, picture.Shape{Geometry: zone.Shape(), Radius: 4, Fill: &fill,
			Strokes: []picture.Stroke{{Color: HaloColor, Opacity: 0.85, Width: 3}, {Color: line, Width: 1.6}}})
	}
}

// borders between zones by what lies on their two sides, the front line on top.
func (m *sheet) borders() {
	var inner, outer, status, front orb.MultiLineString
	zones, arcs := m.s.Borders()
	period := func(i int) *dataset.ControlPeriod { return m.s.Timeline.Period(zones[i].ID, m.q.Day) }
	for _, arc := range arcs {
		if arc.Left == topology.Nowhere || arc.Right == topology.Nowhere {
			outer = append(outer, arc.Points)
			continue
		}
		a, b := period(arc.Left), period(arc.Right)
		switch {
		case a != nil && b != nil && a.Controller != "" && b.Controller != "" && a.Controller != b.Controller:
			front = append(front, arc.Points)
		case a != nil && b != nil && (a.Status != b.Status || a.PatrolledBy != b.PatrolledBy):
			status = append(status, arc.Points)
		default:
			inner = append(inner, arc.Points)
		}
	}
	add := func(lines orb.MultiLineString, strokes ...picture.Stroke) {
		if len(lines) > 0 {
			m.p.Shapes = append(m.p.Shapes, picture.Shape{Geometry: lines, Strokes: strokes})
		}
	}
	add(inner, picture.Stroke{Color: lineColor, Opacity: 0.28, Width: 0.8})
	add(outer, picture.Stroke{Color: lineColor, Opacity: 0.72, Width: 1.4})
	if m.q.Since == nil {
		add(status, picture.Stroke{Color: lineColor, Opacity: 0.72, Width: 1.4, Dash: []float64{5, 3}})
		add(front, picture.Stroke{Color: HaloColor, Opacity: 0.85, Width: 5}, picture.Stroke{Color: frontColor, Width: 2.6})
	}
}

// letters mark the larger areas with who holds them.
func (m *sheet) letters() {
	zones := slices.Clone(m.s.Zones())
	slices.SortStableFunc(zones, func(a, b *data.Zone) int { return cmp.Compare(b.AreaKm2, a.AreaKm2) })
	const most = 12
	for i, zone := range zones[:min(most, len(zones))] {
		p := m.s.Timeline.Period(zone.ID, m.q.Day)
		if p == nil || len(zone.Geometry) == 0 {
			continue
		}
		if code := m.s.ActorCode(p.Controller); code != "" {
			m.p.Labels = append(m.p.Labels, picture.Label{Text: code, Point: zone.Label, Rank: 100 + i, Size: 12, Bold: true, Color: softColor})
		}
	}
}

// note names the event of the latest change up to the day.
func (m *sheet) note() string {
	if reason := m.s.Uncovered(m.q.Day); reason != "" {
		return reason
	}
	if m.q.Since != nil {
		return ""
	}
	since := m.s.Timeline.EpochInterval(m.s.Timeline.Epoch(m.q.Day)).From
	for _, zone := range m.s.Zones() {
		p := m.s.Timeline.Period(zone.ID, m.q.Day)
		if p == nil || p.Interval.From != since || p.Event == "" {
			continue
		}
		for _, e := range m.s.Dataset.Events {
			if e.ID == p.Event {
				return m.words.Since + " " + m.words.Date(since) + ": " + e.Title.In(m.q.Lang)
			}
		}
	}
	return ""
}

func compareFills(a, b picture.Fill) int {
	return cmp.Or(cmp.Compare(a.Color, b.Color), cmp.Compare(a.Pattern, b.Pattern), cmp.Compare(a.Ink, b.Ink))
}
