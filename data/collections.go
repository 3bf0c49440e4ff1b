package data

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
)

// Collection is a layer with all its days, ready to be searched and paged. It never changes, and
// has no Features: they are made, or found, as pages ask for them.
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

	// list makes the items that a selection asks for, in the order of pages.
	list func(context.Context, Selection) (items, error)
	// sample is made once: it looks at all features.
	sample  func() geo.Layer
	dayInID bool // whether ids have the first day of the feature behind an @
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
	switch {
	case name == dataset.ControlLayer:
		return s.newControlCollection(), nil
	case name == dataset.FrontLayer && s.hasFront():
		return s.newFrontCollection(), nil
	}
	if name == dataset.ControllersLayer && s.hasFront() && s.held(date.Always) > maxHeldKept {
		c := newCollection(s.holdingColumns().layer(name))
		c.list = func(ctx context.Context, wanted Selection) (items, error) {
			layer, err := s.Layer(ctx, name, wanted)
			if err != nil {
				return items{}, err
			}
			return newCollection(layer).list(ctx, wanted)
		}
		c.Extent, c.dayInID = extentOf(shapesOf(s.zones)), true
		return c, nil
	}
	layer, err := s.Layer(context.Background(), name, Selection{During: date.Always}) // kept for all who ask
	if err != nil {
		return nil, notFound("collection", name, s.LayerNames())
	}
	return newCollection(layer), nil
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

// newCollection keeps the features of a layer.
func newCollection(layer geo.Layer) *Collection {
	from, to := layer.With(geo.RoleFrom), layer.With(geo.RoleTo)
	c := &Collection{Layer: layer, Dated: from >= 0 && to >= 0, days: date.Always, covers: date.Always}
	c.Features = nil
	all := make([]item, len(layer.Features))
	for i := range layer.Features {
		all[i] = itemOf(&layer.Features[i], from, to)
		if i == 0 {
			c.days = all[i].span
		}
		c.days = date.Interval{From: min(c.days.From, all[i].span.From), To: max(c.days.To, all[i].span.To)}
	}
	slices.SortStableFunc(all, compareItems)
	c.sample = sync.OnceValue(func() geo.Layer { return sample(c.Layer, listed(all)) })
	c.list = func(_ context.Context, wanted Selection) (items, error) {
		return listed(selectedItems(all, wanted)), nil
	}
	c.Extent = extentOf(geometries(layer.Features))
	return c
}

// extentOf returns the box around all shapes, nil for none.
func extentOf(shapes iter.Seq[orb.Geometry]) *[4]float64 {
	if box, ok := geo.Box(shapes); ok {
		return &box
	}
	return nil
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
	// Also are further stretches of days that a feature must have one of.
	Also []date.Interval
	// Within holds boxes of which a feature must meet one, nil for no condition. Features that are
	// not drawn always match (OGC 17-069r4, 7.15.3).
	Within []orb.Bound
	// IDs are those of the features that are wanted, nil for all.
	IDs map[string]bool
	// Match is a further condition, nil for none.
	Match func(*geo.Feature) bool
	Order []Order // nil: that of the collection
	After string  // only features behind this cursor; "": from the first
	Limit int     // 0: none, they are only counted
}

// ErrCursor is the error for a cursor of another order.
var ErrCursor = errors.New("the page after this one is of another order: follow the link with rel next")

// Page is a stretch of what a search finds.
type Page struct {
	geo.Layer
	Matched int    // how many features the search finds in all
	Next    string // cursor of the next page, "" when this is the last
}

