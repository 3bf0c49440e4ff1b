package imports

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"demarc/data/dataset"
)

// described lists declarations as name:of:layer:type.
func described(attributes []*dataset.Attribute) string {
	var all []string
	for _, a := range attributes {
		all = append(all, strings.Join([]string{a.Name, a.Of, a.Layer, a.Type}, ":"))
	}
	return strings.Join(all, " ")
}

// Users' own columns are kept with types that their values have, under names that tables can have.
func TestOwnColumnsAreKept(t *testing.T) {
	csv := "id,name,people,code,open,since_when,Mean income (%),limit,LIMIT,empty,own_zone,WKT\n" +
		`a,A,120,007,true,1999-12-31,1.5,x,1,,M,"POLYGON((0 0,1 0,1 1,0 0))"` + "\n" +
		`b,B,,008,false,,2e3,y,2,,N,"POLYGON((2 0,3 0,3 1,2 0))"` + "\n" +
		`c,C,,,,,,,,,,"POLYGON((4 0,5 0,5 1,4 0))"` + "\n"
	s, report := imported(t, written(t, "areas.csv", csv), Options{})
	const want = "people:regions:areas:number code:regions:areas:text open:regions:areas:boolean since_when:regions:areas:date " +
		"Mean_income____:regions:areas:number own_limit:regions:areas:text own_LIMIT_2:regions:areas:number own_zone:regions:areas:text"
	if got := described(s.Dataset.Attributes); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := s.Dataset.Attributes[4].Title.In("en"); got != "Mean income (%)" {
		t.Errorf("title: got %q", got)
	}
	const kept, unused = "people, code, open, since_when, Mean income (%) (as Mean_income____), limit (as own_limit), LIMIT (as own_LIMIT_2), own_zone", "empty"
	if strings.Join(report.Own, ", ") != kept || strings.Join(report.Unused, ", ") != unused {
		t.Errorf("said: kept %q, not used %q", report.Own, report.Unused)
	}
	for i, want := range []string{
		"map[Mean_income____:1.5 code:007 open:true own_LIMIT_2:1 own_limit:x own_zone:M people:120 since_when:1999-12-31]",
		"map[Mean_income____:2000 code:008 open:false own_LIMIT_2:2 own_limit:y own_zone:N people:<nil> since_when:<nil>]",
		"map[]",
	} {
		if got := fmt.Sprint(s.Dataset.Regions[i].Attributes); got != want {
			t.Errorf("row %d: got %s, want %s", i+1, got, want)
		}
	}
}

func TestOwnColumnsAreChosen(t *testing.T) {
	file := written(t, "areas.json", geoJSON(square(1, `"id": "a", "people": 9007199254740993, "code": 7, "kind": "town"`)))
	for _, tt := range []struct {
		columns []string
		want    string
	}{
		{nil, "people:regions:areas:text code:regions:areas:number"},
		{[]string{}, ""},
		{[]string{"code", "kind"}, "code:regions:areas:number own_kind:regions:areas:text"},
	} {
		s, _ := imported(t, file, Options{Attributes: tt.columns})
		if got := described(s.Dataset.Attributes); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.columns, got, tt.want)
		}
	}
	_, err := Import(context.Background(), file, filepath.Join(t.TempDir(), "d"), Options{Language: "en", Attributes: []string{"x"}})
	if err == nil || !strings.Contains(err.Error(), `-attributes: no column is called "x": want some of`) {
		t.Errorf("got %v, want the list of columns", err)
	}
}

// A column that says the same as the ids is one of the user's own, unless it is where ids stand; so
// is the folder of a placemark, unless all lie in one. Days are dates with a zone behind them too.
func TestOwnColumnsOfPrograms(t *testing.T) {
	placemark := func(folder, name string, west int) string {
		return fmt.Sprintf("<Folder><name>%s</name><Placemark><name>%s</name><Polygon><outerBoundaryIs><LinearRing><coordinates>%[3]d,1 %[4]d,1 %[4]d,2 %[3]d,1</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Folder>",
			folder, name, west, west+1)
	}
	kml := func(placemarks ...string) string {
		return `<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>x</name>` + strings.Join(placemarks, "") + "</Document></kml>"
	}
	with := func(id int, properties string) string {
		return strings.Replace(square(2*id, properties), `"properties"`, fmt.Sprintf(`"id": %d, "properties"`, id), 1)
	}
	for _, tt := range []struct{ name, file, content, want, unused string }{
		{"a key beside the id", "x.json", geoJSON(with(1, `"id": 1, "carto_id": 1`), with(2, `"id": 2, "carto_id": 2`)), "carto_id:regions:x:number", "id"},
		{"the key of a table", "x.json", geoJSON(with(1, `"fid": 1, "grade": 1`), with(2, `"fid": 2, "grade": 2`)), "grade:regions:x:number", "fid"},
		{"days of XML Schema", "x.json", geoJSON(square(1, `"id": "a", "dt_create": "2017-09-12Z"`), square(4, `"id": "b", "dt_create": "2018-01-01Z"`)), "dt_create:regions:x:date", ""},
		{"two codes", "x.json", geoJSON(square(1, `"iso_a3": "ABC", "adm0_a3": "ABC"`), square(4, `"iso_a3": "DEF", "adm0_a3": "DEF"`)), "adm0_a3:regions:x:text", ""},
		{"folders", "x.kml", kml(placemark("hills", "A", 1), placemark("plains", "B", 3)), "folder:regions:x:text", ""},
		{"one folder of areas", "x.kml", kml(placemark("hills", "A", 1), placemark("hills", "B", 3), "<Folder><name>labels</name><Placemark><Point><coordinates>1,1</coordinates></Point></Placemark></Folder>"), "", "folder"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, report := imported(t, written(t, tt.file, tt.content), Options{})
			if got, unused := described(s.Dataset.Attributes), strings.Join(report.Unused, " "); got != tt.want || unused != tt.unused {
				t.Errorf("got %q, not used %q; want %q, %q", got, unused, tt.want, tt.unused)
			}
		})
	}
}

