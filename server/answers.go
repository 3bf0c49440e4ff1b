package server

import (
	"errors"
	"net/http"
	"net/url"

	"demarc/data/dataset"
	"demarc/server/answer"
)

// getAnswer answers as answer.Paths says.
func getAnswer(path answer.Path) handler {
	return func(_ *Server, w http.ResponseWriter, q *request) error {
		a, err := path.Answer(q.Context(), q.question(), q.vars["id"])
		switch {
		case err != nil:
			return err
		case a.LeadsTo != "":
			leadOn(w, a.LeadsTo)
			return nil
		case a.Layer != nil:
			return writeGeoJSON(w, q, *a.Layer, a.Extra)
		}
		return writeJSON(w, q, a.Value)
	}
}

// leadOn leads to another id on the same path. The address is relative, as in redirectInto; it is
// kept by nobody, since an id may come back.
func leadOn(w http.ResponseWriter, id string) {
	w.Header().Set("Location", "./"+url.PathEscape(id))
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusPermanentRedirect)
}

func (s *Server) getStats(w http.ResponseWriter, q *request) error {
	query, err := answer.ReadStats(q.question())
	if err != nil {
		return err
	}
	work, err := s.begin(q, statsBytes+statsPeriod*int64(len(q.snapshot.Dataset.Periods)))
	if err != nil {
		return err
	}
	defer work.end()
	stats, err := answer.Stats(q.Context(), q.snapshot, query)
	if err != nil {
		return err
	}
	body, err := answer.Marshal(stats)
	work.leave()
	if err != nil {
		return err
	}
	return writeDocument(w, q, jsonMedia, body)
}

// status is the answer of /status.
type status struct {
	Version string        `json:"version"`
	Started string        `json:"started"`
	Accept  *acceptErrors `json:"accept_errors,omitempty"` // since the start
	TLS     *tlsStatus    `json:"tls,omitempty"`
	storeStatus
	Datasets []namedStatus `json:"datasets,omitempty"` // at the root
}

// tlsStatus tells of the certificate that is used.
type tlsStatus struct {
	NotAfter string `json:"not_after"`
	Read     string `json:"read"`
	Refused  string `json:"refused,omitempty"`
}

// acceptErrors tells of clients that got no connection.
type acceptErrors struct {
	Count  uint64 `json:"count"`
	Since  string `json:"since"` // the latest burst
	Last   string `json:"last"`
	Reason string `json:"reason"`
}

type namedStatus struct {
	ID string `json:"id"`
	storeStatus
}

// storeStatus says what is served of a dataset.
type storeStatus struct {
	Snapshot *string           `json:"snapshot"`
	Since    string            `json:"since,omitempty"` // when it became the current one
	Dataset  *string           `json:"dataset"`
	Revision *string           `json:"dataset_version"`
	Latest   *latestLoad       `json:"latest_load"`
	Loads    *loads            `json:"loads,omitempty"`
	Gone     *directoryGone    `json:"directory_gone,omitempty"`   // what was loaded is served on
	Release  *releaseName      `json:"release,omitempty"`          // that the snapshot is
	Faults   []dataset.Problem `json:"release_problems,omitempty"` // of the list of releases
}

// loads counts the attempts to load since the start.
type loads struct {
	Accepted int `json:"accepted"`
	Refused  int `json:"refused"`
}

// directoryGone says why the directory or database of a dataset cannot be looked at.
type directoryGone struct {
	Since  string `json:"since"`
	Reason string `json:"reason"`
}

// latestLoad is the latest attempt to load: accepted, or the reason why the files as they are now
// are not served.
type latestLoad struct {
	Time     string            `json:"time"`
	Accepted bool              `json:"accepted"`
	Errors   int               `json:"errors"`
	Warnings int               `json:"warnings"`
	Reason   string            `json:"reason,omitempty"`
	Problems []dataset.Problem `json:"problems"` // at most maxProblems
}

const (
	maxProblems = 100
	timeFormat  = "2006-01-02T15:04:05Z07:00"
)

func (s *Server) getStatus(w http.ResponseWriter, q *request) error {
	answer := status{Version: s.options.Version, Started: s.started.UTC().Format(timeFormat), storeStatus: q.statusOf(q.store.hosted)}
	if seen := s.accept.errors(); seen.Count > 0 {
		answer.Accept = &acceptErrors{seen.Count, seen.Since.UTC().Format(timeFormat), seen.Last.UTC().Format(timeFormat), seen.Reason}
	}
	if s.options.Certificate != nil {
		answer.TLS = s.options.Certificate().status()
	}
	if q.store.prefix == "" {
		for _, d := range s.visible(q) {
			answer.Datasets = append(answer.Datasets, namedStatus{d.ID, q.statusOf(d)})
		}
	}
	w.Header().Set("Cache-Control", "no-store")
	return writeJSON(w, q, answer)
}

func (q *request) statusOf(store *hosted) storeStatus {
	var answer storeStatus
	if state := store.State(); state.Current != nil {
		snapshot := state.Current
		answer.Since = state.Since.UTC().Format(timeFormat)
		answer.Snapshot, answer.Dataset, answer.Revision = &snapshot.ID, &snapshot.Dataset.ID, &snapshot.Dataset.Version
	}
	released := q.releasesOf(store)
	answer.Faults = released.Problems[:min(len(released.Problems), maxProblems)]
	if answer.Snapshot != nil {
		if r := released.Of(*answer.Snapshot); r != nil {
			answer.Release = &releaseName{r.Version, r.Date}
		}
	}
	if last := store.Last(); last != nil {
		failed := dataset.Errors(last.Problems)
		answer.Latest = &latestLoad{
			Time: last.Time.UTC().Format(timeFormat), Accepted: last.Err == nil,
			Errors: failed, Warnings: len(last.Problems) - failed,
			Problems: append([]dataset.Problem{}, last.Problems[:min(len(last.Problems), maxProblems)]...),
		}
		if last.Err != nil {
			answer.Latest.Reason = q.reason(last.Err)
		}
		answer.Loads = &loads{Accepted: last.Accepted, Refused: last.Refused}
		if last.Gone != nil {
			answer.Gone = &directoryGone{last.GoneSince.UTC().Format(timeFormat), q.reason(last.Gone)}
		}
	}
	return answer
}

// reason is what an error says to who asks: where a database is, say, to nobody who has not said
// who they are.
func (q *request) reason(err error) string {
	var guarded interface{ Public() string }
	if !q.asker.known && errors.As(err, &guarded) {
		return guarded.Public()
	}
	return err.Error()
}

func (s *Server) getHealth(w http.ResponseWriter, q *request) error {
	w.Header().Set("Cache-Control", "no-store")
	return writeDocument(w, q, "text/plain; charset=utf-8", []byte("ok\n"))
}
