package atlas

import (
	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/geo/picture"
	"demarc/geo/topology"
)

// borderKind says what differs on the two sides of a stretch of border, in the order in which they
// are drawn.
type borderKind int

const (
	innerBorder  borderKind = iota // nothing
	statusBorder                   // status or patrol
	outerBorder                    // there is only one side
	frontBorder                    // the controller
	borderKinds
)

// How sure it is who holds both sides of a border: as sure as of the less sure one. Without a grade
// it is sure.
const (
	sure = iota
	medium
	low
	grades
)

// dashes of borders by how sure they are, in pixels, as on the page.
var dashes = [grades][]float64{medium: {7, 3}, low: {2, 3}}

// borders between zones by what lies on their two sides, the front line on top.
func (m *sheet) borders() {
	var lines [borderKinds][grades]orb.MultiLineString
	zones, arcs := m.s.Borders()
	period := func(i int) *dataset.ControlPeriod {
		if i == topology.Nowhere {
			return nil
		}
		return m.s.Timeline.Period(zones[i].ID, m.q.Day)
	}
	for _, arc := range arcs {
		kind, a, b := outerBorder, period(arc.Left), period(arc.Right)
		if arc.Left != topology.Nowhere && arc.Right != topology.Nowhere {
			kind = kindOf(a, b)
		}
		grade := max(gradeOf(a), gradeOf(b))
		m.p.Borders = append(m.p.Borders, picture.Border{Line: arc.Points, Parts: kind != innerBorder,
			Sides: [2]int{min(arc.Left, arc.Right), max(arc.Left, arc.Right)}})
		lines[kind][grade] = append(lines[kind][grade], arc.Points)
	}
	for kind, byGrade := range lines {
		if m.q.Since != nil && (borderKind(kind) == statusBorder || borderKind(kind) == frontBorder) {
			continue
		}
		for grade, line := range byGrade {
			if len(line) > 0 {
				m.graded[grade] = true
				m.p.Shapes = append(m.p.Shapes, picture.Shape{Geometry: line, Strokes: strokesOf(borderKind(kind), dashes[grade])})
			}
		}
	}
}

func kindOf(a, b *dataset.ControlPeriod) borderKind {
	switch {
	case a == nil || b == nil:
		return innerBorder
	case a.Controller != "" && b.Controller != "" && a.Controller != b.Controller:
		return frontBorder
	case a.Status != b.Status || a.PatrolledBy != b.PatrolledBy:
		return statusBorder
	}
	return innerBorder
}

func gradeOf(p *dataset.ControlPeriod) int {
	if p == nil || p.Status == dataset.UnknownStatus {
		return sure
	}
	switch p.Confidence {
	case "medium":
		return medium
	case "low":
		return low
	}
	return sure
}

func strokesOf(kind borderKind, dash []float64) []picture.Stroke {
	switch kind {
	case frontBorder:
		return []picture.Stroke{{Color: HaloColor, Opacity: 0.85, Width: 5}, {Color: frontColor, Width: 2.6, Dash: dash}}
	case statusBorder:
		return []picture.Stroke{{Color: lineColor, Opacity: 0.72, Width: 1, Dash: dash}}
	case outerBorder:
		return []picture.Stroke{{Color: lineColor, Opacity: 0.72, Width: 1.4, Dash: dash}}
	}
	return []picture.Stroke{{Color: lineColor, Opacity: 0.28, Width: 0.8, Dash: dash}}
}
