package admit

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// one is a gate for one request at a time.
var one = Limits{Bytes: 1, Queue: 100, Share: 50, Wait: time.Minute}

// Clients take turns, however many requests one of them has sent before.
func TestClientsTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := NewGate(one)
		var order []string
		first, err := g.Enter(t.Context(), "first", 1)
		if err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		for _, request := range []string{"a1", "a2", "a3", "a4", "b1", "b2", "c1"} {
			all.Go(func() {
				place, err := g.Enter(t.Context(), request[:1], 1)
				if err != nil {
					t.Error(err)
					return
				}
				order = append(order, request)
				place.Close()
			})
			synctest.Wait() // it stands in line
		}
		first.Close()
		all.Wait()
		if want := []string{"a1", "b1", "c1", "a2", "b2", "a3", "a4"}; !slices.Equal(order, want) {
			t.Errorf("got the order %v, want %v", order, want)
		}
		if left := g.Counts(); left.Waiting+left.Working > 0 || left.Bytes > 0 || len(g.clients)+len(g.ring) > 0 {
			t.Errorf("left behind: %+v, %d clients", left, len(g.clients))
		}
	})
}

// A large request comes in spite of small ones that would always fit; one larger than all the room
// gets all of it.
func TestLargeRequestsComeToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := NewGate(Limits{Bytes: 10, Queue: 100, Share: 100, Wait: time.Minute})
		small, _ := g.Enter(t.Context(), "a", 2)
		var order []string
		var all sync.WaitGroup
		enter := func(name string, bytes int64) {
			all.Go(func() {
				place, err := g.Enter(t.Context(), name, bytes)
				if err != nil {
					t.Error(err)
					return
				}
				order = append(order, name)
				time.Sleep(time.Second)
				place.Close()
			})
			synctest.Wait()
		}
		enter("large", 100)
		enter("small", 1)
		if len(order) > 0 {
			t.Errorf("%v overtook", order)
		}
		small.Leave()
		all.Wait()
		if want := []string{"large", "small"}; !slices.Equal(order, want) {
			t.Errorf("got %v, want %v", order, want)
		}
		small.Close()
	})
}

// What is too much is refused at once, with a time to ask again.
func TestRefusals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := NewGate(Limits{Bytes: 1, Queue: 3, Share: 2, Wait: 5 * time.Second})
		refused := func(name string, want Reason) {
			t.Helper()
			_, err := g.Enter(t.Context(), name, 1)
			var refusal *Refusal
			if !errors.As(err, &refusal) || refusal.Reason != want || refusal.After < time.Second || refusal.After > time.Minute {
				t.Errorf("%s: got %v, want reason %d with a time", name, err, want)
			}
		}
		place, _ := g.Enter(t.Context(), "a", 1)
		place.Leave() // its answer is being sent
		place, _ = g.Enter(t.Context(), "a", 1)
		refused("a", ShareFull)
		ends := make(chan error)
		for i := range 3 {
			go func() {
				_, err := g.Enter(t.Context(), fmt.Sprint(i), 1)
				ends <- err
			}()
		}
		synctest.Wait()
		refused("b", QueueFull)
		refused("a", ShareFull)
		for range 3 {
			var refusal *Refusal
			if err := <-ends; !errors.As(err, &refusal) || refusal.Reason != TooLong || refusal.After == 0 {
				t.Errorf("after waiting got %v, want that it took too long", err)
			}
		}
		place.Close()
		if c := g.Counts(); c.QueueFull != 1 || c.ShareFull != 2 || c.TooLong != 3 || c.Admitted != 2 {
			t.Errorf("counted %+v", c)
		}
	})
}

// Who goes while it waits holds up nobody behind it, also when it goes in the moment of its turn.
func TestLeavingTheQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, together := range []bool{false, true} {
			g := NewGate(one)
			held, _ := g.Enter(t.Context(), "held", 1)
			ctx, leave := context.WithCancel(t.Context())
			ended, behind := make(chan error, 1), make(chan error, 1)
			enter := func(ctx context.Context, name string, ends chan error) {
				place, err := g.Enter(ctx, name, 1)
				if err == nil {
					place.Close()
				}
				ends <- err
			}
			go enter(ctx, "leaving", ended)
			synctest.Wait()
			go enter(t.Context(), "behind", behind)
			synctest.Wait()
			if together {
				held.Close()
				leave()
			} else {
				leave()
				synctest.Wait()
				held.Close()
			}
			if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
				t.Errorf("left with %v", err)
			}
			if err := <-behind; err != nil {
				t.Errorf("behind one that left: %v", err)
			}
			if c := g.Counts(); c.Bytes != 0 || c.Waiting+c.Working != 0 || len(g.clients)+len(g.ring) != 0 {
				t.Errorf("left behind: %+v", c)
			}
		}
	})
}
