package enrich

import (
	"github.com/paulmach/orb"

	"demarc/data"
)

// answers writes what is added to a row. Where all columns are the same for all
// points of a zone in a period, the text is made once and kept.
type answers struct {
	snapshot *data.Snapshot
	columns  []Column
	fixed    bool
	write    func(dst []byte, cells []value, problem string) []byte

	zones   []zoneAnswers
	none    []byte // for points in no zone
	cells   []value
	scratch []byte
}

type zoneAnswers struct {
	periods []periodAnswer
	unknown []byte // for days without a period
}

type periodAnswer struct {
	days data.Interval
	text []byte // nil until it is needed
}

// start prepares the answers; write puts cells in the form of the table.
func (a *answers) start(write func(dst []byte, cells []value, problem string) []byte) {
	a.write = write
	a.cells = make([]value, len(a.columns))
	covered := a.snapshot.Timeline.Covers()
	for _, zone := range a.snapshot.Zones() {
		var of zoneAnswers
		for _, p := range a.snapshot.Timeline.Periods(zone.ID) {
			days := data.Interval{From: max(p.Interval.From, covered.From), To: min(p.Interval.To, covered.To)}
			of.periods = append(of.periods, periodAnswer{days: days})
		}
		a.zones = append(a.zones, of)
	}
}

// of returns what is added for a point that lies in a zone (an index of Zones,
// -1 for none). It is valid until the next call.
func (a *answers) of(zone int32, p orb.Point, day data.Date) []byte {
	if !a.fixed {
		a.scratch = a.compute(a.scratch[:0], p, day)
		return a.scratch
	}
	kept := &a.none
	if zone >= 0 {
		of := &a.zones[zone]
		kept = &of.unknown
		for i := range of.periods {
			if of.periods[i].days.Contains(day) {
				kept = &of.periods[i].text
				break
			}
		}
	}
	if *kept == nil {
		*kept = a.compute(nil, p, day)
	}
	return *kept
}

func (a *answers) compute(dst []byte, p orb.Point, day data.Date) []byte {
	l := a.snapshot.Locate(p, day)
	for i, c := range a.columns {
		a.cells[i] = c.value(a.snapshot, &l)
	}
	return a.write(dst, a.cells, "")
}

// failed returns what is added to a row with a problem: empty cells and the
// problem. It is valid until the next call.
func (a *answers) failed(problem string) []byte {
	clear(a.cells)
	a.scratch = a.write(a.scratch[:0], a.cells, problem)
	return a.scratch
}
