package geopackage

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// denied says in words what can be done about a file that the system or another program does not
// let us have; other errors stay.
func denied(name string, err error) error {
	switch codeOf(err) {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return errOpen(name)
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN:
		return fmt.Errorf("%s cannot be written: want a file, and a directory around it, that you may write", name)
	}
	return err
}

// codeOf is what SQLite says of an error, without the detail; 0: it is none of its.
func codeOf(err error) int {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return 0
	}
	const primary = 0xff
	return e.Code() & primary
}

func errOpen(name string) error {
	return fmt.Errorf("%s is open in another program: save there and close it first", name)
}
