// Package flight makes what many wait for once, and drops the making when nobody waits any more.
//
//	caller A --Do--.                        A and B get what was made; the next caller
//	caller B --Do--+--> make(ctx) --> T     of a Value gets it at once
//	                      ^
//	                      '-- ctx ends when A and B have both gone: the next one begins anew
package flight

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
)

// Value is made when it is first asked for and kept. An error is told to those who wait for it and
// not kept. The zero Value has not been made. Any number of goroutines may use one.
type Value[T any] struct {
	mu     sync.Mutex
	made   bool
	value  T
	making *making[T] // nil: nobody makes it
}

// Get returns the value, made by the function if nobody has; the function must end soon after its
// context has ended.
func (v *Value[T]) Get(ctx context.Context, work func(context.Context) (T, error)) (T, error) {
	v.mu.Lock()
	if v.made {
		defer v.mu.Unlock()
		return v.value, nil
	}
	if ctx.Err() != nil { // nobody is there to begin it for
		defer v.mu.Unlock()
		var none T
		return none, context.Cause(ctx)
	}
	m := v.making
	if m == nil {
		m = begin(work, func(m *making[T]) {
			v.mu.Lock()
			defer v.mu.Unlock()
			if m.err == nil {
				v.made, v.value = true, m.value
			}
			if v.making == m {
				v.making = nil
			}
		})
		v.making = m
	}
	m.waiting++
	v.mu.Unlock()
	return m.wait(ctx, &v.mu, func() {
		if v.making == m {
			v.making = nil
		}
	})
}

// Group makes values by key and keeps none. The zero Group is ready.
type Group[K comparable, T any] struct {
	mu     sync.Mutex
	making map[K]*making[T]
}

// Do returns what the function makes for the key, or what one begun before it makes: mine tells
// which.
func (g *Group[K, T]) Do(ctx context.Context, key K, work func(context.Context) (T, error)) (value T, mine bool, err error) {
	drop := func(m *making[T]) {
		if g.making[key] == m {
			delete(g.making, key)
		}
	}
	if ctx.Err() != nil { // nobody is there to begin it for
		return value, false, context.Cause(ctx)
	}
	g.mu.Lock()
	m := g.making[key]
	if mine = m == nil; mine {
		m = begin(work, func(m *making[T]) {
			g.mu.Lock()
			defer g.mu.Unlock()
			drop(m)
		})
		if g.making == nil {
			g.making = map[K]*making[T]{}
		}
		g.making[key] = m
	}
	m.waiting++
	g.mu.Unlock()
	value, err = m.wait(ctx, &g.mu, func() { drop(m) })
	return value, mine, err
}

// making is a value being made.
type making[T any] struct {
	waiting int // under the lock of its owner
	cancel  context.CancelFunc
	done    chan struct{} // closed when value and err are there
	value   T
	err     error
}

func begin[T any](work func(context.Context) (T, error), end func(*making[T])) *making[T] {
	ctx, cancel := context.WithCancel(context.Background())
	m := &making[T]{cancel: cancel, done: make(chan struct{})}
	go func() {
		defer cancel()
		m.value, m.err = guarded(ctx, work)
		end(m)
		close(m.done)
	}()
	return m
}

// guarded turns a panic into an error: it would end the program, since no handler is above it.
func guarded[T any](ctx context.Context, work func(context.Context) (T, error)) (value T, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
		}
	}()
	return work(ctx)
}

// wait waits until the value is made, or the context ends; the last to leave ends the making, after
// drop, called under the lock, has seen to it that nobody joins it any more.
func (m *making[T]) wait(ctx context.Context, lock *sync.Mutex, drop func()) (T, error) {
	select {
	case <-m.done:
		return m.value, m.err
	case <-ctx.Done():
	}
	lock.Lock()
	defer lock.Unlock()
	if m.waiting--; m.waiting == 0 {
		drop()
		m.cancel()
	}
	var none T
	return none, context.Cause(ctx)
}
