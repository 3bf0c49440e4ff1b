package geoparquet

import (
	"encoding/json"

	"demarc/geo"
)

// titlesKey is the key of the file's metadata under which the titles of columns stand as an object
// by name: neither Parquet nor GeoParquet has a place for them at the columns.
const titlesKey = "column_titles"

// titles returns the titles of the fields that have one, "" if none has.
func titles(fields []geo.Field) (string, error) {
	all := map[string]string{}
	for _, f := range fields {
		if f.Title != "" {
			all[f.Name] = f.Title
		}
	}
	if len(all) == 0 {
		return "", nil
	}
	text, err := json.Marshal(all)
	return string(text), err
}

// entitle gives fields their titles; what is not of this form is of another program.
func entitle(fields []geo.Field, text string) {
	var all map[string]string
	if json.Unmarshal([]byte(text), &all) != nil {
		return
	}
	for i := range fields {
		fields[i].Title = all[fields[i].Name]
	}
}
