package partition

import (
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/internal/keys"
)

// JoinLines puts together lines that run on into each other, wherever exactly one ends and one
// begins. The order is that of the first of each. Every line has at least two positions.
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

// followers returns, for each line, the one that it runs on into and the one that runs on into it;
// -1 if there is none.
func followers(lines []orb.LineString) (after, before []int) {
	numbers := keys.NewNumbering[orb.Point](2 * len(lines))
	for _, line := range lines {
		numbers.Number(line[0])
		numbers.Number(line[len(line)-1])
	}
	ending := func(last func(line orb.LineString) int) keys.Groups {
		return keys.GroupBy(len(numbers.Keys), len(lines), func(i int, enter func(int32)) {
			enter(numbers.Number(lines[i][last(lines[i])]))
		})
	}
	begins := ending(func(orb.LineString) int { return 0 })
	ends := ending(func(line orb.LineString) int { return len(line) - 1 })
	after, before = slices.Repeat([]int{-1}, len(lines)), slices.Repeat([]int{-1}, len(lines))
	for v := range int32(len(numbers.Keys)) {
		if from, to := ends.Of(v), begins.Of(v); len(from) == 1 && len(to) == 1 {
			after[from[0]], before[to[0]] = int(to[0]), int(from[0])
		}
	}
	return after, before
}
