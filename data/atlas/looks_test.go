package atlas

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/testdata"
	"demarc/geo/picture"
)

// What is not certain on a day, and who claims what is contested, is drawn as on the page, and the
// legend says it.
func TestLooksOfADay(t *testing.T) {
	olden, isles := testdata.Olden(), testdata.Isles()
	three := testdata.With(t, isles, "control.json", `"claimants": ["crown", "league"]`, `"claimants": ["league", "wardens", "crown"]`, 1)
	unstated := testdata.With(t, isles, "control.json", `"claimants": ["crown", "league"], `, "", 1)
	actors := colorsOf(t, olden, isles)
	for _, tt := range []struct {
		name            string
		s               *data.Snapshot
		zone, day, lang string
		base, ink       string // actors
		pattern         picture.Pattern
		legend          string
	}{
		{"the year is not certain", opened(t, olden), "lower", "0150-06-01", "en", "kings", "assembly", picture.Bands, "Not certain on this day (Kings of Reed / The Assembly): "},
		{"the last day but one", opened(t, olden), "lower", "0150-12-30", "en", "kings", "assembly", picture.Bands, "Not certain on this day (Kings of Reed / The Assembly): "},
		{"it has passed", opened(t, olden), "lower", "0150-12-31", "en", "kings", "", picture.Solid, "Kings of Reed, Controlled: "},
		{"the day before", opened(t, olden), "lower", "0149-12-31", "en", "assembly", "", picture.Solid, "The Assembly, Controlled: "},
		{"after nobody known", opened(t, olden), "marsh", "-0044-06-01", "en", "assembly", "", picture.Bands, "Not certain on this day (The Assembly / Unknown): "},
		{"contested between two", opened(t, isles), "town", "1972-08-20", "en", "league", "crown", picture.Hatch, "League, Contested (Crown, League): "},
		{"in Russian", opened(t, isles), "town", "1972-08-20", "ru", "league", "crown", picture.Hatch, "Лига, Спорно (Корона, Лига): "},
		{"the first other claimant", opened(t, three), "town", "1972-08-20", "en", "league", "wardens", picture.Hatch, "League, Contested (League, Wardens, Crown): "},
		{"no claimants stated", opened(t, unstated), "town", "1972-08-20", "en", "league", "crown", picture.Hatch, "League, Contested: "},
		{"contested and not certain", opened(t, isles), "town", "1972-08-31", "en", "league", "crown", picture.Mesh, "Not certain on this day (League, Contested (Crown, League) / League, Controlled): "},
	} {
		p, _, err := Draw(tt.s, Query{Day: on(tt.day), Lang: tt.lang})
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(p.Legend, func(e picture.Entry) bool { return strings.HasPrefix(e.Text, tt.legend) })
		if i < 0 {
			t.Errorf("%s: the legend %v lacks %q", tt.name, p.Legend, tt.legend)
			continue
		}
		got := p.Legend[i].Fill
		ink := actors[tt.ink]
		if tt.pattern == picture.Bands && ink == "" {
			ink = HaloColor
		}
		if got.Color != actors[tt.base] || got.Ink != ink || got.Pattern != tt.pattern {
			t.Errorf("%s: got %+v, want %s %s %s", tt.name, got, actors[tt.base], tt.pattern, ink)
		}
		m := sheet{s: tt.s, q: Query{Day: on(tt.day), Lang: tt.lang}, words: WordsIn(tt.lang)}
		for _, zone := range tt.s.Zones() {
			if zone.ID == tt.zone {
				if of := m.lookOn(zone, tt.s.Timeline.Period(zone.ID, on(tt.day))); of.fill != got {
					t.Errorf("%s: zone %s has the look %+v, the legend explains %+v", tt.name, zone.ID, of.fill, got)
				}
			}
		}
	}
}

// What changed hands is drawn in the colour of who holds it after, whatever was not certain.
func TestLooksOfChanges(t *testing.T) {
	s := opened(t, testdata.Olden())
	since := on("0100-01-01")
	p, _, err := Draw(s, Query{Day: on("0150-06-01"), Since: &since})
	if err != nil {
		t.Fatal(err)
	}
	want := picture.Fill{Color: "#8a4b08", Opacity: FillOpacity, Pattern: picture.Dashes, Ink: "#1f6f8b"}
	if len(p.Legend) != 1 || !strings.HasPrefix(p.Legend[0].Text, "The Assembly → Kings of Reed: ") || p.Legend[0].Fill != want {
		t.Errorf("got the legend %+v, want the colours of the kings and of the assembly", p.Legend)
	}
}

// A change of the patrol does not look like one of hands, and nothing passes from nobody.
func TestLooksOfOtherChanges(t *testing.T) {
	s := opened(t, testdata.Isles())
	since := on("1972-11-09")
	p, _, err := Draw(s, Query{Day: on("1972-12-02"), Since: &since})
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, e := range p.Legend {
		texts = append(texts, e.Text)
		if altered := strings.HasPrefix(e.Text, "League: other status or patrol"); altered != (e.Fill.Pattern == picture.Stripes) || altered && e.Fill.Color != "" {
			t.Errorf("%s looks like %+v", e.Text, e.Fill)
		}
	}
	if got := strings.Join(texts, "; "); !strings.Contains(got, "League: other status or patrol: 494 km²") || !strings.Contains(got, "Crown → League: 7,962 km²") {
		t.Errorf("got %q", got)
	}
	m := sheet{s: s, q: Query{Day: on("1972-12-02"), Since: &since}, words: WordsIn("en"), undrawn: map[string]bool{}}
	held := &dataset.ControlPeriod{Controller: "crown", Status: "controlled"}
	for _, tt := range []struct {
		before, after *dataset.ControlPeriod
		want          string
	}{
		{nil, held, "not known before, then Crown"}, {held, nil, "Crown before, then not known"},
		{&dataset.ControlPeriod{Status: dataset.UnknownStatus}, held, "not known before, then Crown"}, {nil, nil, ""}, {held, held, ""},
	} {
		if key, ok := m.changeLook(tt.before, tt.after); ok != (tt.want != "") || ok && (key.text != tt.want || key.fill.Pattern != picture.Dots) {
			t.Errorf("got %+v, %v, want %q in dots", key, ok, tt.want)
		}
	}
}

