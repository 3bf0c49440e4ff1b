package renew

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// What is good replaces what was there, what is not never does, and each change is told once.
func TestValueFollowsItsFiles(t *testing.T) {
	name := filepath.Join(t.TempDir(), "file")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	parse := func(contents [][]byte) (string, error) {
		if text := string(contents[0]); text != "bad" && text != "worse" {
			return text, nil
		}
		return "", errors.New(string(contents[0]))
	}
	var told []State
	if _, err := New([]string{name}, parse, nil); !errors.Is(err, os.ErrNotExist) {
		t.Fatalf("a file that is not there: got %v", err)
	}
	write("bad")
	if _, err := New([]string{name}, parse, nil); err == nil {
		t.Fatal("a bad file at the start: want an error")
	}
	write("one")
	v, err := New([]string{name}, parse, func(s State) { told = append(told, s) })
	if err != nil {
		t.Fatal(err)
	}
	clock := time.Now()
	v.now = func() time.Time { return clock }
	for _, step := range []struct {
		name    string
		do      func()
		want    string
		refused bool
		told    int
	}{
		{"as it was", func() {}, "one", false, 0},
		{"changed", func() { write("two") }, "two", false, 1},
		{"bad", func() { write("bad") }, "two", true, 2},
		{"still bad", func() {}, "two", true, 2},
		{"otherwise bad", func() { write("worse") }, "two", true, 3},
		{"gone", func() { os.Remove(name) }, "two", true, 4},
		{"still gone", func() {}, "two", true, 4},
		{"a directory", func() { os.Mkdir(name, 0o700) }, "two", true, 5},
		{"as it was used", func() { os.Remove(name); write("two") }, "two", false, 6},
		{"too large", func() { write(string(make([]byte, maxBytes+1))) }, "two", true, 7},
		{"good", func() { write("six") }, "six", false, 8},
	} {
		step.do()
		clock = clock.Add(pause)
		if got := v.Get(); got != step.want {
			t.Errorf("%s: got %q, want %q", step.name, got, step.want)
		}
		if s := v.State(); s.Refused != nil != step.refused || len(told) != step.told {
			t.Errorf("%s: got refused %v and %d told, want %v and %d", step.name, s.Refused, len(told), step.refused, step.told)
		}
	}
	write("seven")
	if got := v.Get(); got != "six" {
		t.Errorf("within a second of a look: got %q, want no other look", got)
	}
}
