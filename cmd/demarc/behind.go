package main

import (
	"runtime"
	"runtime/debug"
	"sync"
)

// behind keeps what loading has made, and makes what the first tile of a dataset would have to wait
// for, while requests are already answered: one dataset after the other, on one processor.
type behind struct {
	store   *laterStore // nil for none
	mu      sync.Mutex  // of ended, so that nothing begins once the end waits for what runs
	ended   bool
	running sync.WaitGroup
	one     sync.Mutex
}

// end waits for what has begun; nothing begins any more, though a dataset be loaded yet.
func (b *behind) end() {
	b.mu.Lock()
	b.ended = true
	b.mu.Unlock()
	b.running.Wait()
}

// prepare begins with a dataset that has been loaded.
func (b *behind) prepare(h *host) {
	s := h.live.Current()
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ended {
		return
	}
	b.running.Go(func() {
		b.one.Lock()
		defer b.one.Unlock()
		b.store.write()
		if s != nil {
			s.PrepareTiles()
		}
		// What loading and this took beyond what they left is given back now, not when the
		// collector comes to it.
		debug.FreeOSMemory()
		growLess()
	})
}

// growLess has a heap of some size looked through before it has grown to twice that: most of it is
// a dataset, and answers beside it as large as it are rare.
func growLess() {
	const large = 48 << 20
	var m runtime.MemStats
	if runtime.ReadMemStats(&m); m.HeapAlloc > large {
		collectAt(40)
	}
}
