package live

import (
	"io/fs"
	"math"
	"runtime"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"demarc/data/testdata"
)

// titled is a dataset that can be given another title while it is read.
type titled struct{ files atomic.Pointer[fstest.MapFS] }

func (f *titled) Open(name string) (fs.File, error) { return f.files.Load().Open(name) }

func (f *titled) title(t *testing.T, title string) {
	t.Helper()
	files := testdata.With(t, testdata.Small(), "dataset.json", "Two valleys", title, -1)
	f.files.Store(&files)
}

// fixedMemory has so many bytes for the snapshot before.
type fixedMemory struct {
	bytes int64
	none  atomic.Bool
}

func (m *fixedMemory) budget() int64 { return m.bytes }
func (m *fixedMemory) short() bool   { return m.none.Load() }

// exchangedOnce returns a store after one exchange, with the ids before and after it.
func exchangedOnce(t *testing.T, m memory) (l *Live, files *titled, old, current string) {
	t.Helper()
	files = &titled{}
	files.title(t, "One")
	l, err := New(files)
	if err != nil {
		t.Fatal(err)
	}
	l.memory = m
	old = l.Current().ID
	files.title(t, "Two")
	if err := l.Reload(); err != nil {
		t.Fatal(err)
	}
	return l, files, old, l.Current().ID
}

// The snapshot before the current one answers for two minutes, and two minutes after each question;
// then it goes by itself.
func TestSnapshotBeforeGoesAfterItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, _, old, current := exchangedOnce(t, &fixedMemory{bytes: math.MaxInt64})
		if l.Snapshot(current) != l.Current() || l.Snapshot("0123456789abcdef") != nil {
			t.Error("the current snapshot does not answer by its id, or an unknown one does")
		}
		for range 5 { // ten minutes of use
			time.Sleep(leastKept - lookAfter)
			if l.Snapshot(old) == nil {
				t.Fatal("the one before went while it was used")
			}
		}
		time.Sleep(leastKept - time.Second)
		synctest.Wait()
		if l.held.Load().before == nil {
			t.Error("the one before went before its time")
		}
		time.Sleep(lookAfter + time.Second)
		synctest.Wait()
		if l.held.Load().before != nil || l.Snapshot(old) != nil {
			t.Error("the one before stays without being used")
		}
		if l.Snapshot(current) != l.Current() {
			t.Error("the current one went")
		}
	})
}

func TestSnapshotBeforeGoesFirstWhenMemoryIsShort(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &fixedMemory{bytes: math.MaxInt64}
		l, _, old, _ := exchangedOnce(t, m)
		if l.Snapshot(old) == nil {
			t.Fatal("there is memory, yet the one before is gone")
		}
		m.none.Store(true)
		time.Sleep(lookAfter)
		synctest.Wait()
		if l.Snapshot(old) != nil {
			t.Error("memory is short, yet the one before is kept")
		}
		l, _, old, _ = exchangedOnce(t, &fixedMemory{bytes: 1})
		if l.Snapshot(old) != nil {
			t.Error("the one before is larger than its budget, yet kept")
		}
	})
}

// A third exchange lets the first go; going back to what is still there takes it as it is.
func TestNeverThreeSnapshots(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, files, first, second := exchangedOnce(t, &fixedMemory{bytes: math.MaxInt64})
		was, over := l.Snapshot(first), l.State().Over
		files.title(t, "One")
		if err := l.Reload(); err != nil {
			t.Fatal(err)
		}
		if l.Current() != was || l.Snapshot(second) == nil {
			t.Error("going back made another snapshot of the same files, or lost the one before")
		}
		select {
		case <-over:
		default:
			t.Error("nobody was told of the exchange")
		}
		files.title(t, "Three")
		if err := l.Reload(); err != nil {
			t.Fatal(err)
		}
		if l.Snapshot(second) != nil || l.Snapshot(first) == nil {
			t.Error("after a third exchange the last two answer, and no other")
		}
		over = l.State().Over
		if err := l.Reload(); err != nil {
			t.Fatal(err)
		}
		select {
		case <-over:
			t.Error("the same content was told as an exchange")
		default:
		}
		time.Sleep(2 * leastKept) // all timers end: else the bubble does not
	})
}

// The memory of a snapshot that went is free: nothing else holds it.
func TestSnapshotThatWentIsFree(t *testing.T) {
	gone := make(chan struct{})
	synctest.Test(t, func(t *testing.T) {
		l, _, old, _ := exchangedOnce(t, &fixedMemory{bytes: math.MaxInt64})
		runtime.AddCleanup(l.Snapshot(old), func(c chan struct{}) { close(c) }, gone)
		time.Sleep(2 * leastKept)
	})
	for range 10 {
		runtime.GC()
	}
	select {
	case <-gone:
	case <-time.After(10 * time.Second):
		t.Error("the snapshot before is held by something")
	}
}
