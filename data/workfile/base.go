package workfile

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"demarc/data/tables"
)

// A file knows what it and each place that it was copied from or to last had in common: what was
// copied, as whoever took it has all of it. So what either says otherwise since is what was edited
// there.
//
//	directory   D0 ------> D1 --------------> M2 -----> ...       M2: D1 with what was edited in
//	              \                          ^                    F1; from now on F1 is what both
//	               copy                  copy                     have in common
//	                 \                    /
//	file             D0 ----------> F1 -'-----------------> ...
//
// Other places had none of it, so theirs stays what it was.

// State is all files of a dataset at some moment, packed.
type State []byte

// Base is what a file and a place had in common last.
type Base struct {
	Place string // what the place is known by; "" for what the file was made from, wherever that is
	Name  string // what people call it
	State State
	// Before is the Key of what the place said before the file was copied to it, and Prior what
	// both had in common then: if the place is restored, it has none of the copy. "" and nil: it
	// was not copied to it, or nothing was there.
	Before string
	Prior  State
}

// maxBases is how many places a file knows beside the one that it was made from.
const maxBases = 4

// Agreed returns bases with one more, in place of that of the same place; the newest is the first,
// the one that the file was made from the last.
func Agreed(bases []Base, now Base) []Base {
	origin := Base{Name: now.Name, State: now.State}
	others := slices.DeleteFunc(slices.Clone(bases), func(b Base) bool {
		if b.Place == "" {
			origin = b
		}
		return b.Place == now.Place || b.Place == ""
	})
	if now.Place != "" {
		others = append([]Base{now}, others...)
	}
	return append(others[:min(len(others), maxBases)], origin)
}

// othersFolder is where a state has the files that are no tables.
const othersFolder = "others/"

// NewState packs the files of a dataset, in canonical form, and those that are no tables.
func NewState(files, others map[string][]byte) (State, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, of := range []struct {
		folder string
		files  map[string][]byte
	}{{"", files}, {othersFolder, others}} {
		for _, name := range slices.Sorted(maps.Keys(of.files)) {
			f, err := w.Create(of.folder + name)
			if err == nil {
				_, err = f.Write(of.files[name])
			}
			if err != nil {
				return nil, err
			}
		}
	}
	err := w.Close()
	return out.Bytes(), err
}

// Key is what a state is known by in a file: equal states have the same.
func (s State) Key() string {
	sum := sha256.Sum256(s)
	return "state " + hex.EncodeToString(sum[:12])
}

// Equal tells whether two states are of the same files.
func (s State) Equal(other State) bool { return bytes.Equal(s, other) }

// maxState is how large an unpacked state may be, bytes.
const maxState = 2 << 30

// Set makes tables of a state.
func (s State) Set() (*tables.Set, error) {
	files, others := map[string][]byte{}, map[string][]byte{}
	z, err := zip.NewReader(bytes.NewReader(s), int64(len(s)))
	if err != nil {
		return nil, err
	}
	left := int64(maxState)
	for _, f := range z.File {
		opened, err := f.Open()
		if err != nil {
			return nil, err
		}
		one, err := io.ReadAll(io.LimitReader(opened, left+1))
		opened.Close()
		if err != nil {
			return nil, err
		}
		if left -= int64(len(one)); left < 0 {
			return nil, fmt.Errorf("more than %d GiB", maxState>>30)
		}
		if rest, is := strings.CutPrefix(f.Name, othersFolder); is {
			others[rest] = one
		} else {
			files[f.Name] = one
		}
	}
	set, err := tables.Split(files)
	if err != nil {
		return nil, err
	}
	set.Others = others
	return set, nil
}
