package server

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"

	"demarc/data/date"
	"demarc/data/release"
)

// versionRoot is below what every path of a dataset that reads its data stands once more, bound to
// one snapshot.
const versionRoot = "/v/"

func versionPath(id string) string { return versionRoot + url.PathEscape(id) }

// versionID is how the id of a snapshot is written.
var versionID = regexp.MustCompile(`^[0-9a-f]{16}$`)

// knownParameter names the day whose knowledge is asked for.
const knownParameter = "known"

// releaseLine is the header line that says which release has answered.
const releaseLine = "Demarc-Release"

// snapshotOf finds the snapshot that answers a request: that in its path, that of the release
// which was the newest on a day, or the current one, which is nil before one was accepted. It alone
// decides that.
func (s *Server) snapshotOf(q *request) error {
	id, bound := q.vars["snapshot"]
	if value, given := q.parameter(knownParameter); given && q.route.hasKnown {
		r, err := s.releaseOn(q, q.store.hosted, knownParameter, value)
		if err != nil {
			return err
		}
		if bound && r.Snapshot != id {
			return badParameter(knownParameter, fmt.Sprintf("known on %s was snapshot %s, the path names %s", value, r.Snapshot, id),
				"ask without known, or without the snapshot in the path")
		}
		return s.openRelease(q, r)
	}
	if !bound {
		q.snapshot = q.store.Current()
		return nil
	}
	if found, err := s.bind(q, id); found || err != nil {
		return err
	}
	if !versionID.MatchString(id) {
		return notFound(fmt.Sprintf("snapshot %q: want 16 hexadecimal digits", id), "/status names the one being served")
	}
	// Another server of the same store may have loaded it before this one.
	away := q.store.CatchUp(q.Context())
	if found, err := s.bind(q, id); found || err != nil {
		return err
	}
	switch current := q.store.Current(); {
	case q.Context().Err() != nil:
		return q.Context().Err()
	case current == nil:
		return noData()
	case away != nil:
		p := newProblem(http.StatusServiceUnavailable, fmt.Sprintf("snapshot %s is not known here, and may be a newer one: what was released cannot be looked at", id),
			"ask again, or another server; /status says since when")
		p.After, p.Current = 1, current.ID
		return p
	default:
		return gone(id, current.ID)
	}
}

// bind lets the snapshot of an id answer, if it is served or was released.
func (s *Server) bind(q *request, id string) (found bool, err error) {
	if q.snapshot = q.store.Snapshot(id); q.snapshot != nil {
		return true, nil
	}
	r := q.store.Releases().Of(id)
	if r == nil {
		return false, nil
	}
	if err := s.mayKnow(q, q.store.hosted); err != nil {
		return true, err
	}
	return true, s.openRelease(q, r)
}

// releaseOn returns the release of a dataset that was the newest on the day that a parameter names.
func (s *Server) releaseOn(q *request, d *hosted, parameter, value string) (*release.Release, error) {
	if err := s.mayKnow(q, d); err != nil {
		return nil, err
	}
	day, err := date.Parse(value)
	if err != nil {
		return nil, badParameter(parameter, err.Error(), "the day on which something was known, YYYY-MM-DD")
	}
	list := d.Releases()
	if r := list.Known(day); r != nil {
		return r, nil
	}
	p := notFound("no version of this dataset was ever released", "leave the day out: without it, what is known now is told")
	if first := list.First(); first != nil {
		p = notFound(fmt.Sprintf("nothing had been released on %s: the first version is of %s", day, first.Date),
			fmt.Sprintf("ask from known=%s on; /versions lists all", first.Date))
		if parameter != knownParameter {
			p.Hint = fmt.Sprintf("ask from @%s on; /versions lists all", first.Date)
		}
	}
	p.Parameter = parameter
	return nil, p
}

// openRelease lets a release answer. Links in the answer stay in it.
func (s *Server) openRelease(q *request, r *release.Release) error {
	q.release = r
	if q.snapshot = q.store.Snapshot(r.Snapshot); q.snapshot == nil {
		book, err := s.shelf.take(q.Context(), s.options.client(q.Request), q.store.hosted, r)
		q.shelved = book
		if err != nil {
			return openProblem(r, q.store.Current(), err)
		}
		q.snapshot = book.snapshot
	}
	if q.vars == nil {
		q.vars = map[string]string{}
	}
	q.vars["snapshot"] = r.Snapshot
	q.links.prefix = q.prefix()
	return nil
}

// sayRelease says in the header which release has answered.
func (q *request) sayRelease(header http.Header) {
	if r := q.release; r != nil {
		setLines(header, releaseLine, fmt.Sprintf("%d; date=%q; snapshot=%q", r.Version, r.Date, r.Snapshot))
	}
}

// gone says that a snapshot does not answer any more, or never did here, and which one does.
func gone(id, current string) *problem {
	p := newProblem(http.StatusGone, fmt.Sprintf("snapshot %s does not answer any more", id),
		"ask for all anew below "+versionPath(current)+"/, or without a snapshot")
	p.Current = current
	return p
}

// bound tells whether the request names a snapshot, in its path or by the day on which it was
// known.
func (q *request) bound() bool { return q.vars["snapshot"] != "" }

// toMap is the address of the map, which finds the snapshot by itself.
func (q *request) toMap() string { return q.links.of(q.store.prefix).local(mapPath) }

// prefix is that of all links in the answer: they stay in the snapshot that the request is bound
// to.
func (q *request) prefix() string {
	if q.bound() {
		return q.store.prefix + versionPath(q.vars["snapshot"])
	}
	return q.store.prefix
}
