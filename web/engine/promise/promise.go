//go:build js && wasm

// Package promise lets Go and JavaScript call each other and wait.
package promise

import (
	"errors"
	"syscall/js"
)

// Function answers in JavaScript with a promise, while the worker goes on with its messages.
type Function func(argument js.Value) (any, error)

// Offer puts an object with functions on the global one, `demarc`, and stays.
func Offer(functions map[string]Function) {
	offered := map[string]any{}
	for name, run := range functions {
		offered[name] = promising(run)
	}
	js.Global().Set("demarc", offered)
	select {}
}

// promising makes a function for JavaScript that runs in a goroutine of its own, so that it may
// wait for promises.
func promising(run Function) js.Func {
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

// Await waits for a promise; the worker goes on with its messages meanwhile.
func Await(promise js.Value) (value js.Value, err error) {
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

// Bytes copies a Uint8Array.
func Bytes(array js.Value) []byte {
	b := make([]byte, array.Get("length").Int())
	js.CopyBytesToGo(b, array)
	return b
}

// Array makes a Uint8Array.
func Array(b []byte) js.Value {
	array := js.Global().Get("Uint8Array").New(len(b))
	js.CopyBytesToJS(array, b)
	return array
}
