package mcp

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
)

// maxLine is how long a message may be, in bytes.
const maxLine = 1 << 20

// The codes of refused messages (JSON-RPC 2.0, 5.1).
const (
	codeParse   = -32700
	codeInvalid = -32600
)

// lines passes messages on, one a line, and refuses what is none, at which the SDK would end the
// session. Nor does it end before what was asked is answered, though the input has: a file of
// questions has all its answers.
type lines struct {
	in       *bufio.Reader
	rest     []byte // of the message that is being read
	messages io.Writer

	mu      sync.Mutex // of the following
	out     io.Writer  // a line at once
	failed  error      // of out
	pending int        // questions that are not answered yet
	closed  bool
	settled *sync.Cond // pending is less, or it was closed
}

func newLines(in io.Reader, out, messages io.Writer) *lines {
	l := &lines{in: bufio.NewReaderSize(in, 64<<10), out: out, messages: messages}
	l.settled = sync.NewCond(&l.mu)
	return l
}

// message is what lines look at of one.
type message struct {
	ID     json.RawMessage `json:"id"`
	Method string          `json:"method"`
}

// listening is the one question whose answer comes only when the session ends.
const listening = "subscriptions/listen"

// asked counts a question.
func (l *lines) asked(line []byte) {
	var m message
	if json.Unmarshal(line, &m) == nil && m.Method != "" && m.Method != listening && len(m.ID) > 0 {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.pending++
	}
}

// patience is how long answers may take after the input has ended.
const patience = 30 * time.Second

// settle waits until all is answered.
func (l *lines) settle() {
	defer time.AfterFunc(patience, func() { l.Close() }).Stop()
	l.mu.Lock()
	defer l.mu.Unlock()
	for l.pending > 0 && !l.closed && l.failed == nil {
		l.settled.Wait()
	}
}

// Read returns the next message, or a part of it.
func (l *lines) Read(p []byte) (int, error) {
	for len(l.rest) == 0 {
		line, err := l.line()
		if err != nil {
			l.settle()
			return 0, err
		}
		l.asked(line)
		l.rest = line
	}
	n := copy(p, l.rest)
	l.rest = l.rest[n:]
	return n, nil
}

// line reads a line; nil is one that was refused or is empty.
func (l *lines) line() ([]byte, error) {
	var line []byte
	tooLong := false
	for {
		piece, err := l.in.ReadSlice('\n')
		tooLong = tooLong || len(line)+len(piece) > maxLine
		if tooLong {
			line = nil
		} else {
			line = append(line, piece...)
		}
		switch {
		case err == nil || err == io.EOF && len(line) > 0 || err == io.EOF && tooLong:
			return l.checked(line, tooLong), nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, err
		}
	}
}

// checked returns a message, nil for what was refused. Its JSON is looked through first: how deep
// it may be is bounded there.
func (l *lines) checked(line []byte, tooLong bool) []byte {
	if tooLong {
		return l.refuse(codeInvalid, fmt.Sprintf("the message is longer than %d bytes", maxLine))
	}
	if line = bytes.TrimSpace(line); len(line) == 0 {
		return nil
	}
	var any json.RawMessage
	if err := json.Unmarshal(line, &any); err != nil {
		return l.refuse(codeParse, "the line is no JSON: "+err.Error())
	}
	if line[0] != '{' {
		return l.refuse(codeInvalid, "the line is no message of JSON-RPC: want one object a line")
	}
	if _, err := jsonrpc.DecodeMessage(line); err != nil {
		return l.refuse(codeInvalid, "the line is no message of JSON-RPC: "+err.Error())
	}
	return append(line, '\n')
}

func (l *lines) refuse(code int, text string) []byte {
	fmt.Fprintf(l.messages, "demarc: mcp: %s\n", text)
	body, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": nil, "error": map[string]any{"code": code, "message": text}})
	if err == nil {
		l.send(append(body, '\n'))
	}
	return nil
}

// Write sends a message of the SDK, a line.
func (l *lines) Write(p []byte) (int, error) {
	n, err := l.send(p)
	var m message
	if json.Unmarshal(p, &m) == nil && m.Method == "" {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.pending--
		l.settled.Broadcast()
	}
	return n, err
}

func (l *lines) send(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	n, err := l.out.Write(line)
	l.failed = errors.Join(l.failed, err)
	return n, err
}

// broken is what kept answers from being sent.
func (l *lines) broken() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.failed
}

// Close leaves input and output open: they are the caller's.
func (l *lines) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	l.settled.Broadcast()
	return nil
}
