package notation

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strings"
)

// Zone, band, square of 100 km, and the same number of digits of easting and
// northing; spaces may stand anywhere between them.
var mgrsPattern = regexp.MustCompile(`^(?:MGRS:? )?(\d{1,2}) ?([C-HJ-NP-X]) ?([A-HJ-NP-Z]) ?([A-HJ-NP-V])((?: ?\d)*)$`)

func readMGRS(text string, _ Setting) (Reading, error) {
	parts := mgrsPattern.FindStringSubmatch(strings.ToUpper(text))
	zone, err := utmZone(parts[1])
	if err != nil {
		return Reading{}, err
	}
	digits := strings.ReplaceAll(parts[5], " ", "")
	if len(digits)%2 != 0 || len(digits) > 10 {
		return Reading{}, errors.New("want as many digits of easting as of northing, at most five each")
	}
	half := len(digits) / 2
	size := math.Pow10(5 - half) // of the square, metres
	column, ok := squareColumn(zone, parts[3][0])
	if !ok {
		return Reading{}, fmt.Errorf("zone %d has no column %s", zone, parts[3])
	}
	easting := float64(column)*100_000 + number(digits[:half])*size + size/2
	within := float64(squareRow(zone, parts[4][0]))*100_000 + number(digits[half:])*size + size/2
	band, m := parts[2][0], newMercator()
	// Rows repeat every 2000 km, so the band tells which of them is meant.
	for northing := within; northing < falseNorthing; northing += 2_000_000 {
		p := m.inverse(zone, band < 'N', easting, northing)
		low, high := bandLimits(band)
		slack := size/2/metresPerDegree + 0.1
		if p[1] < low-slack || p[1] > high+slack {
			continue
		}
		if p[0] > 180 {
			p[0] -= 360
		} else if p[0] < -180 {
			p[0] += 360
		}
		return Reading{Point: p, Notation: MGRS, PrecisionM: size, Note: "the middle of the square is meant"}, nil
	}
	return Reading{}, fmt.Errorf("zone %d, band %c has no square %s%s", zone, band, parts[3], parts[4])
}

// squareColumn returns the hundreds of kilometres of easting, 1 to 8: the
// letters without I and O run on over three zones and begin anew.
func squareColumn(zone int, letter byte) (int, bool) {
	first := "AJS"[(zone-1)%3]
	column := letterIndex(letter) - letterIndex(first) + 1
	return column, column >= 1 && column <= 8
}

// squareRow returns the hundreds of kilometres of northing modulo 20: A to V
// without I and O, in even zones beginning with F.
func squareRow(zone int, letter byte) int {
	row := letterIndex(letter)
	if zone%2 == 0 {
		row += 20 - 5
	}
	return row % 20
}

// letterIndex counts letters without I and O.
func letterIndex(letter byte) int {
	return strings.IndexByte("ABCDEFGHJKLMNPQRSTUVWXYZ", letter)
}

// number reads digits, none as 0.
func number(digits string) float64 {
	value := 0.0
	for i := range len(digits) {
		value = value*10 + float64(digits[i]-'0')
	}
	return value
}
