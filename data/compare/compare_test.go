package compare

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/date"
	"demarc/geo"
)

type object map[string]any

// sketch is a dataset of zones and periods.
type sketch struct {
	id      string
	zones   []object // features
	periods map[string][]any
	actors  [][2]string // ids and names
	places  []object
	from    string
	overlap bool // its zones may
}

// held is a period.
func held(from string, to any, controller, status string) object {
	p := object{"from": from, "to": to, "status": status, "sources": []string{"log"}}
	if controller != "" {
		p["controller"] = controller
	}
	return p
}

func feature(id string, geometry any, more object) object {
	properties := object{"names": object{"en": strings.ToUpper(id[:1]) + id[1:]}}
	for name, value := range more {
		properties[name] = value
	}
	return object{"type": "Feature", "id": id, "properties": properties, "geometry": geometry}
}

func polygon(positions ...orb.Point) object {
	positions = append(positions, positions[0])
	return object{"type": "Polygon", "coordinates": [][]orb.Point{positions}}
}

func box(west, south, east, north float64) object {
	return polygon(orb.Point{west, south}, orb.Point{east, south}, orb.Point{east, north}, orb.Point{west, north})
}

// open accepts the dataset.
func (s sketch) open(t testing.TB) *data.Snapshot {
	t.Helper()
	names := func(text string) object { return object{"en": text} }
	from := "2000-01-01"
	if s.from != "" {
		from = s.from
	}
	var actors, extent = []any{}, []float64{-20, -20, 20, 20}
	if s.actors == nil {
		s.actors = [][2]string{{"reds", "Reds"}, {"blues", "Blues"}, {"greens", "Greens"}}
	}
	for i, a := range s.actors {
		actors = append(actors, object{"id": a[0], "color": fmt.Sprintf("#%02x3355", 40+i*60), "names": names(a[1])})
	}
	statuses := []any{}
	for _, id := range []string{"controlled", "contested", "unknown"} {
		statuses = append(statuses, object{"id": id, "pattern": map[string]string{"controlled": "solid", "contested": "hatch", "unknown": "dots"}[id], "names": names(strings.ToUpper(id[:1]) + id[1:])})
	}
	files := fstest.MapFS{}
	put := func(name string, content any) {
		text, err := json.Marshal(content)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: text}
	}
	put("dataset.json", object{
		"id": s.id, "title": names(s.id), "languages": []string{"en"}, "licence": "CC0-1.0", "attribution": "made up", "control_layer": "zones",
		"layers": []any{object{"id": "zones", "title": names("zones"), "kind": "area", "partition": !s.overlap}},
		"covers": object{"from": from, "to": nil, "extent": extent}, "statuses": statuses,
	})
	put("actors.json", object{"actors": actors})
	put("sources.json", object{"sources": []any{object{"id": "log", "title": "The log", "date": "2030-01-01"}}})
	put("events.json", object{"events": []any{object{"id": "start", "date": from, "kind": "administrative", "title": names("It begins"), "sources": []string{"log"}}}})
	put("control.json", object{"zones": s.periods})
	put("regions/zones.geojson", object{"type": "FeatureCollection", "features": s.zones})
	if s.places != nil {
		put("places.geojson", object{"type": "FeatureCollection", "features": s.places})
	}
	snapshot, problems, err := data.Open(files)
	if err != nil {
		t.Fatalf("%v: %v", err, problems)
	}
	return snapshot
}

