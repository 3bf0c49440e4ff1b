package world

import (
	"bytes"
	"io"
	"math"

	"github.com/klauspost/compress/gzip"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"

	"demarc/geo"
	"demarc/geo/mvt"
)

// zooms are by zoom of a map in tiles of 256 pixels the zooms of the tiles drawn on it, as on the
// page; on those beyond it is the last.
var zooms = [...]uint32{0, 0, 0, 0, 0, 2, 2, 4, 5, 6}

// mostTiles is how many tiles a picture is made of: a picture of more is of a box far too small for
// its width, or of no box.
const mostTiles = 64

// Layers returns water, rivers, lines between countries and names within a box, of all days, as a
// picture so many pixels wide shows them. The box may reach beyond the antimeridian.
func Layers(bound orb.Bound, width int) []geo.Layer {
	degrees := max(bound.Max[0]-bound.Min[0], 1e-6)
	z := zooms[int(min(max(math.Round(math.Log2(float64(width)/256*360/degrees)), 0), float64(len(zooms)-1)))]
	size := math.Exp2(float64(z))
	column := func(lon float64) int { return int(math.Floor((lon + 180) / 360 * size)) }
	row := func(lat float64) int {
		sin := math.Sin(min(max(lat, -85.05), 85.05) * math.Pi / 180)
		return int(min(max(math.Floor((0.5-math.Log((1+sin)/(1-sin))/(4*math.Pi))*size), 0), size-1))
	}
	west, east, north, south := column(bound.Min[0]), column(bound.Max[0]), row(bound.Max[1]), row(bound.Min[1])
	if (east-west+1)*(south-north+1) > mostTiles {
		return nil
	}
	var layers []geo.Layer
	for y := north; y <= south; y++ {
		for x := west; x <= east; x++ {
			turn := int(math.Floor(float64(x) / size))
			layers = append(layers, part(z, uint32(x-turn*int(size)), uint32(y), float64(turn)*360, bound)...)
		}
	}
	return layers
}

// part returns what a tile holds of the box: areas as they are, since their edges are not drawn,
// lines to the sides of the tile.
func part(z, x, y uint32, turn float64, bound orb.Bound) (layers []geo.Layer) {
	tile := Tile(z, x, y)
	if tile == nil {
		return nil
	}
	unzipped, err := gzip.NewReader(bytes.NewReader(tile))
	if err != nil {
		panic(err) // the program is damaged
	}
	content, err := io.ReadAll(unzipped)
	if err != nil {
		panic(err)
	}
	all, err := mvt.Read(content, z, x, y)
	if err != nil {
		panic(err)
	}
	side := 360 / math.Exp2(float64(z))
	within := bound
	within.Min[0], within.Max[0] = max(within.Min[0]-turn, float64(x)*side-180), min(within.Max[0]-turn, float64(x+1)*side-180)
	within.Min[1], within.Max[1] = max(within.Min[1], latitude(z, y+1)), min(within.Max[1], latitude(z, y))
	for _, layer := range all {
		kept := layer.Features[:0]
		for _, f := range layer.Features {
			if f.Geometry == nil {
				continue
			}
			box := within
			if f.Geometry.Dimensions() == 2 {
				box = box.Pad(side / 1000) // parts of neighbours overlap, so that no seam is seen
			}
			if f.Geometry = clip.Geometry(box, f.Geometry); f.Geometry == nil {
				continue
			}
			if line, ok := f.Geometry.(orb.LineString); ok {
				f.Geometry = orb.MultiLineString{line}
			}
			f.Geometry = moved(f.Geometry, turn)
			kept = append(kept, f)
		}
		if layer.Features = kept; len(kept) > 0 {
			layers = append(layers, layer)
		}
	}
	return layers
}

// latitude is where a row of tiles begins.
func latitude(z, y uint32) float64 {
	return math.Atan(math.Sinh(math.Pi*(1-2*float64(y)/math.Exp2(float64(z))))) * 180 / math.Pi
}

// moved moves a geometry, which it changes, to another turn around the world.
func moved(g orb.Geometry, turn float64) orb.Geometry {
	move := func(points []orb.Point) {
		for i := range points {
			points[i][0] += turn
		}
	}
	if turn == 0 {
		return g
	}
	switch g := g.(type) {
	case orb.Point:
		return orb.Point{g[0] + turn, g[1]}
	case orb.MultiLineString:
		for _, line := range g {
			move(line)
		}
	case orb.Polygon:
		for _, ring := range g {
			move(ring)
		}
	case orb.MultiPolygon:
		for _, polygon := range g {
			for _, ring := range polygon {
				move(ring)
			}
		}
	}
	return g
}
