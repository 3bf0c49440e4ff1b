package picture

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// covered draws black on white and returns how much of a pixel is covered, 0 to 1.
func covered(width, height int, scale float64, p path, f Fill, k Stroke) func(x, y int) float64 {
	r := newRaster(width, height, scale)
	r.paint(box(rect{0, 0, float64(width) / scale, float64(height) / scale}), Fill{Color: "#ffffff"}, Stroke{})
	r.paint(p, f, k)
	return func(x, y int) float64 { return 1 - float64(r.img.RGBAAt(x, y).G)/255 }
}

// A line of some width covers just what lies within half of that width, whatever its turns.
func TestStrokeCoversWhatIsNear(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	const size = 90 // more than a few bands
	for n := range 300 {
		// Some lines reach out of the picture on all sides, some have steps shorter than they are
		// wide.
		line := []orb.Point{{random.Float64() * size, random.Float64() * size}}
		step := []float64{3, 20, 120}[n%3]
		for range 2 + random.IntN(12) {
			last := line[len(line)-1]
			line = append(line, orb.Point{last[0] + (random.Float64()-0.5)*step, last[1] + (random.Float64()-0.5)*step})
		}
		half := 0.6 + random.Float64()*6
		p := path{lines: [][]orb.Point{line}, closed: n%2 == 0}
		at := covered(size, size, 1, p, Fill{}, Stroke{Color: "#000000", Width: 2 * half})
		for y := range size {
			for x := range size {
				middle := orb.Point{float64(x) + 0.5, float64(y) + 0.5}
				near, end := distance(p, middle)
				const pixel = 0.75 // from the middle to a corner, and a little
				switch got := at(x, y); {
				case end: // cut straight there
				case near < half-pixel && got < 0.98:
					t.Fatalf("line %d: pixel %d,%d is %.2f from it, half of its width is %.2f: covered %.2f, want whole", n, x, y, near, half, got)
				case near > half+pixel && got > 0.02:
					t.Fatalf("line %d: pixel %d,%d is %.2f from it, half of its width is %.2f: covered %.2f, want not", n, x, y, near, half, got)
				}
			}
		}
	}
}

// Dashes that end at a corner just so, and corners that stand twice, leave no streaks.
func TestStrokeOfSectionsWithoutLength(t *testing.T) {
	line := []orb.Point{{10, 10}, {20, 10}, {20, 10}, {20, 20}, {10, 20}, {10, 10}}
	for _, closed := range []bool{false, true} {
		p := path{lines: [][]orb.Point{line}, closed: closed}
		at := covered(90, 40, 1, p, Fill{}, Stroke{Color: "#000000", Width: 2, Dash: []float64{10}})
		for y := range 40 {
			for x := range 90 {
				if got := at(x, y); got > 0 && (x < 9 || x > 20 || y < 9 || y > 20) {
					t.Fatalf("closed %t: pixel %d,%d is covered %.2f, want not", closed, x, y, got)
				}
			}
		}
	}
}

// distance is that of a place from a path, and whether an end of a line is as near as any of it.
func distance(p path, at orb.Point) (near float64, end bool) {
	near = math.Inf(1)
	for _, line := range p.lines {
		n := len(line)
		for i := range n {
			if i == n-1 && !p.closed {
				break
			}
			a, b := line[i], line[(i+1)%n]
			d := minus(b, a)
			along := ((at[0]-a[0])*d[0] + (at[1]-a[1])*d[1]) / (d[0]*d[0] + d[1]*d[1])
			on := min(1, max(0, along))
			if off := math.Hypot(at[0]-a[0]-on*d[0], at[1]-a[1]-on*d[1]); off < near {
				near = off
			}
		}
		if !p.closed {
			for _, tip := range []orb.Point{line[0], line[n-1]} {
				end = end || math.Hypot(at[0]-tip[0], at[1]-tip[1]) < near+8
			}
		}
	}
	return near, end
}

// An area covers what a plain test of many places in each pixel finds in it, in picture and out of
// it.
func TestFillCoversWhatIsInside(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	const size, samples = 70, 8
	for n := range 4 {
		// A star around a place has no crossings.
		center := orb.Point{random.Float64() * size, random.Float64() * size}
		corners := 3 + random.IntN(40)
		ring := make(orb.Ring, corners)
		for i := range ring {
			sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(corners))
			reach := 5 + random.Float64()*60
			ring[i] = orb.Point{center[0] + reach*cos, center[1] + reach*sin}
		}
		ring = append(ring, ring[0])
		at := covered(2*size, 2*size, 2, path{closed: true, lines: [][]orb.Point{ring}}, Fill{Color: "#000000"}, Stroke{})
		for y := range 2 * size {
			for x := range 2 * size {
				inside := 0
				for k := range samples * samples {
					place := orb.Point{float64(x) + (float64(k%samples)+0.5)/samples, float64(y) + (float64(k/samples)+0.5)/samples}
					if planar.RingContains(ring, scaled(place, 0.5)) {
						inside++
					}
				}
				want := float64(inside) / samples / samples
				if got := at(x, y); math.Abs(got-want) > 0.12 {
					t.Fatalf("area %d: pixel %d,%d is covered %.2f, want %.2f", n, x, y, got, want)
				}
			}
		}
	}
}

// Neighbours in one shape meet without a seam, and what overlaps in it is not a hole, however their
// rings run.
func TestNeighboursMeet(t *testing.T) {
	polygon := func(corners ...orb.Point) orb.Polygon { return orb.Polygon{append(corners, corners[0])} }
	west := polygon(orb.Point{11, -4}, orb.Point{14, -4}, orb.Point{15.3, 4}, orb.Point{11, 4})
	east := polygon(orb.Point{14, -4}, orb.Point{15.3, 4}, orb.Point{19, 4}, orb.Point{19, -4})
	over := polygon(orb.Point{12, -2}, orb.Point{12, 2}, orb.Point{17, 2}, orb.Point{17, -2})
	whole := polygon(orb.Point{11, -4}, orb.Point{19, -4}, orb.Point{19, 4}, orb.Point{11, 4})
	draw := func(g orb.Geometry) []uint8 {
		p := square()
		p.Shapes = []Shape{{Geometry: g, Fill: &Fill{Color: "#3b8fc2", Opacity: 0.6, Pattern: Hatch, Ink: "#ffffff"}}}
		drawn, err := p.Image()
		if err != nil {
			t.Fatal(err)
		}
		return drawn.Pix
	}
	got, want := draw(orb.MultiPolygon{west, east, over}), draw(whole)
	for i := range got {
		if d := int(got[i]) - int(want[i]); d > 1 || d < -1 {
			t.Fatalf("pixel %d,%d is %d, want %d as without the borders between", i/4%400, i/4/400, got[i], want[i])
		}
	}
}
