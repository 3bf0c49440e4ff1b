package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"demarc/data/alsace"
	"demarc/data/folder"
	"demarc/data/karabakh"
	"demarc/data/postgis"
)

// bundled lists the datasets that the program carries, the default first.
var bundled = []struct {
	id    string
	files func() fs.FS
}{
	{"karabakh", karabakh.FS},
	{"alsace", alsace.FS},
}

// bundledPrefix stands before the id of a bundled dataset in -data.
const bundledPrefix = "bundled"

// isBundled tells whether -data names no directory.
func isBundled(directory string) bool {
	return directory == "" || directory == bundledPrefix || strings.HasPrefix(directory, bundledPrefix+":")
}

// files returns the files of what -data names: a dataset directory, bundled:ID, or what was
// released in a database; the first bundled dataset where there is no id.
func files(directory string) (fs.FS, error) {
	if isBundled(directory) {
		return bundledFiles(strings.TrimPrefix(strings.TrimPrefix(directory, bundledPrefix), ":"))
	}
	if postgis.Is(directory) {
		return releasedFiles(directory)
	}
	if released, version, is := asVersion(directory); is {
		return nil, fmt.Errorf("dataset %s: version %s stays as it was released: want %s, or a copy of the version: demarc copy", directory, version, released)
	}
	info, err := os.Stat(directory)
	if err != nil {
		return nil, fmt.Errorf("dataset %s: %w", directory, err)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("dataset %s: want a directory", directory)
	}
	return folder.Of(directory), nil
}

// releasedFiles are those of what was released last in a database.
func releasedFiles(address string) (fs.FS, error) {
	place, err := postgis.Parse(address)
	if err != nil {
		return nil, misuse{err}
	}
	root, _, err := place.Store(nil).Load(context.Background())
	return root, err
}

func bundledFiles(id string) (fs.FS, error) {
	for _, b := range bundled {
		if id == b.id || id == "" {
			return b.files(), nil
		}
	}
	return nil, misusef("no dataset %q is bundled: want %s", id, bundledNames())
}

// bundledNames lists what -data may name besides a directory.
func bundledNames() string {
	var names []string
	for _, b := range bundled {
		names = append(names, bundledPrefix+":"+b.id)
	}
	return strings.Join(names, " or ")
}
