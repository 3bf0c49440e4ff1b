package main

import (
	"embed"
	"encoding/csv"
	"fmt"
	"slices"
)

//go:embed countries.csv borders.csv waters.csv
var tables embed.FS

// languages are those of names, in the order of the columns.
var languages = [...]string{"en", "az", "hy", "ru"}

// row is a line of a table by the names of its columns.
type row map[string]string

// facts are the tables: countries with the day since when they have had their borders and, where
// that is another one, their names; pairs of which it is known better; names of waters.
type facts struct{ countries, borders, waters []row }

func readFacts() (f facts, err error) {
	for name, into := range map[string]*[]row{"countries.csv": &f.countries, "borders.csv": &f.borders, "waters.csv": &f.waters} {
		file, err := tables.Open(name)
		if err != nil {
			return f, err
		}
		lines, err := csv.NewReader(file).ReadAll()
		if err != nil {
			return f, fmt.Errorf("%s: %w", name, err)
		}
		for _, line := range lines[1:] {
			r := row{}
			for i, column := range lines[0] {
				r[column] = line[i]
			}
			*into = append(*into, r)
		}
	}
	return f, nil
}

// checked is the first day of which the tables say nothing: they were last looked at in the year
// before.
const checked = "2027-01-01"

// held is a stretch of days in which a line holds; a line that one side does not recognize is
// disputed.
type held struct {
	since, until string
	disputed     bool
}

// between says when a line between two countries held. Nothing is known of a pair that neither
// stands in the table of pairs nor has both in that of countries.
func (f *facts) between(a, b string, disputed bool) (found []held) {
	for _, r := range f.borders {
		if (r["a"] == a && r["b"] == b) || (r["a"] == b && r["b"] == a) {
			found = append(found, held{r["since"], until(r), disputed || r["disputed"] != ""})
		}
	}
	if found != nil {
		return found
	}
	i, k := f.country("code", a), f.country("code", b)
	if i < 0 || k < 0 {
		return nil
	}
	return []held{{max(f.countries[i]["since"], f.countries[k]["since"]), checked, disputed}}
}

func until(r row) string {
	if r["until"] != "" {
		return r["until"]
	}
	return checked
}

func (f *facts) country(column, value string) int {
	return slices.IndexFunc(f.countries, func(r row) bool { return r[column] == value })
}
