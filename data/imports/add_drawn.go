package imports

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
	"demarc/geo/locate"
)

// Undrawn is what the dataset states on a day that was shown otherwise than shown, since it was
// edited: it stays, unless what is drawn is taken.
type Undrawn struct {
	Day   date.Date `json:"day"`
	Zone  string    `json:"zone"`
	Name  string    `json:"name"`
	Since date.Date `json:"since"` // first day of the period that states it
	Is    Held      `json:"is"`
	Shown Held      `json:"shown"`
	Km2   float64   `json:"km2"`
	Taken bool      `json:"taken,omitempty"` // what is shown is stated now
}

// undrawn finds zones of which the dataset states another controller, or status, on a day than is
// drawn, and takes what is drawn if it is to win: on the days until the next that is drawn. A zone
// counts as a whole, by a point in it.
func (a *adder) undrawn(day date.Date, days date.Interval, now table) error {
	t := timeTable{columns: map[string]int{}}
	t.add(now, day.String())
	b, zones, err := a.drawnOf(t.table(snapshots{days: []snapshot{{day: day}}}))
	if err != nil {
		return err
	}
	rows, grid, err := gridOf(zones)
	if err != nil {
		return err
	}
	m := &made{adder: a, b: b}
	for _, z := range a.zones {
		area := geo.Area(z.Geometry)
		p := periodOn(a.periods[z.ID], day)
		if area < claimM2 || p == nil || !z.Interval.Contains(day) {
			continue
		}
		var over []shapedPeriod
		for _, i := range grid.History(nil, geo.InteriorPoint(z.Geometry)) {
			over = append(over, rows[i])
		}
		list, _, _ := b.resolve(over)
		told, drawn := toldOn(list, day), Held{Status: dataset.UnknownStatus}
		if told != nil {
			drawn = heldOf(&told.ControlPeriod)
		}
		if is := heldOf(p); is != drawn {
			a.delta.Undrawn = append(a.delta.Undrawn, Undrawn{day, z.ID, z.Names[a.Language], p.Interval.From, is, drawn, math.Round(area) / 1e6, a.Drawn})
			if a.Drawn {
				c := change{days: days, told: told, area: z.Geometry}
				m.changes, m.periods = []change{c}, a.statements(b, []change{c})
				m.give(z, a.periods[z.ID], part{changes: []int{0}, area: z.Geometry})
			}
		}
	}
	return nil
}

// gridOf returns the periods of zones, and a grid that finds them by place: version i is period i.
func gridOf(zones []*zone) (periods []shapedPeriod, grid *locate.Grid, err error) {
	var versions []locate.Version
	for _, z := range zones {
		for _, p := range z.periods {
			shape := p.shape
			if shape == nil {
				shape = z.Geometry
			}
			periods = append(periods, shapedPeriod{z, p})
			versions = append(versions, locate.Version{Shape: shape, Span: locate.Span{From: 0, To: 1}})
		}
	}
	grid, err = locate.NewGrid(versions)
	return periods, grid, err
}

// periodOn is the period of a day, nil for none.
func periodOn(list []*dataset.ControlPeriod, day date.Date) *dataset.ControlPeriod {
	for _, p := range list {
		if p.Interval.Contains(day) {
			return p
		}
	}
	return nil
}

// undrawnLines are the words for what is otherwise than drawn, the largest first.
func (d *Delta) undrawnLines() []string {
	type key struct {
		day, since date.Date
		name       string
		is, shown  Held
		taken      bool
	}
	km2 := map[key]float64{}
	for _, u := range d.Undrawn {
		km2[key{u.Day, u.Since, cmp.Or(u.Name, u.Zone), u.Is, u.Shown, u.Taken}] += u.Km2
	}
	all := slices.SortedFunc(maps.Keys(km2), func(x, y key) int {
		return cmp.Or(cmp.Compare(x.day, y.day), cmp.Compare(km2[y], km2[x]), cmp.Compare(x.name, y.name))
	})
	var lines []string
	for i, x := range all {
		if i == mostPasses {
			return append(lines, fmt.Sprintf("such edits not listed: %d (-json lists them)", len(all)-i))
		}
		what := "kept, -drawn takes what is shown"
		if x.taken {
			what = "what is shown is taken"
		}
		lines = append(lines, fmt.Sprintf("%s: %s since %s by an edit, the file shows %s on %s, %s: %s",
			x.name, x.is, x.since, x.shown, x.day, geo.AreaText(km2[x]*1e6, 4), what))
	}
	return lines
}