func dayOf(t testing.TB, text string) date.Date {
	d, err := date.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// compared lays two maps over each other on days as the parameter datetime has them.
func compared(t testing.TB, a, b *data.Snapshot, datetime string) (*Comparison, *Answer) {
	t.Helper()
	during := date.Always
	if datetime != "" {
		var err error
		if during, err = date.ParseDatetime(datetime); err != nil {
			t.Fatal(err)
		}
	}
	c, err := New(t.Context(), a, b, during)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := c.Answer(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return c, answer
}

// grid draws columns times rows zones whose inner corners are shaken, all within one frame, and
// hands them around.
func grid(id string, r *rand.Rand, columns, rows int) sketch {
	s := sketch{id: id, periods: map[string][]any{}}
	at := make([][]orb.Point, rows+1)
	for y := range at {
		for x := range columns + 1 {
			p := orb.Point{float64(x) * 6 / float64(columns), float64(y) * 4 / float64(rows)}
			if x > 0 && x < columns {
				p[0] += r.Float64() * 0.4
			}
			if y > 0 && y < rows {
				p[1] += r.Float64() * 0.4
			}
			at[y] = append(at[y], p)
		}
	}
	for y := range rows {
		for x := range columns {
			zone := fmt.Sprintf("%s%d_%d", id, x, y)
			s.zones = append(s.zones, feature(zone, polygon(at[y][x], at[y][x+1], at[y+1][x+1], at[y+1][x]), nil))
			from := "2000-01-01"
			for n := range r.IntN(4) {
				to := fmt.Sprintf("20%02d-0%d-11", 2+n*3+r.IntN(3), 1+r.IntN(9))
				s.periods[zone] = append(s.periods[zone], someone(r, from, to))
				from = to
			}
			s.periods[zone] = append(s.periods[zone], someone(r, from, nil))
		}
	}
	return s
}

func someone(r *rand.Rand, from string, to any) object {
	switch r.IntN(6) {
	case 0:
		return held(from, to, "", "unknown")
	case 1:
		return held(from, to, "reds", "contested")
	}
	return held(from, to, []string{"reds", "blues", "greens"}[r.IntN(3)], "controlled")
}

// said is what a snapshot answers about a point, without anything of this package.
func saidAt(s *data.Snapshot, at orb.Point, on date.Date) Side {
	l := s.Locate(at, on)
	if l.Zone == nil {
		return Side{}
	}
	side := Side{Status: l.Control.Status}
	if l.Control.Controller != nil {
		side.Controller = *l.Control.Controller
	}
	return side
}

// Whatever two maps draw, each point differs as lookups in both say, on each day, and the areas of
// all pairs make up the land of both.
func TestAgainstLookups(t *testing.T) {
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 17))
		a := grid("a", r, 2+r.IntN(4), 1+r.IntN(4))
		b := grid("b", r, 2+r.IntN(4), 1+r.IntN(4))
		if seed%3 == 1 { // most zones are the same under other ids, one is not drawn
			b = grid("b", rand.New(rand.NewPCG(seed, 17)), 1, 1)
			b.zones = nil
			b.periods = map[string][]any{}
			for i, z := range a.zones[1:] {
				id := fmt.Sprint("b", i)
				b.zones = append(b.zones, object{"type": "Feature", "id": id, "properties": z["properties"], "geometry": z["geometry"]})
				b.periods[id] = []any{someone(r, "2000-01-01", nil)}
			}
		}
		one, other := a.open(t), b.open(t)
		c, answer := compared(t, one, other, "")
		for range 400 {
			at, on := orb.Point{r.Float64() * 6, r.Float64() * 4}, dayOf(t, "2000-01-01")+date.Date(r.IntN(6000))
			want := Pair{saidAt(one, at, on), saidAt(other, at, on)}
			if got := c.at(at, on); got != want {
				t.Fatalf("seed %d: %v on %s: got %v, want %v", seed, at, on, got, want)
			}
		}
		for _, s := range answer.Series {
			want := union(c)
			if got := s.SameKm2 + s.DiffersKm2 + s.OutsideKm2; math.Abs(got-want) > 1e-6*want {
				t.Errorf("seed %d, from %v: all areas together are %v km2, want %v", seed, s.From, got, want)
			}
			pairs := 0.0
			for _, p := range s.Pairs {
				pairs += p.Km2
			}
			if got, want := pairs, s.DiffersKm2+s.OutsideKm2; math.Abs(got-want) > 1e-6*(1+want) {
				t.Errorf("seed %d, from %v: pairs together are %v km2, want %v", seed, s.From, got, want)
			}
		}
	}
}

// at is what the pieces say of a point.
func (c *Comparison) at(at orb.Point, on date.Date) Pair {
	for _, p := range c.pieces {
		if !inside(p.area, at) {
			continue
		}
		for _, t := range p.turns {
			if t.Interval.Contains(on) {
				return t.Pair
			}
		}
	}
	return Pair{}
}

// inside counts the edges east of a point.
func inside(area orb.MultiPolygon, p orb.Point) bool {
	in := false
	for _, polygon := range area {
		for _, ring := range polygon {
			for i := 1; i < len(ring); i++ {
				a, b := ring[i-1], ring[i]
				if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < (b[0]-a[0])*(p[1]-a[1])/(b[1]-a[1])+a[0] {
					in = !in
				}
			}
		}
	}
	return in
}

