package enrich

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
)

// Column is something that can be added to a row.
type Column struct {
	Name  string
	About string

	scope scope
	value func(s *data.Snapshot, l *data.Location) value
}

// columnTypes are those of columns that are no texts.
var columnTypes = map[string]geo.FieldType{
	"zone_km2": geo.Float, "precision_m": geo.Float, "border_m": geo.Float, "nearest_m": geo.Float,
	"uncertain": geo.Bool, "near_uncertain_line": geo.Bool,
	"day": geo.Date, "from": geo.Date, "to": geo.Date, "from_earliest": geo.Date, "from_latest": geo.Date,
}

// Type is that of its cells, where the format of the table has types.
func (c Column) Type() geo.FieldType {
	if c.scope == ofBorders {
		return geo.Float
	}
	return columnTypes[c.Name]
}

// scope is what a column's value is the same for.
type scope uint8

const (
	ofPeriod  scope = iota // all points of a zone on all days of a period
	ofPoint                // a point on a day
	ofBorders              // a point on a day, and the borders of other layers must be looked for
)

// value is a cell: text that JSON writes in quotes or bare; nothing when empty.
type value struct {
	text string
	bare bool
}

func text(s string) value { return value{text: s} }

func number(x float64) value {
	return value{text: strconv.FormatFloat(x, 'f', -1, 64), bare: true}
}

func truth(b bool) value { return value{text: strconv.FormatBool(b), bare: true} }

// DefaultColumns are added when none are named.
func DefaultColumns() []string { return []string{"zone", "controller", "status"} }

// Columns lists what can be added to the rows of a dataset: the same columns
// for all, and two for each other layer of regions.
func Columns(s *data.Snapshot) []Column {
	columns := slices.Concat(zoneColumns(), controlColumns(), pointColumns())
	for _, layer := range s.Dataset.Layers {
		if layer.ID == s.Dataset.ControlLayer {
			continue
		}
		for _, of := range []Column{layerColumn(layer), layerBorderColumn(layer)} {
			if !slices.ContainsFunc(columns, func(c Column) bool { return c.Name == of.Name }) {
				columns = append(columns, of)
			}
		}
	}
	return columns
}

func zoneColumns() []Column {
	ofZone := func(name, about string, get func(z *data.ZoneAt) value) Column {
		return Column{name, about, ofPeriod, func(_ *data.Snapshot, l *data.Location) value {
			if l.Zone == nil {
				return value{}
			}
			return get(l.Zone)
		}}
	}
	return []Column{
		ofZone("zone", "id of the zone the point lies in", func(z *data.ZoneAt) value { return text(z.ID) }),
		ofZone("zone_name", "its English name", func(z *data.ZoneAt) value { return text(z.Names.In("en")) }),
		ofZone("zone_km2", "its area", func(z *data.ZoneAt) value { return number(z.AreaKm2) }),
		ofZone("precision_m", "how far off its border may be drawn, metres", func(z *data.ZoneAt) value { return number(z.PrecisionM) }),
	}
}

func controlColumns() []Column {
	ofControl := func(name, about string, get func(s *data.Snapshot, c *data.Control) string) Column {
		return Column{name, about, ofPeriod, func(s *data.Snapshot, l *data.Location) value { return text(get(s, &l.Control)) }}
	}
	return []Column{
		ofControl("controller", "id of who controlled it", func(_ *data.Snapshot, c *data.Control) string { return optional(c.Controller) }),
		ofControl("controller_name", "English name of who controlled it", func(s *data.Snapshot, c *data.Control) string { return actor(s, optional(c.Controller)) }),
		ofControl("status", "id of the status", func(_ *data.Snapshot, c *data.Control) string { return c.Status }),
		ofControl("status_name", "English name of the status", func(s *data.Snapshot, c *data.Control) string { return s.StatusIn(c.Status, "en") }),
		ofControl("patrolled_by", "id of who patrolled it", func(_ *data.Snapshot, c *data.Control) string { return c.PatrolledBy }),
		ofControl("acquired_by", "how it was acquired", func(_ *data.Snapshot, c *data.Control) string { return c.AcquiredBy }),
		ofControl("from", "first day of the period", func(_ *data.Snapshot, c *data.Control) string { return dayText(c.From) }),
		ofControl("to", "day after its last day, empty when open", func(_ *data.Snapshot, c *data.Control) string { return dayText(c.To) }),
		ofControl("from_earliest", "first day on which it may have begun, empty when that is known", func(_ *data.Snapshot, c *data.Control) string { return dayText(c.FromEarliest) }),
		ofControl("from_latest", "last day on which it may have begun", func(_ *data.Snapshot, c *data.Control) string { return dayText(c.FromLatest) }),
		ofControl("claimants", "ids of those a contested zone is contested between", func(_ *data.Snapshot, c *data.Control) string { return strings.Join(c.Claimants, ";") }),
		ofControl("confidence", "how sure the period is", func(_ *data.Snapshot, c *data.Control) string { return c.Confidence }),
		ofControl("event", "id of the event the period began with", func(_ *data.Snapshot, c *data.Control) string {
			if c.Event == nil {
				return ""
			}
			return c.Event.ID
		}),
		ofControl("sources", "ids of the sources", func(_ *data.Snapshot, c *data.Control) string {
			var ids []string
			for _, source := range c.Sources {
				ids = append(ids, source.ID)
			}
			return strings.Join(ids, ";")
		}),
		ofControl("corrections", "days and ids of the corrections of the period", func(_ *data.Snapshot, c *data.Control) string {
			var all []string
			for _, x := range c.Corrections {
				all = append(all, x.Day.String()+" "+x.ID)
			}
			return strings.Join(all, ";")
		}),
		{"snapshot", "the state of the dataset the row was made from", ofPeriod, func(s *data.Snapshot, _ *data.Location) value { return text(s.ID) }},
	}
}

