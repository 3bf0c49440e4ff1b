package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"time"

	"github.com/paulmach/orb"

	"demarc/bench/inputs"
	"demarc/bench/measure"
	"demarc/data"
	"demarc/data/karabakh"
	"demarc/geo"
	"demarc/geo/mvt"
)

// tile is the address of a tile.
type tile struct{ z, x, y uint32 }

// cutter makes tiles, compressed with gzip, of a layer that it has been given before.
type cutter struct {
	name string
	cut  func(zoom int) (bytes int, err error) // all tiles picked of a zoom
	cpu  func() time.Duration
	stop func()
}

// coldLayer is a layer with the tiles to be cut of it.
type coldLayer struct {
	name  string
	layer geo.Layer
	tiles [mvt.MaxZoom + 1][]tile // by zoom
}

// What is asked for, as the median over zooms.
var coldClaims = map[string]float64{orbName: 10, geojsonVTName: 5, postGISName: 4}

func coldTiles(report *measure.Report, s settings) error {
	small, err := smallLayer()
	if err != nil {
		return err
	}
	for _, layer := range []geo.Layer{small, manyLayer()} {
		l, err := pickCold(layer, s)
		if err != nil {
			return err
		}
		if err := l.compare(report, s); err != nil {
			return fmt.Errorf("%s: %w", layer.Name, err)
		}
	}
	return nil
}

// smallLayer has the zones of the bundled dataset with what a map needs of them.
func smallLayer() (geo.Layer, error) {
	layer := geo.Layer{Name: "small", Fields: []geo.Field{{Name: "id"}, {Name: "name"}, {Name: "area_km2", Type: geo.Float}}}
	snapshot, _, err := data.Open(karabakh.FS())
	if err != nil {
		return layer, err
	}
	for _, zone := range snapshot.Zones() {
		if zone.Drawn() {
			layer.Features = append(layer.Features, geo.Feature{
				ID: zone.ID, Geometry: zone.Geometry, Values: []any{zone.ID, zone.Names["en"], math.Round(zone.AreaKm2)},
			})
		}
	}
	return layer, nil
}

// manyLayer has 50,000 polygons.
func manyLayer() geo.Layer {
	layer := geo.Layer{Name: "many", Fields: []geo.Field{{Name: "id"}, {Name: "name"}, {Name: "area_km2", Type: geo.Float}}}
	for i, shape := range inputs.Fractal(250, 200) {
		id := fmt.Sprintf("region-%05d", i)
		layer.Features = append(layer.Features, geo.Feature{ID: id, Geometry: shape, Values: []any{id, fmt.Sprint("Region ", i), float64(i % 977)}})
	}
	return layer
}

// pickCold picks the tiles of each zoom that are nearest to a random place, as somebody looks at
// them, without those that are empty.
func pickCold(layer geo.Layer, s settings) (*coldLayer, error) {
	l, tiler, r := &coldLayer{name: layer.Name, layer: layer}, mvt.NewTiler([]geo.Layer{layer}), rand.New(rand.NewPCG(3, 4))
	bound := orb.Bound{Min: orb.Point{1}}
	for _, f := range layer.Features {
		bound = bound.Union(f.Geometry.Bound())
	}
	for z := uint32(2); z <= mvt.MaxZoom; z++ {
		column, row := tileOf(z, bound.Min[0]+(0.2+0.6*r.Float64())*(bound.Max[0]-bound.Min[0]), bound.Min[1]+(0.2+0.6*r.Float64())*(bound.Max[1]-bound.Min[1]))
		for ring := 0; ring < 6 && len(l.tiles[z]) < s.perZoom; ring++ {
			for _, t := range around(z, int(column), int(row), ring) {
				body, err := tiler.Tile(t.z, t.x, t.y)
				if err != nil {
					return nil, err
				}
				if len(body) > 0 && len(l.tiles[z]) < s.perZoom {
					l.tiles[z] = append(l.tiles[z], t)
				}
			}
		}
		if len(l.tiles[z]) == 0 {
			return nil, fmt.Errorf("layer %s: no tile of zoom %d", layer.Name, z)
		}
	}
	return l, nil
}

