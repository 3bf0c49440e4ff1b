package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/date"
)

// What people do to the map of the war beside adding days.

// writeByHand writes a source, an event and what rests on them, a file after the other.
func (w *war) writeByHand() {
	w.hand("sources.json", func(d *dataset.Dataset) {
		d.Sources = append(d.Sources, &dataset.Source{ID: "patrol_log", Title: "Log of the ford patrol", Quote: "They crossed at dawn."})
	}, "Log of the ford patrol")
	edtf, err := date.ParseEDTF(warDay(3))
	if err != nil {
		w.Fatal(err)
	}
	w.hand("events.json", func(d *dataset.Dataset) {
		d.Events = append(d.Events, &dataset.Event{
			ID: "crossing", Date: edtf, Day: dayOf(3), Earliest: dayOf(3), Latest: dayOf(3), Kind: "capture",
			Title: dataset.Names{"en": "The crossing of the ford"}, Sources: []string{"patrol_log"},
		})
	}, "The crossing of the ford")
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
	}, "Seen by the patrol.")
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
	}, "As red says", "Contested")
	w.restate(w.at(0, 36), 5, 6, func(p *dataset.ControlPeriod) {
		p.Status = "contested"
		p.Viewpoints = map[string]dataset.Claim{"red_says": {Controller: "red", Status: "controlled"}}
	}, "red_says")
}

// firstSession names a zone in one language, splits a period, tells of an event with two sources
// that began three periods, and splits the land in the rear.
func (w *war) firstSession() {
	work := w.take()
	named, rear, began := w.at(2, 2).ID, w.at(3, 38).ID, w.begunOn(offensive)
	said := inQGIS(w.T, work,
		"set zones "+named+" names_en Ford",
		"period "+rear+" "+warDay(4)+" 'Quiet from here on.'",
		"cite "+rear+" "+warDay(4)+" patrol_log",
		"event push patrol_log,"+w.dataset().Sources[0].ID+" "+strings.Join(began[:3], ",")+" "+warDay(offensive)+" 'The push'",
		splitAt(rear, 37))
	if said[3] != 3.0 {
		w.Errorf("the event is linked to %v periods, want 3 of %v", said[3], began)
	}
	w.give(work, nil, "Ford", "Quiet from here on.", "The push")
	w.wasSplit(rear, 34, 38)
}

// begunOn lists the zones with a period that began on a day.
func (w *war) begunOn(day int) (zones []string) {
	for _, p := range w.dataset().Periods {
		if p.Interval.From == dayOf(day) && !p.FromOpen {
			zones = append(zones, p.Zone)
		}
	}
	return zones
}

func splitAt(zone string, column int) string {
	return fmt.Sprintf("split %s %.2f", zone, frontX(column))
}

// wasSplit fails unless the larger part of a zone kept its id, and the other says whom it replaces.
func (w *war) wasSplit(id string, larger, smaller int) {
	w.Helper()
	kept, other := w.at(0, larger), w.at(0, smaller)
	if kept.ID != id || other.ID == id || !slices.Contains(other.Replaces, id) {
		w.Errorf("%s was split: its parts are %s and %s, which replaces %v; want the larger to keep the id", id, kept.ID, other.ID, other.Replaces)
	}
}

// secondSession splits the land behind the front on both sides, in a file that has not the day that
// comes meanwhile.
func (w *war) secondSession(meanwhile int) {
	work, west, east := w.take(), w.at(0, 1).ID, w.at(0, 36).ID
	w.add(meanwhile)
	inQGIS(w.T, work, splitAt(west, 4), splitAt(east, 34))
	w.give(work, nil, "replaces")
	w.wasSplit(west, 5, 1)
	w.wasSplit(east, 32, 36)
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
	if said := w.demarc(exitFine, "import", "-add", name, w.directory); !strings.Contains(said, "in the dataset already, and the same") || !strings.Contains(said, "nothing to write") {
		w.Errorf("got %s", said)
	}
}

