// Package style says how MapLibre draws who controlled what: a style for the vector tiles of
// control and of places (https://maplibre.org/maplibre-style-spec/) and its sprite of patterns.
//
//	style     for each controller   its colour
//	          for each swatch       its pattern, a picture in the sprite
//	          for the largest zones the letters of who holds them
//	          for each class        of places dots, and names in each language that is needed
//	sprite    | unknown | swatch | swatch | ...    squares in one row
//
// A swatch is a combination of controller, status and patrol that the history has, in the look that
// atlas gives it. All filters are plain: QGIS reads no expressions that choose a colour.
package style

import (
	"io"
	"strings"

	"demarc/data"
	"demarc/data/atlas"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo/picture"
)

// object is a JSON object.
type object = map[string]any

// unknown is the swatch of unknown control.
const unknown = "unknown"

// spriteSide is the side of a pattern in pixels; it divides the side of a tile, so that patterns
// meet at the edges of tiles.
const spriteSide = 16

// swatch is a pattern with the areas that have it.
type swatch struct {
	name   string
	filter []any
	look   picture.Fill
}

// swatches lists the patterns in their order in the sprite: unknown control, then the periods of
// the zones.
func swatches(s *data.Snapshot) []swatch {
	list := []swatch{{unknown, equal("status", dataset.UnknownStatus), atlas.Look(s, nil)}}
	seen := map[string]bool{}
	for _, zone := range s.Zones() {
		for _, p := range s.Periods(zone) {
			w := swatch{nameOf(s, p), nil, atlas.Look(s, p)}
			if seen[w.name] || p.Status == dataset.UnknownStatus || w.look.Pattern == picture.Solid {
				continue
			}
			seen[w.name] = true
			w.filter = []any{"all", equal("controller", p.Controller), equal("status", p.Status)}
			if p.PatrolledBy != "" {
				w.filter = append(w.filter, equal("patrolled_by", p.PatrolledBy))
			}
			if s.Claimed(p) {
				w.filter = append(w.filter, []any{"has", "claim"})
			} else if s.View() != nil {
				w.filter = append(w.filter, []any{"!", []any{"has", "claim"}})
			}
			list = append(list, w)
		}
	}
	return list
}

// nameOf is the name of the pattern of a period.
func nameOf(s *data.Snapshot, p *dataset.ControlPeriod) string {
	parts := []string{p.Controller, p.Status, p.PatrolledBy}
	if s.Claimed(p) {
		parts = append(parts, "claim")
	}
	return strings.Join(parts, "-")
}

func equal(property, value string) []any {
	return []any{"==", []any{"get", property}, value}
}

// Addresses are where a client finds the parts of the style.
type Addresses struct {
	Sprite string // without its ending
	Tiles  string // of control on a day, with {z}, {x} and {y}
	Places string // the tiles of places
	Glyphs string // with {fontstack} and {range}
}

// Control returns the style as of a day, with names in a language where there are some.
func Control(s *data.Snapshot, day date.Date, lang string, at Addresses) any {
	d := s.Dataset
	name := d.Title.In("en") + ": control"
	if view := s.View(); view != nil {
		name += ", " + view.Names.In("en")
	}
	return object{
		"version": 8,
		"name":    name,
		"center":  d.View.Center, "zoom": d.View.Zoom - 1, // MapLibre counts tiles of 512 pixels
		"sprite": at.Sprite, "glyphs": at.Glyphs,
		"sources": sources(s, day, at),
		"layers":  layers(s, lang),
	}
}

func sources(s *data.Snapshot, day date.Date, at Addresses) object {
	tiles := func(tileset, address string) object {
		bound := s.TileBound(tileset)
		return object{
			"type": "vector", "tiles": []string{address},
			"minzoom": 0, "maxzoom": s.TileZoom(tileset),
			"bounds":      []float64{bound.Left(), bound.Bottom(), bound.Right(), bound.Top()},
			"attribution": s.Dataset.Attribution,
		}
	}
	all := object{"demarc": tiles(dataset.ControlLayer, at.Tiles), lettersSource: letters(s, day)}
	if len(s.Dataset.Places) > 0 {
		all[placesSource] = tiles(dataset.PlacesLayer, at.Places)
	}
	return all
}

func layers(s *data.Snapshot, lang string) []any {
	layer := func(id, kind string, paint object) object {
		return object{"id": id, "type": kind, "source": "demarc", "source-layer": dataset.ControlLayer, "paint": paint}
	}
	fill := func(id string, filter []any, property, value string) object {
		l := layer(id, "fill", object{
			property: value, "fill-opacity": atlas.FillOpacity, "fill-antialias": false,
		})
		l["filter"] = filter
		return l
	}
	var list []any // without a background: in QGIS each tileset is a layer of its own, and that of names lies on top
	for _, actor := range s.Dataset.Actors {
		list = append(list, fill("controller "+actor.ID, equal("controller", actor.ID), "fill-color", actor.Color))
	}
	for _, w := range swatches(s) {
		list = append(list, fill("status "+w.name, w.filter, "fill-pattern", w.name))
	}
	dots, names := placeLayers(s, lang)
	list = append(list, layer("borders", "line", object{"line-color": "#333333", "line-width": 0.8}))
	list = append(append(list, dots...), letterLayer())
	return append(list, names...)
}

// Square is where a pattern stands in the sprite, in pixels.
type Square struct {
	X      int `json:"x"`
	Y      int `json:"y"`
	Width  int `json:"width"`
	Height int `json:"height"`
	Ratio  int `json:"pixelRatio"`
}

// Sprite says where each pattern stands in the sprite with ratio pixels for one of the style.
func Sprite(s *data.Snapshot, ratio int) map[string]Square {
	index, side := map[string]Square{}, spriteSide*ratio
	for i, w := range swatches(s) {
		index[w.name] = Square{X: i * side, Width: side, Height: side, Ratio: ratio}
	}
	return index
}

// WriteSprite writes the picture of all patterns as PNG.
func WriteSprite(out io.Writer, s *data.Snapshot, ratio int) error {
	var looks []picture.Fill
	for _, w := range swatches(s) {
		looks = append(looks, w.look)
	}
	return picture.WriteCells(out, looks, spriteSide*ratio)
}
