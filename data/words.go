package data

import (
	"cmp"

	"demarc/data/dataset"
)

// ActorIn returns the short name of an actor in a language, the id itself for an unknown id.
func (s *Snapshot) ActorIn(id, language string) string {
	if actor := s.actors[id]; actor != nil {
		return cmp.Or(actor.Short.In(language), actor.Names.In(language))
	}
	return id
}

// ActorCode returns the letters that stand for an actor in legends, "" if there are none.
func (s *Snapshot) ActorCode(id string) string {
	if actor := s.actors[id]; actor != nil {
		return actor.Code
	}
	return ""
}

// StatusIn returns the name of a status in a language, the id itself for an unknown id.
func (s *Snapshot) StatusIn(id, language string) string {
	if status := s.status[id]; status != nil {
		return status.Names.In(language)
	}
	return id
}

// SourcesOf returns the sources that a period rests on: its own, else those of its event.
func (s *Snapshot) SourcesOf(p *dataset.ControlPeriod) []*dataset.Source { return s.sourcesOf(p) }
