package enrich

import (
	"bytes"
	"encoding/csv"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"demarc/data"
	"demarc/data/date"
	"demarc/data/date/spelling"
	"demarc/data/testdata"
)

// Days are those of date.Parse, and of package spelling where that reads none.
func FuzzCalendar(f *testing.F) {
	c := dayReader{calendar: newCalendar(), counted: new(Result)}
	for _, s := range []string{"2005-03-01", "2000-02-29", "1900-02-29", "2020-02-30", "2099-12-31", "2100-01-01", "1899-12-31", "0001-01-01", "2020-1-01", "2020-13-01", "2020-00-10", "2020-01-00", "2005-03-01 10:00", "2005-03-01T23:00:00Z", "25.11.2020", "3.11.2015"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := c.parse([]byte(s))
		want, wantErr := date.Parse(s)
		if wantErr != nil && len(s) <= 10 {
			want, wantErr = spelling.Style{}.Day(s)
		}
		if wantErr == nil && (err != nil || got != int32(want)) || len(s) == 10 && wantErr != nil && err == nil {
			t.Errorf("%q: got %d, %v; want %d, %v", s, got, err, want, wantErr)
		}
	})
}

func TestCalendarKnowsEveryDay(t *testing.T) {
	c := newCalendar()
	for day := c[0]; day < c[len(c)-1]; day++ {
		s := date.Date(day).String()
		if got, ok := c.plain([]byte(s)); !ok || got != day {
			t.Fatalf("%s: got %d, %v; want %d", s, got, ok, day)
		}
	}
}

// Records and fields are those of encoding/csv. It drops empty lines and the
// carriage returns of line ends, and takes a quote that is never closed for the
// rest of the file.
func FuzzCSVFields(f *testing.F) {
	for _, s := range []string{
		"a,b\n1,2\n", "a;b\r\n\"1;\"\"2\",3\r\n", "\"a\nb\",c\n", "a\"b,c\n", "\"a\"b,c\"\n", "a,\"b", ",,\n\n,\n", "\"\"\n", "\"a\r\nb\"\r\n", "a\rb,c\n", "\"a\"\r\n", "\"a\"\rb\n",
	} {
		f.Add(s, byte(','))
		f.Add(s, byte(';'))
	}
	f.Fuzz(func(t *testing.T, s string, delimiter byte) {
		if _, err := ParseDelimiter(string(delimiter)); err != nil || delimiter == 0 || delimiter >= 0x80 {
			return
		}
		r := csv.NewReader(strings.NewReader(s + "\n"))
		r.Comma, r.FieldsPerRecord, r.LazyQuotes = rune(delimiter), -1, true
		want, err := r.ReadAll()
		b := []byte(s + "\n")
		if _, closed := lastClosed(b, delimiter); err != nil || !closed || bytes.Contains(b, []byte("\r\r")) {
			return
		}
		var got [][]string
		for i := 0; i < len(b); {
			end, next, ok := recordEnd(b, i, delimiter)
			if !ok || next <= i {
				t.Fatalf("%q: no record at %d", s, i)
			}
			if end > i {
				record := fields(b[i:end], delimiter)
				for k := range record {
					record[k] = strings.ReplaceAll(record[k], "\r\n", "\n")
				}
				got = append(got, record)
			}
			i = next
		}
		if !slices.EqualFunc(got, want, slices.Equal) {
			t.Errorf("%q by %q:\ngot  %q\nwant %q", s, delimiter, got, want)
		}
	})
}

// lastClosed tells whether all quotes are closed.
func lastClosed(b []byte, delimiter byte) (int, bool) {
	for i := 0; i < len(b); {
		_, next, ok := recordEnd(b, i, delimiter)
		if !ok {
			return i, false
		}
		i = next
	}
	return len(b), true
}

// However a table arrives, and whatever is wrong with it: the answer is the
// same, its rows are those of the input with fields behind them, and nothing
// panics.
func FuzzRun(f *testing.F) {
	s, _, err := data.Open(testdata.Small())
	if err != nil {
		f.Fatal(err)
	}
	for _, in := range []string{
		"lon,lat,date\n10.54,50.10,2005-02-28\n\n\"46\",40,x\n1,2\n1,2,3,4\n", "a\tlat\tlng\r\n\"x\ny\"\t40,1\t46\r\n", "lat;lon\n1;\"2\n3;4\n5;6",
		"sep=;\r\nDatum;coords\r\n\r\n2005-02-28;40,1 46\r\nx;POINT(46 40)\r\n", "geometry,L\u00e4nge,Breite\n,1,2\n", "datum,lon,lat\nWGS84,46,40\n", "lon,lat\r1,2\r",
		"{\"lon\":46,\"lat\":40}\n{}\nx\n", "{\"geometry\":\"40, 46\"}\n{\"location\":[46]}\n{\"point\":{}}\n{\"l\u00e4nge\":1,\"breite\":2,\"datum\":\"x\"}\n", "\x1e{\"type\":\"Feature\"}\n\x1e{", `{"features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[46,40]},"properties":{"date":"2020-01-01"}},{x}]}`,
	} {
		f.Add(in)
	}
	f.Fuzz(func(t *testing.T, in string) {
		for _, format := range []Format{CSV, NDJSON, GeoJSON, JSONSeq} {
			var whole, pieces bytes.Buffer
			_, err := Run(s, strings.NewReader(in), &whole, Options{Format: format})
			_, err2 := Run(s, iotest.HalfReader(iotest.OneByteReader(strings.NewReader(in))), &pieces, Options{Format: format})
			if (err == nil) != (err2 == nil) || err == nil && whole.String() != pieces.String() {
				t.Errorf("%s %q: at once %q %v, byte by byte %q %v", format, in, whole.String(), err, pieces.String(), err2)
			}
			if err == nil && format == CSV {
				checkPrefixes(t, in, whole.String())
			}
		}
	})
}

// checkPrefixes checks that what is left of the output without the added fields
// is the input: the input must be a subsequence of the output.
func checkPrefixes(t *testing.T, in, out string) {
	t.Helper()
	r := strings.NewReader(out)
	for i := range len(in) {
		for {
			c, err := r.ReadByte()
			if err == io.EOF {
				t.Fatalf("%q: the output %q lacks what follows byte %d", in, out, i)
			}
			if c == in[i] {
				break
			}
		}
	}
}