// union is the land of both maps: both fill the frame, or one lacks zones that the other has.
func union(c *Comparison) float64 {
	most := 0.0
	for _, s := range c.sides() {
		sum := 0.0
		for _, z := range s.Zones() {
			sum += geo.Area(z.Geometry) / 1e6
		}
		most = max(most, sum)
	}
	return most
}

func two(id string) sketch {
	return sketch{id: id, zones: []object{feature("west", box(0, 0, 1, 1), nil), feature("east", box(1, 0, 2, 1), nil)}, periods: map[string][]any{
		"west": {held("2000-01-01", nil, "reds", "controlled")}, "east": {held("2000-01-01", nil, "blues", "controlled")}}}
}

// Each way to differ is told, with its days, and nothing else.
func TestPairs(t *testing.T) {
	for _, tt := range []struct {
		name     string
		edit     func(a, b *sketch)
		datetime string
		want     string // pairs: what, controllers, areas, days
		overlaid int    // pieces beyond those of the zones that both have
	}{
		{"the same", func(a, b *sketch) {}, "", "", 0},
		{"a controller", func(a, b *sketch) { b.periods["west"] = []any{held("2000-01-01", nil, "blues", "controlled")} }, "",
			"controller reds/blues 1 2000-01-01..", 0},
		{"for some days", func(a, b *sketch) {
			b.periods["west"] = []any{held("2000-01-01", "2001-05-01", "reds", "controlled"), held("2001-05-01", "2001-07-01", "blues", "controlled"), held("2001-07-01", nil, "reds", "controlled")}
		}, "", "controller reds/blues 1 2001-05-01..2001-07-01", 0},
		{"on a day after them", func(a, b *sketch) {
			b.periods["west"] = []any{held("2000-01-01", "2001-05-01", "blues", "controlled"), held("2001-05-01", nil, "reds", "controlled")}
		}, "2001-05-01", "", 0},
		{"on a day within them", func(a, b *sketch) {
			b.periods["west"] = []any{held("2000-01-01", "2001-05-01", "blues", "controlled"), held("2001-05-01", nil, "reds", "controlled")}
		}, "2001-04-30", "controller reds/blues 1 2001-04-30..2001-05-01", 0},
		{"a status", func(a, b *sketch) { b.periods["west"] = []any{held("2000-01-01", nil, "reds", "contested")} }, "",
			"status reds/reds 1 2000-01-01..", 0},
		{"nobody known", func(a, b *sketch) { b.periods["west"] = []any{held("2000-01-01", nil, "", "unknown")} }, "",
			"unknown reds/- 1 2000-01-01..", 0},
		{"not drawn", func(a, b *sketch) { b.zones = b.zones[:1]; delete(b.periods, "east") }, "",
			"outside blues/outside 1 2000-01-01..", 1},
		{"a border elsewhere", func(a, b *sketch) {
			b.zones = []object{feature("west", box(0, 0, 1.25, 1), nil), feature("east", box(1.25, 0, 2, 1), nil)}
		}, "", "controller blues/reds 1 2000-01-01..", 3},
		{"other ids", func(a, b *sketch) {
			b.zones = []object{feature("w", box(0, 0, 1, 1), nil), feature("e", box(1, 0, 2, 1), nil)}
			b.periods = map[string][]any{"w": b.periods["west"], "e": b.periods["east"]}
		}, "", "", 0},
		{"rings begin elsewhere", func(a, b *sketch) {
			b.zones[0] = feature("west", polygon(orb.Point{1, 1}, orb.Point{0, 1}, orb.Point{0, 0}, orb.Point{1, 0}), nil)
		}, "", "", 0},
		{"an actor of another id and the same name", func(a, b *sketch) {
			b.actors = [][2]string{{"red-party", "reds"}, {"blues", "Blues"}}
			b.periods["west"] = []any{held("2000-01-01", nil, "red-party", "controlled")}
		}, "", "", 0},
		{"an actor of another id and name", func(a, b *sketch) {
			b.actors = [][2]string{{"red-party", "Crimsons"}, {"blues", "Blues"}}
			b.periods["west"] = []any{held("2000-01-01", nil, "red-party", "controlled")}
		}, "", "controller reds/red-party 1 2000-01-01..", 0},
		{"one begins later", func(a, b *sketch) {
			b.from = "2005-01-01"
			b.periods = map[string][]any{"west": {held("2005-01-01", nil, "greens", "controlled")}, "east": {held("2005-01-01", nil, "blues", "controlled")}}
		}, "", "controller reds/greens 1 2005-01-01..", 0},
		{"a zone that ends", func(a, b *sketch) {
			b.zones = []object{
				feature("west", box(0, 0, 1, 1), object{"valid_to": "2003-01-01"}), feature("east", box(1, 0, 2, 1), object{"valid_to": "2003-01-01"}),
				feature("all", box(0, 0, 2, 1), object{"valid_from": "2003-01-01"}),
			}
			b.periods["west"], b.periods["east"] = []any{held("2000-01-01", "2003-01-01", "reds", "controlled")}, []any{held("2000-01-01", "2003-01-01", "blues", "controlled")}
			b.periods["all"] = []any{held("2003-01-01", nil, "reds", "controlled")}
		}, "", "controller blues/reds 1 2003-01-01..", 2},
		{"overlapping zones, the first counts", func(a, b *sketch) {
			b.overlap = true
			b.zones = append([]object{feature("over", box(0.5, 0, 1.5, 1), nil)}, b.zones...)
			b.periods["over"] = []any{held("2000-01-01", nil, "reds", "controlled")}
		}, "", "controller blues/reds 1 2000-01-01..", 4},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, b := two("one"), two("other")
			tt.edit(&a, &b)
			c, answer := compared(t, a.open(t), b.open(t), tt.datetime)
			var got []string
			for _, p := range answer.Pairs {
				last := ""
				if p.Last != nil {
					last = p.Last.String()
				}
				got = append(got, fmt.Sprintf("%s %s/%s %d %s..%s", p.What, controllerOf(p.A), controllerOf(p.B), p.Areas, p.First, last))
			}
			if text := strings.Join(got, "; "); text != tt.want {
				t.Errorf("got %q, want %q", text, tt.want)
			}
			if got := len(cutOf(c)); got != tt.overlaid {
				t.Errorf("got %d pieces cut, want %d: only what has another shape is laid over the other", got, tt.overlaid)
			}
		})
	}
}

