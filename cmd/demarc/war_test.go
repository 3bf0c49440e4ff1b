package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
	"demarc/geo/fingerprint"
)

// war is a map of the war that is kept from day to day, and what is known of it beside the program.
type war struct {
	*testing.T
	folder, directory string
	fronts            [warDays + 1]front
	servers           []*watcher

	snapshot string            // that is served
	ids      map[string]string // of zones, by shape
	ever     map[string]bool   // ids of zones
	shown    shownDays
	byHand   []restated
	steps    []step
	releases []released
	work     int // GeoPackages that were made
}

// step is the map as a change left it.
type step struct {
	what, folder string
	shown        shownDays
	says         []string // what compare must list of the change
}

// restated is land of which somebody said by hand that it was otherwise on some days.
type restated struct {
	step, from, to int
	km2            float64
}

// released is a release, and what it answered on its day.
type released struct {
	day, snapshot string
	answers       answersOf
	step          int      // the last that it has
	says          []string // what compare must list of it
}

// demarc runs a command and returns what it says.
func (w *war) demarc(code int, args ...string) string {
	w.Helper()
	var out bytes.Buffer
	if got := run(context.Background(), args, &out, &out); got != code {
		w.Fatalf("demarc %v ends with %d, want %d: %s", args, got, code, &out)
	}
	return out.String()
}

// settle waits until both servers have told of the change once, holds what changed against what is
// promised of ids, and keeps the map for compare, with words that it must say of the change.
func (w *war) settle(what string, says ...string) {
	w.Helper()
	reading := w.reading()
	if problems := reading.Check(); dataset.Errors(problems) > 0 {
		w.Fatalf("%s: %v", what, problems)
	}
	snapshot := hex.EncodeToString(reading.Dataset.Hash[:8])
	if snapshot == w.snapshot {
		w.Fatalf("%s: nothing changed", what)
	}
	for _, server := range w.servers {
		if got := server.next(w.T); got != snapshot {
			w.Fatalf("%s: %s tells of %s, want %s", what, server.address, got, snapshot)
		}
	}
	w.snapshot = snapshot
	w.holdIDs(what, reading.Dataset)
	folder := filepath.Join(w.folder, fmt.Sprintf("step-%d", len(w.steps)))
	if err := os.CopyFS(folder, os.DirFS(w.directory)); err != nil {
		w.Fatal(err)
	}
	w.steps = append(w.steps, step{what, folder, maps.Clone(w.shown), says})
}

func (w *war) reading() *dataset.Reading {
	w.Helper()
	reading, err := dataset.Load(os.DirFS(w.directory))
	if err != nil {
		w.Fatal(err)
	}
	return reading
}

func (w *war) dataset() *dataset.Dataset { return w.reading().Dataset }

// holdIDs fails if a shape that was there has another id now, or an id leads nowhere.
func (w *war) holdIDs(what string, d *dataset.Dataset) {
	w.Helper()
	ids, there := map[string]string{}, map[string]bool{}
	for _, r := range d.Regions {
		there[r.ID] = true
		w.ever[r.ID] = true
		shape := fingerprint.Exactly(r.Geometry)
		ids[shape] = r.ID
		if was, known := w.ids[shape]; known && was != r.ID {
			w.Errorf("%s: the zone %s is called %s now, and its shape is as it was", what, was, r.ID)
		}
	}
	w.ids = ids
	for id := range w.ever {
		if heirs, _ := d.Successors(id); !there[id] && (len(heirs) == 0 || !there[heirs[0]]) {
			w.Errorf("%s: the id %s leads to %v", what, id, heirs)
		}
	}
}

// file writes what is shown of a day.
func (w *war) file(f front, folder string, day int) string {
	w.Helper()
	name := filepath.Join(w.folder, folder, warDay(day)+".geojson")
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		w.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(f.geojson()), 0o644); err != nil {
		w.Fatal(err)
	}
	return name
}

// add adds days, together if there are several.
func (w *war) add(days ...int) {
	w.Helper()
	folder := "days-" + warDay(days[0])
	name := ""
	for _, day := range days {
		name = w.file(w.fronts[day], folder, day)
		w.shown[day] = w.fronts[day]
	}
	if len(days) > 1 {
		name = filepath.Dir(name)
	}
	w.demarc(exitFine, "import", "-add", name, w.directory)
	w.settle(fmt.Sprint("adding ", days))
}

// hand edits one file by hand.
func (w *war) hand(file string, change func(*dataset.Dataset), says ...string) {
	w.Helper()
	byHand(w.T, w.directory, file, change)
	w.settle("an edit of "+file, says...)
}

// take makes a GeoPackage for editing.
func (w *war) take() string {
	w.Helper()
	w.work++
	name := filepath.Join(w.folder, fmt.Sprintf("work-%d.gpkg", w.work))
	w.demarc(exitFine, "copy", w.directory, name)
	return name
}

// give copies it back.
func (w *war) give(work string, args []string, says ...string) {
	w.Helper()
	w.demarc(exitFine, slices.Concat([]string{"copy"}, args, []string{work, w.directory})...)
	w.settle("copy "+filepath.Base(work), says...)
}

