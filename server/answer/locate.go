package answer

import (
	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/date"
	"demarc/geo/notation"
)

// Locate asks about one point.
type Locate struct {
	snapshot *data.Snapshot
	point    orb.Point
	reading  *notation.Reading // of the point; nil: it was given in degrees
	Day      date.Date
	extras   data.Extras
}

// ReadLocate reads the parameters of /locate.
func ReadLocate(q Question) (l Locate, err error) {
	l.snapshot = q.Snapshot
	if l.point, l.reading, err = q.point(); err != nil {
		return l, err
	}
	if l.Day, err = q.Day(); err != nil {
		return l, err
	}
	if l.extras.History, err = q.flag("history"); err != nil {
		return l, err
	}
	l.extras.Borders, err = q.flag("borders")
	return l, err
}

// Location is the answer.
func (l Locate) Location() data.Location {
	location := l.snapshot.LocateWith(l.point, l.Day, l.extras)
	location.Read = l.reading
	return location
}

// AppendJSON makes the answer.
func (l Locate) AppendJSON(dst []byte) []byte {
	location := l.Location()
	return append(location.AppendJSON(dst), '\n')
}

// point reads the point from lon and lat, or from q with its reading.
func (q Question) point() (orb.Point, *notation.Reading, error) {
	written, isWritten := q.Parameter("q")
	near, isNear := q.Parameter("near")
	if !isWritten {
		if isNear {
			return orb.Point{}, nil, BadParameter("near", "near goes with q", "it is the place that a short Plus code is near")
		}
		point, err := q.place()
		return point, nil, err
	}
	if q.Values.Has("lon") || q.Values.Has("lat") {
		return orb.Point{}, nil, BadParameter("q", "q and lon, lat are given both", "give one of them")
	}
	var from *orb.Point
	if isNear {
		reading, err := q.Snapshot.ReadPoint(near, nil)
		if err != nil {
			return orb.Point{}, nil, BadParameter("near", err.Error(), "")
		}
		from = &reading.Point
	}
	reading, err := q.Snapshot.ReadPoint(written, from)
	if err != nil {
		return orb.Point{}, nil, BadParameter("q", err.Error(), "")
	}
	return reading.Point, &reading, nil
}
