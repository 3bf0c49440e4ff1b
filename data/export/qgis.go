package export

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"demarc/data/atlas"
	"demarc/data/dataset"
	"demarc/geo"
	"demarc/geo/picture"
	"demarc/geo/qgis"
)

// qgisLayer says how QGIS shows a layer: control as the page does, all others as quiet outlines or
// points.
func (j Job) qgisLayer(layer geo.Layer) qgis.Layer {
	d := j.Snapshot.Dataset
	l := qgis.Layer{
		ID: "demarc_layer_" + layer.Name, Title: layer.Name, Rights: d.Licence + "; " + d.Attribution,
		Description: d.Description.In("en"), Kind: kindOf(layer), Bound: boundOf(layer), Opacity: 1,
	}
	layer, _ = layer.WithDatesSince(firstDay) // those of earlier days are texts, by which QGIS cannot play
	if from, to := layer.With(geo.RoleFrom), layer.With(geo.RoleTo); from >= 0 && to >= 0 {
		l.From, l.To = layer.Fields[from].Name, layer.Fields[to].Name
	}
	for _, field := range layer.Fields {
		if field.Title != "" {
			l.Aliases = append(l.Aliases, qgis.Alias{Field: field.Name, Title: field.Title})
		}
	}
	name := ""
	if len(d.Languages) > 0 {
		name = "name_" + d.Languages[0]
	}
	switch layer.Name {
	case dataset.ControlLayer, dataset.PlacesLayer, dataset.EventsLayer:
		j.ownLayer(&l, layer.Name, name)
	default:
		j.outlines(&l, layer.Name, name)
	}
	return l
}

// ownLayer draws the layers that are made from more than one file.
func (j Job) ownLayer(l *qgis.Layer, layer, name string) {
	switch layer {
	case dataset.ControlLayer:
		l.Title, l.Opacity, l.Rules = "Who controlled what", controlOpacity, j.controlRules()
	case dataset.PlacesLayer:
		l.Title, l.Label = "Places", name
		l.Rules = []qgis.Rule{
			{Label: "larger places", Filter: `"rank" <= 1`, Symbol: qgis.Symbol{Fill: atlas.LabelColor, Line: atlas.HaloColor, Width: 0.3, Size: 1.8}},
			{Label: "places", Filter: `"rank" = 2`, Symbol: qgis.Symbol{Fill: atlas.LabelColor, Line: atlas.HaloColor, Width: 0.3, Size: 1.3}},
		}
	case dataset.EventsLayer:
		l.Title, l.Hidden = "Events", j.Layer == AllLayers
		l.Rules = []qgis.Rule{{Symbol: qgis.Symbol{Fill: "#8a0f5c", Line: atlas.HaloColor, Width: 0.4, Size: 2.6}}}
	}
}

// controlOpacity is that of the layer of control with its outlines and patterns.
const controlOpacity = 0.7

var outlineColors = []string{"#4a4f55", "#7a2e8a", "#4a5a2e"}

// outlines draws region layers and the shapes around.
func (j Job) outlines(l *qgis.Layer, layer, name string) {
	d := j.Snapshot.Dataset
	for _, c := range d.Context {
		if c.ID == layer {
			l.Title = c.Title.In("en")
			l.Rules = []qgis.Rule{{Symbol: contextSymbol(c)}}
			return
		}
	}
	i := slices.IndexFunc(d.Layers, func(x *dataset.RegionLayer) bool { return x.ID == layer })
	s := qgis.Symbol{Line: outlineColors[max(i, 0)%len(outlineColors)], Width: 0.3, Dash: "3;2", Fill: "", Size: 2}
	if l.Kind == qgis.Points {
		s.Fill = s.Line
	}
	if i >= 0 {
		l.Title, l.Description = d.Layers[i].Title.In("en"), cmp.Or(d.Layers[i].Description.In("en"), l.Description)
	}
	switch {
	case l.Kind == qgis.Lines:
		s.Line, s.Width, s.Dash = "#9c1c1c", 0.7, "4;2"
	case j.Layer == AllLayers:
		l.Hidden = true
	default:
		l.Label = name
	}
	l.Rules = []qgis.Rule{{Symbol: s}}
}

