package server

import (
	"errors"
	"log/slog"
	"net"
	"sync"
	"time"
)

// burstGap is how long no connection must have failed to be taken for the next failure to be told
// of anew: where descriptors are short, one connection in a few gets one.
const burstGap = time.Minute

// AcceptErrors say how often the system gave no connection, for want of descriptors (EMFILE) or
// memory, though a client asked for one.
type AcceptErrors struct {
	Count  uint64
	Since  time.Time // the latest burst of them began
	Last   time.Time
	Reason string // of the last
}

// accepting notes the errors of listeners.
type accepting struct {
	log *slog.Logger

	mu   sync.Mutex
	seen AcceptErrors
}

func (a *accepting) errors() AcceptErrors {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.seen
}

// note counts an error, and logs the first of a burst.
func (a *accepting) note(err error) {
	a.mu.Lock()
	now := time.Now()
	first := now.Sub(a.seen.Last) > burstGap
	if first {
		a.seen.Since = now
	}
	a.seen.Count++
	a.seen.Last, a.seen.Reason = now, err.Error()
	a.mu.Unlock()
	if first {
		a.log.Error("a connection could not be taken; more of these are counted in /status", "cause", err)
	}
}

// Accepting returns the listener with its errors noted in what the server says of itself.
func (s *Server) Accepting(l net.Listener) net.Listener { return notedListener{l, &s.accept} }

type notedListener struct {
	net.Listener
	*accepting
}

func (l notedListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil && !errors.Is(err, net.ErrClosed) {
		l.note(err)
	}
	return c, err
}
