package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"demarc/data"
	"demarc/data/release"
	"demarc/geo/flight"
	"demarc/server/admit"
)

// The limits of releases that are opened.
const (
	openQueue = 64 // requests that wait for another release to be opened, of all clients
	openShare = 4  // of one client
	openWait  = 20 * time.Second
	openTries = 4
	// openAgain is when it may be worth to ask again where all that is open is in use.
	openAgain = 10 * time.Second
	// loadingFactor is what a release takes while it is read, in bytes for each byte of its files,
	// about.
	loadingFactor = 8
	// faultBytes is what it takes to remember why a release cannot be opened, about.
	faultBytes = 4 << 10
)

// shelf keeps releases open, of all datasets, within a share of the memory. Whoever asks for one
// that is closed waits until those that were asked for before are open:
//
//	take --open--> used, the last of the books
//	  |  closed
//	  +--> flights: one opening for all who want this one
//	         --> opening: one release after the other, clients by turns; else 503 or 429
//	           --> costly: the room that reading it takes
//	             --> books, from which those go that were not used for longest
//
// What a request uses stays until its end. So all that is open fits the limit, but for one that has
// just been read; it is put on the shelf if others can go, else it is dropped.
type shelf struct {
	limit   int64
	opening *admit.Gate
	costly  *admit.Gate
	flights flight.Group[shelfKey, struct{}]

	mu    sync.Mutex
	books []*shelved // the one used last stands last
	bytes int64
}

// shelfKey names a release of a dataset by what its files are.
type shelfKey struct {
	of               *hosted
	snapshot, sha256 string
}

// shelved is a release that is open, or known not to open.
type shelved struct {
	shelfKey
	on       *shelf
	list     *release.List // in which it stood
	snapshot *data.Snapshot
	err      error // why it cannot be opened
	bytes    int64
	users    int // under the lock of the shelf
}

func newShelf(limit int64, costly *admit.Gate) *shelf {
	return &shelf{
		limit: limit, costly: costly,
		opening: admit.NewGate(admit.Limits{Bytes: 1, Queue: openQueue, Share: openShare, Wait: openWait}),
	}
}

// take returns a release, opened if it is not, until release.
func (s *shelf) take(ctx context.Context, client string, d *hosted, r *release.Release) (*shelved, error) {
	key := shelfKey{d, r.Snapshot, r.Zip.SHA256}
	for range openTries {
		if book := s.find(key, true); book != nil {
			return book, book.err
		}
		_, mine, err := s.flights.Do(ctx, key, func(ctx context.Context) (struct{}, error) {
			return struct{}{}, s.open(ctx, client, key, r)
		})
		var refusal *admit.Refusal
		if errors.As(err, &refusal) && refusal.Reason == admit.ShareFull && !mine {
			continue // that was the share of another client
		}
		if err != nil {
			return nil, err
		}
		// It may have had to go already, for want of room.
	}
	return nil, &admit.Refusal{Reason: admit.TooLong, After: openAgain}
}

// find returns a release that is open, used until release or merely looked at; nil for none. One
// that could not be opened is tried anew when the list was read anew.
func (s *shelf) find(key shelfKey, use bool) *shelved {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.books, func(b *shelved) bool { return b.shelfKey == key })
	if i < 0 {
		return nil
	}
	book := s.books[i]
	if book.err != nil && book.list != key.of.Releases() {
		s.close(i)
		return nil
	}
	if use {
		book.users++
		s.books = append(slices.Delete(s.books, i, i+1), book)
	}
	return book
}

// has tells whether a snapshot of a dataset is open.
func (s *shelf) has(d *hosted, snapshot string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.ContainsFunc(s.books, func(b *shelved) bool {
		return b.of == d && b.shelfKey.snapshot == snapshot && b.err == nil
	})
}

// open reads a release and puts it on the shelf.
func (s *shelf) open(ctx context.Context, client string, key shelfKey, r *release.Release) error {
	turn, err := s.opening.Enter(ctx, client, 1)
	if err != nil {
		return err
	}
	defer turn.Close()
	if s.find(key, false) != nil {
		return nil // the one before in the line was the same
	}
	room, err := s.costly.Enter(ctx, client, r.Zip.Unpacked*loadingFactor)
	if err != nil {
		return err
	}
	defer room.Close()
	if err := s.make(min(r.Zip.Unpacked*loadingFactor, s.limit)); err != nil { // what is in use fills the shelf
		return err
	}
	book := &shelved{shelfKey: key, on: s, list: key.of.Releases(), bytes: faultBytes}
	book.snapshot, book.err = key.of.OpenRelease(r, s.limit)
	if book.err == nil {
		book.bytes = book.snapshot.Bytes()
	}
	if book.err == nil && book.bytes > s.limit {
		book.err = &release.TooLargeError{Bytes: book.bytes, Room: s.limit}
		book.snapshot, book.bytes = nil, faultBytes
	}
	var fault *release.Fault
	if errors.As(book.err, &fault) && fault.Passing {
		return book.err
	}
	return s.put(book)
}

// put adds a release, in place of others that are not in use.
func (s *shelf) put(book *shelved) error {
	if err := s.make(book.bytes); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.books, s.bytes = append(s.books, book), s.bytes+book.bytes
	return nil
}

// make has room for so many bytes more. It closes what was not used for longest.
func (s *shelf) make(bytes int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := 0; s.bytes+bytes > s.limit && i < len(s.books); {
		if s.books[i].users > 0 {
			i++
			continue
		}
		s.close(i)
	}
	if s.bytes+bytes > s.limit {
		return &admit.Refusal{Reason: admit.TooLong, After: openAgain}
	}
	return nil
}

// close drops a release, under the lock.
func (s *shelf) close(i int) {
	s.bytes -= s.books[i].bytes
	s.books = slices.Delete(s.books, i, i+1)
}

// release ends the use of a release.
func (b *shelved) release() {
	b.on.mu.Lock()
	defer b.on.mu.Unlock()
	b.users--
}

// openProblem is the problem of a release that does not open.
func openProblem(r *release.Release, current *data.Snapshot, err error) error {
	var fault *release.Fault
	var large *release.TooLargeError
	switch {
	case errors.As(err, &large):
		p := newProblem(http.StatusServiceUnavailable, fmt.Sprintf("%s takes more memory than this server has for releases: %v", r, err),
			"whoever runs it may give it more with -memory")
		p.After = int(time.Hour / time.Second)
		return p
	case errors.As(err, &fault):
		p := newProblem(http.StatusGone, fmt.Sprintf("%s cannot be opened: %v", r, err), "/versions lists all versions")
		if current != nil {
			p.Current = current.ID
		}
		return p
	}
	return err
}
