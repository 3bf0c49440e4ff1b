package imports

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
)

// doubt is an error about a day that is hardly meant so: one that has not come, while none of those
// that are there is as late, or one of which nothing lies where the zones are.
func (a *adder) doubt(day date.Date, shown table) error {
	if a.Sure {
		return nil
	}
	last := *a.raw.Days[len(a.raw.Days)-1].Day
	if a.Today != 0 && day > a.Today && last <= a.Today {
		return fmt.Errorf("%s has not come, today is %s: want a day that has, or -sure to add it", day, a.Today)
	}
	var zones orb.Bound
	for i, z := range a.zones {
		if i == 0 {
			zones = z.Geometry.Bound()
		}
		zones = zones.Union(z.Geometry.Bound())
	}
	box, some := geo.Box(func(yield func(g geometry) bool) {
		for _, f := range shown.Features {
			if f.Geometry != nil && !yield(f.Geometry) {
				return
			}
		}
	})
	if !some || box[0] > box[2] || len(a.zones) == 0 {
		return nil
	}
	here := orb.Bound{Min: orb.Point{box[0], box[1]}, Max: orb.Point{box[2], box[3]}}
	if here.Intersects(zones) {
		return nil
	}
	hint := ""
	if turned := (orb.Bound{Min: orb.Point{box[1], box[0]}, Max: orb.Point{box[3], box[2]}}); turned.Intersects(zones) {
		hint = ", and it would with longitude and latitude exchanged"
	}
	return fmt.Errorf("nothing of it lies where the zones do: it is in %s, they are in %s%s: -sure adds it all the same", boundText(here), boundText(zones), hint)
}

func boundText(b orb.Bound) string {
	return fmt.Sprintf("%.4g to %.4g east, %.4g to %.4g north", b.Min[0], b.Max[0], b.Min[1], b.Max[1])
}

// noteEmptied says that nothing is known of any zone on a day, while the day before something was.
func (a *adder) noteEmptied(day date.Date) {
	was := 0
	for _, z := range a.zones {
		if p := periodOn(a.periods[z.ID], day); p != nil && p.Status != dataset.UnknownStatus {
			return
		}
		if p := periodOn(a.periods[z.ID], day-1); p != nil && p.Status != dataset.UnknownStatus {
			was++
		}
	}
	if was > 0 {
		a.note("on %s nothing is known of any zone any more, the day before something was of %d: does the file show all that it should?", day, was)
	}
}

// tokens are parts of messages that may be ids or days.
var tokens = regexp.MustCompile(`[^\s,:;"()]+`)

// concerning brings problems to the front that name a zone or a day that this run has changed, and
// counts them: the others were there before.
func (a *adder) concerning(problems []dataset.Problem) (sorted []dataset.Problem, concerned int) {
	days := map[string]bool{}
	for _, d := range slices.Concat(a.delta.Closed, a.delta.Opened) {
		days[d.String()] = true
	}
	for _, d := range a.delta.Days {
		days[d.Day.String()] = true
	}
	var others []dataset.Problem
	for _, p := range problems {
		changed := func(word string) bool { return a.touched[word] || a.fresh[word] || days[word] }
		if slices.ContainsFunc(tokens.FindAllString(p.Message, -1), changed) {
			sorted = append(sorted, p)
		} else {
			others = append(others, p)
		}
	}
	return slices.Concat(sorted, others), len(sorted)
}
