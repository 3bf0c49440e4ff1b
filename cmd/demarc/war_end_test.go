package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"demarc/data/compare"
	"demarc/data/dataset"
)

// What must hold after the war.

// answersStay holds what each release answers now, below its own path and as known on its day,
// against what it answered on its day.
func (w *war) answersStay() {
	for _, server := range w.servers {
		w.listed(server, len(w.releases))
		for _, r := range w.releases {
			server.answers(w.T, func(path string) string { return "/v/" + r.snapshot + path }).same(w.T, "/v/ of "+r.day, r.answers)
			server.answers(w.T, asKnown(r.day)).same(w.T, "known on "+r.day, r.answers)
		}
	}
}

// listed waits until a server has seen a release: no listener is told, since the map is the same.
func (w *war) listed(server *watcher, n int) {
	w.Helper()
	for limit := time.Now().Add(patience); strings.Count(server.ask(w.T, "/versions"), `"snapshot"`) != n; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(limit) {
			w.Fatalf("%s lists %s", server.address, server.ask(w.T, "/versions"))
		}
	}
}

// stepsAreExplained holds what compare says of each step, and of each two releases, against the
// fronts and what was said by hand.
func (w *war) stepsAreExplained() {
	for i := 1; i < len(w.steps); i++ {
		w.explained(w.steps[i].what, w.steps[i-1].folder, w.steps[i].folder, i-1, i, w.steps[i].says)
	}
	for i := 1; i < len(w.releases); i++ {
		old, now := w.releases[i-1], w.releases[i]
		w.explained("from "+old.day+" to "+now.day, fmt.Sprintf("%s@%d", w.directory, i), w.directory+"@"+now.snapshot, old.step, now.step, now.says)
	}
}

// explained compares two states of the map, one behind each of two steps.
func (w *war) explained(what, old, now string, from, to int, says []string) {
	w.Helper()
	said := w.demarc(exitFine, "compare", "-json", "-all", old, now)
	var answer struct {
		Ground     *compare.Answer
		Statements []json.RawMessage
	}
	if err := json.Unmarshal([]byte(said), &answer); err != nil {
		w.Fatal(err)
	}
	if len(answer.Statements) == 0 {
		w.Errorf("%s: compare finds no statement that differs", what)
	}
	for _, want := range says {
		if !strings.Contains(said, want) {
			w.Errorf("%s: compare does not say %q", what, want)
		}
	}
	for day := 1; day <= warDays; day++ {
		want := between(w.steps[from].shown.on(day), w.steps[to].shown.on(day))
		for _, x := range w.byHand {
			if from < x.step && x.step <= to && x.from <= day && day < x.to {
				want += x.km2
			}
		}
		w.holdStretch(what, day, answer.Ground, allLandKm2(), want)
	}
}

// holdStretch holds what is said of a day against the land that is another's.
func (w *war) holdStretch(what string, day int, answer *compare.Answer, all, want float64) {
	w.Helper()
	i := slices.IndexFunc(answer.Series, func(x compare.Stretch) bool {
		return (x.From == nil || *x.From <= dayOf(day)) && (x.To == nil || dayOf(day) < *x.To)
	})
	if i < 0 {
		w.Errorf("%s: nothing is said of day %d", what, day)
		return
	}
	x, sum := answer.Series[i], 0.0
	for _, pair := range x.Pairs {
		sum += pair.Km2
	}
	near := func(a, b float64) bool { return math.Abs(a-b) <= 1e-6*all }
	if !near(x.DiffersKm2, want) || !near(sum, want) || !near(x.SameKm2+x.DiffersKm2, all) || x.OutsideKm2 != 0 {
		w.Errorf("%s: on day %d %v km2 differ, the pairs add up to %v, %v are the same, %v outside; want %v of %v", what, day, x.DiffersKm2, sum, x.SameKm2, x.OutsideKm2, want, all)
	}
}