// release releases the map on a day of the war, and writes down what it answers.
func (w *war) release(day int, says ...string) {
	w.Helper()
	on := warDay(day)
	said := w.demarc(exitFine, "release", "-json", "-m", "as of "+on, "-by", "the desk", "-date", on, w.directory)
	var made struct {
		Version  int
		Snapshot string
	}
	if err := json.Unmarshal([]byte(said[strings.Index(said, "{"):]), &made); err != nil {
		w.Fatal(err)
	}
	if made.Snapshot != w.snapshot || made.Version != len(w.releases)+1 {
		w.Fatalf("released %+v, want %s", made, w.snapshot)
	}
	w.releases = append(w.releases, released{
		day: on, snapshot: made.Snapshot, step: len(w.steps) - 1, says: says,
		answers: w.servers[0].answers(w.T, func(path string) string { return path }),
	})
}

// zones returns those that a test takes, the largest first.
func zonesOf(d *dataset.Dataset, is func(*dataset.Region) bool) []*dataset.Region {
	var found []*dataset.Region
	for _, r := range d.Regions {
		if is(r) {
			found = append(found, r)
		}
	}
	slices.SortFunc(found, func(a, b *dataset.Region) int {
		if x, y := geo.Area(a.Geometry), geo.Area(b.Geometry); math.Abs(x-y) > 1 {
			return int(math.Copysign(1, y-x))
		}
		return strings.Compare(a.ID, b.ID)
	})
	return found
}

// at returns the zone of a place.
func (w *war) at(strip, column int) *dataset.Region {
	w.Helper()
	p := orb.Point{frontX(column) + frontStep/2, frontY(strip) + frontHeight/2}
	for _, r := range zonesOf(w.dataset(), func(*dataset.Region) bool { return true }) {
		if holds(r.Geometry, p) {
			return r
		}
	}
	w.Fatalf("no zone at %v", p)
	return nil
}

// holds tells whether a point lies within a shape, by the crossings of a ray.
func holds(shape orb.MultiPolygon, p orb.Point) (inside bool) {
	for _, polygon := range shape {
		for _, ring := range polygon {
			for i := 1; i < len(ring); i++ {
				a, b := ring[i-1], ring[i]
				if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0]+(p[1]-a[1])/(b[1]-a[1])*(b[0]-a[0]) {
					inside = !inside
				}
			}
		}
	}
	return inside
}

func dayOf(n int) date.Date {
	day, err := date.Parse(warDay(n))
	if err != nil {
		panic(err) // our own days
	}
	return day
}

// restate says otherwise who held a zone on some days of one of its periods.
func (w *war) restate(zone *dataset.Region, from, to int, say func(*dataset.ControlPeriod), says ...string) {
	w.Helper()
	w.hand("control.json", func(d *dataset.Dataset) {
		for i, p := range d.Periods {
			if p.Zone != zone.ID || !p.Interval.Contains(dayOf(from)) || !p.Interval.Contains(dayOf(to)-1) {
				continue
			}
			middle, after := *p, *p
			p.Interval.To, middle.FromOpen, after.FromOpen = dayOf(from), false, false
			middle.Interval.From, middle.Interval.To, after.Interval.From = dayOf(from), dayOf(to), dayOf(to)
			say(&middle)
			d.Periods = slices.Insert(d.Periods, i+1, &middle, &after)
			return
		}
		w.Fatalf("no period of %s has the days from %d to %d", zone.ID, from, to)
	}, says...)
	w.restated(from, to, zone.Geometry)
}

// restated notes that the last step says otherwise who held an area on some days.
func (w *war) restated(from, to int, area orb.MultiPolygon) {
	w.byHand = append(w.byHand, restated{len(w.steps) - 1, from, to, geo.Area(area) / 1e6})
}

// A map of a war is kept for thirty days, as a newsroom does: days are added, one late, one
// corrected, one twice; events, sources and a viewpoint are written by hand; three times it is
// edited in QGIS, once against another who says otherwise; an old day is corrected in the open;
// five times it is released. Two servers watch it. In the end nothing was lost, compare explains
// each step, and each version answers as it did on its day.
func TestThirtyDaysOfWar(t *testing.T) {
	folder := t.TempDir()
	w := &war{
		T: t, folder: folder, directory: filepath.Join(folder, "map"), fronts: fronts(),
		ids: map[string]string{}, ever: map[string]bool{}, shown: shownDays{},
	}
	w.begin()
	w.fight()
	w.answersStay()
	w.stepsAreExplained()
	w.nothingIsLost()
	w.oldIDsLeadOn()
	w.changesWereToldOnce()
}

// begin imports the first two days, and starts the servers.
func (w *war) begin() {
	for day := 1; day <= 2; day++ {
		w.file(w.fronts[day], "first", day)
		w.shown[day] = w.fronts[day]
	}
	w.demarc(exitFine, "import", "-source-title", "Front reports", filepath.Join(w.folder, "first"), w.directory)
	for range 2 {
		w.servers = append(w.servers, watch(w.T, w.directory))
	}
	w.settle("the beginning")
}

// fight plays the days from the third on.
func (w *war) fight() {
	w.add(3)
	w.add(4, 5)
	w.writeByHand()
	w.release(5)

	w.add(6)
	w.add(7)
	w.firstSession()
	w.add(8)
	w.writeViewpoint()
	w.add(10, 11)
	w.release(11, "Ford", "red_says", "The push")

	w.add(12)
	w.add(9) // which came late
	w.add(13, 14, 15)
	w.secondSession(16)
	w.add(17)
	w.correctDay(15)
	w.release(17)

	w.add(18, 19)
	w.addTwice(20)
	w.correctOpenly()
	w.release(20, "misread")

	w.add(21, 22)
	w.thirdSession()
	w.add(23, 24)
	w.add(25, 26, 27)
	w.add(28, 29, 30)
	w.release(30, "Ours", "Drawn")
}
