// Package notation reads coordinates as people write them: decimal degrees,
// degrees with minutes and seconds, UTM, MGRS, Plus codes, geo URIs, WKT points and links to maps.
package notation

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/paulmach/orb"

	"demarc/geo"
)

// Reading is a place with the notation it was read from.
type Reading struct {
	Point      orb.Point `json:"-"`           // longitude, latitude in degrees, WGS 84
	Notation   string    `json:"notation"`    // one of the constants
	Text       string    `json:"text"`        // as it was given
	PrecisionM float64   `json:"precision_m"` // how far apart, in metres, two neighbouring values of this length lie
	// Order tells how a pair without letters or names was taken: LonLat or LatLon; empty
	// where the notation leaves no choice.
	Order string `json:"order,omitempty"`
	Note  string `json:"note,omitempty"` // what a reader may want to check
	// Turned tells that the longitude was given beyond 180 degrees, on another turn of the globe.
	Turned bool `json:"-"`
}

// The notations.
const (
	Decimal  = "decimal degrees"
	DDM      = "degrees and minutes"
	DMS      = "degrees, minutes and seconds"
	UTM      = "UTM"
	MGRS     = "MGRS"
	PlusCode = "Plus code"
	GeoURI   = "geo URI"
	WKT      = "WKT point"
)

// The orders of a pair.
const (
	LonLat = "lon,lat"
	LatLon = "lat,lon"
)

// Setting is what ambiguous text is read against.
type Setting struct {
	// Extent is where places are expected; across the antimeridian it ends beyond 180. The zero
	// Bound expects them nowhere in particular.
	Extent orb.Bound
	Near   orb.Point // what short Plus codes are relative to, unless they name a place
	// Asked tells that Near was given, and is not merely where the map begins.
	Asked bool
	// Find returns where a place of the name lies, the nearest to Near; nil: names are not looked
	// up.
	Find func(name string) (at orb.Point, ok bool)
}

// Expects tells whether a place lies where places are expected.
func (s Setting) Expects(p orb.Point) bool {
	p, err := geo.TurnPoint(p)
	return err == nil && s.Extent != orb.Bound{} &&
		(s.Extent.Contains(p) || s.Extent.Contains(orb.Point{p[0] + 360, p[1]}))
}

// maxText is the length, in bytes, beyond which nothing is a coordinate.
const maxText = 200

var errUnknown = errors.New("want coordinates such as 46.04, 40.10 (longitude first), 40°06'N 46°02'24\"E, 38T NK 88645 39374, 38T 588645 4439375, 8HG8422R+22, geo:40.10,46.04, POINT(46.04 40.10) or a link to a map")

// Read reads one place. A pair of plain numbers is longitude, latitude, unless only the other order
// is possible or only that one lies in the expected extent, or neither decides and that one is the
// nearer to the place that Near was asked for; the reading then says so, and where nothing decides.
func Read(text string, setting Setting) (Reading, error) {
	link := isLink(text)
	if len(text) > maxText && !link {
		return Reading{}, fmt.Errorf("coordinates of %d characters: want at most %d", len(text), maxText)
	}
	s := plain(text)
	read := readAngles
	switch {
	case link:
		s, read = text, readLink
	case strings.HasPrefix(strings.ToLower(s), "geo:"):
		read = readGeoURI
	case wktPattern.MatchString(strings.ToUpper(s)):
		read = readWKT
	case namedPair.MatchString(s):
		read = readNamed
	case plusPattern.MatchString(strings.ToUpper(s)):
		read = readPlus
	case mgrsPattern.MatchString(strings.ToUpper(s)):
		read = readMGRS
	case polarPattern.MatchString(strings.ToUpper(s)):
		read = readPolar
	case utmPattern.MatchString(strings.ToUpper(s)):
		read = readUTM
	}
	r, err := read(s, setting)
	if err != nil {
		return Reading{}, fmt.Errorf("%q: %w", shorten(text), err)
	}
	r.Text = text
	if home, err := geo.TurnPoint(r.Point); err != nil {
		return Reading{}, fmt.Errorf("%q: %w", shorten(text), err)
	} else if home != r.Point {
		r.Turned = true
		r.note(fmt.Sprintf("the longitude %g is %g on another turn of the globe", r.Point[0], home[0]))
		r.Point = home
	}
	r.PrecisionM = significant(r.PrecisionM)
	return r, nil
}

// shorten keeps what a message quotes short.
func shorten(text string) string {
	const most = 60
	if runes := []rune(text); len(runes) > most+20 {
		return string(runes[:most]) + "…"
	}
	return text
}

// plain replaces what keyboards, word processors and Russian texts write by
// the signs the readers know.
func plain(s string) string {
	s = strings.NewReplacer(
		"′", "'", "’", "'", "‘", "'", "´", "'", "`", "'", "ʹ", "'", "″", `"`, "”", `"`, "“", `"`, "ʺ", `"`, "''", `"`,
		"º", "°", "˚", "°", "−", "-", "–", "-", "\u00a0", " ", "\u202f", " ", "\u2009", " ", "\t", " ", "\n", " ", "\r", " ",
		"с. ш.", "N", "с.ш.", "N", "ю. ш.", "S", "ю.ш.", "S", "в. д.", "E", "в.д.", "E", "з. д.", "W", "з.д.", "W",
	).Replace(s)
	return strings.TrimSpace(strings.ReplaceAll(s, "''", `"`))
}

// note adds to what a reader may want to check.
func (r *Reading) note(text string) {
	if r.Note != "" {
		r.Note += "; "
	}
	r.Note += text
}

// possible tells whether p is a longitude, of any turn of the globe, and a latitude.
func possible(p orb.Point) bool { return impossible(p) == nil }

// impossible says why p is not possible.
func impossible(p orb.Point) error {
	_, err := geo.TurnPoint(p)
	return err
}

// metresPerDegree of latitude, on average.
const metresPerDegree = 111195

// significant keeps three digits: a precision is a rough figure.
func significant(x float64) float64 {
	if x == 0 {
		return 0
	}
	scale := math.Pow(10, 2-math.Floor(math.Log10(x)))
	if math.IsInf(scale, 0) || scale == 0 {
		return x
	}
	return math.Round(x*scale) / scale
}
