package enrich_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"demarc/data/date/spelling"
	"demarc/data/enrich"
)

// formats write the days of rows as tables of each format.
var formats = map[enrich.Format]func(days []string) string{
	enrich.CSV: func(days []string) string {
		return "lon,lat,date\n10.54,50.10," + strings.Join(days, "\n10.54,50.10,") + "\n"
	},
	enrich.NDJSON: func(days []string) string {
		return `{"lon":10.54,"lat":50.10,"date":"` + strings.Join(days, "\"}\n{\"lon\":10.54,\"lat\":50.10,\"date\":\"") + "\"}\n"
	},
	enrich.GeoJSON: func(days []string) string {
		return `{"type":"FeatureCollection","features":[` + strings.TrimSuffix(features(days, ","), ",") + "]}"
	},
	enrich.JSONSeq: func(days []string) string { return features(days, "\n") },
}

func features(days []string, behind string) string {
	var b strings.Builder
	for _, day := range days {
		fmt.Fprintf(&b, `{"type":"Feature","properties":{"date":%q},"geometry":{"type":"Point","coordinates":[10.54,50.10]}}%s`, day, behind)
	}
	return b.String()
}

// The first rows tell in which order day and month stand, whatever the format; later ones that
// contradict them have a reason.
func TestOrderOfDays(t *testing.T) {
	s := snapshot(t)
	filled := func(n int, day string, rest ...string) []string {
		days := make([]string, n)
		for i := range days {
			days[i] = day
		}
		return append(days, rest...)
	}
	for _, tt := range []struct {
		name   string
		days   []string
		given  spelling.Order
		failed int
		says   string // in what is written, in the notes or in the error
		err    bool
	}{
		{"a row tells", []string{"01.03.2005", "13.03.2005"}, "", 0, `day, month, year: row 2 has "13.03.2005"`, false},
		{"the other order", []string{"03/01/2005", "2005-03-02", "03/13/2005"}, "", 0, `month, day, year: row 3`, false},
		{"the last of the first thousand tells", filled(999, "01.03.2005", "13.03.2005"), "", 0, "row 1000", false},
		{"one behind it does not", filled(1000, "01.03.2005", "13.03.2005"), "", 0, "row 1: date \"01.03.2005\": 2005-03-01 or 2005-01-03? say with -date-format dmy or mdy", true},
		{"none tells", []string{"2005-03-01", "01.03.2005"}, "", 0, "row 2: date", true},
		{"given", []string{"01.03.2005", "02.03.2005"}, "dmy", 0, "year: -date-format says", false},
		{"given, and a row contradicts", []string{"01.03.2005", "03/13/2005"}, "dmy", 1, "want day, month, year", false},
		{"two rows contradict each other", []string{"13.03.2005", "03/14/2005"}, "", 0, `row 1 has "13.03.2005", which is day, month, year, and row 2 has "03/14/2005"`, true},
		{"a late row contradicts", filled(1500, "13.03.2005", "03/14/2005"), "", 1, `want day, month, year, as row 1 has`, false},
		{"a late row leaves it open", filled(1500, "2005-03-13", "03/04/2005"), "", 1, "2005-04-03 or 2005-03-04? say with -date-format", false},
		{"seconds", []string{"1109635200", "1109721600"}, "", 0, "seconds since 1970", false},
		{"seconds and what is none", []string{"1109635200", "12"}, "", 0, "plausible", true},
		{"a late number is not plausible", filled(1500, "1109635200", "12"), "", 1, "not plausible", false},
		{"times of day are said once", []string{"2005-03-01T03:00:00Z", "2005-03-01 10:00", "2005-03-01T00:00:00+04:00"}, "", 0, "with a time of day, which is not looked at: 2", false},
		{"offsets are said once", []string{"2005-03-01T03:00:00+04:00", "2005-03-01T03:00:00-0330", "2005-03-01"}, "", 0, "offset from UTC, taken as they are at that offset: 2", false},
		{"a month is no day", []string{"March 2005"}, "", 1, "this is a month", false},
		{"an uncertain day is none", []string{"2005-03-01?"}, "", 1, "not certain", false},
	} {
		for format, write := range formats {
			var out bytes.Buffer
			result, err := enrich.Run(s, strings.NewReader(write(tt.days)), &out, enrich.Options{Format: format, DateFormat: tt.given, Ask: ask})
			if tt.err {
				var input *enrich.InputError
				if !errors.As(err, &input) || !strings.Contains(err.Error(), tt.says) || result.Rows > 0 {
					t.Errorf("%s, %s: got %v after %d rows; want an error before the first that says %q", tt.name, format, err, result.Rows, tt.says)
				}
				continue
			}
			said := strings.ReplaceAll(out.String(), `""`, `"`) + strings.Join(result.Notes(ask), "\n")
			said = strings.ReplaceAll(said, `\"`, `"`)
			if err != nil || result.Failed != int64(tt.failed) || result.Rows != int64(len(tt.days)) || !strings.Contains(said, tt.says) {
				t.Errorf("%s, %s: got %d of %d rows failed, %v, notes %q; want %d, and %q", tt.name, format, result.Failed, result.Rows, err, result.Notes(ask), tt.failed, tt.says)
			}
		}
	}
}

// What can be read at once is answered at once: the rest of the table may take its time.
func TestDaysThatAreReadAtOnceWaitForNothing(t *testing.T) {
	s := snapshot(t)
	for _, tt := range []struct {
		day   string
		waits bool
	}{{"2005-03-01", false}, {"25 March 2005", false}, {"13.03.2005", false}, {"01.03.2005", true}} {
		in, more := io.Pipe()
		answered := make(chan struct{})
		go func() {
			io.WriteString(more, "lon,lat,date\n10.54,50.10,"+tt.day+"\n")
			if !tt.waits {
				<-answered
			}
			io.WriteString(more, "10.54,50.10,13.03.2005\n")
			more.Close()
		}()
		var out bytes.Buffer
		rows := 0
		_, err := enrich.Run(s, in, writerFunc(func(p []byte) (int, error) {
			if bytes.Contains(p, []byte(tt.day)) && rows == 0 {
				rows = bytes.Count(p, []byte("10.54"))
				close(answered)
			}
			return out.Write(p)
		}), enrich.Options{Ask: ask})
		if want := map[bool]int{false: 1, true: 2}[tt.waits]; err != nil || rows != want {
			t.Errorf("%s: got %d rows at first, %v; want %d\n%s", tt.day, rows, err, want, out.String())
		}
	}
}

type writerFunc func(p []byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }
