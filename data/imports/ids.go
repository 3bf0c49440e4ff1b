package imports

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"demarc/data/dataset"
)

// chooseIDs gives every row an id: of the column, of the file itself, or made of the name.
func (b *builder) chooseIDs(r role, what string) {
	var of func(*row) string
	all := func(id func(*row) string) bool {
		return !slices.ContainsFunc(b.rows, func(x *row) bool { return id(x) == "" })
	}
	own := func(x *row) string { return x.Feature.ID }
	column := func(x *row) string { return b.columns.text(x.Feature, r) }
	name := func(x *row) string { return slug(b.name(x)) }
	given := b.ID != "" && b.ID != noColumn || r == zoneRole
	switch {
	case b.columns.has(r) && given && all(column):
		of = column
		b.choose(what, "%s", b.column(r))
	case all(own):
		of = own
		b.choose(what, "the ids of the features")
	case b.columns.has(r) && all(column):
		of = column
		b.choose(what, "%s", b.column(r))
	case len(b.columns.names) > 0 && all(name):
		of, b.madeIDs = name, true
		b.choose(what, "made of the names")
	default:
		of = func(x *row) string { return fmt.Sprintf("%s-%d", b.layer, x.number) }
		b.choose(what, "the numbers of the rows: name a column with -id, or they change when rows do")
	}
	changed := 0
	for _, x := range b.rows {
		given := of(x)
		if x.id = plainID(given); x.id != given {
			changed++
		}
	}
	if changed > 0 {
		b.note("ids in which a - takes the place of spaces and signs that do not belong into an address: %d", changed)
	}
}

// name is a name of the row in the main language, or any.
func (b *builder) name(x *row) string { return dataset.Names(x.names).In(b.Language) }

// plainID keeps letters, digits and the signs that no address gives a meaning.
func plainID(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("_-.~@:", r) {
			return r
		}
		return '-'
	}, s)
}

// slug is a text in small letters, with one - for what else is in it.
func slug(s string) string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(words, "-")
}

// fileID is a slug that can name a file everywhere, "" if there is none.
func fileID(s string) string {
	id := slug(s)
	if strings.ContainsFunc(id, func(r rune) bool { return r > unicode.MaxASCII }) {
		return ""
	}
	return id
}
