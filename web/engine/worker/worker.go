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
)

// Serve answers as answer.Ask does, with files if they are not nil, as long as the worker lives.
func Serve(files func(name string) (answer.Path, error)) {
	e := engine{files: files}
	js.Global().Set("demarc", map[string]any{
		"open":   promising(e.open),
		"answer": promising(e.answer),
	})
	select {}
}

// promising makes a function for JavaScript that runs in a goroutine of its own, so that it may
// wait for promises.
func promising(run func(argument js.Value) (any, error)) js.Func {
	return js.FuncOf(func(_ js.Value, arguments []js.Value) any {
		work := js.FuncOf(func(_ js.Value, settle []js.Value) any {
			go func() {
				value, err := run(arguments[0])
				if err != nil {
					settle[1].Invoke(js.Global().Get("Error").New(err.Error()))
					return
				}
				settle[0].Invoke(value)
			}()
			return nil
		})
		defer work.Release() // a promise calls it at once
		return js.Global().Get("Promise").New(work)
	})
}

type engine struct {
	files    func(name string) (answer.Path, error)
	snapshot *data.Snapshot
}

func (e *engine) open(zip js.Value) (any, error) {
	files, err := unzip(bytesOf(zip))
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
	w.write.Invoke(arrayOf(p))
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
		piece, err := await(r.next.Invoke())
		if err != nil {
			return 0, err
		}
		if r.rest = bytesOf(piece); len(r.rest) == 0 {
			return 0, io.EOF
		}
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// await waits for a promise; the worker goes on with its messages meanwhile.
func await(promise js.Value) (value js.Value, err error) {
	done := make(chan struct{})
	settle := func(into func(js.Value)) js.Func {
		return js.FuncOf(func(_ js.Value, arguments []js.Value) any {
			into(arguments[0])
			close(done)
			return nil
		})
	}
	kept := settle(func(v js.Value) { value = v })
	broken := settle(func(v js.Value) { err = errors.New(v.Call("toString").String()) })
	defer kept.Release()
	defer broken.Release()
	promise.Call("then", kept, broken)
	<-done
	return value, err
}

func bytesOf(array js.Value) []byte {
	b := make([]byte, array.Get("length").Int())
	js.CopyBytesToGo(b, array)
	return b
}

func arrayOf(b []byte) js.Value {
	array := js.Global().Get("Uint8Array").New(len(b))
	js.CopyBytesToJS(array, b)
	return array
}
