package data

import (
	"context"
	"errors"
	"strconv"
	"testing"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/testdata"
	"demarc/geo"
)

// counting is a context that ends when it has been asked so often whether it has.
type counting struct {
	context.Context
	asked, ends int
}

func (c *counting) Err() error {
	if c.asked++; c.asked > c.ends {
		return context.Canceled
	}
	return nil
}

// What is made row by row stops at the row at which its context ends.
func TestWorkEndsWithItsContext(t *testing.T) {
	s, _, err := Open(testdata.Isles())
	if err != nil {
		t.Fatal(err)
	}
	layer := func(name string) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := s.Layer(ctx, name, Selection{During: date.Always})
			return err
		}
	}
	covers := s.Timeline.covers
	for name, do := range map[string]func(context.Context) error{
		"control":     layer(dataset.ControlLayer),
		"front":       layer(dataset.FrontLayer),
		"controllers": layer(dataset.ControllersLayer),
		"differences": func(ctx context.Context) error {
			_, err := s.Diff(ctx, covers.From, min(covers.To, date.On(2020, 1, 1))-1)
			return err
		},
		"a filter": func(ctx context.Context) error {
			c, err := s.Collection(dataset.ControlLayer)
			if err != nil {
				return err
			}
			_, err = c.Search(ctx, Search{During: date.Always, Limit: 1, Match: func(*geo.Feature) bool { return true }})
			return err
		},
		"sums over time": func(ctx context.Context) error {
			_, err := s.Stats(ctx, StatsQuery{During: date.Always})
			return err
		},
	} {
		whole := &counting{context.Background(), 0, 1 << 30}
		if err := do(whole); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if whole.asked < 4 {
			t.Errorf("%s: asks %d times whether it should end, want once a row", name, whole.asked)
		}
		half := &counting{context.Background(), 0, whole.asked / 2}
		if err := do(half); !errors.Is(err, context.Canceled) || half.asked > half.ends+1 {
			t.Errorf("%s: got %v after %d of %d steps, want that it ends after %d", name, err, half.asked, whole.asked, half.ends)
		}
	}
}

// Tilers of a day hold its table: those of a long history are not all kept, but what is used stays.
func TestTilersOfDaysAreForgotten(t *testing.T) {
	var c tilerCache
	history, first := c.get("history", false), c.get("first", true)
	for day := range 3 * datedTilers {
		c.get(strconv.Itoa(day), true)
		if c.get("first", true) != first {
			t.Fatalf("day %d: the tiler in use is another", day)
		}
	}
	if len(c.tilers) != datedTilers+1 || c.get("history", false) != history {
		t.Errorf("got %d tilers, want %d and that of the history", len(c.tilers), datedTilers)
	}
}
