package enrich_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/enrich"
)

const (
	heldJSON  = `"zone":"west","controller":"blues","status":"controlled"`
	noneJSON  = `"zone":null,"controller":null,"status":null`
	outerJSON = `"zone":null,"controller":null,"status":"unknown"`
)

func TestJSON(t *testing.T) {
	s := snapshot(t)
	on := day(t, "2005-03-01")
	point := `{"type":"Point","coordinates":[10.54,50.10]}`
	for _, tt := range []struct {
		name, in, want string
		o              enrich.Options
	}{
		{"NDJSON", `{"lon":10.54,"lat":50.10}` + "\n" + `{ "lat" : "50.10", "lng":10.54 }` + "\r\n\n", `{"lon":10.54,"lat":50.10,` + heldJSON + "}\n" + `{ "lat" : "50.10", "lng":10.54 ,` + heldJSON + "}\r\n\n", enrich.Options{}},
		{"no last line end", `{"lon":10.54,"lat":50.10}`, `{"lon":10.54,"lat":50.10,` + heldJSON + "}", enrich.Options{Format: enrich.NDJSON}},
		{"a day each", `{"lon":10.54,"lat":50.10,"date":"2005-02-28"}` + "\n" + `{"lon":10.54,"lat":50.10,"date":null}` + "\n" + `{"lon":10.54,"lat":50.10,"date":"x"}` + "\n",
			`{"lon":10.54,"lat":50.10,"date":"2005-02-28",` + strings.Replace(heldJSON, "blues", "reds", 1) + "}\n" + `{"lon":10.54,"lat":50.10,"date":null,` + noneJSON + `,"locate_error":"no date"}` + "\n" +
				`{"lon":10.54,"lat":50.10,"date":"x",` + noneJSON + `,"locate_error":"date \"x\": want a day that exists, YYYY-MM-DD"}` + "\n", enrich.Options{}},
		{"broken rows", `{"lon":10.54,"lat":50.10}` + "\n{\"lon\":\n{}\n<a>\n", `{"lon":10.54,"lat":50.10,` + heldJSON + "}\n" + `{"input":"{\"lon\":",` + noneJSON + `,"locate_error":"the row is not a JSON object"}` + "\n{" + noneJSON + `,"locate_error":"no longitude"}` + "\n" +
			`{"input":"<a>",` + noneJSON + `,"locate_error":"the row is not a JSON object"}` + "\n", enrich.Options{Format: enrich.NDJSON}},
		{"names taken", `{"lon":10.54,"lat":50.10,"zone":5}` + "\n", `{"lon":10.54,"lat":50.10,"zone":5,` + strings.Replace(heldJSON, `"zone"`, `"locate_zone"`, 1) + "}\n", enrich.Options{Format: enrich.NDJSON}},
		{"the name of the day taken", `{"lon":10.54,"lat":50.10,"day":"2005-02-28"}` + "\n", `{"lon":10.54,"lat":50.10,"day":"2005-02-28","locate_day":"2005-02-28"}` + "\n", enrich.Options{Format: enrich.NDJSON, Columns: []string{"day"}}},
		{"the last of two members counts", `{"lon":1,"lat":50.10,"l\u006fn":10.54,"zone":1,"zone":2}` + "\n", `{"lon":1,"lat":50.10,"l\u006fn":10.54,"zone":1,"zone":2,` + strings.Replace(heldJSON, `"zone"`, `"locate_zone"`, 1) + "}\n", enrich.Options{Format: enrich.NDJSON}},
		{"members named", `{"a":10.54,"b":50.10,"lon":1}` + "\n", `{"a":10.54,"b":50.10,"lon":1,` + heldJSON + "}\n", enrich.Options{Format: enrich.NDJSON, Lon: "a", Lat: "b"}},
		{"features one a line", `{"type":"Feature","geometry":` + point + `,"properties":{}}` + "\n", `{"type":"Feature","geometry":` + point + `,"properties":{` + heldJSON + "}}\n", enrich.Options{}},
		{"sequence", "\x1e" + `{"type":"Feature","geometry":` + point + ",\n" + `"properties":{"a":1}}` + "\n\x1e" + `{"type":"Feature","geometry":null}` + "\n",
			"\x1e" + `{"type":"Feature","geometry":` + point + ",\n" + `"properties":{"a":1,` + heldJSON + "}}\n\x1e" + `{"type":"Feature","geometry":null,"properties":{` + noneJSON + `,"locate_error":"no geometry"}}` + "\n", enrich.Options{}},
		{"a broken text in a sequence", "\x1e{\"type\":\n\x1e" + `{"type":"Feature","geometry":` + point + `,"properties":null}` + "\n",
			"\x1e" + `{"type":"Feature","geometry":null,"properties":{"input":"{\"type\":",` + noneJSON + `,"locate_error":"the row is not a JSON object"}}` + "\n\x1e" + `{"type":"Feature","geometry":` + point + `,"properties":{` + heldJSON + "}}\n", enrich.Options{}},
		{"collection", ` { "type":"FeatureCollection", "features" : [ {"type":"Feature","geometry":` + point + `,"properties":{"date":"2005-03-01"}} , {"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[]}} ] } ` + "\n",
			` { "type":"FeatureCollection", "features" : [ {"type":"Feature","geometry":` + point + `,"properties":{"date":"2005-03-01",` + heldJSON + `}} , {"type":"Feature","properties":{` + noneJSON + `,"locate_error":"geometry \"Polygon\": want a Point"},"geometry":{"type":"Polygon","coordinates":[]}} ] } ` + "\n", enrich.Options{}},
		{"a broken feature", `{"features":[{"type":"Feature",x},{"type":"Feature","geometry":{"type":"Point","coordinates":[0,0,5]},"properties":{}}]}`,
			`{"features":[{"type":"Feature","geometry":null,"properties":{"input":"{\"type\":\"Feature\",x}",` + noneJSON + `,"locate_error":"the row is not a JSON object"}},{"type":"Feature","geometry":{"type":"Point","coordinates":[0,0,5]},"properties":{` + outerJSON + `}}]}`, enrich.Options{Format: enrich.GeoJSON}},
		{"no features", `{"type":"FeatureCollection","features":[]}`, `{"type":"FeatureCollection","features":[]}`, enrich.Options{}},
		{"one feature", "{\n" + `"type":"Feature","geometry":` + point + `,"properties":{}}` + "\n", "{\n" + `"type":"Feature","geometry":` + point + `,"properties":{` + heldJSON + "}}\n", enrich.Options{}},
		{"one day for all", `{"lon":10.54,"lat":50.10,"date":"1999-01-01"}` + "\n", `{"lon":10.54,"lat":50.10,"date":"1999-01-01",` + heldJSON + "}\n", enrich.Options{Format: enrich.NDJSON, Day: &on}},
	} {
		got := run(t, s, tt.in, tt.o)
		if got != tt.want {
			t.Errorf("%s:\ngot  %s\nwant %s", tt.name, got, tt.want)
		}
		// However the bytes arrive, the answer is the same.
		var slow bytes.Buffer
		o := tt.o
		o.DefaultDay = on
		if _, err := enrich.Run(s, iotest.OneByteReader(strings.NewReader(tt.in)), &slow, o); err != nil && o.Format != "" {
			t.Errorf("%s, byte by byte: %v", tt.name, err)
		} else if o.Format != "" && slow.String() != got {
			t.Errorf("%s, byte by byte:\ngot  %s\nwant %s", tt.name, slow.String(), got)
		}
	}
}

