package server

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"strconv"
	"strings"

	"demarc/data"
	"demarc/data/dataset"
)

// A MapLibre style (https://maplibre.org/maplibre-style-spec/) that draws the
// tileset control as the page does: the controller's colour, with a pattern that
// tells the status. The patterns are a sprite.

// spriteSize is the side of a pattern in pixels; it divides a tile's side, so
// patterns meet at tile edges.
const spriteSize = 16

// swatch is one way to fill a zone: the colour of its controller, and the
// pattern of its status in a second colour.
type swatch struct {
	name           string // CONTROLLER-STATUS, and -PATROL for a patrol by another
	controller     string
	status, patrol string
	pattern        string
	fill, lines    color.NRGBA
}

// swatches lists all combinations that occur in the snapshot's history, in the
// order of the dataset.
func swatches(snapshot *data.Snapshot) []swatch {
	var list []swatch
	seen := map[string]bool{}
	for _, zone := range snapshot.Zones() {
		for _, p := range snapshot.Periods(zone) {
			s := swatchOf(snapshot, p)
			if !seen[s.name] {
				seen[s.name] = true
				list = append(list, s)
			}
		}
	}
	return list
}

func swatchOf(snapshot *data.Snapshot, p *dataset.ControlPeriod) swatch {
	s := swatch{controller: p.Controller, status: p.Status, patrol: p.PatrolledBy, pattern: snapshot.Pattern(p.Status)}
	s.name = strings.Join([]string{p.Controller, p.Status, p.PatrolledBy}, "-")
	s.fill = hexColor(snapshot.ActorColor(p.Controller))
	s.lines = color.NRGBA{R: 255, G: 255, B: 255, A: 255}
	if p.PatrolledBy != "" && p.PatrolledBy != p.Controller {
		s.lines = hexColor(snapshot.ActorColor(p.PatrolledBy))
	}
	return s
}

// hexColor reads #rrggbb, grey for anything else.
func hexColor(s string) color.NRGBA {
	n, err := strconv.ParseUint(strings.TrimPrefix(s, "#"), 16, 32)
	if err != nil || len(s) != 7 {
		return color.NRGBA{R: 0x99, G: 0x99, B: 0x99, A: 0xff}
	}
	return color.NRGBA{R: uint8(n >> 16), G: uint8(n >> 8), B: uint8(n), A: 0xff}
}

// opacity of fills, as on the page.
const fillOpacity = 0.6

func (s *Server) getStyle(w http.ResponseWriter, q *request) error {
	if _, err := s.day(q); err != nil {
		return err
	}
	suffix := ""
	if q.URL.RawQuery != "" {
		suffix = "?" + q.URL.RawQuery // which has been checked
	}
	snapshot := q.snapshot
	d, bound := snapshot.Dataset, snapshot.TileBound(dataset.ControlLayer)
	return writeJSON(w, q, map[string]any{
		"version": 8,
		"name":    d.Title.In("en") + ": control",
		"center":  d.View.Center, "zoom": d.View.Zoom - 1, // MapLibre counts tiles of 512 pixels
		"sprite": q.links.to("/styles/control/sprite"),
		"sources": map[string]any{"demarc": map[string]any{
			"type": "vector", "tiles": []string{q.links.to("/tiles/control/{z}/{x}/{y}.mvt") + suffix},
			"minzoom": 0, "maxzoom": snapshot.TileZoom(dataset.ControlLayer),
			"bounds": boundsOf(bound), "attribution": d.Attribution,
		}},
		"layers": styleLayers(snapshot),
	})
}

// styleLayers has one layer for each controller and one for each pattern, all
// with plain filters: QGIS does not read expressions that choose a colour.
func styleLayers(snapshot *data.Snapshot) []any {
	fill := func(id string, filter any, paint map[string]any) map[string]any {
		paint["fill-opacity"], paint["fill-antialias"] = fillOpacity, false
		return map[string]any{"id": id, "type": "fill", "source": "demarc", "source-layer": "control", "filter": filter, "paint": paint}
	}
	layers := []any{
		map[string]any{"id": "background", "type": "background", "paint": map[string]any{"background-color": "#f1efe9"}},
	}
	for _, actor := range snapshot.Dataset.Actors {
		layers = append(layers, fill("controller "+actor.ID, equal("controller", actor.ID), map[string]any{"fill-color": actor.Color}))
	}
	layers = append(layers, fill("status "+dataset.UnknownStatus, equal("status", dataset.UnknownStatus), map[string]any{"fill-pattern": unknownPattern}))
	for _, sw := range swatches(snapshot) {
		if sw.pattern == "solid" {
			continue
		}
		filter := []any{"all", equal("controller", sw.controller), equal("status", sw.status)}
		if sw.patrol != "" {
			filter = append(filter, equal("patrolled_by", sw.patrol))
		}
		layers = append(layers, fill("status "+sw.name, filter, map[string]any{"fill-pattern": sw.name}))
	}
	return append(layers, map[string]any{"id": "borders", "type": "line", "source": "demarc", "source-layer": "control",
		"paint": map[string]any{"line-color": "#333333", "line-width": 0.8}})
}

func equal(property, value string) []any {
	return []any{"==", []any{"get", property}, value}
}

// unknownPattern is the sprite of what is not known.
const unknownPattern = "unknown"

// sprites returns the patterns in the order they stand in the sprite.
func sprites(snapshot *data.Snapshot) []swatch {
	list := []swatch{{name: unknownPattern, pattern: "dots", lines: color.NRGBA{R: 0x66, G: 0x66, B: 0x66, A: 0xff}}}
	for _, sw := range swatches(snapshot) {
		if sw.pattern != "solid" {
			list = append(list, sw)
		}
	}
	return list
}

// spriteIndex says where the patterns stand in the sprite of a ratio of pixels.
func spriteIndex(ratio int) handler {
	return func(_ *Server, w http.ResponseWriter, q *request) error {
		index := map[string]any{}
		for i, sw := range sprites(q.snapshot) {
			side := spriteSize * ratio
			index[sw.name] = map[string]int{"x": i * side, "y": 0, "width": side, "height": side, "pixelRatio": ratio}
		}
		return writeJSON(w, q, index)
	}
}

// sprite is the picture of all patterns.
func sprite(ratio int) handler {
	return func(_ *Server, w http.ResponseWriter, q *request) error {
		side, list := spriteSize*ratio, sprites(q.snapshot)
		sheet := image.NewNRGBA(image.Rect(0, 0, side*len(list), side))
		for i, sw := range list {
			for y := range side {
				for x := range side {
					if sw.marks(x, y, side) {
						sheet.SetNRGBA(i*side+x, y, sw.lines)
					}
				}
			}
		}
		var b bytes.Buffer
		if err := png.Encode(&b, sheet); err != nil {
			return err
		}
		return writeDocument(w, q, "image/png", b.Bytes())
	}
}

// marks tells whether the pattern marks a pixel of its square. Diagonals wrap
// around the square, so squares join without a seam.
func (sw swatch) marks(x, y, side int) bool {
	switch sw.pattern {
	case "hatch":
		return (x+y)%(side/2) < side/6
	case "stripes":
		return (x-y+side)%side < side*3/8
	case "dots":
		dx, dy := x-side/2, y-side/2
		return dx*dx+dy*dy <= side*side/50
	}
	return false
}
