package workfile

import (
	_ "embed"
	"slices"
	"strings"

	"demarc/data/tables"
	"demarc/geo/geopackage"
)

// helpTable has the words that tables and columns are explained in: a line each, English and then
// the languages of its first line, apart by tabs. None but the English ones had a native reader
// yet.
//
//go:embed help.tsv
var helpTable string

// helpIn returns what says an English help in a language, in English where it is not known.
func helpIn(language string) func(help string) string {
	lines := strings.Split(strings.TrimSpace(helpTable), "\n")
	column := slices.Index(strings.Split(lines[0], "\t"), language)
	in := map[string]string{}
	for _, line := range lines[1:] {
		if cells := strings.Split(line, "\t"); column > 0 {
			in[cells[0]] = cells[column]
		}
	}
	return func(help string) string {
		if said := in[help]; said != "" {
			return said
		}
		return help
	}
}

// explained are relations with the help of their tables and columns in a language.
func explained(relations []geopackage.Relation, language string) {
	in := helpIn(language)
	for i := range relations {
		r := &relations[i]
		r.Description = in(r.Description)
		for k := range r.Columns {
			r.Columns[k].Help = in(r.Columns[k].Help)
		}
	}
}

// wordsOf is the language of the words of a file: the one that is asked for, else the first of the
// dataset.
func wordsOf(set *tables.Set, language string) string {
	if language == "" && len(set.Needs.Languages) > 0 {
		return set.Needs.Languages[0]
	}
	return language
}
