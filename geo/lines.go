package geo

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// lengthStep is the longest piece of a line, in degrees, that Length measures at once.
const lengthStep = 0.25

// Length returns the length of a line in metres on the WGS 84 ellipsoid, its edges being straight in longitude and
// latitude. The error is below 0.01 % between latitudes 70 S and 70 N.
func Length(line orb.LineString) float64 {
	sum := 0.0
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		pieces := math.Ceil(math.Max(abs(b[0]-a[0]), abs(b[1]-a[1])) / lengthStep)
		from := a
		for k := 1.0; k < pieces; k++ {
			to := orb.Point{a[0] + (b[0]-a[0])*k/pieces, a[1] + (b[1]-a[1])*k/pieces}
			sum += distance(from, to)
			from = to
		}
		sum += distance(from, b)
	}
	return sum
}

// JoinLines puts together lines that run on into each other, wherever exactly one ends and one begins. The
// order is that of the first of each. Every line has at least two positions.
func JoinLines(lines []orb.LineString) []orb.LineString {
	after, before := followers(lines)
	var joined []orb.LineString
	used := make([]bool, len(lines))
	for i := range lines {
		if used[i] {
			continue
		}
		first := i
		for before[first] >= 0 {
			if first = before[first]; first == i {
				break // a circle
			}
		}
		var line orb.LineString
		for k := first; k >= 0 && !used[k]; k = after[k] {
			used[k] = true
			if line == nil {
				line = slices.Clone(lines[k])
			} else {
				line = append(line, lines[k][1:]...)
			}
		}
		joined = append(joined, line)
	}
	return joined
}

// followers returns, for each line, the one that it runs on into and the one that runs on into it; -1 if there is none.
func followers(lines []orb.LineString) (after, before []int) {
	numbers := NewNumbering[orb.Point](2 * len(lines))
	for _, line := range lines {
		numbers.Number(line[0])
		numbers.Number(line[len(line)-1])
	}
	ending := func(last func(line orb.LineString) int) groups {
		return groupBy(len(numbers.Keys), len(lines), func(i int, enter func(int32)) {
			enter(numbers.Number(lines[i][last(lines[i])]))
		})
	}
	begins := ending(func(orb.LineString) int { return 0 })
	ends := ending(func(line orb.LineString) int { return len(line) - 1 })
	after, before = slices.Repeat([]int{-1}, len(lines)), slices.Repeat([]int{-1}, len(lines))
	for v := range int32(len(numbers.Keys)) {
		if from, to := ends.of(v), begins.of(v); len(from) == 1 && len(to) == 1 {
			after[from[0]], before[to[0]] = int(to[0]), int(from[0])
		}
	}
	return after, before
}
