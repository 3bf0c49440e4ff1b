package dataset_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"demarc/data/dataset"
	"demarc/data/testdata"
)

// small returns the files of a dataset without faults: two zones side by side.
func small(t testing.TB) fstest.MapFS {
	t.Helper()
	return testdata.Copy(t, testdata.Small())
}

// with returns the files with new instead of old where it stands first in a file.
func with(t testing.TB, files fstest.MapFS, name, old, new string) fstest.MapFS {
	t.Helper()
	return testdata.With(t, files, name, old, new, 1)
}

func TestSmallDatasetHasNoProblems(t *testing.T) {
	problems, err := dataset.CheckFiles(small(t))
	if err != nil || len(without(problems, "area-jump")) > 0 {
		t.Fatalf("%v %v", err, problems)
	}
}

// without drops the problems of a rule. The small dataset has two zones, so half of it changes
// hands at once.
func without(problems []dataset.Problem, rule string) []dataset.Problem {
	return slices.DeleteFunc(slices.Clone(problems), func(p dataset.Problem) bool { return p.Rule == rule })
}

const (
	zonesFile    = "regions/zones.geojson"
	countiesFile = "regions/counties.geojson"
	actorsFile   = "actors.json"
	river        = `{"from": "2005-03-01", "to": null, "controller": "blues"`
	westRing     = "[[10, 50], [11, 50], [11, 51], [10, 51], [10, 50]]"
	eastRing     = "[[11, 50], [12, 50], [12, 51], [11, 51], [11, 50]]"
)

