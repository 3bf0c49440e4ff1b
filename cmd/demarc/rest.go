package main

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// restEvery is how often the program looks whether it rests.
const restEvery = 3 * time.Second

// heap is how much memory the Go runtime holds and has given out, in bytes.
type heap struct {
	held      uint64 // not given back to the system
	live      uint64 // reachable when garbage was last collected
	allocated uint64 // since the start
}

func readHeap() heap {
	read := []metrics.Sample{
		{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/unused:bytes"},
		{Name: "/memory/classes/heap/free:bytes"}, {Name: "/gc/heap/live:bytes"}, {Name: "/gc/heap/allocs:bytes"},
	}
	metrics.Read(read)
	at := func(i int) uint64 { return read[i].Value.Uint64() }
	return heap{at(0) + at(1) + at(2), at(3), at(4)}
}

// rest gives memory back once a crowd has gone. The runtime collects when the heap has grown, so
// what a crowd has left lies until others come, for two minutes at least, and pages that it had go
// back to the system slowly even then.
type rest struct {
	before heap // when it last looked
	given  heap // after memory was given back
}

// due tells whether the program rests now and has enough to give back: little was allocated since
// the last look, much since memory was last given back, and half as much again as it needs is held.
func (r *rest) due(now heap) bool {
	const little, much = 8 << 20, 32 << 20
	quiet := now.allocated-r.before.allocated < little
	r.before = now
	return quiet && now.allocated-r.given.allocated >= much && now.held > now.live+max(now.live/2, little)
}

// giveBack looks until the context ends.
func giveBack(ctx context.Context) {
	var r rest
	for ticks := time.Tick(restEvery); ; {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
		if r.due(readHeap()) {
			debug.FreeOSMemory()
			r.given = readHeap()
		}
	}
}
