package server

import (
	"bytes"
	"net/http"
	"net/url"

	"demarc/data/dataset"
	"demarc/data/style"
)

func (s *Server) getStyle(w http.ResponseWriter, q *request) error {
	day, err := s.day(q)
	if err != nil {
		return err
	}
	lang, _ := q.parameter("lang")
	of := func(names ...string) string { // the query with these parameters
		query := url.Values{}
		for _, name := range names {
			if value, given := q.parameter(name); given {
				query.Set(name, value)
			}
		}
		if len(query) == 0 {
			return ""
		}
		return "?" + query.Encode()
	}
	return writeJSON(w, q, style.Control(q.snapshot, day, lang, style.Addresses{
		Sprite: q.links.to("/styles/control/sprite"),
		Tiles:  q.links.tiles(dataset.ControlLayer) + of("datetime", "viewpoint", knownParameter),
		Places: q.links.tiles(dataset.PlacesLayer) + of(knownParameter),
		Glyphs: q.links.to("/fonts/{fontstack}/{range}.pbf"),
	}))
}

// getSprite answers with the sprite that has ratio pixels for one of the style, getSpriteIndex with
// the places of its patterns.
func getSprite(ratio int) handler {
	return func(_ *Server, w http.ResponseWriter, q *request) error {
		var b bytes.Buffer
		if err := style.WriteSprite(&b, q.snapshot, ratio); err != nil {
			return err
		}
		return writeDocument(w, q, "image/png", b.Bytes())
	}
}

func getSpriteIndex(ratio int) handler {
	return func(_ *Server, w http.ResponseWriter, q *request) error {
		return writeJSON(w, q, style.Sprite(q.snapshot, ratio))
	}
}
