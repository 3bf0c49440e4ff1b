package tables

import (
	"encoding/json"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo/jsontree"
)

// rowSplitter fills a row.
type rowSplitter struct {
	s    *splitter
	t    *Table
	r    *Row
	more map[string]any
	key  func() string // of the row, once it is filled
}

// done writes down what no column could hold.
func (w rowSplitter) done() {
	if prune(w.more) {
		text, err := json.Marshal(w.more)
		if err == nil {
			w.r.Values[moreName] = string(text)
		}
	}
}

// prune drops objects that hold nothing, and tells whether anything is left.
func prune(tree map[string]any) bool {
	for name, value := range tree {
		if inner, ok := value.(within); ok {
			if !prune(inner) {
				delete(tree, name)
			}
		}
	}
	return len(tree) > 0
}

// within is an object of which columns hold a part.
type within = map[string]any

// object fills the columns of the members. More takes what they cannot hold.
func (w rowSplitter) object(node *jsontree.Node, members []dataset.Member, path []string, more within) {
	var lists []jsontree.Member // last: their rows have the key of this one
	for _, given := range node.Members {
		if listed(given.Name, members) {
			lists = append(lists, given)
			continue
		}
		w.given(given, members, path, more)
	}
	for _, given := range lists {
		w.given(given, members, path, more)
	}
}

func listed(name string, members []dataset.Member) bool {
	return slices.ContainsFunc(members, func(m dataset.Member) bool {
		switch m.Kind {
		case dataset.Texts, dataset.Objects, dataset.ObjectsByName, dataset.ByParty:
			return m.Name == name
		}
		return false
	})
}

func (w rowSplitter) given(given jsontree.Member, members []dataset.Member, path []string, more within) {
	if given.Value.Kind == jsontree.Null {
		return // says as much as a member that is not there
	}
	i := slices.IndexFunc(members, func(m dataset.Member) bool { return m.Name == given.Name })
	if i < 0 || !w.member(given.Value, members[i], append(slices.Clone(path), given.Name), more) {
		more[given.Name] = given.Value.Written()
	}
}

// member fills the columns of a member, or the table of what it lists, and tells whether they hold
// it.
func (w rowSplitter) member(value *jsontree.Node, m dataset.Member, path []string, more within) bool {
	inner := func() within {
		of := within{}
		more[m.Name] = of
		return of
	}
	switch m.Kind {
	case dataset.ByLanguage, dataset.ByScheme, dataset.ReaderText:
		if m.Kind == dataset.ReaderText && value.Kind == jsontree.String {
			return w.scalar(path, value)
		}
		return value.Kind == jsontree.Object && w.each(value, path, inner(), w.scalar)
	case dataset.OwnColumns:
		return value.Kind == jsontree.Object && w.each(value, path, inner(), w.scalar)
	case dataset.OneObject:
		if value.Kind != jsontree.Object {
			return false
		}
		w.object(value, m.Members, path, inner())
		return true
	case dataset.Numbers:
		return w.numbers(path, value)
	case dataset.AnyValue:
		text, err := json.Marshal(value.Written())
		return err == nil && w.put(path, string(text))
	case dataset.Texts:
		if w.s.set.Table(w.listName(m.Name)) == nil {
			return w.lines(path, value)
		}
		return w.list(value, m)
	case dataset.Objects, dataset.ObjectsByName, dataset.ByParty:
		return w.list(value, m)
	}
	return w.scalar(path, value)
}

// each fills a column for each member of a value.
func (w rowSplitter) each(value *jsontree.Node, path []string, more within, fill func([]string, *jsontree.Node) bool) bool {
	for _, m := range value.Members {
		if !fill(append(slices.Clone(path), m.Name), m.Value) {
			more[m.Name] = m.Value.Written()
		}
	}
	return true
}

// columns are those of a member.
func (w rowSplitter) columns(path []string) []Column {
	var all []Column
	for _, c := range w.t.Columns {
		if slices.Equal(c.path, path) {
			all = append(all, c)
		}
	}
	return all
}

func (w rowSplitter) put(path []string, value any) bool {
	columns := w.columns(path)
	if len(columns) == 0 {
		return false
	}
	w.r.Values[columns[0].Name] = value
	return true
}

