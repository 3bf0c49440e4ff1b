package main

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"demarc/bench/inputs"
	"demarc/bench/measure"
	"demarc/geo/locate"
)

const (
	gridFast    = "**demarc**, fast"
	gridBatch   = "**demarc**, fast, in batches"
	gridCompact = "**demarc**, compact"
)

// built is a peer with a layer in it.
type built struct {
	peer
	find  finder
	bytes int
	cpu   float64 // that building took, in nanoseconds
}

func build(l layer, peers []peer) ([]built, error) {
	var all []built
	for _, p := range peers {
		begin := measure.ProcessCPU()
		find, bytes, err := p.build(l.shapes)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.name, err)
		}
		all = append(all, built{p, find, bytes, float64(measure.ProcessCPU() - begin)})
	}
	return all, nil
}

// comparison is what was measured on a layer: results by kind of point, in the order of the peers.
type comparison struct {
	layer   layer
	peers   []built
	results map[string][]measure.Result
}

// compare asks all peers for the same points, a chunk at a time.
func compare(l layer, peers []peer, s settings) (*comparison, error) {
	all, err := build(l, peers)
	if err != nil {
		return nil, err
	}
	c := &comparison{l, all, map[string][]measure.Result{}}
	const chunk = 2048
	for _, kind := range inputs.Kinds {
		points := inputs.Points(kind, l.shapes, s.points)
		var cases []measure.Case
		for _, b := range all {
			next, dst := 0, make([]int32, chunk)
			cases = append(cases, measure.Case{Name: b.name, Run: func() int {
				b.find(dst, points[next:next+chunk])
				next = (next + chunk) % len(points)
				return chunk
			}})
		}
		c.results[kind] = measure.Rounds(s.rounds, s.least, cases...)
	}
	return c, nil
}

// write writes the table.
func (c *comparison) write(r *measure.Report, text string) {
	r.Section(strings.ToUpper(c.layer.name[:1])+c.layer.name[1:], fmt.Sprintf("%d regions, %d vertices. %s",
		len(c.layer.shapes), c.layer.vertices, text))
	head := []string{"per point"}
	head = append(head, inputs.Kinds...)
	head = append(head, "bytes per vertex", "build, CPU s per million vertices")
	var rows [][]string
	for i, p := range c.peers {
		row := []string{p.name}
		for _, kind := range inputs.Kinds {
			row = append(row, c.results[kind][i].String())
		}
		row = append(row, fmt.Sprintf("%.1f", c.bytesPerVertex(i)), fmt.Sprintf("%.2f", c.buildSeconds(i)))
		rows = append(rows, row)
	}
	r.Table(head, rows...)
}

func (c *comparison) bytesPerVertex(i int) float64 {
	return float64(c.peers[i].bytes) / float64(c.layer.vertices)
}

// buildSeconds returns CPU seconds per million vertices.
func (c *comparison) buildSeconds(i int) float64 {
	return c.peers[i].cpu / 1e9 / (float64(c.layer.vertices) / 1e6)
}

// at returns the position of a peer, by the beginning of its name.
func (c *comparison) at(name string) int {
	for i, p := range c.peers {
		if strings.HasPrefix(p.name, name) {
			return i
		}
	}
	panic("bench/locate: no peer " + name)
}

// faster notes how many times as fast as a peer a grid was asked to be, and was.
func (c *comparison) faster(r *measure.Report, grid, peer string, wanted float64, kinds ...string) {
	for _, kind := range kinds {
		of := c.results[kind]
		ratio, _, _ := measure.Ratio(of[c.at(peer)], of[c.at(grid)])
		r.AtLeast(fmt.Sprintf("%s, %s: %s as fast as %s", c.layer.name, kind, plain(grid), peer), ratio, wanted, "x")
	}
}

func plain(name string) string { return strings.ReplaceAll(name, "*", "") }

func smallLayer(r *measure.Report, s settings) error {
	l, err := bundled()
	if err != nil {
		return err
	}
	c, err := compare(l, []peer{
		gridPeer(gridFast, locate.FastLayout, false), gridPeer(gridBatch, locate.FastLayout, true),
		geosPeer(), tidwallPeer(), s2Peer(), orbPeer(), simplefeaturesPeer(),
	}, s)
	if err != nil {
		return err
	}
	c.write(r, "GEOS and the other peers count a point on a border to some or all of its regions, the grid to exactly one.")
	c.faster(r, gridFast, "tidwall", 30, "uniform", "clustered")
	c.faster(r, gridFast, "orb", 100, "uniform", "clustered")
	c.faster(r, gridFast, "GEOS", 15, "uniform", "clustered")
	c.faster(r, gridFast, "GEOS", 8, "adversarial")
	return nil
}

func largeLayer(r *measure.Report, s settings) error {
	l := fractal()
	if s.short {
		l = newLayer(l.name, inputs.Fractal(50, 40))
	}
	peers := []peer{
		gridPeer(gridFast, locate.FastLayout, false), gridPeer(gridBatch, locate.FastLayout, true),
		gridPeer(gridCompact, locate.CompactLayout, false), geosPeer(), tidwallPeer(), orbPeer(), simplefeaturesPeer(),
	}
	c, err := compare(l, peers, s)
	if err != nil {
		return err
	}
	c.write(r, "golang/geo s2 takes 1.4 kB per vertex here and is left out.")
	c.faster(r, gridFast, "GEOS", 15, "uniform", "clustered")
	c.faster(r, gridFast, "GEOS", 8, "adversarial")
	c.faster(r, gridCompact, "GEOS", 5, "uniform", "clustered")
	r.AtMost(l.name+": memory of the fast layout", c.bytesPerVertex(0), 50, " B/vertex")
	r.AtMost(l.name+": memory of the compact layout, vertices included", c.bytesPerVertex(2), 28, " B/vertex")
	r.AtMost(l.name+": build", c.buildSeconds(0), 1, " s/M vertices")
	return nil
}

func worldLayer(r *measure.Report, s settings) error {
	if s.short {
		r.Section("World", "Left out of a short run.")
		return nil
	}
	l, err := world()
	if err != nil {
		return err
	}
	c, err := compare(l, []peer{gridPeer(gridFast, locate.FastLayout, false), gridPeer(gridBatch, locate.FastLayout, true), geosPeer()}, s)
	if err != nil {
		return err
	}
	c.write(r, inputs.World+". Only GEOS prepares polygons of so many holes well enough to be compared.")
	c.faster(r, gridFast, "GEOS", 25, "uniform", "clustered")
	c.faster(r, gridFast, "GEOS", 8, "adversarial")
	r.AtMost("world: memory", c.bytesPerVertex(0), 90, " B/vertex")
	r.AtMost("world: build", c.buildSeconds(0), 1, " s/M vertices")
	return nil
}

// versions are shapes that hold always.
func versions(shapes []orb.MultiPolygon) []locate.Version {
	versions := make([]locate.Version, len(shapes))
	for i, shape := range shapes {
		versions[i].Shape = shape
	}
	return versions
}
