package postgis

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strconv"

	"github.com/jackc/pgx/v5"
)

// state is that of the releases: the newest, by number and by the hash of what its line says, as a
// server that takes over may give a number once more.
type state struct {
	version int // 0: there is none
	line    string
}

func (s state) String() string { return strconv.Itoa(s.version) + " " + s.line }

// stateOf reads what String wrote; of anything else there is none.
func stateOf(text string) (s state) {
	fmt.Sscan(text, &s.version, &s.line)
	return s
}

// newest is the state of a server, or that which is known, if the server is a standby that lags
// behind it.
func newest(ctx context.Context, c asker, known state) (now state, err error) {
	// Asked first: one that is a primary by then has all that it will ever have from others.
	var standby bool
	if err := c.QueryRow(ctx, "SELECT pg_is_in_recovery()").Scan(&standby); err != nil {
		return now, err
	}
	err = c.QueryRow(ctx, "SELECT version, encode(sha256(convert_to(said::text, 'UTF8')), 'hex') FROM releases ORDER BY version DESC LIMIT 1").Scan(&now.version, &now.line)
	if errors.Is(err, pgx.ErrNoRows) {
		err = nil
	}
	if standby && now.version < known.version {
		now = known
	}
	return now, err
}

// loaded is what was loaded from a database, in this run of the program or an earlier one.
type loaded struct {
	root fs.FS // nil: nothing was
	at   state
}

func (s *Store) latest() loaded {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.last
}

func (s *Store) keep(l loaded) loaded {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = l
	return l
}

// Version names the newest release.
func (s *Store) Version(ctx context.Context) (string, error) {
	var now state
	err := s.ask(ctx, "look for releases", func(ctx context.Context, c *pgx.Conn) (err error) {
		now, err = newest(ctx, c, s.latest().at)
		return err
	})
	return now.String(), err
}
