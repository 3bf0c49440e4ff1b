package main

import (
	"encoding/gob"
	"net/http"
	"os"
	"time"
)

// answer is what our server says to a request for a tile.
type answer struct {
	Header http.Header
	Body   []byte
}

// serveBare is the least that net/http can do: it finds an answer by the request's address in a map
// and writes it, the same bytes as our server. Nobody writes into the header lines. A server that
// is open to the world needs timeouts, which cost; with them it has those of ours.
func serveBare(address, file string, timeouts bool) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	var answers map[string]answer
	if err := gob.NewDecoder(f).Decode(&answers); err != nil {
		return err
	}
	f.Close()
	server := http.Server{Addr: address}
	if timeouts {
		server.ReadHeaderTimeout, server.ReadTimeout = 5*time.Second, 15*time.Second
		server.WriteTimeout, server.IdleTimeout = time.Minute, 2*time.Minute
	}
	server.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, ok := answers[r.RequestURI]
		if !ok {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		header := w.Header()
		for name, lines := range a.Header {
			header[name] = lines
		}
		w.Write(a.Body)
	})
	return server.ListenAndServe()
}
