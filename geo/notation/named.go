package notation

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

const signedNumber = `([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)`

var (
	// SRID=4326;POINT Z (46.04 40.10 1200): OGC 06-103r4, 7.2, with the SRID that PostGIS writes before it.
	wktPattern = regexp.MustCompile(`^(?:SRID ?= ?(\d+) ?; ?)?POINT(?: ?ZM?| ?M)?\b`)
	wktPoint   = regexp.MustCompile(`^ *\( *` + signedNumber + ` +` + signedNumber + `(?: +` + signedNumber + `){0,2} *\)$`)

	// lat=40.10&lon=46.04, X: 46.04 Y: 40.10
	namedPair = regexp.MustCompile(`(?i)^\W*(lat(?:itude)?|lon(?:g|gitude)?|lng|[xy])\b["' :=]*(\S.*?)[\s,;&?"']+(lat(?:itude)?|lon(?:g|gitude)?|lng|[xy])\b["' :=]*(\S.*?)\W*$`)
)

// readWKT reads a point in well-known text, whose first number is the longitude.
func readWKT(text string, _ Setting) (Reading, error) {
	text = strings.ToUpper(text)
	head := wktPattern.FindStringSubmatch(text)
	if srid := head[1]; srid != "" && srid != "4326" {
		return Reading{}, fmt.Errorf("SRID %s: want 4326, longitude and latitude", srid)
	}
	m := wktPoint.FindStringSubmatch(text[len(head[0]):])
	if m == nil {
		return Reading{}, errors.New("want POINT(LONGITUDE LATITUDE)")
	}
	r := Reading{Notation: WKT, Order: LonLat, Note: "longitude first, as in all WKT"}
	for axis, digits := range m[1:3] {
		value, err := strconv.ParseFloat(digits, 64)
		if err != nil {
			return Reading{}, fmt.Errorf("%q: want a number", digits)
		}
		if strings.Contains(digits, "E") {
			digits = strconv.FormatFloat(value, 'f', -1, 64)
		}
		r.Point[axis] = value
		r.PrecisionM = max(r.PrecisionM, step(digits)*metresPerDegree)
	}
	if !possible(r.Point) {
		return Reading{}, impossible(r.Point)
	}
	return r, nil
}

// readNamed reads two coordinates that are called by their names, in whatever order.
func readNamed(text string, _ Setting) (Reading, error) {
	m := namedPair.FindStringSubmatch(text)
	first, second := isLonName(m[1]), isLonName(m[3])
	if first == second {
		return Reading{}, fmt.Errorf("%s and %s: want one longitude and one latitude", m[1], m[3])
	}
	lon, lat := m[2], m[4]
	if second {
		lon, lat = lat, lon
	}
	r, err := readAngles(lon+";"+lat, Setting{})
	if err != nil {
		return Reading{}, err
	}
	if r.Order == LatLon { // only so it is possible, but the names say the opposite
		return Reading{}, impossible(orb.Point{r.Point[1], r.Point[0]})
	}
	r.Order = ""
	return r, nil
}

func isLonName(name string) bool {
	return strings.EqualFold(name, "x") || strings.HasPrefix(strings.ToLower(name), "l") && !strings.HasPrefix(strings.ToLower(name), "lat")
}
