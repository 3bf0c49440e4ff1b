package jsontree

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"
)

type parser struct {
	document []byte
	at       int // the next byte
	line     int // on which it stands
	taker    Taker
}

// offPath is the place on the Taker's path of values that it does not lead to.
const offPath = -1

// value reads the value that comes next. onPath is how many steps of the
// Taker's path lead to it, or offPath.
func (p *parser) value(depth, onPath int) (*Node, error) {
	p.space()
	node := &Node{Line: p.line}
	switch c := p.peek(); {
	case c == '{' || c == '[':
		if depth >= MaxDepth {
			return nil, &SyntaxError{Line: p.line, Message: fmt.Sprintf("nested deeper than %d levels", MaxDepth)}
		}
		if c == '{' {
			return node, p.object(node, depth, onPath)
		}
		return node, p.array(node, depth, onPath)
	case c == '"':
		node.Kind = String
		text, err := p.text()
		node.Text = text
		return node, err
	case c == '-' || isDigit(c):
		node.Kind = Number
		return node, p.number(node)
	}
	for _, word := range [...]struct {
		text string
		kind Kind
		keep bool
	}{{"null", Null, false}, {"true", Bool, true}, {"false", Bool, true}} {
		if bytes.HasPrefix(p.document[p.at:], []byte(word.text)) {
			node.Kind = word.kind
			if word.keep {
				node.Text = word.text
			}
			p.at += len(word.text)
			return node, nil
		}
	}
	return nil, p.malformed()
}

func (p *parser) array(node *Node, depth, onPath int) error {
	node.Kind = Array
	for more := p.open(']'); more; {
		item, err := p.value(depth+1, onPath)
		if err != nil {
			return err
		}
		node.Items = append(node.Items, item)
		if more, err = p.next(']'); err != nil {
			return err
		}
	}
	return nil
}

func (p *parser) object(node *Node, depth, onPath int) error {
	node.Kind = Object
	for more := p.open('}'); more; {
		if p.space(); p.peek() != '"' {
			return p.malformed()
		}
		member := Member{Line: p.line}
		var err error
		if member.Name, err = p.text(); err != nil {
			return err
		}
		if p.space(); p.peek() != ':' {
			return p.malformed()
		}
		p.at++
		if member.Value, err = p.member(member.Name, depth, onPath); err != nil {
			return err
		}
		node.Members = append(node.Members, member)
		if more, err = p.next('}'); err != nil {
			return err
		}
	}
	return nil
}

// member reads the value of a member, or lets the Taker read it.
func (p *parser) member(name string, depth, onPath int) (*Node, error) {
	path := p.taker.Path
	if onPath == offPath || onPath >= len(path) || name != path[onPath] {
		return p.value(depth+1, offPath)
	}
	if onPath+1 < len(path) {
		return p.value(depth+1, onPath+1)
	}
	if p.space(); p.peek() == '[' {
		text := p.document[p.at:]
		if taken, size, lines := p.taker.Take(text, p.line); taken != nil {
			node := &Node{Kind: Array, Line: p.line, Taken: taken, text: text[:size]}
			p.at, p.line = p.at+size, p.line+lines
			return node, nil
		}
	}
	return p.value(depth+1, offPath)
}

// open steps into an array or object and tells whether it holds something.
func (p *parser) open(closing byte) bool {
	p.at++
	if p.space(); p.peek() != closing {
		return true
	}
	p.at++
	return false
}

// next steps over the comma behind an item, or over the closing bracket.
func (p *parser) next(closing byte) (more bool, err error) {
	p.space()
	switch p.peek() {
	case ',':
		p.at++
		return true, nil
	case closing:
		p.at++
		return false, nil
	}
	return false, p.malformed()
}

// text reads a string.
func (p *parser) text() (string, error) {
	start, escaped := p.at, false
	for i := start + 1; i < len(p.document); i++ {
		switch c := p.document[i]; {
		case c == '"':
			p.at = i + 1
			if !escaped {
				return string(p.document[start+1 : i]), nil
			}
			var text string
			if json.Unmarshal(p.document[start:p.at], &text) != nil {
				return "", p.malformed()
			}
			return text, nil
		case c == '\\':
			escaped = true
			i++
		case c < ' ':
			return "", p.malformed()
		}
	}
	return "", p.malformed()
}

// number reads a number (RFC 8259, section 6).
func (p *parser) number(node *Node) error {
	start := p.at
	if p.peek() == '-' {
		p.at++
	}
	first := p.at
	if !p.digits() || p.document[first] == '0' && p.at > first+1 {
		return p.malformed()
	}
	if p.peek() == '.' {
		if p.at++; !p.digits() {
			return p.malformed()
		}
	}
	if c := p.peek(); c == 'e' || c == 'E' {
		p.at++
		if c := p.peek(); c == '+' || c == '-' {
			p.at++
		}
		if !p.digits() {
			return p.malformed()
		}
	}
	node.Text = string(p.document[start:p.at])
	return nil
}

// digits steps over digits and tells whether there were any.
func (p *parser) digits() bool {
	start := p.at
	for isDigit(p.peek()) {
		p.at++
	}
	return p.at > start
}

// peek returns the next byte, 0 at the end.
func (p *parser) peek() byte {
	if p.at < len(p.document) {
		return p.document[p.at]
	}
	return 0
}

func (p *parser) space() {
	for ; p.at < len(p.document); p.at++ {
		switch p.document[p.at] {
		case '\n':
			p.line++
		case ' ', '\t', '\r':
		default:
			return
		}
	}
}

// malformed returns what encoding/json finds wrong with the document, and the
// line it says so of.
func (p *parser) malformed() error {
	var whole json.RawMessage
	var syntax *json.SyntaxError
	if errors.As(json.Unmarshal(p.document, &whole), &syntax) && int(syntax.Offset) <= len(p.document) {
		return &SyntaxError{Line: lineOf(p.document, int(syntax.Offset)-1), Message: syntax.Error()}
	}
	return &SyntaxError{Line: p.line, Message: "not JSON"}
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// lineOf returns the line of the byte at offset.
func lineOf(document []byte, offset int) int {
	return bytes.Count(document[:max(offset, 0)], []byte("\n")) + 1
}

func invalidUTF8(document []byte) int {
	if utf8.Valid(document) {
		return -1
	}
	for i := 0; i < len(document); {
		r, size := utf8.DecodeRune(document[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}
