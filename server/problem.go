package server

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"demarc/data"
	"demarc/server/admit"
)

// problem is an error as clients read it (RFC 9457).
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
	// Parameter names the wrong parameter of the query.
	Parameter string `json:"parameter,omitempty"`
	Hint      string `json:"hint,omitempty"`
	// Current is the snapshot that answers, where that in the path does not any more.
	Current string `json:"current,omitempty"`
	// ReplacedBy are the ids that came in place of one that there is not any more.
	ReplacedBy []string `json:"replaced_by,omitempty"`
	Instance   string   `json:"instance,omitempty"`
	// Request is the id of the request, of a fault of ours: by it the log is searched.
	Request string `json:"request,omitempty"`

	after int // seconds until it may be worth to ask again; 0: as the status says
}

func (p *problem) Error() string { return p.Detail }

func newProblem(status int, detail, hint string) *problem {
	return &problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail, Hint: hint}
}

func badParameter(name, detail, hint string) *problem {
	p := newProblem(http.StatusBadRequest, detail, hint)
	p.Parameter = name
	return p
}

func notFound(detail, hint string) *problem { return newProblem(http.StatusNotFound, detail, hint) }

func tooLong() *problem {
	return newProblem(http.StatusRequestURITooLong, fmt.Sprintf("the query is longer than %d bytes", maxQueryBytes), "")
}

func tooLarge() *problem {
	return newProblem(http.StatusRequestEntityTooLarge,
		fmt.Sprintf("the body is larger than %d bytes", maxBodyBytes), "this path reads no body")
}

func noSuchPath() *problem {
	return notFound("no such path", "/ is the map, /api lists the paths of the API")
}

func noSuchDataset(id string) *problem {
	return notFound(fmt.Sprintf("no dataset %q is served", id), "/datasets lists those that are")
}

func noData() *problem {
	return newProblem(http.StatusServiceUnavailable, "no dataset has been accepted yet", "/status says why")
}

func internal() *problem {
	return newProblem(http.StatusInternalServerError, "a fault of the server; it has been logged", "")
}

// problemOf turns an error of a handler into a problem document. Unforeseen errors are faults of
// ours.
func problemOf(err error) *problem {
	var own *problem
	var refusal *admit.Refusal
	var tooMuch *data.TooMuchError
	var retired *data.RetiredError
	switch {
	case errors.As(err, &own):
		return own
	case errors.As(err, &refusal):
		return refused(refusal)
	case errors.As(err, &tooMuch):
		return badParameter("datetime", err.Error(), "ask for one day, datetime=YYYY-MM-DD, or a shorter interval")
	case errors.As(err, &retired):
		p := notFound(err.Error(), "")
		p.ReplacedBy = retired.ReplacedBy
		return p
	case errors.Is(err, data.ErrNotFound):
		return notFound(err.Error(), "")
	}
	return internal()
}

// writeError tells the client of an error; faults of ours are logged too. Hints name
// paths of the dataset that was asked.
func (s *Server) writeError(w http.ResponseWriter, q *request, err error) {
	p := *problemOf(err)
	if p.Status >= 500 && p.Status != http.StatusNotImplemented && p.after == 0 {
		s.options.Log.Error("request failed", "request", w.Header().Get(requestIDLine), "path", q.URL.Path, "error", err)
	}
	p.Hint = strings.TrimPrefix(strings.ReplaceAll(" "+p.Hint, " /", " "+q.links.of(q.store.prefix).local("/")), " ")
	s.writeProblem(w, q.Request, &p)
}

func (s *Server) writeProblem(w http.ResponseWriter, r *http.Request, p *problem) {
	answer := *p
	answer.Instance = s.options.mount(r) + r.URL.Path
	if p.Status == http.StatusInternalServerError {
		answer.Request = w.Header().Get(requestIDLine)
	}
	body, err := json.Marshal(answer)
	if err != nil {
		s.options.Log.Error("problem cannot be written", "error", err)
		return
	}
	header := w.Header()
	header.Del("ETag")
	header.Del("Content-Encoding")
	header.Set("Content-Type", problemMedia)
	header.Set("Cache-Control", "no-store")
	if p.Status == http.StatusServiceUnavailable || p.after > 0 {
		header.Set("Retry-After", strconv.Itoa(cmp.Or(p.after, 5)))
	}
	if p.Status == http.StatusUnauthorized {
		header["Www-Authenticate"] = challenges
	}
	if r.ContentLength != 0 {
		header.Set("Connection", "close") // do not wait for a body that nobody will read
	}
	w.WriteHeader(p.Status)
	w.Write(body) // the client may have gone: nothing to be done
}

// list joins names for a message: "a, b or c".
func list(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}