// Each planted fault must be found by its rule, in its file and on its line, and keep the dataset
// from being served.
func TestCheckFindsPlantedFaults(t *testing.T) {
	for _, tt := range []struct {
		name, file, old, new string
		rule                 string
		at, where            string // file and a text on the line of the problem
		says                 string
	}{
		{"comma missing", "events.json", `"kind": "capture",`, `"kind": "capture"`, "json", "events.json", "capture", "invalid character"},
		{"file cut short", "control.json", "]\n}}", "]", "json", "control.json", "", "unexpected end"},
		{"not UTF-8", "actors.json", "Reds", "R\xffds", "json", "actors.json", "R\xffds", "UTF-8"},
		{"control character", "actors.json", "Reds", `Re\u0007ds`, "shape", "actors.json", "ds\"", "control character U+0007"},
		{"link that runs", "sources.json", `"url": "https://`, `"url": "javascript:https://`, "shape", "sources.json", "javascript", "want an address with http:"},
		{"link without a scheme", "sources.json", `"url": "https://`, `"url": "www.`, "shape", "sources.json", "www.", "want an address with http:"},
		{"duplicate key", "control.json", `"east": [`, `"west": [`, "duplicate-key", "control.json", "", "stands twice"},
		{"duplicate region", zonesFile, `"id": "east"`, `"id": "west"`, "duplicate-id", zonesFile, "East valley", "already given"},
		{"id that is a step of a path", zonesFile, `"id": "east"`, `"id": ".."`, "shape", zonesFile, "East valley", "step of the path"},
		{"duplicate id across layers", countiesFile, `"id": "county"`, `"id": "west"`, "duplicate-id", countiesFile, "County", "already given"},
		{"unknown zone", "control.json", `"east": [`, `"est": [`, "unknown-id", "control.json", "", `zone "est"`},
		{"unknown controller", "control.json", `"controller": "reds"`, `"controller": "red"`, "unknown-id", "control.json", `"red"`, `did you mean "reds"`},
		{"unknown status", "control.json", `"status": "controlled", "event": "river"`, `"status": "held", "event": "river"`, "unknown-id", "control.json", "held", "no status"},
		{"unknown event", "control.json", `"event": "river"`, `"event": "rivers"`, "unknown-id", "control.json", "rivers", `did you mean "river"`},
		{"unknown source", "events.json", `"place": "ford", "sources": ["gazette"]`, `"place": "ford", "sources": ["gazete"]`, "unknown-id", "events.json", "gazete", "no source"},
		{"unknown parent", countiesFile, `"parent": "county"`, `"parent": "country"`, "unknown-id", countiesFile, "country", "no region"},
		{"unknown control layer", "dataset.json", `"control_layer": "zones"`, `"control_layer": "zone"`, "unknown-id", "dataset.json", "", "no layer"},
		{"status unknown missing", "dataset.json", `"id": "unknown"`, `"id": "nobody"`, "unknown-id", "dataset.json", "", `"unknown" is missing`},
		{"no controller", "control.json", `"controller": "reds", `, "", "unknown-id", "control.json", "2005-03-01", "names no controller"},
		{"date does not exist", "control.json", "2005-03-01", "2005-02-30", "date", "control.json", "2005-02-30", "want a day that exists"},
		{"year alone", "dataset.json", `"date": "2001-06-01"`, `"date": "2001"`, "date", "dataset.json", `"2001"`, "write 2001-01-01"},
		{"no first day", "control.json", `"to": "2005-03-01"`, `"to": "../2005"`, "date", "control.json", `"../2005"`, "has no first day"},
		{"bad EDTF", "events.json", `"2005-03"`, `"spring 2005"`, "date", "events.json", "spring", "1991-12~"},
		{"from after to", "control.json", `"from": "2000-01-01", "to": "2005-03-01"`, `"from": "2005-03-01", "to": "2000-01-01"`, "interval", "control.json", "2005-03-01", "is not before"},
		{"from equal to to", "dataset.json", `"to": "2010-01-01"`, `"to": "2000-01-01"`, "interval", "dataset.json", "", "is not before"},
		{"two controllers on one day", "control.json", `"to": "2005-03-01"`, `"to": "2005-03-02"`, "double-control", "control.json", river, "reds and blues both hold it from 2005-03-01 to 2005-03-01"},
		{"gap in time", "control.json", `"to": "2005-03-01"`, `"to": "2005-02-28"`, "gap-in-time", "control.json", river, "no period from 2005-02-28 to 2005-02-28"},
		{"gap at the beginning", "control.json", `"east": [
    {"from": "2000-01-01"`, `"east": [
    {"from": "2000-01-02"`, "gap-in-time", "control.json", "2000-01-02", "no period from 2000-01-01"},
		{"gap at the end", "control.json", `"2000-01-01", "to": null`, `"2000-01-01", "to": "2009-12-31"`, "gap-in-time", "control.json", "2009-12-31", "no period from 2009-12-31 to 2009-12-31"},
		{"zone without periods", zonesFile, "\n]}", `, {"type": "Feature", "id": "new", "properties": {"names": {"en": "New"}}, "geometry": null}]}`, "gap-in-time", zonesFile, "\"new\"", "no period in control.json"},
		{"period before its event", "events.json", `"date": "2005-03", "day": "2005-03-01"`, `"date": "2005-04", "day": "2005-04-01"`, "event-date", "control.json", river, "2005-04-01"},
		{"event outside its bounds", "events.json", `"day": "2005-03-01"`, `"day": "2005-04-01"`, "interval", "events.json", "river", "is not between"},
		{"change without source", "events.json", `"zones": ["west"], "place": "ford", "sources": ["gazette"]`, `"zones": ["west"]`, "source", "control.json", river, "has no source"},
		{"event without source", "events.json", `"place": "ford", "sources": ["gazette"]`, `"place": "ford"`, "source", "events.json", "river", "has no source"},
		{"ring not closed", zonesFile, "[10, 51], [10, 50]]", "[10, 51]]", "ring", zonesFile, "[[10, 50]", "want the same"},
		{"ring too short", zonesFile, westRing, "[[10, 50], [11, 50], [10, 50]]", "ring", zonesFile, "[[10, 50]", "want at least 4"},
		{"ring crosses itself", zonesFile, westRing, "[[10, 50], [11, 51], [11, 50], [10, 51], [10, 50]]", "ring", zonesFile, "[[10, 50]", "10.5"},
		{"hole outside its shell", zonesFile, eastRing, eastRing + ",\n[[9.1, 50], [9.2, 50], [9.2, 50.1], [9.1, 50]]", "ring", zonesFile, "[[9.1", "not within the shell"},
		{"swapped axes", zonesFile, westRing, "[[50, 10], [50, 11], [51, 11], [51, 10], [50, 10]]", "axes", zonesFile, "[[50, 10]", "looks like latitude, longitude"},
		{"swapped place", "places.geojson", "[11, 50.5]", "[50.5, 11]", "axes", "places.geojson", "ford", "looks like latitude, longitude"},
		{"foreign reference system", zonesFile, `"features"`, `"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}, "features"`, "crs", zonesFile, "3857", "ogr2ogr"},
		{"metres", zonesFile, westRing, "[[1113194, 6446275], [1224514, 6446275], [1224514, 6621293], [1113194, 6446275]]", "range", zonesFile, "1113194", "metres"},
		{"latitude out of range", zonesFile, "[10, 51], [10, 50]]", "[10, 91], [10, 50]]", "range", zonesFile, "[10, 91]", "-90 to 90"},
		{"latitude first, as EPSG:4326 has it", zonesFile, westRing, "[[50, 110], [51, 110], [51, 111], [50, 110]]", "range", zonesFile, "[[50, 110]", "these look like latitude, longitude"},
		{"latitude first in the west", zonesFile, westRing, "[[50, -110], [51, -110], [51, -111], [50, -110]]", "range", zonesFile, "[[50, -110]", "axisswap"},
		{"latitude first in the south", "places.geojson", "[11, 50.5]", "[-33.5, 151]", "range", "places.geojson", "ford", "these look like latitude, longitude"},
		{"outline of another layer not reached", "dataset.json", `"partition": true,`, `"partition": true, "outline": "counties",`, "outline", "dataset.json", "partition\": true", "outer border"},
		{"unknown outline", "dataset.json", `"partition": true,`, `"partition": true, "outline": "county",`, "unknown-id", "dataset.json", "partition\": true", "no layer is called"},
		{"sliver between neighbours", zonesFile, eastRing, "[[10.9999999, 50], [12, 50], [12, 51], [10.9999999, 51], [10.9999999, 50]]", "sliver", zonesFile, "", "overlap"},
		{"overlap", zonesFile, eastRing, "[[10.9, 50], [12, 50], [12, 51], [10.9, 51], [10.9, 50]]", "overlap", zonesFile, "", "km2"},
		{"collection without what the layer holds", countiesFile, `"geometry": null`, `"geometry": {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [11, 50]}]}`, "geojson", countiesFile, "Hamlet", "holds areas, got a GeometryCollection"},
		{"geometry of another type", countiesFile, `"Polygon", "coordinates": [
    [[10, 50], [12, 50], [12, 51], [10, 51], [10, 50]]
  ]`, `"LineString", "coordinates": [[10, 50], [12, 50]]`, "geojson", countiesFile, "County", "LineString"},
		{"text for a coordinate", zonesFile, "[[10, 50]", `[["10", 50]`, "geojson", zonesFile, `"10"`, "two numbers"},
		{"no feature collection", "places.geojson", "FeatureCollection", "GeometryCollection", "geojson", "places.geojson", "", "FeatureCollection"},
		{"number for a name", "actors.json", `{"en": "Reds"}`, `{"en": 5}`, "shape", "actors.json", "5", "want a string"},
		{"text for a list", "dataset.json", `["en"]`, `"en"`, "shape", "dataset.json", `languages`, "want an array"},
		{"id missing", zonesFile, `"id": "east", `, "", "shape", zonesFile, "East", `no "id"`},
		{"colour misspelt", "actors.json", "#aa3333", "red", "shape", "actors.json", `"red"`, "#rrggbb"},
		{"event without a first day", "events.json", `"date": "2000-01-01"`, `"date": "../2000-01-01"`, "date", "events.json", "2000-01-01", "\"day\" is missing"},
		{"zone that ends before the coverage", "control.json", `"2000-01-01", "to": null`, `"1999-01-01", "to": "1999-06-01"`, "gap-in-time", "control.json", "1999-01-01", "no period from 2000-01-01"},
		{"language nobody speaks", "dataset.json", `["en"]`, `["en", "xx"]`, "languages", "dataset.json", "languages", "no region has a name"},
		{"view outside", "dataset.json", "[11, 50.5]", "[50.5, 11]", "shape", "dataset.json", "view", "longitude, latitude"},
		{"view of a day that is not covered", "dataset.json", "2001-06-01", "1901-06-01", "date", "dataset.json", "view", "is not covered"},
		{"view too near", "dataset.json", `"zoom": 8`, `"zoom": 800`, "shape", "dataset.json", "view", "0 to 22"},
		{"negative precision", "dataset.json", `"precision_m": 500`, `"precision_m": -500`, "shape", "dataset.json", "precision", "0 or more"},
		{"its own parent", countiesFile, `"parent": "county"`, `"parent": "hamlet"`, "unknown-id", countiesFile, "hamlet", "its own parent"},
		{"blank name", actorsFile, "Reds", "  ", "shape", actorsFile, "reds", "not empty"},
		{"layer id of the program's own", "dataset.json", `"id": "counties"`, `"id": "control"`, "shape", "dataset.json", "Counties", "is taken"},
		{"layer id that leaves the folder", "dataset.json", `"id": "counties"`, `"id": "../counties"`, "shape", "dataset.json", "../counties", "names a file"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := with(t, small(t), tt.file, tt.old, tt.new)
			problems, err := dataset.CheckFiles(files)
			if err != nil || dataset.Errors(problems) == 0 {
				t.Errorf("a dataset with this fault has no error: %v", err)
			}
			wantFinding(t, files, problems, dataset.Problem{Rule: tt.rule, Severity: dataset.Error, File: tt.at, Message: tt.says}, tt.where)
		})
	}
}

