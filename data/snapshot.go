package data

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"sync"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/geo"
	"demarc/geo/locate"
)

// Snapshot is one accepted dataset with its indexes. It never changes, so any number of readers may
// share it.
type Snapshot struct {
	ID        string // the first 16 hexadecimal digits of the dataset's hash
	Viewpoint string // whose statements count where they differ; "" if the dataset has no viewpoints
	Dataset   *dataset.Dataset
	Timeline  *Timeline

	siblings map[string]*Snapshot // by viewpoint, this one among them
	zones    []*Zone              // of the control layer
	overlays []*Zone              // of the overlay layers
	// zonePeriods are the periods of zones, in the same order.
	zonePeriods [][]*dataset.ControlPeriod
	passings    map[string][]passing // by zone
	zone        map[string]*Zone
	layers      []*regionIndex
	regions     map[string]*dataset.Region
	actors      map[string]*dataset.Actor
	events      map[string]*dataset.Event
	corrected   corrected
	sources     map[string]*dataset.Source
	status      map[string]*dataset.Status
	areas       map[string]func() float64 // of the drawn regions, km2, found when first asked for

	json  sync.Map // that of a region's names, a layer's title, a period, see Location.AppendJSON
	tiles tilerCache

	// shared by all siblings
	tileShapes *tileShapes
	tileBounds *tileBounds

	collections collectionCache
	front       lazyFronts
}

// Zone is a region of the control layer or an overlay, with its area and a point for its label.
type Zone struct {
	*dataset.Region
	AreaKm2 float64   // on the ellipsoid, see geo.Area; 0 when not drawn
	Label   orb.Point // inside the zone; meaningless when not drawn
}

// regionIndex finds the regions of one layer; shape i of the index is region i.
type regionIndex struct {
	*dataset.RegionLayer
	regions []*dataset.Region
	index   *locate.Index // boxes and the nearest region
	grid    *locate.Grid  // points; version i is region i while it is valid

	stretches  stretches
	neighbours sync.Map // regionBorders by *Region

	controls bool // it is the control layer or lies above it
}

// ErrRejected is wrapped by the error of Open for a dataset with errors.
var ErrRejected = errors.New("dataset rejected")

// newSnapshot indexes a dataset. With an error among its problems there is no snapshot.
func newSnapshot(reading *dataset.Reading, problems []dataset.Problem) (*Snapshot, error) {
	d := reading.Dataset
	if n := dataset.Errors(problems); n > 0 {
		return nil, fmt.Errorf("%w: errors: %d, the first is %s", ErrRejected, n, firstError(problems))
	}
	s := &Snapshot{
		ID: hex.EncodeToString(d.Hash[:8]), Dataset: d, Timeline: newTimeline(d),
		zone: map[string]*Zone{}, regions: map[string]*dataset.Region{}, actors: map[string]*dataset.Actor{},
		events: map[string]*dataset.Event{}, sources: map[string]*dataset.Source{}, status: map[string]*dataset.Status{},
		areas: map[string]func() float64{}, tileShapes: &tileShapes{}, tileBounds: &tileBounds{},
	}
	for _, x := range d.Actors {
		s.actors[x.ID] = x
	}
	for _, x := range d.Events {
		s.events[x.ID] = s.toldEvent(x)
	}
	for _, x := range d.Sources {
		s.sources[x.ID] = x
	}
	for _, x := range d.Statuses {
		s.status[x.ID] = x
	}
	for _, layer := range d.Layers {
		index, err := newRegionIndex(layer, d.Regions, reading.LayerBlob("grid", layer))
		if err != nil {
			return nil, fmt.Errorf("%w: layer %s: %w", ErrRejected, layer.ID, err)
		}
		index.controls = d.Controls(layer.ID)
		s.layers = append(s.layers, index)
	}
	for _, r := range d.Regions {
		s.regions[r.ID] = r
		if len(r.Geometry) > 0 {
			s.areas[r.ID] = sync.OnceValue(func() float64 { return geo.Area(r.Geometry) / 1e6 })
		}
		if d.Controls(r.Layer) {
			s.addZone(r)
		}
	}
	s.corrected = newCorrected(d)
	s.zonePeriods, s.passings = s.Timeline.periodsOf(s.zones), s.passingsOf(s.Timeline)
	s.addSiblings()
	return s, nil
}

