package live

import (
	"math"
	"runtime/debug"
	"runtime/metrics"
	"sync/atomic"
	"time"

	"demarc/data"
)

// State is what is served at one moment.
type State struct {
	Current *data.Snapshot  // nil before a dataset was accepted
	Since   time.Time       // when it became the current one
	Over    <-chan struct{} // closed when the next one takes its place
}

// held are the snapshots that answer. It is exchanged as a whole, so there is no moment at which
// either of two does not:
//
//	        reload          idle, or memory is short
//	A  -->  B, A before  -->  B
//
// The one before answers pages that were drawn from it, at least for leastKept, and for as long as
// they ask. There is never a third: the next reload lets it go.
type held struct {
	State
	over   chan struct{}
	before *data.Snapshot
	used   atomic.Int64 // when before was asked for last, in nanoseconds since 1970
}

const (
	// leastKept is how long the snapshot before the current one answers after the exchange, and
	// after each question to it.
	leastKept = 2 * time.Minute
	// lookAfter is how often is looked whether it may go.
	lookAfter = 10 * time.Second
	// usualBudget limits the snapshot before, in bytes, where the program has no limit of memory.
	usualBudget = 1 << 30
)

// memory says how many bytes the snapshot before may take, and whether there are too few left for
// it already.
type memory interface {
	budget() int64
	short() bool
}

// now returns what answers; of a Live that never loaded, nothing.
func (l *Live) now() *held {
	if h := l.held.Load(); h != nil {
		return h
	}
	return &held{}
}

// State returns what is served now.
func (l *Live) State() State { return l.now().State }

// Snapshot returns the snapshot with an id that still answers: the current one, or the one before
// while it is kept; nil for all others.
func (l *Live) Snapshot(id string) *data.Snapshot {
	h := l.now()
	switch {
	case h.Current != nil && h.Current.ID == id:
		return h.Current
	case h.before != nil && h.before.ID == id:
		h.used.Store(time.Now().UnixNano())
		return h.before
	}
	return nil
}

// publish makes a snapshot the current one, and the current one that before it.
func (l *Live) publish(snapshot *data.Snapshot) {
	next := newHeld(snapshot)
	old := l.now()
	if old.Current != nil && old.Current.Bytes() <= l.memory.budget() && !l.memory.short() {
		next.before = old.Current
		next.used.Store(next.Since.UnixNano())
		time.AfterFunc(lookAfter, func() { l.release(next) })
	}
	l.held.Store(next)
	close(old.over)
}

func newHeld(current *data.Snapshot) *held {
	over := make(chan struct{})
	return &held{State: State{Current: current, Since: time.Now(), Over: over}, over: over}
}

// release lets the snapshot before go when nobody has asked for it for a while, or when memory is
// short; else it looks again later. The next exchange ends it.
func (l *Live) release(h *held) {
	if l.now() != h {
		return
	}
	if time.Since(time.Unix(0, h.used.Load())) < leastKept && !l.memory.short() {
		time.AfterFunc(lookAfter, func() { l.release(h) })
		return
	}
	l.held.CompareAndSwap(h, &held{State: h.State, over: h.over})
}

// runtimeMemory is the memory that the Go runtime was given, by GOMEMLIMIT or the program.
type runtimeMemory struct{}

func limit() int64 { return debug.SetMemoryLimit(-1) }

// budget is a quarter of the limit: beside it there are the current snapshot and one being loaded.
func (runtimeMemory) budget() int64 {
	if limit() == math.MaxInt64 {
		return usualBudget
	}
	return limit() / 4
}

// short is nine tenths of the limit in use.
func (runtimeMemory) short() bool {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return float64(sample[0].Value.Uint64()) > 0.9*float64(limit())
}
