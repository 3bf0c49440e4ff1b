package testdata

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing/fstest"
)

// How much of each Many has.
const (
	manyActors  = 150
	manyAcross  = 20
	manyZones   = 16 * manyAcross
	manyChanges = 769
)

// Many returns a dataset of 150 parties and 320 square zones, half a degree wide, that pass 769
// times, each time by an event of the same title.
func Many() fstest.MapFS {
	r := rand.New(rand.NewPCG(14, 12))
	var actors []any
	var shapes []string
	for i := range manyActors {
		actors = append(actors, members{
			"id": actorOf(i), "code": fmt.Sprintf("%c%c", 'A'+i/26, 'A'+i%26), "color": fmt.Sprintf("#%06x", r.IntN(1<<24)),
			"names": members{"en": fmt.Sprintf("Free Commune of the %d. Parish", i+1)},
		})
	}
	starts := map[int]map[int]bool{} // days by zone
	for i := range manyZones {
		starts[i] = map[int]bool{0: true}
		west, south := float64(i%manyAcross)/2, float64(i/manyAcross)/2
		shapes = append(shapes, named(zoneOf(i), fmt.Sprintf("Hundred %d", i+1), fmt.Sprintf(
			`{"type":"Polygon","coordinates":[[[%[1]g,%[2]g],[%[3]g,%[2]g],[%[3]g,%[4]g],[%[1]g,%[4]g],[%[1]g,%[2]g]]]}`, west, south, west+0.5, south+0.5)))
	}
	for n := 0; n < manyChanges; {
		if zone, day := r.IntN(manyZones), 1+r.IntN(14000); !starts[zone][day] {
			starts[zone][day] = true
			n++
		}
	}
	control, events := members{}, []any{}
	for i := range manyZones {
		days, held := slices.Sorted(maps.Keys(starts[i])), r.IntN(manyActors)
		var zones []any
		for k, from := range days {
			held = (held + 1 + r.IntN(manyActors-1)) % manyActors
			p := members{"from": day(from), "to": nil, "status": "controlled", "controller": actorOf(held), "event": "start"}
			if k+1 < len(days) {
				p["to"] = day(days[k+1])
			}
			if k > 0 {
				p["event"] = "e" + strconv.Itoa(len(events))
				events = append(events, change(p["event"].(string), from))
			}
			zones = append(zones, p)
		}
		control[zoneOf(i)] = zones
	}
	return sketch{
		language: "en", title: "Many parishes", from: day(0), extent: []float64{0, 0, 10, 8},
		zones: shapes, control: control, actors: actors,
		events:  append(events, change("start", 0)),
		sources: []any{members{"id": "rolls", "title": "Rolls of the hundreds", "publisher": "Record Office"}},
	}.files("many")
}

func actorOf(i int) string { return "party-" + strconv.Itoa(i+1) }
func zoneOf(i int) string  { return "z" + strconv.Itoa(i+1) }

func change(id string, from int) members {
	return members{"id": id, "date": day(from), "kind": "administrative", "title": members{"en": "Area changes hands"}, "sources": []string{"rolls"}}
}
