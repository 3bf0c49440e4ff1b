package notation

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strings"

	"github.com/paulmach/orb"
)

// Around the poles MGRS has no zones: A and B are west and east of Greenwich in
// the south, Y and Z in the north; then a square of 100 km and digits, of which
// at least one pair tells it from a word.
var polarPattern = regexp.MustCompile(`^(?:MGRS:? )?([ABYZ]) ?([A-HJ-NP-Z]) ?([A-HJ-NP-Z])((?: ?\d){2,})$`)

// polarArea says which squares an area has: the letters of its columns and rows
// and where they begin, in 100 km (DMA TM 8358.1, chapter 3).
type polarArea struct {
	columns, rows string
	west, south   int
}

var polarAreas = map[string]polarArea{
	"A": {"JKLPQRSTUXYZ", "ABCDEFGHJKLMNPQRSTUVWXYZ", 8, 8},
	"B": {"ABCFGHJKLPQR", "ABCDEFGHJKLMNPQRSTUVWXYZ", 20, 8},
	"Y": {"RSTUXYZ", "ABCDEFGHJKLMNP", 13, 13},
	"Z": {"ABCFGHJ", "ABCDEFGHJKLMNP", 20, 13},
}

func readPolar(text string, _ Setting) (Reading, error) {
	parts := polarPattern.FindStringSubmatch(strings.ToUpper(text))
	digits := strings.ReplaceAll(parts[4], " ", "")
	if len(digits)%2 != 0 || len(digits) > 10 {
		return Reading{}, errors.New("want as many digits of easting as of northing, at most five each")
	}
	area := polarAreas[parts[1]]
	column, row := strings.Index(area.columns, parts[2]), strings.Index(area.rows, parts[3])
	if column < 0 || row < 0 {
		return Reading{}, fmt.Errorf("area %s has no square %s%s", parts[1], parts[2], parts[3])
	}
	half := len(digits) / 2
	size := math.Pow10(5 - half) // of the square, metres
	easting := float64(area.west+column)*100_000 + number(digits[:half])*size + size/2
	northing := float64(area.south+row)*100_000 + number(digits[half:])*size + size/2
	p := polarInverse(parts[1] < "N", easting, northing)
	return Reading{Point: p, Notation: MGRS, PrecisionM: size, Note: "the middle of the square is meant"}, nil
}

// Universal Polar Stereographic: the poles lie at this easting and northing.
const (
	polarScale  = 0.994
	polarOrigin = 2_000_000.0
)

// polarInverse turns easting and northing around a pole into degrees (Snyder
// 1987, "Map Projections: A Working Manual", equations 21-39 and 20-18).
func polarInverse(south bool, easting, northing float64) orb.Point {
	x, y := easting-polarOrigin, northing-polarOrigin
	e := math.Sqrt(flattening * (2 - flattening))
	root := math.Sqrt(math.Pow(1+e, 1+e) * math.Pow(1-e, 1-e))
	chi := math.Pi/2 - 2*math.Atan(math.Hypot(x, y)*root/(2*equatorialRadius*polarScale))
	lat := chi
	for j, d := range newMercator().back {
		lat += d * math.Sin(2*float64(j+1)*chi)
	}
	if south {
		return orb.Point{math.Atan2(x, y) * 180 / math.Pi, -lat * 180 / math.Pi}
	}
	return orb.Point{math.Atan2(x, -y) * 180 / math.Pi, lat * 180 / math.Pi}
}
