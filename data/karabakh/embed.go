// Package karabakh holds the bundled dataset: Nagorno-Karabakh and the districts around it, 1988 to
// 2024. README.md beside this file says where it comes from and how far to trust it.
package karabakh

import (
	"embed"
	"io/fs"
)

//go:embed *.json *.geojson regions/*.geojson context/*.geojson
var files embed.FS

// FS returns the files of the dataset, dataset.json at the root.
func FS() fs.FS { return files }
