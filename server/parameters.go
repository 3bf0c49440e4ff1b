package server

import (
	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/date"
	"demarc/geo/crs"
	"demarc/server/answer"
)

// today is the default day: the latest that is covered, at most today.
func (s *Server) today(snapshot *data.Snapshot) date.Date {
	return answer.Question{Snapshot: snapshot, Today: s.options.Today}.DefaultDay()
}

// day reads datetime as a single day; without it the default day.
func (s *Server) day(q *request) (date.Date, error) { return q.question().Day() }

// interval reads datetime, all days without it.
func (q *request) interval() (date.Interval, error) { return q.question().Interval() }

// intervals reads datetime as often as it is given; all days without it.
func (q *request) intervals() ([]date.Interval, error) { return q.question().Intervals() }

// system reads the URI of a reference system.
func (q *request) system(name string) (crs.CRS, error) { return q.question().System(name) }

// within reads bbox in the system of bbox-crs; nil when it is not given.
func (q *request) within() ([]orb.Bound, error) { return q.question().Within() }
