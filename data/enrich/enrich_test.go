package enrich_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/enrich"
	"demarc/data/testdata"
)

func snapshot(t testing.TB) *data.Snapshot {
	t.Helper()
	s, _, err := data.Open(testdata.Small())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func day(t testing.TB, s string) date.Date {
	t.Helper()
	d, err := date.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// run enriches a text that can be read as a whole.
func run(t testing.TB, s *data.Snapshot, in string, o enrich.Options) string {
	t.Helper()
	if o.DefaultDay == 0 {
		o.DefaultDay = day(t, "2005-03-01")
	}
	var out bytes.Buffer
	if _, err := enrich.Run(s, strings.NewReader(in), &out, o); err != nil {
		t.Fatalf("%.200q: %v", in, err)
	}
	return out.String()
}

const held = ",west,blues,controlled," // on 1 March 2005, before that
const before = ",west,reds,controlled,"

func TestCSV(t *testing.T) {
	s := snapshot(t)
	on := day(t, "2005-02-28")
	for _, tt := range []struct {
		name, in, want string
		o              enrich.Options
	}{
		{"commas", "id,lon,lat\na,10.54,50.10\n", "id,lon,lat,zone,controller,status,locate_error\na,10.54,50.10" + held + "\n", enrich.Options{}},
		{"no last line end", "lon,lat\n10.54,50.10", "lon,lat,zone,controller,status,locate_error\n10.54,50.10" + held, enrich.Options{}},
		{"CRLF stays", "lon,lat\r\n10.54,50.10\r\n", "lon,lat,zone,controller,status,locate_error\r\n10.54,50.10" + held + "\r\n", enrich.Options{}},
		{"byte order mark stays", "\ufefflon,lat\n10.54,50.10\n", "\ufefflon,lat,zone,controller,status,locate_error\n10.54,50.10" + held + "\n", enrich.Options{}},
		{"semicolons and decimal commas", "Longitude;Latitude\n10,54;50,10\n", "Longitude;Latitude;zone;controller;status;locate_error\n10,54;50,10" + strings.ReplaceAll(held, ",", ";") + "\n", enrich.Options{}},
		{"tabs", "y\tx\n50.10\t10.54\n", "y\tx\tzone\tcontroller\tstatus\tlocate_error\n50.10\t10.54" + strings.ReplaceAll(held, ",", "\t") + "\n", enrich.Options{}},
		{"bars", "lat|lng\n50.10|10.54\n", "lat|lng|zone|controller|status|locate_error\n50.10|10.54" + strings.ReplaceAll(held, ",", "|") + "\n", enrich.Options{}},
		{"commas in a table of semicolons", "a,b,c,d;lat;lng\n1;50.10;10.54\n", "a,b,c,d;lat;lng;zone;controller;status;locate_error\n1;50.10;10.54" + strings.ReplaceAll(held, ",", ";") + "\n", enrich.Options{}},
		{"quotes", "\"name\",\"lat\",\"lon\"\n\"a \"\"b\"\", c\nd\",\"50.10\",\"10.54\"\n", "\"name\",\"lat\",\"lon\",zone,controller,status,locate_error\n\"a \"\"b\"\", c\nd\",\"50.10\",\"10.54\"" + held + "\n", enrich.Options{}},
		{"a quote within", "lat,lon,name\n50.10,10.54,5\" gun\n", "lat,lon,name,zone,controller,status,locate_error\n50.10,10.54,5\" gun" + held + "\n", enrich.Options{}},
		{"empty lines stay", "lon,lat\n\n10.54,50.10\n\n", "lon,lat,zone,controller,status,locate_error\n\n10.54,50.10" + held + "\n\n", enrich.Options{}},
		{"spaces", "lon, lat\n 10.54 , 50.10 \n", "lon, lat,zone,controller,status,locate_error\n 10.54 , 50.10 " + held + "\n", enrich.Options{}},
		{"other forms of numbers", "lon,lat\n+1.054e1,.5010E2\n", "lon,lat,zone,controller,status,locate_error\n+1.054e1,.5010E2" + held + "\n", enrich.Options{}},
		{"a day each", "lon,lat,Event Date\n10.54,50.10,2005-02-28\n10.54,50.10,2005-03-01T03:00:00Z\n10.54,50.10,2005-02-28 23:59\n",
			"lon,lat,Event Date,zone,controller,status,locate_error\n10.54,50.10,2005-02-28" + before + "\n10.54,50.10,2005-03-01T03:00:00Z" + held + "\n10.54,50.10,2005-02-28 23:59" + before + "\n", enrich.Options{}},
		{"days that are wrong", "lon,lat,date\n10.54,50.10,\n10.54,50.10,2020-02-30\n10.54,50.10,25.11.2020\n10.54,50.10,2020\n10.54,50.10,2005-03-30\n",
			"lon,lat,date,zone,controller,status,locate_error\n10.54,50.10,,,,,no date\n10.54,50.10,2020-02-30,,,,\"date \"\"2020-02-30\"\": want a day that exists, YYYY-MM-DD\"\n10.54,50.10,25.11.2020,west,,unknown,\n10.54,50.10,2020,,,,\"date \"\"2020\"\": want YYYY-MM-DD; this is a year, write 2020-01-01 for its first day\"\n10.54,50.10,2005-03-30" + held + "\n", enrich.Options{}},
		{"one day for all wins over a column that is not named", "lon,lat,date\n10.54,50.10,2005-03-01\n", "lon,lat,date,zone,controller,status,locate_error\n10.54,50.10,2005-03-01" + before + "\n", enrich.Options{Day: &on}},
		{"one day for rows without", "lon,lat,date\n10.54,50.10,2005-03-01\n10.54,50.10,\n", "lon,lat,date,zone,controller,status,locate_error\n10.54,50.10,2005-03-01" + held + "\n10.54,50.10," + before + "\n", enrich.Options{Day: &on, Date: "date"}},
		{"bad rows", "lon,lat,n\nx,40,1\n,40,2\n46,146,3\n4000,1,4\nNaN,1,5\n10.54\n10.54,50.10,7,8\n0x10,40,9\n10.54,50.10,10\n",
			"lon,lat,n,zone,controller,status,locate_error\nx,40,1,,,,\"longitude \"\"x\"\": want a number of degrees\"\n,40,2,,,,no longitude\n46,146,3,,,,\"latitude 146: want -90 to 90; are longitude and latitude swapped?\"\n" +
				"4000,1,4,,,,\"longitude 4000: want -180 to 180, or at most ten turns of the globe further\"\nNaN,1,5,,,,\"longitude \"\"NaN\"\": want a number of degrees\"\n10.54,,,,,,no latitude\n10.54,50.10,7,8,,,,\"the row has 4 fields, the header 3\"\n0x10,40,9,,,,\"longitude \"\"0x10\"\": want a number of degrees\"\n10.54,50.10,10" + held + "\n", enrich.Options{}},
		{"short rows are filled up", "lon,lat,a,b\n10.54,50.10\n", "lon,lat,a,b,zone,controller,status,locate_error\n10.54,50.10,," + held + "\n", enrich.Options{}},
		{"a quote that is never closed", "n,lon,lat\n\"a,10.54,50.10\nb,10.54,50.10\n", "n,lon,lat,zone,controller,status,locate_error\n\"a,10.54,50.10,,,,a quote is not closed\nb,10.54,50.10" + held + "\n", enrich.Options{}},
		{"names taken", "lon,lat,zone,status\n10.54,50.10,1,2\n", "lon,lat,zone,status,locate_zone,controller,locate_status,locate_error\n10.54,50.10,1,2" + held + "\n", enrich.Options{}},
		{"columns named", "A,B,lon,lat\n10.54,50.10,1,1\n", "A,B,lon,lat,status,zone,locate_error\n10.54,50.10,1,1,controlled,west,\n", enrich.Options{Lon: "A", Lat: "b", Columns: []string{"status", "zone"}}},
		{"no header", "10.54,50.10\n10.54,50.10\n", "10.54,50.10" + held + "\n10.54,50.10" + held + "\n", enrich.Options{NoHeader: true, Lon: "1", Lat: "2"}},
		{"another turn of the globe", "lon,lat\n370.54,50.10\n-349.46,50.10\n", "lon,lat,zone,controller,status,locate_error\n370.54,50.10" + held + "\n-349.46,50.10" + held + "\n", enrich.Options{}},
		// Word processors and typographers write minus signs that are not those of ASCII.
		{"minus signs", "lon,lat\n\u2212349.46,50.10\n\u2013349.46,50.10\n\uff0d349.46, 50.10\n\u2212\u2212349.46,50.10\n", "lon,lat,zone,controller,status,locate_error\n\u2212349.46,50.10" + held + "\n\u2013349.46,50.10" + held + "\n\uff0d349.46, 50.10" + held + "\n\u2212\u2212349.46,50.10,,,,\"longitude \"\"\u2212\u2212349.46\"\": want a number of degrees\"\n", enrich.Options{}},
		{"decimal commas between commas", "lon,lat,n\n\"10,54\",\"50,10\",1\n10,54,50,10,1\n-10,5,50,2\n10.5,50.10,1,2\n", "lon,lat,n,zone,controller,status,locate_error\n" +
			"\"10,54\",\"50,10\",1,,,,\"longitude \"\"10,54\"\": is the comma a decimal one? want 10.54, or semicolons between the columns\"\n" +
			"10,54,50,10,1,,,,\"the row has 5 fields, the header 3; a decimal comma cuts a number in two: want 46.04, or semicolons between the columns\"\n" +
			"-10,5,50,2,,,,\"the row has 4 fields, the header 3; a decimal comma cuts a number in two: want 46.04, or semicolons between the columns\"\n" +
			"10.5,50.10,1,2,,,,\"the row has 4 fields, the header 3\"\n", enrich.Options{}},
		{"outside", "lon,lat\n0,0\n", "lon,lat,zone,controller,status,locate_error\n0,0,,,unknown,\n", enrich.Options{}},
		{"only a header", "lon,lat\n", "lon,lat,zone,controller,status,locate_error\n", enrich.Options{}},
		{"delimiter named", "lon lat:x\n10.54:50.10\n", "lon lat:x:status:locate_error\n10.54:50.10:controlled:\n", enrich.Options{Delimiter: ':', Lon: "1", Lat: "2", Columns: []string{"status"}}},
	} {
		if got := run(t, s, tt.in, tt.o); got != tt.want {
			t.Errorf("%s:\ngot  %q\nwant %q", tt.name, got, tt.want)
		}
	}
}

// An own column of a dataset cannot have the name of a column that is added to tables.
func TestColumnsHaveReservedNames(t *testing.T) {
	s := snapshot(t)
	for _, column := range enrich.Columns(s) {
		ofLayer := slices.ContainsFunc(s.Dataset.Layers, func(l *dataset.RegionLayer) bool {
			return column.Name == l.ID || column.Name == l.ID+"_border_m"
		})
		if !ofLayer && dataset.AttributeName(column.Name) == column.Name {
			t.Errorf("the column %s can be the name of an attribute: reservedNames lacks it", column.Name)
		}
	}
}
