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
)

// control draws who held what: fills, borders, overlays, letters, legend and the event of the day.
func (m *sheet) control() {
	areas := map[picture.Fill]orb.MultiPolygon{}
	legend := map[legendKey]*legendRow{}
	for _, zone := range m.s.Zones() {
		if len(zone.Geometry) == 0 {
			continue
		}
		key, ok := m.look(zone)
		if !ok {
			continue
		}
		areas[key.fill] = append(areas[key.fill], zone.Geometry...)
		if legend[key] == nil {
			legend[key] = &legendRow{legendKey: key}
		}
		legend[key].km2 += zone.AreaKm2
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

// legendKey is one look and what it means: two things may look alike.
type legendKey struct {
	fill picture.Fill
	text string
}

type legendRow struct {
	legendKey
	km2 float64
}

// overlays are patrols and posts above the zones, with outlines of their own.
func (m *sheet) overlays() {
	for _, zone := range m.s.Overlays() {
		p := m.s.Timeline.Period(zone.ID, m.q.Day)
		if p == nil || p.Status == dataset.UnknownStatus || !zone.Drawn() {
			continue
		}
		fill, line := m.overlayFill(zone, p)
		m.p.Shapes = append(m.p.Shapes, picture.Shape{Geometry: zone.Shape(), Radius: 4, Fill: &fill,
			Strokes: []picture.Stroke{{Color: HaloColor, Opacity: 0.85, Width: 3}, {Color: line, Width: 1.6}}})
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
		if code := m.s.ActorCode(p.Controller); code != "" && (!m.q.BuiltIn || picture.Drawable(code)) {
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
				return m.words.Since + " " + m.words.Date(since) + ": " + m.name(e.Title, e.ID)
			}
		}
	}
	return ""
}

func compareFills(a, b picture.Fill) int {
	return cmp.Or(cmp.Compare(a.Color, b.Color), cmp.Compare(a.Pattern, b.Pattern), cmp.Compare(a.Ink, b.Ink))
}
