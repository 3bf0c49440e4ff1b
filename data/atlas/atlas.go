// Package atlas draws a snapshot as a picture: the map of a layer on a day, with date, legend,
// scale, sources and credits, in the colours of the page.
package atlas

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
	"demarc/geo/picture"
)

// Query says which map is wanted.
type Query struct {
	Layer string    // control or a region layer, places or events; "" is control
	Day   date.Date // of the map
	// Since, of the control layer, shows only what passed to another controller after this day.
	Since *date.Date
	Bound *orb.Bound // longitude, latitude; nil: all of the control layer
	Lang  string     // of names and words; English where the dataset has no name
	// Width and Height of the whole picture in pixels; 0: 1200 and 900.
	Width, Height int
	Scale         float64 // pixels of a PNG for one of Width, 1 to 3; 0 is 1
	Dark          bool    // in the colours of the page's dark scheme
	Address       string  // where the live map is, for the credits; "" for none
	// Below are the layers of what lies below the map in a box, as a picture of a width shows it:
	// areas of water and lines with a kind and the days on which they hold; nil: nothing does.
	Below func(bound orb.Bound, width int) []geo.Layer
	// BuiltIn draws with the fonts that are built in: names in letters that these lack are given in
	// another language, else by id, which the credits say. Without it whoever shows the picture has
	// the fonts.
	BuiltIn bool
}

// Default size of a picture in pixels.
const (
	DefaultWidth  = 1200
	DefaultHeight = 900
)

// Draw composes the picture, and says how many names are not as they were asked for. The error is
// data.ErrNotFound for a layer that the snapshot lacks.
func Draw(s *data.Snapshot, q Query) (p *picture.Picture, undrawn int, err error) {
	if q.Layer == "" {
		q.Layer = dataset.ControlLayer
	}
	m := sheet{s: s, q: q, words: WordsIn(q.Lang), undrawn: map[string]bool{}}
	m.p = &picture.Picture{
		Width: cmp.Or(q.Width, DefaultWidth), Height: cmp.Or(q.Height, DefaultHeight), Scale: q.Scale,
		Bound: m.bound(), Lang: cmp.Or(q.Lang, "en"), Length: m.words.length,
		Title: m.name(s.Dataset.Title, s.Dataset.ID), Lead: m.words.Date(q.Day),
	}
	if q.Since != nil {
		m.p.Lead = m.words.Date(*q.Since) + " – " + m.p.Lead
	}
	if q.Since == nil && s.Timeless(q.Day) {
		m.p.Lead = ""
	}
	if view := s.View(); view != nil {
		m.p.Stance = m.name(view.Names, view.ID)
	}
	m.below()
	m.context()
	if q.Layer == dataset.ControlLayer && !s.StatesControl() {
		if err := m.plain(); err != nil {
			return nil, 0, err
		}
	} else if q.Layer == dataset.ControlLayer {
		m.control()
	} else if err := m.other(q.Layer, accentColor); err != nil {
		return nil, 0, err
	}
	if asOf := s.Dataset.AsOf; asOf != nil && q.Day > *asOf && s.Uncovered(q.Day) == "" {
		m.p.Note = strings.TrimPrefix(m.p.Note+" · "+fmt.Sprintf(m.words.asOf, m.words.Date(*asOf)), " · ")
	}
	m.places()
	m.credits()
	if q.Dark {
		m.darken()
	}
	return m.p, len(m.undrawn), nil
}

// sheet is a picture being composed.
type sheet struct {
	s     *data.Snapshot
	q     Query
	words Words
	p     *picture.Picture
	// graded says which grades of confidence the borders drawn have
	graded [grades]bool
	// undrawn are the names in letters that the fonts lack
	undrawn map[string]bool
}

// leastDegrees is how wide a map is at least: one point has no size.
const leastDegrees = 0.5

// bound is what was asked for, else the control layer, or all that a dataset without it has, with
// some room around it.
func (m *sheet) bound() orb.Bound {
	if m.q.Bound != nil {
		return *m.q.Bound
	}
	b := m.s.Bound(m.s.Dataset.ControlLayer)
	if len(m.s.Zones()) == 0 {
		b = m.s.TileBound(data.WholeTiles)
	}
	if box, ok := geo.Box(m.framed()); ok && box[0] > box[2] {
		b.Min[0], b.Max[0] = box[0], box[2]+360
	}
	b = b.Pad(max(b.Max[0]-b.Min[0], b.Max[1]-b.Min[1], leastDegrees) * 0.03)
	b.Min[1], b.Max[1] = max(b.Min[1], -90), min(b.Max[1], 90) // there is no room beyond the poles
	return b
}

// framed are the shapes that bound is around: those of the control layer, or all.
func (m *sheet) framed() iter.Seq[orb.Geometry] {
	all := len(m.s.Zones()) == 0
	return func(yield func(orb.Geometry) bool) {
		for _, r := range m.s.Dataset.Regions {
			if r.Drawn() && (all || r.Layer == m.s.Dataset.ControlLayer) && !yield(r.Shape()) {
				return
			}
		}
		for _, p := range m.s.Dataset.Places {
			if all && !yield(p.Point) {
				return
			}
		}
		for _, e := range m.s.Dataset.Events {
			if all && e.Point != nil && !yield(orb.Point(*e.Point)) {
				return
			}
		}
	}
}

