package postgis

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// failure is the error of a place: what could not be done there, why, and what may help.
type failure struct {
	place string
	what  string
	hint  string
	away  bool // the server cannot be reached now: another time it may
	// refused: it can, and lets nobody in who asks so, or has no such database. Waiting mends
	// nothing.
	refused bool
	err     error
}

// Refused tells whether an error is that of a server that answers, and will refuse until somebody
// changes something: a wrong password, no such user or database.
func Refused(err error) bool {
	var e *failure
	return errors.As(err, &e) && e.refused
}

func (e *failure) Error() string {
	text := e.place + ": " + e.what
	if e.hint != "" {
		text += "; " + e.hint
	}
	return text
}

func (e *failure) Unwrap() error { return e.err }

// Public is what may be said of it to everybody: where the database is, and as whom it is asked, is
// for those alone who run the server.
func (e *failure) Public() string {
	switch {
	case errors.Is(e.err, errNone):
		return "nothing was released in the database yet"
	case e.away:
		return "the database cannot be reached; the log of the server says more"
	}
	return "the database cannot be read; the log of the server says more"
}

// The codes of PostgreSQL's errors that are told in words of ours.
const (
	wrongPassword  = "28P01"
	refusedUser    = "28000"
	unknownBase    = "3D000"
	noRight        = "42501"
	lockedTooLong  = "55P03"
	tooManyUsers   = "53300"
	startingUp     = "57P03"
	readOnlyServer = "25006"
	undefinedFile  = "58P01" // an extension that is not installed
	unsupported    = "0A000" // the same, in PostgreSQL 15
	noSuchTable    = "42P01"
	noSuchSchema   = "3F000"
)

// notConnected says why there is no connection. What pgx says is left out: it names the user and
// the address.
func (p *Place) notConnected(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	e := &failure{place: p.String(), err: errors.New("not connected"), away: true}
	var said *pgconn.PgError
	var dns *net.DNSError
	var op *net.OpError
	switch {
	case errors.As(err, &said):
		e.away = said.Code == startingUp || said.Code == tooManyUsers
		e.refused = said.Code == wrongPassword || said.Code == refusedUser || said.Code == unknownBase
		switch said.Code {
		case wrongPassword, refusedUser:
			e.what = fmt.Sprintf("the server does not let the user %q in: %s", p.config.User, said.Message)
			e.hint = "the password comes from the address, from PGPASSWORD or from ~/.pgpass, in this order"
		case unknownBase:
			e.what, e.hint = fmt.Sprintf("there is no database %q", p.config.Database), fmt.Sprintf("createdb %s makes it", p.config.Database)
		default:
			e.what = "the server says: " + said.Message
		}
	case errors.As(err, &dns):
		e.what, e.hint = fmt.Sprintf("the name %q has no address", dns.Name), "check the host in the address, or PGHOST"
		e.away = dns.IsTemporary || dns.IsTimeout || dns.IsNotFound
	case strings.Contains(err.Error(), "tls"), strings.Contains(err.Error(), "x509"), strings.Contains(err.Error(), "server refused TLS"):
		e.what = "no TLS connection: " + last(err)
		e.hint = "sslmode=verify-full with sslrootcert=FILE names who may sign, sslmode=disable does without TLS"
	case errors.As(err, &op):
		e.what, e.hint = "the server cannot be reached: "+last(op), "check that it runs, and host and port in the address, or PGHOST and PGPORT"
	case strings.Contains(err.Error(), "password"):
		e.what, e.away, e.refused = "the server wants a password, and none is given", false, true
		e.hint = "write it into ~/.pgpass, or set PGPASSWORD"
	default:
		e.what = "the server cannot be reached"
	}
	return e
}

// last is the innermost message of an error.
func last(err error) string {
	for errors.Unwrap(err) != nil {
		err = errors.Unwrap(err)
	}
	return err.Error()
}

// failed says what a statement was refused for.
func (p *Place) failed(ctx context.Context, doing string, err error) error {
	if err == nil {
		return nil
	}
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	var own *failure
	if errors.As(err, &own) {
		return err
	}
	e := &failure{place: p.String(), err: err}
	var said *pgconn.PgError
	if !errors.As(err, &said) {
		e.what, e.away = doing+": the connection is lost: "+last(err), true
		e.hint = "what was not committed has not happened: try again"
		return e
	}
	e.what = doing + ": " + said.Message
	if said.Detail != "" {
		e.what += ": " + said.Detail
	}
	e.away = strings.HasPrefix(said.Code, "57P") || strings.HasPrefix(said.Code, "08")
	switch said.Code {
	case noRight:
		e.hint = fmt.Sprintf("the user %q needs that right: see GRANT in the papers of demarc", p.config.User)
	case lockedTooLong:
		e.hint = "somebody is editing and has not saved: ask them to save, or try later"
	case readOnlyServer:
		e.hint = "this is a standby: add target_session_attrs=read-write to the address"
	}
	if said.Hint != "" && e.hint == "" {
		e.hint = said.Hint
	}
	return e
}

// is tells whether an error of PostgreSQL has one of the codes.
func is(err error, codes ...string) bool {
	var said *pgconn.PgError
	if !errors.As(err, &said) {
		return false
	}
	for _, code := range codes {
		if said.Code == code {
			return true
		}
	}
	return false
}
