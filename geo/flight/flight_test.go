package flight

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
)

// A value is made once for all who wait, and kept; an error is not.
func TestValueIsMadeOnce(t *testing.T) {
	var v Value[int]
	failed := errors.New("failed")
	if _, err := v.Get(t.Context(), func(context.Context) (int, error) { return 0, failed }); err != failed {
		t.Fatalf("got %v, want the error of the making", err)
	}
	var made int
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			got, err := v.Get(t.Context(), func(context.Context) (int, error) { made++; return 7, nil })
			if got != 7 || err != nil {
				t.Errorf("got %d, %v, want 7", got, err)
			}
		})
	}
	all.Wait()
	if made != 1 {
		t.Errorf("made %d times, want once", made)
	}
}

// A making goes on as long as anybody waits for it, and ends with the last; who comes then does not
// get what has been dropped.
func TestMakingEndsWithTheLastWaiter(t *testing.T) {
	var g Group[string, int]
	ended := make(chan error, 1)
	begun := make(chan struct{})
	stuck := func(ctx context.Context) (int, error) {
		close(begun)
		<-ctx.Done()
		ended <- ctx.Err()
		return 0, ctx.Err()
	}
	first, leaveFirst := context.WithCancel(t.Context())
	second, leaveSecond := context.WithCancel(t.Context())
	left := make(chan bool, 2)
	ask := func(ctx context.Context) {
		_, mine, err := g.Do(ctx, "a", stuck)
		if err == nil {
			t.Error("got a value from a making that was dropped")
		}
		left <- mine
	}
	go ask(first)
	<-begun
	go ask(second)
	for waiting := 0; waiting < 2; {
		g.mu.Lock()
		waiting = g.making["a"].waiting
		g.mu.Unlock()
	}
	leaveFirst()
	if mine := <-left; !mine {
		t.Error("the first is told that another began it")
	}
	select {
	case <-ended:
		t.Fatal("the making ended though the second waits")
	default:
	}
	leaveSecond()
	if mine := <-left; mine {
		t.Error("the second is told that it began it")
	}
	<-ended
	got, mine, err := g.Do(t.Context(), "a", func(context.Context) (int, error) { return 9, nil })
	if got != 9 || !mine || err != nil {
		t.Errorf("afterwards got %d, %v, %v, want 9 made anew", got, mine, err)
	}
}

// Nothing is begun for a client that has gone already; what has been made it may have.
func TestNothingIsBegunForTheGone(t *testing.T) {
	gone, leave := context.WithCancel(t.Context())
	leave()
	begun := 0
	work := func(context.Context) (int, error) { begun++; return 7, nil }
	var v Value[int]
	if _, err := v.Get(gone, work); err != context.Canceled || begun != 0 {
		t.Errorf("a value: got %v, begun %d times, want %v and nothing begun", err, begun, context.Canceled)
	}
	var g Group[string, int]
	if _, mine, err := g.Do(gone, "a", work); err != context.Canceled || mine || begun != 0 {
		t.Errorf("a group: got %v, mine %v, begun %d times, want %v and nothing begun", err, mine, begun, context.Canceled)
	}
	v.Get(t.Context(), work)
	if got, err := v.Get(gone, work); got != 7 || err != nil {
		t.Errorf("a value that is made: got %d, %v, want 7", got, err)
	}
}

// A panic in what is made is an error of those who wait: it does not end the program.
func TestPanicIsAnError(t *testing.T) {
	var g Group[int, int]
	_, _, err := g.Do(t.Context(), 1, func(context.Context) (int, error) { panic("bug") })
	if err == nil || !strings.Contains(err.Error(), "panic: bug") || !strings.Contains(err.Error(), "flight_test.go") {
		t.Errorf("got %v, want the panic with its stack", err)
	}
}
