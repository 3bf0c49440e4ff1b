package data

import (
	"cmp"
	"fmt"
	"iter"
	"math"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
)

// Collection is a layer with all its days, ready to be searched and paged. It never changes; the
// caller must not write into it.
//
// Features whose interval has ended come first, then the others, both in order of their ids:
// clients that take the types of fields from the first page then see that valid_to is a date.
type Collection struct {
	geo.Layer
	Title, Description string
	Dated              bool        // whether features have valid_from and valid_to
	Extent             *[4]float64 // west, south, east, north; west is greater than east across the antimeridian

	days   date.Interval // of all features; Always when they are not dated
	covers date.Interval // days outside of which nothing is known
	spans  []date.Interval
	boxes  []orb.Bound // of feature i; empty when it is not drawn

	// part makes some days of a collection that is too large to be kept, and has no Features; nil
	// for all others.
	part func(Selection) (geo.Layer, error)
}

// collectionCache holds the collections of a snapshot, each built when it is first asked for.
type collectionCache struct {
	mu     sync.Mutex
	byName map[string]*Collection
}

// Collection returns a layer for searching. The error is ErrNotFound for names that LayerNames does
// not list.
func (s *Snapshot) Collection(name string) (*Collection, error) {
	s.collections.mu.Lock()
	defer s.collections.mu.Unlock()
	if c := s.collections.byName[name]; c != nil {
		return c, nil
	}
	c, err := s.newCollection(name)
	if err != nil {
		return nil, err
	}
	c.Title, c.Description = s.layerWords(name)
	if ofControl(name) {
		c.covers, c.days = s.Timeline.covers, s.Timeline.covers
	}
	if s.collections.byName == nil {
		s.collections.byName = map[string]*Collection{}
	}
	s.collections.byName[name] = c
	return c, nil
}

func (s *Snapshot) newCollection(name string) (*Collection, error) {
	if name == dataset.ControllersLayer && s.hasFront() && s.held(date.Always) > maxHeldKept {
		c := newCollection(s.holdingColumns().layer(name))
		c.part = func(wanted Selection) (geo.Layer, error) { return s.Layer(name, wanted) }
		if box, ok := geo.Box(s.zoneShapes()); ok {
			c.Extent = &box
		}
		return c, nil
	}
	layer, err := s.Layer(name, Selection{During: date.Always})
	if err != nil {
		return nil, notFound("collection", name, s.LayerNames())
	}
	return newCollection(layer), nil
}

func (s *Snapshot) zoneShapes() iter.Seq[orb.Geometry] {
	return func(yield func(orb.Geometry) bool) {
		for _, zone := range s.zones {
			if zone.Drawn() && !yield(zone.Shape()) {
				return
			}
		}
	}
}

// layerWords returns title and description of a layer in English.
func (s *Snapshot) layerWords(name string) (title, description string) {
	switch name {
	case dataset.ControlLayer:
		return "Control", "Who controlled which zone from when to when, and on whose word: one feature for each zone and period."
	case dataset.FrontLayer:
		return "Front", "Borders between zones that different actors control, as lines with one actor on the left and one on the right."
	case dataset.ControllersLayer:
		return "Controllers", "Zones with the same controller and status made one, for each stretch of days without change."
	case dataset.PlacesLayer:
		return "Places", "Named points. They are not dated."
	case dataset.EventsLayer:
		return "Events", "What happened; valid_from and valid_to bound the days on which it may have happened. Some have no point."
	}
	layer := s.regionIndex(name)
	return cmp.Or(layer.Title.In("en"), layer.ID), layer.Description.In("en")
}

func newCollection(layer geo.Layer) *Collection {
	from, to := layer.With(geo.RoleFrom), layer.With(geo.RoleTo)
	c := &Collection{Layer: layer, Dated: from >= 0 && to >= 0, days: date.Always, covers: date.Always}
	slices.SortStableFunc(c.Features, func(a, b geo.Feature) int {
		if x, y := isOpen(&a, to), isOpen(&b, to); x != y {
			return cmp.Compare(c.rank(&a, to), c.rank(&b, to))
		}
		return strings.Compare(a.ID, b.ID)
	})
	for i := range c.Features {
		f := &c.Features[i]
		span := date.Always
		if c.Dated {
			span = date.Interval{From: dateOr(f.Values[from], date.Beginning), To: dateOr(f.Values[to], date.Forever)}
		}
		c.spans = append(c.spans, span)
		box := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
		if f.Geometry != nil {
			box = f.Geometry.Bound()
		}
		c.boxes = append(c.boxes, box)
		c.widen(span)
	}
	if box, ok := geo.Box(geometries(c.Features)); ok {
		c.Extent = &box
	}
	return c
}

// widen extends the days of the collection by those of a feature.
func (c *Collection) widen(span date.Interval) {
	if len(c.spans) == 1 {
		c.days = span
	} else {
		c.days = date.Interval{From: min(c.days.From, span.From), To: max(c.days.To, span.To)}
	}
}

// rank is the order of features in pages: ended ones first, then by id.
func (c *Collection) rank(f *geo.Feature, to int) string {
	if isOpen(f, to) {
		return "o:" + f.ID
	}
	return "c:" + f.ID
}

