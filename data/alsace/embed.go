// Package alsace holds the second bundled dataset: Alsace-Lorraine, 1870 to 1945.
// README.md beside this file says where it comes from and how far to trust it.
package alsace

import (
	"embed"
	"io/fs"
)

//go:embed *.json *.geojson regions/*.geojson context/*.geojson
var files embed.FS

// FS returns the files of the dataset, dataset.json at the root.
func FS() fs.FS { return files }