// Search returns a page of the features that are wanted. A cursor stays good when the dataset is
// replaced: features that are in both come exactly once. The error is a *TooMuchError where the
// days wanted hold too much, or that of the context.
func (c *Collection) Search(ctx context.Context, wanted Search) (Page, error) {
	page := Page{Layer: geo.Layer{Name: c.Name, Fields: c.Fields}}
	if !wanted.During.Overlaps(c.covers) {
		return page, nil
	}
	found, err := c.list(ctx, Selection{During: wanted.During, Within: wanted.Within})
	if err != nil {
		return Page{}, err
	}
	if len(wanted.Order) > 0 {
		return page, page.sorted(ctx, found, wanted)
	}
	first := 0
	if wanted.After != "" {
		if strings.HasPrefix(wanted.After, orderedCursor) {
			return Page{}, ErrCursor
		}
		first = sort.Search(found.n, func(i int) bool { return found.at(i).cursor() > wanted.After })
	}
	if wanted.Match == nil && wanted.IDs == nil && len(wanted.Also) == 0 {
		behind := min(first+wanted.Limit, found.n)
		for i := first; i < behind; i++ {
			page.Features = append(page.Features, found.at(i).feature())
		}
		if page.Matched = found.n; first < behind && behind < found.n {
			page.Next = found.at(behind - 1).cursor()
		}
		return page, nil
	}
	return page, page.match(ctx, found, first, wanted)
}

// match fills the page with those of the items that match, from the first one on, and counts all.
func (p *Page) match(ctx context.Context, found items, first int, wanted Search) error {
	last := -1 // on the page
	return found.each(ctx, wanted, func(i int, x item, f geo.Feature) {
		switch {
		case i >= first && len(p.Features) < wanted.Limit:
			p.Features, last = append(p.Features, f), i
		case i >= first && last >= 0:
			p.Next = found.at(last).cursor()
		}
		p.Matched++
	})
}

// each visits the items that meet the conditions of a search, with their number and feature.
func (all items) each(ctx context.Context, wanted Search, visit func(i int, x item, f geo.Feature)) error {
	for i := range all.n {
		if err := ctx.Err(); err != nil {
			return err
		}
		x := all.at(i)
		if wanted.IDs != nil && !wanted.IDs[x.id] ||
			slices.ContainsFunc(wanted.Also, func(days date.Interval) bool { return !days.Overlaps(x.span) }) {
			continue
		}
		f := x.feature()
		if wanted.Match == nil || wanted.Match(&f) {
			visit(i, x, f)
		}
	}
	return nil
}

// First returns the features that come first, at most n.
func (c *Collection) First(n int) []geo.Feature {
	found, err := c.list(context.Background(), Selection{During: date.Always})
	if err != nil {
		return nil // too many to say which
	}
	var features []geo.Feature
	for i := range min(n, found.n) {
		features = append(features, found.at(i).feature())
	}
	return features
}

// Sample returns the layer with a few features, enough to tell what kinds of values and shapes all
// have.
func (c *Collection) Sample() geo.Layer { return c.sample() }

// Feature returns the feature with the id as a layer of one.
func (c *Collection) Feature(ctx context.Context, id string) (geo.Layer, error) {
	if at := strings.LastIndex(id, "@"); c.dayInID && at >= 0 {
		text, _, _ := strings.Cut(id[at+1:], ":")
		if day, err := date.Parse(text); err == nil {
			return c.featureDuring(ctx, id, date.Interval{From: day, To: day + 1})
		}
	}
	return c.featureDuring(ctx, id, date.Always)
}

func (c *Collection) featureDuring(ctx context.Context, id string, during date.Interval) (geo.Layer, error) {
	found, err := c.list(ctx, Selection{During: during})
	if err != nil {
		return geo.Layer{}, err
	}
	for i := range found.n {
		if x := found.at(i); x.id == id {
			return geo.Layer{Name: c.Name, Fields: c.Fields, Features: []geo.Feature{x.feature()}}, nil
		}
	}
	return geo.Layer{}, notFound("feature", id, nil)
}

// IsCursor tells whether the text can be the Next of a page.
func IsCursor(text string) bool {
	return strings.HasPrefix(text, "c:") || strings.HasPrefix(text, "o:") || strings.HasPrefix(text, orderedCursor)
}
