package main

import (
	"strings"

	"demarc/data/dataset"
	"demarc/data/date"
)

// What people do to the map of the war beside adding days.

// writeByHand writes a source, an event and what rests on them, a file after the other.
func (w *war) writeByHand() {
	w.hand("sources.json", func(d *dataset.Dataset) {
		d.Sources = append(d.Sources, &dataset.Source{ID: "patrol_log", Title: "Log of the ford patrol", Quote: "They crossed at dawn."})
	})
	edtf, err := date.ParseEDTF(warDay(3))
	if err != nil {
		w.Fatal(err)
	}
	w.hand("events.json", func(d *dataset.Dataset) {
		d.Events = append(d.Events, &dataset.Event{
			ID: "crossing", Date: edtf, Day: dayOf(3), Earliest: dayOf(3), Latest: dayOf(3), Kind: "capture",
			Title: dataset.Names{"en": "The crossing of the ford"}, Sources: []string{"patrol_log"},
		})
	})
	w.hand("control.json", func(d *dataset.Dataset) {
		n := 0
		for _, p := range d.Periods {
			if p.Interval.From == dayOf(3) && !p.FromOpen {
				n++
				p.Event, p.Note, p.Sources = "crossing", dataset.Text{"": "Seen by the patrol."}, []string{"patrol_log"}
			}
		}
		if n == 0 {
			w.Fatal("nothing changed hands on the third day")
		}
	})
}

// writeViewpoint lets red say otherwise of land in the rear that is contested for a while.
func (w *war) writeViewpoint() {
	w.hand("dataset.json", func(d *dataset.Dataset) {
		d.Viewpoints = append(d.Viewpoints,
			&dataset.Viewpoint{ID: "independent", Names: dataset.Names{"en": "Independent"}},
			&dataset.Viewpoint{ID: "red_says", Names: dataset.Names{"en": "As red says"}})
		for _, status := range d.Statuses {
			if status.ID == "contested" {
				return
			}
		}
		d.Statuses = append(d.Statuses, &dataset.Status{ID: "contested", Names: dataset.Names{"en": "Contested"}, Pattern: "hatch"})
	})
	w.restate(w.at(0, 36), 5, 6, func(p *dataset.ControlPeriod) {
		p.Status = "contested"
		p.Viewpoints = map[string]dataset.Claim{"red_says": {Controller: "red", Status: "controlled"}}
	})
}

// firstSession names a zone, and splits a period.
func (w *war) firstSession() {
	work := w.take()
	named, rear := w.at(2, 2), w.at(3, 38)
	edit(w.T, work, func(s session) {
		s.do("UPDATE zones SET names_en = 'Ford' WHERE id = ?", named.ID)
		s.splitPeriod(rear.ID, warDay(4), "Quiet from here on.")
	})
	w.give(work)
}

// secondSession splits the land behind the front, in a file that has not the day that comes
// meanwhile.
func (w *war) secondSession(meanwhile int) {
	work, zone := w.take(), w.at(0, 1)
	w.add(meanwhile)
	edit(w.T, work, func(s session) { s.split(zone, 4) })
	w.give(work)
	if w.at(0, 1).ID == zone.ID || w.at(0, 5).ID != zone.ID {
		w.Errorf("%s was split: its parts are %s and %s, want the larger to keep the id", zone.ID, w.at(0, 1).ID, w.at(0, 5).ID)
	}
}

// correctDay takes a corrected day for one that was added.
func (w *war) correctDay(day int) {
	f := w.fronts[day]
	f[1], f[3] = f[1]+3, f[3]-3
	name := w.file(f, "corrected", day)
	if said := w.demarc(exitFailed, "import", "-add", name, w.directory); !strings.Contains(said, "shows something else") {
		w.Errorf("got %s", said)
	}
	w.demarc(exitFine, "import", "-add", "-replace", name, w.directory)
	w.shown[day] = f
	w.settle("a corrected day")
}

// addTwice adds a day twice: the second time nothing is written.
func (w *war) addTwice(day int) {
	w.add(day)
	name := w.file(w.fronts[day], "again", day)
	if said := w.demarc(exitFine, "import", "-add", name, w.directory); !strings.Contains(said, "in the dataset already, and the same") || !strings.Contains(said, "that changed: 0") {
		w.Errorf("got %s", said)
	}
}

// correctOpenly corrects who held the land behind the front on an old day.
func (w *war) correctOpenly() {
	zone := w.at(4, 3)
	from, to := dayOf(6), dayOf(8)
	w.restate(zone, 6, 8, func(p *dataset.ControlPeriod) { p.Controller = "blue" })
	w.hand("corrections.json", func(d *dataset.Dataset) {
		d.Corrections = append(d.Corrections, &dataset.Correction{
			ID: "landing", Day: dayOf(20), Kind: dataset.PeriodKind, Of: zone.ID, From: &from, To: &to,
			Before: dataset.Text{"": "Held by red."}, After: dataset.Text{"": "Held by blue for two days."},
			Reason: dataset.Text{"": "A report was misread."}, Reporter: "A. Reader", Release: "4",
		})
	})
}

// thirdSession names a zone that another names otherwise meanwhile.
func (w *war) thirdSession() {
	work, zone := w.take(), w.at(4, 38)
	edit(w.T, work, func(s session) { s.do("UPDATE zones SET names_en = 'Ours' WHERE id = ?", zone.ID) })
	w.hand("regions/zones.geojson", func(d *dataset.Dataset) {
		for _, r := range d.Regions {
			if r.ID == zone.ID {
				r.Names = dataset.Names{"en": "Theirs"}
			}
		}
	})
	said := w.demarc(exitFailed, "copy", work, w.directory)
	for _, want := range []string{`ours "Ours", theirs "Theirs"`, "1 conflict, nothing is written"} {
		if !strings.Contains(said, want) {
			w.Errorf("got %s, want %s", said, want)
		}
	}
	edit(w.T, work, func(s session) {
		if n := s.one("SELECT count(*) FROM problems"); n != int64(1) {
			w.Errorf("the layer of problems has %v conflicts", n)
		}
	})
	w.give(work, "-ours")
}