func TestCheckReportsAllProblemsNotTheFirst(t *testing.T) {
	files := with(t, small(t), "control.json", `"controller": "reds"`, `"controller": "greens"`)
	files = with(t, files, "events.json", `"sources": ["gazette"]`, `"sources": []`)
	files = with(t, files, zonesFile, "[10, 51], [10, 50]]", "[10, 51]]")
	problems, err := dataset.CheckFiles(files)
	if err != nil {
		t.Fatal(err)
	}
	rules := map[string]bool{}
	for _, p := range problems {
		rules[p.Rule] = true
	}
	for _, rule := range []string{"unknown-id", "source", "ring"} {
		if !rules[rule] {
			t.Errorf("nothing was said of the fault %s; got %v", rule, problems)
		}
	}
}

// One mistake is one error, not one for everything that hangs on it.
func TestOneMistakeIsOneError(t *testing.T) {
	for _, tt := range []struct{ name, file, old, new string }{
		{"bad first day of a period", "control.json", `"from": "2005-03-01"`, `"from": "2005-03-32"`},
		{"first day of a period missing", "control.json", `"from": "2005-03-01", `, ``},
		{"bad last day of a period", "control.json", `"to": "2005-03-01"`, `"to": "2005-3-1"`},
		{"bad first day of the coverage", "dataset.json", `"from": "2000-01-01"`, `"from": "2000-02-30"`},
		{"extent of three numbers", "dataset.json", "[9, 49, 13, 52]", "[9, 49, 13]"},
		{"extent with its axes swapped", "dataset.json", "[9, 49, 13, 52]", "[49, 9, 52, 13]"},
		{"unknown control layer", "dataset.json", `"control_layer": "zones"`, `"control_layer": "zone"`},
		{"bad layer id", "dataset.json", `"id": "counties"`, `"id": "Counties"`},
		{"bad date of an event", "events.json", `"date": "2005-03", "day"`, `"date": "2005-31", "day"`},
		{"event that ends before it begins", "events.json", `"date": "2005-03", "day": "2005-03-01"`, `"date": "2005-03", "day": "2005-03-01", "earliest": "2005-03-09"`},
		{"timeline of another shape", "control.json", `{"zones": {`, `{"zones": [], "zone": {`},
		{"zone given twice", "control.json", `"east": [`, `"west": [`},
		{"zone misspelt", "control.json", `"east": [`, `"eats": [`},
		{"feature without id", zonesFile, `"id": "east", `, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := with(t, small(t), tt.file, tt.old, tt.new)
			if strings.HasPrefix(tt.name, "extent") { // the view lies in the extent
				files = with(t, files, "dataset.json", `"center": [11, 50.5], `, "")
			}
			problems, err := dataset.CheckFiles(files)
			limit := 1
			if strings.HasPrefix(tt.name, "zone ") {
				limit = 2 // the zone that is now without periods is named too
			}
			if n := dataset.Errors(problems); err != nil || n == 0 || n > limit {
				t.Errorf("got %d errors, want %d:", n, limit)
				for _, p := range problems {
					t.Errorf("  %v", p)
				}
			}
		})
	}
}