// isOpen tells whether a feature has not ended, by its field to, -1 for none.
func isOpen(f *geo.Feature, to int) bool { return to >= 0 && f.Values[to] == nil }

func dateOr(value any, open date.Date) date.Date {
	text, ok := value.(string)
	if !ok {
		return open
	}
	day, err := date.Parse(text)
	if err != nil {
		return open // our own layers write days
	}
	return day
}

// firstRFC is the first day of RFC 3339.
var firstRFC = date.On(0, 1, 1)

// Times returns the first and the last second of the days as RFC 3339 writes them, nil for an open
// end. Earlier days than it has are told as its first; see Untold.
func (c *Collection) Times() (first, last *string) {
	at := func(day date.Date, hour string) *string {
		if day.Optional() == nil {
			return nil
		}
		text := max(day, firstRFC).String() + hour
		return &text
	}
	return at(c.days.From, "T00:00:00Z"), at(c.days.Last(), "T23:59:59Z")
}

// Untold says in words what Times cannot, "" where there is nothing to say.
func (c *Collection) Untold() string {
	if from := c.days.From; c.Dated && from.Optional() != nil && from < firstRFC {
		return fmt.Sprintf("Its days begin on %s, in astronomical years; the temporal extent is of RFC 3339, "+
			"which begins on %s.", from, firstRFC)
	}
	return ""
}

// Search says which features of a collection are wanted.
type Search struct {
	During date.Interval
	// Within holds boxes of which a feature must meet one, nil for no condition. Features that are
	// not drawn always match (OGC 17-069r4, 7.15.3).
	Within []orb.Bound
	// Match is a further condition, nil for none.
	Match func(*geo.Feature) bool
	After string // only features behind this cursor; "": from the first
	Limit int
}

// Page is a stretch of what a search finds.
type Page struct {
	geo.Layer
	Matched int    // how many features the search finds in all
	Next    string // cursor of the next page, "" when this is the last
}

// Search returns a page of the features that are wanted. A cursor stays good when the dataset is
// replaced: features that are in both come exactly once. The error is a *TooMuchError where the
// days wanted hold too much.
func (c *Collection) Search(wanted Search) (Page, error) {
	if c.part == nil {
		return c.search(wanted), nil
	}
	layer, err := c.part(Selection{During: wanted.During, Within: wanted.Within})
	if err != nil {
		return Page{}, err
	}
	some := newCollection(layer)
	some.covers = c.covers
	return some.search(wanted), nil
}

func (c *Collection) search(wanted Search) Page {
	page := Page{Layer: geo.Layer{Name: c.Name, Fields: c.Fields}}
	to := c.With(geo.RoleTo)
	first := 0
	if wanted.After != "" {
		first = sort.Search(len(c.Features), func(i int) bool { return c.rank(&c.Features[i], to) > wanted.After })
	}
	if !wanted.During.Overlaps(c.covers) {
		return page
	}
	more := false
	for i := range c.Features {
		if !c.holds(i, wanted) {
			continue
		}
		page.Matched++
		switch {
		case i < first:
		case len(page.Features) < wanted.Limit:
			page.Features = append(page.Features, c.Features[i])
		default:
			more = true
		}
	}
	if more {
		page.Next = c.rank(&page.Features[len(page.Features)-1], to)
	}
	return page
}

func (c *Collection) holds(i int, wanted Search) bool {
	if !c.spans[i].Overlaps(wanted.During) {
		return false
	}
	f := &c.Features[i]
	if wanted.Within != nil && f.Geometry != nil && !slices.ContainsFunc(wanted.Within, func(b orb.Bound) bool {
		return b.Intersects(c.boxes[i]) && geo.Intersects(f.Geometry, b)
	}) {
		return false
	}
	return wanted.Match == nil || wanted.Match(f)
}

// Feature returns the feature with the id as a layer of one.
func (c *Collection) Feature(id string) (geo.Layer, error) {
	if at := strings.LastIndex(id, "@"); c.part != nil && at >= 0 { // there the first day stands
		text, _, _ := strings.Cut(id[at+1:], ":")
		if day, err := date.Parse(text); err == nil {
			layer, err := c.part(Selection{During: date.Interval{From: day, To: day + 1}})
			if err != nil {
				return geo.Layer{}, err
			}
			return newCollection(layer).Feature(id)
		}
	}
	for i := range c.Features {
		if c.Features[i].ID == id {
			return geo.Layer{Name: c.Name, Fields: c.Fields, Features: c.Features[i : i+1 : i+1]}, nil
		}
	}
	return geo.Layer{}, notFound("feature", id, nil)
}

// IsCursor tells whether the text can be the Next of a page.
func IsCursor(text string) bool {
	return strings.HasPrefix(text, "c:") || strings.HasPrefix(text, "o:")
}

func geometries(features []geo.Feature) iter.Seq[orb.Geometry] {
	return func(yield func(orb.Geometry) bool) {
		for i := range features {
			if g := features[i].Geometry; g != nil && !yield(g) {
				return
			}
		}
	}
}
