// Package jsontree reads a JSON document into a tree whose every value knows
// the line it stands on, so that a finding about a value can name its place.
//
// The grammar is that of encoding/json, read by jsontext; on top of it duplicate
// members are kept instead of lost, and invalid UTF-8 is an error.
package jsontree

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
)

// maxDepth limits how deep arrays and objects may be nested.
const maxDepth = 100

// Kind says what a Node is.
type Kind uint8

// The kinds of JSON value.
const (
	Null Kind = iota
	Bool
	Number
	String
	Array
	Object
)

// String names the kind as JSON does.
func (k Kind) String() string {
	return [...]string{"null", "boolean", "number", "string", "array", "object"}[k]
}

// Node is one value of a document.
type Node struct {
	Kind    Kind
	Line    int      // 1-based; of the opening bracket for arrays and objects
	Text    string   // String: the decoded text; Number: the literal; Bool: "true" or "false"
	Items   []*Node  // Array
	Members []Member // Object, in the order of the document, duplicates included

	taken *taken // Array that a Taker took, which then has no Items
}

type taken struct {
	value any
	text  []byte
}

// Member is a name and its value in an object.
type Member struct {
	Name  string
	Line  int // of the name
	Value *Node
}

// SyntaxError is a violation of the JSON grammar and the line it was seen on.
type SyntaxError struct {
	Line    int
	Message string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Message) }

// Parse reads one JSON document; a byte order mark in front of it is skipped.
// Every error is a *SyntaxError.
func Parse(document []byte) (*Node, error) { return ParseTaking(document, Taker{}) }

// Taker reads values of its own from a document while the rest of it becomes a
// tree: numbers by the million would need many times their text as nodes.
type Taker struct {
	// Path leads from the top of the document to the values, member by member;
	// arrays on the way are passed through.
	Path []string
	// Take reads the array that text begins with and returns its size in bytes
	// and how many lines end in it. The array then becomes a Node whose Taken is that
	// value. Take returns nil for what it does not like, which then becomes a tree
	// or a syntax error. line is that of the first byte.
	Take func(text []byte, line int) (taken any, size, lines int)
}

// ParseTaking is Parse with a Taker.
func ParseTaking(document []byte, taker Taker) (*Node, error) {
	document = bytes.TrimPrefix(document, []byte("\xef\xbb\xbf"))
	if at := invalidUTF8(document); at >= 0 {
		return nil, &SyntaxError{Line: lineOf(document, at), Message: "not valid UTF-8: save the file as UTF-8"}
	}
	p := newParser(document, 1, taker)
	node, err := p.value(0, 0)
	if err != nil {
		return nil, err
	}
	if _, err := p.decoder.ReadToken(); err != io.EOF {
		return nil, &SyntaxError{Line: p.lineHere(), Message: "text after the end of the document"}
	}
	return node, nil
}

// Member returns the value of the first member called name, or nil.
func (n *Node) Member(name string) *Node {
	if n == nil {
		return nil
	}
	for _, m := range n.Members {
		if m.Name == name {
			return m.Value
		}
	}
	return nil
}

// Float returns the value of a Number; ok is false for other kinds and for
// numbers outside the range of float64.
func (n *Node) Float() (value float64, ok bool) {
	if n == nil || n.Kind != Number {
		return 0, false
	}
	value, err := strconv.ParseFloat(n.Text, 64)
	return value, err == nil
}

// Taken returns what a Taker made of an Array, or nil.
func (n *Node) Taken() any {
	if n.taken == nil {
		return nil
	}
	return n.taken.value
}

// Expand returns the node as a tree also if a Taker has taken it.
func (n *Node) Expand() *Node {
	if n.taken == nil {
		return n
	}
	tree, err := newParser(n.taken.text, n.Line, Taker{}).value(0, offPath)
	if err != nil {
		panic("jsontree: a Taker took what is not JSON: " + err.Error())
	}
	return tree
}

// Interface returns the value as encoding/json would: map[string]any, []any,
// float64, string, bool or nil. Of duplicate members the last one counts.
func (n *Node) Interface() any {
	return n.plain(func(n *Node) any {
		value, _ := n.Float()
		return value
	})
}

// Written returns the value as Interface does, with numbers as they are written, json.Number.
func (n *Node) Written() any {
	return n.plain(func(n *Node) any { return json.Number(n.Text) })
}

func (n *Node) plain(number func(*Node) any) any {
	switch n.Kind {
	case Bool:
		return n.Text == "true"
	case Number:
		return number(n)
	case String:
		return n.Text
	case Array:
		n = n.Expand()
		items := make([]any, len(n.Items))
		for i, item := range n.Items {
			items[i] = item.plain(number)
		}
		return items
	case Object:
		members := make(map[string]any, len(n.Members))
		for _, m := range n.Members {
			members[m.Name] = m.Value.plain(number)
		}
		return members
	}
	return nil
}
