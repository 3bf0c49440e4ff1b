package planar

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
)

// plainOrient is the definition in rational arithmetic.
func plainOrient(a, b, c orb.Point) int {
	rat := func(v float64) *big.Rat { return new(big.Rat).SetFloat64(v) }
	sum := new(big.Rat)
	for _, term := range [...][2]float64{{a[0], b[1]}, {b[0], c[1]}, {c[0], a[1]}} {
		sum.Add(sum, new(big.Rat).Mul(rat(term[0]), rat(term[1])))
	}
	for _, term := range [...][2]float64{{a[1], b[0]}, {b[1], c[0]}, {c[1], a[0]}} {
		sum.Sub(sum, new(big.Rat).Mul(rat(term[0]), rat(term[1])))
	}
	return sum.Sign()
}

func TestOrient(t *testing.T) {
	const tiny, huge = math.SmallestNonzeroFloat64, math.MaxFloat64
	inf, nan := math.Inf(1), math.NaN()
	for _, tt := range []struct {
		name    string
		a, b, c orb.Point
		want    int
	}{
		{"left", orb.Point{0, 0}, orb.Point{1, 0}, orb.Point{0, 1}, 1},
		{"right", orb.Point{0, 0}, orb.Point{0, 1}, orb.Point{1, 0}, -1},
		{"straight", orb.Point{0, 0}, orb.Point{1, 1}, orb.Point{2, 2}, 0},
		{"equal points", orb.Point{3, 4}, orb.Point{3, 4}, orb.Point{5, 9}, 0},
		{"decimals that are not quite on a line", orb.Point{0.1, 0.1}, orb.Point{0.2, 0.2}, orb.Point{0.3, 0.3 + 0x1p-54}, 1},
		{"one bit off the line (Kettner et al.)", orb.Point{0.5, 0.5 + 0x1p-53}, orb.Point{12, 12}, orb.Point{24, 24}, 1},
		{"product underflows", orb.Point{0, 0}, orb.Point{tiny, 0}, orb.Point{0, tiny}, 1},
		{"product overflows", orb.Point{-huge, -huge}, orb.Point{huge, huge}, orb.Point{huge, 1}, -1},
		{"large beside small", orb.Point{0, 0}, orb.Point{1e300, tiny}, orb.Point{1e300, 0}, -1},
		{"infinite", orb.Point{0, 0}, orb.Point{inf, 0}, orb.Point{0, 1}, 0},
		{"not a number", orb.Point{0, nan}, orb.Point{1, 0}, orb.Point{0, 1}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Orient(tt.a, tt.b, tt.c); got != tt.want {
				t.Errorf("Orient(%v, %v, %v) = %d, want %d", tt.a, tt.b, tt.c, got, tt.want)
			}
			if Finite(tt.a) && Finite(tt.b) {
				if plain := plainOrient(tt.a, tt.b, tt.c); plain != tt.want {
					t.Errorf("the test is wrong: want %d, rational arithmetic says %d", tt.want, plain)
				}
			}
		})
	}
}

// Every order of three points gives the same answer but for its sign, and all are those of rational
// arithmetic.
func checkOrient(t *testing.T, a, b, c orb.Point) {
	t.Helper()
	want := plainOrient(a, b, c)
	for _, tt := range []struct {
		a, b, c orb.Point
		want    int
	}{{a, b, c, want}, {b, c, a, want}, {c, a, b, want}, {b, a, c, -want}, {a, c, b, -want}, {c, b, a, -want}} {
		if got := Orient(tt.a, tt.b, tt.c); got != tt.want {
			t.Fatalf("Orient(%v, %v, %v) = %d, want %d", tt.a, tt.b, tt.c, got, tt.want)
		}
		if got := TurnNear(tt.a[0], tt.a[1], tt.b[0], tt.b[1], tt.c[0], tt.c[1]); got != tt.want {
			t.Fatalf("turnNear(%v, %v, %v) = %d, want %d", tt.a, tt.b, tt.c, got, tt.want)
		}
	}
}

func TestOrientRandom(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	degrees := func() orb.Point { return orb.Point{r.Float64()*360 - 180, r.Float64()*180 - 90} }
	for range 2000 {
		checkOrient(t, degrees(), degrees(), degrees())
	}
	for range 6000 {
		a, b := degrees(), degrees()
		s := r.Float64()*3 - 1
		c := orb.Point{a[0] + s*(b[0]-a[0]), a[1] + s*(b[1]-a[1])}
		for range r.IntN(3) {
			c[r.IntN(2)] = math.Nextafter(c[r.IntN(2)], 1000)
		}
		checkOrient(t, a, b, c)
	}
	for range 1500 {
		// Any bit pattern, most exponents being extreme, and points on a line through the origin.
		var v [6]float64
		for i := range v {
			for v[i] = math.NaN(); v[i]-v[i] != 0; {
				v[i] = math.Float64frombits(r.Uint64())
			}
		}
		checkOrient(t, orb.Point{v[0], v[1]}, orb.Point{v[2], v[3]}, orb.Point{v[4], v[5]})
		scale := math.Ldexp(1, r.IntN(2000)-1000)
		checkOrient(t, orb.Point{0, 0}, orb.Point{1, 3}, orb.Point{scale, 3 * scale})
	}
	// A grid of neighbouring floats around a line, where plain arithmetic is wrong all over.
	for i := range 32 {
		for j := range 32 {
			p := orb.Point{0.5 + float64(i)*0x1p-53, 0.5 + float64(j)*0x1p-53}
			checkOrient(t, p, orb.Point{12, 12}, orb.Point{24, 24})
		}
	}
}

func FuzzOrient(f *testing.F) {
	f.Add(0.5, 0.5, 12.0, 12.0, 24.0, 24.0)
	f.Add(47.2434, 39.84703, 47.23399, 39.85405, 47.2, 39.87)
	f.Add(1e-300, 1e-320, -1e300, 5e-324, 3.0, 1e200)
	f.Fuzz(func(t *testing.T, ax, ay, bx, by, cx, cy float64) {
		a, b, c := orb.Point{ax, ay}, orb.Point{bx, by}, orb.Point{cx, cy}
		if Finite(a) && Finite(b) && Finite(c) {
			checkOrient(t, a, b, c)
		}
	})
}

func BenchmarkOrient(b *testing.B) {
	p, q, r := orb.Point{47.2434, 39.84703}, orb.Point{47.23399, 39.85405}, orb.Point{47.2, 39.87}
	b.Run("clear", func(b *testing.B) {
		for b.Loop() {
			Orient(p, q, r)
		}
	})
	b.Run("on the line", func(b *testing.B) {
		middle := orb.Point{(p[0] + q[0]) / 2, (p[1] + q[1]) / 2}
		for b.Loop() {
			Orient(p, q, middle)
		}
	})
}
