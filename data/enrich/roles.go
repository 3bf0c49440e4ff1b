package enrich

import "slices"

// role is what a member of an object means.
type role uint8

const (
	plainMember role = iota
	lonMember
	latMember
	dateMember
	pointMember
)

// ranked is a role with the rank of the name among those of the role.
type ranked struct {
	role  role
	rank  int
	taken bool // the name is that of a column of ours
}

// roles are those of names of members.
type roles struct {
	known map[string]ranked
	exact [pointMember + 1]bool // roles of names that count as they stand only

	// Most rows have the names of the first one, in the same order.
	first []namedRole
	at    int // of the member that comes next
}

type namedRole struct {
	name string
	ranked
}

// namedRank is that of names that the options give.
const namedRank = -1

var datumRank = slices.Index(dateNames, datum)

func newRoles(o Options, columns []string) roles {
	r := roles{known: map[string]ranked{}}
	if o.Point == "" {
		for i, pair := range pairNames {
			r.known[pair[0]] = ranked{role: lonMember, rank: pairRank + i}
			r.known[pair[1]] = ranked{role: latMember, rank: pairRank + i}
		}
		r.add(lonMember, o.Lon, lonNames)
		r.add(latMember, o.Lat, latNames)
	}
	if o.Lon == "" && o.Lat == "" {
		r.add(pointMember, o.Point, pointNames)
	}
	r.add(dateMember, o.Date, dateNames)
	for _, name := range columns {
		found := r.known[name]
		found.taken = true
		r.known[name] = found
	}
	return r
}

// add gives the role to a name, or, if that is empty, to the usual ones that the options do not
// name.
func (r *roles) add(role role, named string, usual []string) {
	if named != "" {
		r.known[named], r.exact[role] = ranked{role: role, rank: namedRank}, true
		return
	}
	for i, name := range usual {
		if r.known[name].rank != namedRank {
			r.known[name] = ranked{role: role, rank: i}
		}
	}
}

// of recognises the next member of a row, which begins with at 0.
func (r *roles) of(name []byte) ranked {
	r.at++
	if r.at <= len(r.first) && r.first[r.at-1].name == string(name) {
		return r.first[r.at-1].ranked
	}
	found := r.find(name)
	if r.at == len(r.first)+1 && r.at <= manyMembers {
		r.first = append(r.first, namedRole{string(name), found})
	}
	return found
}

// manyMembers is more than most rows have.
const manyMembers = 100

// find looks a name up. Those of unusual spelling are compared by their normal
// form; the number of spellings that are remembered is bounded.
func (r *roles) find(name []byte) ranked {
	if found, ok := r.known[string(name)]; ok {
		return found
	}
	found := r.known[normal(string(name))]
	if found.taken = false; r.exact[found.role] {
		found = ranked{}
	}
	if len(r.known) < 1000 {
		r.known[string(name)] = found
	}
	return found
}
