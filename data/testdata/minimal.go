package testdata

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing/fstest"
)

// Minimal returns the emptiest datasets that the check accepts, by what they have or lack: each
// list of the format is empty in one of them. Their shapes lie between 0 and 4 degrees east, 0 and
// 1 north, the first region or zone of each over 0.5, 0.5.
func Minimal() map[string]fstest.MapFS {
	period := members{"from": "2000-01-01", "to": nil, "status": "unknown", "sources": []string{"gazette"}}
	held := members{"from": "2000-01-01", "to": nil, "status": "controlled", "controller": "reds"}
	sourced, dated := maps.Clone(held), maps.Clone(held)
	sourced["sources"], dated["event"] = []string{"gazette"}, "start"
	reds := []any{members{"id": "reds", "code": "R", "color": "#aa3333", "names": members{"en": "Reds"}}}
	start := []any{members{"id": "start", "date": "2000-01-01", "kind": "administrative", "title": members{"en": "The record begins"}, "sources": []string{"gazette"}}}
	gazette := []any{members{"id": "gazette", "title": "The gazette", "date": "2000-01-02"}}
	ford := named("ford", "Ford", `{"type":"Point","coordinates":[0.5,0.5]}`)
	sketches := map[string]sketch{
		"nothing":      {},
		"plain-region": {layers: map[string][]string{"areas": {square("a", "Alder", 0, "")}}},
		"plain-nested": {layers: map[string][]string{
			"areas":    {square("a", "Alder", 0, `"kind":"state"`), square("b", "Birch", 1, "")},
			"counties": {square("c", "Cedar", 0, `"parent":"a"`)},
		}},
		"plain-dated": {layers: map[string][]string{"areas": {
			square("a", "Alder", 0, ""), square("b", "Birch", 1, `"valid_to":"2005-03-01"`), square("c", "Cedar", 1, `"valid_from":"2005-03-01"`),
		}}},
		"line-and-point": {layers: map[string][]string{
			"roads:line":  {named("road", "Road", `{"type":"LineString","coordinates":[[0,0.5],[1,0.5]]}`)},
			"wells:point": {named("well", "Well", `{"type":"Point","coordinates":[0.5,0.5]}`)},
		}},
		"undrawn-region": {layers: map[string][]string{"areas": {named("a", "Alder", "null")}}},
		"undrawn-zone":   {zones: []string{named("a", "Alder", "null")}, control: members{"a": []any{period}}, sources: gazette},
		"no-languages":   {language: "-", zones: []string{square("a", "Alder", 0, "")}, control: members{"a": []any{sourced}}, actors: reds, sources: gazette},
		"no-statuses":    {statuses: []any{}, layers: map[string][]string{"areas": {square("a", "Alder", 0, "")}}},
		"places-alone":   {places: []string{ford}},
		"no-zones":       {actors: reds, events: start, sources: gazette, places: []string{ford}},
		"no-actors":      {zones: []string{square("a", "Alder", 0, ""), square("b", "Birch", 1, "")}, control: members{"a": []any{period}, "b": []any{period}}, sources: gazette},
		"no-events":      {zones: []string{square("a", "Alder", 0, "")}, control: members{"a": []any{sourced}}, actors: reds, sources: gazette},
		"one-zone":       {zones: []string{square("a", "Alder", 0, "")}, control: members{"a": []any{dated}}, actors: reds, events: start, sources: gazette},
		"post-alone": {overlays: []string{"posts"}, control: members{"post": []any{dated}}, actors: reds, events: start, sources: gazette,
			layers: map[string][]string{"posts:point": {named("post", "Post", `{"type":"Point","coordinates":[0.5,0.5]}`), named("idle", "Idle", `{"type":"Point","coordinates":[1.5,0.5]}`)}}},
	}
	all := map[string]fstest.MapFS{}
	for name, s := range sketches {
		all[name] = s.files(name)
	}
	return all
}

// Scripts returns datasets whose names are written with marks above, below and before letters, or
// from right to left, each in one language that is not English, by that language: a zone held since
// 2000 and a region that holds it.
func Scripts() map[string]fstest.MapFS {
	all := map[string]fstest.MapFS{}
	for language, names := range map[string][5]string{
		"th": {"แผนที่หมู่บ้าน", "ทุ่งน้ำ", "บ้านที่นี่", "ฝ่ายเหนือ", "เริ่มบันทึก"},
		"hi": {"दो घाटियों का नक़्शा", "पूर्वी क्षेत्र", "ज़िला कीर्तिपुर", "लाल पक्ष", "अभिलेख आरम्भ"},
		"ar": {"خَرِيطَةُ الوَادِي", "المِنْطَقَةُ الشَّرْقِيَّة", "مُحَافَظَةُ النَّهْر", "الحُمْر", "بَدْءُ السِّجِلّ"},
		"vi": {"Bản đồ thung lũng", "Vùng phía Đông", "Huyện Nguyễn Trường", "Phe Đỏ", "Khởi đầu ghi chép"},
	} {
		in := func(i int) members { return members{language: names[i]} }
		all[language] = sketch{
			language: language, title: names[0],
			zones:   []string{square("zone", names[1], 0, "")},
			layers:  map[string][]string{"areas": {square("area", names[2], 0, "")}},
			control: members{"zone": []any{members{"from": "2000-01-01", "to": nil, "status": "controlled", "controller": "side", "event": "start"}}},
			actors:  []any{members{"id": "side", "color": "#aa3333", "names": in(3)}},
			events:  []any{members{"id": "start", "date": "2000-01-01", "kind": "administrative", "title": in(4), "sources": []string{"record"}}},
			sources: []any{members{"id": "record", "title": names[4], "date": "2000-01-02", "language": language}},
		}.files(language)
	}
	return all
}

