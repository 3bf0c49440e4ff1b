package measure

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"time"
)

// Case is one of the things compared.
type Case struct {
	Name string
	// Run does the work and returns how many operations that were.
	Run func() int
	// CPU, if not nil, tells the CPU time used so far, for work that is done by another process.
	// Otherwise it is that of the thread.
	CPU func() time.Duration
}

// Result is what a case took per operation, one sample a round, in nanoseconds of CPU time.
type Result struct {
	Name    string
	Samples []float64
}

// Rounds measures every case in every round, one after the other, each for at least the given CPU
// time, so that whatever else the machine does meets all of them alike. A round before the first is
// not counted.
func Rounds(rounds int, least time.Duration, cases ...Case) []Result {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	results := make([]Result, len(cases))
	for i, c := range cases {
		results[i].Name = c.Name
		c.Run()
	}
	runtime.GC()
	for range rounds {
		for i, c := range cases {
			results[i].Samples = append(results[i].Samples, c.sample(least))
		}
	}
	return results
}

func (c Case) sample(least time.Duration) float64 {
	cpu := c.CPU
	if cpu == nil {
		cpu = ThreadCPU
	}
	operations := 0
	for begin := cpu(); ; {
		operations += c.Run()
		if spent := cpu() - begin; spent >= least {
			return float64(spent) / float64(max(1, operations))
		}
	}
}

// Median returns the middle sample.
func (r Result) Median() float64 { return Median(r.Samples) }

// Median returns the middle of values, the mean of the two middle ones of an even number. Of none
// it is no number, which reaches no figure that is asked.
func Median(values []float64) float64 {
	n := len(values)
	if n == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(values))
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// String returns the median and, in brackets, the least and greatest sample.
func (r Result) String() string {
	if len(r.Samples) == 0 {
		return "not measured"
	}
	return fmt.Sprintf("%s (%s to %s)", Nanoseconds(r.Median()),
		Nanoseconds(slices.Min(r.Samples)), Nanoseconds(slices.Max(r.Samples)))
}

// Nanoseconds words a duration with three digits and a unit.
func Nanoseconds(ns float64) string {
	for _, u := range []struct {
		size float64
		name string
	}{{1e9, "s"}, {1e6, "ms"}, {1e3, "µs"}} {
		if ns >= u.size {
			return fmt.Sprintf("%.3g %s", ns/u.size, u.name)
		}
	}
	return fmt.Sprintf("%.3g ns", ns)
}

// Ratio returns how many times as long slow took as fast: the median over rounds, and the least and
// greatest. Both must come from the same call of Rounds, so that a round's two samples were taken
// next to each other. Without samples they are no numbers.
func Ratio(slow, fast Result) (median, least, greatest float64) {
	var ratios []float64
	for i := range min(len(slow.Samples), len(fast.Samples)) {
		ratios = append(ratios, slow.Samples[i]/fast.Samples[i])
	}
	if len(ratios) == 0 {
		return math.NaN(), math.NaN(), math.NaN()
	}
	return Median(ratios), slices.Min(ratios), slices.Max(ratios)
}
