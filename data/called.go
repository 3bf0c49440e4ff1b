package data

import (
	"strings"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/geo"
)

// Called is a place, or a region that is drawn, found by a name.
type Called struct {
	ID    string        `json:"id"`
	Layer string        `json:"layer"` // "places", or that of the region
	Names dataset.Names `json:"names"`
	// Zone says that it is a region of the control layer, which changes hands as one: what holds
	// at one point of it holds in all.
	Zone  bool      `json:"zone"`
	Point orb.Point `json:"point"` // longitude, latitude: the place, or a point within the region
}

// Called returns what has the id, or the name in any language: a zone by its id, a place by its id,
// else places, else another region by its id, else zones, else other regions, in the order of the
// dataset. Several are called alike where the name does not decide.
func (s *Snapshot) Called(name string) []Called {
	name = strings.TrimSpace(name)
	byID := s.regions[name]
	if byID != nil && byID.Drawn() && byID.Layer == s.Dataset.ControlLayer {
		return []Called{s.calledRegion(byID)}
	}
	var places, zones, others []Called
	for _, p := range s.Dataset.Places {
		if p.ID == name {
			return []Called{calledPlace(p)}
		}
		if called(p.Names, name) {
			places = append(places, calledPlace(p))
		}
	}
	if len(places) > 0 {
		return places
	}
	if byID != nil && byID.Drawn() {
		return []Called{s.calledRegion(byID)}
	}
	for _, r := range s.Dataset.Regions {
		if !r.Drawn() || !called(r.Names, name) && !containsFold(r.AltNames, name) {
			continue
		}
		if c := s.calledRegion(r); c.Zone {
			zones = append(zones, c)
		} else {
			others = append(others, c)
		}
	}
	if len(zones) > 0 {
		return zones
	}
	return others
}

// CalledLike returns names, in a language, of which a text is a part, at most n.
func (s *Snapshot) CalledLike(text, language string, n int) (names []string) {
	text, seen := strings.ToLower(strings.TrimSpace(text)), map[string]bool{}
	offer := func(all dataset.Names) {
		named := all.In(language)
		for _, name := range all {
			if text != "" && len(names) < n && !seen[named] && strings.Contains(strings.ToLower(name), text) {
				seen[named] = true
				names = append(names, named)
			}
		}
	}
	for _, p := range s.Dataset.Places {
		offer(p.Names)
	}
	for _, r := range s.Dataset.Regions {
		if r.Drawn() {
			offer(r.Names)
		}
	}
	return names
}

func calledPlace(p *dataset.Place) Called {
	return Called{ID: p.ID, Layer: dataset.PlacesLayer, Names: p.Names, Point: p.Point}
}

func (s *Snapshot) calledRegion(r *dataset.Region) Called {
	return Called{
		ID: r.ID, Layer: r.Layer, Names: r.Names,
		Zone: r.Layer == s.Dataset.ControlLayer, Point: geo.PointOf(r.Shape()),
	}
}
