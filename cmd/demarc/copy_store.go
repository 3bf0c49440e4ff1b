package main

import (
	"context"
	"fmt"

	"demarc/data/postgis"
	"demarc/data/workfile"
)

// placesOf are the places in databases that names name, nil for others. The names become those of
// the places, which say no password.
func placesOf(names []string) ([]*postgis.Place, error) {
	places := make([]*postgis.Place, len(names))
	for i, name := range names {
		if !postgis.Is(name) {
			continue
		}
		place, err := postgis.Parse(name)
		if err != nil {
			return nil, misuse{err}
		}
		places[i], names[i] = place, place.String()
	}
	return places, nil
}

// loadFrom reads a dataset of any form, also from a database.
func (c *call) loadFrom(ctx context.Context, name string, place *postgis.Place) (*form, error) {
	if place == nil {
		return c.loadForm(ctx, name)
	}
	tx, err := place.Reading(ctx)
	if err != nil {
		return nil, err
	}
	defer tx.Close(ctx)
	f, err := c.loadStore(ctx, name, tx)
	if err == nil {
		f.place = place
	}
	return f, err
}

// loadStore reads the tables of a database as a dataset.
func (c *call) loadStore(ctx context.Context, name string, tx *postgis.Tx) (*form, error) {
	work, err := tx.Read(ctx)
	if err != nil {
		return nil, err
	}
	if err := c.repair(name, work); err != nil {
		return nil, err
	}
	return c.formOf(name, work)
}

// loadOld reads what TO holds.
func (m *merging) loadOld(ctx context.Context) (*form, error) {
	if m.store != nil {
		return m.call.loadStore(ctx, m.to, m.store)
	}
	return m.call.loadForm(ctx, m.to)
}

// writeStore makes the tables of a database those of a dataset.
func (c *call) writeStore(ctx context.Context, f *form, tx *postgis.Tx) error {
	var old *workfile.File
	if tx.There {
		var err error
		if old, err = tx.Read(ctx); err != nil { // as it stands, before edits of shapes were understood
			return err
		}
	}
	if err := tx.Write(ctx, f.made(), old); err != nil {
		return err
	}
	if err := tx.Commit(ctx); err != nil {
		return err
	}
	for _, note := range tx.Notes {
		fmt.Fprintf(c.stderr, "demarc: %s\n", note)
	}
	return nil
}

// showIn has the tables of problems of a database show findings.
func showIn(ctx context.Context, place *postgis.Place, findings []workfile.Finding) error {
	tx, err := place.Writing(ctx)
	if err != nil {
		return err
	}
	defer tx.Close(ctx)
	if err := tx.WriteProblems(ctx, findings); err != nil {
		return err
	}
	return tx.Commit(ctx)
}
