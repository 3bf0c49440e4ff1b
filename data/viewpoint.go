package data

import "demarc/data/dataset"

// From returns the snapshot as a viewpoint sees it: contested periods show what the viewpoint
// claims, where it claims something. The empty string is the first viewpoint of the dataset, which
// takes the periods as they stand. The error is ErrNotFound for names of no viewpoint.
func (s *Snapshot) From(viewpoint string) (*Snapshot, error) {
	viewpoints := s.Dataset.Viewpoints
	if viewpoint == "" && len(viewpoints) == 0 {
		return s, nil
	}
	if viewpoint == "" {
		viewpoint = viewpoints[0].ID
	}
	if sibling := s.siblings[viewpoint]; sibling != nil {
		return sibling, nil
	}
	var known []string
	for _, v := range viewpoints {
		known = append(known, v.ID)
	}
	return nil, notFound("viewpoint", viewpoint, known)
}

// View returns the viewpoint of the snapshot; nil where it is the first, which shows what the
// dataset holds for true.
func (s *Snapshot) View() *dataset.Viewpoint {
	for i, v := range s.Dataset.Viewpoints {
		if i > 0 && v.ID == s.Viewpoint {
			return v
		}
	}
	return nil
}

// Claimed tells whether a period, nil for none, shows what the viewpoint claims of it: it rests on
// the word of one side.
func (s *Snapshot) Claimed(p *dataset.ControlPeriod) bool {
	if p == nil || len(p.Viewpoints) == 0 || s.Viewpoint == s.Dataset.Viewpoints[0].ID {
		return false
	}
	_, claimed := p.Viewpoints[s.Viewpoint]
	return claimed
}

// addSiblings builds one sibling for each viewpoint but the first, which is s itself. All of them
// share shapes and indexes.
func (s *Snapshot) addSiblings() {
	if len(s.Dataset.Viewpoints) == 0 {
		return
	}
	s.Viewpoint = s.Dataset.Viewpoints[0].ID
	s.siblings = map[string]*Snapshot{s.Viewpoint: s}
	for _, v := range s.Dataset.Viewpoints[1:] {
		timeline := *s.Timeline
		timeline.periods = map[string][]*dataset.ControlPeriod{}
		for zone, periods := range s.Timeline.periods {
			timeline.periods[zone] = seenFrom(v.ID, periods)
		}
		s.siblings[v.ID] = s.sibling(v.ID, &timeline)
	}
}

// sibling answers from the same dataset with other periods.
func (s *Snapshot) sibling(viewpoint string, timeline *Timeline) *Snapshot {
	return &Snapshot{
		ID: s.ID, Viewpoint: viewpoint, Dataset: s.Dataset, Timeline: timeline, siblings: s.siblings, tileShapes: s.tileShapes, tileBounds: s.tileBounds,
		zonePeriods: timeline.periodsOf(s.zones), passings: s.passingsOf(timeline), zones: s.zones, overlays: s.overlays, zone: s.zone, layers: s.layers, regions: s.regions,
		actors: s.actors, events: s.events, sources: s.sources, status: s.status, areas: s.areas,
	}
}

// seenFrom replaces periods by what the viewpoint claims of them. The claims of all parties stay on
// the period.
func seenFrom(viewpoint string, periods []*dataset.ControlPeriod) []*dataset.ControlPeriod {
	seen := make([]*dataset.ControlPeriod, len(periods))
	for i, p := range periods {
		seen[i] = p
		claim, ok := p.Viewpoints[viewpoint]
		if !ok {
			continue
		}
		changed := *p
		changed.Controller, changed.Status, changed.PatrolledBy = claim.Controller, claim.Status, claim.PatrolledBy
		if changed.Status != p.Status {
			changed.Claimants = nil // it does not show the zone as contested between them
		}
		seen[i] = &changed
	}
	return seen
}
