package tables

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
)

func (o *objectNode) drop(name string) {
	delete(o.values, name)
	o.names = slices.DeleteFunc(o.names, func(n string) bool { return n == name })
}

// row makes the object of a row.
func (j *joiner) row(t *Table, i int) *objectNode {
	r, o := j.set.Rows[t.Name][i], &objectNode{}
	for n, c := range t.Columns {
		if c.path == nil {
			continue
		}
		j.value(o, t, i, r, n)
	}
	j.lists(o, t, i)
	for _, c := range t.Columns {
		if _, there := o.values[c.first()]; c.kind == dataset.UncertainDay && len(c.path) == 1 && !there && j.mayBeNull(t, c.path[0]) {
			o.set(c.path[0], leaf{raw(nil), Place{t.Name, i, c.Name}})
		}
	}
	j.more(o, t, i)
	return o
}

func (c Column) first() string {
	if len(c.path) == 0 {
		return ""
	}
	return c.path[0]
}

func (j *joiner) mayBeNull(t *Table, member string) bool {
	return slices.ContainsFunc(t.members, func(m dataset.Member) bool { return m.Name == member && m.Null })
}

// value writes what column n holds.
func (j *joiner) value(o *objectNode, t *Table, i int, r *Row, n int) {
	c := t.Columns[n]
	at := Place{t.Name, i, c.Name}
	v := r.Values[c.Name]
	if c.With != "" || v == nil && c.Type != Day {
		return // said beside the day
	}
	for _, step := range c.path[:len(c.path)-1] {
		if v == nil && c.Type == Day && r.text(c.Name+textEnding) == "" {
			return
		}
		if text, ok := o.values[step].value.(json.RawMessage); ok { // a text without a language beside one with
			inner := &objectNode{}
			inner.set(j.first, leaf{text, o.values[step].at})
			o.set(step, leaf{inner, at})
		}
		o = o.within(step, at)
	}
	name := c.path[len(c.path)-1]
	switch {
	case c.Type == Day:
		j.day(o, name, t, i, r, c)
	case c.kind == dataset.Numbers:
		j.number(o, name, at, v)
	case c.kind == dataset.Texts:
		var list []leaf
		for _, line := range strings.Split(v.(string), "\n") {
			if line = strings.TrimSpace(line); line != "" {
				list = append(list, leaf{raw(line), at})
			}
		}
		o.set(name, leaf{list, at})
	case c.Type == JSON:
		j.json(o, name, at, v.(string))
	default:
		if whole, is := v.(float64); is && c.Type == Whole && whole == float64(int64(whole)) {
			v = int64(whole)
		}
		o.set(name, leaf{raw(v), at})
	}
}

func (j *joiner) json(o *objectNode, name string, at Place, text string) {
	if !json.Valid([]byte(text)) {
		j.problem(at, "json", fmt.Sprintf("%q is no JSON", clip(text)), "want an object, as {\"a\": 1}, or nothing")
		return
	}
	o.set(name, leaf{json.RawMessage(text), at})
}

func clip(text string) string {
	if runes := []rune(text); len(runes) > 60 {
		return string(runes[:60]) + "..."
	}
	return text
}

// number writes one of a list of numbers.
func (j *joiner) number(o *objectNode, name string, at Place, v any) {
	if p, ok := v.(orb.Geometry); ok {
		point, is := single(p).(orb.Point)
		if !is {
			j.problem(at, "shape", "the shape is no point", "draw one point")
			return
		}
		o.set(name, leaf{[]leaf{{raw(point[0]), at}, {raw(point[1]), at}}, at})
		return
	}
	list, _ := o.values[name].value.([]leaf)
	o.set(name, leaf{append(list, leaf{raw(v), at}), at})
}

// day writes a day, or the text beside it.
func (j *joiner) day(o *objectNode, name string, t *Table, i int, r *Row, c Column) {
	day, known := r.Values[c.Name].(string)
	text := r.text(c.Name + textEnding)
	at := Place{t.Name, i, c.Name}
	switch first, _ := firstDay(text); {
	case text == "" && !known:
	case text == "":
		o.set(name, leaf{raw(day), at})
	default:
		at.Column += textEnding
		if known && first != day {
			j.problem(at, "date", fmt.Sprintf("%s says %s, and %s beside it %q, which begins on another day", c.Name, day, at.Column, text),
				"empty "+at.Column+", or "+c.Name)
		}
		o.set(name, leaf{raw(text), at})
	}
}

// lists writes what other tables list for the row.
func (j *joiner) lists(o *objectNode, t *Table, i int) {
	one := t.One
	if one == "zone" {
		one = "region"
	}
	for _, list := range j.set.Tables {
		if !list.Listed || !strings.HasPrefix(list.Name, one+"_") || list.Name != one+"_"+list.nested || !slices.ContainsFunc(t.members, func(m dataset.Member) bool { return m.Name == list.nested && m.Kind == list.kind }) {
			continue
		}
		rows := j.listed[list.Name][j.key(t, i)]
		if len(rows) == 0 {
			continue
		}
		at := Place{list.Name, rows[0], ""}
		o.set(list.nested, leaf{j.list(list, rows), at})
	}
}

// key of a row that lists others.
func (j *joiner) key(t *Table, i int) string {
	if t.told() {
		return j.keys(t)[i]
	}
	return t.key(j.set.Rows[t.Name][i])
}

func (j *joiner) keys(t *Table) []string {
	if j.told == nil {
		j.told = map[string][]string{}
	}
	if j.told[t.Name] == nil {
		j.told[t.Name] = j.set.Keys(t.Name)
	}
	return j.told[t.Name]
}

func (j *joiner) list(list *Table, rows []int) any {
	var items []leaf
	byName := &objectNode{}
	for _, n := range rows {
		r, at := j.set.Rows[list.Name][n], Place{list.Name, n, list.Columns[1].Name}
		name := r.text(list.Columns[1].Name)
		switch list.kind {
		case dataset.Texts:
			items = append(items, leaf{raw(name), at})
		case dataset.Objects:
			at.Column = ""
			items = append(items, leaf{j.row(list, n), at})
		case dataset.ByParty:
			byName.set(name, leaf{raw(r.text(list.Columns[2].Name)), at})
		case dataset.ObjectsByName:
			byName.set(name, leaf{j.row(list, n), at})
		}
	}
	if items != nil {
		return items
	}
	return byName
}

// more adds what no column holds.
func (j *joiner) more(o *objectNode, t *Table, i int) {
	text := j.set.Rows[t.Name][i].text(moreName)
	if text == "" {
		return
	}
	at := Place{t.Name, i, moreName}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var tree map[string]any
	if err := decoder.Decode(&tree); err != nil {
		j.problem(at, "json", fmt.Sprintf("%q is no JSON object", clip(text)), "want an object, as {\"a\": 1}, or nothing")
		return
	}
	fold(o, tree, at)
}

// fold adds the members that are not there.
func fold(o *objectNode, tree map[string]any, at Place) {
	for _, name := range slices.Sorted(maps.Keys(tree)) {
		there, is := o.values[name]
		inner, object := tree[name].(map[string]any)
		switch within, ok := there.value.(*objectNode); {
		case !is && object:
			fold(o.within(name, at), inner, at)
		case !is:
			o.set(name, leaf{raw(tree[name]), at})
		case ok && object:
			fold(within, inner, at)
		}
	}
}