// A finding about one of many lines names that line.
func TestFindingsNameTheLineOfTheText(t *testing.T) {
	files := with(t, small(t), "events.json", `"sources": ["gazette"]},`, `"sources": [
    "gazette",
    "gazete"
  ]},`)
	files = with(t, files, "actors.json", `"color": "#aa3333"`, "\n\"color\": \"red\"")
	problems, err := dataset.CheckFiles(files)
	if err != nil {
		t.Fatal(err)
	}
	for text, file := range map[string]string{`"gazete"`: "events.json", `"red"`: "actors.json"} {
		want := testdata.Line(t, files, file, text)
		if !slices.ContainsFunc(problems, func(p dataset.Problem) bool {
			return p.File == file && p.Line == want && strings.Contains(p.Message, text)
		}) {
			t.Errorf("%s: want a problem on line %d of %s, got %v", text, want, file, problems)
		}
	}
}

// A file that cannot be read is one problem, not one for each reference into it.
func TestBrokenFileIsOneProblem(t *testing.T) {
	for _, name := range []string{"dataset.json", "actors.json", "sources.json", "events.json", "control.json", zonesFile} {
		files := small(t)
		files[name] = &fstest.MapFile{Data: []byte("{\n")}
		problems, err := dataset.CheckFiles(files)
		problems = without(problems, "area-jump")
		if err != nil || len(problems) != 1 || problems[0].File != name {
			t.Errorf("%s cut short: got %v, %v; want one problem in it", name, problems, err)
		}
	}
}

