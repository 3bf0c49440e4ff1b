package imports

import (
	"fmt"
	"strings"
	"testing"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/geo/geojson"
)

// told lists statuses with their names, and regions with their shapes, periods and sources.
func told(s *data.Snapshot) string {
	var out strings.Builder
	for _, status := range s.Dataset.Statuses {
		if status.ID != dataset.UnknownStatus {
			fmt.Fprintf(&out, "%s=%s; ", status.ID, status.Names.In("en"))
		}
	}
	for _, r := range s.Dataset.Regions {
		fmt.Fprintf(&out, "%s %v", r.ID, r.Shape().Bound().Min[0])
		for _, p := range s.Dataset.Periods {
			if p.Zone == r.ID && p.Controller != "" {
				fmt.Fprintf(&out, " %s %s %s", p.Interval.From, p.Controller, p.Status)
			}
		}
		for _, id := range r.Sources {
			source := s.Dataset.Sources[0]
			for _, other := range s.Dataset.Sources {
				if other.ID == id {
					source = other
				}
			}
			fmt.Fprintf(&out, " by %s %s", source.Title, source.URL)
		}
		out.WriteString("; ")
	}
	return strings.TrimSuffix(out.String(), "; ")
}

// heldRow is a row of control on a place.
func heldRow(west int, zone, from, more string) string {
	return square(west, fmt.Sprintf(`"zone": %q, "controller": "reds", "from": %q%s`, zone, from, more))
}

