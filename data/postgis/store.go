package postgis

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"sync"
	"time"

	"archive/zip"

	"github.com/jackc/pgx/v5"

	"demarc/data/release"
)

// Kept keeps blobs from one start of the program to the next.
type Kept interface {
	Get(key string) []byte
	Put(key string, write func(io.Writer) error)
}

// Store is what is released in a place, for those who serve it.
//
// Each question may go to another server of the place. One that is a standby may lag behind, so an
// older release there is nothing new; the primary is right, whatever it says: after a failure it
// may have fewer releases than there were, or others.
type Store struct {
	place *Place
	kept  Kept // nil: nothing is

	mu   sync.Mutex
	last loaded
}

// Store returns what is released in the place. The newest is kept, if there is where: so it can be
// loaded while the database is away.
func (p *Place) Store(kept Kept) *Store { return &Store{place: p, kept: kept} }

// The pauses of a Store.
const (
	lookAgain  = 10 * time.Second // at the database, whatever is told: a way may be cut without a word
	pollEvery  = time.Second      // where nothing is told: a standby cannot listen
	answerTime = 10 * time.Second // for one answer
)

// ask connects and asks.
func (s *Store) ask(ctx context.Context, doing string, question func(context.Context, *pgx.Conn) error) error {
	c, err := s.place.connect(ctx)
	if err != nil {
		return err
	}
	defer c.Close(context.WithoutCancel(ctx))
	if err := s.stand(ctx, c); err != nil {
		return err
	}
	limited, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	return s.failed(ctx, doing, question(limited, c))
}

// stand has a connection stand in the schema.
func (s *Store) stand(ctx context.Context, c *pgx.Conn) error {
	_, err := c.Exec(ctx, "SELECT set_config('search_path', $1, false)", quote(s.place.Schema))
	return s.failed(ctx, "look", err)
}

// failed says what went wrong. A schema that is not there may come yet.
func (s *Store) failed(ctx context.Context, doing string, err error) error {
	if is(err, noSuchTable, noSuchSchema) {
		return (&Tx{place: s.place}).nothing()
	}
	return s.place.failed(ctx, doing, err)
}

// Wait waits until there is another release.
func (s *Store) Wait(ctx context.Context, version string) error {
	known := stateOf(version)
	c, err := s.place.connect(ctx)
	if err != nil {
		return err
	}
	defer c.Close(context.WithoutCancel(ctx))
	if err := s.stand(ctx, c); err != nil {
		return err
	}
	listens := false
	for round := 0; ; round++ {
		limited, cancel := context.WithTimeout(ctx, answerTime)
		if !listens && round%10 == 0 { // a standby may have been promoted
			_, err = c.Exec(limited, "LISTEN "+channel)
			if listens = err == nil; err != nil && !is(err, readOnlyServer, "55000", "0A000") {
				cancel()
				return s.failed(ctx, "listen", err)
			}
		}
		now, err := newest(limited, c, known)
		cancel()
		if err != nil || now != known {
			return s.failed(ctx, "look for releases", err)
		}
		if err := s.told(ctx, c, listens); err != nil {
			return err
		}
	}
}

// told waits until a release of this schema is told, or it is time to look again.
func (s *Store) told(ctx context.Context, c *pgx.Conn, listens bool) error {
	pause := lookAgain
	if !listens {
		pause = pollEvery
	}
	limited, cancel := context.WithTimeout(ctx, pause)
	defer cancel()
	for {
		told, err := c.WaitForNotification(limited)
		switch {
		case err == nil && told.Payload == s.place.Schema:
			return nil
		case err == nil:
		case ctx.Err() != nil:
			return ctx.Err()
		case limited.Err() != nil && !c.IsClosed():
			return nil
		default:
			return s.failed(ctx, "wait for releases", err)
		}
	}
}

// Load returns the files of the newest release, and the list of all.
func (s *Store) Load(ctx context.Context) (fs.FS, string, error) {
	var list, content []byte
	last := s.latest()
	at := last.at
	err := s.ask(ctx, "load the newest release", func(ctx context.Context, c *pgx.Conn) error {
		now, err := newest(ctx, c, last.at)
		if err != nil || now == last.at {
			return err
		}
		tx, err := c.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
		if err != nil {
			return err
		}
		if at, err = newest(ctx, tx, state{}); err != nil || at.version == 0 {
			return err
		}
		if list, err = linesOf(ctx, tx); err != nil {
			return err
		}
		content, err = zipOf(ctx, tx, at.version)
		return err
	})
	if err == nil && at.version == 0 {
		return nil, at.String(), &failure{place: s.place.String(), what: "nothing was released there yet", hint: "demarc release -m MESSAGE releases its tables", err: errNone}
	}
	if err != nil {
		last = s.earlier()
		return last.root, last.at.String(), err
	}
	if at == last.at {
		return last.root, at.String(), nil
	}
	root, err := s.files(at.version, list, content)
	if err != nil {
		return nil, at.String(), err
	}
	s.keep(loaded{root, at})
	if s.kept != nil {
		s.kept.Put(s.key(), func(w io.Writer) error {
			length := binary.LittleEndian.AppendUint64(nil, uint64(len(list)))
			_, err := w.Write(bytes.Join([][]byte{length, list, content}, nil))
			return err
		})
	}
	return root, at.String(), nil
}

func (s *Store) key() string { return "newest release of " + s.place.String() }

// earlier is the release that was loaded last in this run of the program or an earlier one; without
// files, if there is none.
func (s *Store) earlier() loaded {
	if last := s.latest(); last.root != nil || s.kept == nil {
		return last
	}
	blob := s.kept.Get(s.key())
	if len(blob) < 8 {
		return loaded{}
	}
	n := binary.LittleEndian.Uint64(blob)
	if n > uint64(len(blob)-8) {
		return loaded{}
	}
	list, content := blob[8:8+n], blob[8+n:]
	releases := release.Read(&history{list: list}).Releases
	if len(releases) == 0 {
		return loaded{}
	}
	version := releases[len(releases)-1].Version
	root, err := s.files(version, list, content)
	if err != nil {
		return loaded{}
	}
	// What it says is not known: any that a database says is another.
	return s.keep(loaded{root, state{version: version}})
}

// released are the files of a release, and those of the list of all.
type released struct {
	fs.FS
	history *history
}

func (r *released) Open(name string) (fs.File, error) {
	if name == listName || strings.HasPrefix(name, zipsFolder) {
		return r.history.Open(name)
	}
	return r.FS.Open(name)
}

// files are those of a release and of the list of all.
func (s *Store) files(version int, list, content []byte) (fs.FS, error) {
	h := &history{list: list, zip: func(other int) (zip []byte, err error) {
		if other == version {
			return content, nil
		}
		ctx, cancel := context.WithTimeout(context.Background(), answerTime) // however many servers do not answer
		defer cancel()
		err = s.ask(ctx, "read a release", func(ctx context.Context, c *pgx.Conn) (err error) {
			zip, err = zipOf(ctx, c, other)
			return err
		})
		return zip, err
	}}
	damaged := func(why string) error {
		return &failure{place: s.place.String(), what: fmt.Sprintf("version %d is damaged: %s", version, why), hint: "release it again", err: errors.New(why)}
	}
	releases := release.Read(h).Releases
	if len(releases) == 0 || releases[len(releases)-1].Version != version {
		return nil, damaged("the list does not hold it")
	}
	if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != releases[len(releases)-1].Zip.SHA256 {
		return nil, damaged("its zip has another hash than the list says")
	}
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, damaged(err.Error())
	}
	return &released{z, h}, nil
}
