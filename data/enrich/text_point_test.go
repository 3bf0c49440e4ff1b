package enrich_test

import (
	"strings"
	"testing"

	"demarc/data/enrich"
)

// Points in one column, in any notation.
func TestPointsInOneColumn(t *testing.T) {
	s := snapshot(t)
	for _, tt := range []struct {
		name, in, want string
		o              enrich.Options
	}{
		{"WKT, and empty lines", "id,WKT\n1,POINT(10.54 50.10)\n\n2,SRID=4326;POINT (10.54 50.10)\n",
			"id,WKT,zone,locate_error\n1,POINT(10.54 50.10),west,\n\n2,SRID=4326;POINT (10.54 50.10),west,\n", enrich.Options{}},
		{"other notations", "n;p\r\na;32U PA 10135 50884\r\nb;\"50°06'N, 10°32'24\"\"E\"\r\nc;geo:50.10,10.54\r\n",
			"n;p;zone;locate_error\r\na;32U PA 10135 50884;west;\r\nb;\"50°06'N, 10°32'24\"\"E\";west;\r\nc;geo:50.10,10.54;west;\r\n", enrich.Options{Point: "p"}},
		{"GeoJSON", "geom\n\"{\"\"type\"\":\"\"Point\"\",\"\"coordinates\"\":[10.54,50.10]}\"\n", "geom,zone,locate_error\n\"{\"\"type\"\":\"\"Point\"\",\"\"coordinates\"\":[10.54,50.10]}\",west,\n", enrich.Options{}},
		{"what is wrong is said", "wkt,date\nPOINT(10.54 50.10),\n,2005-03-01\nLINESTRING(1 2),2005-03-01\nPOINT(10.54 50.10)\nPOINT(10.54 50.10),2005-03-01,\n",
			"wkt,date,zone,locate_error\nPOINT(10.54 50.10),,,no date\n,2005-03-01,,no coordinates\nLINESTRING(1 2),2005-03-01,,\"\"\"LINESTRING(1 2)\"\": ", enrich.Options{}},
		{"no header", "1|50.10, 10.54\n", "1|50.10, 10.54|west|\n", enrich.Options{NoHeader: true, Point: "2", Delimiter: '|'}},
		{"NDJSON", `{"location":"POINT(10.54 50.10)"}` + "\n" + `{"Location":[10.54,50.10]}` + "\n" + `{"geometry":"50.10, 10.54"}` + "\n" + `{"location":"Ford","lon":10.54,"lat":50.10}` + "\n",
			`{"location":"POINT(10.54 50.10)","zone":"west"}` + "\n" + `{"Location":[10.54,50.10],"zone":"west"}` + "\n" + `{"geometry":"50.10, 10.54","zone":"west"}` + "\n" +
				`{"location":"Ford","lon":10.54,"lat":50.10,"zone":"west"}` + "\n", enrich.Options{Format: enrich.NDJSON}},
		{"a member named", `{"at":"50.10 10.54","lon":1,"lat":1}` + "\n", `{"at":"50.10 10.54","lon":1,"lat":1,"zone":"west"}` + "\n", enrich.Options{Format: enrich.NDJSON, Point: "at"}},
		{"half a pair is no coordinate", `{"länge":5,"lat":50.10}` + "\n", `{"länge":5,"lat":50.10,"zone":null,"locate_error":"no longitude"}` + "\n", enrich.Options{Format: enrich.NDJSON}},
	} {
		tt.o.Columns = []string{"zone"}
		if got := run(t, s, tt.in, tt.o); got != tt.want && !(strings.HasSuffix(tt.want, ": ") && strings.HasPrefix(got, tt.want)) {
			t.Errorf("%s:\ngot  %q\nwant %q", tt.name, got, tt.want)
		}
	}
}

// Pairs of plain numbers in a column are all read in one order: that of the column's name, else
// that in which the first one that tells lies in the extent. How many were read how is counted.
func TestPairsKeepToOneOrder(t *testing.T) {
	const in, none = "10.54, 50.10", "41.5, 44.0" // 44.0, 41.5 lies outside of the extent as well
	for _, tt := range []struct {
		column         string
		rows           []string
		lonLat, latLon int64
		swapped        int64
	}{
		{"coordinates", []string{in, none}, 2, 0, 0},
		{"coordinates", []string{"50.10, 10.54", none}, 0, 2, 0},
		{"coordinates", []string{none, "50.10, 10.54", none}, 1, 2, 0},
		{"coordinates", []string{"50.10, 10.54", in, "100, 20"}, 2, 1, 0},
		{"latlon", []string{none, "50.10, 10.54", "20, 100"}, 0, 3, 0},
		{"lat_lon", []string{in}, 0, 1, 1},
		{"lon lat", []string{"50.10, 10.54"}, 1, 0, 1},
		{"wkt", []string{"POINT(50.10 10.54)"}, 0, 0, 1},
	} {
		r, err := result(t, tt.column+"\n\""+strings.Join(tt.rows, "\"\n\"")+"\"\n", enrich.Options{})
		if err != nil || r.LonLat != tt.lonLat || r.LatLon != tt.latLon || r.Swapped != tt.swapped {
			t.Errorf("%s %q: got %d and %d, %d swapped, %v; want %d and %d, %d swapped", tt.column, tt.rows, r.LonLat, r.LatLon, r.Swapped, err, tt.lonLat, tt.latLon, tt.swapped)
		}
	}
}

// The delimiter is recognised, also where the names without it would be one of a column of points.
// The line with it that spreadsheets write stands before the header, and stays.
func TestDelimiters(t *testing.T) {
	s := snapshot(t)
	for _, tt := range []struct{ in, want string }{
		{"sep=;\r\nlon;lat\r\n10,54;50,10\r\n", "sep=;\r\nlon;lat;zone;locate_error\r\n10,54;50,10;west;\r\n"},
		{"\ufeffSEP=\t\nlon\tlat\n10.54\t50.10\n", "\ufeffSEP=\t\nlon\tlat\tzone\tlocate_error\n10.54\t50.10\twest\t\n"},
		{"sep=a,lon,lat\nx,10.54,50.10\n", "sep=a,lon,lat,zone,locate_error\nx,10.54,50.10,west,\n"},
		{"lat\tlon\n50.10\t10.54\n", "lat\tlon\tzone\tlocate_error\n50.10\t10.54\twest\t\n"},
		{"lat lon;n\n50.10 10.54;a,b,c\n", "lat lon;n;zone;locate_error\n50.10 10.54;a,b,c;west;\n"},
		{"\"a\rb\",lon,lat\nx,10.54,50.10\n", "\"a\rb\",lon,lat,zone,locate_error\nx,10.54,50.10,west,\n"},
	} {
		if got := run(t, s, tt.in, enrich.Options{Columns: []string{"zone"}}); got != tt.want {
			t.Errorf("%q:\ngot  %q\nwant %q", tt.in, got, tt.want)
		}
	}
}
