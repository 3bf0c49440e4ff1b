package admit

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// Work that takes long hands its turn on: two such end about together, and short work between them
// does not wait for either to end.
func TestTurnsAreHandedOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns, steps := NewTurns(1), 0 // all that is done, by who has the only turn
		ended := map[string]int{}
		var all sync.WaitGroup
		work := func(name string, pieces int) {
			all.Go(func() {
				turn, err := turns.Take(t.Context())
				if err != nil {
					t.Error(err)
					return
				}
				for range pieces {
					time.Sleep(5 * time.Millisecond) // computes
					steps++
					if err := turn.Pause(); err != nil {
						t.Error(err)
					}
				}
				ended[name] = steps
				turn.Rest()
			})
			synctest.Wait()
		}
		work("long", 100)
		work("as long", 100)
		work("short", 1)
		all.Wait()
		if ended["short"] > 10 || ended["as long"]-ended["long"] > 10 {
			t.Errorf("ended after steps %v: want the short one soon, the others about together", ended)
		}
		if turns.free != 1 || len(turns.queue) != 0 {
			t.Errorf("%d turns are left, want 1", turns.free)
		}
	})
}

// Who goes gives up its turn, or its place in the queue of turns.
func TestLeavingTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := NewTurns(1)
		held, err := turns.Take(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ctx, leave := context.WithCancel(t.Context())
		left := make(chan error)
		go func() { left <- turns.Do(ctx, func() error { return nil }) }()
		synctest.Wait()
		leave()
		if err := <-left; err != context.Canceled {
			t.Errorf("got %v, want that it was cancelled", err)
		}
		held.Rest()
		held.Rest() // once is enough
		if err := turns.Do(t.Context(), func() error { return nil }); err != nil || turns.free != 1 {
			t.Errorf("afterwards %v, %d turns", err, turns.free)
		}
		if _, err := turns.Take(ctx); err == nil {
			t.Error("one that has gone gets a turn")
		}
	})
}

// All who wait come in order.
func TestTurnsInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := NewTurns(1)
		var got, want []int
		var all sync.WaitGroup
		for i := range 10 {
			want = append(want, i)
			all.Go(func() {
				turns.Do(t.Context(), func() error {
					got = append(got, i)
					time.Sleep(time.Second)
					return nil
				})
			})
			synctest.Wait()
		}
		all.Wait()
		if !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}
