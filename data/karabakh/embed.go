// Package karabakh holds the bundled dataset: Nagorno-Karabakh and the districts around it, 1988 to
// 2024. README.md beside this file says where it comes from and how far to trust it.
package karabakh

import (
	"embed"
	"io/fs"
)

// The program holds the newest state alone: versions.json and its editions stay beside it.
//
//go:embed actors.json control.json corrections.json dataset.json events.json
//go:embed figures.json sources.json
//go:embed *.geojson regions/*.geojson context/*.geojson
var files embed.FS

// FS returns the files of the dataset, dataset.json at the root.
func FS() fs.FS { return files }
