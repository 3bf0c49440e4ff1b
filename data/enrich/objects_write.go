package enrich

import (
	"bytes"
	"slices"
	"strings"

	"demarc/data/date"
)

// locate answers the rows under way and writes them. next is where the input
// after them begins.
func (t *objectTable) locate(next int) {
	n := t.n
	t.answers.snapshot.ZonesAt(t.points[:n], t.days[:n], t.zones[:n])
	t.result.Swapped += t.answers.swapped(t.points[:n], t.zones[:n])
	if t.answers.located != nil {
		t.answers.located(Located{Points: t.points[:n], Days: t.days[:n], Zones: t.zones[:n], rows: t.rows[:n]})
	}
	for k := range n {
		t.write(k)
	}
	t.result.Rows += int64(n)
	t.n = 0
	t.written = append(t.written, t.buffer[t.at:next]...)
	t.at = next
}

func (t *objectTable) write(k int) {
	row := &t.rows[k]
	if row.renamed {
		defer t.rename(row)()
	}
	out := append(t.written, t.buffer[t.at:row.from]...)
	switch {
	case row.broken:
		out = t.broken(out, row)
	case row.problem != "":
		out = append(append(out, row.before...), t.answers.failed(row.problem)...)
	case row.renamed:
		out = t.answers.compute(append(out, row.before...), t.points[k], date.Date(t.days[k]))
	default:
		tail := t.answers.of(t.zones[k], t.points[k], date.Date(t.days[k]))
		out = append(append(out, row.before...), tail...)
	}
	if row.problem != "" {
		t.result.Failed++
	} else {
		t.answers.countDay(date.Date(t.days[k]))
	}
	t.written = append(out, row.after...)
	t.at = row.to
}

// rename changes the names of columns that the row has already, and returns
// what changes them back.
func (t *objectTable) rename(row *objectRow) (restore func()) {
	usual := t.names
	given := t.buffer[t.at:row.to]
	t.names = slices.Clone(usual)
	for i, name := range usual {
		t.names[i] = unique(name, func(s string) bool { return bytes.Contains(given, []byte(`"`+s+`"`)) })
	}
	return func() { t.names = usual }
}

// broken writes an object that holds what was not one.
func (t *objectTable) broken(out []byte, row *objectRow) []byte {
	given := strings.TrimSpace(string(t.buffer[row.from:row.to]))
	if t.features {
		out = append(out, `{"type":"Feature","geometry":null,"properties":{`...)
	} else {
		out = append(out, '{')
	}
	out = append(appendString(append(out, `"input":`...), given), ',')
	out = append(out, t.answers.failed(row.problem)...)
	if t.features {
		out = append(out, '}')
	}
	return append(out, '}')
}
