package testdata

import (
	"fmt"
	"testing/fstest"
)

// Edges returns datasets that lie where maps begin and end: islands on both sides of the date line,
// held and plain; plain regions as wide as the earth; one of 100 metres; one at each pole.
func Edges() map[string]fstest.MapFS {
	box := func(west, south, east, north float64) string {
		return fmt.Sprintf("[[[%[1]g,%[2]g],[%[3]g,%[2]g],[%[3]g,%[4]g],[%[1]g,%[4]g],[%[1]g,%[2]g]]]", west, south, east, north)
	}
	area := func(id, name string, parts string, more ...string) string {
		return named(id, name, `{"type":"MultiPolygon","coordinates":[`+parts+`]}`, more...)
	}
	islands := []string{
		area("leeward", "Leeward", box(176.5, -19, 178.5, -17)),
		area("strait", "Strait", box(179, -18, 180, -16)+","+box(-180, -18, -179.5, -16)),
		area("windward", "Windward", box(-175.5, -19.5, -174, -15.5)),
	}
	held := func(by, from string, to any, event string) members {
		return members{"from": from, "to": to, "status": "controlled", "controller": by, "event": event}
	}
	event := func(id, day, title string) members {
		return members{"id": id, "date": day, "kind": "administrative", "title": members{"en": title}, "sources": []string{"log"}}
	}
	between := []float64{176, -20, -173, -15}
	sketches := map[string]sketch{
		"islands": {
			title: "Islands on both sides of the date line", format: 2, from: "2000-01-01", extent: between, zones: islands, overlays: []string{"posts"},
			layers: map[string][]string{"posts:point": {named("light", "Light", `{"type":"Point","coordinates":[-177,-17]}`)}},
			control: members{
				"leeward":  []any{held("reds", "2000-01-01", nil, "start")},
				"strait":   []any{held("reds", "2000-01-01", "2005-03-01", "start"), held("blues", "2005-03-01", nil, "handed")},
				"windward": []any{held("blues", "2000-01-01", nil, "start")},
				"light":    []any{held("blues", "2000-01-01", nil, "start")},
			},
			actors: []any{
				members{"id": "reds", "code": "R", "color": "#aa3333", "names": members{"en": "Reds"}},
				members{"id": "blues", "code": "B", "color": "#3355aa", "names": members{"en": "Blues"}},
			},
			events:  []any{event("start", "2000-01-01", "The log begins"), event("handed", "2005-03-01", "The strait is handed over")},
			sources: []any{members{"id": "log", "title": "The log", "date": "2005-03-02"}},
			places:  []string{named("landing", "Landing", `{"type":"Point","coordinates":[-179.8,-17]}`, `"rank":1`)},
		},
		"plain-islands": {title: "Plain islands", format: 2, from: "2000-01-01", extent: between, layers: map[string][]string{"islands": islands}},
		"whole-earth": {title: "All around", format: 2, from: "2000-01-01", extent: []float64{-180, -90, 180, 90}, layers: map[string][]string{"belts": {
			area("north", "North", box(-180, 23, 180, 66)), area("middle", "Middle", box(-180, -23, 180, 23)), area("south", "South", box(-180, -66, 180, -23)),
		}}},
		"tiny": {title: "A yard", format: 2, from: "2000-01-01", extent: []float64{7.9, 49.9, 8.1, 50.1}, layers: map[string][]string{"yards": {
			area("yard", "Yard", box(8, 50, 8.0014, 50.0009)),
		}}},
		"poles": {title: "Both poles", format: 2, from: "2000-01-01", extent: []float64{-180, -90, 180, 90}, layers: map[string][]string{"caps": {
			area("arctic", "Arctic", box(-180, 66, 180, 90)), area("antarctic", "Antarctic", box(-180, -90, 180, -66)),
		}}},
	}
	all := map[string]fstest.MapFS{}
	for name, s := range sketches {
		s.language = "en"
		all[name] = s.files(name)
	}
	return all
}
