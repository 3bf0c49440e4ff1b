package jsontree

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sort"
	"strconv"
)

// parseSlowly reads a document as Parse does, by the tokens of encoding/json.
func parseSlowly(document []byte) (*Node, error) {
	document = bytes.TrimPrefix(document, []byte("\xef\xbb\xbf"))
	p := &tokenParser{decoder: json.NewDecoder(bytes.NewReader(document)), document: document, breaks: lineBreaks(document)}
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

type tokenParser struct {
	decoder  *json.Decoder
	document []byte
	breaks   []int // offsets of the line feeds
}

func (p *tokenParser) value(depth int) (*Node, error) {
	token, err := p.decoder.Token()
	if err != nil {
		return nil, err
	}
	node := &Node{Line: p.line(p.decoder.InputOffset() - 1)}
	switch v := token.(type) {
	case json.Delim:
		if depth >= maxDepth {
			return nil, &SyntaxError{Line: node.Line, Message: fmt.Sprintf("nested deeper than %d levels", maxDepth)}
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

func (p *tokenParser) array(node *Node, depth int) error {
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

func (p *tokenParser) object(node *Node, depth int) error {
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

func (p *tokenParser) syntaxError(err error) error {
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
func (p *tokenParser) line(offset int64) int {
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
