package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"

	"demarc/data/cache"
	"demarc/data/dataset"
)

// cacheBytes is how much a cache may take on disk, cacheLeast the size of files from which on it is
// of use.
const cacheBytes, cacheLeast = 4 << 30, 1 << 20

// keeping is the cache in a directory, none for the empty name.
func (c *call) keeping(directory string) (dataset.Keeping, error) {
	if directory == "" {
		return dataset.Keeping{}, nil
	}
	program, err := thisProgram()
	if err != nil {
		return dataset.Keeping{}, fmt.Errorf("-cache: %w", err)
	}
	dir, err := cache.Open(directory, cacheBytes, program, func(err error) { fmt.Fprintf(c.stderr, "demarc: cache: %v\n", err) })
	if err != nil {
		return dataset.Keeping{}, fmt.Errorf("-cache: %w", err)
	}
	return dataset.Keeping{Store: dir, Least: cacheLeast}, nil
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
