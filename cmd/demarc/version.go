package main

import (
	"archive/zip"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"

	"demarc/data/folder"
	"demarc/data/release"
)

// filesOf returns the files of a dataset that is read alone: a directory, a version of it as
// DIR@VERSION, a zip, or bundled:ID.
func filesOf(name string) (fs.FS, error) {
	if directory, version, is := asVersion(name); is {
		return versionFiles(directory, version)
	}
	if hasEnding(name, zipEnding) && !isFolder(name) {
		return zipFiles(name)
	}
	return files(name)
}

// asVersion splits DIR@VERSION. A file or directory whose name looks so is itself.
func asVersion(name string) (directory, version string, is bool) {
	at := strings.LastIndex(name, "@")
	if at < 0 || isBundled(name) || !isFolder(name[:at]) {
		return "", "", false
	}
	if _, err := os.Lstat(name); err == nil {
		return "", "", false
	}
	return name[:at], name[at+1:], true
}

// versionFiles returns the files of a version that was released of a directory.
func versionFiles(directory, version string) (fs.FS, error) {
	root := folder.Of(directory)
	found, err := release.Read(root).Find(version)
	if err != nil {
		return nil, fmt.Errorf("dataset %s: %w", directory, err)
	}
	unpacked, err := found.Files(root, release.MaxUnpacked)
	if err != nil {
		return nil, fmt.Errorf("dataset %s: %s: %w", directory, found, err)
	}
	return unpacked, nil
}

// zipFiles returns the files of a dataset in a zip, at its top or in its only folder.
func zipFiles(name string) (fs.FS, error) {
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	z, err := zip.NewReader(strings.NewReader(string(content)), int64(len(content)))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for _, pattern := range []string{"dataset.json", "*/dataset.json"} {
		if found, _ := fs.Glob(z, pattern); len(found) == 1 {
			return fs.Sub(z, path.Dir(found[0]))
		}
	}
	return nil, fmt.Errorf("%s: has no dataset.json: want a zip of a dataset directory", name)
}