func pointColumns() []Column {
	return []Column{
		{"day", "the day that was asked for", ofPoint, func(_ *data.Snapshot, l *data.Location) value { return text(l.Date.String()) }},
		{"reason", "why the status is unknown", ofPoint, func(_ *data.Snapshot, l *data.Location) value { return text(l.Control.Reason) }},
		{"uncertain", "true on days on which the zone may have passed already, or not yet", ofPoint, func(_ *data.Snapshot, l *data.Location) value {
			if l.Zone == nil {
				return value{}
			}
			return truth(l.Uncertain)
		}},
		{"border_m", "metres to the border of the zone", ofPoint, func(_ *data.Snapshot, l *data.Location) value {
			if l.Zone == nil {
				return value{}
			}
			return number(l.Zone.BorderM)
		}},
		{"near_uncertain_line", "true where that border, or for points in no zone that of the nearest, is nearer than it is precise", ofPoint, func(_ *data.Snapshot, l *data.Location) value {
			switch {
			case l.Zone != nil:
				return truth(l.Zone.NearUncertainLine)
			case l.Nearest != nil:
				return truth(l.Nearest.NearUncertainLine)
			}
			return value{}
		}},
		{"second", "id of the zone on the other side of that border", ofPoint, func(_ *data.Snapshot, l *data.Location) value {
			if l.Zone == nil {
				return value{}
			}
			return text(l.Zone.Second)
		}},
		{"nearest", "id of the nearest zone, for points in none", ofPoint, func(_ *data.Snapshot, l *data.Location) value {
			if l.Nearest == nil {
				return value{}
			}
			return text(l.Nearest.ID)
		}},
		{"nearest_m", "metres to it", ofPoint, func(_ *data.Snapshot, l *data.Location) value {
			if l.Nearest == nil {
				return value{}
			}
			return number(l.Nearest.DistanceM)
		}},
		{"regions", "ids of the regions of all other layers", ofPoint, func(_ *data.Snapshot, l *data.Location) value {
			return regionIDs(l, func(data.RegionAt) bool { return true })
		}},
	}
}

func layerColumn(layer *dataset.RegionLayer) Column {
	return Column{layer.ID, "ids of the regions of the layer " + layer.ID, ofPoint, func(_ *data.Snapshot, l *data.Location) value {
		return regionIDs(l, func(r data.RegionAt) bool { return r.Layer == layer.ID })
	}}
}

// layerBorderColumn is about the nearest border where a point lies in several regions of the layer.
func layerBorderColumn(layer *dataset.RegionLayer) Column {
	return Column{layer.ID + "_border_m", "metres to the border of the region of the layer " + layer.ID, ofBorders, func(_ *data.Snapshot, l *data.Location) value {
		least := math.Inf(1)
		for _, r := range l.Regions {
			if r.Layer == layer.ID && r.BorderAt != nil {
				least = min(least, r.BorderM)
			}
		}
		for _, o := range l.Overlays {
			if o.Layer == layer.ID {
				least = min(least, o.BorderM)
			}
		}
		if math.IsInf(least, 1) {
			return value{}
		}
		return number(least)
	}}
}

func regionIDs(l *data.Location, wanted func(data.RegionAt) bool) value {
	var ids []string
	for _, r := range l.Regions {
		if wanted(r) {
			ids = append(ids, r.ID)
		}
	}
	return text(strings.Join(ids, ";"))
}

func optional(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func actor(s *data.Snapshot, id string) string {
	if id == "" {
		return ""
	}
	return s.ActorIn(id, "en")
}

func dayText(d *date.Date) string {
	if d == nil {
		return ""
	}
	return d.String()
}

// chooseColumns finds columns by name, in the order wanted.
func chooseColumns(s *data.Snapshot, names []string) ([]Column, error) {
	if len(names) == 0 {
		names = DefaultColumns()
	}
	all := Columns(s)
	var chosen []Column
	for _, name := range names {
		i := slices.IndexFunc(all, func(c Column) bool { return c.Name == name })
		if i < 0 {
			var known []string
			for _, c := range all {
				known = append(known, c.Name)
			}
			return nil, askedErrorf("column %q: want some of %s", name, strings.Join(known, ", "))
		}
		if slices.ContainsFunc(chosen, func(c Column) bool { return c.Name == name }) {
			return nil, askedErrorf("column %q is named twice", name)
		}
		chosen = append(chosen, all[i])
	}
	return chosen, nil
}

func allFixed(columns []Column) bool {
	return !slices.ContainsFunc(columns, func(c Column) bool { return c.scope != ofPeriod })
}

// extrasFor tells what must be asked for.
func extrasFor(columns []Column) data.Extras {
	return data.Extras{Borders: slices.ContainsFunc(columns, func(c Column) bool { return c.scope == ofBorders })}
}
