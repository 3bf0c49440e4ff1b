// Package lookup makes a table of square cells with the zone in each and its periods, with which
// any engine that joins tables tells zone and controller of points.
//
// The cells of a level have sides of 360 degrees, halved as often as the level says. They begin at
// longitude -180 and latitude -90:
//
//	x = floor((longitude + 180) * 2^level / 360)    y = floor((latitude + 90) * 2^level / 360)
//
//	+-------+---+-+-+
//	|       |   +-+-+   A cell that no border touches is exact: all its points have one answer.
//	|   A   +-+-+-+-+   One with a border in it is divided, down to the last level, where it is
//	|       +-+-+   |   not exact, and has the zone of its middle.
//	|       +-+-+ B |
//	+---+-+-+-+-+---+
//
// No two cells have a point in common, and points without a cell lie in no zone.
package lookup

import (
	"context"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/date"
	"demarc/geo"
)

// Name is that of the layer.
const Name = "lookup"

// The last level, of cells of 150 m or less, and how many cells with a border in them are divided
// at most: where there are more, the last level is the one before.
const (
	lastLevel  = 18
	mostBroken = 200_000
)

// fields are the columns.
var fields = []geo.Field{
	{Name: "level", Type: geo.Int, Title: "How often the cell is halved, of 360 degrees"},
	{Name: "x", Type: geo.Int, Title: "Its number from longitude -180 on"},
	{Name: "y", Type: geo.Int, Title: "Its number from latitude -90 on"},
	{Name: "lon_min", Type: geo.Float}, {Name: "lat_min", Type: geo.Float}, {Name: "lon_max", Type: geo.Float}, {Name: "lat_max", Type: geo.Float},
	{Name: "exact", Type: geo.Bool, Title: "False where a border runs through the cell: the zone is that of its middle"},
	{Name: "zone"}, {Name: "controller"}, {Name: "status"},
	{Name: "valid_from", Type: geo.Date, Role: geo.RoleFrom, Title: "First day of the row, absent from the beginning on"},
	{Name: "valid_to", Type: geo.Date, Role: geo.RoleTo, Title: "Day after its last day, absent for an open end"},
}

// cell is a square.
type cell struct {
	level, x, y int
	edges       []int32 // of borders that touch it
}

// Layer is the table of a dataset, as the viewpoint of the snapshot sees it.
func Layer(ctx context.Context, s *data.Snapshot) (geo.Layer, error) {
	m := &maker{Snapshot: s, layer: geo.Layer{Name: Name, Fields: fields}}
	m.list()
	cells := []cell{m.whole()}
	for level := 0; ; level++ {
		if err := ctx.Err(); err != nil {
			return geo.Layer{}, err
		}
		last := level == lastLevel || len(cells) > mostBroken
		var broken []cell
		for _, c := range cells {
			switch {
			case len(c.edges) == 0 || last:
				m.add(c)
			default:
				broken = append(broken, m.divided(c)...)
			}
		}
		if last || len(broken) == 0 {
			return m.layer, nil
		}
		cells = broken
	}
}

// maker collects the rows.
type maker struct {
	*data.Snapshot
	layer geo.Layer
	edges [][2]orb.Point
	days  []date.Date         // on which a zone is drawn anew, after the beginning
	spans map[int32][]stretch // of zones
}

// stretch is a row of a zone: what all its points have on these days.
type stretch struct {
	days   date.Interval
	values [3]any // zone, controller, status
}

// list lists the edges of all zones, and the days on which zones begin and end.
func (m *maker) list() {
	m.spans = map[int32][]stretch{}
	m.days = []date.Date{date.Beginning}
	for _, zone := range m.Zones() {
		for _, polygon := range zone.Geometry {
			for _, ring := range polygon {
				for i := range len(ring) - 1 {
					m.edges = append(m.edges, [2]orb.Point{ring[i], ring[i+1]})
				}
			}
		}
		for _, day := range []date.Date{zone.Interval.From, zone.Interval.To} {
			if day != date.Forever {
				m.days = append(m.days, day)
			}
		}
	}
	slices.Sort(m.days)
	m.days = slices.Compact(m.days)
}

func (m *maker) whole() cell {
	all := make([]int32, len(m.edges))
	for i := range all {
		all[i] = int32(i)
	}
	return cell{edges: all}
}