// What a table as a whole lacks is an error before anything is written.
func TestTablesThatCannotBeRead(t *testing.T) {
	s := snapshot(t)
	for _, tt := range []struct {
		in, says string
		o        enrich.Options
	}{
		{"", "the table is empty", enrich.Options{}},
		{"\n", "the table is empty", enrich.Options{}},
		{"a,b\n1,2\n", `name one of "a", "b" with -lon`, enrich.Options{Ask: enrich.OptionNames{Lon: "-lon", Lat: "-lat", Date: "-date-column"}}},
		{"lon,b\n1,2\n", "latitude: no column", enrich.Options{}},
		{"lon,LON,lat\n", "could both be meant", enrich.Options{}},
		{"lon,lat\n", `there is no column "x" among the 2`, enrich.Options{Lon: "x"}},
		{"lon,lat\n", "are the same column", enrich.Options{Lat: "lon"}},
		{"1,2\n", "without a header name the column", enrich.Options{NoHeader: true}},
		{"lon,lat\n", `day: there is no column "when"`, enrich.Options{Date: "when"}},
		{"lon,lat\n", `column "zones"`, enrich.Options{Columns: []string{"zones"}}},
		{"lon,lat\n", "named twice", enrich.Options{Columns: []string{"zone", "zone"}}},
		{"\xff\xfel\x00o\x00n\x00", "UTF-16", enrich.Options{}},
		{"PK\x03\x04\x14\x00\x06\x00", "a zip file, as .xlsx", enrich.Options{Format: enrich.CSV}},
		{"SQLite format 3\x00\x10", "SQLite", enrich.Options{}},
		{"[\n {\"lon\":10.54,\"lat\":50.1}]", "a JSON array: want one object a line", enrich.Options{}},
		{"\n<!DOCTYPE html>\n<html>", "XML or HTML", enrich.Options{Format: enrich.CSV}},
		{"{\"type\":\"Topology\",\n\"x\":1}", "not GeoJSON", enrich.Options{}},
		{"{\"features\":7}", "not GeoJSON", enrich.Options{Format: enrich.GeoJSON}},
		{"lon,lat\n", "want csv", enrich.Options{Format: "xlsx"}},
	} {
		var out bytes.Buffer
		_, err := enrich.Run(s, strings.NewReader(tt.in), &out, tt.o)
		var input *enrich.InputError
		if !errors.As(err, &input) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%.40q: got %v, want an InputError that says %q", tt.in, err, tt.says)
		}
		if out.Len() > 0 {
			t.Errorf("%.40q: %q was written before the error", tt.in, out.String())
		}
	}
}

