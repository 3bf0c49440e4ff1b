// Package renew keeps what was read from small files, a certificate or a list of tokens, and reads
// it again when they change. Files that cannot be used never replace what is there.
//
// It has no goroutine: whoever asks for the value looks at the files, one at a time and at most
// once a second, by their content. Copies, links and mounts set times and sizes as they like.
package renew

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// The time between two looks, and the largest file.
const (
	pause    = time.Second
	maxBytes = 1 << 20
)

// State says how the files went.
type State struct {
	Read    time.Time // what is used was read
	Refused error     // why the files as they are now are not used; nil: they are
}

// Value is what the files hold.
type Value[T any] struct {
	names []string
	parse func(contents [][]byte) (T, error)
	tell  func(State)
	now   func() time.Time

	used  atomic.Pointer[T]
	state atomic.Pointer[State]

	looking  sync.Mutex // of all below
	looked   time.Time
	contents [][]byte // at the latest look; nil: they could not be read
	reason   string   // why not
}

// New reads the files for the first time, when they must be good. Each later change is told: one
// that is used, and one that is not.
func New[T any](names []string, parse func(contents [][]byte) (T, error), tell func(State)) (*Value[T], error) {
	v := &Value[T]{names: names, parse: parse, tell: tell, now: time.Now}
	v.look()
	if refused := v.state.Load().Refused; refused != nil {
		return nil, refused
	}
	return v, nil
}

// Get returns what the files hold, or held when they were good.
func (v *Value[T]) Get() T {
	if v.looking.TryLock() { // else another looks, and files may be slow
		if v.now().Sub(v.looked) >= pause {
			before := v.state.Load()
			v.look()
			if after := v.state.Load(); after != before {
				v.tell(*after)
			}
		}
		v.looking.Unlock()
	}
	return *v.used.Load()
}

// State says how the latest look at the files went.
func (v *Value[T]) State() State {
	v.Get()
	return *v.state.Load()
}

// look reads the files. If they are as they were, nothing happens.
func (v *Value[T]) look() {
	v.looked = v.now()
	contents, err := readAll(v.names)
	if err != nil {
		if v.reason != err.Error() {
			v.refuse(err)
		}
		v.contents, v.reason = nil, err.Error()
		return
	}
	if v.reason == "" && v.contents != nil && same(contents, v.contents) {
		return
	}
	v.contents, v.reason = contents, ""
	value, err := v.parse(contents)
	if err != nil {
		v.refuse(err)
		return
	}
	v.used.Store(&value)
	v.state.Store(&State{Read: v.looked})
}

func (v *Value[T]) refuse(err error) {
	next := State{Refused: err}
	if before := v.state.Load(); before != nil {
		next.Read = before.Read
	}
	v.state.Store(&next)
}

func same(a, b [][]byte) bool {
	for i := range a {
		if !bytes.Equal(a[i], b[i]) {
			return false
		}
	}
	return true
}

func readAll(names []string) (contents [][]byte, err error) {
	for _, name := range names {
		content, err := read(name)
		if err != nil {
			return nil, err
		}
		contents = append(contents, content)
	}
	return contents, nil
}

// read reads a file that is one: a pipe would keep its reader waiting.
func read(name string) ([]byte, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: want a file", name)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, maxBytes+1))
	if err == nil && len(content) > maxBytes {
		err = fmt.Errorf("%s: want at most %d bytes", name, maxBytes)
	}
	return content, err
}