// The numbers of a row whose zone is cut stand in one place, and the pieces refer to it; rows that
// say something else of the same holder stay apart.
func TestOwnColumnsOfCutRows(t *testing.T) {
	row := func(zone, who string, from, to string, west, east int, people string) string {
		return fmt.Sprintf(`{"type": "Feature", "properties": {"zone": %q, "controller": %q, "from": %q, "to": %s, "people": %s}, "geometry": {"type": "Polygon", "coordinates": [[[%d,39],[%d,39],[%d,40],[%d,40],[%d,39]]]}}`,
			zone, who, from, to, people, west, east, east, west, west)
	}
	s, _ := imported(t, written(t, "realms.geojson", geoJSON(
		row("reds", "reds", "2000-01-01", `"2005-01-01"`, 0, 3, "300"),
		row("reds", "reds", "2005-01-01", "null", 0, 2, "210"),
		row("blues", "blues", "2000-01-01", `"2005-01-01"`, 3, 4, "100"),
		row("blues", "blues", "2005-01-01", "null", 2, 4, "100"))), Options{End: Exclusive, SourceTitle: "Gazette"})
	if got := described(s.Dataset.Attributes); got != "people:regions:rows:number" {
		t.Errorf("got %s", got)
	}
	rows := map[string]any{}
	for _, r := range s.Dataset.Regions {
		if r.Layer == "rows" {
			rows[r.ID] = r.Attributes["people"]
		}
	}
	if got := fmt.Sprint(rows); got != "map[row-1de888b45c:100 row-362bf3a9c5:300 row-90866a0350:210 row-aa4942bbfd:100]" {
		t.Errorf("rows: got %s", got)
	}
	var periods []string
	for _, p := range s.Dataset.Periods {
		periods = append(periods, fmt.Sprint(p.Zone, " ", p.Interval.From, " ", p.Controller, " ", p.AttributesOf))
	}
	const want = "zone-6t5xffj1 2000-01-01 blues row-1de888b45c, " +
		"zone-jmwtw3pd 2000-01-01 reds row-362bf3a9c5, zone-jmwtw3pd 2005-01-01 blues row-aa4942bbfd, " +
		"zone-wxfjkkvh 2000-01-01 reds row-362bf3a9c5, zone-wxfjkkvh 2005-01-01 reds row-90866a0350"
	if got := strings.Join(periods, ", "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// A column without values is not kept, and said.
func TestColumnsWithoutValues(t *testing.T) {
	with := func(x int, more string) string { return square(x, `"name": "Region `+fmt.Sprint(x)+`", `+more) }
	for _, tt := range []struct{ name, file, content, want string }{
		{"null everywhere", "x.json", geoJSON(with(1, `"wiki": null`), with(4, `"wiki": null`)), `are not kept: "wiki"`},
		{"two of them", "x.json", geoJSON(with(1, `"wiki": null, "alt": null`), with(4, `"wiki": null`)), `are not kept: "wiki", "alt"`},
		{"empty cells", "x.csv", "name,wiki,WKT\nA,,\"POLYGON((1 39,2 39,2 40,1 39))\"\nB,,\"POLYGON((4 39,5 39,5 40,4 39))\"\n", `are not kept: "wiki"`},
		{"one value", "x.json", geoJSON(with(1, `"wiki": null`), with(4, `"wiki": "x"`)), ""},
	} {
		_, report := imported(t, written(t, tt.file, tt.content), Options{})
		said := strings.Join(report.Notes, "\n")
		if got := strings.Contains(said, "are not kept"); got != (tt.want != "") || !strings.Contains(said, tt.want) {
			t.Errorf("%s: notes %q, want %q", tt.name, said, tt.want)
		}
	}
}
