package publish

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"time"
)

// A publish holds a file that others respect until it ends or has not been heard of for this long.
const (
	lockTerm  = 5 * time.Minute
	lockRenew = time.Minute
)

// lock is that file being held.
type lock struct {
	store Store
	now   func() time.Time
	by    string
	tag   string
	until time.Time
	lost  error
}

// locked is what the file has.
type locked struct {
	By    string    `json:"by"`
	Until time.Time `json:"until"`
}

func takeLock(ctx context.Context, store Store, by string, now func() time.Time) (*lock, error) {
	content, tag, err := store.Read(ctx, lockKey)
	var held locked
	switch {
	case errors.Is(err, fs.ErrNotExist):
		tag = ""
	case err != nil:
		return nil, err
	case json.Unmarshal(content, &held) == nil && held.Until.After(now()):
		return nil, fmt.Errorf("%s publishes there, and is heard of until %s at the latest: wait, or remove %s if it is no more",
			held.By, held.Until.Format(time.RFC3339), lockKey)
	}
	l := &lock{store: store, now: now, by: by, tag: tag}
	err = l.renew(ctx)
	if errors.Is(err, ErrSwapped) {
		err = errors.New("somebody else began to publish there at the same time: wait for them")
	}
	return l, err
}

func (l *lock) renew(ctx context.Context) error {
	until := l.now().Add(lockTerm)
	content, err := json.Marshal(locked{l.by, until})
	if err == nil {
		l.tag, err = l.store.Swap(ctx, lockKey, content, Head{Type: "application/json"}, l.tag)
	}
	if err == nil {
		l.until = until
	}
	return err
}

// keep goes on holding the lock; the error says that somebody else has it.
func (l *lock) keep(ctx context.Context) error {
	if l == nil {
		return nil // of a run that writes nothing
	}
	if l.lost == nil && l.until.Sub(l.now()) < lockTerm-lockRenew {
		l.lost = l.renew(ctx)
	}
	if errors.Is(l.lost, ErrSwapped) {
		return errors.New("somebody else publishes there, since this was not heard of for long: nothing more is written")
	}
	return l.lost
}

// release lets others publish.
func (l *lock) release(ctx context.Context) error {
	if l.lost != nil {
		return nil // it is theirs
	}
	return l.store.Remove(ctx, lockKey)
}
