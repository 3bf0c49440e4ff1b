package planar

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestBoxIndexAgainstAll holds searches and pairs against looking at all boxes.
func TestBoxIndexAgainstAll(t *testing.T) {
	t.Run("int32", testBoxIndex[int32])
	t.Run("float32", testBoxIndex[float32])
	t.Run("float64", testBoxIndex[float64])
}

func testBoxIndex[C coordinate](t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, count := range []int{0, 1, 7, 8, 9, 63, 64, 65, 300} {
		for _, run := range []int{1, Run} {
			boxes := make([]Box[C], count)
			for i := range boxes {
				x, y := C(r.IntN(200)), C(r.IntN(200))
				boxes[i] = Box[C]{x, y, x + C(r.IntN(12)), y + C(r.IntN(12))}
				if r.IntN(9) == 0 {
					boxes[i] = NoBox[C]()
				}
			}
			x := NewBoxIndex(boxes, run)
			for i := range 50 {
				b := Box[C]{C(4 * i), 50, C(4*i + 10), 80}
				var got, want []int32
				x.Search(b, func(i int32) { got = append(got, i) })
				for i := range boxes {
					if boxes[i].Meets(&b) {
						want = append(want, int32(i))
					}
				}
				slices.Sort(got)
				if !slices.Equal(got, want) {
					t.Fatalf("%d boxes, runs of %d: found %v around %v, want %v", count, run, got, b, want)
				}
			}
			checkPairs(t, x, boxes)
		}
	}
}

func checkPairs[C coordinate](t *testing.T, x *BoxIndex[C], boxes []Box[C]) {
	t.Helper()
	seen, want := map[[2]int32]int{}, 0
	x.EachPair(func(i, j int32) bool {
		seen[[2]int32{min(i, j), max(i, j)}]++
		return true
	})
	for i := range boxes {
		for j := range i {
			if boxes[i].Meets(&boxes[j]) {
				want++
				if n := seen[[2]int32{int32(j), int32(i)}]; n != 1 {
					t.Fatalf("%d boxes: %v and %v came as a pair %d times, want once", len(boxes), boxes[i], boxes[j], n)
				}
			}
		}
	}
	if len(seen) != want {
		t.Fatalf("%d boxes: %d pairs, want %d", len(boxes), len(seen), want)
	}
	calls := 0
	x.EachPair(func(i, j int32) bool { calls++; return false })
	if calls != min(want, 1) {
		t.Fatalf("%d boxes: %d calls after the first one said stop", len(boxes), calls-1)
	}
}

// TestBoxTreeDrop holds that a dropped leaf is not found any more, and all others are.
func TestBoxTreeDrop(t *testing.T) {
	var tree BoxTree[float32]
	tree.Build(11, func(leaf int) Box[float32] { return Box[float32]{float32(leaf), 0, float32(leaf), 1} })
	for _, dropped := range []int{3, 10, 0} {
		tree.Drop(dropped)
	}
	var got []int
	tree.EachPair(func(leaf, other int) bool {
		got = append(got, leaf)
		return true
	})
	if want := []int{1, 2, 4, 5, 6, 7, 8, 9}; !slices.Equal(got, want) {
		t.Errorf("leaves %v are left, want %v", got, want)
	}
	if got, want := tree.Nodes[1], (Box[float32]{1, 0, 9, 1}); got != want {
		t.Errorf("the root is %v, want %v", got, want)
	}
}
