package server_test

import (
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"testing"
	"time"

	"demarc/server"
)

const soon = 30 * time.Millisecond

// serveSoon serves a handler as the program does, with times that are over soon, and returns a
// connection to it.
func serveSoon(t *testing.T, h http.Handler) net.Conn {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := server.HTTP(h)
	if s.ReadHeaderTimeout != 5*time.Second || s.ReadTimeout != 15*time.Second || s.WriteTimeout != time.Minute || s.IdleTimeout != 2*time.Minute || s.MaxHeaderBytes != 32<<10 {
		t.Errorf("the limits are not those of the documents: %+v", s)
	}
	s.ReadHeaderTimeout, s.ReadTimeout, s.WriteTimeout, s.IdleTimeout = soon, 2*soon, 2*soon, 3*soon
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	c.SetReadDeadline(time.Now().Add(20 * time.Second))
	return c
}

// Nobody holds a connection: not with a head or a body that does not end, not between requests, not
// by leaving the answer where it is.
func TestSlowClientsAreCutOff(t *testing.T) {
	h := handler(t)
	for _, tt := range []struct{ name, sent string }{
		{"nothing", ""},
		{"half a head", "GET / HTTP/1.1\r\nHost:"},
		{"idle", "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"},
		{"half a second head", "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\n"},
		{"half a body", "GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := serveSoon(t, h)
			io.WriteString(c, tt.sent)
			if _, err := io.Copy(io.Discard, c); errors.Is(err, os.ErrDeadlineExceeded) {
				t.Error("the connection stays open, want it closed")
			}
		})
	}
	t.Run("an answer that nobody takes", func(t *testing.T) {
		t.Parallel()
		failed := make(chan error)
		c := serveSoon(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_, err := w.Write(make([]byte, 64<<20))
			failed <- err
		}))
		io.WriteString(c, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
		if err := <-failed; !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("writing ended with %v, want the deadline", err)
		}
	})
}
