// Package admit decides which costly requests are worked on, and when, so that nobody takes the
// machine from the others. It knows clients by name and work by its size, and nothing of HTTP.
//
//	            share full: Refusal                      one after the other, by client
//	                 ^                                  A1 A2
//	request --Enter--+--> room for it --------------.   B1      --room--> Place
//	                 v         none: it waits ------'   C1 C2
//	            queue full: Refusal
//
//	Place    room for what a request holds in memory while its answer is made, see Gate
//	Turn     leave to compute, for a few at a time, handed on between pieces of work, see Turns
//
// Who waits in a queue holds no Turn, and gives both back before the answer is sent, so a client
// that does not read holds up nobody.
package admit

import (
	"context"
	"slices"
	"sync"
	"time"
)

// Limits are those of a Gate.
type Limits struct {
	Bytes int64         // in the places taken, together
	Queue int           // requests that wait, of all clients
	Share int           // requests of one client: waiting, worked on, or being answered
	Wait  time.Duration // the longest that one waits
}

// Gate gives out places, among clients by turns: the request of one waits behind one of each other,
// however many they send. The next in turn is not overtaken by smaller ones behind it, so that
// large ones come too.
type Gate struct {
	limits Limits

	mu      sync.Mutex
	free    int64
	clients map[string]*client // those with requests under way
	ring    []*client          // those with requests that wait, the next in turn first
	held    time.Duration      // how long places are, about
	counts  Counts
}

// client is one with requests under way.
type client struct {
	name     string
	underWay int
	queue    []*waiter
}

// waiter is a request that waits.
type waiter struct {
	bytes int64
	ready chan struct{} // closed when it has its place
}

// Counts say what a Gate has done and has to do.
type Counts struct {
	Waiting, Working int   // now
	Bytes            int64 // in the places taken, now
	Admitted         uint64
	// Refused, by reason; Left are those whose clients went while they waited.
	QueueFull, ShareFull, TooLong, Left uint64
}

// Reason says why a request was refused.
type Reason int

// The reasons.
const (
	QueueFull Reason = iota // too many wait
	ShareFull               // too many are of this client
	TooLong                 // it has waited too long
)

// Refusal is the error for a request that gets no place.
type Refusal struct {
	Reason
	After time.Duration // when it may be worth to ask again
}

func (r *Refusal) Error() string {
	return [...]string{
		QueueFull: "too many costly requests are waiting",
		ShareFull: "too many costly requests of this client are under way",
		TooLong:   "other costly requests have taken too long",
	}[r.Reason]
}

// NewGate returns a gate with all its room free.
func NewGate(limits Limits) *Gate {
	return &Gate{limits: limits, free: limits.Bytes, clients: map[string]*client{}}
}

// Place is room that a request has.
type Place struct {
	gate   *Gate
	client *client
	bytes  int64
	since  time.Time
	left   bool
}

// Enter waits for room for so many bytes, or for all that there is if that is less. The error is a
// *Refusal or that of the context.
func (g *Gate) Enter(ctx context.Context, name string, bytes int64) (*Place, error) {
	bytes = min(max(bytes, 0), g.limits.Bytes)
	g.mu.Lock()
	defer g.mu.Unlock()
	c := g.clients[name]
	if c == nil {
		c = &client{name: name}
	}
	switch {
	case c.underWay >= g.limits.Share:
		g.counts.ShareFull++
		return nil, &Refusal{ShareFull, g.after()}
	case g.counts.Waiting == 0 && bytes <= g.free:
		g.free -= bytes
	case g.counts.Waiting >= g.limits.Queue:
		g.counts.QueueFull++
		return nil, &Refusal{QueueFull, g.after()}
	default:
		if err := g.wait(ctx, c, bytes); err != nil {
			return nil, err
		}
	}
	c.underWay++
	g.clients[name] = c
	g.counts.Admitted++
	g.counts.Working++
	return &Place{gate: g, client: c, bytes: bytes, since: time.Now()}, nil
}

// wait puts a request in the line of its client and returns once it has its room. It gives the lock
// away meanwhile.
func (g *Gate) wait(ctx context.Context, c *client, bytes int64) error {
	w := &waiter{bytes, make(chan struct{})}
	if len(c.queue) == 0 {
		g.ring = append(g.ring, c)
	}
	c.queue = append(c.queue, w)
	c.underWay++
	g.clients[c.name] = c
	g.counts.Waiting++
	defer func() { g.leave(c) }()

	timer := time.NewTimer(g.limits.Wait)
	defer timer.Stop()
	var err error
	g.mu.Unlock()
	select {
	case <-w.ready:
	case <-timer.C:
		err = &Refusal{Reason: TooLong}
	case <-ctx.Done():
		err = context.Cause(ctx)
	}
	g.mu.Lock()
	if err == nil {
		return nil
	}
	if i := slices.Index(c.queue, w); i >= 0 {
		c.queue = slices.Delete(c.queue, i, i+1)
		g.counts.Waiting--
		if len(c.queue) == 0 {
			g.ring = slices.DeleteFunc(g.ring, func(other *client) bool { return other == c })
		}
	} else {
		g.free += bytes // it got its room just now
	}
	g.advance()
	if refusal, ok := err.(*Refusal); ok {
		refusal.After = g.after()
		g.counts.TooLong++
	} else {
		g.counts.Left++
	}
	return err
}

// advance lets those in, one of each client after the other, who find room.
func (g *Gate) advance() {
	for len(g.ring) > 0 && g.ring[0].queue[0].bytes <= g.free {
		c := g.ring[0]
		g.ring = g.ring[1:]
		w := c.queue[0]
		if c.queue = c.queue[1:]; len(c.queue) > 0 {
			g.ring = append(g.ring, c)
		}
		g.free -= w.bytes
		g.counts.Waiting--
		close(w.ready)
	}
}

// leave counts a request of a client that has ended.
func (g *Gate) leave(c *client) {
	if c.underWay--; c.underWay == 0 && g.clients[c.name] == c {
		delete(g.clients, c.name)
	}
}

// The bounds of what a refused client is told to wait.
const (
	leastAfter = time.Second
	mostAfter  = time.Minute
)

// after estimates when those who wait now will have been let in: as long as places have been held
// of late, for each round of them that is still to come.
func (g *Gate) after() time.Duration {
	rounds := 1 + g.counts.Waiting/max(g.counts.Working, 1)
	return min(max(g.held*time.Duration(rounds), leastAfter), mostAfter)
}

// Leave gives the room back, once what is made stands elsewhere. The request goes on to count as
// one of its client until Close.
func (p *Place) Leave() {
	g := p.gate
	g.mu.Lock()
	defer g.mu.Unlock()
	if p.left {
		return
	}
	p.left = true
	g.free += p.bytes
	g.counts.Working--
	g.held += (time.Since(p.since) - g.held) / 8
	g.advance()
}

// Close ends the request.
func (p *Place) Close() {
	p.Leave()
	p.gate.mu.Lock()
	defer p.gate.mu.Unlock()
	p.gate.leave(p.client)
}

// Counts returns what the gate has done so far.
func (g *Gate) Counts() Counts {
	g.mu.Lock()
	defer g.mu.Unlock()
	counts := g.counts
	counts.Bytes = g.limits.Bytes - g.free
	return counts
}
