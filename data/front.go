package data

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/partition"
	"demarc/geo/topology"
)

// side is who has a zone on a day: an actor or, where none controls it, what is the case instead. Among holdings
// both count.
type side struct{ controller, status string }

func (x side) compare(other side) int {
	return cmp.Or(strings.Compare(x.controller, other.controller), strings.Compare(x.status, other.status))
}

// id names the side in ids.
func (x side) id() string { return cmp.Or(x.controller, x.status) }

// confrontation is two sides beside each other, the smaller on the left, and the days on which they are.
type confrontation struct {
	Interval
	left, right side
}

// hasFront tells whether the layers front and controllers exist: the zones must be a partition.
func (s *Snapshot) hasFront() bool { return s.layerIndex(s.Dataset.ControlLayer).Partition }

// frontLayer has the borders between zones that different actors control, as lines with one actor on the left and
// one on the right. Where nobody controls a zone its status takes the place of the actor. Overlays do not count. A
// line is valid as long as the same two face each other there.
func (s *Snapshot) frontLayer(wanted Selection) geo.Layer {
	layer := geo.Layer{Name: FrontLayer, Fields: []geo.Field{
		{Name: "id"}, {Name: "left"}, {Name: "left_name"}, {Name: "left_status"},
		{Name: "right"}, {Name: "right_name"}, {Name: "right_status"},
		{Name: "length_km", Type: geo.Float}, fromField, toField,
	}}
	numbers := map[string]int{} // of lines with the same beginning of an id; all count, so that ids stay the same
	for _, st := range s.layerIndex(s.Dataset.ControlLayer).partitions() {
		if !st.Overlaps(wanted.During) {
			continue // ids hold the first day, which lies in the stretch
		}
		order, lines := s.frontLines(st)
		for _, c := range order {
			name := fmt.Sprintf("%s:%s@%s", c.left.id(), c.right.id(), c.From)
			for _, line := range partition.JoinLines(lines[c]) {
				numbers[name]++
				if c.Overlaps(wanted.During) && wanted.meets(line.Bound()) {
					layer.Features = append(layer.Features, s.frontFeature(c, fmt.Sprintf("%s:%d", name, numbers[name]), line))
				}
			}
		}
	}
	return layer
}

// frontLines returns the arcs along which two sides face each other, by the sides and days, in the order in which
// these first come.
func (s *Snapshot) frontLines(st stretch) (order []confrontation, lines map[confrontation][]orb.LineString) {
	lines = map[confrontation][]orb.LineString{}
	for _, arc := range st.partition().Arcs {
		if arc.Left == topology.Nowhere || arc.Right == topology.Nowhere {
			continue
		}
		for _, c := range s.confrontations(st, arc) {
			line := arc.Points
			if c.left.compare(c.right) > 0 {
				c.left, c.right = c.right, c.left
				line = slices.Clone(line)
				slices.Reverse(line)
			}
			if lines[c] == nil {
				order = append(order, c)
			}
			lines[c] = append(lines[c], line)
		}
	}
	return order, lines
}

func (s *Snapshot) frontFeature(c confrontation, id string, line orb.LineString) geo.Feature {
	return geo.Feature{ID: id, Geometry: line, Values: []any{
		id, text(c.left.controller), s.sideName(c.left), text(c.left.status),
		text(c.right.controller), s.sideName(c.right), text(c.right.status),
		round(geo.Length(line)/1000, 2), day(c.From), day(c.To),
	}}
}

func (s *Snapshot) sideName(h side) string {
	if h.controller != "" {
		return s.ActorName(h.controller)
	}
	return s.StatusName(h.status)
}

// confrontations returns who faces whom across an arc, in order of time; left and right are those of the arc.
func (s *Snapshot) confrontations(st stretch, arc topology.Arc) []confrontation {
	var all []confrontation
	for _, p := range s.Periods(s.zone[st.regions[arc.Left].ID]) {
		for _, q := range s.Periods(s.zone[st.regions[arc.Right].ID]) {
			days, ok := p.Interval.common(q.Interval)
			if ok {
				days, ok = days.common(st.Interval)
			}
			if ok {
				days, ok = days.common(s.Timeline.covers)
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
	}
	return all
}

func sideOf(p *ControlPeriod) side {
	if p.Controller != "" {
		return side{controller: p.Controller}
	}
	return side{status: p.Status}
}

// holding is the zones that one actor has with one status, and the days on which it is exactly these.
type holding struct {
	Interval
	side
	zones []int // of the stretch
}

// controllersLayer has one area for each controller and status: its zones made one. It is valid as long as it
// consists of the same zones. Overlays do not count.
func (s *Snapshot) controllersLayer(wanted Selection) geo.Layer {
	layer := geo.Layer{Name: ControllersLayer, Fields: []geo.Field{
		{Name: "id"}, {Name: "controller"}, {Name: "controller_name"}, {Name: "status"}, {Name: "zones", Type: geo.Int},
		{Name: "area_km2", Type: geo.Float}, fromField, toField, {Name: "fill", Role: geo.RoleFill},
	}}
	for _, st := range s.layerIndex(s.Dataset.ControlLayer).partitions() {
		for _, h := range s.holdings(st, wanted.During) {
			within := make([]bool, len(st.regions))
			km2 := 0.0
			for _, i := range h.zones {
				within[i] = true
				km2 += s.areaKm2[st.regions[i].ID]
			}
			area := st.partition().Union(func(i int) bool { return within[i] })
			if !wanted.meets(area.Bound()) {
				continue
			}
			id := h.id() + ":" + h.status
			if from := day(h.From); from != nil {
				id += "@" + h.From.String()
			}
			name, fill := any(nil), any(nil)
			if actor := s.actors[h.controller]; actor != nil {
				name, fill = actor.name(), actor.Color
			}
			layer.Features = append(layer.Features, geo.Feature{ID: id, Geometry: area, Values: []any{
				id, text(h.controller), name, h.status, len(h.zones), round(km2, 1), day(h.From), day(h.To), fill,
			}})
		}
	}
	return layer
}

// holdings returns who has which zones of a stretch on the days wanted, in order of their first days.
func (s *Snapshot) holdings(st stretch, during Interval) []holding {
	if !during.Overlaps(s.Timeline.covers) {
		all := holding{Interval: st.Interval, side: side{status: UnknownStatus}}
		for i := range st.regions {
			all.zones = append(all.zones, i)
		}
		if !st.Overlaps(during) {
			return nil
		}
		return []holding{all}
	}
	var all []holding
	current := map[side]int{} // the latest holding of each
	for epoch := range s.Timeline.Epochs() {
		days, ok := s.Timeline.EpochInterval(epoch).common(st.Interval)
		if ok {
			days, ok = days.common(s.Timeline.covers)
		}
		if !ok {
			continue
		}
		zones := map[side][]int{}
		for i, r := range st.regions {
			h := side{status: UnknownStatus}
			if p := s.Timeline.Period(r.ID, days.From); p != nil {
				h = side{p.Controller, p.Status}
			}
			zones[h] = append(zones[h], i)
		}
		for _, h := range sortedSides(zones) {
			k, known := current[h]
			if known && all[k].To == days.From && slices.Equal(all[k].zones, zones[h]) {
				all[k].To = days.To
				continue
			}
			current[h] = len(all)
			all = append(all, holding{days, h, zones[h]})
		}
	}
	return slices.DeleteFunc(all, func(h holding) bool { return !h.Overlaps(during) })
}

func sortedSides(zones map[side][]int) []side {
	var all []side
	for h := range zones {
		all = append(all, h)
	}
	slices.SortFunc(all, side.compare)
	return all
}
