package notation

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/paulmach/orb"
)

// angle is one coordinate: up to three numbers with what surrounds them.
type angle struct {
	negative bool
	numbers  []string // degrees, minutes, seconds
	letter   byte     // N, S, E, W or 0
}

// readAngles reads a pair of degrees, with or without minutes, seconds and
// letters.
func readAngles(text string, setting Setting) (Reading, error) {
	tokens, err := tokenize(decimalPoints(plainPowers(text)))
	if err != nil {
		return Reading{}, err
	}
	first, second, err := split(tokens)
	if err != nil {
		return Reading{}, err
	}
	var angles [2]angle
	var values [2]float64
	r := Reading{Notation: Decimal}
	for i, half := range [2][]token{first, second} {
		if angles[i], err = newAngle(half); err != nil {
			return Reading{}, err
		}
		value, stepDegrees, err := angles[i].degrees()
		if err != nil {
			return Reading{}, err
		}
		values[i] = value
		r.PrecisionM = max(r.PrecisionM, stepDegrees*metresPerDegree)
	}
	if len(angles[0].numbers) < len(angles[1].numbers) && mixedPair.MatchString(text) {
		return Reading{}, errors.New("is the comma a decimal one? want 46.04, 40.1 or 46,04; 40,1")
	}
	switch max(len(angles[0].numbers), len(angles[1].numbers)) {
	case 2:
		r.Notation = DDM
	case 3:
		r.Notation = DMS
	}
	if err := r.order(values, angles[0].letter, angles[1].letter, setting); err != nil {
		return Reading{}, err
	}
	return r, nil
}

// order decides which value is the longitude: by letters, else longitude first
// unless only the other order makes sense.
func (r *Reading) order(v [2]float64, first, second byte, setting Setting) error {
	lonLat, latLon := orb.Point{v[0], v[1]}, orb.Point{v[1], v[0]}
	r.Point = lonLat
	switch {
	case isLat(first) && isLat(second) || isLon(first) && isLon(second):
		return fmt.Errorf("%c and %c: want one longitude and one latitude", first, second)
	case isLat(first) || isLon(second):
		r.Point = latLon
	case isLon(first) || isLat(second):
	case !possible(lonLat) && possible(latLon):
		r.Point, r.Order = latLon, LatLon
		r.Note = "read as latitude, longitude: the other order is impossible"
	case !setting.Expects(lonLat) && setting.Expects(latLon):
		r.Point, r.Order = latLon, LatLon
		r.Note = "read as latitude, longitude: only so the place lies in the extent of the dataset"
	default:
		r.either(lonLat, latLon, setting)
	}
	if !possible(r.Point) {
		return impossible(r.Point)
	}
	return nil
}

// either takes one of two orders that are both possible, and neither of which alone lies in the
// extent: that of the place which is nearer to one that was named, else longitude first.
func (r *Reading) either(lonLat, latLon orb.Point, setting Setting) {
	r.Order = LonLat
	if lonLat == latLon || !possible(lonLat) || !possible(latLon) || setting.Expects(lonLat) && !setting.Expects(latLon) {
		return
	}
	if setting.Asked {
		words := "longitude, latitude"
		if apart(latLon, setting.Near) < apart(lonLat, setting.Near) {
			r.Point, r.Order, words = latLon, LatLon, "latitude, longitude"
		}
		r.Note = fmt.Sprintf("read as %s: so the place is the nearer one to %.2f, %.2f", words, setting.Near[0], setting.Near[1])
		return
	}
	r.Note = "read as longitude, latitude: the other order is possible too"
	if setting.Expects(lonLat) {
		r.Note += ", and both places lie in the extent of the dataset"
	} else if setting.Extent != (orb.Bound{}) {
		r.Note += ", and neither place lies in the extent of the dataset"
	}
}

// apart grows with the distance of two places on the globe.
func apart(a, b orb.Point) float64 {
	unit := func(p orb.Point) (x, y, z float64) {
		lon, lat := p[0]*math.Pi/180, p[1]*math.Pi/180
		return math.Cos(lat) * math.Cos(lon), math.Cos(lat) * math.Sin(lon), math.Sin(lat)
	}
	ax, ay, az := unit(a)
	bx, by, bz := unit(b)
	return (ax-bx)*(ax-bx) + (ay-by)*(ay-by) + (az-bz)*(az-bz)
}

func isLat(letter byte) bool { return letter == 'N' || letter == 'S' }
func isLon(letter byte) bool { return letter == 'E' || letter == 'W' }

func newAngle(tokens []token) (angle, error) {
	var a angle
	for _, t := range tokens {
		switch t.kind {
		case '-', '+':
			if len(a.numbers) > 0 || a.negative {
				return a, errors.New("a sign stands before the degrees only")
			}
			a.negative = t.kind == '-'
		case '0':
			if a.letter != 0 && len(a.numbers) > 0 && tokens[0].kind != a.letter {
				return a, errors.New("a letter stands before or after the numbers")
			}
			a.numbers = append(a.numbers, t.text)
		case 'N', 'S', 'E', 'W':
			if a.letter != 0 {
				return a, errors.New("want one letter for each coordinate")
			}
			a.letter = t.kind
		case 'd', '\'', '"':
			if len(a.numbers) != 1+strings.IndexByte("d'\"", t.kind) {
				return a, fmt.Errorf("%s stands in a wrong place", t.text)
			}
		}
	}
	if n := len(a.numbers); n < 1 || n > 3 {
		return a, errUnknown
	}
	if a.negative && a.letter != 0 {
		return a, errors.New("want a sign or a letter, not both")
	}
	if len(a.numbers) == 1 && a.letter != 0 {
		a.numbers = unpacked(a.numbers[0], isLat(a.letter))
	}
	return a, nil
}

// unpacked cuts degrees, minutes and seconds that stand together, as in 400600N 0460224E or 4006.0N
// 04602.4E (aeronautical charts, ICAO Annex 15): two digits of degrees of latitude, three of
// longitude, two of each other.
func unpacked(number string, lat bool) []string {
	digits, wide := strings.IndexByte(number+".", '.'), 3
	if lat {
		wide = 2
	}
	switch digits - wide {
	case 2:
		return []string{number[:wide], number[wide:]}
	case 4:
		return []string{number[:wide], number[wide : wide+2], number[wide+2:]}
	}
	return []string{number}
}

// degrees returns the value with its sign, and the value of its last digit.
func (a angle) degrees() (value, last float64, err error) {
	unit := 1.0
	for i, text := range a.numbers {
		n, err := degrees(text)
		if err != nil {
			return 0, 0, err
		}
		if i > 0 && n >= 60 {
			return 0, 0, fmt.Errorf("%s: want minutes and seconds below 60", text)
		}
		if i < len(a.numbers)-1 && strings.Contains(text, ".") {
			return 0, 0, fmt.Errorf("%s: only the last number may have decimals", text)
		}
		value += n / unit
		last = step(text) / unit
		unit *= 60
	}
	if a.negative || a.letter == 'S' || a.letter == 'W' {
		value = -value
	}
	return value, last, nil
}
