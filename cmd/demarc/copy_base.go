package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"demarc/data/postgis"
	"demarc/data/tables"
	"demarc/data/workfile"
)

// place is what a dataset is known by in GeoPackages that were copied to or from it: where it is,
// and on which machine, as another may have another under the name. It tells nobody the name.
func place(name string) string {
	if isBundled(name) {
		return name
	}
	if postgis.Is(name) { // the same from all machines
		sum := sha256.Sum256([]byte(name))
		return hex.EncodeToString(sum[:12])
	}
	if full, err := filepath.Abs(name); err == nil {
		name = full
	}
	if full, err := filepath.EvalSymlinks(name); err == nil {
		name = full
	} else if folder, err := filepath.EvalSymlinks(filepath.Dir(name)); err == nil { // it is to come
		name = filepath.Join(folder, filepath.Base(name))
	}
	host, _ := os.Hostname() // without one the name alone tells
	sum := sha256.Sum256([]byte(host + "\x00" + name))
	return hex.EncodeToString(sum[:12])
}

// state are the files of the dataset.
func (f *form) state() (workfile.State, error) { return workfile.NewState(f.files, f.set.Others) }

// agreed is what FROM and what was copied from it have in common.
func (f *form) agreed(with string) (workfile.Base, error) {
	state, err := f.state()
	return workfile.Base{Place: place(with), Name: called(with), State: state}, err
}

// called is what people call a dataset of the name.
func called(name string) string {
	if full, err := filepath.Abs(name); err == nil && !isBundled(name) && !postgis.Is(name) {
		return filepath.Base(full)
	}
	return name
}

// take takes a state for what both had in common.
func (m *merging) take(s workfile.State) (*tables.Set, error) {
	m.common = s
	return s.Set()
}

// base is what FROM and TO last had in common, nil if nothing tells.
func (m *merging) base() (*tables.Set, error) {
	from, to := m.from.work, m.old.work
	switch {
	case from != nil && to != nil:
		return m.baseOfTwo(from.Bases, to.Bases)
	case from != nil:
		return m.baseOf(m.from, m.old)
	case to != nil:
		return m.baseOf(m.old, m.from)
	}
	return nil, nil
}

// baseOf is what a GeoPackage and another dataset last had in common: what it knows of that place,
// else, as that may have been moved, whatever of all it knows is nearest to what is there.
func (m *merging) baseOf(work, other *form) (*tables.Set, error) {
	at := place(other.name)
	i := slices.IndexFunc(work.work.Bases, func(b workfile.Base) bool { return b.Place == at })
	if i < 0 {
		return m.nearest(work, other)
	}
	known := work.work.Bases[i]
	state, err := other.state()
	if err != nil {
		return nil, err
	}
	again, err := m.isUndone(work, other, known, state)
	if again {
		known.State = known.Prior
	}
	if err != nil {
		return nil, err
	}
	return m.take(known.State)
}

// isUndone tells whether a place is again as it was before a GeoPackage was copied to it and what
// is in that is to be copied again. Nothing tells whether the place was restored, or its edits
// undone by hand: so whoever copies says which of the two counts.
func (m *merging) isUndone(work, other *form, known workfile.Base, now workfile.State) (again bool, err error) {
	if known.Before != now.Key() || known.Prior == nil || known.State.Equal(now) {
		return false, nil
	}
	mine, others := "-ours", "-theirs"
	if other == m.from {
		mine, others = others, mine
	}
	if !m.ours && !m.theirs {
		return false, fmt.Errorf("%[1]s is again as it was before %[2]s was copied to it, nothing is written: %[3]s counts what was edited in %[2]s before as new, as if %[1]s had been restored; %[4]s counts it as removed in %[1]s",
			other.name, work.name, mine, others)
	}
	return m.ours == (work == m.from), nil
}

