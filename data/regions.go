package data

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
)

// ErrNotFound is wrapped by errors about unknown names and ids.
var ErrNotFound = errors.New("not found")

// ErrNoZone is wrapped, beside ErrNotFound, where the name is that of a zone.
var ErrNoZone = errors.New("no such zone")

// RetiredError is an ErrNotFound about an id that a region had once.
type RetiredError struct {
	ID         string
	ReplacedBy []string // the regions that came in its place, in the end; none: nothing did
}

func (e *RetiredError) Error() string {
	if len(e.ReplacedBy) == 0 {
		return fmt.Sprintf("region %q: %v any more, and nothing came in its place", e.ID, ErrNotFound)
	}
	return fmt.Sprintf("region %q: %v any more: in its place came %s", e.ID, ErrNotFound, strings.Join(e.ReplacedBy, ", "))
}

// Unwrap makes it an ErrNotFound.
func (e *RetiredError) Unwrap() error { return ErrNotFound }

// notFound words ErrNotFound; known may be nil.
func notFound(kind, name string, known []string) error {
	if len(known) > 0 && len(known) <= 20 {
		return fmt.Errorf("%s %q: %w: want one of %s", kind, name, ErrNotFound, strings.Join(known, ", "))
	}
	ids := make(map[string]*struct{}, len(known))
	for _, id := range known {
		ids[id] = nil
	}
	if near := dataset.Nearest(ids, name); near != "" {
		return fmt.Errorf("%s %q: %w: did you mean %q?", kind, name, ErrNotFound, near)
	}
	return fmt.Errorf("%s %q: %w", kind, name, ErrNotFound)
}

// RegionInfo is a region without its shape.
type RegionInfo struct {
	ID        string        `json:"id"`
	Layer     string        `json:"layer"`
	Names     dataset.Names `json:"names"`
	Kind      string        `json:"kind,omitempty"`
	Parent    string        `json:"parent,omitempty"`
	From      *date.Date    `json:"valid_from"`
	To        *date.Date    `json:"valid_to"`
	AdminFrom string        `json:"admin_from,omitempty"` // EDTF
	AdminTo   string        `json:"admin_to,omitempty"`
	Drawn     bool          `json:"drawn"`          // false: known, but without an outline
	Bbox      *[4]float64   `json:"bbox,omitempty"` // west, south, east, north
	AreaKm2   float64       `json:"area_km2,omitempty"`
}

// RegionDetail is everything the dataset says about one region.
type RegionDetail struct {
	RegionInfo
	Snapshot      string                 `json:"snapshot"`
	AltNames      []string               `json:"alt_names,omitempty"`
	Confidence    string                 `json:"confidence,omitempty"`
	PrecisionM    any                    `json:"precision_m,omitempty"`
	PrecisionNote dataset.Text           `json:"precision_note,omitempty"`
	LineSource    string                 `json:"source,omitempty"`     // how the outline is known
	DecidedBy     dataset.Text           `json:"decided_by,omitempty"` // who decided where a drawn line runs
	DeJureState   string                 `json:"de_jure_state,omitempty"`
	Note          dataset.Text           `json:"note,omitempty"`
	Related       []string               `json:"regions,omitempty"`
	Areas         []dataset.RegionFigure `json:"published_areas,omitempty"` // km2
	Population    []dataset.RegionFigure `json:"population,omitempty"`
	Replaces      []string               `json:"replaces,omitempty"` // ids of the regions that it came in place of
	ReplacedBy    []string               `json:"replaced_by,omitempty"`
	SameAs        dataset.SameAs         `json:"same_as,omitempty"` // by scheme, such as wikidata
	Attributes
	Sources     []*dataset.Source `json:"sources"`
	Corrections []*Correction     `json:"corrections,omitempty"` // of the region itself, the latest first
	History     []Control         `json:"history,omitempty"`     // zones only

	Neighbours    []RegionNeighbour `json:"neighbours,omitempty"` // in a partition, the longest border first
	OuterBorderKm float64           `json:"outer_border_km,omitempty"`
}

// Regions lists the selected regions, of one layer or, when it is empty, of all.
func (s *Snapshot) Regions(layer string, wanted Selection) ([]RegionInfo, error) {
	list := []RegionInfo{}
	for _, x := range s.layers {
		if layer != "" && x.ID != layer {
			continue
		}
		for _, r := range x.selected(wanted) {
			list = append(list, s.info(r))
		}
	}
	if layer != "" && s.regionIndex(layer) == nil {
		return nil, notFound("layer", layer, s.regionLayers())
	}
	return list, nil
}

