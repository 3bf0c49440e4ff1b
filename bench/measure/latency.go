package measure

import (
	"slices"
	"time"
)

// together is how many calls Latency times at once, since counters of time may be no finer than ten
// nanoseconds.
const together = 8

// Latency returns the median and the 99th percentile of the nanoseconds that a call of run takes,
// what it takes to measure taken off. It looks at the means of eight calls in a row. It is wall
// time: what interrupts the process more often than now and then shows in it.
func Latency(calls int, run func(i int)) (p50, p99 float64) {
	groups := calls / together
	empty, full := make([]uint64, groups), make([]uint64, groups)
	start, ticks := time.Now(), Ticks()
	for i := range groups {
		begin := Ticks()
		for k := range together {
			run(i*together + k)
		}
		full[i] = Ticks() - begin
	}
	perTick := float64(time.Since(start)) / float64(Ticks()-ticks)
	for i := range groups {
		begin := Ticks()
		empty[i] = Ticks() - begin
	}
	slices.Sort(empty)
	slices.Sort(full)
	base := empty[groups/2]
	at := func(share float64) float64 {
		v := full[int(float64(groups)*share)]
		return float64(max(v, base)-base) * perTick / together
	}
	return at(0.5), at(0.99)
}
