package server

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
)

// getControl is the control-status overlay of one day.
func (s *Server) getControl(w http.ResponseWriter, q *request) error {
	day, err := s.day(q)
	if err != nil {
		return err
	}
	boxes, err := q.within()
	if err != nil {
		return err
	}
	layer, err := q.snapshot.Layer(q.Context(), dataset.ControlLayer, data.Selection{During: date.Interval{From: day, To: day + 1}, Within: boxes})
	if err != nil {
		return err
	}
	extra := q.snapshot.Credits()
	extra["datetime"] = day
	if reason := q.snapshot.Uncovered(day); reason != "" {
		extra["reason"] = reason
	}
	return writeGeoJSON(w, q, layer, extra)
}

func (s *Server) getRegions(w http.ResponseWriter, q *request) error {
	during, err := q.interval()
	if err != nil {
		return err
	}
	boxes, err := q.within()
	if err != nil {
		return err
	}
	layer, _ := q.parameter("layer")
	regions, err := q.snapshot.Regions(layer, data.Selection{During: during, Within: boxes})
	if err != nil {
		return badParameter("layer", err.Error(), "")
	}
	return writeJSON(w, q, map[string]any{"snapshot": q.snapshot.ID, "regions": regions})
}

func (s *Server) getRegion(w http.ResponseWriter, q *request) error {
	region, err := q.snapshot.Region(q.vars["id"])
	var retired *data.RetiredError
	if errors.As(err, &retired) && len(retired.ReplacedBy) == 1 {
		leadOn(w, retired.ReplacedBy[0])
		return nil
	}
	if err != nil {
		return err
	}
	return writeJSON(w, q, region)
}

// leadOn leads to another id on the same path. The address is relative, as in redirectInto; it is
// kept by nobody, since an id may come back.
func leadOn(w http.ResponseWriter, id string) {
	w.Header().Set("Location", "./"+url.PathEscape(id))
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusPermanentRedirect)
}

func (s *Server) getDiff(w http.ResponseWriter, q *request) error {
	from, err := q.needDate("from")
	if err != nil {
		return err
	}
	to, err := q.needDate("to")
	if err != nil {
		return err
	}
	diff, err := q.snapshot.Diff(q.Context(), from, to)
	if err != nil {
		return err
	}
	return writeJSON(w, q, diff)
}

func (s *Server) getStats(w http.ResponseWriter, q *request) error {
	during, err := q.interval()
	if err != nil {
		return err
	}
	within, isWithin := q.parameter("within")
	outside, isOutside := q.parameter("outside")
	if isWithin && isOutside {
		return badParameter("outside", "within and outside exclude each other", "give one of the two")
	}
	work, err := s.begin(q, statsBytes+statsPeriod*int64(len(q.snapshot.Dataset.Periods)))
	if err != nil {
		return err
	}
	defer work.end()
	stats, err := q.snapshot.Stats(q.Context(), data.StatsQuery{During: during, Within: within, Outside: outside})
	if hasLeft(q, err) {
		return err
	}
	if err != nil && isWithin {
		return badParameter("within", err.Error(), "")
	}
	if err != nil {
		return badParameter("outside", err.Error(), "")
	}
	body, err := marshal(stats)
	work.leave()
	if err != nil {
		return err
	}
	return writeDocument(w, q, jsonMedia, body)
}

func (s *Server) getTimeline(w http.ResponseWriter, q *request) error {
	switch f, given := q.parameter("f"); {
	case !given || f == "json":
		return writeJSON(w, q, q.snapshot.State())
	case f == "compact":
		return writeJSON(w, q, q.snapshot.State().Compact())
	default:
		return badParameter("f", fmt.Sprintf("format %q: want json or compact", f), "")
	}
}

func (s *Server) getEvents(w http.ResponseWriter, q *request) error {
	during, err := q.interval()
	if err != nil {
		return err
	}
	zone, _ := q.parameter("zone")
	kind, _ := q.parameter("kind")
	events, err := q.snapshot.EventList(during, zone, kind)
	if errors.Is(err, data.ErrNoZone) {
		return badParameter("zone", err.Error(), "")
	}
	if err != nil {
		return badParameter("kind", err.Error(), "")
	}
	answer := map[string]any{"snapshot": q.snapshot.ID, "events": events}
	if reason := q.snapshot.UncoveredPart(during); reason != "" {
		answer["reason"] = reason
	}
	return writeJSON(w, q, answer)
}

func (s *Server) getSources(w http.ResponseWriter, q *request) error {
	return writeJSON(w, q, map[string]any{"snapshot": q.snapshot.ID, "sources": q.snapshot.CitedSources()})
}

func (s *Server) getCorrections(w http.ResponseWriter, q *request) error {
	return writeJSON(w, q, map[string]any{"snapshot": q.snapshot.ID, "corrections": q.snapshot.Corrections()})
}

func (s *Server) getFigures(w http.ResponseWriter, q *request) error {
	region, _ := q.parameter("region")
	figures, err := q.snapshot.FigureList(region)
	if err != nil {
		return badParameter("region", err.Error(), "")
	}
	return writeJSON(w, q, map[string]any{"snapshot": q.snapshot.ID, "figures": figures})
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
