package main

import "testing"

// Memory is given back when the program rests after much was done, and not twice for the same.
func TestMemoryIsGivenBackAtRest(t *testing.T) {
	const mib = 1 << 20
	for _, tt := range []struct {
		name               string
		before, given, now heap
		want               bool
	}{
		{"after a crowd", heap{allocated: 999 * mib}, heap{}, heap{held: 150 * mib, live: 60 * mib, allocated: 1000 * mib}, true},
		{"in a crowd", heap{allocated: 900 * mib}, heap{}, heap{held: 150 * mib, live: 60 * mib, allocated: 1000 * mib}, false},
		{"little to give", heap{allocated: 999 * mib}, heap{}, heap{held: 80 * mib, live: 60 * mib, allocated: 1000 * mib}, false},
		{"given already", heap{allocated: 999 * mib}, heap{allocated: 980 * mib}, heap{held: 150 * mib, live: 60 * mib, allocated: 1000 * mib}, false},
		{"a second crowd", heap{allocated: 999 * mib}, heap{allocated: 500 * mib}, heap{held: 150 * mib, live: 60 * mib, allocated: 1000 * mib}, true},
		{"a small heap", heap{allocated: 999 * mib}, heap{}, heap{held: 9 * mib, live: 4 * mib, allocated: 1000 * mib}, false},
	} {
		r := rest{tt.before, tt.given}
		if got := r.due(tt.now); got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
		if r.before != tt.now {
			t.Errorf("%s: did not note what it saw", tt.name)
		}
	}
}

// What is read of the heap is there: a name that the runtime does not have would be 0.
func TestHeapIsRead(t *testing.T) {
	if h := readHeap(); h.held == 0 || h.live == 0 || h.allocated == 0 {
		t.Errorf("got %+v", h)
	}
}
