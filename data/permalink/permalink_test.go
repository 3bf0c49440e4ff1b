package permalink

import (
	"cmp"
	"net/url"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/alsace"
	"demarc/data/testdata"
	"demarc/geo"
)

// What cannot be read counts as left out.
func TestRead(t *testing.T) {
	s, _, err := data.Open(testdata.Isles())
	if err != nil {
		t.Fatal(err)
	}
	first := Read(s, nil)
	for _, query := range []string{
		"d=1972-13-45", "d=", "cmp=never", "sel=1", "sel=1,2,3", "sel=3601,0", "sel=0,91", "sel=NaN,0", "sel=1e999,0",
		"c=1,2", "c=86,0,3", "c=0,0,-1", "c=0,0,25", "c=0,0,NaN", "lang=tlh", "vp=nobody",
	} {
		parameters, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		v := Read(s, parameters)
		if v.snapshot != first.snapshot || v.viewpoint != "" || v.day != first.day || v.lang != "en" {
			t.Errorf("%s: got %+v, want the view without parameters", query, v)
		}
		if v.compared != nil || v.selected != nil || v.seen != nil {
			t.Errorf("%s: got %v, %v, %v, want none", query, v.compared, v.selected, v.seen)
		}
	}
	v := Read(s, url.Values{"sel": {"180,-90"}, "c": {"0,180,1"}, "vp": {"crown_announced"}})
	if v.selected == nil || *v.selected != (orb.Point{180, -90}) || v.viewpoint != "crown_announced" {
		t.Errorf("got %v as seen by %q", v.selected, v.viewpoint)
	}
	if v.seen == nil || *v.seen != (orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}) {
		t.Errorf("got %v, want the globe", v.seen)
	}
	v = Read(s, url.Values{"sel": {"187.7,-17.5"}, "c": {"-17.5,547.7,9"}})
	if v.selected == nil || *v.selected != (orb.Point{-172.3, -17.5}) {
		t.Errorf("got %v, want the place by its usual name", v.selected)
	}
	if v.seen == nil || v.seen.Center()[0] != -172.3 {
		t.Errorf("got %v, want a box around the place by its usual name", v.seen)
	}
	v = Read(s, url.Values{"c": {"0,179.9,9"}})
	if v.seen == nil || !(v.seen.Min[0] < 180 && v.seen.Max[0] > 180) {
		t.Errorf("got %v, want a box on both sides of the date line", v.seen)
	}
}

// Names are in any language that the dataset has; the words around them in one that they are had
// in.
func TestReadLanguage(t *testing.T) {
	s, _, err := data.Open(alsace.FS())
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string][3]string{
		"de": {"11 November 1918 · Elsass-Lothringen, 1870-1945", "en", "de"},
		"fr": {"11 November 1918 · Alsace-Lorraine, 1870-1945", "en", "fr"},
		"ru": {"11 ноября 1918 г. · Alsace-Lorraine, 1870-1945", "ru", "en"},
		"it": {"11 November 1918 · Alsace-Lorraine, 1870-1945", "en", ""},
	} {
		v := Read(s, url.Values{"d": {"1918-11-11"}, "lang": {lang}})
		c := v.Caption()
		if got := [3]string{c.Title, c.Lang, c.NamesLang}; got != want {
			t.Errorf("%s: got %q, want %q", lang, got, want)
		}
		if drawn := v.Picture().Get("lang"); drawn != cmp.Or(map[string]string{"it": "en"}[lang], lang) {
			t.Errorf("%s: the picture is in %q", lang, drawn)
		}
	}
}

// The table tells what is not certain, an open first day, claimants and archived copies.
func TestRows(t *testing.T) {
	s, _, err := data.Open(testdata.Isles())
	if err != nil {
		t.Fatal(err)
	}
	row := func(day, zone string) Row {
		t.Helper()
		rows := Read(s, url.Values{"d": {day}}).Caption().Rows
		i := slices.IndexFunc(rows, func(r Row) bool { return r.Zone == zone })
		if i < 0 {
			t.Fatalf("no row of %s", zone)
		}
		return rows[i]
	}
	for day, want := range map[string]string{
		"1975-05-31": "", "1975-06-01": "not certain: between 1 June 1975 and 20 June 1975",
		"1975-06-19": "not certain: between 1 June 1975 and 20 June 1975", "1975-06-20": "",
	} {
		if got := row(day, "Lesser Isles").Doubt; got != want {
			t.Errorf("%s: got %q, want %q", day, got, want)
		}
	}
	if got := row("1970-01-01", "North Moor").Since; got != "1 March 1961 or earlier" {
		t.Errorf("got %q", got)
	}
	town := row("1972-08-20", "Lantern Town")
	if town.Status != "Contested (Crown, League)" {
		t.Errorf("got %q", town.Status)
	}
	want := Cited{"Far Coast Wire", "", "https://example.org/flags", "https://web.archive.org/web/20210304101500/https://example.org/flags"}
	if !slices.Contains(town.Sources, want) {
		t.Errorf("got %q, want among them %q", town.Sources, want)
	}
	place := Read(s, url.Values{"d": {"1975-06-10"}, "sel": {"-127.596,-41.603"}}).Caption().Place
	if want := "Lesser Isles: Crown, Controlled, since 1 March 1961, not certain: between 1 June 1975 and 20 June 1975."; place != want {
		t.Errorf("got %q, want %q", place, want)
	}
}

func TestTo(t *testing.T) {
	fields := []geo.Field{{Name: "valid_from", Type: geo.Date, Role: geo.RoleFrom}}
	layer := func(g orb.Geometry, day any) geo.Layer {
		return geo.Layer{Fields: fields, Features: []geo.Feature{{Geometry: g, Values: []any{day}}}}
	}
	for _, tt := range []struct {
		name  string
		layer geo.Layer
		want  string
	}{
		{"a point", layer(orb.Point{1, 2}, "1972-11-25"), "d=1972-11-25&sel=1.00000%2C2.00000"},
		{"without a first day", layer(orb.LineString{{0, 0}, {2, 4}}, nil), "sel=1.00000%2C2.00000"},
		{"not drawn", layer(nil, "1972-11-25"), ""},
	} {
		if got := To(tt.layer).Encode(); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}
