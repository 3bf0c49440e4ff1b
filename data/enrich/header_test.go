package enrich_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"demarc/data/enrich"
)

var ask = enrich.OptionNames{Lon: "-lon", Lat: "-lat", Point: "-point", Date: "-date-column", Day: "-date", DateFormat: "-date-format"}

// result enriches a text and returns what was said about it.
func result(t *testing.T, in string, o enrich.Options) (enrich.Result, error) {
	t.Helper()
	o.DefaultDay, o.Ask = day(t, "2005-03-01"), ask
	return enrich.Run(snapshot(t), strings.NewReader(in), &bytes.Buffer{}, o)
}

// Names of coordinates and days are recognised in several languages and spellings; words that mean
// something else as well only where the rest of the table says so.
func TestNamesOfColumns(t *testing.T) {
	for _, tt := range []struct{ header, row, lon, lat, point, date string }{
		{"lon,lat,date", "1,2,2005-03-01", "lon", "lat", "", "date"},
		{"geo_lon,geo_lat", "1,2", "geo_lon", "geo_lat", "", ""},
		{"Lon (WGS84),Lat (WGS84)", "1,2", "Lon (WGS84)", "Lat (WGS84)", "", ""},
		{"Longitude (°),Latitude (°)", "1,2", "Longitude (°)", "Latitude (°)", "", ""},
		{"Longitude / °E,Latitude / °N", "1,2", "Longitude / °E", "Latitude / °N", "", ""},
		{"Longitude [º],Latitude [º]", "1,2", "Longitude [º]", "Latitude [º]", "", ""},
		{"Longitude (decimal degrees),Latitude (decimal degrees)", "1,2", "Longitude (decimal degrees)", "Latitude (decimal degrees)", "", ""},
		{"Долгота (°),Широта (°)", "1,2", "Долгота (°)", "Широта (°)", "", ""},
		{"LONGITUDE_X,LATITUDE_Y,X,Y", "1,2,500000,400000", "LONGITUDE_X", "LATITUDE_Y", "", ""},
		{"X,Y,X_WGS84,Y_WGS84", "500000,400000,1,2", "X_WGS84", "Y_WGS84", "", ""},
		{"Долгота,Широта,Дата", "1,2,2005-03-01", "Долгота", "Широта", "", "Дата"},
		{"BOYLAM,ENLEM,TARİH", "1,2,2005-03-01", "BOYLAM", "ENLEM", "", "TARİH"},
		{"uzunluq dairəsi,enlik dairəsi,tarix", "1,2,2005-03-01", "uzunluq dairəsi", "enlik dairəsi", "", "tarix"},
		{"uzunluq,enlik", "1,2", "uzunluq", "enlik", "", ""},
		{"Երկայնություն,Լայնություն,Ամսաթիվ", "1,2,2005-03-01", "Երկայնություն", "Լայնություն", "", "Ամսաթիվ"},
		{"Längengrad,Breitengrad,Datum", "1,2,2005-03-01", "Längengrad", "Breitengrad", "", "Datum"},
		{"Länge,Breite", "1,2", "Länge", "Breite", "", ""},
		{"Länge,Breite,lon,lat", "12,3,1,2", "lon", "lat", "", ""},
		{"longitud,latitud,fecha", "1,2,2005-03-01", "longitud", "latitud", "", "fecha"},
		{"lon,lat,incident_date", "1,2,2005-03-01", "lon", "lat", "", "incident_date"},
		{"lon,lat,time,event_dt", "1,2,14:30,2005-03-01", "lon", "lat", "", "event_dt"},
		{"lon,lat,Datum", "1,2,WGS84", "lon", "lat", "", ""},
		{"lon,lat,Datum", "1,2,", "lon", "lat", "", "Datum"},
		{"name,WKT", "a,POINT(1 2)", "", "", "WKT", ""},
		{"location,coordinates", "Ford,\"1, 2\"", "", "", "coordinates", ""},
		{"position,location", "Ford,\"1, 2\"", "", "", "location", ""},
		{"coordinates,lon,lat", "\"1, 2\",1,2", "lon", "lat", "", ""},
		{"geometry,Länge,Breite", "POINT(1 2),5,6", "", "", "geometry", ""},
		{"location,Länge,Breite", "Ford,5,6", "Länge", "Breite", "", ""},
		{"id,geom", "", "", "", "geom", ""},
	} {
		r, err := result(t, "\ufeff"+tt.header+"\n\n"+tt.row+"\n", enrich.Options{Format: enrich.CSV})
		got := r.Read
		if err != nil || got.Lon != tt.lon || got.Lat != tt.lat || got.Point != tt.point || got.Date != tt.date {
			t.Errorf("%s: got %+v, %v; want %q, %q, %q and %q", tt.header, got, err, tt.lon, tt.lat, tt.point, tt.date)
		}
	}
	for _, tt := range []struct {
		in, says string
		o        enrich.Options
	}{
		{"geo_lon,Geo Lon,lat\n", `"geo_lon" and "Geo Lon" could both be meant; name one with -lon`, enrich.Options{}},
		{"lon,lat,date,Date\n", `"date" and "Date" could both be meant; name one with -date-column`, enrich.Options{}},
		{"Länge,Höhe\n1,2\n", "one of both coordinates with -point", enrich.Options{}},
		{"Länge,lat\n1,2\n", "longitude: no column has a usual name", enrich.Options{}},
		{"id,location\n1,Ford\n", `"location" holds no coordinates in the first row, but "Ford"`, enrich.Options{}},
		{"id,p\n", "-point names a column of both coordinates", enrich.Options{Point: "p", Lon: "id"}},
		{"id,p\n", `point: there is no column "q" among the 2`, enrich.Options{Point: "q"}},
		{"lon,lat\r46,40\r47,40\r", "carriage returns alone", enrich.Options{}},
		{"lon,lat,n\r46,40,a\r\n47,40,b", "carriage returns alone", enrich.Options{}},
	} {
		var input *enrich.InputError
		if _, err := result(t, tt.in, tt.o); !errors.As(err, &input) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%q: got %v, want an InputError that says %q", tt.in, err, tt.says)
		}
	}
}