func contextSymbol(c *dataset.Context) qgis.Symbol {
	wet := atlas.IsWater(c.ID)
	switch {
	case wet && c.Kind == dataset.AreaKind:
		return qgis.Symbol{Fill: atlas.WaterColor}
	case wet:
		return qgis.Symbol{Line: atlas.RiverColor, Width: 0.3}
	}
	return qgis.Symbol{Fill: "#f1eee7", Line: "#b3aca3", Width: 0.3}
}

// controlRules has one rule for each way in which a zone is held in the whole history.
func (j Job) controlRules() []qgis.Rule {
	s := j.Snapshot
	var rules []qgis.Rule
	seen := map[string]bool{}
	for _, zone := range slices.Concat(s.Zones(), s.Overlays()) {
		for _, p := range s.Periods(zone) {
			r := j.controlRule(p)
			if !seen[r.Filter] {
				seen[r.Filter] = true
				rules = append(rules, r)
			}
		}
	}
	unknown := qgis.Column("status") + " = " + qgis.Text(dataset.UnknownStatus)
	if !seen[unknown] {
		rules = append(rules, j.controlRule(&dataset.ControlPeriod{Status: dataset.UnknownStatus}))
	}
	slices.SortStableFunc(rules, func(a, b qgis.Rule) int { return cmp.Compare(a.Label, b.Label) })
	return rules
}

func (j Job) controlRule(p *dataset.ControlPeriod) qgis.Rule {
	s := j.Snapshot
	if p.Status == dataset.UnknownStatus || p.Controller == "" {
		return qgis.Rule{
			Label: s.StatusIn(dataset.UnknownStatus, "en"), Filter: qgis.Column("status") + " = " + qgis.Text(p.Status),
			Symbol: qgis.Symbol{Pattern: string(picture.Dots), Ink: atlas.DotsColor, Line: atlas.DotsColor, Width: 0.1},
		}
	}
	look := atlas.Look(s, p)
	r := qgis.Rule{
		Label: s.ActorIn(p.Controller, "en") + ", " + s.StatusIn(p.Status, "en"),
		Filter: qgis.Column("controller") + " = " + qgis.Text(p.Controller) +
			" AND " + qgis.Column("status") + " = " + qgis.Text(p.Status),
		Symbol: qgis.Symbol{Fill: look.Color, Pattern: string(look.Pattern), Ink: look.Ink, Line: "#30343a", Width: 0.15},
	}
	if s.Claimed(p) {
		r.Label += ", " + atlas.WordsIn("en").Claim
		r.Filter += " AND " + qgis.Column("claim")
	} else if s.View() != nil {
		r.Filter += " AND " + qgis.Column("claim") + " IS NULL"
	}
	if p.PatrolledBy == "" {
		r.Filter += " AND " + qgis.Column("patrolled_by") + " IS NULL"
		return r
	}
	r.Filter += " AND " + qgis.Column("patrolled_by") + " = " + qgis.Text(p.PatrolledBy)
	if p.PatrolledBy != p.Controller {
		r.Label += ", " + s.ActorIn(p.PatrolledBy, "en")
	}
	return r
}

func kindOf(layer geo.Layer) qgis.Kind {
	for _, f := range layer.Features {
		switch f.Geometry.(type) {
		case orb.Point, orb.MultiPoint:
			return qgis.Points
		case orb.LineString, orb.MultiLineString:
			return qgis.Lines
		case nil:
			continue
		}
		return qgis.Polygons
	}
	return qgis.Polygons
}

func boundOf(layer geo.Layer) orb.Bound {
	bound, first := orb.Bound{Min: orb.Point{1, 1}}, true
	for _, f := range layer.Features {
		switch {
		case f.Geometry == nil:
		case first:
			bound, first = f.Geometry.Bound(), false
		default:
			bound = bound.Union(f.Geometry.Bound())
		}
	}
	return bound
}
