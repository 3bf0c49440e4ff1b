package atlas

import (
	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/picture"
)

// mostPlaces is how many places may ask for room on a picture.
const mostPlaces = 60

// places names the more important places, the most important first.
func (m *sheet) places() {
	for _, p := range m.s.Dataset.Places {
		if p.Rank > 2 || len(m.p.Labels) >= mostPlaces+100 {
			continue
		}
		label := picture.Label{Text: p.Names.In(m.q.Lang), Point: p.Point, Rank: p.Rank, Size: 12.5, Bold: true, Color: LabelColor, Dot: 2.4}
		if p.Rank <= 1 {
			label.Size, label.Dot = 13.5, 3.2
		}
		m.p.Labels = append(m.p.Labels, label)
	}
}

// placedName is a name and where it goes.
type placedName struct {
	text string
	at   orb.Point
}

// namesOf returns the names of the areas of a region layer by id.
func (m *sheet) namesOf(layer string) map[string]placedName {
	names := map[string]placedName{}
	for _, r := range m.s.Dataset.Regions {
		if r.Layer == layer && len(r.Geometry) > 0 {
			names[r.ID] = placedName{r.Names.In(m.q.Lang), geo.LabelPoint(r.Geometry)}
		}
	}
	return names
}