// bound returns the corners of a cell.
func (c cell) bound() orb.Bound {
	side := 360 / float64(int(1)<<c.level)
	low := orb.Point{float64(c.x)*side - 180, float64(c.y)*side - 90}
	return orb.Bound{Min: low, Max: orb.Point{low[0] + side, low[1] + side}}
}

// divided returns the quarters of a cell.
func (m *maker) divided(c cell) []cell {
	quarters := make([]cell, 4)
	for i := range quarters {
		q := &quarters[i]
		*q = cell{level: c.level + 1, x: 2*c.x + i%2, y: 2*c.y + i/2}
		bound := q.bound().Pad(margin)
		for _, e := range c.edges {
			if touches(m.edges[e], bound) {
				q.edges = append(q.edges, e)
			}
		}
	}
	return quarters
}

// margin is wider than rounding can move a point over the side of a cell, in degrees.
const margin = 1e-9

// touches tells whether an edge has a point in a box.
func touches(e [2]orb.Point, b orb.Bound) bool {
	for axis := range 2 {
		if max(e[0][axis], e[1][axis]) < b.Min[axis] || min(e[0][axis], e[1][axis]) > b.Max[axis] {
			return false
		}
	}
	left, right := false, false // corners on both sides of the line
	for _, corner := range []orb.Point{b.Min, {b.Max[0], b.Min[1]}, b.Max, {b.Min[0], b.Max[1]}} {
		turn := (e[1][0]-e[0][0])*(corner[1]-e[0][1]) - (e[1][1]-e[0][1])*(corner[0]-e[0][0])
		left, right = left || turn >= -margin*margin, right || turn <= margin*margin
	}
	return left && right
}

// add adds the rows of a cell.
func (m *maker) add(c cell) {
	b := c.bound()
	middle := b.Center()
	if middle[1] > 90 {
		return
	}
	exact := len(c.edges) == 0
	for i, from := range m.days {
		during := date.Interval{From: from, To: date.Forever}
		if i+1 < len(m.days) {
			during.To = m.days[i+1]
		}
		zone := [1]int32{-1}
		day := int32(max(from, -math.MaxInt32))
		m.ZonesAt([]orb.Point{middle}, []int32{day}, zone[:])
		if zone[0] < 0 && exact {
			continue
		}
		for _, s := range m.stretches(zone[0]) {
			if days, meet := within(s.days, during); meet {
				m.layer.Features = append(m.layer.Features, geo.Feature{Values: []any{
					c.level, c.x, c.y, b.Min[0], b.Min[1], b.Max[0], b.Max[1], exact, s.values[0], s.values[1], s.values[2], dayOrNone(days.From, date.Beginning), dayOrNone(days.To, date.Forever),
				}})
			}
		}
	}
}

// stretches are those of a zone, without gaps from the beginning on; of no zone, one.
func (m *maker) stretches(zone int32) []stretch {
	if zone < 0 {
		return []stretch{{date.Always, [3]any{nil, nil, m.Control("", m.Timeline.Covers().From).Status}}}
	}
	if known := m.spans[zone]; known != nil {
		return known
	}
	covered := m.Timeline.Covers()
	days := []date.Date{date.Beginning, covered.From, covered.To}
	for _, p := range m.Timeline.Periods(m.Zones()[zone].ID) {
		days = append(days, p.Interval.From, p.Interval.To)
	}
	slices.Sort(days)
	days = slices.Compact(days)
	var all []stretch
	for i, from := range days {
		if from == date.Forever {
			break
		}
		to := date.Forever
		if i+1 < len(days) {
			to = days[i+1]
		}
		at := m.LocateZone(int(zone), from)
		values := [3]any{at.Zone.ID, nil, at.Control.Status}
		if at.Control.Controller != nil {
			values[1] = *at.Control.Controller
		}
		if n := len(all); n > 0 && all[n-1].values == values {
			all[n-1].days.To = to
		} else {
			all = append(all, stretch{date.Interval{From: from, To: to}, values})
		}
	}
	m.spans[zone] = all
	return all
}

func within(a, b date.Interval) (date.Interval, bool) {
	both := date.Interval{From: max(a.From, b.From), To: min(a.To, b.To)}
	return both, both.From < both.To
}

func dayOrNone(d, none date.Date) any {
	if d == none {
		return nil
	}
	return d.String()
}
