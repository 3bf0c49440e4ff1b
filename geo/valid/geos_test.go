package valid

import (
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
)

// judge.py of geo/mvt/judge judges tiles; this one whole shapes, one of WKB in hex a line.
const geos = `
import sys
from shapely import wkb
from shapely.validation import explain_validity
for line in sys.stdin:
    print(explain_validity(wkb.loads(line.strip(), hex=True)))
`

// A shape has a fault, other than a repeated position, exactly where GEOS says that it is invalid.
func TestCheckAgreesWithGEOS(t *testing.T) {
	r := rand.New(rand.NewPCG(24, 25))
	var shapes []orb.MultiPolygon
	var text strings.Builder
	for i := range 40_000 {
		m := latticeShape(r)
		if i%4 > 0 {
			m = touchingShape(r)
		}
		content, err := wkb.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		shapes = append(shapes, m)
		text.WriteString(hex.EncodeToString(content) + "\n")
	}
	command := exec.Command("/usr/bin/python3", "-c", geos) // Debian's, which finds Debian's packages
	command.Stdin = strings.NewReader(text.String())
	var messages strings.Builder
	command.Stderr = &messages
	out, err := command.Output()
	if err != nil {
		t.Fatalf("the judge failed (it wants the Debian package python3-shapely): %v\n%s", err, &messages)
	}
	verdicts := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(verdicts) != len(shapes) {
		t.Fatalf("got %d verdicts on %d shapes", len(verdicts), len(shapes))
	}
	seen := map[string]int{}
	for i, m := range shapes {
		var invalid []string
		for _, f := range new(Checker).Check(m) {
			if f.Kind != Repeated {
				invalid = append(invalid, string(f.Kind))
			}
		}
		valid := verdicts[i] == "Valid Geometry"
		if valid != (len(invalid) == 0) {
			t.Errorf("%v: found %v, GEOS says %s", m, invalid, verdicts[i])
		}
		seen[fmt.Sprint(valid)]++
		if len(invalid) == 1 {
			seen[invalid[0]]++
		}
	}
	for _, want := range []string{"true", string(Disconnected), string(SharedEdge), string(Overlap)} {
		if seen[want] < 200 {
			t.Errorf("%s was met %d times: too rarely to say that all is well", want, seen[want])
		}
	}
}

// touchingShape makes shells with small holes, few of which cross, on a lattice so small that many
// touch.
func touchingShape(r *rand.Rand) orb.MultiPolygon {
	triangle := func(x, y, size float64) orb.Ring {
		for {
			var ring orb.Ring
			for range 3 {
				ring = append(ring, orb.Point{x + float64(r.IntN(int(size)+1)), y + float64(r.IntN(int(size)+1))})
			}
			if ring = append(ring, ring[0]); !flat(ring) {
				return ring
			}
		}
	}
	var m orb.MultiPolygon
	for range 1 + r.IntN(2) {
		x, y, side := float64(r.IntN(3)*2), float64(r.IntN(3)*2), float64(2+2*r.IntN(3))
		polygon := orb.Polygon{{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}, {x, y}}}
		for range r.IntN(5) {
			polygon = append(polygon, triangle(x+float64(r.IntN(int(side)-1)), y+float64(r.IntN(int(side)-1)), 2))
		}
		m = append(m, polygon)
	}
	return m
}