// nearest is the base of a GeoPackage that differs least from another dataset, of equal ones the
// newest.
func (m *merging) nearest(work, other *form) (*tables.Set, error) {
	var best *tables.Set
	var name string
	var nearest workfile.State
	least, seen := 0, []workfile.State{}
	for _, b := range work.work.Bases {
		if slices.ContainsFunc(seen, b.State.Equal) {
			continue
		}
		seen = append(seen, b.State)
		set, err := b.State.Set()
		if err != nil {
			return nil, fmt.Errorf("%s: what it was made from: %w", work.name, err)
		}
		if n := len(tables.Diff(set, other.set)); best == nil || n < least {
			best, least, name, nearest = set, n, b.Name, b.State
		}
	}
	if best == nil {
		return nil, nil
	}
	if is, was := idOfDataset(other.set), idOfDataset(best); is != was {
		return nil, fmt.Errorf("%s is there already and is another dataset, %q: %s is of %q", other.name, is, work.name, was)
	}
	if len(seen) > 1 {
		m.call.note("%s was never copied to or from %s, as far as it knows: what was edited in either is counted since it was copied to or from %s", work.name, other.name, name)
	}
	m.common = nearest
	return best, nil
}

// whyNew tells, where a GeoPackage is copied to what was not there, which places it knows: the name
// may be mistyped, or the place have been moved.
func (m *merging) whyNew() string {
	if m.from.work == nil {
		return ""
	}
	at, before := place(m.to), ""
	for _, b := range m.from.work.Bases {
		if b.Place == at {
			return fmt.Sprintf(", though %s was copied to or from it before: was that moved?", m.from.name)
		}
		if before == "" && b.Name != called(m.to) {
			before = b.Name
		}
	}
	if before == "" {
		return ""
	}
	return fmt.Sprintf(": before, %s was copied to or from %s", m.from.name, before)
}

func idOfDataset(set *tables.Set) string {
	for _, row := range set.Rows[tables.DatasetTable] {
		id, _ := row.Values[tables.IDColumn].(string)
		return id
	}
	return ""
}

// baseOfTwo is what two GeoPackages last had in common: what one knows of the other, else what both
// know.
func (m *merging) baseOfTwo(from, to []workfile.Base) (*tables.Set, error) {
	for _, of := range []struct {
		bases []workfile.Base
		other string
	}{{from, m.to}, {to, m.from.name}} {
		for _, b := range of.bases {
			if b.Place == place(of.other) {
				return m.take(b.State)
			}
		}
	}
	for _, b := range from {
		if slices.ContainsFunc(to, func(other workfile.Base) bool { return b.State.Equal(other.State) }) {
			return m.take(b.State)
		}
	}
	return nil, nil
}

// bases are what a GeoPackage that is written is to know: what it knew before, or FROM does if it
// is a copy of that, and that it has all of FROM.
func (m *merging) bases() ([]workfile.Base, error) {
	var known []workfile.Base
	switch {
	case m.old != nil && m.old.work != nil:
		known = m.old.work.Bases
	case m.from.work != nil:
		known = m.from.work.Bases
	}
	now, err := m.from.agreed(m.from.name)
	return workfile.Agreed(known, now), err
}

// told is what FROM, if it is a GeoPackage, is to know of this copy: that TO has all of it.
func (m *merging) told(result *form) (workfile.Base, error) {
	now, err := m.from.agreed(m.to)
	if err != nil || m.old == nil || len(m.changes(result)) == 0 {
		return now, err
	}
	before, err := m.old.state()
	now.Before, now.Prior = before.Key(), m.common
	return now, err
}

// settle lets FROM know of this copy. Where it cannot be written that is said: what is edited in
// both is in conflict then.
func (m *merging) settle(ctx context.Context, now workfile.Base) {
	settle := m.from.work.Settle
	if m.from.place != nil {
		settle = m.from.place.Settle
	}
	if err := settle(ctx, now); err != nil {
		m.call.note("%s could not be told of this copy: %v; copy %s to it before you edit on", m.from.name, err, m.to)
	}
}
