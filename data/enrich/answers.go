package enrich

import (
	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
)

// answers writes what is added to a row. Where all columns are the same for all
// points of a zone in a period, the text is made once and kept.
type answers struct {
	snapshot *data.Snapshot
	located  func(Located) // nil: nobody wants to know
	columns  []Column
	fixed    bool
	extras   data.Extras
	write    func(dst []byte, cells []value, problem string) []byte

	zones   []zoneAnswers
	today   []line // by zone, from -1 on, of the only day
	none    []byte // for points in no zone
	cells   []value
	scratch []byte
	room    []byte // for texts that last

	covered      date.Interval
	uncovered    int64
	uncoveredDay date.Date

	covers dataset.Coverage // of the dataset; latitudes of swapped points are its longitudes
}

type zoneAnswers struct {
	periods []periodAnswer
	unknown []byte // for days without a period
}

type periodAnswer struct {
	days date.Interval
	text []byte // nil until it is needed
}

// start prepares the answers; write puts cells in the form of the table.
func (a *answers) start(write func(dst []byte, cells []value, problem string) []byte) {
	a.write = write
	a.cells = make([]value, len(a.columns))
	a.covered = a.snapshot.Timeline.Covers()
	a.covers = a.snapshot.Dataset.Covers
}

// swapped counts the points in no zone that lie outside of the extent, but
// inside with longitude and latitude swapped. All but a few latitudes of plain
// tables are no longitudes of the extent, so four are looked at together.
// Rows with a problem have the point 0, 0, which is the same when swapped.
func (a *answers) swapped(points []orb.Point, zones []int32) int64 {
	n, mirror := int64(0), a.covers.Bound()
	south, north := mirror.Min[0], mirror.Max[0]
	k := 0
	for ; k+4 <= len(points); k += 4 {
		p := (*[4]orb.Point)(points[k:])
		if p[0][1] >= south && p[0][1] <= north || p[1][1] >= south && p[1][1] <= north ||
			p[2][1] >= south && p[2][1] <= north || p[3][1] >= south && p[3][1] <= north {
			n += a.swappedEach(points[k:k+4], zones[k:])
		}
	}
	return n + a.swappedEach(points[k:], zones[k:])
}

func (a *answers) swappedEach(points []orb.Point, zones []int32) int64 {
	n := int64(0)
	for k, p := range points {
		if zones[k] < 0 && a.covers.Holds(orb.Point{p[1], p[0]}) && !a.covers.Holds(p) {
			n++
		}
	}
	return n
}

// index lists the periods of all zones. Tables of one day do without, as a rule.
func (a *answers) index() {
	covered := a.covered
	for _, zone := range a.snapshot.Zones() {
		var of zoneAnswers
		for _, p := range a.snapshot.Timeline.Periods(zone.ID) {
			days := date.Interval{From: max(p.Interval.From, covered.From), To: min(p.Interval.To, covered.To)}
			of.periods = append(of.periods, periodAnswer{days: days})
		}
		a.zones = append(a.zones, of)
	}
}

// countDay counts the days that are not covered.
func (a *answers) countDay(day date.Date) { a.countDays(day, 1) }

func (a *answers) countDays(day date.Date, rows int64) {
	if a.covered.Contains(day) {
		return
	}
	if a.uncovered == 0 {
		a.uncoveredDay = day
	}
	a.uncovered += rows
}

// of returns what is added for a point that lies in a zone (an index of Zones,
// -1 for none). It is valid until the next call.
func (a *answers) of(zone int32, p orb.Point, day date.Date) []byte {
	if !a.fixed {
		a.scratch = a.compute(a.scratch[:0], p, day)
		return a.scratch
	}
	kept := a.kept(zone, day)
	if *kept == nil {
		*kept = a.lasting(zone, p, day)
	}
	return *kept
}

// lasting makes the text for all points of a zone, with room behind it for
// appendWide.
func (a *answers) lasting(zone int32, p orb.Point, day date.Date) []byte {
	const many = 512
	if cap(a.room)-len(a.room) < wide {
		a.room = make([]byte, 0, many*wide)
	}
	at := len(a.room)
	text := a.ofZone(a.room[at:at:at+wide], zone, p, day)
	if len(text) <= wide {
		a.room = a.room[:at+wide]
	}
	return text
}

// ofZone writes what is added for all points of a zone on a day, if all columns
// are fixed.
func (a *answers) ofZone(dst []byte, zone int32, p orb.Point, day date.Date) []byte {
	if zone < 0 {
		return a.compute(dst, p, day)
	}
	return a.say(dst, a.snapshot.LocateZone(int(zone), day))
}

// line is a text that is added to many rows, in one line of a processor's cache.
// Its last byte is the length of the text: 0 before it is made, longLine if it
// does not fit.
type line [wide]byte

const lineLength, longLine = wide - 1, 255

// todayOf returns the lines of all zones, those of zones made, for tables of one
// day with fixed columns; short is false if one of them does not fit.
func (a *answers) todayOf(zones []int32, points []orb.Point, day date.Date) (lines []line, short bool) {
	if a.today == nil {
		a.today = make([]line, len(a.snapshot.Zones())+1)
	}
	today, long := a.today, false
	for k, zone := range zones { // with nothing in between, many reads of memory are under way at once
		l := &today[zone+1]
		if l[lineLength]-1 < longLine-1 { // neither 0 nor longLine
			continue
		}
		if l[lineLength] == 0 {
			a.scratch = a.ofZone(a.scratch[:0], zone, points[k], day)
			l[lineLength] = longLine
			if len(a.scratch) < lineLength {
				l[lineLength] = uint8(copy(l[:], a.scratch))
			}
		}
		long = long || l[lineLength] == longLine
	}
	return today, !long
}

// kept returns where the text for a zone in the period of a day is kept.
func (a *answers) kept(zone int32, day date.Date) *[]byte {
	if a.zones == nil {
		a.index()
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
	return kept
}

func (a *answers) compute(dst []byte, p orb.Point, day date.Date) []byte {
	return a.say(dst, a.snapshot.LocateWith(p, day, a.extras))
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
	block := *(*[wide]byte)(text[:wide]) // two copies in registers are cheaper than one that must expect an overlap
	*(*[wide]byte)(dst[n : n+wide]) = block
	return dst[:n+len(text)]
}
