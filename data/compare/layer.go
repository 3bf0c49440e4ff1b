package compare

import (
	"cmp"
	"context"
	"math"
	"strings"

	"demarc/data/date"
	"demarc/geo"
)

// LayerName is that of the layer of areas that differ.
const LayerName = "compare"

// fields are the columns of the layer.
var fields = []geo.Field{
	{Name: "id"},
	{Name: "title", Role: geo.RoleTitle},
	{Name: "what"},
	{Name: "a_zone"}, {Name: "a_controller"}, {Name: "a_name"}, {Name: "a_status"},
	{Name: "b_zone"}, {Name: "b_controller"}, {Name: "b_name"}, {Name: "b_status"},
	{Name: "area_km2", Type: geo.Float},
	{Name: "valid_from", Type: geo.Date, Role: geo.RoleFrom},
	{Name: "valid_to", Type: geo.Date, Role: geo.RoleTo},
	{Name: "fill", Role: geo.RoleFill},
}

// Layer has a feature for each area on each stretch of days on which the maps say different things
// of it, those outside of one of the maps included. The error is that of the context.
func (c *Comparison) Layer(ctx context.Context) (geo.Layer, error) {
	layer := geo.Layer{Name: LayerName, Fields: fields}
	seen := map[string]bool{}
	for _, p := range c.pieces {
		if err := ctx.Err(); err != nil {
			return geo.Layer{}, err
		}
		for _, t := range p.turns {
			if t.What() == "" {
				continue
			}
			id := t.zones[0] + "/" + t.zones[1]
			if t.From != date.Beginning {
				id += "@" + t.From.String()
			}
			for seen[id] { // several pieces of the same zones, between which others lay on other days
				id += "'"
			}
			seen[id] = true
			layer.Features = append(layer.Features, geo.Feature{ID: id, Geometry: p.area, Values: c.values(id, p, t)})
		}
	}
	return layer, nil
}

func (c *Comparison) values(id string, p *piece, t turn) []any {
	values := []any{id, c.Word(t.Pair[0], "en") + " / " + c.Word(t.Pair[1], "en"), t.What()}
	for i, side := range t.Pair {
		name := ""
		if side.Controller != "" {
			name = c.actor(side.Controller).Names.In("en")
		}
		values = append(values, text(t.zones[i]), text(side.Controller), text(name), text(side.Status))
	}
	return append(values, inKm2(int64(math.Round(p.km2*perKm2))), day(t.From), day(t.To), text(c.Color(cmp.Or(t.Pair[1].Controller, t.Pair[0].Controller))))
}

func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func day(d date.Date) any {
	if d.Optional() == nil {
		return nil
	}
	return d.String()
}

// Meta says what a file with the layer holds.
func (c *Comparison) Meta() geo.Meta {
	m, b := c.A.Meta("", c.During), c.B.Meta("", c.During)
	m.Title = "Where they differ: " + m.Title + " (A), " + b.Title + " (B)"
	m.Description = strings.Join(c.Notes, "; ")
	m.Dataset, m.Snapshot, m.Version = m.Dataset+","+b.Dataset, m.Snapshot+","+b.Snapshot, ""
	if m.Reason = c.reason; b.Licence != m.Licence {
		m.Licence, m.LicenceURL = m.Licence+"; "+b.Licence, ""
	}
	if b.Attribution != m.Attribution {
		m.Attribution += "; " + b.Attribution
	}
	return m
}

// Word says a side in a few words: "Crown, Controlled".
func (c *Comparison) Word(s Side, language string) string {
	if s == (Side{}) {
		return "outside"
	}
	status := c.statusNames(s.Status).In(language)
	if s.Controller == "" {
		return status
	}
	return c.actor(s.Controller).Names.In(language) + ", " + status
}

// Color is that of an actor, "" for an unknown one.
func (c *Comparison) Color(id string) string {
	if id == "" {
		return ""
	}
	return c.actor(id).Color
}
