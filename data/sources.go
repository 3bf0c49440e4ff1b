package data

import (
	"demarc/data/dataset"
	"demarc/data/date"
)

// CitedSource is a source with all that rests on it: each list has ids, and is empty where there is
// nothing of the kind.
type CitedSource struct {
	*dataset.Source
	Events  []string       `json:"events"`
	Regions []string       `json:"regions"`
	Periods []CitingPeriod `json:"periods"`
}

// CitingPeriod is a period of control by the days on which it begins.
type CitingPeriod struct {
	Zone string     `json:"zone"` // or overlay
	From *date.Date `json:"from"`
}

// CitedSources returns all sources, in the order of the dataset. A period rests on its own sources,
// else on those of its event.
func (s *Snapshot) CitedSources() []*CitedSource {
	list, byID := []*CitedSource{}, map[string]*CitedSource{}
	for _, source := range s.Dataset.Sources {
		cited := &CitedSource{Source: source, Events: []string{}, Regions: []string{}, Periods: []CitingPeriod{}}
		list, byID[source.ID] = append(list, cited), cited
	}
	for _, e := range s.Dataset.Events {
		for _, id := range e.Sources {
			byID[id].Events = append(byID[id].Events, e.ID)
		}
	}
	for _, r := range s.Dataset.Regions {
		for _, id := range r.Sources {
			byID[id].Regions = append(byID[id].Regions, r.ID)
		}
		for _, p := range s.Timeline.Periods(r.ID) {
			for _, source := range s.sourcesOf(p) {
				cited := byID[source.ID]
				cited.Periods = append(cited.Periods, CitingPeriod{r.ID, p.Interval.From.Optional()})
			}
		}
	}
	return list
}
