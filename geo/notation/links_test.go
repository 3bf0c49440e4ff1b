package notation

import (
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
)

// linkCases are the rows of the list that the page is held to as well.
func linkCases(t testing.TB) [][]string {
	t.Helper()
	list, err := os.ReadFile("testdata/links.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for line := range strings.Lines(string(list)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			rows = append(rows, strings.Split(line, "\t"))
		}
	}
	if len(rows) < 70 {
		t.Fatalf("the list has %d rows only", len(rows))
	}
	return rows
}

func TestLinks(t *testing.T) {
	for _, row := range linkCases(t) {
		got, err := Read(row[0], karabakh)
		if len(row) == 2 {
			if err == nil || !strings.Contains(err.Error(), row[1]) {
				t.Errorf("%s: got %+v, %v; want an error that says %q", row[0], got, err, row[1])
			}
			continue
		}
		lon, _ := strconv.ParseFloat(row[2], 64)
		lat, _ := strconv.ParseFloat(row[3], 64)
		if err != nil || math.Abs(got.Point[0]-lon) > 1.2e-5 || math.Abs(got.Point[1]-lat) > 1.2e-5 || got.Notation != mapLink || got.Order != "" || got.Text != row[0] {
			t.Errorf("%s: got %+v, %v; want %v %v", row[0], got, err, lon, lat)
		}
		words := map[string]string{"pin": "the pin of the link of", "view": "it has no pin"}[row[1]]
		if !strings.Contains(got.Note, words) || !(got.PrecisionM > 0) {
			t.Errorf("%s: got note %q, to %g m; want %q in it", row[0], got.Note, got.PrecisionM, words)
		}
	}
}

// What a phone shares as geo: URI has the pin behind the centre.
func TestGeoURIPins(t *testing.T) {
	for _, tt := range []struct {
		text     string
		lon, lat float64
	}{
		{"geo:40.2,46.5?q=40.1,46.04(Kalbajar)", 46.04, 40.1},
		{"geo:0,0?q=40.1%2C46.04&z=9", 46.04, 40.1},
		{"geo:40.1,46.04?z=9", 46.04, 40.1},
		{"geo:40.1,46.04?q=Kalbajar", 46.04, 40.1},
	} {
		got, err := Read(tt.text, karabakh)
		if err != nil || math.Abs(got.Point[0]-tt.lon) > 1e-9 || math.Abs(got.Point[1]-tt.lat) > 1e-9 {
			t.Errorf("%s: got %v, %v; want %v %v", tt.text, got.Point, err, tt.lon, tt.lat)
		}
	}
	if got, err := Read("geo:0,0?q=Kalbajar", karabakh); err == nil || !strings.Contains(err.Error(), "name of a place") {
		t.Errorf("got %+v, %v; want the name refused", got, err)
	}
}

// Links may be long, messages about them are not.
func TestLongLinks(t *testing.T) {
	long := "https://www.google.com/maps/place/Kalbajar/@40.2,46.5,12z/data=" + strings.Repeat("!4m6", 400) + "!3d40.1!4d46.04"
	if got, err := Read(long, karabakh); err != nil || got.Point[0] != 46.04 {
		t.Errorf("got %v, %v", got.Point, err)
	}
	_, err := Read("https://example.org/"+strings.Repeat("x", 3000), karabakh)
	if err == nil || len(err.Error()) > 300 {
		t.Errorf("got %v, want a short message", err)
	}
	if _, err := Read("https://example.org/?q=40.1,46.04&"+strings.Repeat("x", maxLink), karabakh); err == nil || !strings.Contains(err.Error(), "at most") {
		t.Errorf("got %v, want it refused for its length", err)
	}
}

// Whatever is pasted, what is read is a place on the earth.
func FuzzLinks(f *testing.F) {
	for _, row := range linkCases(f) {
		f.Add(row[0])
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := Read(s, karabakh)
		if err == nil && (!(math.Abs(r.Point[0]) <= 180 && math.Abs(r.Point[1]) <= 90) || r.Notation == "" || !(r.PrecisionM >= 0)) {
			t.Errorf("%q: got %+v", s, r)
		}
	})
}
