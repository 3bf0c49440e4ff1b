package clean

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo/internal/fixture"
	"demarc/geo/locate"
)

// Sets held as runs are held against plain lists.
func FuzzRunSets(f *testing.F) {
	for seed := range uint64(50) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 3))
		sets := newRunSets()
		var plain [3][]int32
		var numbers [3]int32
		for i := range plain {
			gathered := newGathering(1)
			for m := range int32(1 + r.IntN(12)) {
				if r.IntN(3) > 0 {
					gathered.add(0, m)
					plain[i] = append(plain[i], m)
				} else if r.IntN(2) == 0 && !gathered.toggle(0, m) && !gathered.toggle(0, m) {
					t.Fatalf("seed %d: %d added twice is not said to be twice there", seed, m)
				}
			}
			numbers[i] = sets.of(plain[i]...)
			if got := gathered.set(0, &sets); got != numbers[i] {
				t.Fatalf("seed %d: gathered %v, want %v", seed, sets.members(got), plain[i])
			}
			if got := sets.members(numbers[i]); !slices.Equal(got, plain[i]) || sets.size(numbers[i]) != len(plain[i]) {
				t.Fatalf("seed %d: members %v, size %d, want %v", seed, got, sets.size(numbers[i]), plain[i])
			}
		}
		var differ, common []int32
		for m := range int32(13) {
			a, b := slices.Contains(plain[0], m), slices.Contains(plain[1], m)
			if a != b {
				differ = append(differ, m)
			}
			if a && b {
				common = append(common, m)
			}
			if got := sets.has(numbers[0], m); got != a {
				t.Fatalf("seed %d: %v has %d: %v", seed, plain[0], m, got)
			}
		}
		if got := sets.members(sets.differ(numbers[0], numbers[1])); !slices.Equal(got, differ) {
			t.Fatalf("seed %d: %v and %v differ by %v, want %v", seed, plain[0], plain[1], got, differ)
		}
		if got := sets.common(numbers[0], numbers[1]); !slices.Equal(got, common) || sets.meet(numbers[0], numbers[1]) != (len(common) > 0) {
			t.Fatalf("seed %d: %v and %v have %v in common, want %v", seed, plain[0], plain[1], got, common)
		}
		if a := sets.differ(sets.differ(numbers[2], numbers[0]), numbers[0]); a != numbers[2] {
			t.Fatalf("seed %d: %v is number %d and %d", seed, plain[2], numbers[2], a)
		}
	})
}

// Cutting 769 days of an archive took 25 s, with the power 2.4 of the days: each edge listed every
// day on which it was a border, and each day looked at every face. What is kept grows with what
// moves.
func TestSetsGrowWithWhatMoves(t *testing.T) {
	size := func(days int) int {
		var shapes []orb.MultiPolygon
		var spans []locate.Span
		for day := range int32(days) {
			// Two parties, a front between them of which one stretch moves each day.
			front := []orb.Point{{10, 0}}
			for k := range 100 {
				x := 10 + float64((int(day)+99-k)/100)/1000
				front = append(front, orb.Point{x + 0.01, float64(k) + 0.3}, orb.Point{x, float64(k) + 0.7})
			}
			front = append(front, orb.Point{10, 100})
			west := append(slices.Clone(front), orb.Point{0, 100}, orb.Point{0, 0}, front[0])
			slices.Reverse(front)
			east := append(front, orb.Point{20, 0}, orb.Point{20, 100}, front[0])
			shapes = append(shapes, orb.MultiPolygon{{west}}, orb.MultiPolygon{{east}}, fixture.BoxShape(30, 0, 31, 1))
			span := locate.Span{From: day, To: day + 1}
			spans = append(spans, span, span, span)
		}
		f, err := cleaned(shapes, Options{ToleranceM: 1, Spans: spans, ClaimM2: 1})
		if err != nil {
			t.Fatal(err)
		}
		bytes := 0
		for _, set := range f.labels {
			bytes += len(f.sets.bounds.Keys[set])
		}
		for face := range f.keepers {
			bytes += len(f.shapes.bounds.Keys[f.keepers[face]])
		}
		return bytes
	}
	few, many := size(50), size(400)
	if many > 10*few {
		t.Errorf("the sets of 50 days take %d bytes, those of 400 %d: want them to grow no faster than the days", few, many)
	}
}
