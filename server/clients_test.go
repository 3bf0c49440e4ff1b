//go:build !race

package server_test

import (
	"fmt"
	"net/http/httptest"
	"net/url"
	"os/exec"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"demarc/data/testdata"
)

// The days before, on and after which The Orchards are handed over.
var aroundHandOver = []string{"1972-11-24", "1972-11-25", "1972-11-26"}

// The recipe of docs/gis.md for QGIS: a layer definition of the server, dragged onto the map, shows
// one controller of each zone in the frames before, on and after a hand-over, in time zones on both
// sides of Greenwich. A filter of QGIS, whose intervals begin in the year 0, is answered.
func TestQGISShowsOneControllerADay(t *testing.T) {
	h := handler(t)
	s := httptest.NewServer(h)
	defer s.Close()
	definition := save(t, h, "/export/control.qlr?source="+url.QueryEscape(s.URL), "control.qlr")
	for _, zone := range []string{"Asia/Baku", "America/New_York"} {
		t.Setenv("TZ", zone)
		var seen struct {
			Message, Provider string
			Active            bool
			Frames            map[string][]string
			Filtered          map[string]int
		}
		testdata.Python(t, &seen, "qgis.core", "python3-qgis", "testdata/qgis_frames.py", append([]string{s.URL + "/ogc", definition}, aroundHandOver...)...)
		if seen.Provider != "OAPIF" || !seen.Active {
			t.Fatalf("%s: QGIS reads the definition as %+v, want a layer of the server that plays", zone, seen)
		}
		for _, day := range aroundHandOver {
			var want []string
			for _, f := range getItems(t, h, "/collections/control/items?limit=1000&datetime="+day).Features {
				want = append(want, fmt.Sprint(f.ID))
			}
			slices.Sort(want)
			if got := seen.Frames[day]; !slices.Equal(got, want) || len(want) == 0 {
				t.Errorf("%s: on %s QGIS shows %v, want %v", zone, day, got, want)
			}
			if got, want := seen.Filtered[day], getItems(t, h, "/collections/control/items?limit=1&datetime=../"+day).NumberMatched; got != want {
				t.Errorf("%s: a filter up to %s leaves %d features in QGIS, want %d", zone, day, got, want)
			}
		}
	}
}

// The recipe of docs/gis.md for the style in QGIS: the tiles of control below those of places, both
// by the same style, show who held what, and the names of the places.
func TestQGISDrawsNames(t *testing.T) {
	s := httptest.NewServer(handler(t))
	defer s.Close()
	var seen struct {
		Valid    []bool
		Names    []string
		Coloured float64
	}
	testdata.Python(t, &seen, "qgis.core", "python3-qgis", "testdata/qgis_names.py", s.URL, "-131", "-43", "-128.5", "-41.2")
	if !slices.Equal(seen.Valid, []bool{true, true}) || seen.Coloured < 0.05 {
		t.Errorf("QGIS takes the layers for valid: %v; %.0f %% of the map is coloured", seen.Valid, 100*seen.Coloured)
	}
	for _, want := range []string{"Lantern", "Port Halloway"} {
		if !slices.Contains(seen.Names, want) {
			t.Errorf("QGIS names %q, want %s among them", seen.Names, want)
		}
	}
	for _, name := range seen.Names {
		if name == "" || name[0] >= 'a' && name[0] <= 'z' {
			t.Errorf("QGIS writes %q on the map, which is no name", name)
		}
	}
}

// The recipes of docs/gis.md for GDAL. Its driver writes a comparison with a day as
// datetime=../1972-11-25T, two of them as the parameter twice, and leaves them to the server, for
// which an absent end is open.
func TestGDALComparesDays(t *testing.T) {
	h := handler(t)
	s := httptest.NewServer(h)
	defer s.Close()
	for _, day := range aroundHandOver {
		want := getItems(t, h, "/collections/control/items?limit=1&datetime="+day).NumberMatched
		slashed := strings.ReplaceAll(day, "-", "/")
		for _, where := range []string{
			fmt.Sprintf("valid_from <= '%s' AND valid_to > '%s'", slashed, slashed),
			fmt.Sprintf("valid_from <= '%s' AND valid_to > '%s'", day, day),
		} {
			out := string(testdata.GDAL(t, "ogrinfo", "-so", "-where", where, "OAPIF:"+s.URL+"/ogc", "control"))
			if line := fmt.Sprintf("Feature Count: %d\n", want); want == 0 || !strings.Contains(out, line) {
				t.Errorf("%s: got %s, want %s", where, regexp.MustCompile(`Feature Count.*`).FindString(out), line)
			}
		}
	}
}

