package notation

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// Zone with band or hemisphere, easting, northing: 38T 588645 4439375, also
// 38 N 588645mE 4439375mN, 38T 588645E 4439375N and 38T E588645 N4439375.
var utmPattern = regexp.MustCompile(`^(?:UTM:? )?(?:ZONE )?(\d{1,2}) ?(NORTH|SOUTH|[C-HJ-NP-X])[ ,]+E? ?(\d{5,7}(?:\.\d+)?) ?(?:M? ?E|M)?[ ,]+N? ?(\d{1,8}(?:\.\d+)?) ?(?:M? ?N|M)?$`)

// bands are the letters of latitude, from 80 degrees south on in steps of 8; X
// has 12.
const bands = "CDEFGHJKLMNPQRSTUVWX"

func readUTM(text string, setting Setting) (Reading, error) {
	parts := utmPattern.FindStringSubmatch(strings.ToUpper(text))
	zone, err := utmZone(parts[1])
	if err != nil {
		return Reading{}, err
	}
	easting, _ := strconv.ParseFloat(parts[3], 64) // the pattern lets only numbers pass
	northing, _ := strconv.ParseFloat(parts[4], 64)
	if easting < 100_000 || easting > 900_000 || northing > falseNorthing {
		return Reading{}, errors.New("want an easting of 100000 to 900000 and a northing of 0 to 10000000 metres")
	}
	r := Reading{Notation: UTM, PrecisionM: max(step(parts[3]), step(parts[4]))}
	m := newMercator()
	if letter := parts[2]; len(letter) > 1 {
		r.Point = m.inverse(zone, letter == "SOUTH", easting, northing)
	} else if r.Point, r.Note, err = inBand(m, zone, letter[0], easting, northing, setting); err != nil {
		return Reading{}, err
	}
	if !possible(r.Point) {
		return Reading{}, impossible(r.Point)
	}
	return r, nil
}

// inBand reads a northing by the letter after the zone: a latitude band, or,
// where that cannot be, N or S for the hemisphere.
func inBand(m mercator, zone int, band byte, easting, northing float64, setting Setting) (orb.Point, string, error) {
	north, south := m.inverse(zone, false, easting, northing), m.inverse(zone, true, easting, northing)
	byBand := north
	if band < 'N' {
		byBand = south
	}
	fits := bandHolds(band, byBand[1])
	switch {
	case band == 'S' && setting.Expects(south) && !setting.Expects(north), band == 'S' && !fits:
		return south, "S was taken as the southern hemisphere, not as the latitude band S", nil
	case band == 'S':
		return north, "S was taken as the latitude band S, 32 to 40 degrees north, not as the southern hemisphere", nil
	case band == 'N' && !fits:
		return north, "N was taken as the northern hemisphere, not as the latitude band N", nil
	case !fits:
		return byBand, "", fmt.Errorf("latitude band %c does not hold northing %.0f, which is at latitude %.2f", band, northing, byBand[1])
	}
	return byBand, "", nil
}

// bandHolds allows for a tenth of a degree: squares reach over the bands' edges.
func bandHolds(band byte, lat float64) bool {
	low, high := bandLimits(band)
	return lat >= low-0.1 && lat <= high+0.1
}

func bandLimits(band byte) (low, high float64) {
	i := strings.IndexByte(bands, band)
	low = float64(i*8 - 80)
	high = low + 8
	if band == 'X' {
		high = 84
	}
	return low, high
}

func utmZone(digits string) (int, error) {
	zone, err := strconv.Atoi(digits)
	if err != nil || zone < 1 || zone > 60 {
		return 0, fmt.Errorf("zone %s: want 1 to 60", digits)
	}
	return zone, nil
}

// step is the value of the last digit written.
func step(number string) float64 {
	value := 1.0
	if i := strings.IndexAny(number, ".,"); i >= 0 {
		for range len(number) - i - 1 {
			value /= 10
		}
	}
	return value
}
