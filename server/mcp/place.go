package mcp

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/server/answer"
)

func locate(_ context.Context, s *Server, q answer.Question) (reply, error) { return s.locate(q) }

func history(_ context.Context, s *Server, q answer.Question) (reply, error) {
	q.Values.Set("history", "true")
	return s.locate(q)
}

func (s *Server) locate(q answer.Question) (r reply, err error) {
	if !q.Values.Has("q") && !(q.Values.Has("lon") && q.Values.Has("lat")) {
		e := q.Snapshot.Example()
		return r, answer.BadParameter("q", "no place is given: want q, or both lon and lat",
			fmt.Sprintf(`for instance {"lon": %.5f, "lat": %.5f, "datetime": "%s"}`, e.Point[0], e.Point[1], e.Day))
	}
	if r.Found, err = findPlace(q); err != nil {
		return r, err
	}
	asked, err := answer.ReadLocate(q)
	if err != nil {
		return r, err
	}
	at := asked.Location()
	r.Day, r.Status, r.Reason = &asked.Day, at.Control.Status, at.Control.Reason
	r.Uncertainty = uncertaintyOf(at)
	r.cite(at.Control.Sources...)
	for _, o := range at.Overlays {
		if o.Control != nil {
			r.cite(o.Control.Sources...)
		}
		for _, p := range o.History {
			r.cite(p.Sources...)
		}
	}
	for _, p := range at.History {
		r.cite(p.Sources...)
	}
	r.Answer = at
	r.text = s.told(q.Snapshot, r, at)
	return r, nil
}

// told is the text of a location.
func (s *Server) told(snapshot *data.Snapshot, r reply, at data.Location) string {
	var b strings.Builder
	if r.Found != nil {
		fmt.Fprintf(&b, "asked:    %s (%s)\n", r.Found.Names.In("en"), r.Found.ID)
		if r.Found.Note != "" {
			fmt.Fprintf(&b, "          %s\n", r.Found.Note)
		}
	}
	s.Tell(&b, snapshot, at)
	return b.String()
}

// findPlace reads q as a name where it is no coordinates, and asks for its point in place of it.
func findPlace(q answer.Question) (*found, error) {
	text, given := q.Parameter("q")
	if !given || q.Values.Has("lon") || q.Values.Has("lat") || q.Values.Has("near") {
		return nil, nil // answer says what is wrong
	}
	_, noCoordinates := q.Snapshot.ReadPoint(text, nil)
	if noCoordinates == nil {
		return nil, nil
	}
	all := q.Snapshot.Called(text)
	switch len(all) {
	case 0:
		return nil, nothingCalled(q.Snapshot, text, noCoordinates)
	case 1:
	default:
		return nil, severalCalled("q", text, all)
	}
	f := &found{Called: all[0]}
	q.Values.Del("q")
	q.Values.Set("lon", strconv.FormatFloat(f.Point[0], 'f', -1, 64))
	q.Values.Set("lat", strconv.FormatFloat(f.Point[1], 'f', -1, 64))
	switch {
	case f.Zone:
	case f.Layer == dataset.PlacesLayer:
		f.Note = "the answer is for the point where the place lies"
	default:
		f.Note = "the answer is for one point within this region: other parts of it may have been held by others"
	}
	return f, nil
}

func nothingCalled(s *data.Snapshot, text string, noCoordinates error) error {
	hint := noCoordinates.Error()
	if like := s.CalledLike(text, "en", 8); len(like) > 0 {
		hint = "names with it are " + answer.List(like)
	}
	return answer.BadParameter("q", fmt.Sprintf("q %q: no place, region or id of the dataset is called so, and it is no coordinates", shortened(text)), hint)
}

func severalCalled(parameter, text string, all []data.Called) error {
	var each []string
	for _, c := range all[:min(len(all), 12)] {
		each = append(each, fmt.Sprintf("%s (%s, %.4f %.4f)", c.ID, c.Layer, c.Point[0], c.Point[1]))
	}
	if more := len(all) - len(each); more > 0 {
		each = append(each, fmt.Sprintf("%d more", more))
	}
	return answer.BadParameter(parameter, fmt.Sprintf("%s %q: %d are called so: %s", parameter, shortened(text), len(all), strings.Join(each, ", ")),
		"ask with the id of one of them, or for a place with lon and lat")
}

func uncertaintyOf(at data.Location) uncertainty {
	c := at.Control
	u := uncertainty{
		Uncertain: at.Uncertain, Note: at.UncertainNote, FromEarliest: c.FromEarliest, FromLatest: c.FromLatest,
		OrEarlier: c.SinceOrEarlier, Confidence: c.Confidence, Claim: c.Claim,
	}
	if z := at.Zone; z != nil {
		u.PrecisionM, u.BorderM, u.NearLine, u.Second = &z.PrecisionM, &z.BorderM, z.NearUncertainLine, z.Second
	}
	if n := at.Nearest; n != nil {
		u.PrecisionM, u.BorderM, u.NearLine, u.Second = &n.PrecisionM, &n.DistanceM, n.NearUncertainLine, n.ID
	}
	if at.Read != nil {
		u.GivenToM = &at.Read.PrecisionM
	}
	return u
}
