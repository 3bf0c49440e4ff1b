package imports

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"github.com/paulmach/orb"
	"golang.org/x/text/unicode/norm"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
	"demarc/geo/compound"
)

// chooseIDs gives every row an id: of the column, of the file itself, or made of the name.
func (b *builder) chooseIDs(r role, what string) {
	var of func(*row) string
	all := func(id func(*row) string) bool {
		return !slices.ContainsFunc(b.rows, func(x *row) bool { return id(x) == "" })
	}
	own := func(x *row) string { return x.Feature.ID }
	column := func(x *row) string { return b.columns.text(x.Feature, r) }
	plain := plainID
	given := b.ID != "" && b.ID != noColumn || r == zoneRole
	if !given && b.ID != noColumn {
		b.passOverCodes()
	}
	switch {
	case b.columns.has(r) && given && all(column):
		of = column
		b.choose(what, "%s", b.column(r))
	case b.ID != noColumn && all(own):
		of = own
		b.choose(what, "the ids of the features")
	case b.columns.has(r) && all(column):
		of = column
		b.choose(what, "%s", b.column(r))
	case len(b.columns.names) > 0 && all(func(x *row) string { return slug(b.name(x)) }):
		of, plain, b.madeIDs = b.name, slug, true
		b.choose(what, "made of the names")
	default:
		of, b.numbered = func(x *row) string { return fmt.Sprintf("%s-%d", b.layer, x.number) }, true
		if b.control() {
			b.choose(what, "made of their shapes: no column names them")
		} else {
			b.choose(what, "the numbers of the rows: name a column with -id, or they change when rows do")
		}
	}
	texts := make([]string, len(b.rows))
	for i, x := range b.rows {
		texts[i] = of(x)
	}
	b.ids = distinct(texts, plain)
	changed, numbered := 0, map[string]bool{}
	for i, x := range b.rows {
		x.id = b.ids[texts[i]]
		if p := plain(texts[i]); p != x.id {
			numbered[x.id] = true
		} else if p != norm.NFC.String(texts[i]) && !b.madeIDs {
			changed++
		}
	}
	if changed > 0 {
		b.note("ids in which a - takes the place of spaces and signs that do not belong into an address: %d", changed)
	}
	if len(numbered) > 0 {
		b.note("ids with a number, since without the signs that do not belong into an address they would be those of others: %d, such as %s", len(numbered), slices.Min(slices.Collect(maps.Keys(numbered))))
	}
}

// sureIDs are the names of columns of ids that hold nothing else.
var sureIDs = []string{"id", "region_id"}

// passOverCodes takes the first of the columns with a usual name for ids whose values tell rows
// apart, since a code such as that of a country may stand in many. If all values differ in none,
// there is none.
func (b *builder) passOverCodes() {
	c := b.columns
	if !c.has(idRole) || slices.Contains(sureIDs, strings.ToLower(c.fields[c.of[idRole]].Name)) {
		return
	}
	passed := c.fields[c.of[idRole]].Name
	for _, name := range usualNames(idRole) {
		i := c.named(name)
		if i < 0 || !b.tellsApart(i) {
			continue
		}
		if c.of[idRole] != i {
			b.note("column %q is not taken for ids: it does not tell rows apart", passed)
		}
		c.of[idRole] = i
		return
	}
	delete(c.of, idRole)
	b.note("column %q is not taken for ids: it does not tell rows apart", passed)
}

// tellsApart tells whether a column has a value in every row, the same on the same days only in
// rows that are parts of one region.
func (b *builder) tellsApart(column int) bool {
	type key struct {
		id   string
		from date.Date
	}
	first := map[key]*row{}
	for _, x := range b.rows {
		id := asText(x.Values[column])
		k := key{id, x.interval.From}
		if other := first[k]; id == "" || other != nil && !b.partsOfOne(x, other) {
			return false
		} else if other == nil {
			first[k] = x
		}
	}
	return true
}

// partsOfOne tells whether two rows with the same id are areas of one region: they say the same but
// for their shapes.
func (b *builder) partsOfOne(x, y *row) bool {
	return b.kind == dataset.AreaKind && x.interval == y.interval && x.Geometry != nil && y.Geometry != nil && reflect.DeepEqual(x.Values, y.Values)
}

