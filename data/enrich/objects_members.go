package enrich

import "bytes"

// found is what a row says.
type found struct {
	lon, lat, date, point      member
	kind, geometry, properties span
	end                        int // the closing brace
	empty, taken               bool
}

// member is a value with its name; of members with the same role the one of the least rank counts.
type member struct {
	span
	name []byte
	rank int
}

func (m *member) take(other member) {
	if m.to == 0 || other.rank <= m.rank {
		*m = other
	}
}

// span is a value within the buffer; to is 0 when there is none.
type span struct{ from, to int }

func (s span) of(b []byte) []byte { return b[s.from:s.to] }

// read notes the members that matter.
func (t *objectTable) read(b []byte, from int) (f found, err error) {
	f.empty = true
	f.end, err = t.scanner.object(b, from, func(name []byte, value span) {
		f.empty = false
		is := t.roles.of(name)
		if is.role == dateMember && is.rank == datumRank && !isDatum(textOf(value.of(b))) {
			is.role = plainMember
		}
		f.taken = f.taken || is.taken
		named := member{value, name, is.rank}
		switch is.role {
		case lonMember:
			f.lon.take(named)
		case latMember:
			f.lat.take(named)
		case dateMember:
			f.date.take(named)
		case pointMember:
			if string(name) == "geometry" && (b[value.from] == '{' || b[value.from] == 'n') {
				f.geometry = value
			} else {
				f.point.take(named)
			}
		default:
			switch string(name) {
			case "type":
				f.kind = value
			case "geometry":
				f.geometry = value
			case "properties":
				f.properties = value
			}
		}
	})
	return f, err
}

// textOf returns a string without quotes, a number as it stands, and nothing
// for null.
func textOf(value []byte) []byte {
	switch {
	case len(value) > 0 && value[0] == '"':
		return unquote(value)
	case bytes.Equal(value, []byte("null")):
		return nil
	}
	return value
}
