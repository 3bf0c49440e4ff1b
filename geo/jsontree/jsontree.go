// Package jsontree reads a JSON document into a tree whose every value knows
// the line it stands on, so that a finding about a value can name its place.
//
// The grammar is that of encoding/json; on top of it duplicate members are
// kept instead of lost, and invalid UTF-8 is an error.
package jsontree

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sort"
	"strconv"
	"unicode/utf8"
)

// MaxDepth limits how deep arrays and objects may be nested.
const MaxDepth = 100

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
func Parse(document []byte) (*Node, error) {
	document = bytes.TrimPrefix(document, []byte("\xef\xbb\xbf"))
	p := &parser{decoder: json.NewDecoder(bytes.NewReader(document)), document: document, breaks: lineBreaks(document)}
	if at := invalidUTF8(document); at >= 0 {
		return nil, &SyntaxError{Line: p.line(int64(at)), Message: "not valid UTF-8: save the file as UTF-8"}
	}
	p.decoder.UseNumber()
	node, err := p.value(0)
	if err != nil {
		return nil, p.syntaxError(err)
	}
	if _, err := p.decoder.Token(); err != io.EOF {
		return nil, &SyntaxError{Line: p.line(p.decoder.InputOffset()), Message: "text after the end of the document"}
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

// Interface returns the value as encoding/json would: map[string]any, []any,
// float64, string, bool or nil. Of duplicate members the last one counts.
func (n *Node) Interface() any {
	switch n.Kind {
	case Bool:
		return n.Text == "true"
	case Number:
		value, _ := n.Float()
		return value
	case String:
		return n.Text
	case Array:
		items := make([]any, len(n.Items))
		for i, item := range n.Items {
			items[i] = item.Interface()
		}
		return items
	case Object:
		members := make(map[string]any, len(n.Members))
		for _, m := range n.Members {
			members[m.Name] = m.Value.Interface()
		}
		return members
	}
	return nil
}

type parser struct {
	decoder  *json.Decoder
	document []byte
	breaks   []int // offsets of the line feeds
}

func (p *parser) value(depth int) (*Node, error) {
	token, err := p.decoder.Token()
	if err != nil {
		return nil, err
	}
	node := &Node{Line: p.line(p.decoder.InputOffset() - 1)}
	switch v := token.(type) {
	case json.Delim:
		if depth >= MaxDepth {
			return nil, &SyntaxError{Line: node.Line, Message: fmt.Sprintf("nested deeper than %d levels", MaxDepth)}
		}
		if v == '[' {
			return node, p.array(node, depth)
		}
		return node, p.object(node, depth)
	case string:
		node.Kind, node.Text = String, v
	case json.Number:
		node.Kind, node.Text = Number, v.String()
	case bool:
		node.Kind, node.Text = Bool, strconv.FormatBool(v)
	}
	return node, nil
}

func (p *parser) array(node *Node, depth int) error {
	node.Kind = Array
	for p.decoder.More() {
		item, err := p.value(depth + 1)
		if err != nil {
			return err
		}
		node.Items = append(node.Items, item)
	}
	_, err := p.decoder.Token()
	return err
}

func (p *parser) object(node *Node, depth int) error {
	node.Kind = Object
	for p.decoder.More() {
		token, err := p.decoder.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string)
		line := p.line(p.decoder.InputOffset() - 1)
		value, err := p.value(depth + 1)
		if err != nil {
			return err
		}
		node.Members = append(node.Members, Member{Name: name, Line: line, Value: value})
	}
	_, err := p.decoder.Token()
	return err
}

func (p *parser) syntaxError(err error) error {
	var own *SyntaxError
	if errors.As(err, &own) {
		return own
	}
	// The offsets of Decoder.Token's errors point before the white space, those
	// of Unmarshal at the byte itself.
	var whole json.RawMessage
	var syntax *json.SyntaxError
	if errors.As(json.Unmarshal(p.document, &whole), &syntax) && int(syntax.Offset) <= len(p.document) {
		return &SyntaxError{Line: p.line(syntax.Offset - 1), Message: syntax.Error()}
	}
	return &SyntaxError{Line: p.line(p.decoder.InputOffset()), Message: err.Error()}
}

// line returns the line of the byte at offset.
func (p *parser) line(offset int64) int {
	return sort.SearchInts(p.breaks, int(offset)) + 1
}

func lineBreaks(document []byte) []int {
	var breaks []int
	for i, c := range document {
		if c == '\n' {
			breaks = append(breaks, i)
		}
	}
	return breaks
}

func invalidUTF8(document []byte) int {
	for i := 0; i < len(document); {
		r, size := utf8.DecodeRune(document[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}
