package server

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"demarc/geo/flight"
	"demarc/geo/glyphs"
	"demarc/server/answer"
)

// glyphType is what MapLibre's readers of glyphs get everywhere.
const glyphType = "application/x-protobuf"

// keptGlyphs keeps ranges of glyphs that have been asked for: all together are 4 MB.
type keptGlyphs struct {
	mu     sync.Mutex
	ranges map[glyphKey]*flight.Value[*tileBody]
}

type glyphKey struct {
	font  string
	first rune
}

// of returns the place of a range.
func (k *keptGlyphs) of(key glyphKey) *flight.Value[*tileBody] {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.ranges == nil {
		k.ranges = map[glyphKey]*flight.Value[*tileBody]{}
	}
	if k.ranges[key] == nil {
		k.ranges[key] = &flight.Value[*tileBody]{}
	}
	return k.ranges[key]
}

// getGlyphs answers with the glyphs of 256 codes of the first font of a stack that is there.
func (s *Server) getGlyphs(w http.ResponseWriter, q *request) error {
	key, err := glyphKeyOf(q.vars["stack"], q.vars["range"])
	if err != nil {
		return err
	}
	body, err := s.glyphs.of(key).Get(q.Context(), func(context.Context) (*tileBody, error) {
		message, _ := glyphs.Range(key.font, key.first)
		return &tileBody{sum: sha256.Sum256(message), raw: message}, nil
	})
	if err != nil {
		return err
	}
	setLines(w.Header(), "Cache-Control", "public, max-age=86400")
	v := s.tiles.in(body, negotiate(q.Request, keptCodings))
	if !has(w, q.Request, v.tag) {
		send(w, glyphType, v.coding, v.body)
	}
	return nil
}

// glyphKeyOf reads a stack of fonts, of which the first is wanted most, and a range of codes.
func glyphKeyOf(stack, codes string) (glyphKey, error) {
	from, to, _ := strings.Cut(codes, "-")
	first, err := strconv.Atoi(from)
	last, wrong := strconv.Atoi(to)
	if err != nil || wrong != nil || first%glyphs.PerRange != 0 || last != first+glyphs.PerRange-1 || last >= glyphs.Codes {
		return glyphKey{}, notFound(fmt.Sprintf("range %q: want 0-255, 256-511 and so on, up to 65280-65535", codes), "")
	}
	for font := range strings.SplitSeq(stack, ",") {
		if font = strings.TrimSpace(font); slices.Contains(glyphs.Fonts, font) {
			return glyphKey{font, rune(first)}, nil
		}
	}
	return glyphKey{}, notFound(fmt.Sprintf("font %q is not there", stack), "ask for "+answer.List(glyphs.Fonts))
}
