package server

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"demarc/server/admit"
	"demarc/server/answer"
)

// problem is an error as clients read it (RFC 9457).
type problem = answer.Problem

func newProblem(status int, detail, hint string) *problem {
	return answer.NewProblem(status, http.StatusText(status), detail, hint)
}

func badParameter(name, detail, hint string) *problem { return answer.BadParameter(name, detail, hint) }

func notFound(detail, hint string) *problem { return answer.NotFound(detail, hint) }

func tooLong() *problem {
	return newProblem(http.StatusRequestURITooLong, fmt.Sprintf("the query is longer than %d bytes", maxQueryBytes), "")
}

func tooLarge() *problem {
	return newProblem(http.StatusRequestEntityTooLarge,
		fmt.Sprintf("the body is larger than %d bytes", maxBodyBytes), "this path reads no body")
}

func noSuchPath() *problem { return answer.NoSuchPath() }

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
	var refusal *admit.Refusal
	if errors.As(err, &refusal) {
		return refused(refusal)
	}
	if p := answer.ProblemOf(err); p != nil {
		return p
	}
	return internal()
}

// writeError tells the client of an error; faults of ours are logged too. Hints name
// paths of the dataset that was asked.
func (s *Server) writeError(w http.ResponseWriter, q *request, err error) {
	p := *problemOf(err)
	if p.Status >= 500 && p.Status != http.StatusNotImplemented && p.After == 0 {
		s.options.Log.Error("request failed", "request", w.Header().Get(requestIDLine), "path", q.URL.Path, "error", err)
	}
	p.Hint = strings.TrimPrefix(strings.ReplaceAll(" "+p.Hint, " /", " "+q.links.of(q.store.prefix).local("/")), " ")
	s.writeProblem(w, q.Request, &p)
}

func (s *Server) writeProblem(w http.ResponseWriter, r *http.Request, p *problem) {
	told := *p
	told.Instance = s.options.mount(r) + r.URL.Path
	if p.Status == http.StatusInternalServerError {
		told.Request = w.Header().Get(requestIDLine)
	}
	body, err := told.JSON()
	if err != nil {
		s.options.Log.Error("problem cannot be written", "error", err)
		return
	}
	header := w.Header()
	header.Del("ETag")
	header.Del("Content-Encoding")
	header.Set("Content-Type", problemMedia)
	header.Set("Cache-Control", "no-store")
	if p.Status == http.StatusServiceUnavailable || p.After > 0 {
		header.Set("Retry-After", strconv.Itoa(cmp.Or(p.After, 5)))
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