// scalar fills the column of a text, number, day or yes and no.
func (w rowSplitter) scalar(path []string, value *jsontree.Node) bool {
	columns := w.columns(path)
	if len(columns) == 0 {
		return false
	}
	switch c := columns[0]; {
	case c.Type == Day && value.Kind == jsontree.String:
		return w.day(columns, value.Text)
	case c.Type == Text && value.Kind == jsontree.String && c.kind != dataset.Texts:
		return w.put(path, value.Text)
	case c.Type == YesNo && value.Kind == jsontree.Bool:
		return w.put(path, value.Text == "true")
	case c.Type == Number && value.Kind == jsontree.Number:
		number, ok := value.Float()
		return ok && w.put(path, number)
	case c.Type == Whole && value.Kind == jsontree.Number:
		number, ok := value.Float()
		return ok && number == math.Trunc(number) && math.Abs(number) < 1<<53 && w.put(path, int64(number))
	}
	return false
}

// day fills the columns of a day.
func (w rowSplitter) day(columns []Column, text string) bool {
	day, err := date.Parse(text)
	if err == nil && inRange(day) && day.String() == text {
		w.r.Values[columns[0].Name] = text
		return true
	}
	if len(columns) < 2 {
		return false
	}
	if first, known := firstDay(text); known {
		w.r.Values[columns[0].Name] = first
	}
	w.r.Values[columns[1].Name] = text
	return true
}

// firstDay is the first day that a text may mean, if columns of days hold it.
func firstDay(text string) (day string, known bool) {
	uncertain, err := date.ParseEDTF(text)
	if err != nil || uncertain.Earliest == date.Beginning || !inRange(uncertain.Earliest) {
		return "", false
	}
	return uncertain.Earliest.String(), true
}

// numbers fills a column for each of a list of numbers.
func (w rowSplitter) numbers(path []string, value *jsontree.Node) bool {
	columns := w.columns(path)
	var numbers []float64
	for _, item := range value.Items {
		number, ok := item.Float()
		if !ok {
			return false
		}
		numbers = append(numbers, number)
	}
	if len(columns) == 1 && columns[0].Type == Points && len(numbers) == 2 {
		w.r.Values[columns[0].Name] = orb.Point{numbers[0], numbers[1]}
		return true
	}
	if len(columns) != len(numbers) {
		return false
	}
	for i, c := range columns {
		w.r.Values[c.Name] = numbers[i]
	}
	return true
}

// lines fills a column with the texts of a list, one a line.
func (w rowSplitter) lines(path []string, value *jsontree.Node) bool {
	var texts []string
	for _, item := range value.Items {
		if item.Kind != jsontree.String || item.Text != strings.TrimSpace(item.Text) || item.Text == "" || strings.ContainsAny(item.Text, "\n\r") {
			return false
		}
		texts = append(texts, item.Text)
	}
	return len(texts) > 0 && w.put(path, strings.Join(texts, "\n"))
}

func (w rowSplitter) listName(member string) string {
	one := w.t.One
	if one == "zone" {
		one = "region"
	}
	return one + "_" + member
}

// list makes rows of the table of what a member lists.
func (w rowSplitter) list(value *jsontree.Node, m dataset.Member) bool {
	t := w.s.set.Table(w.listName(m.Name))
	var rows []*Row
	add := func(values map[string]any, node *jsontree.Node) {
		values[t.Columns[0].Name] = w.key()
		r := &Row{Values: values}
		inner := rowSplitter{w.s, t, r, within{}, nil}
		if node != nil {
			inner.object(node, m.Members, nil, inner.more)
		}
		inner.done()
		rows = append(rows, r)
	}
	for _, item := range value.Items {
		switch {
		case m.Kind == dataset.Texts && item.Kind == jsontree.String:
			add(map[string]any{t.Columns[1].Name: item.Text}, nil)
		case m.Kind == dataset.Objects && item.Kind == jsontree.Object:
			add(map[string]any{}, item)
		default:
			return false
		}
	}
	for _, item := range value.Members {
		switch {
		case m.Kind == dataset.ByParty && item.Value.Kind == jsontree.String:
			add(map[string]any{t.Columns[1].Name: item.Name, t.Columns[2].Name: item.Value.Text}, nil)
		case m.Kind == dataset.ObjectsByName && item.Value.Kind == jsontree.Object:
			add(map[string]any{t.Columns[1].Name: item.Name}, item.Value)
		default:
			return false
		}
	}
	w.s.set.Rows[t.Name] = append(w.s.set.Rows[t.Name], rows...)
	return len(rows) > 0
}
