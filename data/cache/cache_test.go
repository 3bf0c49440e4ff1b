package cache

import (
	"bytes"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write golden files")

// dir is a cache and what it has said.
func dir(t *testing.T, directory string, limit int64, program string) (*Dir, *[]string) {
	t.Helper()
	said := new([]string)
	var mutex sync.Mutex
	d, err := Open(directory, limit, program, func(err error) {
		mutex.Lock()
		defer mutex.Unlock()
		*said = append(*said, err.Error())
	})
	if err != nil {
		t.Fatal(err)
	}
	return d, said
}

func put(d *Dir, key string, blob []byte) {
	d.Put(key, func(w io.Writer) error {
		_, err := w.Write(blob)
		return err
	})
}

func files(t *testing.T, directory string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(directory)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		names = append(names, filepath.Join(directory, entry.Name()))
	}
	return names
}

func TestKeptBlobs(t *testing.T) {
	directory := filepath.Join(t.TempDir(), "made", "here")
	d, said := dir(t, directory, 1<<20, "one")
	if got := d.Get("a"); got != nil {
		t.Errorf("before anything was kept: got %q", got)
	}
	put(d, "a", []byte("first"))
	put(d, "b", nil)
	if got := d.Get("a"); string(got) != "first" {
		t.Errorf("got %q, want first", got)
	}
	if got := d.Get("b"); got == nil || len(got) > 0 {
		t.Errorf("an empty blob: got %v, want it", got)
	}
	put(d, "a", []byte("second"))
	again, _ := dir(t, directory, 1<<20, "one")
	if got := again.Get("a"); string(got) != "second" {
		t.Errorf("in the next run: got %q, want second", got)
	}
	other, otherSaid := dir(t, directory, 1<<20, "two")
	if got := other.Get("a"); got != nil {
		t.Errorf("another program got %q", got)
	}
	put(other, "a", []byte("of two"))
	if got := d.Get("a"); string(got) != "second" {
		t.Errorf("beside another program: got %q, want second", got)
	}
	d.Put("c", func(w io.Writer) error { return errors.New("broken off") })
	if got := d.Get("c"); got != nil || len(*said) != 1 || !strings.Contains((*said)[0], "broken off") {
		t.Errorf("what could not be written: got %q, said %q", got, *said)
	}
	if len(*otherSaid) > 0 || len(files(t, directory)) != 3 {
		t.Errorf("said %q, files %q: want nothing said and 3 files", *otherSaid, files(t, directory))
	}
	os.RemoveAll(directory)
	put(d, "a", []byte("third"))
	if got := d.Get("a"); string(got) != "third" {
		t.Errorf("after the directory was removed: got %q, want third", got)
	}
}

// spoil returns bytes with one accident: bits turned, cut off, more at the end, two pages swapped,
// or a stretch of zeros.
func spoil(r *rand.Rand, sound []byte) []byte {
	b := bytes.Clone(sound)
	switch r.IntN(5) {
	case 0:
		for range 1 + r.IntN(8) {
			b[r.IntN(len(b))] ^= 1 << r.IntN(8)
		}
	case 1:
		b = b[:r.IntN(len(b))]
	case 2:
		b = append(b, b[:1+r.IntN(len(b))]...)
	case 3:
		page := min(512, len(b)/4)
		from, to := r.IntN(len(b)/page)*page, r.IntN(len(b)/page)*page
		copy(b[from:from+page], sound[to:])
		copy(b[to:to+page], sound[from:])
	case 4:
		from := r.IntN(len(b))
		clear(b[from : from+r.IntN(len(b)-from)])
	}
	return b
}

