package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"sync"

	"demarc/data/cache"
	"demarc/data/dataset"
)

// cacheBytes is how much a cache may take on disk, cacheLeast the size of files from which on it is
// of use.
const cacheBytes, cacheLeast = 4 << 30, 1 << 20

// keepingLater is the cache in a directory, none for the empty name. What is put there waits until
// it is written: nobody has to wait for it.
func (c *call) keepingLater(directory string) (*laterStore, error) {
	if directory == "" {
		return nil, nil
	}
	program, err := thisProgram()
	if err != nil {
		return nil, fmt.Errorf("-cache: %w", err)
	}
	dir, err := cache.Open(directory, cacheBytes, program, func(err error) { fmt.Fprintf(c.stderr, "demarc: cache: %v\n", err) })
	if err != nil {
		return nil, fmt.Errorf("-cache: %w", err)
	}
	return &laterStore{Dir: dir}, nil
}

// laterStore is a cache that is written later.
type laterStore struct {
	*cache.Dir
	mu   sync.Mutex
	puts []func()
}

// Put remembers what is to be kept.
func (l *laterStore) Put(key string, write func(io.Writer) error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.puts = append(l.puts, func() { l.Dir.Put(key, write) })
}

// write keeps what has been put since it was last called.
func (l *laterStore) write() {
	if l == nil {
		return
	}
	l.mu.Lock()
	puts := l.puts
	l.puts = nil
	l.mu.Unlock()
	for i, put := range puts {
		put()
		puts[i] = nil // and what it holds
	}
}

// keeping is the store for datasets.
func (l *laterStore) keeping() dataset.Keeping {
	if l == nil {
		return dataset.Keeping{}
	}
	return dataset.Keeping{Store: l, Least: cacheLeast}
}

// thisProgram names the program by its content. Two builds of one version may differ in what they
// make of a dataset.
func thisProgram() (string, error) {
	name, err := os.Executable()
	if err != nil {
		return "", err
	}
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return "", err
	}
	return fmt.Sprintf("demarc %s %x", version(), sum.Sum(nil)), nil
}
