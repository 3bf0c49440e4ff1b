package imports

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
)

// archive is a made-up calendar of snapshots: what one or two parties hold, around a centre, as
// polygons whose vertices keep their direction, so that no border crosses itself.
type archive struct {
	days    []date.Date
	content []string
	options Options
}

type archiveOptions struct {
	days    int
	jitter  bool // positions that did not move are written a hand's breadth beside where they were
	parties bool // two, on both sides of one border, with names and ids
	byDay   bool // each day is a source of its own, and some show again what an earlier one did
}

func newArchive(seed uint64, o archiveOptions) archive {
	r := rand.New(rand.NewPCG(seed, 17))
	const vertices = 60
	radius, jitter := make([]float64, vertices), make([]orb.Point, vertices)
	island := 0.3
	for i := range radius {
		radius[i] = 2 + 0.3*r.Float64()
	}
	at := func(i int) orb.Point {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / vertices)
		return orb.Point{round6(30 + radius[i]*cos + jitter[i][0]), round6(48 + radius[i]*sin + jitter[i][1])}
	}
	square := func(x, y, size float64) orb.Ring {
		return orb.Ring{{x, y}, {x + size, y}, {x + size, y + size}, {x, y + size}, {x, y}}
	}
	a := archive{options: frontOptions}
	if o.byDay {
		a.options.SourceTitle = "Front of {date}"
	}
	day, err := date.Parse("2024-03-01")
	if err != nil {
		panic(err)
	}
	for len(a.days) < o.days {
		for range r.IntN(4) {
			first, far := r.IntN(vertices), (r.Float64()-0.35)*0.3
			for k := range 1 + r.IntN(5) {
				radius[(first+k)%vertices] = max(1, radius[(first+k)%vertices]+far*(0.5+r.Float64()))
			}
		}
		if o.jitter {
			jitter[r.IntN(vertices)] = orb.Point{2e-6 * float64(r.IntN(3)), 1e-6 * float64(r.IntN(3))}
		}
		if r.IntN(6) == 0 {
			island = 0.2 + 0.2*r.Float64()
		}
		day += date.Date(1 + r.IntN(3))
		var ring orb.Ring
		for i := range vertices {
			ring = append(ring, at(i))
		}
		ring = append(ring, ring[0])
		hole := square(29.9, 47.9, 0.2)
		slices.Reverse(hole)
		held := orb.MultiPolygon{{ring, hole}}
		if r.IntN(8) > 0 {
			held = append(held, orb.Polygon{square(34, 48, round6(island))})
		}
		text := frontFeature("red", held)
		if o.parties {
			outer := square(26, 44, 8)
			border := slices.Clone(ring)
			slices.Reverse(border)
			text = frontFeature("red", held[:1]) + ",\n" + frontFeature("blue", orb.MultiPolygon{{outer, border}})
		}
		content := `{"type": "FeatureCollection", "features": [` + text + `]}`
		if n := len(a.content); o.byDay && n > 1 && r.IntN(3) == 0 {
			content = a.content[n-1-r.IntN(2)]
		}
		a.days, a.content = append(a.days, day), append(a.content, content)
	}
	return a
}

func round6(x float64) float64 { return math.Round(x*1e6) / 1e6 }

func frontFeature(who string, shape orb.MultiPolygon) string {
	var text strings.Builder
	for i, polygon := range shape {
		for k, ring := range polygon {
			text.WriteString(map[bool]string{true: "[", false: ""}[k == 0])
			text.WriteString("[")
			for n, p := range ring {
				fmt.Fprintf(&text, "%s[%v,%v]", map[bool]string{true: ",", false: ""}[n > 0], p[0], p[1])
			}
			text.WriteString("]" + map[bool]string{true: ",", false: "]"}[k+1 < len(polygon)])
		}
		text.WriteString(map[bool]string{true: ",", false: ""}[i+1 < len(shape)])
	}
	return fmt.Sprintf(`{"type": "Feature", "properties": {"controller": %q}, "geometry": {"type": "MultiPolygon", "coordinates": [%s]}}`, who, text.String())
}