// What is no file, or far too long, neither blocks nor takes memory.
func TestStrangeFiles(t *testing.T) {
	directory := t.TempDir()
	d, said := dir(t, directory, 1<<20, "one")
	put(d, "a", []byte("first"))
	name := files(t, directory)[0]
	if err := os.Truncate(name, 1<<40); err != nil { // a sparse file of a terabyte
		t.Skip(err)
	}
	if got := d.Get("a"); got != nil || len(*said) != 1 {
		t.Errorf("got %q, said %q: want one message", got, *said)
	}
	os.Remove(name)
	if err := os.Mkdir(name, 0o777); err != nil {
		t.Fatal(err)
	}
	if got := d.Get("a"); got != nil || len(*said) != 2 {
		t.Errorf("a folder: got %q, said %q: want another message", got, *said)
	}
	os.Remove(name)
	put(d, "b", []byte("of b"))
	if err := os.Rename(files(t, directory)[0], name); err != nil {
		t.Fatal(err)
	}
	if got := d.Get("a"); got != nil {
		t.Errorf("the file of another key: got %q", got)
	}
}

func TestFilesUsedLongestAgoGoFirst(t *testing.T) {
	directory := t.TempDir()
	d, said := dir(t, directory, 10_000, "one")
	blob := make([]byte, 3000)
	ago := func(key string, hours int) {
		then := time.Now().Add(-time.Duration(hours) * time.Hour)
		if err := os.Chtimes(d.file(key), then, then); err != nil {
			t.Fatal(err)
		}
	}
	for i, key := range []string{"a", "b", "c"} {
		put(d, key, blob)
		ago(key, 10-i)
	}
	left := filepath.Join(directory, partPrefix+"left")
	if err := os.WriteFile(left, blob, 0o666); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-2 * partAge)
	os.Chtimes(left, old, old)
	d.Get("a")
	put(d, "d", blob)
	for key, want := range map[string]bool{"a": true, "b": false, "c": true, "d": true} {
		if got := d.Get(key) != nil; got != want {
			t.Errorf("%s is there: got %v, want %v", key, got, want)
		}
	}
	if _, err := os.Stat(left); err == nil {
		t.Error("what another process left half written is still there")
	}
	put(d, "e", make([]byte, 20_000))
	if len(*said) != 1 || d.Get("a") == nil {
		t.Errorf("a blob larger than the cache: said %q, want that, and the others kept", *said)
	}
}

func TestManyUseOneDirectory(t *testing.T) {
	directory := t.TempDir()
	var all sync.WaitGroup
	for range 4 {
		d, said := dir(t, directory, 1<<16, "one")
		all.Go(func() {
			for i := range 200 {
				key := fmt.Sprint(i % 5)
				if got := d.Get(key); got != nil && string(got) != strings.Repeat(key, 5000) {
					t.Errorf("%s: got other bytes", key)
				}
				put(d, key, []byte(strings.Repeat(key, 5000)))
			}
			if len(*said) > 0 {
				t.Errorf("said %q, want nothing", *said)
			}
		})
	}
	all.Wait()
	if got := len(files(t, directory)); got > 5 {
		t.Errorf("%d files are left, want 5 at most", got)
	}
}

// When the bytes of a file change, so must the format in its head.
func TestFormat(t *testing.T) {
	const golden = "testdata/format.hex"
	directory := t.TempDir()
	d, _ := dir(t, directory, 1<<20, "one")
	put(d, "key", []byte("blob"))
	content, err := os.ReadFile(d.file("key"))
	if err != nil {
		t.Fatal(err)
	}
	got := head + filepath.Base(d.file("key")) + "\n" + hex.EncodeToString(content) + "\n"
	want, err := os.ReadFile(golden)
	if *update && string(want) != got {
		if bytes.HasPrefix(want, []byte(head)) {
			t.Fatalf("the format has changed: number it anew in head, then update %s", golden)
		}
		if err := errors.Join(os.MkdirAll("testdata", 0o777), os.WriteFile(golden, []byte(got), 0o666)); err != nil {
			t.Fatal(err)
		}
		return
	}
	if err != nil || string(want) != got {
		t.Errorf("the format is not that of %s (%v): number it anew in head, then run the test with -update", golden, err)
	}
}