// sketch is a dataset that says nothing but this.
type sketch struct {
	language, title string // en and the id without it; -: names are in English and no language is declared
	from            string // the first day; 2000-01-01 without it
	extent          []float64
	format          int // 0: the files do not say
	zones           []string
	layers          map[string][]string // features by id of their layer, or by id:kind
	overlays        []string
	control         members
	actors          []any
	events          []any
	sources         []any
	statuses        []any // held and unknown without it
	places          []string
}

// square returns an area as wide as a degree, and as high, from the equator and a longitude on,
// with more properties.
func square(id, name string, west int, more string) string {
	return named(id, name, fmt.Sprintf(`{"type":"Polygon","coordinates":[[[%[1]d,0],[%[2]d,0],[%[2]d,1],[%[1]d,1],[%[1]d,0]]]}`, west, west+1), more)
}

// named returns a feature with a name whose language is still to be said, see collection.
func named(id, name, geometry string, more ...string) string {
	properties := strings.Join(slices.DeleteFunc(append([]string{`"names":{"LANG":"` + name + `"}`}, more...), func(s string) bool { return s == "" }), ",")
	return fmt.Sprintf(`{"type":"Feature","id":%q,"properties":{%s},"geometry":%s}`, id, properties, geometry)
}

// files writes the dataset, open from 2000 on.
func (s sketch) files(id string) fstest.MapFS {
	languages := any([]string{cmp.Or(s.language, "en")})
	switch s.language {
	case "-":
		languages = nil
		fallthrough
	case "":
		s.language, s.title = "en", id
	}
	if s.statuses == nil {
		s.statuses = []any{
			members{"id": "controlled", "pattern": "solid", "names": members{s.language: "held"}},
			members{"id": "unknown", "pattern": "dots", "names": members{s.language: "unknown"}},
		}
	}
	if s.from == "" {
		s.from, s.extent = "2000-01-01", []float64{-1, -1, 4, 2}
	}
	files := fstest.MapFS{"regions/zones.geojson": collection(s.zones, s.language)}
	layers := []any{members{"id": "zones", "title": members{s.language: "zones"}}}
	for layer, features := range s.layers {
		id, kind, _ := strings.Cut(layer, ":")
		files["regions/"+id+".geojson"] = collection(features, s.language)
		layers = append(layers, members{"id": id, "title": members{s.language: id}, "kind": kindOf(kind), "partition": false})
	}
	dataset := members{
		"id": id, "title": members{s.language: s.title}, "languages": languages,
		"licence": "CC0-1.0", "attribution": "made up for tests", "control_layer": "zones", "overlay_layers": s.overlays,
		"layers": sortedByID(layers), "covers": members{"from": s.from, "to": nil, "extent": s.extent},
		"statuses": s.statuses,
	}
	if s.format != 0 {
		dataset["format"] = s.format
	}
	for name, content := range map[string]members{
		"dataset": dataset, "actors": {"actors": list(s.actors)}, "events": {"events": list(s.events)},
		"sources": {"sources": list(s.sources)}, "control": {"zones": orEmpty(s.control)},
	} {
		files[name+".json"] = &fstest.MapFile{Data: encode(content)}
	}
	if s.places != nil {
		files["places.geojson"] = collection(s.places, s.language)
	}
	return files
}

func kindOf(kind string) string {
	if kind == "" {
		return "area"
	}
	return kind
}

// list keeps an empty list from being written as null.
func list(items []any) []any { return append([]any{}, items...) }

func orEmpty(m members) members {
	if m == nil {
		return members{}
	}
	return m
}

func sortedByID(layers []any) []any {
	slices.SortFunc(layers, func(a, b any) int { return cmp.Compare(a.(members)["id"].(string), b.(members)["id"].(string)) })
	return layers
}

func encode(content any) []byte {
	text, err := json.MarshalIndent(content, "", " ")
	if err != nil {
		panic(fmt.Sprintf("testdata: %v", err))
	}
	return append(text, '\n')
}

// collection writes features, one a line, with names in a language.
func collection(features []string, language string) *fstest.MapFile {
	lines := strings.ReplaceAll(strings.Join(features, ",\n"), `"LANG"`, `"`+language+`"`)
	return &fstest.MapFile{Data: []byte("{\"type\":\"FeatureCollection\",\"features\":[\n" + lines + "\n]}\n")}
}
