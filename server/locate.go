package server

import (
	"net/http"
	"strconv"
	"sync"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/date"
	"demarc/geo/notation"
)

var locationBuffers = sync.Pool{New: func() any { return new([]byte) }}

// locationVersion counts the changes of what a location looks like. A test tells when to raise it.
const locationVersion = 2

// getLocate answers for one point.
func (s *Server) getLocate(w http.ResponseWriter, q *request) error {
	point, reading, err := q.point()
	if err != nil {
		return err
	}
	day, err := s.day(q)
	if err != nil {
		return err
	}
	var extras data.Extras
	if extras.History, err = q.flag("history"); err != nil {
		return err
	}
	if extras.Borders, err = q.flag("borders"); err != nil {
		return err
	}
	c := negotiate(q.Request, fastCodings) // no answer is small enough to go plain
	if has(w, q.Request, s.locationTag(q.snapshot, day, c)) {
		return nil
	}
	location := q.snapshot.LocateWith(point, day, extras)
	location.Read = reading
	buffer := locationBuffers.Get().(*[]byte)
	defer locationBuffers.Put(buffer)
	*buffer = append(location.AppendJSON((*buffer)[:0]), '\n')
	send(w, jsonMedia, c, compress(c, *buffer))
	return nil
}

// point reads the point from lon and lat, or from q with its reading.
func (q *request) point() (orb.Point, *notation.Reading, error) {
	written, isWritten := q.parameter("q")
	near, isNear := q.parameter("near")
	if !isWritten {
		if isNear {
			return orb.Point{}, nil, badParameter("near", "near goes with q", "it is the place that a short Plus code is near")
		}
		point, err := q.place()
		return point, nil, err
	}
	if q.values.Has("lon") || q.values.Has("lat") {
		return orb.Point{}, nil, badParameter("q", "q and lon, lat are given both", "give one of them")
	}
	var from *orb.Point
	if isNear {
		reading, err := q.snapshot.ReadPoint(near, nil)
		if err != nil {
			return orb.Point{}, nil, badParameter("near", err.Error(), "")
		}
		from = &reading.Point
	}
	reading, err := q.snapshot.ReadPoint(written, from)
	if err != nil {
		return orb.Point{}, nil, badParameter("q", err.Error(), "")
	}
	return reading.Point, &reading, nil
}

// locationTag is the entity tag of an answer. Tags tell the answers of one address apart (RFC 9110,
// 8.8.3), which differ by what a location looks like, the dataset, the day where the address names
// none, and the coding.
func (s *Server) locationTag(snapshot *data.Snapshot, day date.Date, c coding) string {
	tag := `"` + s.locationTagStart + snapshot.ID + "-" + strconv.FormatInt(int64(day), 36)
	if c != identity {
		tag += "-" + codingNames[c]
	}
	return tag + `"`
}
