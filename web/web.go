// Package web holds the built page: what `npm run build` in this folder wrote
// to dist, embedded in the binary.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Dist returns the files of the built page. Its root holds index.html and
// assets/, whose file names carry a hash of their content. It is empty but
// for a placeholder when the page was not built before the binary; see Built.
func Dist() fs.FS {
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // the path is a constant and valid
	}
	return sub
}

// Built reports whether the binary carries the page.
func Built() bool {
	_, err := fs.Stat(dist, "dist/index.html")
	return err == nil
}