// write writes some days as files of a folder.
func (a archive) write(t testing.TB, folder string, which ...int) string {
	t.Helper()
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, i := range which {
		if err := os.WriteFile(a.file(folder, i), []byte(a.content[i]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func (a archive) file(folder string, i int) string {
	return filepath.Join(folder, "front_"+a.days[i].String()+".geojson")
}

func (a archive) all() []int {
	all := make([]int, len(a.days))
	for i := range all {
		all[i] = i
	}
	return all
}

var frontOptions = Options{Language: "en", SourceTitle: "A made-up front"}

// atOnce imports days in one go: the oracle of adding them one by one.
func (a archive) atOnce(t testing.TB, which ...int) string {
	t.Helper()
	directory := filepath.Join(t.TempDir(), "front")
	folder := a.write(t, filepath.Join(t.TempDir(), "days"), which...)
	if report, err := Import(context.Background(), folder, directory, a.options); err != nil || dataset.Errors(report.Problems) > 0 {
		t.Fatalf("import at once: %v, %v", err, report.Problems)
	}
	return directory
}

// oneByOne imports the first two of the days, and adds the others in their order.
func (a archive) oneByOne(t testing.TB, order []int) string {
	t.Helper()
	directory := a.atOnce(t, order[:2]...)
	folder := a.write(t, filepath.Join(t.TempDir(), "later"), order[2:]...)
	for _, i := range order[2:] {
		if delta := add(t, a.file(folder, i), directory, Adding{}); len(delta.Undrawn) > 0 {
			t.Errorf("nobody edited anything: got %+v", delta.Undrawn)
		}
	}
	return directory
}

func add(t testing.TB, file, directory string, o Adding) *Delta {
	t.Helper()
	delta, err := Add(context.Background(), file, directory, o)
	if err != nil {
		t.Fatalf("add %s: %v", filepath.Base(file), err)
	}
	if delta.NotWritten {
		t.Fatalf("add %s: the check finds %v", filepath.Base(file), delta.Problems)
	}
	return delta
}

func opened(t testing.TB, directory string) *data.Snapshot {
	t.Helper()
	s, problems, err := data.Open(os.DirFS(directory))
	if err != nil {
		t.Fatalf("%s: %v: %v", directory, err, problems)
	}
	return s
}

// statements are what is said of each zone, by its id, with the titles of the sources.
func statements(s *data.Snapshot) map[string]string {
	said, title := map[string]string{}, map[string]string{}
	for _, s := range s.Dataset.Sources {
		title[s.ID] = s.Title
	}
	for _, p := range s.Dataset.Periods {
		from := p.Interval.From.String()
		if p.FromOpen {
			from += " or earlier"
		}
		said[p.Zone] += fmt.Sprintf("%s to %s %s %s %v", from, p.Interval.To, p.Controller, p.Status, p.Note)
		for _, id := range p.Sources {
			said[p.Zone] += ", " + title[id]
		}
		said[p.Zone] += "; "
	}
	return said
}

// compared compares datasets: the same statements of zones with the same id, the same areas, the
// same answers at points and days. Where it is loose, zones of less than a hectare may differ: what
// is nearer than the tolerance may go to either side.
func compared(t *testing.T, got, want *data.Snapshot, loose bool, seed uint64, points int) (only int) {
	t.Helper()
	gotSaid, wantSaid := statements(got), statements(want)
	gotArea, wantArea := areasOf(got), areasOf(want)
	for id, said := range wantSaid {
		other, both := gotSaid[id]
		if !both {
			only++
			t.Logf("want alone %s: %s", id, said)
		} else if other != said {
			differ := t.Errorf
			if wantArea[id] < claimM2 && loose {
				differ = t.Logf
			}
			differ("zone %s, %.0f m2:\ngot  %s\nwant %s", id, wantArea[id], other, said)
		}
	}
	for id := range gotSaid {
		if _, both := wantSaid[id]; !both {
			only++
			t.Logf("got alone  %s: %s", id, gotSaid[id])
		}
	}
	covers := want.Dataset.Covers.Interval()
	if got.Dataset.Covers.Interval() != covers || *got.Dataset.AsOf != *want.Dataset.AsOf {
		t.Errorf("got %v as of %s, want %v as of %s", got.Dataset.Covers.Interval(), got.Dataset.AsOf, covers, want.Dataset.AsOf)
	}
	last := *want.Dataset.AsOf + 5
	for day := covers.From; day <= last; day++ {
		g, w := holders(got, gotArea, day), holders(want, wantArea, day)
		for who := range w {
			if math.Abs(g[who]-w[who]) > 1e-6*w[who] {
				t.Errorf("%s: %s holds %v m2, want %v", day, who, g[who], w[who])
			}
		}
		if len(g) != len(w) {
			t.Errorf("%s: got holders %v, want %v", day, g, w)
		}
	}
	r := rand.New(rand.NewPCG(seed, 3))
	extent := want.Dataset.Covers.Extent
	wrong := 0
	for range points {
		p := orb.Point{extent[0] + r.Float64()*(extent[2]-extent[0]), extent[1] + r.Float64()*(extent[3]-extent[1])}
		day := covers.From + date.Date(r.IntN(int(last-covers.From)))
		g, w := got.Locate(p, day).Control, want.Locate(p, day).Control
		who := func(c data.Control) string {
			if c.Controller == nil {
				return c.Status
			}
			return *c.Controller + " " + c.Status
		}
		if who(g) != who(w) {
			if wrong++; wrong < 5 {
				t.Errorf("%v on %s: got %s, want %s", p, day, who(g), who(w))
			}
		}
	}
	return only
}

// holders is how much each holds on a day, square metres.
func holders(s *data.Snapshot, area map[string]float64, day date.Date) map[string]float64 {
	m2 := map[string]float64{}
	for _, p := range s.Dataset.Periods {
		if p.Controller != "" && p.Interval.Contains(day) {
			m2[p.Controller] += area[p.Zone]
		}
	}
	return m2
}

func areasOf(s *data.Snapshot) map[string]float64 {
	area := map[string]float64{}
	for _, r := range s.Dataset.Regions {
		area[r.ID] = geo.Area(r.Geometry)
	}
	return area
}

// Days added one by one, in any order, make the dataset that all of them make at once: import at
// once is the oracle. Where positions are written a little otherwise each day, what was drawn first
// stays where it is, so shapes may differ by less than the tolerance; statements and answers do
// not.
func TestAddingOneByOneIsImportingAtOnce(t *testing.T) {
	for _, tt := range []struct {
		name    string
		options archiveOptions
	}{
		{"one party", archiveOptions{days: 20}},
		{"positions that stray", archiveOptions{days: 20, jitter: true}},
		{"two parties", archiveOptions{days: 16, parties: true}},
		{"a source a day", archiveOptions{days: 14, byDay: true}},
		{"two parties, a source a day", archiveOptions{days: 10, parties: true, byDay: true}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(2) {
				a := newArchive(seed, tt.options)
				want := opened(t, a.atOnce(t, a.all()...))
				shuffled := a.all()
				rand.New(rand.NewPCG(seed, 5)).Shuffle(len(shuffled), func(i, k int) { shuffled[i], shuffled[k] = shuffled[k], shuffled[i] })
				backwards := a.all()
				slices.Reverse(backwards)
				for name, order := range map[string][]int{"in order": a.all(), "backwards": backwards, "shuffled": shuffled} {
					got := opened(t, a.oneByOne(t, order))
					only := compared(t, got, want, tt.options.jitter, seed, 3000)
					if only > 0 && !tt.options.jitter {
						t.Errorf("seed %d, %s: ids that one of the two has alone: %d of %d and %d", seed, name, only, len(got.Dataset.Regions), len(want.Dataset.Regions))
					}
					if t.Failed() {
						t.Fatalf("seed %d, %s", seed, name)
					}
				}
			}
		})
	}
}

// A day that is corrected becomes as if it had been drawn so from the beginning: what the mistake
// cut is one again, with the id that its shape always has.
func TestCorrectedDayIsAsIfDrawnSo(t *testing.T) {
	for seed := range uint64(2) {
		for _, at := range []int{0, 5, 11} {
			a := newArchive(seed, archiveOptions{days: 12, parties: seed%2 == 1})
			right := a.content[at]
			a.content[at] = newArchive(seed+100, archiveOptions{days: 12, parties: seed%2 == 1}).content[at]
			directory := a.atOnce(t, a.all()...)
			a.content[at] = right
			want := opened(t, a.atOnce(t, a.all()...))
			file := a.file(a.write(t, t.TempDir(), at), at)
			if _, err := Add(context.Background(), file, directory, Adding{}); err == nil || !strings.Contains(err.Error(), "-replace") {
				t.Fatalf("got %v, want an error that names -replace", err)
			}
			delta := add(t, file, directory, Adding{Replace: true})
			if len(delta.Days) != 1 || delta.Days[0].What != "replaced" || len(delta.Passes) == 0 || len(delta.Replaced) == 0 {
				t.Errorf("got %+v", delta)
			}
			for _, pass := range delta.Passes { // pieces that were cut and joined again were once no zones
				if len(pass.Zones) == 0 {
					t.Errorf("no zone is named of %v km2 that pass from %s to %s", pass.Km2, pass.Was, pass.Is)
				}
			}
			if only := compared(t, opened(t, directory), want, false, seed, 2000); only > 0 {
				t.Errorf("seed %d, day %d: ids that one of the two has alone: %d of %d", seed, at, only, len(want.Dataset.Regions))
			}
			if t.Failed() {
				t.FailNow()
			}
		}
	}
}

// Days that are added in any order, some of them wrong at first and replaced then, rest on the
// sources that they rest on when all are imported at once: a statement on that of the first day
// that showed it so, whichever days were added between or before, or show something else by now.
func TestSourcesAreThoseOfImportingAtOnce(t *testing.T) {
	for _, parties := range []bool{false, true} {
		for seed := range uint64(6) {
			t.Run(fmt.Sprint("parties ", parties, ", seed ", seed), func(t *testing.T) {
				t.Parallel()
				a := newArchive(seed, archiveOptions{days: 8, parties: parties, byDay: true})
				want := opened(t, a.atOnce(t, a.all()...))
				r := rand.New(rand.NewPCG(seed, 23))
				order := r.Perm(len(a.days))
				right, wrong := slices.Clone(a.content), r.Perm(len(a.days))[:3]
				for _, i := range wrong { // some are mistaken for their neighbours
					a.content[i] = right[(i+1+r.IntN(2)*(len(right)-2))%len(right)]
				}
				directory := a.oneByOne(t, order)
				a.content = right
				for _, i := range wrong {
					add(t, a.file(a.write(t, t.TempDir(), i), i), directory, Adding{Replace: true})
				}
				got := opened(t, directory)
				if only := compared(t, got, want, false, seed, 500); only > 0 {
					t.Errorf("ids that one of the two has alone: %d of %d and %d", only, len(got.Dataset.Regions), len(want.Dataset.Regions))
				}
				if got, want := titles(got), titles(want); !slices.Equal(got, want) {
					t.Errorf("got the sources %v, want %v", got, want)
				}
			})
		}
	}
}

// An editor may have taken the sources from a period of which no row says anything: the check tells
// so, and nothing is written.
func TestUnknownDaysWithoutSources(t *testing.T) {
	a := newArchive(3, archiveOptions{days: 6, byDay: true})
	directory := a.oneByOne(t, []int{0, 2, 4})
	file := filepath.Join(directory, "control.json")
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	bare := regexp.MustCompile(`("note": [^\n]*"`+noRow+`"[^\n]*?), "sources": \[[^\]]*\]`).ReplaceAll(content, []byte("$1"))
	if bytes.Equal(bare, content) {
		t.Fatal("no period has lost its sources")
	}
	if err := os.WriteFile(file, bare, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, i := range []int{1, 3, 5} {
		delta, err := Add(context.Background(), a.file(a.write(t, t.TempDir(), i), i), directory, Adding{})
		if err != nil || !delta.NotWritten || !slices.ContainsFunc(delta.Problems, func(p dataset.Problem) bool { return p.Rule == "source" }) {
			t.Errorf("day %d: got %+v, %v, want the sources that are missing", i, delta, err)
		}
	}
}

// Unknown days that follow those without a source rest on that of their own first day.
func TestUnknownDaysAfterThoseWithoutSources(t *testing.T) {
	archive := newArchive(3, archiveOptions{days: 3, byDay: true})
	a, err := open(context.Background(), archive.oneByOne(t, archive.all()), Adding{})
	if err != nil {
		t.Fatal(err)
	}
	first, second := *a.raw.Days[0].Day, *a.raw.Days[1].Day
	unknown := func(from, to date.Date, sources ...string) *dataset.ControlPeriod {
		return &dataset.ControlPeriod{Interval: date.Interval{From: from, To: to}, Status: dataset.UnknownStatus, Note: dataset.NewText(noRow), Sources: sources}
	}
	zone, want := a.zones[0].ID, a.sourceOn(second)
	a.periods = map[string][]*dataset.ControlPeriod{zone: {unknown(first, second), unknown(second, date.Forever, a.sourceOn(first))}}
	a.creditUnknown()
	if list := a.periods[zone]; len(list) != 2 || !slices.Equal(list[1].Sources, []string{want}) {
		t.Errorf("got %d periods, the last one resting on %v, want %s", len(list), list[len(list)-1].Sources, want)
	}
}

// titles are those of the sources.
func titles(s *data.Snapshot) []string {
	var all []string
	for _, source := range s.Dataset.Sources {
		all = append(all, source.Title)
	}
	slices.Sort(all)
	return all
}

// The same day twice changes nothing, no byte of any file.
func TestSameDayTwiceChangesNothing(t *testing.T) {
	a := newArchive(1, archiveOptions{days: 6})
	directory := a.oneByOne(t, a.all())
	before, err := state(directory)
	if err != nil {
		t.Fatal(err)
	}
	for i := range a.days {
		for _, o := range []Adding{{}, {Replace: true}} {
			delta := add(t, a.file(a.write(t, t.TempDir(), i), i), directory, o)
			if len(delta.Files)+len(delta.Passes) > 0 || delta.Days[0].What != "unchanged" {
				t.Errorf("day %d: got %+v", i, delta)
			}
		}
	}
	if after, err := state(directory); err != nil || after != before {
		t.Errorf("got other files:\n%s\nwant\n%s; %v", after, before, err)
	}
}
