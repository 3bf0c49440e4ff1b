package server

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"

	"demarc/data"
)

// versionRoot is below what every path of a dataset that reads its data stands once more, bound to
// one snapshot.
const versionRoot = "/v/"

func versionPath(id string) string { return versionRoot + url.PathEscape(id) }

// versionID is how the id of a snapshot is written.
var versionID = regexp.MustCompile(`^[0-9a-f]{16}$`)

// snapshotOf returns the snapshot that answers a request: that in its path, else the current one,
// which is nil before one was accepted. It alone decides that.
func (d *hosted) snapshotOf(vars map[string]string) (*data.Snapshot, error) {
	id, bound := vars["snapshot"]
	if !bound {
		return d.Current(), nil
	}
	if snapshot := d.Snapshot(id); snapshot != nil {
		return snapshot, nil
	}
	current := d.Current()
	switch {
	case !versionID.MatchString(id):
		return nil, notFound(fmt.Sprintf("snapshot %q: want 16 hexadecimal digits", id), "/status names the one being served")
	case current == nil:
		return nil, noData()
	}
	return nil, gone(id, current.ID)
}

// gone says that a snapshot does not answer any more, or never did here, and which one does.
func gone(id, current string) *problem {
	p := newProblem(http.StatusGone, fmt.Sprintf("snapshot %s does not answer any more", id),
		"ask for all anew below "+versionPath(current)+"/, or without a snapshot")
	p.Current = current
	return p
}

// bound tells whether the path of the request names a snapshot.
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
