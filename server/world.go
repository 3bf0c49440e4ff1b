package server

import (
	"bytes"
	"crypto/sha256"
	"io"
	"net/http"
	"strconv"

	"github.com/klauspost/compress/gzip"

	"demarc/data/world"
)

// keepWorld is how long what changes with the program alone may be kept without asking.
const keepWorld = "public, max-age=86400"

// getWorld answers with a tile of the world below all maps, as it is kept in the program.
func (s *Server) getWorld(w http.ResponseWriter, q *request) error {
	var at [3]uint32
	for i, name := range []string{"z", "x", "y"} {
		n, err := strconv.ParseUint(q.vars[name], 10, 32)
		if err != nil {
			return noSuchPath() // digits, but too many
		}
		at[i] = uint32(n)
	}
	tile := world.Tile(at[0], at[1], at[2])
	setLines(w.Header(), "Cache-Control", keepWorld, "Vary", "Accept-Encoding")
	if tile == nil || s.options.Basemap.None {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	c := negotiate(q.Request, []coding{gzipped})
	sum := sha256.Sum256(tile)
	if has(w, q.Request, tagOf(sum[:], c)) {
		return nil
	}
	if c == identity {
		unzipped, err := gzip.NewReader(bytes.NewReader(tile))
		if err != nil {
			return err
		}
		if tile, err = io.ReadAll(unzipped); err != nil {
			return err
		}
	}
	send(w, tileType, c, tile)
	return nil
}
