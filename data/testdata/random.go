package testdata

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing/fstest"
	"time"
)

// Random returns a small dataset without errors, the same for the same seed. Each member that the
// format knows is there with a chance, and nothing is written as the program writes it: members
// stand in any order, with any spaces, escapes and digits, some are null.
func Random(seed uint64) fstest.MapFS {
	r := &random{Rand: rand.New(rand.NewPCG(seed, 0x64656d61)), files: fstest.MapFS{}}
	r.languages = []string{"en", "ru", "ar", "hy", "zh-Hant"}[r.IntN(4):]
	r.actors, r.sources = r.ids("actor", 2+r.IntN(2)), r.ids("source", 1+r.IntN(3))
	r.viewpoints = r.ids("view", r.IntN(3))
	r.perspectives = r.ids("side", r.IntN(3))
	r.places = r.ids("place", 1+r.IntN(2))
	r.first = r.IntN(700000) - 690000 // from the year 81 on
	r.last = r.first + 30 + r.IntN(20000)
	r.draw()
	r.control()
	r.dataset()
	r.lists()
	return r.files
}

// random makes a dataset. Days are counted from 1970 on.
type random struct {
	*rand.Rand
	files fstest.MapFS

	languages, actors, sources, viewpoints, perspectives, places []string

	first, last int // days: the first one covered, the day after the last
	open        bool
	extent      [4]float64
	zones, above,
	regions []string // ids of zones, overlays, and of all other regions
	layers  []any
	context []any
	events  []any
	retired []any
	columns []column
	rows    []string // ids of regions that have attributes
}

// members are those of an object to be; nil values are written as null.
type members map[string]any

// column is an attribute that the dataset declares.
type column struct {
	name, of, kind string
	layer          string // of regions: the only one that has it, "" for all
}

func (r *random) chance(p float64) bool { return r.Float64() < p }

// may gives an object a member with an even chance; one that is not given may be null.
func (r *random) may(m members, name string, value func() any) {
	switch {
	case r.chance(0.4):
		m[name] = value()
	case r.chance(0.1):
		m[name] = nil
	}
}

func (r *random) ids(prefix string, n int) []string {
	ids := make([]string, n)
	for i, k := range r.Perm(n) {
		ids[i] = prefix + "_" + strconv.Itoa(k)
	}
	return ids
}

func (r *random) one(of []string) any { return of[r.IntN(len(of))] }

// some returns one or more of the ids, in any order.
func (r *random) some(of []string) any {
	list := []any{}
	for _, i := range r.Perm(len(of))[:1+r.IntN(len(of))] {
		list = append(list, of[i])
	}
	return list
}

var syllables = []string{
	"val", "Нор", "كف", "գյուղ", "島", "é", "e\u0301", " ", "-", "'", "\"", "\\", "/", "<b>", "&", "\u2028", "\t", "😀", "\u200f", "1", "?",
}

func (r *random) text() any {
	text := "x"
	for range 1 + r.IntN(4) {
		text += syllables[r.IntN(len(syllables))]
	}
	return text
}

// names has a name in each language of the dataset, notes do not.
func (r *random) names() any {
	names := members{}
	for _, language := range r.languages {
		names[language] = r.text()
	}
	return names
}

func (r *random) note() any {
	if r.chance(0.5) {
		return r.text()
	}
	return members{r.one(r.languages).(string): r.text()}
}

func (r *random) review() any { return r.some(r.languages) }

func (r *random) sameAs() any {
	ids := members{}
	for scheme, prefix := range map[string]string{"wikidata": "Q", "geonames": "", "osm": "way/", "gw": "", "cow": "", "ucdp": ""} {
		ids[scheme] = prefix + "37" + []string{"0", "1", "2"}[len(r.files)%3]
	}
	return ids
}

func (r *random) cites() any { return r.some(r.sources) }

func day(n int) string { return time.Unix(int64(n)*86400, 0).UTC().Format(time.DateOnly) }

// between returns a day of [from, to).
func (r *random) between(from, to int) int { return from + r.IntN(max(1, to-from)) }

func (r *random) aDay() any { return day(r.between(r.first, r.last)) }

// edtf returns an uncertain date that holds the days from to to.
func (r *random) edtf(from, to int) any {
	switch {
	case from == to && r.chance(0.7):
		return day(from) + []string{"", "?", "~", "%"}[r.IntN(4)]
	case r.chance(0.5):
		return "[" + day(from) + ".." + day(to) + "]"
	}
	return day(from) + "/" + day(to)
}

// spelled returns a day, or an uncertain date that begins on it.
func (r *random) spelled(n int) any { return r.edtf(n, n+r.IntN(2)) }

func (r *random) anEDTF() any {
	from := r.between(r.first, r.last)
	switch r.IntN(4) {
	case 0:
		return day(from)[:4]
	case 1:
		return day(from)[:7] + "~"
	}
	return r.edtf(from, from+r.IntN(40))
}

func (r *random) number() any {
	if r.chance(0.3) {
		return r.IntN(100000)
	}
	return r.Float64() * 1000
}

// attributes has values for the columns of the regions of a layer or of periods.
func (r *random) attributes(of, layer string) members {
	values := members{}
	for _, c := range r.columns {
		if c.of != of || c.layer != "" && c.layer != layer || r.chance(0.6) {
			continue
		}
		values[c.name] = map[string]func() any{
			"text": r.text, "number": r.number, "boolean": func() any { return r.chance(0.5) }, "date": r.aDay,
		}[c.kind]()
		if r.chance(0.2) {
			values[c.name] = nil
		}
	}
	return values
}

// put writes a file.
func (r *random) put(name string, content any) {
	var out bytes.Buffer
	r.write(&out, content)
	r.space(&out)
	r.files[name] = &fstest.MapFile{Data: out.Bytes()}
}

func (r *random) space(out *bytes.Buffer) {
	if r.chance(0.1) {
		out.WriteString([]string{" ", "\n", "\t", "\r\n"}[r.IntN(4)])
	}
}

func (r *random) write(out *bytes.Buffer, value any) {
	r.space(out)
	switch v := value.(type) {
	case members:
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		slices.Sort(names)
		out.WriteByte('{')
		for i, k := range r.Perm(len(names)) {
			if i > 0 {
				out.WriteByte(',')
			}
			r.write(out, names[k])
			out.WriteByte(':')
			r.write(out, v[names[k]])
		}
		out.WriteByte('}')
	case []any:
		out.WriteByte('[')
		for i, item := range v {
			if i > 0 {
				out.WriteByte(',')
			}
			r.write(out, item)
		}
		out.WriteByte(']')
	case float64:
		text := strconv.FormatFloat(v, "fe"[r.IntN(2)], -1, 64)
		if strings.Contains(text, ".") && !strings.Contains(text, "e") {
			text += "000"[:r.IntN(4)]
		}
		out.WriteString(text)
	default:
		text, err := json.Marshal(v)
		if err != nil {
			panic(fmt.Sprintf("testdata: %v", err))
		}
		out.Write(text)
	}
	r.space(out)
}