// Open loads, checks and indexes a dataset directory. The problems are returned also when the
// snapshot is accepted: they may hold warnings.
func Open(fsys fs.FS) (*Snapshot, []dataset.Problem, error) {
	return OpenKeeping(fsys, dataset.Keeping{})
}

// OpenKeeping is Open of files that may have been opened before: what is costly to make of them is
// taken from where it is kept, or kept there.
func OpenKeeping(fsys fs.FS, keeping dataset.Keeping) (*Snapshot, []dataset.Problem, error) {
	reading, err := dataset.LoadKeeping(fsys, keeping)
	if err != nil {
		return nil, nil, err
	}
	problems := reading.Check()
	s, err := newSnapshot(reading, problems)
	return s, problems, err
}

func (s *Snapshot) addZone(r *dataset.Region) {
	zone := &Zone{Region: r}
	if r.Drawn() {
		zone.AreaKm2 = s.areaKm2(r.ID)
		zone.Label = geo.PointOf(r.Shape())
	}
	s.zone[r.ID] = zone
	if r.Layer == s.Dataset.ControlLayer {
		s.zones = append(s.zones, zone)
	} else {
		s.overlays = append(s.overlays, zone)
	}
}

// areaKm2 returns the area of a region, 0 of one without.
func (s *Snapshot) areaKm2(region string) float64 {
	if area := s.areas[region]; area != nil {
		return area()
	}
	return 0
}

// newRegionIndex indexes the regions of a layer. Its grid is kept in a blob.
func newRegionIndex(layer *dataset.RegionLayer, all []*dataset.Region, kept dataset.Blob) (*regionIndex, error) {
	x := &regionIndex{RegionLayer: layer}
	var shapes []orb.MultiPolygon
	var versions []locate.Version
	for _, r := range all {
		if r.Layer == layer.ID {
			x.regions = append(x.regions, r)
			shapes = append(shapes, r.Geometry)
			versions = append(versions, locate.Version{
				Shape: r.Geometry, Span: locate.Span{From: int32(r.Interval.From), To: int32(r.Interval.To)},
			})
		}
	}
	grid, err := gridOf(versions, kept)
	if err != nil {
		return nil, err
	}
	x.grid, x.index = grid, grid.Index(shapes)
	return x, nil
}

// gridOf returns the grid that was kept, or a new one, which is kept if that pays.
func gridOf(versions []locate.Version, kept dataset.Blob) (*locate.Grid, error) {
	if packed := kept.Get(); packed != nil {
		if grid, err := locate.Unpack(versions, packed); err == nil {
			return grid, nil
		}
	}
	grid, err := locate.NewGrid(versions)
	if err == nil && grid.Packs() {
		kept.Put(grid.Pack)
	}
	return grid, err
}

// Periods returns the periods of a zone in order of time. The caller must not write into it.
func (s *Snapshot) Periods(zone *Zone) []*dataset.ControlPeriod { return s.Timeline.Periods(zone.ID) }

// Zones returns the zones in the order of the file.
func (s *Snapshot) Zones() []*Zone { return s.zones }

// Overlays returns the regions of the overlay layers, which lie over the zones with periods of
// their own.
func (s *Snapshot) Overlays() []*Zone { return s.overlays }

// ActorColor returns the colour of an actor, #rrggbb, "" for an unknown id.
func (s *Snapshot) ActorColor(id string) string {
	if actor := s.actors[id]; actor != nil {
		return actor.Color
	}
	return ""
}

// Pattern returns the pattern of a status, dots for an unknown id.
func (s *Snapshot) Pattern(status string) string {
	if status := s.status[status]; status != nil {
		return status.Pattern
	}
	return "dots"
}

// Credits are the members that travel with every file made from the dataset.
func (s *Snapshot) Credits() map[string]any {
	d := s.Dataset
	return map[string]any{
		"dataset": d.ID, "version": d.Version, "snapshot": s.ID,
		"licence": d.Licence, "attribution": d.Attribution,
	}
}

func firstError(problems []dataset.Problem) dataset.Problem {
	for _, p := range problems {
		if p.Severity == dataset.Error {
			return p
		}
	}
	return dataset.Problem{}
}
