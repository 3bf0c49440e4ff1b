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
	today   [][]byte // by zone, from -1 on, of the only day
	none    []byte   // for points in no zone
	cells   []value
	scratch []byte

	covered      data.Interval
	uncovered    int64
	uncoveredDay data.Date
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
	a.covered = covered
	for _, zone := range a.snapshot.Zones() {
		var of zoneAnswers
		for _, p := range a.snapshot.Timeline.Periods(zone.ID) {
			days := data.Interval{From: max(p.Interval.From, covered.From), To: min(p.Interval.To, covered.To)}
			of.periods = append(of.periods, periodAnswer{days: days})
		}
		a.zones = append(a.zones, of)
	}
}

// countDay counts the days that are not covered.
func (a *answers) countDay(day data.Date) {
	if a.covered.Contains(day) {
		return
	}
	if a.uncovered++; a.uncovered == 1 {
		a.uncoveredDay = day
	}
}

// of returns what is added for a point that lies in a zone (an index of Zones,
// -1 for none). It is valid until the next call.
func (a *answers) of(zone int32, p orb.Point, day data.Date) []byte {
	if !a.fixed {
		a.scratch = a.compute(a.scratch[:0], p, day)
		return a.scratch
	}
	kept := a.kept(zone, day)
	if *kept == nil {
		text := make([]byte, 0, wide)
		if zone >= 0 {
			*kept = a.say(text, a.snapshot.LocateZone(int(zone), day))
		} else {
			*kept = a.compute(text, p, day)
		}
	}
	return *kept
}

// ofOneDay is of for tables whose points are all of the same day.
func (a *answers) ofOneDay(zone int32, p orb.Point, day data.Date) []byte {
	if a.today == nil {
		a.today = make([][]byte, len(a.zones)+1)
	}
	text := a.today[zone+1]
	if text == nil {
		if text = a.of(zone, p, day); a.fixed {
			a.today[zone+1] = text
		}
	}
	return text
}

// kept returns where the text for a zone in the period of a day is kept.
func (a *answers) kept(zone int32, day data.Date) *[]byte {
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
	return kept
}

func (a *answers) compute(dst []byte, p orb.Point, day data.Date) []byte {
	return a.say(dst, a.snapshot.Locate(p, day))
}

// say writes the cells of an answer.
func (a *answers) say(dst []byte, l data.Location) []byte {
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

// wide is how many bytes appendWide copies at once.
const wide = 64

// appendWide is append. Short texts, with room behind them and in dst, are
// copied as a block of fixed size, which takes no call.
func appendWide(dst, text []byte) []byte {
	n := len(dst)
	if len(text) > wide || cap(text) < wide || cap(dst)-n < wide {
		return append(dst, text...)
	}
	*(*[wide]byte)(dst[n : n+wide]) = *(*[wide]byte)(text[:wide])
	return dst[:n+len(text)]
}
