package server

import (
	"bytes"
	"net/http"

	"demarc/data/dataset"
	"demarc/data/style"
)

func (s *Server) getStyle(w http.ResponseWriter, q *request) error {
	if _, err := s.day(q); err != nil {
		return err
	}
	return writeJSON(w, q, style.Control(q.snapshot, style.Addresses{
		Sprite: q.links.to("/styles/control/sprite"),
		Tiles:  q.links.tiles(dataset.ControlLayer) + searchOf(q.Request),
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
