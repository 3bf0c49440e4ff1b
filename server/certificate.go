package server

import (
	"errors"
	"io/fs"
	"time"
)

// Certificate is how that of TLS is kept.
type Certificate struct {
	NotAfter, Read time.Time
	Refused        error // why its files as they are now are not used; nil: they are
}

// status tells of it without the paths of the files, which are in the log.
func (c Certificate) status() *tlsStatus {
	told := &tlsStatus{NotAfter: c.NotAfter.UTC().Format(timeFormat), Read: c.Read.UTC().Format(timeFormat)}
	var withPath *fs.PathError
	switch {
	case errors.As(c.Refused, &withPath):
		told.Refused = "its files cannot be read: " + withPath.Err.Error()
	case c.Refused != nil:
		told.Refused = c.Refused.Error()
	}
	return told
}
