package server

import (
	"context"
	"sync"

	"demarc/geo/flight"
)

// The limits of files that are read in parts.
const (
	keptFiles = 16
	keptBytes = 512 << 20
	maxTiles  = 20_000      // made for one archive
	maxPixels = 120_000_000 // drawn for one film: 57 days in 1920 x 1080
)

// exportFiles keeps the files that were lately read in parts: a client of an archive of tiles comes
// back many times, and each would have it made again.
type exportFiles struct {
	flights flight.Group[string, *exportFile]

	mu           sync.Mutex
	files        []*exportFile // the one used last stands last
	hits, misses uint64
}

func (k *exportFiles) counts() FileCounts {
	k.mu.Lock()
	defer k.mu.Unlock()
	c := FileCounts{Hits: k.hits, Misses: k.misses, Files: len(k.files)}
	for _, f := range k.files {
		c.Bytes += f.size
	}
	return c
}

// exportFile is a file that is kept or read.
type exportFile struct {
	*draft
	tag   string
	users int // that read it, and one for keeping it; under the lock of the files
}

// get returns the file with the tag, made if it is not kept, until release. Those who ask for the
// same at once share one making, which ends when all of them have gone; mine is false for who was
// not its first.
func (k *exportFiles) get(ctx context.Context, tag string, write func(context.Context) (*draft, error)) (f *exportFile, mine bool, err error) {
	for {
		if f := k.find(tag); f != nil {
			return f, false, nil
		}
		f, mine, err := k.flights.Do(ctx, tag, func(ctx context.Context) (*exportFile, error) {
			d, err := write(ctx)
			if err != nil {
				return nil, err
			}
			f := &exportFile{draft: d, tag: tag}
			k.keep(f)
			return f, nil
		})
		if err != nil {
			return nil, mine, err
		}
		if k.use(f) {
			return f, mine, nil
		}
		// It has been forgotten between the two, for want of room.
	}
}

// use begins to read a file, if it is not gone.
func (k *exportFiles) use(f *exportFile) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if f.users == 0 {
		return false
	}
	f.users++
	return true
}

// release ends it.
func (k *exportFiles) release(f *exportFile) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.drop(f)
}

func (k *exportFiles) drop(f *exportFile) {
	if f.users--; f.users == 0 {
		f.draft.drop()
	}
}

func (k *exportFiles) find(tag string) *exportFile {
	k.mu.Lock()
	defer k.mu.Unlock()
	for i, f := range k.files {
		if f.tag == tag {
			k.files = append(append(k.files[:i:i], k.files[i+1:]...), f)
			f.users++
			k.hits++
			return f
		}
	}
	k.misses++
	return nil
}

// keep adds a file and forgets the least recently used ones beyond the limits.
func (k *exportFiles) keep(f *exportFile) {
	k.mu.Lock()
	defer k.mu.Unlock()
	f.users = 1
	k.files = append(k.files, f)
	bytes := int64(0)
	for i := len(k.files) - 1; i >= 0; i-- {
		bytes += k.files[i].size
		if i < len(k.files)-1 && (bytes > keptBytes || len(k.files)-i > keptFiles) {
			for _, old := range k.files[:i+1] {
				k.drop(old)
			}
			k.files = append([]*exportFile{}, k.files[i+1:]...)
			return
		}
	}
}

// spare forgets the least recently used file that nobody reads; it is false when there is none.
func (k *exportFiles) spare() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	for i, f := range k.files {
		if f.users == 1 {
			k.files = append(k.files[:i:i], k.files[i+1:]...)
			k.drop(f)
			return true
		}
	}
	return false
}
