package picture

// The patterns as shares of their cell, as on the page.
const (
	patternCell = 12.0 // pixels
	inkOpacity  = 0.8
	dotRadius   = 0.09
)

// dotsAt are the centres of the dots, on the diagonal of the cell.
var dotsAt = [...]float64{0.25, 0.75}

// lineShare is the width of a pattern's lines.
func lineShare(p Pattern) float64 {
	if p == Hatch {
		return 0.32
	}
	return 0.25
}
