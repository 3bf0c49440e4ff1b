package imports

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

// Colours of any number of controllers can be told apart: 0.02 in OKLab is about the step that is
// just seen side by side. The first eight are those for all kinds of sight, and all are always the
// same.
func TestPalette(t *testing.T) {
	var p, again palette
	var all []string
	var inSpace []oklab
	for n := range 300 {
		color := p.next()
		if other := again.next(); other != color {
			t.Fatalf("colour %d: got %s and %s", n, color, other)
		}
		var rgb [3]int
		if _, err := fmt.Sscanf(color, "#%02x%02x%02x", &rgb[0], &rgb[1], &rgb[2]); err != nil {
			t.Fatalf("colour %d: %q: %v", n, color, err)
		}
		if n < len(firstColors) && color != firstColors[n] {
			t.Errorf("colour %d: got %s, want %s", n, color, firstColors[n])
		}
		nearest := math.Inf(1)
		for _, other := range inSpace {
			nearest = min(nearest, inOKLab(rgb).distance(other))
		}
		for upTo, least := range map[int]float64{20: 0.15, 50: 0.1, 150: 0.06, 300: 0.04} {
			if n < upTo && nearest < least && n >= len(firstColors) {
				t.Errorf("colour %d, %s: %.3f from another, want %g", n, color, nearest, least)
			}
		}
		if slices.Contains(all, color) {
			t.Errorf("colour %d: %s is given twice", n, color)
		}
		all, inSpace = append(all, color), append(inSpace, inOKLab(rgb))
	}
}