// A row that is too long to hold is passed on with its error, and those after it
// are read.
func TestLongRows(t *testing.T) {
	s := snapshot(t)
	x := strings.Repeat("x", 3<<20)
	const says = `the row is longer than 1048576 bytes`
	for _, tt := range []struct {
		name, in, want string
	}{
		{"CSV", "lon,lat\n" + x + "\n10.54,50.1\n", "lon,lat,zone,locate_error\n" + x + ",," + says + "\n10.54,50.1,west,\n"},
		{"CSV with CRLF", "lon,lat\r\n10.54,50.1\r\n1," + x + "\r\n10.54,50.1\r\n",
			"lon,lat,zone,locate_error\r\n10.54,50.1,west,\r\n1," + x + ",," + says + "\r\n10.54,50.1,west,\r\n"},
		{"CSV, the last row", "lon,lat\n10.54,50.1\n\"" + x, "lon,lat,zone,locate_error\n10.54,50.1,west,\n\"" + x + ",," + says},
		{"NDJSON", `{"lon":10.54,"lat":50.1}` + "\n" + `{"\n":"` + x + `"}` + "\n" + `{"lon":10.54,"lat":50.1}` + "\n",
			`{"lon":10.54,"lat":50.1,"zone":"west"}` + "\n" + `{"input":"{\"\\n\":\"` + x + `\"}","zone":null,"locate_error":"` + says + `"}` + "\n" +
				`{"lon":10.54,"lat":50.1,"zone":"west"}` + "\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			result, err := enrich.Run(s, strings.NewReader(tt.in), &out, enrich.Options{Columns: []string{"zone"}, DefaultDay: day(t, "2005-03-01")})
			if err != nil || result.Failed != 1 {
				t.Errorf("got %+v, %v; want one failed row", result, err)
			}
			if got, want := strings.ReplaceAll(out.String(), x, "XX"), strings.ReplaceAll(tt.want, x, "XX"); got != want {
				t.Errorf("got  %.300s\nwant %.300s", got, want)
			}
		})
	}
}

// A row that nests too deep gets its error, and those after it are read.
func TestDeepRows(t *testing.T) {
	s := snapshot(t)
	deep := `{"a":` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + `}`
	located, broken := `{"lon":10.54,"lat":50.10,`+heldJSON+`}`, `"locate_error":"the row is not a JSON object"}`
	for _, tt := range []struct {
		name, in, broken, want string
		o                      enrich.Options
	}{
		{"NDJSON", deep + "\n" + `{"lon":10.54,"lat":50.10}` + "\n", broken + "\n", located + "\n", enrich.Options{Format: enrich.NDJSON}},
		{"collection", `{"features":[` + deep + `,{"lon":10.54,"lat":50.10}]}`, broken + "},", located + "]}", enrich.Options{Format: enrich.GeoJSON}},
	} {
		got := run(t, s, tt.in, tt.o)
		if !strings.Contains(got, tt.broken) || !strings.HasSuffix(got, tt.want) {
			t.Errorf("%s: got %s...%s, want an error and then %s", tt.name, got[:40], got[len(got)-300:], tt.want)
		}
	}
}

