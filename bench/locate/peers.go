package main

import (
	"fmt"
	"runtime"

	"github.com/golang/geo/s2"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/peterstace/simplefeatures/geom"
	"github.com/tidwall/geojson/geometry"
	"github.com/tidwall/rtree"

	"demarc/bench/measure"
	"demarc/geo/locate"
)

// finder finds a region for every point, -1 for none. dst has room for all points.
type finder func(dst []int32, points []orb.Point)

// peer is a way to find regions.
type peer struct {
	name string
	// build returns the finder and how many bytes it keeps, the shapes that it needs included.
	build func(shapes []orb.MultiPolygon) (find finder, bytes int, err error)
}

func gridPeer(name string, layout locate.Layout, batch bool) peer {
	return peer{name, func(shapes []orb.MultiPolygon) (finder, int, error) {
		g, err := locate.NewGrid(versions(shapes), locate.WithLayout(layout))
		if err != nil {
			return nil, 0, err
		}
		if batch {
			return func(dst []int32, points []orb.Point) { g.Batch(points, []int32{0}, dst) }, g.Bytes(), nil
		}
		return func(dst []int32, points []orb.Point) {
			for i, p := range points {
				v, _ := g.At(p, 0)
				dst[i] = int32(v)
			}
		}, g.Bytes(), nil
	}}
}

// boxed is a peer that has no index of many polygons of its own: a tidwall/rtree of their boxes
// chooses which of them are asked. prepare returns what to ask polygon by polygon.
func boxed[T any](name string, prepare func(orb.Polygon) (T, error), contains func(T, orb.Point) bool) peer {
	type entry struct {
		shape int32
		value T
	}
	return peer{name, func(shapes []orb.MultiPolygon) (finder, int, error) {
		before := heap()
		tree := &rtree.RTreeG[entry]{}
		for i, shape := range shapes {
			for _, polygon := range shape {
				value, err := prepare(polygon)
				if err != nil {
					return nil, 0, fmt.Errorf("region %d: %w", i, err)
				}
				b := polygon.Bound()
				tree.Insert(b.Min, b.Max, entry{int32(i), value})
			}
		}
		return func(dst []int32, points []orb.Point) {
			for i, p := range points {
				dst[i] = -1
				tree.Search(p, p, func(_, _ [2]float64, e entry) bool {
					if contains(e.value, p) {
						dst[i] = e.shape
						return false
					}
					return true
				})
			}
		}, heap() - before, nil
	}}
}

// heap returns the bytes that are in use.
func heap() int {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

func orbPeer() peer {
	return boxed("orb/planar "+measure.ModuleVersion("github.com/paulmach/orb")+" with an R-tree",
		func(p orb.Polygon) (orb.Polygon, error) { return p.Clone(), nil }, planar.PolygonContains)
}

// tidwallPeer has no index of rings, with which it is slower on all of our layers.
func tidwallPeer() peer {
	points := func(ring orb.Ring) []geometry.Point {
		to := make([]geometry.Point, len(ring))
		for i, p := range ring {
			to[i] = geometry.Point{X: p[0], Y: p[1]}
		}
		return to
	}
	return boxed("tidwall/geojson "+measure.ModuleVersion("github.com/tidwall/geojson"),
		func(p orb.Polygon) (*geometry.Poly, error) {
			var holes [][]geometry.Point
			for _, ring := range p[1:] {
				holes = append(holes, points(ring))
			}
			return geometry.NewPoly(points(p[0]), holes, &geometry.IndexOptions{Kind: geometry.None}), nil
		},
		func(p *geometry.Poly, at orb.Point) bool { return p.ContainsPoint(geometry.Point{X: at[0], Y: at[1]}) })
}

func simplefeaturesPeer() peer {
	return boxed("simplefeatures "+measure.ModuleVersion("github.com/peterstace/simplefeatures"),
		func(p orb.Polygon) (geom.Geometry, error) {
			rings := make([][]float64, len(p))
			for i, ring := range p {
				for _, at := range ring {
					rings[i] = append(rings[i], at[0], at[1])
				}
			}
			return geom.NewPolygonXY(rings...).AsGeometry(), nil
		},
		func(g geom.Geometry, at orb.Point) bool {
			return geom.Intersects(g, geom.XY{X: at[0], Y: at[1]}.AsPoint().AsGeometry())
		})
}

// s2Peer uses s2's own index. Its edges are great circles, so it answers another question close to
// them.
func s2Peer() peer {
	return peer{"golang/geo s2 " + measure.ModuleVersion("github.com/golang/geo"), func(shapes []orb.MultiPolygon) (finder, int, error) {
		before := heap()
		index := s2.NewShapeIndex()
		of := map[s2.Shape]int32{}
		for i, shape := range shapes {
			for _, polygon := range shape {
				var loops []*s2.Loop
				for _, ring := range polygon {
					var points []s2.Point
					for _, p := range ring[:len(ring)-1] {
						points = append(points, s2.PointFromLatLng(s2.LatLngFromDegrees(p[1], p[0])))
					}
					loops = append(loops, s2.LoopFromPoints(points))
				}
				p := s2.PolygonFromOrientedLoops(loops)
				of[p] = int32(i)
				index.Add(p)
			}
		}
		index.Build()
		query := s2.NewContainsPointQuery(index, s2.VertexModelSemiOpen)
		return func(dst []int32, points []orb.Point) {
			for i, p := range points {
				dst[i] = -1
				for _, shape := range query.ContainingShapes(s2.PointFromLatLng(s2.LatLngFromDegrees(p[1], p[0]))) {
					dst[i] = of[shape]
					break
				}
			}
		}, heap() - before, nil
	}}
}
