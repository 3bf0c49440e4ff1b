package tables

import (
	"fmt"
	"slices"

	"demarc/data/date"
)

// Set holds the tables of a dataset.
type Set struct {
	Needs  Needs
	Tables []*Table
	Rows   map[string][]*Row // by table, in the order of the files
	// Empty are the files that are there without saying anything.
	Empty []string
	// Others are files of the directory that are no tables: terms of use, local copies of sources.
	Others map[string][]byte
}

// Row is a row of a table.
type Row struct {
	ID     int64          // of the row in its database, 0 in none
	Values map[string]any // by column; what is nil is not there

	key string // by which Merge knows it
}

// text returns a value of text, "" for none.
func (r *Row) text(column string) string {
	text, _ := r.Values[column].(string)
	return text
}

// NewSet returns a set without rows.
func NewSet(needs Needs) *Set {
	return &Set{Needs: needs, Tables: Schema(needs), Rows: map[string][]*Row{}}
}

// Table returns the table of the name, nil when there is none.
func (s *Set) Table(name string) *Table {
	if i := slices.IndexFunc(s.Tables, func(t *Table) bool { return t.Name == name }); i >= 0 {
		return s.Tables[i]
	}
	return nil
}

// Keys returns the keys of the rows of a table.
func (s *Set) Keys(table string) []string {
	t, seen := s.Table(table), map[string]int{}
	keys := make([]string, len(s.Rows[table]))
	for i, r := range s.Rows[table] {
		key := t.key(r)
		seen[key]++
		if n := seen[key]; n > 1 {
			key = fmt.Sprintf("%s #%d", key, n)
		}
		keys[i] = key
	}
	return keys
}

// key is what a row is known by; rows that say the same have the same one.
func (t *Table) key(r *Row) string {
	switch {
	case t.Name == DatasetTable:
		return DatasetTable
	case t.Name == PeriodsTable:
		return r.text(ZoneColumn) + " " + r.firstDay()
	case t.Name == attrsTable:
		return r.text("of") + " " + r.text("name")
	case t.Name == lawTable:
		return t.firstText(r)
	case t.Listed:
		return r.text(t.Columns[0].Name) + " / " + t.content(r)
	}
	return r.text(IDColumn)
}

// told tells whether rows of one key are each listed to by their own: those without an id. Both
// halves of a zone that was split have what is listed for its id.
func (t *Table) told() bool { return t.Name == PeriodsTable || t.Name == lawTable }

// numbered is the key of a row, told apart from those that are seen.
func (t *Table) numbered(r *Row, seen map[string]int) string {
	key := t.key(r)
	if n := seen[t.Name+" "+key]; n > 0 && t.told() {
		return fmt.Sprintf("%s #%d", key, n+1)
	}
	return key
}

// firstDay is the first day of a period as it is written.
func (r *Row) firstDay() string {
	if day, known := r.Values["valid_from"].(string); known {
		return day
	}
	text := r.text("valid_from" + textEnding)
	if uncertain, err := date.ParseEDTF(text); err == nil && uncertain.Earliest != date.Beginning {
		return uncertain.Earliest.String()
	}
	return text
}

// firstText is the first of the texts by language.
func (t *Table) firstText(r *Row) string {
	for _, c := range t.Columns {
		if text := r.text(c.Name); c.Language != "" && text != "" {
			return text
		}
	}
	return ""
}

// content tells what is listed apart: a name, else all that it says.
func (t *Table) content(r *Row) string {
	if t.members == nil || t.Columns[1].Needed && t.Columns[1].path == nil {
		return r.text(t.Columns[1].Name)
	}
	content := ""
	for _, c := range t.Columns[1:] {
		if v := r.Values[c.Name]; v != nil && c.path != nil {
			content += fmt.Sprintf("%v ", v)
		}
	}
	return content
}
