package style

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"demarc/data"
	"demarc/data/atlas"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo/picture"
)

// The sources of names. QGIS reads tiles alone.
const (
	placesSource  = "places"
	lettersSource = "letters" // points, in the style itself: an area in tiles would be named in each
)

// The fonts, of those that /fonts has. All who read styles take a text between braces for a field;
// expressions that choose one QGIS does not read, so each choice is a layer.
var (
	regular = []string{"Noto Sans Regular"}
	bold    = []string{"Noto Sans Bold"}
)

// class is places of some ranks, which are named alike, from a zoom on: as on the page, whose tiles
// are half as wide, see maxRank in web/src/layers/labels.ts.
type class struct {
	name      string
	low, high int // ranks
	zoom      float64
	size, dot float64
	font      []string
}

const anyRank = 1 << 30

// classes are those of places, the least important first: of names that touch MapLibre keeps that
// of the later layer.
var classes = []class{
	{"small", 4, anyRank, 8.5, 11.5, 2.2, regular},
	{"others", 3, 3, 7.5, 11.5, 2.2, regular},
	{"larger", 2, 2, 6, 12.5, 2.4, bold},
	{"largest", -anyRank, 1, 0, 13.5, 3.2, bold},
}

func (c *class) holds(p *dataset.Place) bool { return p.Rank >= c.low && p.Rank <= c.high }

// filter lets the places of the class pass.
func (c *class) filter() []any {
	rank, all := []any{"get", "rank"}, []any{"all"}
	if c.low > -anyRank {
		all = append(all, []any{">=", rank, c.low})
	}
	if c.high < anyRank {
		all = append(all, []any{"<=", rank, c.high})
	}
	return all
}

// placeLayers draws the dots of places, then their names in a language, else in the next of the
// dataset's in which they have one.
func placeLayers(s *data.Snapshot, lang string) (dots, names []any) {
	languages := languagesFrom(s, lang)
	for i := range classes {
		c := &classes[i]
		at := make([]bool, len(languages)+1) // whether a place has its first name there, in none behind them
		for _, p := range s.Dataset.Places {
			if c.holds(p) {
				first := slices.IndexFunc(languages, func(l string) bool { return p.Names[l] != "" })
				at[(first+len(at))%len(at)] = true
			}
		}
		if !slices.Contains(at, true) {
			continue
		}
		dots = append(dots, c.dots())
		without := c.filter()
		for i, used := range at {
			field, filter := "id", without
			if i < len(languages) {
				field = "name_" + languages[i]
				filter = append(slices.Clip(without), []any{"has", field})
				without = append(slices.Clip(without), []any{"!", []any{"has", field}})
			}
			if used {
				names = append(names, c.names(field, filter))
			}
		}
	}
	return dots, names
}

// languagesFrom lists the languages of the dataset in whose letters places can be named, those to
// be asked first at the beginning.
func languagesFrom(s *data.Snapshot, first string) []string {
	languages := slices.DeleteFunc(slices.Clone(s.Dataset.Languages), func(l string) bool {
		return slices.ContainsFunc(s.Dataset.Places, func(p *dataset.Place) bool { return !legible(p.Names[l]) })
	})
	order := func(l string) int { return slices.Index([]string{first, "en"}, l) & 3 } // not found is -1, so 3
	slices.SortStableFunc(languages, func(a, b string) int { return cmp.Compare(order(a), order(b)) })
	return languages
}

// legible tells whether MapLibre has the letters of a name: those of our fonts, and the thousands
// of eastern Asia, which it takes from the reader's own.
func legible(name string) bool {
	return picture.Drawable(strings.Map(func(letter rune) rune {
		if unicode.In(letter, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) {
			return -1
		}
		return letter
	}, name))
}

func (c *class) dots() object {
	return object{
		"id": "dots " + c.name, "type": "circle", "source": placesSource, "source-layer": dataset.PlacesLayer,
		"minzoom": c.zoom, "filter": c.filter(),
		"paint": object{
			"circle-radius": c.dot, "circle-color": atlas.LabelColor,
			"circle-stroke-color": atlas.HaloColor, "circle-stroke-width": 1,
		},
	}
}

func (c *class) names(field string, filter []any) object {
	return object{
		"id": fmt.Sprintf("names %s %s", c.name, field), "type": "symbol", "source": placesSource, "source-layer": dataset.PlacesLayer,
		"minzoom": c.zoom, "filter": filter,
		"layout": object{
			"text-field": "{" + field + "}", "text-font": c.font, "text-size": c.size,
			"text-variable-anchor": []string{"left", "bottom", "top", "right"}, "text-radial-offset": 0.5, "text-justify": "auto",
			"text-anchor": "left", "text-offset": []float64{0.5, 0}, // for QGIS, which does not try several
			"symbol-sort-key": []any{"get", "rank"},
		},
		"paint": ink(),
	}
}

// ink is the colours of names.
func ink() object {
	return object{"text-color": atlas.LabelColor, "text-halo-color": atlas.HaloColor, "text-halo-width": 1.5}
}

// mostLetters is how many zones are marked with who holds them, the largest.
const mostLetters = 200

// letters are the points at which the zones of a day are marked with the letters of who holds them,
// the largest first.
func letters(s *data.Snapshot, day date.Date) object {
	zones := slices.Clone(s.Zones())
	slices.SortStableFunc(zones, func(a, b *data.Zone) int { return cmp.Compare(b.AreaKm2, a.AreaKm2) })
	points := []object{}
	for _, zone := range zones {
		p := s.Timeline.Period(zone.ID, day)
		if p == nil || len(zone.Geometry) == 0 || len(points) == mostLetters {
			continue
		}
		if code := s.ActorCode(p.Controller); code != "" {
			points = append(points, object{
				"type": "Feature", "properties": object{"code": code, "order": len(points)},
				"geometry": object{"type": "Point", "coordinates": zone.Label},
			})
		}
	}
	return object{"type": "geojson", "data": object{"type": "FeatureCollection", "features": points}}
}

// letterLayer stands below names: where they touch, the letters go.
func letterLayer() object {
	return object{
		"id": "letters", "type": "symbol", "source": lettersSource,
		"layout": object{
			"text-field": []any{"concat", []any{"get", "code"}, ""}, // QGIS takes the layer for one of all tiles: there this is empty
			"text-font":  bold, "text-size": 12, "text-padding": 4,
			"symbol-sort-key": []any{"get", "order"},
		},
		"paint": ink(),
	}
}