// context draws land and water around as they were on the day, quiet, below everything.
func (m *sheet) context() {
	for _, context := range m.s.Dataset.Context {
		bound := contextBound(context)
		for _, f := range context.Features {
			if !f.Interval.Contains(m.q.Day) {
				continue
			}
			wet := IsWater(f.Kind) || IsWater(context.ID)
			shape := picture.Shape{Geometry: f.Geometry}
			switch {
			case wet && context.Kind == dataset.AreaKind:
				shape.Fill = &picture.Fill{Color: WaterColor, Opacity: 1}
			case wet:
				shape.Strokes = []picture.Stroke{{Color: RiverColor, Width: 1}}
			case f.Interval == date.Always && m.s.Uncovered(m.q.Day) != "":
				continue // borders are not for ever: without days they are those of what the dataset speaks of
			default:
				shape.Geometry = withoutCuts(f.Geometry, bound)
				shape.Strokes = []picture.Stroke{{Color: countryColor, Opacity: 0.42, Width: 1.2}}
			}
			m.p.Shapes = append(m.p.Shapes, shape)
		}
	}
}

// IsWater tells kinds of context that are water; all others are land.
func IsWater(kind string) bool {
	for _, word := range []string{"water", "lake", "sea", "ocean", "reservoir", "river", "stream", "canal"} {
		if strings.Contains(kind, word) {
			return true
		}
	}
	return false
}

// plain draws all regions of a dataset that states no control, each layer in a colour of its own.
func (m *sheet) plain() error {
	colors := [...]string{accentColor, frontColor, softColor}
	for i, l := range m.s.Dataset.Layers {
		if err := m.other(l.ID, colors[i%len(colors)]); err != nil {
			return err
		}
	}
	m.p.Note = m.words.NoControl
	return nil
}

// other draws any layer but control: its features as outlines or points with their names.
func (m *sheet) other(id, color string) error {
	layer, err := m.s.Layer(context.Background(), id, data.Selection{During: date.Interval{From: m.q.Day, To: m.q.Day + 1}})
	if err != nil {
		return err
	}
	for _, l := range m.s.Dataset.Layers {
		if l.ID == id {
			m.p.Note = m.name(l.Title, l.ID)
		}
	}
	names := m.namesOf(layer.Name)
	for _, f := range layer.Features {
		if f.Geometry == nil {
			continue
		}
		m.p.Shapes = append(m.p.Shapes, picture.Shape{
			Geometry: f.Geometry, Radius: 3,
			Fill:    &picture.Fill{Color: color, Opacity: 0.1},
			Strokes: []picture.Stroke{{Color: HaloColor, Opacity: 0.85, Width: 3}, {Color: color, Width: 1.4}},
		})
		if name := names[f.ID]; name.text != "" {
			m.p.Labels = append(m.p.Labels, picture.Label{Text: name.text, Point: name.at, Rank: 50, Size: 12, Bold: true, Color: softColor})
		}
	}
	return nil
}

// credits name sources, licence and address.
func (m *sheet) credits() {
	d := m.s.Dataset
	if m.q.Layer == dataset.ControlLayer {
		if m.graded[medium] {
			m.p.Credits = append(m.p.Credits, m.words.mediumLine)
		}
		if m.graded[low] {
			m.p.Credits = append(m.p.Credits, m.words.lowLine)
		}
		if line := m.sources(); line != "" {
			m.p.Credits = append(m.p.Credits, m.words.Sources+": "+line)
		}
	}
	parts := []string{m.credited(m.told(func(string) string { return d.Attribution }, "")), m.words.licence + ": " + d.Licence, m.words.version + " " + d.Version, m.q.Day.String()}
	if d.Version == "" {
		parts = slices.Delete(parts, 2, 3)
	}
	m.p.Credits = append(m.p.Credits, strings.Join(parts, " · "))
	if m.q.Address != "" {
		m.p.Credits = append(m.p.Credits, m.q.Address)
	}
	if n := len(m.undrawn); n > 0 {
		m.p.Credits = append(m.p.Credits, m.words.Undrawn(n))
	}
}

// mostSources is how many are named in a picture; the live map has them all.
const mostSources = 4

// sources names those of the latest changes that the map shows, the newest first.
func (m *sheet) sources() string {
	var periods []*dataset.ControlPeriod
	for _, zone := range m.s.Zones() {
		if p := m.s.Timeline.Period(zone.ID, m.q.Day); p != nil && zone.Drawn() {
			periods = append(periods, p)
		}
	}
	slices.SortStableFunc(periods, func(a, b *dataset.ControlPeriod) int { return cmp.Compare(b.Interval.From, a.Interval.From) })
	var named []string
	for _, p := range periods {
		for _, source := range m.s.SourcesOf(p) {
			name := m.told(func(string) string { return strings.Trim(source.Publisher+": "+source.Title, ": ") }, source.ID)
			if !slices.Contains(named, name) {
				named = append(named, name)
			}
		}
	}
	rest := len(named) - mostSources
	line := strings.Join(named[:min(len(named), mostSources)], "; ")
	if rest > 0 {
		line += fmt.Sprintf(" (+%d)", rest)
	}
	return line
}
