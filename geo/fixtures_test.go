package geo

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"
)

// box returns a closed anticlockwise ring.
func box(west, south, east, north float64) orb.Ring {
	return orb.Ring{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}
}

func boxShape(west, south, east, north float64) orb.MultiPolygon {
	return orb.MultiPolygon{{box(west, south, east, north)}}
}

// jittered returns a partition of columns x rows cells of size degrees from west, south: four-sided cells with moved
// corners and a bent border to each neighbour, some cut into two triangles. The outer border stays straight.
func jittered(r *rand.Rand, columns, rows int, west, south, size float64) []orb.MultiPolygon {
	move := func() float64 { return (r.Float64() - 0.5) * size * 0.4 }
	corners := make([]orb.Point, (columns+1)*(rows+1))
	at := func(i, j int) orb.Point { return corners[j*(columns+1)+i] }
	for j := range rows + 1 {
		for i := range columns + 1 {
			p := orb.Point{west + float64(i)*size, south + float64(j)*size}
			if i > 0 && i < columns {
				p[0] += move()
			}
			if j > 0 && j < rows {
				p[1] += move()
			}
			corners[j*(columns+1)+i] = p
		}
	}
	bends := map[[2]orb.Point]orb.Point{}
	bend := func(a, b orb.Point) orb.Point {
		key := [2]orb.Point{earlier(a, b), later(a, b)}
		if _, ok := bends[key]; !ok {
			p := orb.Point{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2}
			if a[0] != b[0] && a[1] != b[1] {
				p[0] += move() / 10
				p[1] += move() / 10
			}
			bends[key] = p
		}
		return bends[key]
	}
	var shapes []orb.MultiPolygon
	for j := range rows {
		for i := range columns {
			a, b, c, d := at(i, j), at(i+1, j), at(i+1, j+1), at(i, j+1)
			ab, bc, cd, da := bend(a, b), bend(b, c), bend(c, d), bend(d, a)
			if r.IntN(4) == 0 {
				shapes = append(shapes,
					orb.MultiPolygon{{{a, ab, b, bc, c, a}}},
					orb.MultiPolygon{{{a, c, cd, d, da, a}}})
				continue
			}
			shapes = append(shapes, orb.MultiPolygon{{{a, ab, b, bc, c, cd, d, da, a}}})
		}
	}
	return shapes
}

// zones returns the shapes of the bundled dataset's control layer.
func zones(t *testing.T) []orb.MultiPolygon {
	t.Helper()
	content, err := os.ReadFile(filepath.FromSlash("../data/karabakh/regions/zones.geojson"))
	if err != nil {
		t.Skip(err)
	}
	var file struct {
		Features []struct {
			Geometry struct {
				Type        string
				Coordinates json.RawMessage
			}
		}
	}
	if err := json.Unmarshal(content, &file); err != nil {
		t.Fatal(err)
	}
	var shapes []orb.MultiPolygon
	for _, f := range file.Features {
		var shape orb.MultiPolygon
		switch f.Geometry.Type {
		case "Polygon":
			shape = make(orb.MultiPolygon, 1)
			err = json.Unmarshal(f.Geometry.Coordinates, &shape[0])
		case "MultiPolygon":
			err = json.Unmarshal(f.Geometry.Coordinates, &shape)
		}
		if err != nil {
			t.Fatal(err)
		}
		shapes = append(shapes, shape)
	}
	return shapes
}
