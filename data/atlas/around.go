package atlas

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/geo"
	"demarc/geo/picture"
)

const (
	aroundRank = 1000  // behind all names of the map
	coveredPx  = 160.0 // a map that is wider says itself whose land it is
)

// around gathers names of waters and countries, as web/src/layers/worldnames.ts does for the page.
type around struct {
	m     *sheet
	zoom  float64     // of a map of tiles of 256 pixels as wide as the picture
	known []orb.Bound // where countries need no name
	names []aroundName
}

type aroundName struct {
	picture.Label
	order    float64
	distance float64 // from the middle of the picture, degrees
}

// around begins with the boxes in which the dataset says itself which countries there are.
func (m *sheet) around(known []orb.Bound) *around {
	framed := m.framedIn()
	scale := float64(m.p.Width) / max(framed.Max[0]-framed.Min[0], leastDegrees)
	if held := m.s.Bound(m.s.Dataset.ControlLayer); !held.IsEmpty() && (held.Max[0]-held.Min[0])*scale > coveredPx {
		known = append(slices.Clone(known), held)
	}
	return &around{m: m, zoom: math.Log2(scale * 360 / 256), known: known}
}

// add takes a name that holds on the day of the picture.
func (a *around) add(l *geo.Layer, f *geo.Feature, at orb.Point) {
	rank, country := number(l, f, "rank"), text(l, f, "role") == "country"
	if rank > a.zoom+0.5 || country && slices.ContainsFunc(a.known, func(b orb.Bound) bool { return b.Contains(at) }) {
		return
	}
	names := dataset.Names{}
	for _, field := range l.Fields {
		if lang, ok := strings.CutPrefix(field.Name, "name_"); ok && text(l, f, field.Name) != "" {
			names[lang] = text(l, f, field.Name)
		}
	}
	middle := a.m.p.Bound.Center()
	name := aroundName{order: rank, distance: math.Hypot(at[0]-middle[0], at[1]-middle[1]), Label: picture.Label{
		Text: a.m.name(names, ""), Point: at, Size: 12, Color: waterNameColor, Group: text(l, f, "id"),
	}}
	if country {
		name.order--
		name.Text, name.Size, name.Bold, name.Color = capitals(name.Text, a.m.q.Lang), 11, true, countryNameColor
	}
	a.names = append(a.names, name)
}

// labels are the names, the most important first and of those with several places the one nearest
// the middle.
func (a *around) labels() (labels []picture.Label) {
	slices.SortStableFunc(a.names, func(x, y aroundName) int {
		return cmp.Or(cmp.Compare(x.order, y.order), cmp.Compare(x.Group, y.Group), cmp.Compare(x.distance, y.distance))
	})
	for i, name := range a.names {
		name.Rank = aroundRank + i
		labels = append(labels, name.Label)
	}
	return labels
}

// capitals writes a name in capital letters, as a language has them.
func capitals(name, lang string) string {
	if lang == "az" || lang == "tr" {
		return strings.ToUpperSpecial(unicode.AzeriCase, name)
	}
	return strings.ToUpper(name)
}

// number is the number that a feature has in a field, 0 if it has none.
func number(l *geo.Layer, f *geo.Feature, field string) float64 {
	i := slices.IndexFunc(l.Fields, func(known geo.Field) bool { return known.Name == field })
	if i < 0 {
		return 0
	}
	switch v := f.Values[i].(type) {
	case int64:
		return float64(v)
	case float64:
		return v
	case int:
		return float64(v)
	}
	return 0
}