// What rests on the word of one side is drawn as a claim, and the picture says whose view it is.
func TestLooksOfClaims(t *testing.T) {
	s := opened(t, testdata.Isles())
	view, err := s.From("league_announced")
	if err != nil {
		t.Fatal(err)
	}
	crown, err := s.From("crown_announced")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		s            *data.Snapshot
		stance, text string
	}{
		{s, "", ""}, {view, "As announced by the League", "League, Controlled, a claim of one side"}, {crown, "As announced by the Crown", "Crown, Controlled, a claim of one side"},
	} {
		p, _, err := Draw(tt.s, Query{Day: on("1972-08-20")})
		if err != nil {
			t.Fatal(err)
		}
		claims := ""
		for _, e := range p.Legend {
			if e.Fill.Pattern == picture.Upright {
				claims, _, _ = strings.Cut(e.Text, ":")
			}
		}
		if p.Stance != tt.stance || claims != tt.text {
			t.Errorf("got the stance %q and the claims %q, want %q and %q", p.Stance, claims, tt.stance, tt.text)
		}
	}
}

// A picture of a day after that up to which the dataset was kept says how old what it shows is.
func TestAsOf(t *testing.T) {
	old := opened(t, testdata.With(t, testdata.Isles(), "dataset.json", `"as_of": "1989-12-31"`, `"as_of": "1985-06-30"`, 1))
	for day, want := range map[string]bool{"1985-06-30": false, "1985-07-01": true, "1989-12-31": true, "1990-01-01": false} {
		p, _, err := Draw(old, Query{Day: on(day)})
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.HasSuffix(p.Note, "as of 30 June 1985"); got != want {
			t.Errorf("%s: the note is %q", day, p.Note)
		}
	}
}

// Borders are broken where it is less sure who holds both sides, and only then is that explained.
func TestConfidenceOfBorders(t *testing.T) {
	s := opened(t, testdata.Isles())
	for _, tt := range []struct {
		day    string
		dash   float64
		credit string
	}{
		{"1972-08-20", 7, "Broken borders: who held it is known with medium confidence"},
		{"1965-06-01", 0, ""},
	} {
		p, _, err := Draw(s, Query{Day: on(tt.day)})
		if err != nil {
			t.Fatal(err)
		}
		broken := slices.ContainsFunc(p.Shapes, func(shape picture.Shape) bool {
			last := len(shape.Strokes) - 1
			return last >= 0 && len(shape.Strokes[last].Dash) > 0 && shape.Strokes[last].Dash[0] == tt.dash
		})
		if said := strings.Contains(strings.Join(p.Credits, "\n"), "Broken borders"); broken != (tt.dash > 0) || said != broken {
			t.Errorf("%s: broken %t, explained %t", tt.day, broken, said)
		}
		if tt.credit != "" && !slices.Contains(p.Credits, tt.credit) {
			t.Errorf("%s: the credits %q lack %q", tt.day, p.Credits, tt.credit)
		}
	}
}

// The map of a collection of control looks as the map does, of one day what is not certain too.
func TestInsetOfControl(t *testing.T) {
	s := opened(t, testdata.Olden())
	c, err := s.Collection(dataset.ControlLayer)
	if err != nil {
		t.Fatal(err)
	}
	day := date.Interval{From: on("0150-06-01"), To: on("0150-06-02")}
	layer, err := s.Layer(t.Context(), dataset.ControlLayer, data.Selection{During: day})
	if err != nil {
		t.Fatal(err)
	}
	if svg := ItemsInset(s, c.Name, day, layer.Features, nil); !strings.Contains(svg, "<pattern") || !strings.Contains(svg, "<title>lower@0150-01-01: Not certain on this day (Kings of Reed / The Assembly)</title>") {
		t.Errorf("a day that is not certain: %s", svg)
	}
	long := date.Interval{From: day.From, To: on("0160-01-01")}
	for _, during := range []date.Interval{date.Always, long} {
		if svg := ItemsInset(s, c.Name, during, c.Features, nil); strings.Contains(svg, "Not certain") {
			t.Errorf("%v: %s", during, svg)
		}
	}
}

// colorsOf returns the colours of all actors by id.
func colorsOf(t *testing.T, sets ...fs.FS) map[string]string {
	t.Helper()
	colors := map[string]string{}
	for _, set := range sets {
		for _, a := range opened(t, set).Dataset.Actors {
			colors[a.ID] = a.Color
		}
	}
	return colors
}

func opened(t *testing.T, files fs.FS) *data.Snapshot {
	t.Helper()
	s, problems, err := data.Open(files)
	if err != nil {
		t.Fatal(err, problems)
	}
	return s
}
