package atlas

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"demarc/data/compare"
	"demarc/data/dataset"
	"demarc/geo/picture"
)

// DrawComparison composes a picture of where two maps differ: on the one day that is compared, else
// on the day on which most differs. An area is in the colour of who holds it on the second map,
// dashed in that of who holds it on the first. Of the query the layer and the days do not count.
// The error is that of the context.
func DrawComparison(ctx context.Context, c *compare.Comparison, q Query) (p *picture.Picture, undrawn int, err error) {
	if q.Day, err = c.Most(ctx); err != nil {
		return nil, 0, err
	}
	q.Layer, q.Since = dataset.ControlLayer, nil
	m := sheet{s: c.A, q: q, words: WordsIn(q.Lang), undrawn: map[string]bool{}}
	a, b := c.A.Dataset, c.B.Dataset
	m.p = &picture.Picture{
		Width: cmp.Or(q.Width, DefaultWidth), Height: cmp.Or(q.Height, DefaultHeight), Scale: q.Scale,
		Bound: m.bound(), Lang: cmp.Or(q.Lang, "en"), Length: m.words.length,
		Title: "A: " + m.name(a.Title, a.ID) + " · B: " + m.name(b.Title, b.ID), Lead: m.words.Date(q.Day),
	}
	m.below()
	m.context()
	m.outlines()
	lands := c.On(q.Day)
	if q.Bound == nil {
		for _, land := range lands {
			m.p.Bound = m.p.Bound.Union(land.Area.Bound())
		}
	}
	if len(lands) > 0 {
		m.p.Note = "A / B"
	}
	for _, land := range lands {
		m.p.Shapes = append(m.p.Shapes, picture.Shape{Geometry: land.Area, Fill: pairFill(c, land.Pair),
			Strokes: []picture.Stroke{{Color: lineColor, Opacity: 0.5, Width: 0.8}}})
	}
	m.pairLegend(c, lands)
	m.places()
	m.p.Credits = append(m.p.Credits, strings.Join([]string{"A", m.told(func(string) string { return a.Attribution }, a.ID), a.Licence, a.Version, c.A.ID}, " · "),
		strings.Join([]string{"B", m.told(func(string) string { return b.Attribution }, b.ID), b.Licence, b.Version, c.B.ID}, " · "))
	if n := len(m.undrawn); n > 0 {
		m.p.Credits = append(m.p.Credits, m.words.Undrawn(n))
	}
	return m.p, len(m.undrawn), nil
}

// outlines draws the zones of the first map, quiet, so that one sees where one is.
func (m *sheet) outlines() {
	for _, zone := range m.s.Zones() {
		if len(zone.Geometry) > 0 && zone.Interval.Contains(m.q.Day) {
			m.p.Shapes = append(m.p.Shapes, picture.Shape{Geometry: zone.Geometry,
				Strokes: []picture.Stroke{{Color: lineColor, Opacity: 0.25, Width: 0.8}}})
		}
	}
}

func (m *sheet) pairLegend(c *compare.Comparison, lands []compare.Land) {
	for _, land := range lands[:min(len(lands), mostLegend)] {
		text := m.sideOf(c, land.Pair[0]) + " / " + m.sideOf(c, land.Pair[1]) + ": " + m.words.area(land.Km2)
		m.p.Legend = append(m.p.Legend, picture.Entry{Text: text, Fill: *pairFill(c, land.Pair)})
	}
	if more := len(lands) - mostLegend; more > 0 {
		m.p.Legend = append(m.p.Legend, picture.Entry{Text: fmt.Sprintf(m.words.More, more)})
	}
}

// sideOf says what a map says, a dash for what lies outside of it.
func (m *sheet) sideOf(c *compare.Comparison, side compare.Side) string {
	if side == (compare.Side{}) {
		return "–"
	}
	return m.told(func(lang string) string { return c.Word(side, lang) }, cmp.Or(side.Controller, side.Status))
}

// pairFill is the look of a pair.
func pairFill(c *compare.Comparison, pair compare.Pair) *picture.Fill {
	a, b := c.Color(pair[0].Controller), c.Color(pair[1].Controller)
	switch pair.What() {
	case compare.Alone:
		return &picture.Fill{Pattern: picture.Dots, Ink: cmp.Or(a, b, DotsColor)}
	case compare.Statuses:
		return &picture.Fill{Pattern: picture.Stripes, Ink: cmp.Or(b, DotsColor)}
	case compare.Unknown:
		return &picture.Fill{Color: cmp.Or(b, a), Opacity: FillOpacity / 2, Pattern: picture.Dots, Ink: DotsColor}
	}
	if a == b {
		a = HaloColor
	}
	return &picture.Fill{Color: b, Opacity: FillOpacity, Pattern: picture.Dashes, Ink: a}
}
