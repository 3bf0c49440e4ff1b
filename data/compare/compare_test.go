package compare

import (
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
		}, "", "controller blues/reds 1 2000-01-01..", 2}, // west of A lies in west of B as it is
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
			overlaid := slices.DeleteFunc(slices.Clone(c.pieces), func(p *piece) bool {
				return len(p.zones[0]) == 1 && len(p.zones[1]) == 1 && p.zones[0][0].AreaKm2 == p.km2
			})
			if len(overlaid) != tt.overlaid {
				t.Errorf("got %d pieces cut, want %d: only what has another shape is laid over the other", len(overlaid), tt.overlaid)
			}
		})
	}
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
