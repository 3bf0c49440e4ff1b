package cql2

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// token is a word of a filter in text.
type token struct {
	kind tokenKind
	text string // a word as written, the content of quotes
	at   int    // byte offset
}

type tokenKind int

const (
	endToken tokenKind = iota
	wordToken
	nameToken // in double quotes
	textToken // in single quotes
	numberToken
	signToken // ( ) , = <> < > <= >= + - * / % ^
)

func (t token) String() string {
	if t.kind == endToken {
		return "the end"
	}
	return strconv.Quote(t.text)
}

// is tells whether the token is a keyword or a sign.
func (t token) is(what string) bool {
	return t.kind == wordToken && strings.EqualFold(t.text, what) || t.kind == signToken && t.text == what
}

func lex(text string) ([]token, error) {
	if !utf8.ValidString(text) {
		return nil, fmt.Errorf("filter: want UTF-8")
	}
	var tokens []token
	for at := 0; at < len(text); {
		c := text[at]
		if c == ' ' || c == '\t' || c == '\n' || c == '\r' {
			at++
			continue
		}
		t, size, err := next(text[at:], at)
		if err != nil {
			return nil, err
		}
		tokens = append(tokens, t)
		at += size
	}
	return append(tokens, token{at: len(text)}), nil
}

func next(rest string, at int) (t token, size int, err error) {
	c := rest[0]
	switch {
	case c == '\'' || c == '"':
		content, size, ok := quoted(rest)
		if !ok {
			return t, 0, fmt.Errorf("filter at %d: the quotes are not closed", at)
		}
		kind := textToken
		if c == '"' {
			kind = nameToken
		}
		return token{kind, content, at}, size, nil
	case strings.IndexByte("(),=<>+-*/%^", c) >= 0:
		size = 1
		if len(rest) > 1 && (rest[:2] == "<>" || rest[:2] == "<=" || rest[:2] == ">=") {
			size = 2
		}
		return token{signToken, rest[:size], at}, size, nil
	case isDigit(c) || c == '.' && len(rest) > 1 && isDigit(rest[1]):
		size = numberSize(rest)
		return token{numberToken, rest[:size], at}, size, nil
	case isLetter(c):
		for size < len(rest) && (isLetter(rest[size]) || isDigit(rest[size]) || rest[size] == '.') {
			size++
		}
		return token{wordToken, rest[:size], at}, size, nil
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return t, 0, fmt.Errorf("filter at %d: %q is not part of CQL2 as it is known here", at, r)
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// isLetter takes all letters beyond ASCII as parts of names.
func isLetter(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || c == ':' || c >= utf8.RuneSelf
}

// quoted reads a text in quotes, in which the quote is doubled or follows a backslash.
func quoted(rest string) (content string, size int, ok bool) {
	quote := rest[0]
	var b strings.Builder
	for i := 1; i < len(rest); i++ {
		switch {
		case rest[i] == '\\' && i+1 < len(rest) && rest[i+1] == quote:
			i++
			b.WriteByte(quote)
		case rest[i] != quote:
			b.WriteByte(rest[i])
		case i+1 < len(rest) && rest[i+1] == quote:
			i++
			b.WriteByte(quote)
		default:
			return b.String(), i + 1, true
		}
	}
	return "", 0, false
}

func numberSize(rest string) int {
	size := 1
	for size < len(rest) {
		c := rest[size]
		exponent := (c == '+' || c == '-') && (rest[size-1] == 'e' || rest[size-1] == 'E')
		if !isDigit(c) && c != '.' && c != 'e' && c != 'E' && !exponent {
			break
		}
		size++
	}
	return size
}
