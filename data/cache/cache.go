// Package cache keeps what is costly to make from one run of the program to the next: blobs by key,
// each a file of a directory.
//
//	"demarc cache 1\n"  the format of the file
//	program, key        as texts, each behind its length: of which program and what it is
//	blob                from a multiple of 8 bytes on
//	length, checksum    how many bytes come before, as 8 bytes; SHA-256 of all bytes before it
//
// Nothing in the directory is trusted. A file is used only if its checksum is right over every
// byte, and it says that it was kept by this very program under this key; else it counts as not
// there, and is made anew. A file appears by being renamed, complete, so any number of processes
// may use one directory. The files used longest ago go first when there are too many bytes.
//
// The checksum is against disks, copies and accidents, not against people: who may write into the
// directory may write what the server answers.
package cache

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	head   = "demarc cache 1\n"
	suffix = ".demarc-cache"
	// partPrefix begins the names of files that are being written. One that is older than partAge
	// was left by a process that did not live to rename it.
	partPrefix = ".part-"
	partAge    = time.Hour
)

// Dir is a directory of blobs. Any number of goroutines and processes may use one.
type Dir struct {
	directory string
	limit     int64
	program   string
	unusable  func(error)

	mutex sync.Mutex
	said  map[string]bool // what unusable has been told
}

// Open makes the directory, if it is not there. All files in it together take at most limit bytes.
// What other programs have kept is not used: program names this one and all that changes what it
// makes. unusable is told once of each file that is spoiled, and of each reason why none can be
// written.
func Open(directory string, limit int64, program string, unusable func(error)) (*Dir, error) {
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return nil, err
	}
	d := &Dir{directory: directory, limit: limit, program: program, unusable: unusable, said: map[string]bool{}}
	d.bound()
	return d, nil
}

// Get returns the blob of a key, nil if there is none that can be used. It begins at a multiple of
// 8 bytes in memory.
func (d *Dir) Get(key string) []byte {
	name := d.file(key)
	blob, err := d.read(name, key)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		d.say(fmt.Errorf("%s cannot be used, and is made anew: %w", name, err))
		return nil
	}
	now := time.Now()
	os.Chtimes(name, now, now) // used last; where that is not allowed, it goes sooner
	return blob
}

// trailer is the size of what stands behind the blob.
const trailer = 8 + sha256.Size

// read reads a file and checks every byte of it. What is no regular file, such as a pipe, might
// never end; one that does not end as it was written is not read into memory.
func (d *Dir) read(name, key string) ([]byte, error) {
	info, err := os.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is no regular file")
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	length, body := make([]byte, 8), info.Size()-trailer
	if _, err := f.ReadAt(length, max(body, 0)); err != nil || int64(binary.LittleEndian.Uint64(length)) != body {
		return nil, errors.New("its length is not the one it says")
	}
	content := make([]byte, info.Size())
	if _, err := io.ReadFull(f, content); err != nil {
		return nil, err
	}
	sum := len(content) - sha256.Size
	if sha256.Sum256(content[:sum]) != [sha256.Size]byte(content[sum:]) {
		return nil, errors.New("its checksum is wrong")
	}
	want := d.header(key)
	if len(want) > int(body) || string(content[:len(want)]) != string(want) {
		return nil, errors.New("it is that of another key or program")
	}
	return content[len(want):body:body], nil
}

// header is what stands before the blob.
func (d *Dir) header(key string) []byte {
	h := []byte(head)
	for _, text := range []string{d.program, key} {
		h = binary.LittleEndian.AppendUint32(h, uint32(len(text)))
		h = append(h, text...)
	}
	return append(h, make([]byte, -len(h)&7)...)
}

// Put keeps what write writes under a key. That it could not be kept is said, and no error.
func (d *Dir) Put(key string, write func(io.Writer) error) {
	if err := d.put(key, write); err != nil {
		d.say(fmt.Errorf("%s: cannot be kept: %w", d.directory, err))
	}
	d.bound()
}

func (d *Dir) put(key string, write func(io.Writer) error) (err error) {
	if err := os.MkdirAll(d.directory, 0o700); err != nil { // it may have been removed
		return err
	}
	part, err := os.CreateTemp(d.directory, partPrefix)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			part.Close()
			os.Remove(part.Name())
		}
	}()
	sum := &summing{file: bufio.NewWriterSize(part, 1<<16), sum: sha256.New(), most: d.limit - trailer}
	if _, err := sum.Write(d.header(key)); err != nil {
		return err
	}
	if err := write(sum); err != nil {
		return err
	}
	if _, err := sum.Write(binary.LittleEndian.AppendUint64(nil, uint64(sum.size))); err != nil {
		return err
	}
	if _, err := sum.file.Write(sum.sum.Sum(nil)); err != nil {
		return err
	}
	if err := errors.Join(sum.file.Flush(), part.Close()); err != nil {
		return err
	}
	return os.Rename(part.Name(), d.file(key))
}

// summing writes a file and sums it up.
type summing struct {
	file       *bufio.Writer
	sum        hash.Hash
	size, most int64
}

func (s *summing) Write(b []byte) (int, error) {
	if s.size += int64(len(b)); s.size > s.most {
		return 0, fmt.Errorf("it takes more than the %d bytes of the cache", s.most)
	}
	s.sum.Write(b)
	return s.file.Write(b)
}

// file is where the blob of a key is. The program is part of the name: two that share a directory
// do not take turns in replacing each other's.
func (d *Dir) file(key string) string {
	sum := sha256.Sum256([]byte(d.program + "\x00" + key))
	return filepath.Join(d.directory, hex.EncodeToString(sum[:16])+suffix)
}

// bound removes what was used longest ago until the rest is small enough, and what others have left
// half written.
func (d *Dir) bound() {
	entries, err := os.ReadDir(d.directory)
	if err != nil {
		return
	}
	var all []fs.FileInfo
	sum := int64(0)
	for _, entry := range entries {
		info, err := entry.Info()
		switch {
		case err != nil: // removed by another process
		case strings.HasPrefix(entry.Name(), partPrefix):
			if time.Since(info.ModTime()) > partAge {
				os.Remove(filepath.Join(d.directory, entry.Name()))
			}
		case strings.HasSuffix(entry.Name(), suffix):
			all, sum = append(all, info), sum+info.Size()
		}
	}
	slices.SortFunc(all, func(a, b fs.FileInfo) int {
		return cmp.Or(a.ModTime().Compare(b.ModTime()), strings.Compare(a.Name(), b.Name()))
	})
	for _, info := range all {
		if sum <= d.limit {
			return
		}
		os.Remove(filepath.Join(d.directory, info.Name()))
		sum -= info.Size()
	}
}

func (d *Dir) say(err error) {
	d.mutex.Lock()
	said := d.said[err.Error()]
	d.said[err.Error()] = true
	d.mutex.Unlock()
	if !said {
		d.unusable(err)
	}
}
