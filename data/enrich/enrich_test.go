package enrich_test

import (
	"bytes"
	"strings"
	"testing"

	"demarc/data"
	"demarc/data/date"
	"demarc/data/enrich"
	"demarc/data/karabakh"
)

func snapshot(t testing.TB) *data.Snapshot {
	t.Helper()
	s, _, err := data.Open(karabakh.FS())
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
		o.DefaultDay = day(t, "2020-11-25")
	}
	var out bytes.Buffer
	if _, err := enrich.Run(s, strings.NewReader(in), &out, o); err != nil {
		t.Fatalf("%.200q: %v", in, err)
	}
	return out.String()
}

const held = ",z_kalbajar_soviet,azerbaijan,controlled," // on 25 November 2020
const before = ",z_kalbajar_soviet,armenian_forces,controlled,"

func TestCSV(t *testing.T) {
	s := snapshot(t)
	on := day(t, "2020-11-24")
	for _, tt := range []struct {
		name, in, want string
		o              enrich.Options
	}{
		{"commas", "id,lon,lat\na,46.04,40.10\n", "id,lon,lat,zone,controller,status,locate_error\na,46.04,40.10" + held + "\n", enrich.Options{}},
		{"no last line end", "lon,lat\n46.04,40.10", "lon,lat,zone,controller,status,locate_error\n46.04,40.10" + held, enrich.Options{}},
		{"CRLF stays", "lon,lat\r\n46.04,40.10\r\n", "lon,lat,zone,controller,status,locate_error\r\n46.04,40.10" + held + "\r\n", enrich.Options{}},
		{"byte order mark stays", "\ufefflon,lat\n46.04,40.10\n", "\ufefflon,lat,zone,controller,status,locate_error\n46.04,40.10" + held + "\n", enrich.Options{}},
		{"semicolons and decimal commas", "Longitude;Latitude\n46,04;40,10\n", "Longitude;Latitude;zone;controller;status;locate_error\n46,04;40,10" + strings.ReplaceAll(held, ",", ";") + "\n", enrich.Options{}},
		{"tabs", "y\tx\n40.10\t46.04\n", "y\tx\tzone\tcontroller\tstatus\tlocate_error\n40.10\t46.04" + strings.ReplaceAll(held, ",", "\t") + "\n", enrich.Options{}},
		{"bars", "lat|lng\n40.10|46.04\n", "lat|lng|zone|controller|status|locate_error\n40.10|46.04" + strings.ReplaceAll(held, ",", "|") + "\n", enrich.Options{}},
		{"commas in a table of semicolons", "a,b,c,d;lat;lng\n1;40.10;46.04\n", "a,b,c,d;lat;lng;zone;controller;status;locate_error\n1;40.10;46.04" + strings.ReplaceAll(held, ",", ";") + "\n", enrich.Options{}},
		{"quotes", "\"name\",\"lat\",\"lon\"\n\"a \"\"b\"\", c\nd\",\"40.10\",\"46.04\"\n", "\"name\",\"lat\",\"lon\",zone,controller,status,locate_error\n\"a \"\"b\"\", c\nd\",\"40.10\",\"46.04\"" + held + "\n", enrich.Options{}},
		{"a quote within", "lat,lon,name\n40.10,46.04,5\" gun\n", "lat,lon,name,zone,controller,status,locate_error\n40.10,46.04,5\" gun" + held + "\n", enrich.Options{}},
		{"empty lines stay", "lon,lat\n\n46.04,40.10\n\n", "lon,lat,zone,controller,status,locate_error\n\n46.04,40.10" + held + "\n\n", enrich.Options{}},
		{"spaces", "lon, lat\n 46.04 , 40.10 \n", "lon, lat,zone,controller,status,locate_error\n 46.04 , 40.10 " + held + "\n", enrich.Options{}},
		{"other forms of numbers", "lon,lat\n+4.604e1,.4010E2\n", "lon,lat,zone,controller,status,locate_error\n+4.604e1,.4010E2" + held + "\n", enrich.Options{}},
		{"a day each", "lon,lat,Event Date\n46.04,40.10,2020-11-24\n46.04,40.10,2020-11-25T03:00:00Z\n46.04,40.10,2020-11-24 23:59\n",
			"lon,lat,Event Date,zone,controller,status,locate_error\n46.04,40.10,2020-11-24" + before + "\n46.04,40.10,2020-11-25T03:00:00Z" + held + "\n46.04,40.10,2020-11-24 23:59" + before + "\n", enrich.Options{}},
		{"days that are wrong", "lon,lat,date\n46.04,40.10,\n46.04,40.10,2020-02-30\n46.04,40.10,25.11.2020\n46.04,40.10,2020\n46.04,40.10,2020-11-30\n",
			"lon,lat,date,zone,controller,status,locate_error\n46.04,40.10,,,,,no date\n46.04,40.10,2020-02-30,,,,\"date \"\"2020-02-30\"\": want a day that exists, YYYY-MM-DD\"\n46.04,40.10,25.11.2020,,,,\"date \"\"25.11.2020\"\": want a day that exists, YYYY-MM-DD\"\n46.04,40.10,2020,,,,\"date \"\"2020\"\": want YYYY-MM-DD; this is a year, write 2020-01-01 for its first day\"\n46.04,40.10,2020-11-30" + held + "\n", enrich.Options{}},
		{"one day for all wins over a column that is not named", "lon,lat,date\n46.04,40.10,2020-11-25\n", "lon,lat,date,zone,controller,status,locate_error\n46.04,40.10,2020-11-25" + before + "\n", enrich.Options{Day: &on}},
		{"one day for rows without", "lon,lat,date\n46.04,40.10,2020-11-25\n46.04,40.10,\n", "lon,lat,date,zone,controller,status,locate_error\n46.04,40.10,2020-11-25" + held + "\n46.04,40.10," + before + "\n", enrich.Options{Day: &on, Date: "date"}},
		{"bad rows", "lon,lat,n\nx,40,1\n,40,2\n46,146,3\n400,1,4\nNaN,1,5\n46.04\n46.04,40.10,7,8\n0x10,40,9\n46.04,40.10,10\n",
			"lon,lat,n,zone,controller,status,locate_error\nx,40,1,,,,\"longitude \"\"x\"\": want a number of degrees\"\n,40,2,,,,no longitude\n46,146,3,,,,\"latitude 146: want -90 to 90; are longitude and latitude swapped?\"\n" +
				"400,1,4,,,,longitude 400: want -180 to 180\nNaN,1,5,,,,\"longitude \"\"NaN\"\": want a number of degrees\"\n46.04,,,,,,no latitude\n46.04,40.10,7,8,,,,\"the row has 4 fields, the header 3\"\n0x10,40,9,,,,\"longitude \"\"0x10\"\": want a number of degrees\"\n46.04,40.10,10" + held + "\n", enrich.Options{}},
		{"short rows are filled up", "lon,lat,a,b\n46.04,40.10\n", "lon,lat,a,b,zone,controller,status,locate_error\n46.04,40.10,," + held + "\n", enrich.Options{}},
		{"a quote that is never closed", "n,lon,lat\n\"a,46.04,40.10\nb,46.04,40.10\n", "n,lon,lat,zone,controller,status,locate_error\n\"a,46.04,40.10,,,,a quote is not closed\nb,46.04,40.10" + held + "\n", enrich.Options{}},
		{"names taken", "lon,lat,zone,status\n46.04,40.10,1,2\n", "lon,lat,zone,status,locate_zone,controller,locate_status,locate_error\n46.04,40.10,1,2" + held + "\n", enrich.Options{}},
		{"columns named", "A,B,lon,lat\n46.04,40.10,1,1\n", "A,B,lon,lat,status,zone,locate_error\n46.04,40.10,1,1,controlled,z_kalbajar_soviet,\n", enrich.Options{Lon: "A", Lat: "b", Columns: []string{"status", "zone"}}},
		{"no header", "46.04,40.10\n46.04,40.10\n", "46.04,40.10" + held + "\n46.04,40.10" + held + "\n", enrich.Options{NoHeader: true, Lon: "1", Lat: "2"}},
		{"outside", "lon,lat\n0,0\n", "lon,lat,zone,controller,status,locate_error\n0,0,,,unknown,\n", enrich.Options{}},
		{"only a header", "lon,lat\n", "lon,lat,zone,controller,status,locate_error\n", enrich.Options{}},
		{"delimiter named", "lon lat:x\n46.04:40.10\n", "lon lat:x:status:locate_error\n46.04:40.10:controlled:\n", enrich.Options{Delimiter: ':', Lon: "1", Lat: "2", Columns: []string{"status"}}},
	} {
		if got := run(t, s, tt.in, tt.o); got != tt.want {
			t.Errorf("%s:\ngot  %q\nwant %q", tt.name, got, tt.want)
		}
	}
}
