package main

import (
	"encoding/json"
	"fmt"
	"testing/fstest"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"demarc/data"
)

// partitionSnapshot makes a dataset of shapes in which each is a zone with one period.
func partitionSnapshot(shapes []orb.MultiPolygon) (*data.Snapshot, error) {
	type period struct {
		From       string  `json:"from"`
		To         *string `json:"to"`
		Controller string  `json:"controller"`
		Status     string  `json:"status"`
		Event      string  `json:"event"`
	}
	zones, features := map[string][]period{}, geojson.NewFeatureCollection()
	for i, shape := range shapes {
		id := fmt.Sprintf("zone-%05d", i)
		zones[id] = []period{{"2000-01-01", nil, "reds", "controlled", "start"}}
		f := geojson.NewFeature(shape)
		f.ID = id
		f.Properties = geojson.Properties{"names": map[string]string{"en": id}, "sources": []string{"gazette"}}
		features.Append(f)
	}
	files := fstest.MapFS{
		"dataset.json": {Data: []byte(`{"id":"partition","version":"1","title":{"en":"A partition"},"licence":"CC0-1.0","attribution":"made up","languages":["en"],
			"view":{"center":[50,36],"zoom":5,"date":"2001-06-01"},"covers":{"from":"2000-01-01","to":"2010-01-01","extent":[29,19,71,53]},"control_layer":"zones",
			"layers":[{"id":"zones","title":{"en":"Zones"},"partition":false,"precision_m":500}],
			"statuses":[{"id":"controlled","names":{"en":"Controlled"},"pattern":"solid"},{"id":"unknown","names":{"en":"Unknown"},"pattern":"dots"}]}`)},
		"actors.json":  {Data: []byte(`{"actors":[{"id":"reds","names":{"en":"Reds"},"color":"#aa3333"}]}`)},
		"events.json":  {Data: []byte(`{"events":[{"id":"start","date":"2000-01-01","kind":"administrative","title":{"en":"The record begins"},"sources":["gazette"]}]}`)},
		"sources.json": {Data: []byte(`{"sources":[{"id":"gazette","title":"The river crossed","publisher":"Gazette","date":"2005-03-02","url":"https://example.org/river","verified":true}]}`)},
	}
	for name, v := range map[string]any{"control.json": map[string]any{"zones": zones}, "regions/zones.geojson": features} {
		text, err := json.Marshal(v)
		if err != nil {
			return nil, err
		}
		files[name] = &fstest.MapFile{Data: text}
	}
	s, _, err := data.Open(files)
	return s, err
}