// What was read, and on which day, is told.
func TestReadingIsTold(t *testing.T) {
	on := day(t, "2005-02-28")
	const latest = `, day 2005-03-01, the latest covered, for all rows; -date-column names a column of days, -date gives another day`
	for _, tt := range []struct {
		in, want string
		o        enrich.Options
	}{
		{"lon,lat\n46,40\n", `longitude from "lon", latitude from "lat"` + latest, enrich.Options{}},
		{"lon,lat,date\n46,40,2005-03-01\n", `longitude from "lon", latitude from "lat", day from "date"`, enrich.Options{}},
		{"lon,lat\n46,40\n", `longitude from "lon", latitude from "lat", day 2005-02-28 for all rows`, enrich.Options{Day: &on}},
		{"lon,lat,date\n46,40,2005-03-01\n", `longitude from "lon", latitude from "lat", day 2005-02-28 for all rows; "date" is not read unless -date-column names it`, enrich.Options{Day: &on}},
		{"lon,lat,date\n46,40,\n", `longitude from "lon", latitude from "lat", day from "date", 2005-02-28 where that is empty`, enrich.Options{Day: &on, Date: "date"}},
		{"46,40\n", `longitude from column 1, latitude from column 2` + latest, enrich.Options{NoHeader: true, Lon: "1", Lat: "2"}},
		{"wkt\nPOINT(46 40)\n", `points from "wkt"` + latest, enrich.Options{}},
		{`{"Lon":46,"lat":40}` + "\n" + `{"lon":46,"lat":40,"Tarih":"2005-03-01"}`, `longitude from "Lon", latitude from "lat", day from "Tarih"`, enrich.Options{Format: enrich.NDJSON}},
		{`{"x":500000,"lon":46,"y":400000,"lat":40,"date":"2005-03-01"}`, `longitude from "lon", latitude from "lat", day 2005-02-28 for all rows; "date" is not read unless -date-column names it`, enrich.Options{Format: enrich.NDJSON, Day: &on}},
		{`{"position":[46,40]}`, `points from "position"` + latest, enrich.Options{Format: enrich.NDJSON}},
		{`{"features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[46,40]},"properties":{"lon":1}}]}`, "points from the geometries" + latest, enrich.Options{}},
	} {
		r, err := result(t, tt.in, tt.o)
		if got := r.Read.Text(ask); err != nil || got != tt.want {
			t.Errorf("%q: got %s, %v\nwant %s", tt.in, got, err, tt.want)
		}
	}
	if r, err := result(t, "", enrich.Options{Format: enrich.NDJSON}); err != nil || r.Read.Known() {
		t.Errorf("a table without rows: got %+v, %v; want that nothing is known", r.Read, err)
	}
}

// Rows with longitude and latitude swapped are counted, in tables of all kinds, and only these.
func TestSwappedRowsAreCounted(t *testing.T) {
	const lines = "50.10,10.54\n10.54,50.10\n0,0\n10,10\n50.2,10.9\nx,46\n11.9,50.9\n"
	dated := strings.ReplaceAll(lines, "\n", ",2005-03-01\n")
	for _, tt := range []struct {
		name, in string
		o        enrich.Options
	}{
		{"plain", "lon,lat\n" + lines, enrich.Options{}},
		{"a day each", "lon,lat,date\n" + dated, enrich.Options{}},
		{"columns of points", "lon,lat\n" + lines, enrich.Options{Columns: []string{"border_m"}}},
		{"NDJSON", `{"lon":50.10,"lat":10.54}` + "\n" + `{"lon":10.54,"lat":50.10}` + "\n" + `{"lon":50.2,"lat":10.9}` + "\n{}\n", enrich.Options{Format: enrich.NDJSON}},
	} {
		r, err := result(t, tt.in, tt.o)
		if err != nil || r.Swapped != 2 {
			t.Errorf("%s: got %d, %v; want 2", tt.name, r.Swapped, err)
		}
		if notes := strings.Join(r.Notes(ask), "\n"); !strings.Contains(notes, "swapped; -lon \"lat\" and -lat \"lon\" swap them") {
			t.Errorf("%s: got the notes %q", tt.name, notes)
		}
	}
	r, err := result(t, "lon,lat\n"+strings.Repeat("50.10,10.54\n10.54,50.10\n10.54,50.10\n", 1000), enrich.Options{})
	if err != nil || r.Swapped != 1000 {
		t.Errorf("a long table: got %d, %v; want 1000", r.Swapped, err)
	}
}
