package enrich

import (
	"slices"

	"demarc/data/date"
)

// locate answers the rows under way and writes them, line ends included. next
// is where the row after them begins.
func (t *csvTable) locate(next int) {
	if n := t.n; n > 0 {
		days := t.days[:n]
		if t.places.date < 0 {
			days[0] = t.places.day
			days = days[:1]
		}
		t.answers.snapshot.ZonesAt(t.points[:n], days, t.zones[:n])
		t.result.Swapped += t.answers.swapped(t.points[:n], t.zones[:n])
		if t.answers.located != nil {
			t.answers.located(Located{Points: t.points[:n], Days: days, Zones: t.zones[:n], problems: t.problems[:n]})
		}
		if !t.writePlain() {
			t.writeRows()
		}
		t.result.Rows += int64(n)
		t.n = 0
	}
	t.written = append(t.written, t.buffer[t.at:next]...)
	t.at = next
}

// writePlain writes the rows if they and what is added are short and the same
// for all of a zone.
func (t *csvTable) writePlain() bool {
	if !t.plain || t.places.date >= 0 || !t.answers.fixed {
		return false
	}
	day := date.Date(t.places.day)
	lines, short := t.answers.todayOf(t.zones[:t.n], t.points[:t.n], day)
	if !short {
		return false
	}
	b, at, m := t.buffer, t.at, len(t.written)
	out := slices.Grow(t.written, t.ends[t.n-1]-at+(t.n+1)*wide)
	out = out[:cap(out)]
	for k, end := range t.ends[:t.n] {
		if end-at <= wide && at+wide <= len(b) {
			block := *(*[wide]byte)(b[at:]) // two copies in registers are cheaper than one that must expect an overlap
			*(*[wide]byte)(out[m:]) = block
		} else {
			copy(out[m:], b[at:end])
		}
		m, at = m+end-at, end
		l := &lines[t.zones[k]+1]
		block := *l
		*(*line)(out[m:]) = block
		m += int(l[lineLength])
	}
	t.written, t.at = out[:m], at
	t.answers.countDays(day, int64(t.n))
	return true
}

// writeRows writes all kinds of rows.
func (t *csvTable) writeRows() {
	b, out, at := t.buffer, t.written, t.at
	out = slices.Grow(out, t.ends[t.n-1]-at+(t.n+1)*wide)
	plain, dated := t.plain, t.places.date >= 0
	for k := range t.n {
		out = appendWide(out, b[at:t.ends[k]])
		at = t.ends[k]
		if !plain {
			for ; t.padding[k] > 0; t.padding[k]-- {
				out = append(out, t.delimiter)
			}
			if t.problems[k] != "" {
				out = append(out, t.answers.failed(t.problems[k])...)
				t.problems[k] = ""
				t.result.Failed++
				continue
			}
		}
		day := date.Date(t.places.day)
		if dated {
			day = date.Date(t.days[k])
		}
		out = appendWide(out, t.answers.of(t.zones[k], t.points[k], day))
		t.answers.countDay(day)
	}
	t.written, t.at, t.plain = out, at, true
}

// tail writes what is added to a row, from the delimiter on.
func (t *csvTable) tail(dst []byte, cells []value, problem string) []byte {
	for _, c := range cells {
		dst = appendField(append(dst, t.delimiter), c.text, t.delimiter)
	}
	return appendField(append(dst, t.delimiter), problem, t.delimiter)
}
