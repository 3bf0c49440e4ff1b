package atlas

import (
	"github.com/paulmach/orb"
	"golang.org/x/text/unicode/bidi"

	"demarc/data/dataset"
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
		label := picture.Label{Text: m.name(p.Names, p.ID), Point: p.Point, Rank: p.Rank, Size: 12.5, Bold: true, Color: LabelColor, Dot: 2.4}
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
			names[r.ID] = placedName{m.name(r.Names, r.ID), geo.LabelPoint(r.Geometry)}
		}
	}
	return names
}

// name returns a name in the language of the map, see told.
func (m *sheet) name(names dataset.Names, id string) string { return m.told(names.In, id) }

// told returns what a function says in the language of the map. If the picture has no letters for
// that, it is what it says in another language, else the id, else an ellipsis.
func (m *sheet) told(in func(lang string) string, id string) string {
	text := in(m.q.Lang)
	if !m.q.BuiltIn {
		return isolated(text)
	}
	if picture.Drawable(text) {
		return text
	}
	m.undrawn[text] = true
	for _, lang := range append([]string{"en"}, m.s.Dataset.Languages...) {
		if other := in(lang); picture.Drawable(other) {
			return other
		}
	}
	if id != "" && picture.Drawable(id) {
		return id
	}
	return "…"
}

// isolated marks a text that has letters of scripts from right to left, so that numbers and names
// around it keep their places (UAX #9, isolates).
func isolated(text string) string {
	for _, letter := range text {
		if p, _ := bidi.LookupRune(letter); p.Class() == bidi.R || p.Class() == bidi.AL {
			return "\u2068" + text + "\u2069"
		}
	}
	return text
}