// correctOpenly corrects who held the land behind the front on an old day.
func (w *war) correctOpenly() {
	zone := w.at(4, 3)
	from, to := dayOf(6), dayOf(8)
	w.restate(zone, 6, 8, func(p *dataset.ControlPeriod) { p.Controller = "blue" }, "blue")
	w.hand("corrections.json", func(d *dataset.Dataset) {
		d.Corrections = append(d.Corrections, &dataset.Correction{
			ID: "landing", Day: dayOf(20), Kind: dataset.PeriodKind, Of: zone.ID, From: &from, To: &to,
			Before: dataset.Text{"": "Held by red."}, After: dataset.Text{"": "Held by blue for two days."},
			Reason: dataset.Text{"": "A report was misread."}, Reporter: "A. Reader", Release: "4",
		})
	}, "misread")
}

// thirdSession merges two zones, draws one over two, moves a border, and names a zone that another
// names otherwise meanwhile.
func (w *war) thirdSession() {
	work, kept, gone, other := w.take(), w.at(0, 36).ID, w.at(0, 38), w.at(0, 31).ID
	west, rest := w.at(0, 1).ID, w.at(0, 5).ID
	corner, moved := orb.Point{frontX(4), frontY(frontStrips)}, orb.Point{frontX(4) + 0.02, frontY(frontStrips)}
	said := inQGIS(w.T, work,
		"merge "+kept+" "+gone.ID,
		fmt.Sprintf("draw %s Drawn %.3f %.1f %.3f %.1f", kept, frontX(32), frontY(1), frontX(37), frontY(3)),
		fmt.Sprintf("drag %v %v %v %v", corner[0], corner[1], moved[0], moved[1]),
		"set zones "+kept+" names_en Ours")
	if said[2] != 2.0 {
		w.Errorf("a corner of %v zones was moved, want 2", said[2])
	}
	w.hand("regions/zones.geojson", func(d *dataset.Dataset) {
		for _, r := range d.Regions {
			if r.ID == kept {
				r.Names = dataset.Names{"en": "Theirs"}
			}
		}
	}, "Theirs")
	refused := w.demarc(exitFailed, "copy", work, w.directory)
	for _, want := range []string{`ours "Ours", theirs "Theirs"`, "1 conflict, nothing is written"} {
		if !strings.Contains(refused, want) {
			w.Errorf("got %s, want %s", refused, want)
		}
	}
	if said := inQGIS(w.T, work, "rows problems"); said[0] != 1.0 {
		w.Errorf("the layer of problems has %v conflicts", said[0])
	}
	w.give(work, []string{"-ours"}, "Ours", "Drawn")
	// The land of the zone that is gone has the days of the one that took it, which was contested.
	w.restated(5, 6, gone.Geometry)
	// The border moved on the days of the correction too.
	w.restated(6, 8, orb.MultiPolygon{{{{frontX(4), frontY(0)}, moved, corner, {frontX(4), frontY(0)}}}})
	w.wasMergedAndDrawn(kept, gone.ID, other)
	if a, b := w.at(0, 1).ID, w.at(0, 5).ID; a != west || b != rest {
		w.Errorf("a border moved: %s and %s are %s and %s now", west, rest, a, b)
	}
}

// wasMergedAndDrawn fails unless the id of the zone that was merged leads on, and the zone that was
// drawn over two others has taken the ids of neither.
func (w *war) wasMergedAndDrawn(kept, gone, other string) {
	w.Helper()
	if heirs, _ := w.dataset().Successors(gone); !slices.Contains(heirs, kept) {
		w.Errorf("%s was merged into %s: its id leads to %v", gone, kept, heirs)
	}
	if drawn := w.at(1, 35); drawn.Names["en"] != "Drawn" || w.at(2, 33).ID != drawn.ID {
		w.Errorf("drawn over %s and %s: %s %v", kept, other, drawn.ID, drawn.Names)
	}
	if a, b := w.at(1, 38).ID, w.at(0, 31).ID; a != kept || b != other {
		w.Errorf("a zone was drawn over %s and %s: the rest of them is %s and %s", kept, other, a, b)
	}
}
