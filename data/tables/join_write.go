package tables

import (
	"encoding/json"
	"strings"

	"demarc/data/dataset"
)

// node is a value to be written: an objectNode, a list, or JSON.
type (
	objectNode struct {
		names  []string
		values map[string]leaf
	}
	leaf struct {
		value any // *objectNode, []leaf or json.RawMessage
		at    Place
	}
)

func (o *objectNode) set(name string, value leaf) {
	if o.values == nil {
		o.values = map[string]leaf{}
	}
	if _, there := o.values[name]; !there {
		o.names = append(o.names, name)
	}
	o.values[name] = value
}

// within returns the object that is a member.
func (o *objectNode) within(name string, at Place) *objectNode {
	if inner, ok := o.values[name].value.(*objectNode); ok {
		return inner
	}
	inner := &objectNode{}
	o.set(name, leaf{inner, at})
	return inner
}

func raw(value any) json.RawMessage {
	text, err := json.Marshal(value)
	if err != nil {
		text = []byte("null") // of numbers that no file holds
	}
	return text
}

// write writes a file and notes on which line what stands.
func (j *joiner) write(name string, top *objectNode) {
	w := lineWriter{file: name, line: 1, places: j.out.places}
	w.leaf(leaf{value: top, at: Place{DatasetTable, 0, ""}})
	w.text = append(w.text, '\n')
	j.out.Files[name] = w.text
}

type lineWriter struct {
	file   string
	text   []byte
	line   int
	places map[dataset.Position]Place
}

func (w *lineWriter) leaf(l leaf) {
	switch value := l.value.(type) {
	case json.RawMessage:
		w.note(l.at)
		w.text = append(w.text, value...)
		w.line += strings.Count(string(value), "\n")
	case *objectNode:
		w.note(l.at)
		w.text = append(w.text, '{')
		for i, name := range value.names {
			w.next(i)
			w.text = append(append(w.text, raw(name)...), ':')
			w.leaf(value.values[name])
		}
		w.text = append(w.text, '}')
	case []leaf:
		w.note(l.at)
		w.text = append(w.text, '[')
		for i, item := range value {
			w.next(i)
			w.leaf(item)
		}
		w.text = append(w.text, ']')
	}
}

func (w *lineWriter) note(at Place) {
	position := dataset.Position{File: w.file, Line: w.line}
	if _, there := w.places[position]; !there && at.Table != "" {
		w.places[position] = at
	}
}

func (w *lineWriter) next(i int) {
	if i > 0 {
		w.text = append(w.text, ',')
	}
	w.text = append(w.text, '\n')
	w.line++
}
