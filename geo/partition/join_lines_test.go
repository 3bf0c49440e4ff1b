package partition

import (
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

func TestJoinLines(t *testing.T) {
	a, b, c, d, e := orb.Point{0, 0}, orb.Point{1, 0}, orb.Point{2, 0}, orb.Point{2, 1}, orb.Point{5, 5}
	for _, tt := range []struct {
		name  string
		lines []orb.LineString
		want  string
	}{
		{"end to end", []orb.LineString{{b, c}, {a, b}}, "[[0 0] [1 0] [2 0]]"},
		{"apart", []orb.LineString{{a, b}, {d, e}}, "[[0 0] [1 0]] [[2 1] [5 5]]"},
		{"fork", []orb.LineString{{a, b}, {b, c}, {b, d}}, "[[0 0] [1 0]] [[1 0] [2 0]] [[1 0] [2 1]]"},
		{"against each other", []orb.LineString{{a, b}, {c, b}}, "[[0 0] [1 0]] [[2 0] [1 0]]"},
		{"circle", []orb.LineString{{a, b}, {b, d}, {d, a}}, "[[0 0] [1 0] [2 1] [0 0]]"},
		{"closed already", []orb.LineString{{a, b, d, a}}, "[[0 0] [1 0] [2 1] [0 0]]"},
	} {
		var got []string
		for _, line := range JoinLines(tt.lines) {
			got = append(got, fmt.Sprint(line))
		}
		if text := strings.Join(got, " "); text != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, text, tt.want)
		}
	}
}
