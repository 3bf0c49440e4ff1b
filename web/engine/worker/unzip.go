//go:build js && wasm

package worker

import (
	"archive/zip"
	"bytes"
	"errors"
	"io/fs"
)

// unzip returns the files of a dataset in a zip, at its root or in its only folder.
func unzip(packed []byte) (fs.FS, error) {
	files, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return nil, err
	}
	if _, err := fs.Stat(files, "dataset.json"); err == nil {
		return files, nil
	}
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil, err
	}
	if len(entries) == 1 && entries[0].IsDir() {
		return fs.Sub(files, entries[0].Name())
	}
	return nil, errors.New("the zip holds no dataset.json, neither at its root nor in its only folder")
}
