package notation

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"demarc/geo/wkt"
)

var (
	// POINT Z (46.04 40.10 1200), also with the SRID that PostGIS writes before it.
	wktPattern = regexp.MustCompile(`^(?:SRID ?=|POINT(?: ?ZM?| ?M)?\b)`)

	// lat=40.10&lon=46.04, X: 46.04 Y: 40.10
	namedPair = regexp.MustCompile(`(?i)^\W*(lat(?:itude)?|lon(?:g|gitude)?|lng|[xy])\b["' :=]*(\S.*?)[\s,;&?"']+(lat(?:itude)?|lon(?:g|gitude)?|lng|[xy])\b["' :=]*(\S.*?)\W*$`)
)

// readWKT reads a point in well-known text, whose first number is the longitude.
func readWKT(text string, _ Setting) (Reading, error) {
	g, err := wkt.Parse(text)
	if err != nil {
		return Reading{}, fmt.Errorf("want POINT(LONGITUDE LATITUDE): %w", err)
	}
	point, ok := g.(orb.Point)
	if !ok {
		return Reading{}, errors.New("want POINT(LONGITUDE LATITUDE)")
	}
	if !possible(point) {
		return Reading{}, impossible(point)
	}
	r := Reading{Point: point, Notation: WKT, Order: LonLat, Note: "longitude first, as in all WKT"}
	_, numbers, _ := strings.Cut(strings.TrimRight(text, " )"), "(")
	for axis, digits := range strings.Fields(numbers)[:2] {
		if strings.ContainsAny(digits, "eE") {
			digits = strconv.FormatFloat(point[axis], 'f', -1, 64)
		}
		r.PrecisionM = max(r.PrecisionM, step(digits)*metresPerDegree)
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
	r.Order, r.Note = "", ""
	return r, nil
}

func isLonName(name string) bool {
	return strings.EqualFold(name, "x") || strings.HasPrefix(strings.ToLower(name), "l") && !strings.HasPrefix(strings.ToLower(name), "lat")
}