// Each unlikely thing must be found in the same way, and not keep the dataset from being served.
func TestCheckWarns(t *testing.T) {
	for _, tt := range []struct {
		name, file, old, new string
		rule                 string
		at, where            string // file and a text on the line of the problem
		says                 string
	}{
		{"member that means nothing", "control.json", `"status": "controlled", "event": "river"`, `"statsu": "x", "status": "controlled", "event": "river"`, "unknown-member", "control.json", "statsu", `"statsu"`},
		{"altitude", zonesFile, "[[10, 50],", "[[10, 50, 7],", "altitude", zonesFile, "[[10, 50, 7]", "altitude"},
		{"outside the extent", "dataset.json", "[9, 49, 13, 52]", "[9, 49, 11.5, 52]", "extent", zonesFile, eastRing, "lies outside the extent"},
		{"source older than its event", "sources.json", "2005-03-02", "2004-12-31", "source-date", "events.json", "river", "is dated 2004-12-31, before"},
		{"zone that comes back within days", "control.json", `{"from": "2005-03-01", "to": null, "controller": "blues"`, `{"from": "2005-03-01", "to": "2005-03-04", "controller": "blues", "status": "controlled", "event": "river"},
    {"from": "2005-03-04", "to": null, "controller": "reds"`, "flip-flop", "control.json", `"to": "2005-03-04"`, "for 3 days only"},
		{"half the map in one day", "control.json", `"status": "controlled", "event": "river"`, `"status": "contested", "event": "river"`, "area-jump", "control.json", river, "50 %"},
		{"zone of some days", zonesFile, `"names": {"en": "East valley"}`, `"names": {"en": "East valley"}, "valid_from": "2004-01-01"`, "zone-days", zonesFile, "East", "is valid for"},
		{"hole", zonesFile, eastRing, eastRing + ",\n[[11.2, 50.2], [11.4, 50.2], [11.4, 50.4], [11.2, 50.2]]", "hole", zonesFile, "East", "belongs to no region"},
		{"vertex that a neighbour lacks", zonesFile, eastRing, "[[11, 50], [12, 50], [12, 51], [11, 51], [11, 50.5], [11, 50]]", "t-junction", zonesFile, "East", "which lacks it"},
		{"file nobody reads", "dataset.json", "Two valleys", "Two valleys", "stray-file", "event.json", "", "is not read"},
		{"hole that touches its shell twice", countiesFile, "[10, 50]]\n", "[10, 50]],\n    [[10, 50.5], [12, 50.5], [11, 50.7], [10, 50.5]]\n", "ring", countiesFile, "[12, 50], [12, 51]", "cut the interior in pieces, near 10,50.5"},
		{"chain of holes", countiesFile, "[10, 50]]\n", "[10, 50]],\n    [[10, 50.5], [11, 50.4], [11, 50.5], [10, 50.5]],\n    [[11, 50.5], [12, 50.4], [11.5, 50.6], [11, 50.5]]\n", "ring", countiesFile, "[11, 50.4]", "cut the interior in pieces, near 11,50.5"},
		{"parts that share an edge", countiesFile, "\"Polygon\", \"coordinates\": [\n    [[10, 50], [12, 50], [12, 51], [10, 51], [10, 50]]", "\"MultiPolygon\", \"coordinates\": [\n    [[[10, 50], [11, 50], [11, 51], [10, 51], [10, 50]]],\n    [[[11, 50.2], [12, 50], [12, 51], [11, 50.8], [11, 50.2]]]", "ring", countiesFile, "[11, 50.8]", "polygon 1 shares an edge with polygon 0 near 11,50.2"},
		{"ring across the antimeridian", countiesFile, "[[10, 50], [12, 50], [12, 51], [10, 51], [10, 50]]", "[[179, 50], [-179, 50], [-179, 51], [179, 51], [179, 50]]", "antimeridian", countiesFile, "-179", "edge over 180 degrees: from 179,50 to -179,50 it spans 358 degrees"},
		{"EPSG:4326", countiesFile, "{\"type\": \"FeatureCollection\"", "{\"type\": \"FeatureCollection\", \"crs\": {\"type\": \"name\", \"properties\": {\"name\": \"urn:ogc:def:crs:EPSG::4326\"}}", "crs", countiesFile, "4326", "read as longitude, latitude"},
		{"no coordinates", countiesFile, "\"geometry\": null", "\"geometry\": {\"type\": \"MultiPolygon\", \"coordinates\": []}", "no-geometry", countiesFile, "Hamlet", "feature \"hamlet\": no coordinates"},
		{"a part without coordinates", countiesFile, "\"Polygon\", \"coordinates\": [\n    [[10, 50], [12, 50], [12, 51], [10, 51], [10, 50]]", "\"MultiPolygon\", \"coordinates\": [\n   [[[10, 50], [12, 50], [12, 51], [10, 51], [10, 50]]], []", "no-geometry", countiesFile, "County", "are left out: 1"},
		{"noise", countiesFile, "[12, 51], [10, 51]", "[12, 90.00000000000003], [10, 51]", "range", countiesFile, "County", "the noise of computing, are taken as on them: 1"},
		{"collection", countiesFile, "\"geometry\": null", "\"geometry\": {\"type\": \"GeometryCollection\", \"geometries\": [{\"type\": \"Point\", \"coordinates\": [11, 50]}, {\"type\": \"Polygon\", \"coordinates\": [[[10, 50], [11, 50], [11, 51], [10, 51], [10, 50]]]}, {\"type\": \"Polygon\", \"coordinates\": [[[11, 50], [12, 50], [12, 51], [11, 51], [11, 50]]]}]}",
			"collection", countiesFile, "Hamlet", "region hamlet: its GeometryCollection is taken as one Polygon, and left out of it is: 1 point"},
		{"tiny part of a region", zonesFile, "[[\n    " + eastRing + "\n  ]]", "[[\n    " + eastRing + "\n  ], [[[12.5, 50], [12.5001, 50], [12.5, 50.0001], [12.5, 50]]]]", "sliver", zonesFile, "12.5001", "near 12.5,50 has 40 m2 only"},
		{"event far from its zones", "events.json", `"zones": ["west"]`, `"zones": ["west"], "point": [11.5, 50.5]`, "event-place", "events.json", "river", "lies 35.5 km from the nearest of its zones, west, which is good to 0.5 km"},
		{"place of an event far from its zones", "places.geojson", "[11, 50.5]", "[11.01, 50.5]", "event-place", "events.json", "river", "lies 0.7 km"},
		{"event that the periods know nothing of", "events.json", `"zones": ["west"]`, `"zones": ["west"], "to_actor": "reds", "earliest": "2005-03-01", "latest": "2005-03-01"`, "event-zone", "events.json", "river", "gives west to reds, but no period of the zone between 2005-03-01 and 2005-03-01 says so"},
		{"surer than the day", "events.json", `"zones": ["west"]`, `"zones": ["west"], "confidence": "high"`, "confidence", "control.json", river, "it may have begun as late as 2005-03-31"},
		{"publisher of two parties", "sources.json", `"verified": true}`, `"perspective": "reds", "verified": true},
  {"id": "second", "title": "The ford", "publisher": "Gazette", "date": null, "perspective": "blues", "verified": true}`, "perspective", "sources.json", "second", "Gazette has the perspective blues here, and reds in gazette"},
		{"name in two spellings", "events.json", "The record begins", "Marchland, Marchland, Marshland", "spelling", "events.json", "Marshland", `"Marshland" in en, which stands 1 times, is elsewhere "Marchland", 2 times`},
		{"actor named before it existed", "actors.json", "1999-01-01", "2001-01-01", "actor-date", "control.json", `"2000-01-01", "to": null`, "valid for [2001-01-01"},
		{"layer not listed", "dataset.json", `,
    {"id": "counties", "title": {"en": "Counties"}, "partition": false}`, "", "stray-file", countiesFile, "", "counties"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := with(t, small(t), tt.file, tt.old, tt.new)
			if tt.name == "file nobody reads" {
				files["event.json"] = &fstest.MapFile{Data: []byte("{}")}
			}
			problems, err := dataset.CheckFiles(files)
			if err != nil || tt.rule != "stray-file" && dataset.Errors(problems) > 0 {
				t.Fatalf("a warning must not keep a dataset from being served: %v %v", err, problems)
			}
			wantFinding(t, files, problems, dataset.Problem{Rule: tt.rule, Severity: dataset.Warning, File: tt.at, Message: tt.says}, tt.where)
		})
	}
}