// cutOf are the pieces that were cut.
func cutOf(c *Comparison) []*piece {
	return slices.DeleteFunc(slices.Clone(c.pieces), func(p *piece) bool { return p.whole })
}

func controllerOf(h *Holder) string {
	switch {
	case h == nil:
		return "outside"
	case h.Controller == nil:
		return "-"
	}
	return *h.Controller
}

// Places are told with the days on which the maps differ, once for a town that both name.
func TestPlaces(t *testing.T) {
	point := func(lon, lat float64) object {
		return object{"type": "Point", "coordinates": []float64{lon, lat}}
	}
	a, b := two("one"), two("other")
	a.places = []object{feature("mill", point(0.5, 0.5), object{"rank": 2}), feature("ford", point(1.5, 0.5), nil)}
	b.places = []object{feature("mill-b", point(0.51, 0.5), nil), feature("keep", point(0.2, 0.2), object{"rank": 1})}
	b.places[0]["properties"].(object)["names"] = object{"en": "Mill"}
	b.periods["west"] = []any{held("2000-01-01", "2001-05-01", "reds", "controlled"), held("2001-05-01", "2001-07-01", "blues", "controlled"), held("2001-07-01", nil, "reds", "controlled")}
	_, answer := compared(t, a.open(t), b.open(t), "")
	var got []string
	for _, p := range answer.Places {
		for _, on := range p.Days {
			got = append(got, fmt.Sprintf("%s %s %s/%s %s..%s", p.ID, on.What, controllerOf(on.A), controllerOf(on.B), on.From, on.To))
		}
	}
	if text, want := strings.Join(got, "; "), "keep controller reds/blues 2001-05-01..2001-07-01; mill controller reds/blues 2001-05-01..2001-07-01"; text != want {
		t.Errorf("got %q, want %q", text, want)
	}
}

