package server

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"demarc/data/live"
)

const eventStream = "text/event-stream"

// The limits of /live. A listener costs two goroutines and the buffers of a connection.
const (
	maxListeners         = 1000
	maxListenersOfClient = 20 // as many as the open pages of an office behind one address

	heartbeat     = 25 * time.Second // proxies close what is silent for 30 or 60 s
	reconnectTime = 5 * time.Second
	eventTimeout  = 10 * time.Second // in which an event must be taken
)

// listeners counts the clients of /live.
type listeners struct {
	mu  sync.Mutex
	all int
	of  map[string]int // by client; none with 0
}

// enter takes a place for a client; false: there is none left, for it or for all.
func (l *listeners) enter(client string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.all >= maxListeners || l.of[client] >= maxListenersOfClient {
		return false
	}
	if l.of == nil {
		l.of = map[string]int{}
	}
	l.all++
	l.of[client]++
	return true
}

func (l *listeners) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all
}

func (l *listeners) leave(client string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all--
	if l.of[client]--; l.of[client] == 0 {
		delete(l.of, client)
	}
}

// getLive tells which snapshot is current, now and after each exchange, until the client goes or
// the program ends.
func (s *Server) getLive(w http.ResponseWriter, q *request) error {
	client := s.options.client(q.Request)
	if !s.listeners.enter(client) {
		return newProblem(http.StatusServiceUnavailable, "too many listen already", "ask /status now and then")
	}
	defer s.listeners.leave(client)
	setLines(w.Header(), "Content-Type", eventStream, "Cache-Control", "no-store",
		"X-Accel-Buffering", "no") // nginx would wait for more
	if q.Method == http.MethodHead {
		return nil
	}
	out := eventWriter{w, http.NewResponseController(w)}
	out.control.SetReadDeadline(time.Time{}) // there is no more to read, and it would end the request
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	state := q.store.State()
	err := out.tell(state)
	for err == nil {
		select {
		case <-state.Over:
			state = q.store.State()
			err = out.tell(state)
		case <-beat.C:
			err = out.write(":\n\n")
		case <-q.Context().Done():
			return nil
		case <-s.options.Ending:
			return nil
		}
	}
	return nil // the client has gone
}

// eventWriter writes server-sent events, each at once.
type eventWriter struct {
	w       http.ResponseWriter
	control *http.ResponseController
}

func (e eventWriter) tell(state live.State) error {
	said := map[string]any{"snapshot": nil}
	if state.Current != nil {
		said = map[string]any{"snapshot": state.Current.ID, "since": state.Since.UTC().Format(timeFormat)}
	}
	body, err := json.Marshal(said)
	if err != nil {
		return err
	}
	return e.write(fmt.Sprintf("retry: %d\nevent: snapshot\ndata: %s\n\n", reconnectTime.Milliseconds(), body))
}

func (e eventWriter) write(text string) error {
	e.control.SetWriteDeadline(time.Now().Add(eventTimeout)) // not every writer has deadlines
	if _, err := e.w.Write([]byte(text)); err != nil {
		return err
	}
	return e.control.Flush()
}
