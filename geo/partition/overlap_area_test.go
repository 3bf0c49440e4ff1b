package partition

import (
	"encoding/hex"
	"fmt"
	"math"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"demarc/geo"
)

// geosIntersection writes for each pair of shapes, of WKB in hex, what GEOS finds they share.
const geosIntersection = `
import sys
from shapely import wkb
for line in sys.stdin:
    a, b = (wkb.loads(x, hex=True) for x in line.split())
    print(wkb.dumps(a.intersection(b).buffer(0), hex=True))
`

// The area that two shapes share is that of the shape which GEOS says they share, also where their
// borders run along each other or nearly do.
func TestOverlapAreaAgreesWithGEOS(t *testing.T) {
	r := rand.New(rand.NewPCG(19, 1))
	var pairs [][2]orb.MultiPolygon
	var text strings.Builder
	for i := range 400 {
		pair := [2]orb.MultiPolygon{star(r, 30+r.IntN(40)), star(r, 3+r.IntN(30))}
		if i%4 == 0 { // its vertices lie on the edges of the other one, as far as float64 knows
			pair[1] = densified(r, pair[0], i%8 == 0)
		}
		pairs = append(pairs, pair)
		for _, m := range pair {
			content, err := wkb.Marshal(m)
			if err != nil {
				t.Fatal(err)
			}
			text.WriteString(hex.EncodeToString(content) + " ")
		}
		text.WriteString("\n")
	}
	command := exec.Command("/usr/bin/python3", "-c", geosIntersection) // Debian's, which finds Debian's packages
	command.Stdin = strings.NewReader(text.String())
	var messages strings.Builder
	command.Stderr = &messages
	out, err := command.Output()
	if err != nil {
		t.Fatalf("the judge failed (it wants the Debian package python3-shapely): %v\n%s", err, &messages)
	}
	lines := strings.Fields(string(out))
	if len(lines) != len(pairs) {
		t.Fatalf("got %d shapes of %d pairs", len(lines), len(pairs))
	}
	apart := 0
	for i, pair := range pairs {
		want := geo.Area(shapeOf(t, lines[i]))
		got := OverlapArea(pair[0], pair[1])
		if want == 0 {
			apart++
		}
		// what both do to a crossing in float64 moves a border by less than a micrometre
		if math.Abs(got-want) > 1e-12*want+0.01 {
			t.Errorf("pair %d: got %.3f m2, want %.3f", i, got, want)
		}
		if back := OverlapArea(pair[1], pair[0]); math.Abs(back-got) > 1e-12*got {
			t.Errorf("pair %d: got %v m2, turned round %v", i, got, back)
		}
	}
	if apart > 100 {
		t.Errorf("%d pairs share nothing: too many", apart)
	}
}

func shapeOf(t *testing.T, text string) orb.MultiPolygon {
	t.Helper()
	content, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	shape, err := wkb.Unmarshal(content)
	if err != nil {
		t.Fatal(err)
	}
	switch shape := shape.(type) {
	case orb.MultiPolygon:
		return shape
	case orb.Polygon:
		if len(shape) == 0 {
			return nil
		}
		return orb.MultiPolygon{shape}
	}
	t.Fatalf("got a %T", shape)
	return nil
}

// star is a polygon around a place near 40 degrees north, with a hole.
func star(r *rand.Rand, vertices int) orb.MultiPolygon {
	x, y, size := 40+2*r.Float64(), 38+2*r.Float64(), 0.5+2*r.Float64()
	ring := func(far float64) (ring orb.Ring) {
		for i := range vertices {
			sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(vertices))
			at := size * far * (0.6 + 0.4*r.Float64())
			ring = append(ring, orb.Point{x + at*cos, y + at*sin})
		}
		return append(ring, ring[0])
	}
	polygon := orb.Polygon{ring(1)}
	if r.IntN(2) == 0 {
		polygon = append(polygon, ring(0.3))
	}
	return orb.MultiPolygon{polygon}
}

// densified has vertices more along the edges, and is half as large if it is cut.
func densified(r *rand.Rand, m orb.MultiPolygon, cut bool) orb.MultiPolygon {
	var polygon orb.Polygon
	for _, ring := range m[0] {
		var dense orb.Ring
		for i := 1; i < len(ring); i++ {
			a, b, at := ring[i-1], ring[i], r.Float64()
			dense = append(dense, a, orb.Point{a[0] + at*(b[0]-a[0]), a[1] + at*(b[1]-a[1])})
		}
		if cut {
			dense = dense[:2+len(dense)/2]
		}
		polygon = append(polygon, append(dense, dense[0]))
		if cut {
			break
		}
	}
	return orb.MultiPolygon{polygon}
}

// A shape shares all of itself with itself, and one that crosses itself what it winds around once.
func TestOverlapAreaOfOne(t *testing.T) {
	box := func(w, s, e, n float64) orb.Polygon {
		return orb.Polygon{{{w, s}, {e, s}, {e, n}, {w, n}, {w, s}}}
	}
	for i, tt := range []struct{ a, b, want orb.MultiPolygon }{
		{orb.MultiPolygon{box(-180, -90, 180, 90)}, orb.MultiPolygon{box(-180, -90, 180, 90)}, orb.MultiPolygon{box(-180, -90, 180, 90)}},
		{orb.MultiPolygon{box(0, 0, 2, 2)}, orb.MultiPolygon{box(1, 1, 3, 3)}, orb.MultiPolygon{box(1, 1, 2, 2)}},
		{orb.MultiPolygon{box(0, 0, 2, 2)}, orb.MultiPolygon{box(2, 0, 3, 3)}, nil},
		{orb.MultiPolygon{{{{0, 0}, {2, 2}, {2, 0}, {0, 2}, {0, 0}}}}, orb.MultiPolygon{{{{0, 0}, {2, 2}, {2, 0}, {0, 2}, {0, 0}}}},
			orb.MultiPolygon{{{{0, 0}, {1, 1}, {0, 2}, {0, 0}}}, {{{2, 2}, {2, 0}, {1, 1}, {2, 2}}}}},
		{orb.MultiPolygon{{{{0, 0}, {2, 2}, {2, 0}, {0, 2}, {0, 0}}}}, orb.MultiPolygon{box(0, 0, 1, 2)}, orb.MultiPolygon{{{{0, 0}, {1, 1}, {0, 2}, {0, 0}}}}},
	} {
		if got, want := OverlapArea(tt.a, tt.b), geo.Area(tt.want); math.Abs(got-want) > 1e-11*(want+1) {
			t.Errorf("case %d: got %v m2, want %v (%s)", i, got, want, fmt.Sprint(tt.a))
		}
	}
}
