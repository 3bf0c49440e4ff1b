package data

import (
	"sync"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
)

// tileBounds are the boxes of all tilesets that hold anything, by name. Finding them reads every
// position of the dataset, so it is done once for all viewpoints.
type tileBounds struct {
	once  sync.Once
	boxes map[string]orb.Bound
}

// TileBound is the box around everything in a tileset, on any day; that of the coverage if nothing
// is drawn.
func (s *Snapshot) TileBound(tileset string) orb.Bound {
	b := s.tileBounds
	b.once.Do(func() { b.boxes = s.tileBoxes() })
	if box, ok := b.boxes[tileset]; ok {
		return box
	}
	return s.Dataset.Covers.Bound()
}

func (s *Snapshot) tileBoxes() map[string]orb.Bound {
	boxes := map[string]orb.Bound{}
	add := func(g orb.Geometry, tilesets ...string) {
		box := g.Bound()
		if box.IsEmpty() {
			return
		}
		for _, name := range tilesets {
			if old, ok := boxes[name]; ok {
				boxes[name] = old.Union(box)
			} else {
				boxes[name] = box
			}
		}
	}
	for _, x := range s.layers {
		for _, r := range x.regions {
			if !r.Drawn() {
				continue
			}
			add(r.Shape(), dataset.HistoryTiles, WholeTiles, x.ID)
			// Overlays that are points or lines stand in no layer of control.
			if x.ID == s.Dataset.ControlLayer || s.Dataset.Controls(x.ID) && len(r.Geometry) > 0 {
				add(r.Shape(), dataset.ControlLayer, dataset.FrontLayer, dataset.ControllersLayer)
			}
		}
	}
	for _, context := range s.Dataset.Context {
		for _, f := range context.Features {
			add(f.Geometry, dataset.HistoryTiles)
		}
	}
	for _, p := range s.Dataset.Places {
		add(p.Point, dataset.HistoryTiles, WholeTiles, dataset.PlacesLayer)
	}
	for _, e := range s.Dataset.Events {
		if e.Point != nil {
			add(orb.Point(*e.Point), dataset.HistoryTiles, WholeTiles, dataset.EventsLayer)
		}
	}
	return boxes
}