// Nothing of ours is a formula to a spreadsheet, and every cell can be read
// back.
func TestNothingAddedIsAFormula(t *testing.T) {
	s := snapshot(t)
	for _, name := range []string{"=1+1", "+1", "-1", "@x", "\tx", "\rx", `"=1`, "a,b", "x\ny"} {
		for _, zone := range s.Zones() {
			zone.Names["en"] = name // this snapshot is nobody else's
		}
		out := run(t, s, "lon,lat\n10.54,50.10\n=1,2\n", enrich.Options{Columns: []string{"zone_name"}})
		r := csv.NewReader(strings.NewReader(out))
		records, err := r.ReadAll()
		if err != nil {
			t.Fatalf("%q: %v in %q", name, err, out)
		}
		for _, record := range records[1:] {
			for _, cell := range record[2:] {
				if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
					t.Errorf("%q: the cell %q is a formula", name, cell)
				}
			}
		}
		if cell := strings.TrimPrefix(records[1][2], "'"); cell != strings.ReplaceAll(name, "\r\n", "\n") {
			t.Errorf("got %q, want %q", cell, name)
		}
	}
}

// The columns about borders say what Snapshot.LocateWith says.
func TestColumnsAboutBorders(t *testing.T) {
	s := snapshot(t)
	on := day(t, "2005-03-01")
	inside, near, far := orb.Point{10.5, 50.5}, orb.Point{12.005, 50.5}, orb.Point{12.5, 51.5}
	at := func(p orb.Point) data.Location { return s.LocateWith(p, on, data.Extras{Borders: true}) }
	border := ""
	for _, r := range at(inside).Regions {
		if r.Layer == "counties" {
			border = fmt.Sprint(r.BorderM)
		}
	}
	if n := at(near).Nearest; border == "" || n == nil || !n.NearUncertainLine || at(far).Nearest.NearUncertainLine {
		t.Fatalf("the points of this test do not fit the dataset: border %q, nearest %+v", border, n)
	}
	for _, tt := range []struct {
		point orb.Point
		want  string
	}{{inside, fmt.Sprintf("%s,%t,", border, at(inside).Zone.NearUncertainLine)}, {near, ",true,"}, {far, ",false,"}} {
		in := fmt.Sprintf("lon,lat\n%g,%g\n", tt.point[0], tt.point[1])
		out := run(t, s, in, enrich.Options{Columns: []string{"counties_border_m", "near_uncertain_line"}})
		want := fmt.Sprintf("lon,lat,counties_border_m,near_uncertain_line,locate_error\n%g,%g,%s\n", tt.point[0], tt.point[1], tt.want)
		if out != want {
			t.Errorf("got  %q\nwant %q", out, want)
		}
	}
}

func TestEveryColumnHasAValue(t *testing.T) {
	s := snapshot(t)
	var names []string
	for _, c := range enrich.Columns(s) {
		names = append(names, c.Name)
		if c.About == "" {
			t.Errorf("%s: no description", c.Name)
		}
	}
	out := run(t, s, "lon,lat\n10.54,50.10\n10,10\n11.003,50.5\n", enrich.Options{Columns: names})
	records, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct {
		row    int
		column string
		value  string
	}{
		{1, "zone", "west"}, {1, "controller_name", "Blues"}, {1, "from", "2005-03-01"}, {1, "day", "2005-03-01"},
		{1, "near_uncertain_line", "false"}, {1, "counties", "county"}, {1, "event", "river"},
		{2, "status", "unknown"}, {2, "reason", "the point lies outside the extent the dataset covers"}, {3, "near_uncertain_line", "true"},
	} {
		for i, name := range records[0] {
			if name == want.column && records[want.row][i] != want.value {
				t.Errorf("row %d, %s: got %q, want %q", want.row, want.column, records[want.row][i], want.value)
			}
		}
	}
	line := run(t, s, `{"lon":10.54,"lat":50.10}`, enrich.Options{Columns: names, Format: enrich.NDJSON})
	var v map[string]any
	if err := json.Unmarshal([]byte(line), &v); err != nil || v["near_uncertain_line"] != false || v["border_m"].(float64) <= 0 {
		t.Errorf("got %s, %v", line, err)
	}
}
