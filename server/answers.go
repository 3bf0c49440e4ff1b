package server

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/gorilla/mux"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
	"demarc/geo/geojson"
)

// getControl is the control-status overlay of one day.
func (s *Server) getControl(a *answer, r *http.Request, snapshot *data.Snapshot) error {
	day, err := s.day(r, snapshot)
	if err != nil {
		return err
	}
	boxes, err := within(r)
	if err != nil {
		return err
	}
	layer, err := snapshot.Layer(dataset.ControlLayer, data.Selection{During: date.Interval{From: day, To: day + 1}, Within: boxes})
	if err != nil {
		return err
	}
	extra := snapshot.Credits()
	extra["datetime"] = day
	if reason := snapshot.Uncovered(day); reason != "" {
		extra["reason"] = reason
	}
	return a.writeGeoJSON(layer, extra)
}

func (a *answer) writeGeoJSON(layer geo.Layer, extra map[string]any) error {
	a.contentType = "application/geo+json"
	return geojson.Write(a, layer, extra)
}

func (s *Server) getRegions(a *answer, r *http.Request, snapshot *data.Snapshot) error {
	during, err := interval(r)
	if err != nil {
		return err
	}
	boxes, err := within(r)
	if err != nil {
		return err
	}
	layer, _ := query(r, "layer")
	regions, err := snapshot.Regions(layer, data.Selection{During: during, Within: boxes})
	if err != nil {
		return badParameter("layer", err.Error(), "")
	}
	return a.writeJSON(map[string]any{"snapshot": snapshot.ID, "regions": regions})
}

func (s *Server) getRegion(a *answer, r *http.Request, snapshot *data.Snapshot) error {
	id, err := url.PathUnescape(mux.Vars(r)["id"])
	if err != nil {
		return badParameter("id", err.Error(), "")
	}
	region, err := snapshot.Region(id)
	if err != nil {
		return err
	}
	return a.writeJSON(region)
}

func (s *Server) getDiff(a *answer, r *http.Request, snapshot *data.Snapshot) error {
	from, err := needDate(r, "from")
	if err != nil {
		return err
	}
	to, err := needDate(r, "to")
	if err != nil {
		return err
	}
	return a.writeJSON(snapshot.Diff(from, to))
}

func (s *Server) getStats(a *answer, r *http.Request, snapshot *data.Snapshot) error {
	during, err := interval(r)
	if err != nil {
		return err
	}
	within, isWithin := query(r, "within")
	outside, isOutside := query(r, "outside")
	if isWithin && isOutside {
		return badParameter("outside", "within and outside exclude each other", "give one of the two")
	}
	stats, err := snapshot.Stats(data.StatsQuery{During: during, Within: within, Outside: outside})
	if err != nil && isWithin {
		return badParameter("within", err.Error(), "")
	}
	if err != nil {
		return badParameter("outside", err.Error(), "")
	}
	return a.writeJSON(stats)
}

func (s *Server) getTimeline(a *answer, _ *http.Request, snapshot *data.Snapshot) error {
	return a.writeJSON(snapshot.State())
}

func (s *Server) getEvents(a *answer, r *http.Request, snapshot *data.Snapshot) error {
	during, err := interval(r)
	if err != nil {
		return err
	}
	zone, _ := query(r, "zone")
	kind, _ := query(r, "kind")
	events, err := snapshot.EventList(during, zone, kind)
	if errors.Is(err, data.ErrNoZone) {
		return badParameter("zone", err.Error(), "")
	}
	if err != nil {
		return badParameter("kind", err.Error(), "")
	}
	answer := map[string]any{"snapshot": snapshot.ID, "events": events}
	if reason := snapshot.UncoveredPart(during); reason != "" {
		answer["reason"] = reason
	}
	return a.writeJSON(answer)
}

func (s *Server) getFigures(a *answer, r *http.Request, snapshot *data.Snapshot) error {
	region, _ := query(r, "region")
	figures, err := snapshot.FigureList(region)
	if err != nil {
		return badParameter("region", err.Error(), "")
	}
	return a.writeJSON(map[string]any{"snapshot": snapshot.ID, "figures": figures})
}

// status is the answer of /status.
type status struct {
	Version  string      `json:"version"`
	Started  string      `json:"started"`
	Snapshot *string     `json:"snapshot"`
	Dataset  *string     `json:"dataset"`
	Revision *string     `json:"dataset_version"`
	Latest   *latestLoad `json:"latest_load"`
}

// latestLoad says whether the files as they are now are being served, and if
// not, why.
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

func (s *Server) getStatus(a *answer, _ *http.Request, snapshot *data.Snapshot) error {
	answer := status{Version: s.options.Version, Started: s.started.UTC().Format(timeFormat)}
	if snapshot != nil {
		answer.Snapshot, answer.Dataset, answer.Revision = &snapshot.ID, &snapshot.Dataset.ID, &snapshot.Dataset.Version
	}
	if last := s.live.Last(); last != nil {
		failed := dataset.Errors(last.Problems)
		answer.Latest = &latestLoad{
			Time: last.Time.UTC().Format(timeFormat), Accepted: last.Err == nil,
			Errors: failed, Warnings: len(last.Problems) - failed,
			Problems: append([]dataset.Problem{}, last.Problems[:min(len(last.Problems), maxProblems)]...),
		}
		if last.Err != nil {
			answer.Latest.Reason = last.Err.Error()
		}
	}
	a.header.Set("Cache-Control", "no-store")
	return a.writeJSON(answer)
}

func (s *Server) getHealth(a *answer, _ *http.Request, _ *data.Snapshot) error {
	a.header.Set("Cache-Control", "no-store")
	a.contentType = "text/plain; charset=utf-8"
	_, err := a.WriteString("ok\n")
	return err
}

func (s *Server) getReady(a *answer, r *http.Request, snapshot *data.Snapshot) error {
	return s.getHealth(a, r, snapshot)
}
