package wgs84

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
)

func TestLength(t *testing.T) {
	// Meridian quadrant and equator of WGS 84 (NIMA TR8350.2).
	for _, tt := range []struct {
		name string
		line orb.LineString
		want float64
	}{
		{"quadrant", orb.LineString{{10, 0}, {10, 90}}, 10_001_965.729},
		{"equator", orb.LineString{{-180, 0}, {0, 0}, {180, 0}}, 40_075_016.686},
		{"one point", orb.LineString{{1, 1}}, 0},
		{"nothing", nil, 0},
	} {
		if got := Length(tt.line); math.Abs(got-tt.want) > 1e-6*tt.want {
			t.Errorf("%s is %.3f m long, want %.3f", tt.name, got, tt.want)
		}
	}
}
