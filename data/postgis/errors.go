package postgis

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// Error is the error of a place: what could not be done there, why, and what may help.
type Error struct {
	Place string
	What  string
	Hint  string
	Away  bool // the server cannot be reached now: another time it may
	err   error
}

func (e *Error) Error() string {
	text := e.Place + ": " + e.What
	if e.Hint != "" {
		text += "; " + e.Hint
	}
	return text
}

func (e *Error) Unwrap() error { return e.err }

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
	e := &Error{Place: p.String(), err: errors.New("not connected"), Away: true}
	var said *pgconn.PgError
	var dns *net.DNSError
	var op *net.OpError
	switch {
	case errors.As(err, &said):
		e.Away = said.Code == startingUp || said.Code == tooManyUsers
		switch said.Code {
		case wrongPassword, refusedUser:
			e.What = fmt.Sprintf("the server does not let the user %q in: %s", p.config.User, said.Message)
			e.Hint = "the password comes from the address, from PGPASSWORD or from ~/.pgpass, in this order"
		case unknownBase:
			e.What, e.Hint = fmt.Sprintf("there is no database %q", p.config.Database), fmt.Sprintf("createdb %s makes it", p.config.Database)
		default:
			e.What = "the server says: " + said.Message
		}
	case errors.As(err, &dns):
		e.What, e.Hint = fmt.Sprintf("the name %q has no address", dns.Name), "check the host in the address, or PGHOST"
		e.Away = dns.IsTemporary || dns.IsTimeout || dns.IsNotFound
	case strings.Contains(err.Error(), "tls"), strings.Contains(err.Error(), "x509"), strings.Contains(err.Error(), "server refused TLS"):
		e.What = "no TLS connection: " + last(err)
		e.Hint = "sslmode=verify-full with sslrootcert=FILE names who may sign, sslmode=disable does without TLS"
	case errors.As(err, &op):
		e.What, e.Hint = "the server cannot be reached: "+last(op), "check that it runs, and host and port in the address, or PGHOST and PGPORT"
	case strings.Contains(err.Error(), "password"):
		e.What, e.Away = "the server wants a password, and none is given", false
		e.Hint = "write it into ~/.pgpass, or set PGPASSWORD"
	default:
		e.What = "the server cannot be reached"
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
	var own *Error
	if errors.As(err, &own) {
		return err
	}
	e := &Error{Place: p.String(), err: err}
	var said *pgconn.PgError
	if !errors.As(err, &said) {
		e.What, e.Away = doing+": the connection is lost: "+last(err), true
		e.Hint = "what was not committed has not happened: try again"
		return e
	}
	e.What = doing + ": " + said.Message
	if said.Detail != "" {
		e.What += ": " + said.Detail
	}
	e.Away = strings.HasPrefix(said.Code, "57P") || strings.HasPrefix(said.Code, "08")
	switch said.Code {
	case noRight:
		e.Hint = fmt.Sprintf("the user %q needs that right: see GRANT in the papers of demarc", p.config.User)
	case lockedTooLong:
		e.Hint = "somebody is editing and has not saved: ask them to save, or try later"
	case readOnlyServer:
		e.Hint = "this is a standby: add target_session_attrs=read-write to the address"
	}
	if said.Hint != "" && e.Hint == "" {
		e.Hint = said.Hint
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
