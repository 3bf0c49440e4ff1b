package postgis

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"

	"demarc/data/release"
)

// channel is what releases are told on, with the schema as the message.
const channel = "demarc_release"

// Releasing begins a transaction that sees the tables as they are at one moment, and may release
// them. Nobody else releases meanwhile; editors go on.
func (p *Place) Releasing(ctx context.Context) (*Tx, error) {
	c, err := p.connect(ctx)
	if err != nil {
		return nil, err
	}
	// The lock is of the session, before the transaction: what it waits for must be seen in it.
	lock := fmt.Sprintf("SET lock_timeout = %d; SELECT pg_advisory_lock(hashtextextended(%s, 0))", lockPatience.Milliseconds(), text("demarc release "+p.Schema))
	if _, err := c.PgConn().Exec(ctx, lock).ReadAll(); err != nil {
		c.Close(ctx)
		return nil, p.failed(ctx, "wait for another release", err)
	}
	tx, err := p.beginOn(ctx, c, pgx.TxOptions{IsoLevel: pgx.RepeatableRead})
	if err == nil && !tx.There {
		tx.Close(ctx)
		return nil, tx.nothing()
	}
	return tx, err
}

// Releases are the list of what was released and the zips, as files of a directory.
func (tx *Tx) Releases(ctx context.Context) (fs.FS, error) {
	list, err := linesOf(ctx, tx.tx)
	if err != nil {
		return nil, tx.place.failed(ctx, "read releases", err)
	}
	return &history{list: list, zip: func(version int) ([]byte, error) {
		content, err := zipOf(ctx, tx.tx, version)
		return content, tx.place.failed(ctx, "read releases", err)
	}}, nil
}

// Release keeps a release with its zip, and tells all who listen once it is saved.
func (tx *Tx) Release(ctx context.Context, r *release.Release, zip []byte) error {
	said, err := json.Marshal(r)
	if err != nil {
		return err
	}
	tx.step("keep the release")
	_, err = tx.tx.Exec(ctx, "INSERT INTO releases (version, date, snapshot, message, by, said, zip) VALUES ($1, $2, $3, $4, nullif($5, ''), $6, $7)",
		r.Version, r.Date.String(), r.Snapshot, r.Message, r.By, string(said), zip)
	if err != nil {
		return tx.place.failed(ctx, "keep the release", err)
	}
	tx.step("tell")
	_, err = tx.tx.Exec(ctx, "SELECT pg_notify($1, $2)", channel, tx.place.Schema)
	return tx.place.failed(ctx, "tell of the release", err)
}