// What the file tells apart stays apart, and what was done to it is said.
func TestNothingIsTakenForAnother(t *testing.T) {
	gazette := Options{SourceTitle: "Gazette", SourceURL: "https://example.org/g", End: Inclusive}
	status := func(zone string, west int, text string) string {
		return square(west, fmt.Sprintf(`"zone": %q, "controller": "reds", "status": %q`, zone, text))
	}
	overlay := func(west int, from, to string) string {
		return heldRow(west, "post", from, `, "overlay": true, "to": `+to)
	}
	placemark := func(west float64, name, more string) string {
		return "<Placemark><name>" + name + "</name>" + more + kmlBox(west, 0, west+1, 1) + "</Placemark>"
	}
	kml := func(placemarks ...string) string {
		return `<kml xmlns="http://www.opengis.net/kml/2.2"><Document>` + strings.Join(placemarks, "") + "</Document></kml>"
	}
	base := heldRow(1, "base", "2000-01-01", "")
	for _, tt := range []struct {
		name, file, content string
		options             Options
		want                string // as told has it
		says                string // part of the notes and choices; "-": none of the kind
	}{
		{"statuses that differ in a sign", "x.json", geoJSON(status("a", 1, "Full control"), status("b", 3, "full-control")), gazette,
			"full-control-2=Full control; full-control=Full control; a 1 1900-01-01 reds full-control-2; b 3 1900-01-01 reds full-control", `have a number, since in small letters and without signs they would be others: 1, such as "Full control", full-control-2`},
		{"statuses that differ in case", "x.json", geoJSON(status("a", 1, "HELD"), status("b", 3, "Held")), gazette,
			"held=HELD; held-2=Held; a 1 1900-01-01 reds held; b 3 1900-01-01 reds held-2", "statuses whose ids have a number"},
		{"statuses in signs alone", "x.json", geoJSON(status("a", 1, "+"), status("b", 3, "++")), gazette,
			"status=+; status-2=++; a 1 1900-01-01 reds status; b 3 1900-01-01 reds status-2", "statuses whose ids have a number"},
		{"statuses that mean something here", "x.json", geoJSON(status("a", 1, "Controlled"), status("b", 3, "controlled")), gazette,
			"controlled=Controlled; a 1 1900-01-01 reds controlled; b 3 1900-01-01 reds controlled", "-statuses whose ids"},
		{"the text of a status", "x.json", geoJSON(status("a", 1, "Under UN mandate (B)")), gazette,
			"under-un-mandate-b=Under UN mandate (B); a 1 1900-01-01 reds under-un-mandate-b", "-statuses whose ids"},

		{"an overlay that moves", "x.json", geoJSON(base, overlay(5, "2000-01-01", `"2009-12-31"`), overlay(7, "2010-01-01", "null")), gazette,
			"controlled=Controlled; base 1 2000-01-01 reds controlled; post 5 2000-01-01 reds controlled; post-2 7 2010-01-01 reds controlled", "overlays whose shape changes are a region for each shape, whose ids have a number: 1"},
		{"one that comes back", "x.json", geoJSON(base, overlay(5, "2000-01-01", `"2004-12-31"`), overlay(7, "2005-01-01", `"2009-12-31"`), overlay(5, "2010-01-01", "null")), gazette,
			"controlled=Controlled; base 1 2000-01-01 reds controlled; post 5 2000-01-01 reds controlled 2010-01-01 reds controlled; post-2 7 2005-01-01 reds controlled", "have a number: 1"},
		{"one whose number is taken", "x.json", geoJSON(base, overlay(5, "2000-01-01", `"2009-12-31"`), overlay(7, "2010-01-01", "null"), heldRow(9, "post-2", "2000-01-01", `, "overlay": true`)), gazette,
			"controlled=Controlled; base 1 2000-01-01 reds controlled; post 5 2000-01-01 reds controlled; post-3 7 2010-01-01 reds controlled; post-2 9 2000-01-01 reds controlled", "have a number: 1"},
		{"one that stays", "x.json", geoJSON(base, overlay(5, "2000-01-01", `"2009-12-31"`), overlay(5, "2010-01-01", "null")), gazette,
			"controlled=Controlled; base 1 2000-01-01 reds controlled; post 5 2000-01-01 reds controlled 2010-01-01 reds controlled", "-overlays whose shape"},

		{"placemarks and a source", "x.kml", kml(placemark(1, "A", "")), gazette, "a 1 by Gazette https://example.org/g", `sources: "Gazette" for all`},
		{"placemarks with data", "x.kml", kml(placemark(1, "A", `<ExtendedData><Data name="people"><value>7</value></Data></ExtendedData>`), placemark(3, "B", "")), gazette,
			"a 1 by Gazette https://example.org/g; b 3 by Gazette https://example.org/g", "-every change of control needs a source"},
		{"placemarks with days and a source of each", "x.kml", kml(placemark(1, "A", "<TimeSpan><begin>2000-01-01</begin><end>2001-01-01</end></TimeSpan>")),
			Options{SourceTitle: "Map", SourceURL: "https://example.org/{date}", End: Inclusive}, "a 1 by Map (2000-01-01) https://example.org/2000-01-01", "for each first day of a row"},
		{"placemarks and no source", "x.kml", kml(placemark(1, "A", "")), Options{}, "a 1", "-sources:"},
		{"rows with a source and without", "x.json", geoJSON(square(1, `"id": "a", "source": "Atlas"`), square(3, `"id": "b"`)), gazette,
			"a 1 by Atlas ; b 3 by Gazette https://example.org/g", `sources: column "source"`},

		{"a number of many digits", "x.json", geoJSON(square(1, `"id": "a", "n": 9007199254740993`), square(3, `"id": "b", "n": 2`)), Options{}, "a 1; b 3", `column "n" stays one of texts, since numbers do not hold all of its digits (from 2^53) or are without end: 1, such as 9007199254740993`},
		{"a negative one", "x.csv", "id,n,WKT\na,-9223372036854775807,\"POLYGON((1 0,2 0,2 1,1 0))\"\n", Options{}, "a 1", `column "n" stays one of texts`},
		{"one without end", "x.json", geoJSON(square(1, `"id": "a", "n": 1E400`)), Options{}, "a 1", "such as 1E400"},
		{"one that is held", "x.json", geoJSON(square(1, `"id": "a", "n": 9007199254740991`)), Options{}, "a 1", "-stays one of texts"},
		{"a code", "x.json", geoJSON(square(1, `"id": "a", "n": "007"`)), Options{}, "a 1", "-stays one of texts"},

		{"lists in lists", "x.json", geoJSON(square(1, `"id": "a", "n": [[1, 2], [3]]`)), Options{}, "a 1", "columns of lists in each other, whose items are joined as those of one: n"},
		{"in two columns", "x.json", geoJSON(square(1, `"id": "a", "n": [1, ["x"]], "m": [[]]`)), Options{}, "a 1", "joined as those of one: n, m"},
		{"in a later row", "x.json", geoJSON(square(1, `"id": "a", "n": [1]`), square(3, `"id": "b", "n": [[1]]`)), Options{}, "a 1; b 3", "joined as those of one: n"},
		{"a list", "x.json", geoJSON(square(1, `"id": "a", "n": [1, 2]`)), Options{}, "a 1", "-lists in each other"},
	} {
		s, report := imported(t, written(t, tt.file, tt.content), tt.options)
		said := strings.Join(report.Notes, "\n")
		for _, c := range report.Chosen {
			said += "\n" + c.What + ": " + c.Chosen
		}
		without, none := strings.CutPrefix(tt.says, "-")
		if got := told(s); got != tt.want || strings.Contains(said, without) == none {
			t.Errorf("%s:\ngot  %s\nwant %s\nsaid %s\nwant %q", tt.name, got, tt.want, said, tt.says)
		}
	}
}

// Shapes of an overlay on the same days are still refused, also beside those of other days.
func TestOverlaysOfOneDay(t *testing.T) {
	file := written(t, "x.json", geoJSON(heldRow(1, "base", "2000-01-01", ""), heldRow(5, "post", "2000-01-01", `, "to": "2004-12-31", "overlay": true`),
		heldRow(7, "post", "2005-01-01", `, "to": "2009-12-31", "overlay": true`), heldRow(9, "post", "2009-01-01", `, "overlay": true`)))
	wantRefused(t, file, Options{SourceTitle: "Gazette", End: Inclusive}, `rows 3 and 4 draw the overlay "post" differently on the same days`)
}

// A list in a list is named once, where it stands first.
func TestNestedListsWarn(t *testing.T) {
	_, faults, err := geojson.ReadLayer([]byte(geoJSON(square(1, `"n": [[1]]`), square(3, `"n": [[2]]`))))
	if err != nil || len(faults) != 1 || !faults[0].Warning || !strings.HasSuffix(faults[0].Message, ": n") {
		t.Errorf("got %v, %v, want one warning of n", faults, err)
	}
}
