package data

import (
	"cmp"

	"demarc/data/dataset"
	"demarc/geo"
	"demarc/geo/topology"
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

// Overlays returns the regions of the overlay layers, which lie over the zones with periods of
// their own.
func (s *Snapshot) Overlays() []*Zone { return s.overlays }

// Borders returns the arcs between the zones; Left and Right of an arc are positions in zones.
func (s *Snapshot) Borders() (zones []*Zone, arcs []topology.Arc) {
	return s.zones, s.regionIndex(s.Dataset.ControlLayer).arcs()
}

// ContextLayers returns the shapes of the surroundings, which are drawn below the layers.
func (s *Snapshot) ContextLayers() []geo.Layer { return s.contextLayers() }
