package data

import (
	"cmp"
	"context"
	"strings"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
	"demarc/geo/topology"
)

// side is the holder of a zone on a day: the actor that controls it or, where there is none, its
// status. Holdings have both.
type side struct{ controller, status string }

func (x side) compare(other side) int {
	return cmp.Or(strings.Compare(x.controller, other.controller), strings.Compare(x.status, other.status))
}

// id is the part of a feature's id that stands for the side.
func (x side) id() string { return cmp.Or(x.controller, x.status) }

// confrontation is a pair of neighbouring sides, the smaller on the left, with the days on which
// they face each other.
type confrontation struct {
	date.Interval
	left, right side
}

// name is what the ids of its lines begin with.
func (c confrontation) name() string {
	return c.left.id() + ":" + c.right.id() + "@" + c.From.String()
}

// hasFront tells whether the layers front and controllers exist: the zones must be a partition.
func (s *Snapshot) hasFront() bool { return s.regionIndex(s.Dataset.ControlLayer).Partition }

// frontLayer has the borders between zones that different actors control, as lines with one actor
// on the left and one on the right. Where nobody controls a zone its status takes the place of the
// actor. Overlays do not count. A line is valid as long as the same two face each other there.
func (s *Snapshot) frontLayer(ctx context.Context, wanted Selection) (geo.Layer, error) {
	fields, x := s.frontColumns(), s.fronts()
	layer := table[frontRow]{Layer: fields.layer(dataset.FrontLayer), columns: fields}
	for i, group := range x.groups {
		if !group.Overlaps(wanted.During) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return geo.Layer{}, err
		}
		for k, line := range x.linesOf(i) {
			if wanted.meets(line) {
				row := x.row(i, k, line)
				layer.add(row.id, line, row)
			}
		}
	}
	return layer.Layer, nil
}

// frontRow is a line along which two sides face each other.
type frontRow struct {
	confrontation
	id   string
	line orb.LineString
}

func (s *Snapshot) frontColumns() columns[frontRow] {
	days := func(r frontRow) date.Interval { return r.Interval }
	return columns[frontRow]{
		textColumn("id", func(r frontRow) string { return r.id }),
		textColumn("left", func(r frontRow) string { return r.left.controller }),
		textColumn("left_name", func(r frontRow) string { return s.sideName(r.left) }),
		textColumn("left_status", func(r frontRow) string { return r.left.status }),
		textColumn("right", func(r frontRow) string { return r.right.controller }),
		textColumn("right_name", func(r frontRow) string { return s.sideName(r.right) }),
		textColumn("right_status", func(r frontRow) string { return r.right.status }),
		{Name: "length_km", Type: geo.Float, Of: func(r frontRow) any { return round(geo.Length(r.line)/1000, 2) }},
		fromColumn(days), toColumn(days),
	}
}

func (s *Snapshot) sideName(h side) string {
	if h.controller != "" {
		return s.ActorIn(h.controller, "en")
	}
	return s.StatusIn(h.status, "en")
}

// confrontations returns who faces whom across an arc, in order of time; left and right are those
// of the arc.
func (s *Snapshot) confrontations(st stretch, arc topology.Arc) []confrontation {
	var all []confrontation
	ps, qs := s.Periods(s.zone[st.regions[arc.Left].ID]), s.Periods(s.zone[st.regions[arc.Right].ID])
	for len(ps) > 0 && len(qs) > 0 {
		p, q := ps[0], qs[0]
		if p.Interval.To <= q.Interval.To {
			ps = ps[1:]
		}
		if q.Interval.To <= p.Interval.To {
			qs = qs[1:]
		}
		days, ok := p.Interval.Intersection(q.Interval)
		if ok {
			days, ok = days.Intersection(st.Interval)
		}
		if ok {
			days, ok = days.Intersection(s.Timeline.covers)
		}
		left, right := sideOf(p), sideOf(q)
		if !ok || left == right {
			continue
		}
		if n := len(all); n > 0 && all[n-1].left == left && all[n-1].right == right && all[n-1].To == days.From {
			all[n-1].To = days.To
			continue
		}
		all = append(all, confrontation{days, left, right})
	}
	return all
}

func sideOf(p *dataset.ControlPeriod) side {
	if p.Controller != "" {
		return side{controller: p.Controller}
	}
	return side{status: p.Status}
}

// controllersLayer has one area for each holding: the union of its zones. Overlays do not count.
func (s *Snapshot) controllersLayer(ctx context.Context, wanted Selection) (geo.Layer, error) {
	fields := s.holdingColumns()
	layer := fields.layer(dataset.ControllersLayer)
	for _, st := range s.regionIndex(s.Dataset.ControlLayer).partitions() {
		holdings, err := s.holdings(st, wanted.During)
		if err != nil {
			return layer, err
		}
		for _, h := range holdings {
			if err := ctx.Err(); err != nil {
				return geo.Layer{}, err
			}
			within := make([]bool, len(st.regions))
			km2 := 0.0
			for _, i := range h.zones {
				within[i] = true
				km2 += s.areaKm2(st.regions[i].ID)
			}
			area := st.partition().Union(func(i int) bool { return within[i] })
			if !wanted.meets(area) {
				continue
			}
			id := h.id() + ":" + h.status
			if from := day(h.From); from != nil {
				id += "@" + h.From.String()
			}
			layer.Features = append(layer.Features, fields.feature(id, area, holdingRow{h, id, km2}))
		}
	}
	return layer, nil
}

// holdingRow is a holding as a feature.
type holdingRow struct {
	holding
	id  string
	km2 float64
}

func (s *Snapshot) holdingColumns() columns[holdingRow] {
	days := func(r holdingRow) date.Interval { return r.Interval }
	return columns[holdingRow]{
		textColumn("id", func(r holdingRow) string { return r.id }),
		textColumn("controller", func(r holdingRow) string { return r.controller }),
		textColumn("controller_name", func(r holdingRow) string { return s.ActorIn(r.controller, "en") }),
		textColumn("status", func(r holdingRow) string { return r.status }),
		{Name: "zones", Type: geo.Int, Of: func(r holdingRow) any { return len(r.zones) }},
		{Name: "area_km2", Type: geo.Float, Of: func(r holdingRow) any { return round(r.km2, 1) }},
		fromColumn(days), toColumn(days),
		{Name: "fill", Role: geo.RoleFill, Of: func(r holdingRow) any { return text(s.ActorColor(r.controller)) }},
	}
}
