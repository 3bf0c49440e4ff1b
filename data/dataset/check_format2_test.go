package dataset_test

import (
	"cmp"
	"strings"
	"testing"

	"demarc/data/dataset"
	"demarc/data/testdata"
)

// What format 2 adds is checked as the rest is: each fault planted into the isles is found by its
// rule, in its file and on its line.
func TestCheckFindsPlantedFaultsOfFormat2(t *testing.T) {
	const (
		lines, parishes = "regions/lines.geojson", "regions/parishes.geojson"
		shires, later   = "regions/shires.geojson", "regions/shires_later.geojson"
		zones, land     = "regions/zones.geojson", "context/land.geojson"
		sources         = "sources.json"
		retired         = "retired.json"
		corrections     = "corrections.json"
		archived        = "https://web.archive.org/web/20210304101500/https://example.org/flags"
	)
	// The line of a finding is that of what was planted, but for these.
	elsewhere := map[string]string{
		"attribute declared twice":  `"name": "flag"`,
		"replaces without a word":   `"id": "great"`,
		"replaces in a circle":      `"id": "great"`,
		"replaces what comes later": `"id": "great"`,
		"correction given twice":    `"day": "1989-11-20"`,
		"span given twice":          `"title": {"en": "The truce"}`,
	}
	for _, tt := range []struct {
		name, file, old, new string
		rule                 string
		says                 string
	}{
		{"format of the future", "dataset.json", `"format": 2`, `"format": 3`, "shape", "want a whole number, 1 to 2"},
		{"format as text", "dataset.json", `"format": 2`, `"format": "2"`, "shape", "want a number"},
		{"kept until before it begins", "dataset.json", `"as_of": "1989-12-31"`, `"as_of": "1961-02-28"`, "date", "before the first day that is covered"},
		{"as_of is no day", "dataset.json", `"as_of": "1989-12-31"`, `"as_of": "1989"`, "date", "write 1989-01-01"},
		{"covers days after it was kept", "dataset.json", `"as_of": "1989-12-31"`, `"as_of": "1989-12-30"`, "warning: date", "covers days until 1989-12-31"},
		{"feedback to nobody", "dataset.json", "mailto:survey@example.org", "survey@example.org", "shape", "want mailto:NAME@HOST"},
		{"feedback not secure", "dataset.json", "mailto:survey@example.org", "http://example.org/", "shape", "https address"},
		{"review in a language that the dataset lacks", "dataset.json", `"review": ["ar"],`, `"review": ["hy"],`, "languages", "no language of the dataset"},
		{"review of a region", later, `"review": ["ru", "ar"]`, `"review": ["ru", "az"]`, "languages", `"az" is no language`},

		{"name of a column of ours", "dataset.json", `"name": "own_zone"`, `"name": "zone"`, "attribute", `call it "own_zone"`},
		{"name of a parameter in capitals", "dataset.json", `"name": "garrison"`, `"name": "Limit"`, "attribute", `call it "own_Limit"`},
		{"name of a name", "dataset.json", `"name": "garrison"`, `"name": "name_de"`, "attribute", `call it "own_name_de"`},
		{"name with a blank", "dataset.json", `"name": "garrison"`, `"name": "the garrison"`, "attribute", "a letter, then letters"},
		{"name that begins with a digit", "dataset.json", `"name": "garrison"`, `"name": "1garrison"`, "attribute", "a letter, then letters"},
		{"name too long", "dataset.json", `"name": "garrison"`, `"name": "` + strings.Repeat("g", 64) + `"`, "attribute", "at most 63 bytes"},
		{"attribute declared twice", "dataset.json", `"name": "garrison"`, `"name": "Flag"`, "duplicate-id", "already given"},
		{"attribute of something else", "dataset.json", `"of": "periods", "type": "number"`, `"of": "events", "type": "number"`, "attribute", "want regions or periods"},
		{"unknown type", "dataset.json", `"type": "boolean", "title": {"en": "There`, `"type": "bool", "title": {"en": "There`, "attribute", "want text, number, boolean or date"},
		{"attribute without a title", "dataset.json", `"title": {"en": "Flag flown"}`, `"title": {}`, "shape", "holds no name"},
		{"attribute of an unknown layer", "dataset.json", `"walled", "of": "regions", "layer": "parishes"`, `"walled", "of": "regions", "layer": "parish"`, "unknown-id", `no layer is called "parish"`},
		{"periods of a layer", "dataset.json", `"flag", "of": "periods"`, `"flag", "of": "periods", "layer": "zones"`, "attribute", "only an attribute of regions has a layer"},
		{"value nobody declared", parishes, `"walled": false`, `"walls": false`, "attribute", `declares no attribute "walls" of regions (did you mean "walled"?)`},
		{"value of a period in a region", parishes, `"walled": false`, `"garrison": 5`, "attribute", `declares no attribute "garrison" of regions`},
		{"value of another layer", shires, `"walked": "1960-05-17"`, `"walled": true`, "attribute", "is an attribute of the layer parishes"},
		{"text for a number", shires, `"hearths": 9120`, `"hearths": "9120"`, "attribute", "want number or null, got string"},
		{"number for a text", parishes, `"own_zone": "M"`, `"own_zone": 7`, "attribute", "want text or null, got number"},
		{"list for a text", parishes, `"own_zone": "M"`, `"own_zone": ["M"]`, "attribute", "want text or null, got array"},
		{"number for yes or no", parishes, `"walled": false`, `"walled": 0`, "attribute", "want boolean or null, got number"},
		{"day that does not exist", shires, `"walked": "1960-05-17"`, `"walked": "1960-05-32"`, "attribute", "want a day that exists"},
		{"number that would change", shires, `"hearths": 9120`, `"hearths": 9007199254740993`, "attribute", "declare it as text"},
		{"attributes are no object", shires, `"attributes": {"hearths": 9120, "walked": "1960-05-17"}`, `"attributes": [9120]`, "shape", "want an object"},
		{"attributes of an unknown region", zones, `"attributes_of": "upland"`, `"attributes_of": "uplands"`, "unknown-id", `did you mean "upland"`},
		{"attributes of itself", zones, `"attributes_of": "upland"`, `"attributes_of": "north"`, "attribute", "names the region itself"},
		{"attributes of a region without any", zones, `"attributes_of": "upland"`, `"attributes_of": "downland"`, "attribute", "which has no attributes"},
		{"attributes given twice", zones, `"attributes_of": "upland"`, `"attributes": {"hearths": 1}, "attributes_of": "upland"`, "attribute", "stand in one place"},
		{"attributes at second hand", "control.json", `"attributes_of": "upland"`, `"attributes_of": "north"`, "attribute", `(write "upland")`},

		{"begins before it may have", "control.json", `"from_earliest": "1967-04-02"`, `"from_earliest": "1967-04-03"`, "interval", "is not between from_earliest 1967-04-03"},
		{"begins after it must have", "control.json", `"from_latest": "1967-04-03"`, `"from_latest": "1967-04-01"`, "interval", "from_latest 1967-04-01"},
		{"bounds beyond those of the event", "control.json", `"from_latest": "1967-04-03"`, `"from_latest": "1967-04-05"`, "event-date", "its event 1967-cape happened between 1967-04-02 and 1967-04-04"},
		{"bounds before those of the event", "control.json", `"from_earliest": "1967-04-02"`, `"from_earliest": "1967-04-01"`, "event-date", "began between 1967-04-01"},
		{"began after it had ended", "control.json", `"to": "1972-09-01", "controller"`, `"to": "1972-09-01", "from_latest": "1972-09-01", "controller"`, "interval", "is not before to 1972-09-01"},
		{"open and bounded", "control.json", `{"from": "..", "to"`, `{"from": "..", "from_latest": "1961-03-02", "to"`, "interval", "neither"},
		{"open, but not the first", "control.json", `{"from": "..", "to"`, `{"from": "1950-01-01", "to": "1961-03-01", "status": "unknown", "sources": ["survey"]},
    {"from": "..", "to"`, "interval", "another begins before it"},
		{"open to the end", "control.json", `"to": null, "controller": "crown", "status": "controlled", "acquired_by": "initial"`, `"to": "..", "controller": "crown", "status": "controlled", "acquired_by": "initial"`, "date", "want a day that exists"},

		{"claimed by one", "control.json", `"claimants": ["crown", "league"]`, `"claimants": ["crown"]`, "claimants", "want two actors or more"},
		{"claimed by one twice", "control.json", `"claimants": ["crown", "league"]`, `"claimants": ["crown", "league", "crown"]`, "claimants", "each once"},
		{"claimed by nobody known", "control.json", `"claimants": ["crown", "league"]`, `"claimants": ["crown", "leage"]`, "unknown-id", `did you mean "league"`},
		{"note without a language", "control.json", `"note": {"en": "The lighthouse`, `"note": {"": "The lighthouse`, "shape", "a language is empty"},
		{"note is a number", "control.json", `"note": "Two flags were seen."`, `"note": 2`, "shape", "want an object"},
		{"definition is a list", "dataset.json", `"definition": {"en": "One party keeps order there."}`, `"definition": []`, "shape", "want an object"},

		{"replaces what is not there", later, `"replaces": ["upland_1972", "downland_1972"]`, `"replaces": ["upland_1972", "downland_1973"]`, "unknown-id", `did you mean "downland_1972"`},
		{"replaced without a word", later, `"replaces": ["upland_1972", "downland_1972"], `, ``, "replaces", `great does not name it in "replaces"`},
		{"replaces without a word", later, `"replaced_by": ["great"], "regions": ["upland"]`, `"regions": ["upland"]`, "replaces", `does not name it in "replaced_by"`},
		{"replaces itself", later, `"replaces": ["upland_1972", "downland_1972"]`, `"replaces": ["upland_1972", "downland_1972", "great"], "replaced_by": ["great"]`, "replaces", "leads by way of great back to it"},
		{"replaces in a circle", later, `"replaced_by": ["great"], "regions": ["upland"]`, `"replaced_by": ["great"], "replaces": ["great"], "regions": ["upland"]`, "replaces", "back to it"},
		{"replaces what comes later", later, `"valid_to": "1979-01-01", "kind": "shire", "replaced_by"`, `"valid_from": "1979-06-01", "valid_to": "1980-01-01", "replaced_by"`, "replaces", "replaces upland_1972, which is valid from 1979-06-01"},
		{"retired for nobody known", retired, `"replaced_by": ["lesser", "skerry"]`, `"replaced_by": ["lesser", "skery"]`, "unknown-id", `did you mean "skerry"`},
		{"retired by one who does not know", retired, `"replaced_by": ["lesser", "skerry"]`, `"replaced_by": ["lesser", "skerry", "north"]`, "replaces", `north does not name it in "replaces"`},
		{"retired and there", retired, `{"id": "old_reef"`, `{"id": "cape"}, {"id": "old_reef"`, "duplicate-id", "is the id of a region"},
		{"retired twice", retired, `"replaced_by": ["lesser", "skerry"]}`, `"replaced_by": ["lesser", "skerry"]},
{"id": "old_reef"}`, "duplicate-id", "already given"},
		{"retired in a circle", retired, `"id": "old_reef", "replaced_by"`, `"id": "old_reef", "replaces": ["outer_rocks"], "replaced_by"`, "replaces", "back to it"},
		{"replaces an unknown retired id", zones, `"replaces": ["outer_rocks"]`, `"replaces": ["outer_rock"]`, "unknown-id", `did you mean "outer_rocks"`},
		{"correction of nothing known", corrections, `"of": "1967-cape"`, `"of": "1967-cap"`, "unknown-id", `did you mean "1967-cape"`},
		{"correction of no zone known", corrections, `"of": "lesser"`, `"of": "leser"`, "unknown-id", `did you mean "lesser"`},
		{"correction of another kind", corrections, `"kind": "event"`, `"kind": "status"`, "correction", "want period, region, event"},
		{"correction given twice", corrections, `"id": "lesser-week"`, `"id": "cape-day"`, "duplicate-id", "already given"},
		{"correction without a word", corrections, `"before": {"en": "Held by the Crown until 22 June."}, "after": {"en": "Held by the League from 15 June on."}, `, ``, "correction", "neither what was said"},
		{"correction without a reason", corrections, `"reason": {"en": "The harbour book was misread."}, `, ``, "shape", `"reason" is missing`},
		{"correction without a day", corrections, `"day": "1989-11-20", `, ``, "shape", `"day" is missing`},
		{"corrected on no day", corrections, `"day": "1989-11-20"`, `"day": "1989-11-31"`, "date", "1989-11-31"},
		{"correction of a period without its days", corrections, `"from": "1975-06-15", "to": "1975-06-22", `, ``, "correction", `"from" is missing`},
		{"correction that ends before it begins", corrections, `"to": "1975-06-22"`, `"to": "1975-06-15"`, "interval", "is not before to"},
		{"correction of days without a period", corrections, `"from": "1975-06-15", "to": "1975-06-22"`, `"from": "1950-06-15", "to": "1950-06-22"`, "correction", "has no period on any day"},
		{"id of no scheme", later, `"same_as": {"wikidata"`, `"same_as": {"wikipedia"`, "same-as", "the schemes are cow, geonames"},
		{"id of another scheme", later, `"wikidata": "Q999999903"`, `"wikidata": "P31"`, "same-as", `"P31" is no id of wikidata`},
		{"id of an actor", "actors.json", `"gw": "998"`, `"gw": "CRO"`, "same-as", "no id of gw"},
		{"id of a place", "places.geojson", `"geonames": "99999902"`, `"geonames": "0"`, "same-as", "no id of geonames"},
		{"id of an event", "events.json", `"ucdp": "999001"`, `"ucdp": "-"`, "same-as", "no id of ucdp"},

		{"span that ends before it begins", "dataset.json", `"from": "1972-08-15", "to": "1972-11-20"`, `"from": "1972-11-20", "to": "1972-08-15"`, "interval", "span quarrel"},
		{"span without a beginning", "dataset.json", `"from": "1972-08-15", "to": "1972-11-20"`, `"to": "1972-11-20"`, "shape", `"from" is missing`},
		{"span given twice", "dataset.json", `"id": "truce", "title"`, `"id": "quarrel", "title"`, "duplicate-id", `span "quarrel"`},
		{"context that ends before it begins", land, `"valid_from": "1802-01-01"`, `"valid_from": "1985-01-01"`, "interval", "context far_coast"},
		{"precision beyond the scale", "events.json", `"time_precision": 4`, `"time_precision": 6`, "shape", "1 to 5"},
		{"precision of a fraction", "events.json", `"geo_precision": 2`, `"geo_precision": 2.5`, "shape", "1 to 7"},
		{"precision of a place beyond the scale", "events.json", `"geo_precision": 2`, `"geo_precision": 0`, "shape", "1 to 7"},
		{"decided by a number", lines, `"decided_by": "The charter of 1802"`, `"decided_by": 1802`, "shape", "want an object"},

		{"archived on another day", sources, `"archived_at": "2021-03-04"`, `"archived_at": "2021-04-03"`, "evidence", "the address of the copy says 2021-03-04"},
		{"archived on another day, archive.today", sources, "2021.03.06-090000", "2021.03.07-090000", "evidence", "the address of the copy says 2021-03-07"},
		{"archived another page", sources, archived, strings.Replace(archived, "flags", "flag", 1), "evidence", "is of https://example.org/flag, not of the url"},
		{"archived day does not exist", sources, "web/20210304101500", "web/20210231101500", "evidence", "does not exist"},
		{"archive without a copy", sources, "web/20210304101500", "web/2021*", "evidence", "is no time"},
		{"archive without a time", sources, "web/20210304101500/", "web/", "evidence", "names no copy"},
		{"archive of another shape", sources, "https://perma.cc/ZZ99-ZZ99", "https://perma.cc/", "evidence", "perma.cc names"},
		{"archive is no address", sources, archived, "the Wayback Machine", "evidence", "http or https"},
		{"archived, but nobody says where", sources, `"archived_url": "` + archived + `", `, ``, "evidence", `without "archived_url"`},
		{"language in words", sources, `"language": "en"`, `"language": "English"`, "evidence", "want a tag"},
		{"checksum cut short", sources, `"sha256": "`, `"sha256": "0`, "evidence", "want 64 digits"},
		{"copy outside of the folder", sources, `"file": "flags.txt"`, `"file": "../flags.txt"`, "evidence", "in the folder sources"},
		{"copy without a checksum", sources, `"sha256"`, `"sha1"`, "warning: evidence", "nobody would see"},
		{"read before it was written", sources, `"accessed": "2021-03-04"`, `"accessed": "1971-03-04"`, "warning: evidence", "accessed is 1971-03-04, before its date"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := with(t, testdata.Copy(t, testdata.Isles()), tt.file, tt.old, tt.new)
			problems, err := dataset.CheckFiles(files)
			if err != nil {
				t.Fatal(err)
			}
			lines := strings.Split(tt.new, "\n")
			where := cmp.Or(elsewhere[tt.name], lines[len(lines)-1])
			line := testdata.Line(t, files, tt.file, where)
			rule, warning := strings.CutPrefix(tt.rule, "warning: ")
			severity := map[bool]dataset.Severity{true: dataset.Warning, false: dataset.Error}[warning]
			for _, p := range problems {
				if p.Rule == rule && p.Severity == severity && p.File == tt.file && (where == "" || p.Line == line) && strings.Contains(p.String(), tt.says) {
					return
				}
			}
			t.Errorf("want %s [%s] saying %q, got", tt.file, tt.rule, tt.says)
			for _, p := range problems {
				t.Errorf("  %v", p)
			}
		})
	}
}
