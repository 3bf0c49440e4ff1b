package jsontree

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// parser makes a tree of the tokens of a document.
type parser struct {
	decoder *jsontext.Decoder
	text    pieces
	taker   Taker
	names   map[string]string // by the names in quotes
	items   []*Node           // of the arrays that have not ended yet, outer ones first
	members []Member          // of such objects
	line    int               // of the byte counted
	counted int
}

func newParser(document []byte, line int, taker Taker) *parser {
	p := &parser{text: pieces{document: document}, taker: taker, names: map[string]string{}, line: line}
	if n := len(taker.Path); n > 0 {
		p.text.name = fmt.Appendf(nil, "%q", taker.Path[n-1])
	}
	p.decoder = jsontext.NewDecoder(&p.text, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	return p
}

// offPath is the place on the Taker's path of values that it does not lead to.
const offPath = -1

// value reads the value that comes next. onPath is how many steps of the
// Taker's path lead to it, or offPath.
func (p *parser) value(depth, onPath int) (*Node, error) {
	token, err := p.decoder.ReadToken()
	if err != nil {
		return nil, p.syntaxError(err)
	}
	node := &Node{Line: p.lineHere()}
	switch kind := token.Kind(); kind {
	case jsontext.KindTrue, jsontext.KindFalse:
		node.Kind, node.Text = Bool, token.String()
	case jsontext.KindString:
		node.Kind, node.Text = String, token.String()
	case jsontext.KindNumber:
		node.Kind, node.Text = Number, token.String()
	case jsontext.KindBeginArray, jsontext.KindBeginObject:
		if depth >= maxDepth {
			return nil, &SyntaxError{Line: node.Line, Message: fmt.Sprintf("nested deeper than %d levels", maxDepth)}
		}
		if kind == jsontext.KindBeginArray {
			return node, p.array(node, depth, onPath)
		}
		return node, p.object(node, depth, onPath)
	}
	return node, nil
}

func (p *parser) array(node *Node, depth, onPath int) error {
	node.Kind = Array
	first := len(p.items)
	for p.decoder.PeekKind() != jsontext.KindEndArray {
		item, err := p.value(depth+1, onPath)
		if err != nil {
			return err
		}
		p.items = append(p.items, item)
	}
	node.Items = append([]*Node(nil), p.items[first:]...)
	p.items = p.items[:first]
	_, err := p.decoder.ReadToken()
	return err
}

func (p *parser) object(node *Node, depth, onPath int) error {
	node.Kind = Object
	first := len(p.members)
	for p.decoder.PeekKind() != jsontext.KindEndObject {
		name, err := p.name()
		if err != nil {
			return err
		}
		member := Member{Name: name, Line: p.lineHere()}
		if member.Value, err = p.member(member.Name, depth, onPath); err != nil {
			return err
		}
		p.members = append(p.members, member)
	}
	node.Members = append([]Member(nil), p.members[first:]...)
	p.members = p.members[:first]
	_, err := p.decoder.ReadToken()
	return err
}

// name reads a name. The usual ones stand in a document many times, in memory once.
func (p *parser) name() (string, error) {
	quoted, err := p.decoder.ReadValue()
	if err != nil {
		return "", p.syntaxError(err)
	}
	name, ok := p.names[string(quoted)]
	if !ok {
		text, _ := jsontext.AppendUnquote(nil, quoted) // an error tells of what stands for no character
		if name = string(text); len(p.names) < maxNames {
			p.names[string(quoted)] = name
		}
	}
	return name, nil
}

// maxNames is how many names are remembered.
const maxNames = 1000

// member reads the value of a member, or lets the Taker read it.
func (p *parser) member(name string, depth, onPath int) (*Node, error) {
	path := p.taker.Path
	if onPath == offPath || onPath >= len(path) || name != path[onPath] {
		return p.value(depth+1, offPath)
	}
	if onPath+1 < len(path) {
		return p.value(depth+1, onPath+1)
	}
	at := p.text.array(p.offset())
	if at < 0 {
		return p.value(depth+1, offPath)
	}
	line := p.line + bytes.Count(p.text.document[p.counted:at], []byte("\n"))
	value, size, lines := p.taker.Take(p.text.document[at:], line)
	if value == nil {
		return p.value(depth+1, offPath)
	}
	p.text.from, p.text.to = at+1, at+size-1
	if _, err := p.decoder.ReadValue(); err != nil { // only the brackets
		return nil, p.syntaxError(err)
	}
	p.text.moved += size - len("[]")
	p.counted, p.line = at+size, line+lines
	return &Node{Kind: Array, Line: line, taken: &taken{value, p.text.document[at : at+size]}}, nil
}

// pieces hands a document to a Decoder in pieces, so that a Taker's values can be left
// out: a piece ends behind the name of such a value, when the Decoder knows nothing of
// the value yet.
//
//	{"type": "Polygon", "coordinates": [[[10, 50], ... ]]}
//	.................................|  |from         to|
//	                    name          at
//
// Of the value it gets the first and the last byte, an empty array.
type pieces struct {
	document []byte
	name     []byte // in quotes
	at       int    // of the next piece
	from, to int    // what is left out
	moved    int    // bytes left out so far
}

func (p *pieces) Read(into []byte) (int, error) {
	if p.at == p.from && p.from > 0 {
		p.at = p.to
	}
	if p.at == len(p.document) {
		return 0, io.EOF
	}
	end := min(p.at+len(into)+len(p.name), len(p.document))
	if p.at < p.from {
		end = min(end, p.from)
	}
	piece := p.document[p.at:end]
	if i := bytes.Index(piece, p.name); len(p.name) > 0 && i >= 0 {
		if i > 0 && i+len(p.name) > len(into) {
			piece = piece[:i]
		} else {
			piece = piece[:i+len(p.name)]
		}
	}
	n := copy(into, piece)
	p.at += n
	return n, nil
}

// array returns where the array begins that is the value of the name before
// offset, -1 if it is none or the Decoder has seen it already.
func (p *pieces) array(offset int) int {
	if offset != p.at {
		return -1
	}
	rest := bytes.TrimLeft(p.document[offset:], space)
	if rest, ok := bytes.CutPrefix(rest, []byte(":")); ok {
		if rest = bytes.TrimLeft(rest, space); len(rest) > 0 && rest[0] == '[' {
			return len(p.document) - len(rest)
		}
	}
	return -1
}

const space = " \t\r\n"

// offset is that of the byte behind the last token.
func (p *parser) offset() int { return int(p.decoder.InputOffset()) + p.text.moved }

// lineHere is the line on which the last token ends.
func (p *parser) lineHere() int {
	at := p.offset()
	p.line += bytes.Count(p.text.document[p.counted:at], []byte("\n"))
	p.counted = at
	return p.line
}

// syntaxError is what encoding/json finds wrong with the document, and where: it
// names the character that it did not expect, a Decoder the comma before.
func (p *parser) syntaxError(err error) error {
	var whole json.RawMessage
	var syntax *json.SyntaxError
	if errors.As(json.Unmarshal(p.text.document, &whole), &syntax) {
		return &SyntaxError{Line: lineOf(p.text.document, int(syntax.Offset)-1), Message: syntax.Error()}
	}
	return &SyntaxError{Line: p.lineHere(), Message: err.Error()}
}

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
