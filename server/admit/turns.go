package admit

import (
	"context"
	"runtime"
	"sync"
	"time"
)

// Turns lets a few compute at once, so that the other processors answer small questions at any
// time. Work that takes long hands its turn on now and then, see Pause; the next is always who has
// waited longest, so many that work at once each come as fast.
type Turns struct {
	mu    sync.Mutex
	free  int
	queue []chan struct{} // closed for who has the turn
}

// slice is how long one keeps its turn while others wait for it, and breath how long it computes
// before it lets those go first who need no turn: the runtime itself does so after 10 ms only.
const (
	slice  = 10 * time.Millisecond
	breath = time.Millisecond
)

// NewTurns returns turns for so many at once, at least one.
func NewTurns(n int) *Turns { return &Turns{free: max(n, 1)} }

// Spare is how many may compute at once on a machine whose other processors stay free for small
// questions.
func Spare() int { return max(min(runtime.GOMAXPROCS(0), runtime.NumCPU())-1, 1) }

// Turn is leave to compute. One goroutine uses it.
type Turn struct {
	turns *Turns
	ctx   context.Context
	since time.Time // it is held
	last  time.Time // it let others go first
	held  bool
}

// Take waits for a turn. The error is that of the context.
func (t *Turns) Take(ctx context.Context) (*Turn, error) {
	turn := &Turn{turns: t, ctx: ctx}
	return turn, turn.Resume()
}

// Do does a piece of work in a turn of its own.
func (t *Turns) Do(ctx context.Context, work func() error) error {
	turn, err := t.Take(ctx)
	if err != nil {
		return err
	}
	defer turn.Rest()
	return work()
}

// Rest gives the turn back, as long as nothing is to be computed.
func (t *Turn) Rest() {
	if !t.held {
		return
	}
	t.held = false
	t.turns.mu.Lock()
	defer t.turns.mu.Unlock()
	t.turns.next()
}

// next gives the turn to who has waited longest.
func (t *Turns) next() {
	if len(t.queue) == 0 {
		t.free++
		return
	}
	close(t.queue[0])
	t.queue = t.queue[1:]
}

// Resume waits for the turn that has been given back.
func (t *Turn) Resume() error {
	if t.held {
		return nil
	}
	if err := t.ctx.Err(); err != nil {
		return context.Cause(t.ctx)
	}
	turns := t.turns
	turns.mu.Lock()
	if turns.free > 0 {
		turns.free--
		turns.mu.Unlock()
		t.held, t.since = true, time.Now()
		return nil
	}
	ready := make(chan struct{})
	turns.queue = append(turns.queue, ready)
	turns.mu.Unlock()
	select {
	case <-ready:
		t.held, t.since = true, time.Now()
		return nil
	case <-t.ctx.Done():
	}
	turns.mu.Lock()
	defer turns.mu.Unlock()
	for i, other := range turns.queue {
		if other == ready {
			turns.queue = append(turns.queue[:i:i], turns.queue[i+1:]...)
			return context.Cause(t.ctx)
		}
	}
	turns.next() // it got its turn just now
	return context.Cause(t.ctx)
}

// Pause is called between pieces of work: it hands the turn on to others that wait, if it has been
// held for long enough, and waits for the next. The error is that of the context.
func (t *Turn) Pause() error {
	if t.ctx.Err() != nil {
		return context.Cause(t.ctx)
	}
	now := time.Now()
	if !t.held || now.Sub(t.last) < breath {
		return nil
	}
	runtime.Gosched()
	if t.last = now; now.Sub(t.since) < slice {
		return nil
	}
	t.turns.mu.Lock()
	alone := len(t.turns.queue) == 0
	t.turns.mu.Unlock()
	if alone {
		t.since = time.Now()
		return nil
	}
	t.Rest()
	return t.Resume()
}
