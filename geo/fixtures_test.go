package geo

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
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
		key := [2]orb.Point{a, b}
		if b[0] < a[0] || b[0] == a[0] && b[1] < a[1] {
			key = [2]orb.Point{b, a}
		}
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
	root, err := os.Getwd()
	for err == nil && filepath.Base(root) != "geo" {
		root = filepath.Dir(root)
	}
	content, err := os.ReadFile(filepath.Join(root, "..", "data", "karabakh", "regions", "zones.geojson"))
	if err != nil {
		t.Fatal(err)
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

// geodesic is Vincenty's inverse formula ("Direct and Inverse Solutions of Geodesics on the Ellipsoid", 1975), good
// to a millimetre except for nearly antipodal points.
func geodesic(p, q orb.Point) float64 {
	const b = equatorRadius * (1 - flattening)
	l := (q[0] - p[0]) * degree
	u1, u2 := math.Atan((1-flattening)*math.Tan(p[1]*degree)), math.Atan((1-flattening)*math.Tan(q[1]*degree))
	sin1, cos1 := math.Sincos(u1)
	sin2, cos2 := math.Sincos(u2)
	lambda := l
	for range 100 {
		sinL, cosL := math.Sincos(lambda)
		sinS := math.Hypot(cos2*sinL, cos1*sin2-sin1*cos2*cosL)
		if sinS == 0 {
			return 0
		}
		cosS := sin1*sin2 + cos1*cos2*cosL
		sigma := math.Atan2(sinS, cosS)
		sinA := cos1 * cos2 * sinL / sinS
		cos2A := 1 - sinA*sinA
		cosM := 0.0
		if cos2A > 0 {
			cosM = cosS - 2*sin1*sin2/cos2A
		}
		c := flattening / 16 * cos2A * (4 + flattening*(4-3*cos2A))
		before := lambda
		lambda = l + (1-c)*flattening*sinA*(sigma+c*sinS*(cosM+c*cosS*(2*cosM*cosM-1)))
		if math.Abs(lambda-before) > 1e-12 {
			continue
		}
		u := cos2A * (equatorRadius*equatorRadius - b*b) / (b * b)
		bigA := 1 + u/16384*(4096+u*(-768+u*(320-175*u)))
		bigB := u / 1024 * (256 + u*(-128+u*(74-47*u)))
		delta := bigB * sinS * (cosM + bigB/4*(cosS*(2*cosM*cosM-1)-bigB/6*cosM*(4*sinS*sinS-3)*(4*cosM*cosM-3)))
		return b * bigA * (sigma - delta)
	}
	return math.NaN()
}

// cellArea integrates the element of area, M N cos(lat), by Simpson's rule: another way to the same number.
func cellArea(south, north, width float64) float64 {
	const steps = 2000
	element := func(lat float64) float64 {
		east, north := metresPerDegree(lat)
		return east * north
	}
	sum := element(south) + element(north)
	for i := 1; i < steps; i++ {
		weight := 2.0 + float64(i%2)*2
		sum += weight * element(south+(north-south)*float64(i)/steps)
	}
	return sum * (north - south) / steps / 3 * width
}

// star is a simple ring with n vertices around a centre, rough at every scale.
func star(r *rand.Rand, n int) orb.Ring {
	var ring orb.Ring
	for i := range n {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		radius := 1 + 0.1*math.Sin(14*math.Pi*float64(i)/float64(n)) + 10*r.Float64()/float64(n)
		ring = append(ring, orb.Point{46 + radius*cos, 39 + radius*sin})
	}
	return append(ring, ring[0])
}

// outlineText writes polygons by the number of positions of their rings.
func outlineText(m orb.MultiPolygon) string {
	var parts []string
	for _, polygon := range m {
		var rings []string
		for _, ring := range polygon {
			rings = append(rings, fmt.Sprint(len(ring)))
		}
		parts = append(parts, strings.Join(rings, "-"))
	}
	return strings.Join(parts, " ")
}

// plainContains is Contains by another way: winding numbers in rational arithmetic of the point moved by (d, e),
// 0 < e << d, where d and e are compared as symbols.
func plainContains(m orb.MultiPolygon, p orb.Point) bool {
	for _, polygon := range m {
		in := false
		for i, ring := range polygon {
			wound := windingNumber(ring, p) != 0
			if i == 0 {
				in = wound
			} else if wound {
				in = false
			}
		}
		if in {
			return true
		}
	}
	return false
}

func windingNumber(ring orb.Ring, p orb.Point) int {
	rat := func(v float64) *big.Rat { return new(big.Rat).SetFloat64(v) }
	minus := func(x, y float64) *big.Rat { return new(big.Rat).Sub(rat(x), rat(y)) }
	n := 0
	for i := 1; i < len(ring); i++ {
		a, b := ring[i-1], ring[i]
		rises := minus(b[1], a[1])
		// The side of the edge: a number, then its coefficient of d, then that of e.
		side := new(big.Rat).Mul(minus(b[0], a[0]), minus(p[1], a[1]))
		side.Sub(side, new(big.Rat).Mul(rises, minus(p[0], a[0])))
		left := side.Sign()
		if left == 0 {
			left = -rises.Sign()
		}
		if left == 0 {
			left = minus(b[0], a[0]).Sign()
		}
		// p moved north by e is never level with a vertex.
		aAbove, bAbove := minus(a[1], p[1]).Sign() > 0, minus(b[1], p[1]).Sign() > 0
		switch {
		case !aAbove && bAbove && left > 0:
			n++
		case aAbove && !bAbove && left < 0:
			n--
		}
	}
	return n
}

// segmentMetres is about how far p is from the segment from a to b, which is near.
func segmentMetres(p, a, b orb.Point) float64 {
	east, north := metresPerDegree(p[1])
	ux, uy := (b[0]-a[0])*east, (b[1]-a[1])*north
	px, py := (p[0]-a[0])*east, (p[1]-a[1])*north
	t := 0.0
	if length2 := ux*ux + uy*uy; length2 > 0 {
		t = max(0, min(1, (px*ux+py*uy)/length2))
	}
	return math.Hypot(px-t*ux, py-t*uy)
}
