package dataset_test

import (
	"fmt"
	"testing/fstest"

	"demarc/data/dataset"
)

// The check names every mistake with its file and line, and often how to mend it.
func ExampleCheckFiles() {
	files := fstest.MapFS{
		"dataset.json": {Data: []byte(`{
  "id": "bank", "title": {"en": "A bank"}, "licence": "CC0-1.0", "attribution": "made up",
  "languages": ["en"],
  "covers": {"from": "2000-01-01", "to": "2010-01-01", "extent": [0, 0, 2, 2]},
  "control_layer": "zones",
  "layers": [{"id": "zones", "title": {"en": "Zones"}}],
  "statuses": [
    {"id": "controlled", "names": {"en": "Controlled"}, "pattern": "solid"},
    {"id": "unknown", "names": {"en": "Unknown"}, "pattern": "dots"}
  ]
}`)},
		"actors.json":  {Data: []byte(`{"actors": [{"id": "reds", "names": {"en": "Reds"}, "color": "#aa3333"}]}`)},
		"sources.json": {Data: []byte(`{"sources": [{"id": "gazette", "title": "The Gazette", "date": "2005-03-02"}]}`)},
		"events.json":  {Data: []byte(`{"events": []}`)},
		"control.json": {Data: []byte(`{"zones": {"bank": [
  {"from": "2000-01-01", "to": "2005-03-01", "controller": "red", "status": "controlled", "sources": ["gazette"]},
  {"from": "2005-03-02", "to": null, "status": "unknown", "sources": ["gazette"]}
]}}`)},
		"regions/zones.geojson": {Data: []byte(`{"type": "FeatureCollection", "features": [
  {"type": "Feature", "id": "bank", "properties": {"names": {"en": "The bank"}}, "geometry": {"type": "Polygon",
   "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}}
]}`)},
	}
	problems, err := dataset.CheckFiles(files)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, problem := range problems {
		fmt.Println(problem)
	}
	// Output:
	// control.json:2: zone bank: no actor is called "red" (did you mean "reds"?) [unknown-id]
	// control.json:3: zone bank: no period from 2005-03-01 to 2005-03-01 (if nothing is known of these days, say so with the status "unknown") [gap-in-time]
}