// Region returns everything about a region; the error is ErrNotFound for an unknown id, a
// RetiredError for one that it had once.
func (s *Snapshot) Region(id string) (RegionDetail, error) {
	r := s.regions[id]
	if r == nil {
		if into, retired := s.Dataset.Successors(id); retired {
			return RegionDetail{}, &RetiredError{id, into}
		}
		return RegionDetail{}, notFound("region", id, s.regionIDs())
	}
	detail := RegionDetail{
		RegionInfo: s.info(r), Snapshot: s.ID, AltNames: r.AltNames, Confidence: r.Confidence,
		PrecisionM: s.precision(r), PrecisionNote: s.byLanguage(r.PrecisionNote), LineSource: r.LineSource, DecidedBy: s.byLanguage(r.DecidedBy), DeJureState: r.DeJureState, Note: s.byLanguage(r.Note), Related: r.Related,
		Areas: s.toldFigures(r.Areas), Population: s.toldFigures(r.Population),
		Replaces: r.Replaces, ReplacedBy: r.ReplacedBy, SameAs: r.SameAs, Attributes: s.attributesOf(r), Sources: s.sourceList(r.Sources),
		Corrections: s.outlineCorrections(id),
	}
	detail.History = s.history(id)
	borders := s.regionIndex(r.Layer).bordersOf(r)
	detail.Neighbours, detail.OuterBorderKm = borders.neighbours, borders.outerKm
	return detail, nil
}

// regionLayers lists the ids of the layers of regions.
func (s *Snapshot) regionLayers() []string {
	var ids []string
	for _, x := range s.layers {
		ids = append(ids, x.ID)
	}
	return ids
}

func (s *Snapshot) regionIDs() []string {
	return slices.Sorted(maps.Keys(s.regions))
}

func (s *Snapshot) info(r *dataset.Region) RegionInfo {
	info := RegionInfo{
		ID: r.ID, Layer: r.Layer, Names: r.Names, Kind: r.Kind, Parent: r.Parent,
		From: r.Interval.From.Optional(), To: r.Interval.To.Optional(),
		AdminFrom: r.AdminFrom, AdminTo: r.AdminTo, Drawn: r.Drawn(),
	}
	if info.Drawn {
		box, _ := geo.Box(slices.Values([]orb.Geometry{r.Shape()}))
		info.Bbox = &box
		info.AreaKm2 = round(s.areaKm2(r.ID), 1)
	}
	return info
}

// DefaultDay is the day meant when nobody names one: today if it is covered, else the day of the
// coverage nearest to it.
func (s *Snapshot) DefaultDay(today date.Date) date.Date {
	return min(max(today, s.Timeline.covers.From), s.Timeline.covers.Last())
}

// Bound returns the box around everything drawn in a layer.
func (s *Snapshot) Bound(layer string) orb.Bound {
	bound, first := s.Dataset.Covers.Bound(), true
	for _, x := range s.layers {
		for _, r := range x.regions {
			if x.ID != layer || !r.Drawn() {
				continue
			}
			if first {
				bound, first = r.Shape().Bound(), false
			} else {
				bound = bound.Union(r.Shape().Bound())
			}
		}
	}
	return bound
}

// EventDetail is an event with its sources in full.
type EventDetail struct {
	*dataset.Event
	Sources []*dataset.Source `json:"sources"`
}

// EventList returns the events that may have happened in the interval, in order of their days:
// those of one zone and of one kind, unless these are empty. The error is ErrNotFound for a kind
// that no event has, and ErrNoZone too for a zone that does not exist.
func (s *Snapshot) EventList(during date.Interval, zone, kind string) ([]EventDetail, error) {
	if zone != "" && s.zone[zone] == nil {
		return nil, fmt.Errorf("%w: %w", ErrNoZone, notFound("zone", zone, slices.Sorted(maps.Keys(s.zone))))
	}
	kinds := map[string]bool{}
	list := []EventDetail{}
	for _, e := range s.Dataset.Events {
		kinds[e.Kind] = true
	}
	if kind != "" && !kinds[kind] {
		return nil, notFound("kind of event", kind, slices.Sorted(maps.Keys(kinds)))
	}
	for _, e := range s.eventsDuring(during) {
		if (zone == "" || slices.Contains(e.Zones, zone)) && (kind == "" || e.Kind == kind) {
			list = append(list, EventDetail{Event: s.events[e.ID], Sources: s.sourceList(e.Sources)})
		}
	}
	return list, nil
}

// FigureDetail is a figure with its sources in full.
type FigureDetail struct {
	*dataset.Figure
	Sources []*dataset.Source `json:"sources"`
}

// FigureList returns the published figures, those of one region or zone unless region is empty.
func (s *Snapshot) FigureList(region string) ([]FigureDetail, error) {
	if region != "" && s.regions[region] == nil {
		return nil, notFound("region", region, s.regionIDs())
	}
	list := []FigureDetail{}
	for _, f := range s.Dataset.Figures {
		if region == "" || f.Region == region || f.Zone == region {
			told := *f
			told.Note = s.byLanguage(f.Note)
			list = append(list, FigureDetail{Figure: &told, Sources: s.sourceList(f.Sources)})
		}
	}
	return list, nil
}