// The layer has each area that differs on its days, with what both say; what is the same is not in
// it. The table has the sums.
func TestLayerAndTable(t *testing.T) {
	a, b := two("one"), two("other")
	b.zones[1] = feature("east", box(1, 0, 3, 1), nil)
	b.periods["west"] = []any{held("2000-01-01", "2001-05-01", "reds", "contested"), held("2001-05-01", nil, "blues", "controlled")}
	c, answer := compared(t, a.open(t), b.open(t), "")
	layer, err := c.Layer(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range layer.Features {
		got = append(got, strings.TrimSpace(fmt.Sprintln(f.Values[0], f.Values[2], f.Values[4], f.Values[6], f.Values[8], f.Values[10], f.Values[12], f.Values[13])))
	}
	want := []string{
		"/east@2000-01-01 outside <nil> <nil> blues controlled 2000-01-01 <nil>",
		"west/west@2000-01-01 status reds controlled reds contested 2000-01-01 2001-05-01",
		"west/west@2001-05-01 controller reds controlled blues controlled 2001-05-01 <nil>",
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("got areas\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if got := len(answer.Table().Features); got != 4 { // two stretches of two pairs
		t.Errorf("got %d rows in the table, want 4", got)
	}
	m := c.Meta()
	if !strings.Contains(m.Title, "one") || !strings.Contains(m.Title, "other") || m.Snapshot != c.A.ID+","+c.B.ID {
		t.Errorf("got %+v, want both datasets named", m)
	}
}

// What cannot be compared says why.
func TestReasons(t *testing.T) {
	late := two("late")
	late.from = "2010-01-01"
	late.periods = map[string][]any{"west": {held("2010-01-01", nil, "reds", "controlled")}, "east": {held("2010-01-01", nil, "reds", "controlled")}}
	none := sketch{id: "none", zones: []object{}}
	none.periods = map[string][]any{}
	a := two("one").open(t)
	for _, tt := range []struct {
		name     string
		b        *data.Snapshot
		datetime string
		want     string
	}{
		{"a day before", late.open(t), "2005-01-01", "B (late) does not cover these days: it covers 2010-01-01/.."},
		{"a day before both", late.open(t), "1990-01-01", "A (one) does not cover these days"},
		{"no zones", none.open(t), "", "B (none) states no control"},
	} {
		c, answer := compared(t, a, tt.b, tt.datetime)
		if !strings.Contains(answer.Reason, tt.want) || len(answer.Series) > 0 {
			t.Errorf("%s: got %q and %d stretches, want %q", tt.name, answer.Reason, len(answer.Series), tt.want)
		}
		if layer, err := c.Layer(t.Context()); err != nil || len(layer.Features) > 0 || c.Meta().Reason != answer.Reason {
			t.Errorf("%s: got a layer of %d areas, %v, for the reason %q", tt.name, len(layer.Features), err, c.Meta().Reason)
		}
	}
	c, answer := compared(t, a, late.open(t), "2005-01-01/2012-01-01")
	if got, want := c.During.Datetime(), "2010-01-01/2012-01-01"; got != want || len(answer.Notes) != 1 || !strings.Contains(answer.Notes[0], want) {
		t.Errorf("got %s and the notes %q, want %s, which a note says", got, answer.Notes, want)
	}
}

// Who no longer waits ends the work, also within the cut.
func TestStopped(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	a, b := grid("a", r, 5, 5).open(t), grid("b", r, 4, 4).open(t)
	c, err := New(t.Context(), a, b, date.Always)
	if err != nil {
		t.Fatal(err)
	}
	for name, work := range map[string]func(context.Context) error{
		"the pieces": func(ctx context.Context) error { _, err := New(ctx, a, b, date.Always); return err },
		"the areas":  func(ctx context.Context) error { _, err := c.Answer(ctx); return err },
		"the layer":  func(ctx context.Context) error { _, err := c.Layer(ctx); return err },
		"a day":      func(ctx context.Context) error { _, err := c.Most(ctx); return err },
	} {
		asked := 0
		work(&ending{t.Context(), &asked, math.MaxInt})
		least := 2
		if name == "the pieces" { // within the cut too
			least = len(c.pieces) + 6
		}
		if asked < least {
			t.Errorf("%s: the context is asked %d times, want at least %d", name, asked, least)
		}
		for after := range asked {
			n := 0
			if err := work(&ending{t.Context(), &n, after}); err != context.Canceled {
				t.Errorf("%s: got %v when ended at the %d. question of %d, want it to end", name, err, after+1, asked)
			}
		}
	}
}

// ending is a context that ends when it has been asked so often.
type ending struct {
	context.Context
	asked *int
	after int
}

func (e *ending) Err() error {
	if *e.asked++; *e.asked > e.after {
		return context.Canceled
	}
	return nil
}

// The cost is bounded by the changes: over so many more zones and days that never differ nothing is
// cut.
func TestOnlyWhatDiffersIsCut(t *testing.T) {
	a, b := two("one"), two("other")
	for _, s := range []*sketch{&a, &b} {
		for i := range 300 {
			id := fmt.Sprint("more", i)
			s.zones = append(s.zones, feature(id, box(float64(i%20)/2, 2+float64(i/20)/2, float64(i%20)/2+0.5, 2.5+float64(i/20)/2), nil))
			s.periods[id] = []any{held("2000-01-01", nil, "greens", "controlled")}
		}
	}
	b.zones[0], b.zones[1] = feature("west", box(0, 0, 1.5, 1), nil), feature("east", box(1.5, 0, 2, 1), nil)
	c, _ := compared(t, a.open(t), b.open(t), "")
	if got := len(cutOf(c)); got != 3 || len(c.pieces) != 303 {
		t.Errorf("got %d pieces, %d of them cut, want 303 and 3", len(c.pieces), got)
	}
}

// Days between two turns of a piece belong to neither, and what is largest is told with its day.
func TestTurns(t *testing.T) {
	a, b := two("one"), two("other")
	for _, s := range []*sketch{&a, &b} {
		s.overlap = true
		s.zones = []object{feature("west", box(0, 0, 1, 1), object{"valid_to": "2003-01-01"}), feature("again", box(0, 0, 1, 1), object{"valid_from": "2005-01-01"}), s.zones[1]}
		s.zones[2] = feature("east", box(1, 0, 3, 1), object{"valid_from": "2006-01-01"})
		s.periods = map[string][]any{"west": {held("2000-01-01", "2003-01-01", "reds", "controlled")}, "again": {held("2005-01-01", nil, "reds", "controlled")}, "east": {held("2006-01-01", nil, "reds", "controlled")}}
	}
	b.periods = map[string][]any{"west": {held("2000-01-01", "2003-01-01", "blues", "controlled")}, "again": {held("2005-01-01", nil, "blues", "controlled")}, "east": {held("2006-01-01", nil, "blues", "controlled")}}
	c, answer := compared(t, a.open(t), b.open(t), "")
	var got []string
	for _, s := range answer.Series {
		got = append(got, fmt.Sprintf("%v %v %.0f", s.From, orOpen(s.To), s.DiffersKm2))
	}
	if text, want := strings.Join(got, "; "), "2000-01-01 2003-01-01 12308; 2003-01-01 2005-01-01 0; 2005-01-01 2006-01-01 12308; 2006-01-01 .. 36925"; text != want {
		t.Errorf("got %q, want %q", text, want)
	}
	if p := answer.Pairs[0]; p.Most.String() != "2006-01-01" || math.Round(p.Km2) != 36925 || p.First.String() != "2000-01-01" || p.Last != nil {
		t.Errorf("got %+v, want most from 2006-01-01 on", p)
	}
	most, err := c.Most(t.Context())
	if err != nil || most.String() != "2006-01-01" {
		t.Errorf("got %s, %v as the day of most, want 2006-01-01", most, err)
	}
	for on, want := range map[string]int{"2001-01-01": 1, "2004-01-01": 0, "2007-01-01": 1} {
		if got := c.On(dayOf(t, on)); len(got) != want || want > 0 && got[0].Pair[1].Controller != "blues" {
			t.Errorf("%s: got %v, want %d pairs", on, got, want)
		}
	}
}

func orOpen(d *date.Date) string {
	if d == nil {
		return ".."
	}
	return d.String()
}

// Areas of the same two zones, which later ones cut, have ids of their own.
func TestIDsOfAreas(t *testing.T) {
	a, b := two("one"), two("other")
	a.zones[0] = feature("west", box(0, 0, 1, 1.5), nil)
	b.overlap = true
	b.zones = []object{
		feature("west", box(0, 0, 1, 1), object{"valid_to": "2003-01-01"}), b.zones[1],
		feature("south", box(0, 0, 1, 0.5), object{"valid_from": "2003-01-01"}), feature("north", box(0, 0.5, 1, 1), object{"valid_from": "2003-01-01"}),
	}
	b.periods["west"] = []any{held("2000-01-01", "2003-01-01", "blues", "controlled")}
	b.periods["south"], b.periods["north"] = []any{held("2003-01-01", nil, "blues", "controlled")}, []any{held("2003-01-01", nil, "blues", "controlled")}
	c, _ := compared(t, a.open(t), b.open(t), "")
	layer, err := c.Layer(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, f := range layer.Features {
		ids[f.ID] = true
	}
	if len(ids) != len(layer.Features) || len(ids) < 3 {
		t.Errorf("got %d ids of %d areas", len(ids), len(layer.Features))
	}
}
