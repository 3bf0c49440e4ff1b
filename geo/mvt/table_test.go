package mvt

import (
	"math/rand/v2"
	"testing"
)

func TestEdgeTable(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 9))
	for _, size := range []int{0, 1, 1000} {
		table, want := newEdgeTable(size), map[[2]point]int32{}
		for i := range int32(20000) {
			from, to := point{r.Int32N(70) - 35, r.Int32N(3) << 28}, point{r.Int32N(9), 1}
			if r.IntN(2) == 0 {
				to = from
			}
			slot := table.at(from, to)
			number, ok := want[[2]point{from, to}]
			if slot.taken != ok || ok && slot.number != number {
				t.Fatalf("edge %v %v: number %d (taken: %v), want %d (%v)", from, to, slot.number, slot.taken, number, ok)
			}
			if !ok {
				table.take(slot, from, to, i)
				want[[2]point{from, to}] = i
			}
		}
		if table.used != len(want) {
			t.Errorf("%d edges, want %d", table.used, len(want))
		}
	}
}
