package main

import (
	"bytes"

	"github.com/klauspost/compress/gzip"
	"github.com/paulmach/orb"
	orbmvt "github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/simplify"
	"github.com/tidwall/rtree"

	"demarc/bench/measure"
	"demarc/geo"
	"demarc/geo/mvt"
)

const orbName = "orb"

// zipper compresses as our server does.
type zipper struct {
	out bytes.Buffer
	zip *gzip.Writer
}

func newZipper() *zipper {
	zip, _ := gzip.NewWriterLevel(nil, 3) // the level is valid
	return &zipper{zip: zip}
}

// size returns the size of a body when it is compressed.
func (z *zipper) size(body []byte) int {
	z.out.Reset()
	z.zip.Reset(&z.out)
	z.zip.Write(body) // a buffer takes everything
	z.zip.Close()
	return z.out.Len()
}

func oursCutter(l *coldLayer, _ string) (cutter, error) {
	tiler, zip := mvt.NewTiler([]geo.Layer{l.layer}), newZipper()
	return cutter{name: "ours", cpu: measure.ProcessCPU, stop: func() {}, cut: func(zoom int) (n int, err error) {
		for _, t := range l.tiles[zoom] {
			body, err := tiler.Tile(t.z, t.x, t.y)
			if err != nil {
				return n, err
			}
			n += zip.size(body)
		}
		return n, nil
	}}, nil
}

// orbCutter does what one does with orb: candidates from an R-tree, each cloned, since orb writes
// into what it is given, projected, clipped to the tile and its buffer, simplified by a unit, and
// encoded.
func orbCutter(l *coldLayer, _ string) (cutter, error) {
	var tree rtree.RTreeG[*geojson.Feature]
	for _, feature := range features(l.layer) {
		bound := feature.Geometry.Bound()
		tree.Insert(bound.Min, bound.Max, feature)
	}
	cut := func(t tile) (int, error) {
		at := maptile.New(t.x, t.y, maptile.Zoom(t.z))
		bound := at.Bound(64.0 / 4096)
		found := geojson.NewFeatureCollection()
		tree.Search(bound.Min, bound.Max, func(_, _ [2]float64, f *geojson.Feature) bool {
			found.Append(&geojson.Feature{ID: f.ID, Type: f.Type, Geometry: orb.Clone(f.Geometry), Properties: f.Properties})
			return true
		})
		layers := orbmvt.Layers{orbmvt.NewLayer(l.name, found)}
		layers.ProjectToTile(at)
		layers.Clip(orbmvt.MapboxGLDefaultExtentBound)
		layers.Simplify(simplify.DouglasPeucker(1))
		layers.RemoveEmpty(1, 1)
		body, err := orbmvt.MarshalGzipped(layers)
		return len(body), err
	}
	return cutter{name: orbName, cpu: measure.ProcessCPU, stop: func() {}, cut: func(zoom int) (n int, err error) {
		for _, t := range l.tiles[zoom] {
			size, err := cut(t)
			if err != nil {
				return n, err
			}
			n += size
		}
		return n, nil
	}}, nil
}

// features returns the features of a layer as GeoJSON has them.
func features(layer geo.Layer) []*geojson.Feature {
	list := make([]*geojson.Feature, len(layer.Features))
	for i, f := range layer.Features {
		list[i] = geojson.NewFeature(f.Geometry)
		list[i].ID = float64(geo.FeatureNumber(f.ID))
		for k, field := range layer.Fields {
			list[i].Properties[field.Name] = f.Values[k]
		}
	}
	return list
}
