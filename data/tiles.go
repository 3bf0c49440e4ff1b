package data

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
	"demarc/geo/flight"
	"demarc/geo/mvt"
	"demarc/geo/partition"
	"demarc/geo/topology"
)

// WholeTiles is the tileset with every layer as of a day. No layer can have this name; it stands in
// no list.
const WholeTiles = "*"

// Timeless tells whether a tileset holds all days at once.
func Timeless(tileset string) bool {
	return tileset == dataset.HistoryTiles || tileset == dataset.PlacesLayer || tileset == dataset.EventsLayer
}

// tilerCache holds the tilers of a snapshot, each built when it is first asked for: one of each
// timeless tileset, and of the other layers one for each epoch asked for lately, since each holds a
// table of a day.
type tilerCache struct {
	mu     sync.Mutex
	tilers map[string]*flight.Value[*mvt.Tiler]
	dated  []string // keys of those of an epoch, the one used last stands last
}

// datedTilers is how many tilers of an epoch are kept.
const datedTilers = 16

// get returns the place of a tiler.
func (c *tilerCache) get(key string, dated bool) *flight.Value[*mvt.Tiler] {
	c.mu.Lock()
	defer c.mu.Unlock()
	if dated {
		c.dated = append(slices.DeleteFunc(c.dated, func(k string) bool { return k == key }), key)
		if len(c.dated) > datedTilers {
			delete(c.tilers, c.dated[0])
			c.dated = c.dated[1:]
		}
	}
	if c.tilers == nil {
		c.tilers = map[string]*flight.Value[*mvt.Tiler]{}
	}
	if c.tilers[key] == nil {
		c.tilers[key] = &flight.Value[*mvt.Tiler]{}
	}
	return c.tilers[key]
}

// Tilesets lists every tileset that Tile knows.
func (s *Snapshot) Tilesets() []string {
	return append([]string{dataset.HistoryTiles}, s.LayerNames()...)
}

// Tile returns a tile of a tileset as of a day (the history has no day), nil when it is empty. The
// error is ErrNotFound for names that Tilesets does not list. EpochTile is for an address that
// holds an epoch, and says which tiles there cannot be; DayTile is for a tileset of all days, cut
// to one. It ends early, with the error of the context, when that ends.
func (s *Snapshot) Tile(ctx context.Context, tileset string, day date.Date, z, x, y uint32) ([]byte, error) {
	tiler, err := s.tiler(ctx, tileset, day)
	if err != nil {
		return nil, err
	}
	return tiler.TileContext(ctx, z, x, y)
}

// PrepareTiles makes what the first tile of any tileset needs and takes longer than a tile, unless
// it is there. It need not be called.
func (s *Snapshot) PrepareTiles() { s.tileShapes.of(s) }

func (s *Snapshot) tiler(ctx context.Context, tileset string, day date.Date) (*mvt.Tiler, error) {
	key, dated := tileset, !Timeless(tileset)
	if dated {
		key = fmt.Sprintf("%s %d", tileset, s.Timeline.Epoch(day))
	}
	return s.tiles.get(key, dated).Get(ctx, func(ctx context.Context) (*mvt.Tiler, error) {
		layers, err := s.TileContent(ctx, tileset, day)
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		shapes := s.tileShapes.of(s)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		return shapes.tiler(layers), nil
	})
}

// TileContent returns the layers of a tileset with the features that its tiles are cut from. The
// caller must not write into them.
func (s *Snapshot) TileContent(ctx context.Context, tileset string, day date.Date) ([]geo.Layer, error) {
	switch tileset {
	case dataset.HistoryTiles:
		return s.historyLayers(), nil
	case WholeTiles:
		var layers []geo.Layer
		for _, name := range s.LayerNames() {
			layer, err := s.TileContent(ctx, name, day)
			if err != nil {
				return nil, err
			}
			layers = append(layers, layer...)
		}
		return layers, nil
	}
	wanted := Selection{During: date.Interval{From: day, To: day + 1}}
	if Timeless(tileset) {
		wanted.During = date.Always
	}
	layer, err := s.Layer(ctx, tileset, wanted)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, notFound("tileset", tileset, s.Tilesets())
	}
	return []geo.Layer{s.forTiles(layer)}, nil
}