// The recipes of docs/gis.md for R and geopandas: the package sf finds dates, and both the same
// rows as the server on the days before, on and after a hand-over.
func TestRAndGeopandasReadDays(t *testing.T) {
	h := handler(t)
	s := httptest.NewServer(h)
	defer s.Close()
	want := make([][]string, len(aroundHandOver))
	told := "Date Date" // by R
	for i, day := range aroundHandOver {
		for _, f := range getItems(t, h, "/collections/control/items?limit=1000&datetime="+day).Features {
			want[i] = append(want[i], fmt.Sprint(f.ID))
		}
		slices.Sort(want[i])
		told += "\n" + strings.Join(want[i], " ")
	}
	if slices.Equal(want[0], want[1]) {
		t.Fatal("nothing is handed over")
	}
	var seen struct {
		CRS     string
		Holding [][]string
	}
	testdata.Python(t, &seen, "geopandas", "python3-geopandas", "testdata/geopandas_days.py", append([]string{s.URL}, aroundHandOver...)...)
	if seen.CRS != "EPSG:4326" || !reflect.DeepEqual(seen.Holding, want) {
		t.Errorf("geopandas finds %s and %v, want EPSG:4326 and %v", seen.CRS, seen.Holding, want)
	}
	out, err := exec.Command("Rscript", append([]string{"testdata/sf_days.R", s.URL}, aroundHandOver...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("Rscript: %v (the Debian package r-cran-sf, make tools)\n%s", err, out)
	}
	if got := strings.TrimSpace(strings.ReplaceAll(string(out), " \n", "\n")); got != told {
		t.Errorf("R reads %q, want %q", got, told)
	}
}

// Of several datetime a feature meets each: that of a hand-over, and those that lie on both sides
// of a stretch of days. Elsewhere one is one too many.
func TestSeveralDatetimes(t *testing.T) {
	h := handler(t)
	ids := func(query string) (all []string) {
		for _, f := range getItems(t, h, "/collections/control/items?limit=1000&"+query).Features {
			all = append(all, fmt.Sprint(f.ID))
		}
		return all
	}
	for _, tt := range []struct {
		name, query string
		same        string // as this one
	}{
		{"as GDAL writes a day", "datetime=../1972-11-25T&datetime=1972-11-25T/..", "datetime=1972-11-25"},
		{"in the other order", "datetime=1972-11-25T/..&datetime=../1972-11-25T", "datetime=1972-11-25"},
		{"one in another", "datetime=1972-11-25&datetime=1961-01-01/1990-01-01", "datetime=1972-11-25"},
		{"from the year 0, as QGIS writes", "datetime=0000-01-01T00:00:00Z/1972-11-25", "datetime=../1972-11-25"},
	} {
		got, want := ids(tt.query), ids(tt.same)
		if !slices.Equal(got, want) || len(want) == 0 {
			t.Errorf("%s: %s: got %v, want %v", tt.name, tt.query, got, want)
		}
	}
	var want []string
	for _, id := range ids("datetime=1972-11-20") {
		if slices.Contains(ids("datetime=1972-11-30"), id) {
			want = append(want, id)
		}
	}
	if got := ids("datetime=../1972-11-20&datetime=1972-11-30/.."); !slices.Equal(got, want) || len(want) == 0 {
		t.Errorf("through ten days: got %v, want %v", got, want)
	}
	for target, status := range map[string]int{
		"/collections/control/items?datetime=1972-11-25&datetime=soon": 400,
		"/collections/control/items?limit=1&limit=2":                   400,
		"/tiles/control/8/35/161.mvt?datetime=1972-11-25&datetime=..":  400,
	} {
		if w := get(t, h, target); w.Code != status {
			t.Errorf("%s: got %d, want %d", target, w.Code, status)
		}
	}
}
