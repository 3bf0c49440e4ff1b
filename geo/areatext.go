package geo

import (
	"fmt"
	"math"
	"strconv"
)

// AreaText writes square metres in km2 with so many digits, what is less than
// 0.01 km2 in m2, and what rounding errors leave, less than half a m2, as nothing.
func AreaText(m2 float64, digits int) string {
	switch km2 := m2 / 1e6; {
	case m2 < 0.5:
		return "0 km2"
	case math.Round(m2) < 1e4:
		return fmt.Sprintf("%.0f m2", m2)
	case km2 >= math.Pow10(digits-1): // %g would write a power of ten
		return fmt.Sprintf("%.0f km2", km2)
	default:
		return strconv.FormatFloat(km2, 'g', digits, 64) + " km2"
	}
}