// around returns the tiles that are so many steps from one.
func around(z uint32, column, row, steps int) (tiles []tile) {
	side := 1 << z
	for x := max(0, column-steps); x <= min(side-1, column+steps); x++ {
		for y := max(0, row-steps); y <= min(side-1, row+steps); y++ {
			if max(column-x, x-column, row-y, y-row) == steps {
				tiles = append(tiles, tile{z, uint32(x), uint32(y)})
			}
		}
	}
	return tiles
}

// compare cuts the tiles of every zoom with every cutter.
func (l *coldLayer) compare(report *measure.Report, s settings) error {
	dir, err := os.MkdirTemp("", "demarc-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var cutters []cutter
	defer func() {
		for _, c := range cutters {
			c.stop()
		}
	}()
	head := []string{"zoom", "tiles"}
	for _, start := range []func(*coldLayer, string) (cutter, error){oursCutter, orbCutter, geojsonVT, postGIS} {
		c, err := start(l, dir)
		if err != nil {
			return err
		}
		cutters, head = append(cutters, c), append(head, c.name)
	}
	rows, ratios := [][]string{}, map[string][]float64{}
	for z := range l.tiles {
		if len(l.tiles[z]) == 0 {
			continue
		}
		row, err := l.compareZoom(z, cutters, ratios, s)
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	report.Section("Cold tiles, layer "+l.name, fmt.Sprintf(`%d polygons. CPU time per tile, gzip included, then how many times ours that is, and its mean
size. Indexes are built before and not counted, tiles are never kept, every cutter has cut all tiles once before it is measured.`, len(l.layer.Features)))
	report.Table(head, rows...)
	for _, c := range cutters[1:] {
		report.AtLeast(fmt.Sprintf("CPU of a cold tile of layer %s, %s against ours, median over zooms", l.name, c.name), measure.Median(ratios[c.name]), coldClaims[c.name], "x")
	}
	return nil
}

// compareZoom returns the row of a zoom and adds what the others take in times of ours to ratios,
// by name.
func (l *coldLayer) compareZoom(z int, cutters []cutter, ratios map[string][]float64, s settings) ([]string, error) {
	tiles := l.tiles[z]
	bytes := make([]int, len(cutters))
	var cases []measure.Case
	var failed error
	for i, c := range cutters {
		cpu := func() time.Duration {
			if failed != nil {
				return math.MaxInt64 // enough of it
			}
			return c.cpu()
		}
		cases = append(cases, measure.Case{Name: c.name, CPU: cpu, Run: func() int {
			n, err := c.cut(z)
			if err != nil {
				failed = fmt.Errorf("%s: %w", c.name, err)
			}
			bytes[i] = n / len(tiles)
			return len(tiles)
		}})
	}
	rounds, least := 3, 30*time.Millisecond
	if s.short {
		rounds, least = 2, 10*time.Millisecond
	}
	results := measure.Rounds(rounds, least, cases...)
	if failed != nil {
		return nil, failed
	}
	row := []string{fmt.Sprint(z), fmt.Sprint(len(tiles))}
	for i, result := range results {
		cell := measure.Nanoseconds(result.Median())
		if i > 0 {
			ratio, _, _ := measure.Ratio(result, results[0])
			ratios[result.Name] = append(ratios[result.Name], ratio)
			cell += fmt.Sprintf(", %.3gx", ratio)
		}
		row = append(row, fmt.Sprintf("%s, %d B", cell, bytes[i]))
	}
	return row, nil
}

// tileOf returns the tile of a zoom in which a place lies.
func tileOf(z uint32, lon, lat float64) (x, y uint32) {
	side := float64(uint32(1) << z)
	row := (0.5 - math.Asinh(math.Tan(lat*math.Pi/180))/(2*math.Pi)) * side
	return uint32((lon/360 + 0.5) * side), uint32(row)
}
