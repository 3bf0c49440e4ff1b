package imports

import (
	"fmt"
	"os"
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

// amounts are parts of messages that change with what else is there.
var amounts = regexp.MustCompile(`[0-9.,]+ (km2|m2|ha|%)`)

// fresher brings problems that were not there before to the front, and counts them.
func (a *adder) fresher(problems []dataset.Problem) (sorted []dataset.Problem, fresh int, err error) {
	if len(problems) == 0 {
		return problems, 0, nil
	}
	before, err := dataset.CheckFiles(os.DirFS(a.directory))
	if err != nil {
		return nil, 0, err
	}
	type key struct{ rule, message string }
	known := map[key]int{}
	keyOf := func(p dataset.Problem) key { return key{p.Rule, amounts.ReplaceAllString(p.Message, "")} }
	for _, p := range before {
		known[keyOf(p)]++
	}
	var old []dataset.Problem
	for _, p := range problems {
		k := keyOf(p)
		if known[k] > 0 {
			known[k]--
			old = append(old, p)
			continue
		}
		sorted = append(sorted, p)
	}
	return slices.Concat(sorted, old), len(sorted), nil
}
