//go:build js && wasm

// Package worker lets the page ask a dataset from JavaScript: it puts one object on the global one
// of the worker that the program runs in, `demarc`, with
//
//	open(zip)         -> Promise of the snapshot's id
//	answer(question)  -> Promise of {status, type, read, notes}
//
// as web/src/engine/worker.ts has them. Nothing else is reached from outside.
package worker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"syscall/js"
	"time"

	"demarc/data"
	"demarc/data/enrich"
	"demarc/server/answer"
	"demarc/web/engine/promise"
)

// Serve answers as answer.Ask does, with files if they are not nil, as long as the worker lives.
func Serve(files func(name string) (answer.Path, error)) {
	e := engine{files: files}
	promise.Offer(map[string]promise.Function{"open": e.open, "answer": e.answer})
}

type engine struct {
	files    func(name string) (answer.Path, error)
	snapshot *data.Snapshot
}

func (e *engine) open(zip js.Value) (any, error) {
	files, err := unzip(promise.Bytes(zip))
	if err != nil {
		return nil, err
	}
	snapshot, problems, err := data.Open(files)
	if err != nil && len(problems) > 0 {
		return nil, fmt.Errorf("%w: %s", err, problems[0])
	}
	if err != nil {
		return nil, err
	}
	e.snapshot = snapshot
	return snapshot.ID, nil
}

func (e *engine) answer(question js.Value) (any, error) {
	if e.snapshot == nil {
		return nil, errors.New("no dataset is open")
	}
	out := writer{question.Get("write")}
	today, err := time.Parse(time.DateOnly, question.Get("today").String())
	if err != nil {
		return nil, err
	}
	asked := answer.Asked{
		Address: question.Get("address").String(), Type: question.Get("type").String(),
		Today: func() time.Time { return today }, Files: e.files,
		Progress: func(r enrich.Result) {
			question.Call("rows", float64(r.Bytes), float64(r.Rows), float64(r.Failed))
		},
	}
	if read := question.Get("read"); !read.IsNull() {
		asked.Body = &reader{next: read, stopped: question.Get("stopped")}
	}
	if tell := question.Get("points"); !tell.IsNull() {
		p := newPoints(tell)
		asked.Located = p.add
		defer p.send()
	}
	told, err := answer.Ask(context.Background(), e.snapshot, asked, out)
	if err != nil {
		return nil, err
	}
	return map[string]any{"status": told.Status, "type": told.Type, "read": told.Read, "notes": told.Notes}, nil
}

// writer hands pieces to JavaScript.
type writer struct{ write js.Value }

func (w writer) Write(p []byte) (int, error) {
	w.write.Invoke(promise.Array(p))
	return len(p), nil
}

// reader reads pieces that JavaScript promises.
type reader struct {
	next, stopped js.Value
	rest          []byte
}

var errStopped = errors.New("it was cancelled")

func (r *reader) Read(p []byte) (int, error) {
	if len(r.rest) == 0 {
		if r.stopped.Invoke().Bool() {
			return 0, errStopped
		}
		piece, err := promise.Await(r.next.Invoke())
		if err != nil {
			return 0, err
		}
		if r.rest = promise.Bytes(piece); len(r.rest) == 0 {
			return 0, io.EOF
		}
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}
