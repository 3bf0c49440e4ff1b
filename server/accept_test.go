package server_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"demarc/data/live"
	"demarc/data/testdata"
	"demarc/server"
)

// shortListener gives no connection as often as it is told to, as one does without descriptors.
type shortListener struct {
	net.Listener
	errors int
}

var errShort = &net.OpError{Op: "accept", Net: "tcp", Err: os.NewSyscallError("accept4", syscall.EMFILE)}

func (l *shortListener) Accept() (net.Conn, error) {
	if l.errors > 0 {
		l.errors--
		return nil, errShort
	}
	return l.Listener.Accept()
}

func accepting(t *testing.T, log *bytes.Buffer) *server.Server {
	t.Helper()
	store, err := live.New(testdata.Small())
	if err != nil {
		t.Fatal(err)
	}
	return server.New(store, server.Options{Log: slog.New(slog.NewTextHandler(log, nil))})
}

// A server out of descriptors says so once, goes on when there are some, and says it in /status.
// Its own closing is no error.
func TestAcceptErrors(t *testing.T) {
	var log bytes.Buffer
	s := accepting(t, &log)
	if status := getJSON(t, s, "/status"); status["accept_errors"] != nil {
		t.Errorf("before all: %v", status)
	}
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	h, ended := server.HTTP(s), make(chan error)
	go func() { ended <- h.Serve(s.Accepting(&shortListener{l, 3})) }()
	reply, err := http.Get("http://" + l.Addr().String() + "/status")
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	var status struct {
		Accept struct {
			Count       int
			Since, Last time.Time
			Reason      string
		} `json:"accept_errors"`
	}
	if err := json.NewDecoder(reply.Body).Decode(&status); err != nil {
		t.Fatal(err)
	}
	if a := status.Accept; a.Count != 3 || !strings.Contains(a.Reason, "too many open files") || a.Since.IsZero() || a.Last.Before(a.Since) {
		t.Errorf("/status has %+v, want 3 for want of descriptors, with when", a)
	}
	h.Close()
	<-ended
	if got := s.Counts().Accept.Count; got != 3 {
		t.Errorf("%d counted after the end, want 3", got)
	}
	if said := log.String(); strings.Count(said, "\n") != 1 || !strings.Contains(said, "too many open files") {
		t.Errorf("the log has %q, want one line that says why", said)
	}
}

// Each burst is told once, however long it lasts.
func TestAcceptErrorsByBursts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		s := accepting(t, &log)
		l := s.Accepting(&shortListener{nil, 1000})
		for _, wait := range []time.Duration{0, time.Second, 50 * time.Second, 50 * time.Second, 2 * time.Minute, time.Second} {
			time.Sleep(wait)
			l.Accept()
		}
		if got := strings.Count(log.String(), "\n"); got != 2 {
			t.Errorf("%d lines for two bursts:\n%s", got, log.String())
		}
		if a := s.Counts().Accept; a.Count != 6 || a.Last.Sub(a.Since) != time.Second {
			t.Errorf("got %+v, want six, the latest burst of a second", a)
		}
	})
}