// nothingIsLost looks for all that was written by hand.
func (w *war) nothingIsLost() {
	canonical, err := dataset.Format(os.DirFS(w.directory))
	if err != nil {
		w.Fatal(err)
	}
	d, has, began := canonical.Dataset, map[string]bool{}, map[string]bool{}
	for _, s := range d.Sources {
		has["source "+s.ID] = true
	}
	for _, e := range d.Events {
		has["event "+e.ID] = true
		has[fmt.Sprintf("event %s from %d sources", e.ID, len(e.Sources))] = true
	}
	for _, v := range d.Viewpoints {
		has["viewpoint "+v.ID] = true
	}
	for _, x := range d.Corrections {
		has["correction "+x.ID] = true
	}
	for _, r := range d.Regions {
		has["name "+r.Names["en"]] = true
	}
	for _, p := range d.Periods {
		for _, words := range p.Note {
			has["note "+words] = true
			for _, id := range p.Sources {
				has["note "+words+" from "+id] = true
			}
		}
		has["period of "+p.Event] = true
		if p.Event == "push" {
			began[p.Zone] = true
		}
		for _, id := range p.Sources {
			has["period from "+id] = true
		}
		if p.Viewpoints["red_says"].Controller == "red" && p.Status == "contested" {
			has["claim"] = true
		}
	}
	for _, want := range []string{
		"source patrol_log", "event crossing", "viewpoint independent", "viewpoint red_says", "correction landing",
		"event push", "event push from 2 sources",
		"name Ford", "name Ours", "name Drawn", "note Seen by the patrol.", "note Quiet from here on. from patrol_log",
		"period of crossing", "period from patrol_log", "claim",
	} {
		if !has[want] {
			w.Errorf("lost: %s", want)
		}
	}
	if len(began) < 3 { // more, where a zone was cut since
		w.Errorf("the push began periods of %v, want three zones or more", began)
	}
	w.holdersAreRight()
}

// holdersAreRight asks both servers who held the middles of all strips, each day.
func (w *war) holdersAreRight() {
	for _, server := range w.servers {
		for day := 1; day <= warDays; day += 3 {
			for strip := range frontStrips {
				column := w.shown.on(day)[strip] - day%2
				p := locatePath(strip, column, day)
				want := `"controller":"` + w.shown.holder(strip, column, day) + `"`
				if got := server.ask(w.T, p); !strings.Contains(got, want) {
					w.Errorf("%s: got %.300s, want %s", p, got, want)
				}
			}
		}
		if got := server.ask(w.T, locatePath(4, 3, 7)); !strings.Contains(got, "misread") || !strings.Contains(got, `"controller":"blue"`) {
			w.Errorf("the corrected day: got %.600s", got)
		}
	}
}

// oldIDsLeadOn follows the id of each zone that there ever was.
func (w *war) oldIDsLeadOn() {
	var client http.Client
	retired := 0
	for _, id := range slices.Sorted(maps.Keys(w.ever)) {
		reply, err := client.Get(w.servers[0].address + "/regions/" + id)
		if err != nil {
			w.Fatal(err)
		}
		content, _ := io.ReadAll(reply.Body)
		reply.Body.Close()
		leads := reply.StatusCode == http.StatusOK || strings.Contains(string(content), `"replaced_by":["`)
		if reply.StatusCode != http.StatusOK || !strings.HasSuffix(reply.Request.URL.Path, id) {
			retired++
		}
		if !leads {
			w.Errorf("/regions/%s: %s %s", id, reply.Status, content)
		}
	}
	if retired == 0 {
		w.Error("no id of a zone was retired in a whole war")
	}
	w.Logf("ids of zones: %d, retired: %d", len(w.ever), retired)
}

// changesWereToldOnce looks at what is left to hear, and at the feeds.
func (w *war) changesWereToldOnce() {
	for _, server := range w.servers {
		if n := len(server.heard); n > 0 {
			w.Errorf("%s told of %d snapshots more than there were", server.address, n)
		}
		days, kinds := map[string]int{}, map[string]int{}
		for _, entry := range server.feed(w.T) {
			kinds[entry.Tags[0]]++
			if entry.Tags[0] == "changes" {
				day, _, _ := strings.Cut(entry.Title, " ")
				days[day]++
			}
		}
		want := map[string]int{}
		for _, day := range w.shown.handovers() {
			want[warDay(day)] = 1
		}
		for _, day := range []int{6, 8} { // of the correction
			want[warDay(day)] = 1
		}
		if !maps.Equal(days, want) {
			w.Errorf("days of the feed: got %v, want %v", days, want)
		}
		if kinds["Version"] != len(w.releases) || kinds["Corrected"] != 1 {
			w.Errorf("the feed has %v", kinds)
		}
	}
}
