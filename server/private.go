package server

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"demarc/data/release"
	"demarc/server/access"
)

// Private says what is not for everybody, and how it is known who asks.
type Private struct {
	Datasets []string // by their ids
	Versions []string // ids of datasets whose releases are not public
	// Tokens are those that are good now; nil: there are none.
	Tokens func() *access.Tokens
	// Identity is the header line in which proxies that are trusted name who asks; "": none does.
	Identity string
}

func (p *Private) any() bool { return len(p.Datasets)+len(p.Versions) > 0 }

// asker is who asks; the zero one is not known.
type asker struct {
	access.Holder
	known bool
}

func (a asker) sees(d *hosted) bool         { return !d.private || a.known && a.Opens(d.ID) }
func (a asker) seesVersions(d *hosted) bool { return !d.oldPrivate || a.known && a.Opens(d.ID) }

// mostIdentityBytes limits what a proxy may say of who asks, which stands in the log.
const mostIdentityBytes = 128

// asker finds out who asks: by a token, else by what a proxy says that is trusted.
func (o *Options) asker(r *http.Request) asker {
	if o.Private.Tokens != nil {
		if token, given := tokenOf(r); given {
			if h, ok := o.Private.Tokens().Holder(token); ok {
				return asker{h, true}
			}
		}
	}
	if o.Private.Identity == "" || !o.trusts(r) {
		return asker{}
	}
	// A second line would be one that the client made up, and that the proxy has not taken off.
	said := r.Header.Values(o.Private.Identity)
	if len(said) != 1 || said[0] == "" {
		return asker{}
	}
	return asker{access.Holder{Name: said[0][:min(len(said[0]), mostIdentityBytes)]}, true}
}

// tokenOf reads the token of a program, or what a person has typed as the password.
func tokenOf(r *http.Request) (token string, given bool) {
	if _, password, ok := r.BasicAuth(); ok {
		return password, true
	}
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.TrimSpace(token), strings.EqualFold(scheme, "Bearer")
}

// closed is the answer to who may not see something.
func (o *Options) closed(a asker, what string) *problem {
	switch {
	case a.known:
		return newProblem(http.StatusForbidden, what+" not open to "+a.Name, "ask for access who runs this server")
	case o.Private.Tokens != nil:
		return newProblem(http.StatusUnauthorized, what+" not public", "send a token: as the password in a browser, or as Authorization: Bearer TOKEN")
	}
	return newProblem(http.StatusForbidden, what+" not public", "sign in with the proxy before this server")
}

// challenges are what a browser asks its user by, and what a program may send.
var challenges = []string{`Basic realm="demarc", charset="UTF-8"`, `Bearer realm="demarc"`}

// hides tells whether who asks may not know which datasets there are: an address of one that is
// private then answers as one of none does. It does so by asking who it is: a browser sends no
// token before.
func (o *Options) hides(a asker) bool { return len(o.Private.Datasets) > 0 && !a.known }

// closedDataset is the answer to who may not see a dataset that is named, or that is not there.
func (o *Options) closedDataset(a asker, id string) *problem {
	p := o.closed(a, "this dataset is")
	if o.hides(a) {
		p.Detail = fmt.Sprintf("no dataset %q is public", id)
	}
	return p
}

// writeNoDataset answers where no dataset has the name that the path has.
func (s *Server) writeNoDataset(w *recorder, r *http.Request, id string) {
	if !s.options.hides(w.asker) {
		s.writeProblem(w, r, noSuchDataset(id))
		return
	}
	w.private = true
	s.writeProblem(w, r, s.options.closedDataset(w.asker, id))
}

// isProbe tells whether a path only says that the server is alive, or ready, for one dataset too:
// who watches it knows neither names nor tokens.
func isProbe(path string) bool {
	if below, is := strings.CutPrefix(path, "/d/"); is {
		_, below, _ = strings.Cut(below, "/")
		path = "/" + below
	}
	return path == "/healthz" || path == "/readyz"
}

// enters tells whether a request may go on to a dataset. Files of the page are of the program.
func (s *Server) enters(w *recorder, r *http.Request, at *place) bool {
	d := at.files.store.hosted
	if !d.private {
		return true
	}
	// Below its own name nothing says that it is there, no probe and no file.
	named, path := at.prefix != "", r.URL.Path
	_, file := s.page.files[path]
	if isPreflight(r) || !named && (isProbe(path) || file && path != mapPath && path != embedPath) {
		return true
	}
	w.private = true
	switch {
	case w.asker.sees(d):
		return true
	case named:
		s.writeProblem(w, r, s.options.closedDataset(w.asker, d.ID))
	default:
		s.writeProblem(w, r, s.options.closed(w.asker, "this dataset is"))
	}
	return false
}

// visible are the datasets that the request may list. The list is private where it is not the same
// for all.
func (s *Server) visible(q *request) []*hosted {
	q.private = s.options.Private.any()
	return slices.DeleteFunc(slices.Clone(s.datasets), func(d *hosted) bool { return !q.asker.sees(d) })
}

// releases are those that the request may see.
func (q *request) releases() *release.List {
	q.private = q.private || q.store.oldPrivate
	return q.releasesOf(q.store.hosted)
}

func (q *request) releasesOf(d *hosted) *release.List {
	if !q.asker.seesVersions(d) {
		return &release.List{}
	}
	return d.Releases()
}

// mayKnow refuses questions about versions of a dataset that are not for who asks.
func (s *Server) mayKnow(q *request, d *hosted) error {
	q.private = q.private || d.oldPrivate
	if !q.asker.seesVersions(d) {
		return s.options.closed(q.asker, "versions of this dataset are")
	}
	return nil
}

// notShared makes an answer private, which is only for who asked.
func notShared(header http.Header) {
	switch keep := header.Get("Cache-Control"); {
	case keep == "":
		header.Set("Cache-Control", "private")
	case keep != "no-store" && !strings.Contains(keep, "private"):
		header.Set("Cache-Control", "private, "+strings.TrimPrefix(keep, "public, "))
	}
}