// wantFinding wants among the problems one like the one given, whose message holds the words of
// that, on the line of where.
func wantFinding(t *testing.T, files fstest.MapFS, problems []dataset.Problem, want dataset.Problem, where string) {
	t.Helper()
	for _, p := range problems {
		said := p.Message + " " + p.Hint
		if p.Rule == want.Rule && p.Severity == want.Severity && p.File == want.File && strings.Contains(said, want.Message) &&
			(where == "" || p.Line == testdata.Line(t, files, p.File, where)) {
			return
		}
	}
	t.Errorf("want %s:%q: %s [%s] saying %q, got", want.File, where, want.Severity, want.Rule, want.Message)
	for _, p := range problems {
		t.Errorf("  %v", p)
	}
}

func TestMissingFiles(t *testing.T) {
	for _, name := range []string{"dataset.json", "actors.json", "sources.json", "events.json", "control.json", zonesFile} {
		files := small(t)
		delete(files, name)
		problems, err := dataset.CheckFiles(files)
		if err != nil {
			t.Fatal(err)
		}
		wantFinding(t, files, problems, dataset.Problem{Rule: "file", Severity: dataset.Error, File: name, Message: "cannot be read"}, "")
	}
	files := small(t)
	delete(files, "places.geojson")
	with := with(t, files, "events.json", `"place": "ford", `, "")
	if problems, err := dataset.CheckFiles(with); err != nil || len(without(problems, "area-jump")) > 0 {
		t.Errorf("places are optional: got %v, %v", problems, err)
	}
}