// historyLayers are the layers for a page that colours the zones by itself: every region with its
// id, and the borders as lines with the ids of their two zones.
func (s *Snapshot) historyLayers() []geo.Layer {
	fields := columns[*dataset.Region]{
		textColumn("id", func(r *dataset.Region) string { return r.ID }),
		{Name: "valid_from", Type: geo.Date, Of: func(r *dataset.Region) any { return day(r.Interval.From) }},
		{Name: "valid_to", Type: geo.Date, Of: func(r *dataset.Region) any { return day(r.Interval.To) }},
	}
	layers := s.ContextLayers()
	for _, x := range s.layers {
		layer := fields.layer(x.ID)
		for _, r := range x.regions {
			if r.Drawn() {
				layer.Features = append(layer.Features, fields.feature(r.ID, r.Shape(), r))
			}
		}
		layers = append(layers, layer)
		if x.ID == s.Dataset.ControlLayer {
			layers = append(layers, s.tileShapes.of(s).borders)
		}
	}
	return append(layers, s.forTiles(s.placesLayer(Selection{During: date.Always})), s.eventPoints())
}

// eventPoints are the events that have a point, in short.
func (s *Snapshot) eventPoints() geo.Layer {
	fields := columns[*dataset.Event]{
		textColumn("id", func(e *dataset.Event) string { return e.ID }),
		textColumn("kind", func(e *dataset.Event) string { return e.Kind }),
		{Name: "day", Type: geo.Date, Of: func(e *dataset.Event) any { return e.Day.String() }},
	}
	layer := fields.layer(dataset.EventsLayer)
	for _, e := range s.eventsDuring(date.Always) {
		if e.Point != nil {
			layer.Features = append(layer.Features, fields.feature(e.ID, placeOf(e), e))
		}
	}
	return layer
}

// ContextLayers returns the shapes of the surroundings, which are drawn below the layers.
func (s *Snapshot) ContextLayers() []geo.Layer {
	fields := slices.Concat(columns[*dataset.ContextFeature]{
		textColumn("id", func(f *dataset.ContextFeature) string { return f.ID }),
		textColumn("kind", func(f *dataset.ContextFeature) string { return f.Kind }),
	}, nameColumns(s, func(f *dataset.ContextFeature) dataset.Names { return f.Names }))
	days := func(f *dataset.ContextFeature) date.Interval { return f.Interval }
	if slices.ContainsFunc(s.Dataset.Context, func(x *dataset.Context) bool {
		return slices.ContainsFunc(x.Features, func(f *dataset.ContextFeature) bool { return f.Interval != date.Always })
	}) {
		fields = append(fields, fromColumn(days), toColumn(days))
	}
	var layers []geo.Layer
	for _, context := range s.Dataset.Context {
		layer := fields.layer(context.ID)
		for _, f := range context.Features {
			layer.Features = append(layer.Features, fields.feature(context.ID+" "+f.ID, f.Geometry, f))
		}
		layers = append(layers, layer)
	}
	return layers
}

// borders draws each border of the layer once; left and right name the regions beside it and are
// absent where there is none.
func (x *regionIndex) borders() geo.Layer {
	id := func(i int) string {
		if i < 0 {
			return ""
		}
		return x.regions[i].ID
	}
	fields := columns[topology.Arc]{
		textColumn("left", func(a topology.Arc) string { return id(a.Left) }),
		textColumn("right", func(a topology.Arc) string { return id(a.Right) }),
	}
	layer := fields.layer(dataset.BordersLayer)
	for i, arc := range x.arcs() {
		layer.Features = append(layer.Features, fields.feature(fmt.Sprintf("border %d", i), arc.Points, arc))
	}
	return layer
}

// arcs are the borders of the layer.
func (x *regionIndex) arcs() []topology.Arc {
	shapes := make([]orb.MultiPolygon, len(x.regions))
	for i, r := range x.regions {
		shapes[i] = r.Geometry
	}
	return partition.Borders(shapes) // Check has reported what is wrong with them
}

// TileZoom is the largest zoom of use in a tileset: there a tile unit is a two-hundredth of the
// precision of the lines. Clients scale the tiles of this zoom.
func (s *Snapshot) TileZoom(tileset string) int {
	const (
		equator  = 40_075_016.7 // metres
		extent   = 4096         // units a tile
		fraction = 200
	)
	finest := math.Inf(1)
	for _, x := range s.layers {
		if wanted := tileset == x.ID || tileset == dataset.HistoryTiles || tileset == WholeTiles || ofControl(tileset) && s.Dataset.Controls(x.ID); !wanted {
			continue
		}
		for _, r := range x.regions {
			if metres, ok := s.precision(r).(float64); ok && r.Drawn() {
				finest = min(finest, metres)
			}
		}
	}
	if math.IsInf(finest, 1) {
		return mvt.MaxZoom // points, or lines of unknown precision
	}
	zoom := math.Ceil(math.Log2(equator / extent * fraction / finest))
	return max(mvt.MinZoom, min(mvt.MaxZoom, int(zoom)))
}

// ofControl tells whether a tileset is made from the zones.
func ofControl(tileset string) bool {
	return tileset == dataset.ControlLayer || tileset == dataset.FrontLayer || tileset == dataset.ControllersLayer
}
