package live

import (
	"context"
	"fmt"
	"time"
)

const (
	// catchUpEvery is how often the store is looked at for all who ask, at most.
	catchUpEvery = 200 * time.Millisecond
	// catchUpWait is how long what is new may take to be loaded.
	catchUpWait = 5 * time.Second
)

// CatchUp has what is served be at least as new as the store is now, if that is followed: another
// server may have loaded what this one hears of next. An error says that nobody knows, as the store
// cannot be looked at, or loading takes long.
func (l *Live) CatchUp(ctx context.Context) error {
	if !l.following.Load() {
		return nil
	}
	if last := l.Last(); last.Gone != nil {
		return last.Gone
	}
	_, _, err := l.catching.Do(ctx, struct{}{}, func(ctx context.Context) (struct{}, error) { return struct{}{}, l.catchUp(ctx) })
	return err
}

// catchUp waits for its turn: who asks for what never was must not have the store looked at each
// time.
func (l *Live) catchUp(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, catchUpWait)
	defer cancel()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(time.Until(time.Unix(0, l.caught.Load()).Add(catchUpEvery))):
	}
	now, err := l.store.Version(ctx)
	l.caught.Store(time.Now().UnixNano())
	if err != nil {
		return err
	}
	for {
		next := l.attempts.Load()
		if l.version() == now {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("what is new is not loaded yet: %w", ctx.Err())
		case <-*next:
		}
	}
}