// joinParts makes one row of those that are parts of one region.
func (b *builder) joinParts() {
	first := map[string][]*row{}
	regions := 0
	joined := map[*row]orb.MultiPolygon{}
	b.rows = slices.DeleteFunc(b.rows, func(x *row) bool {
		for _, y := range first[x.id] {
			if !b.partsOfOne(x, y) {
				continue
			}
			if joined[y] == nil {
				regions++
				joined[y] = slices.Clone(geo.Polygons(y.Geometry))
			}
			joined[y] = append(joined[y], geo.Polygons(x.Geometry)...)
			return true
		}
		first[x.id] = append(first[x.id], x)
		return false
	})
	for x, shape := range joined {
		f := *x.Feature
		f.Geometry = geo.Plain(compound.United(shape))
		x.Feature = &f
	}
	if regions > 0 {
		b.note("regions of several rows that differ in nothing but their areas, which are the parts of one: %d; -id %s makes every row a region", regions, noColumn)
	}
}

// everyRowApart numbers the ids that several rows have.
func (b *builder) everyRowApart() {
	ids := numberer{}
	for _, x := range b.rows {
		ids.take(x.id)
	}
	seen, numbered := map[string]bool{}, 0
	for _, x := range b.rows {
		if id := x.id; seen[id] {
			x.id = ids.free(id)
			numbered++
		}
		seen[x.id] = true
	}
	if numbered > 0 {
		b.note("every row is a zone of its own, as -zone - says; ids with a number, since several rows have the same: %d", numbered)
	}
}

// idOf returns the id that became of one that the table has.
func (b *builder) idOf(text string) string {
	if id, known := b.ids[text]; known || text == "" {
		return id
	}
	return plainID(text)
}

// distinct gives each of several texts an id of its own. Those that are plain ids keep them; texts
// that differ in nothing but the composition of their letters (NFC) are one.
func distinct(texts []string, plain func(string) string) map[string]string {
	ids, taken := map[string]string{}, numberer{}
	for _, text := range texts {
		if id := plain(text); id == norm.NFC.String(text) {
			ids[text] = id
			taken.take(id)
		}
	}
	composed := map[string]string{}
	for _, text := range texts {
		if _, known := ids[text]; known {
			continue
		}
		same := norm.NFC.String(text)
		if composed[same] == "" {
			composed[same] = taken.free(plain(text))
		}
		ids[text] = composed[same]
	}
	return ids
}

// numberer gives ids that are not taken.
type numberer struct {
	taken map[string]bool
	next  map[string]int // number to try, by id
}

func (n *numberer) take(id string) {
	if n.taken == nil {
		n.taken, n.next = map[string]bool{}, map[string]int{}
	}
	n.taken[id] = true
}

// free takes an id, or the first of id-2, id-3 and so on that is free.
func (n *numberer) free(id string) string {
	free := id
	for k := max(n.next[id], 2); n.taken[free]; k++ {
		free = fmt.Sprintf("%s-%d", id, k)
		n.next[id] = k + 1
	}
	n.take(free)
	return free
}

// name is a name of the row in the main language, or any.
func (b *builder) name(x *row) string { return dataset.Names(x.names).In(b.Language) }

// plainID keeps letters of all scripts with their marks, digits, and the signs that no address
// gives a meaning, in composed form (NFC).
func plainID(s string) string {
	before := ' '
	id := strings.Map(func(r rune) rune {
		kept := inWord(before, r) || strings.ContainsRune("_-.~@:", r)
		if before = r; kept {
			return r
		}
		return '-'
	}, norm.NFC.String(s))
	if id == "." || id == ".." { // steps of a path
		return strings.Repeat("-", len(id))
	}
	return id
}

// inWord tells whether a sign behind another is part of a word: a letter, a digit, a mark, or one
// of the two signs that join and part the letters of a word in several scripts (ZWNJ, ZWJ).
func inWord(before, r rune) bool {
	joins := (r == '\u200c' || r == '\u200d') && (unicode.IsLetter(before) || unicode.IsMark(before))
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || joins
}

// slug is a text in small letters, with one - for what else is in it.
func slug(s string) string {
	var out strings.Builder
	before, apart := ' ', false
	for _, r := range norm.NFC.String(strings.ToLower(s)) {
		if r == '_' || inWord(before, r) {
			if apart && out.Len() > 0 {
				out.WriteByte('-')
			}
			out.WriteRune(r)
			apart = false
		} else {
			apart = true
		}
		before = r
	}
	return out.String()
}

// fileID is a slug that can name a file everywhere, "" if there is none.
func fileID(s string) string {
	id := slug(s)
	if strings.ContainsFunc(id, func(r rune) bool { return r > unicode.MaxASCII }) {
		return ""
	}
	return id
}
