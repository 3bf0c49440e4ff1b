package notation

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// readGeoURI reads RFC 5870: geo:LATITUDE,LONGITUDE[,ALTITUDE][;crs=wgs84][;u=METRES].
// What follows a question mark is not of the RFC; telephones write ?q=LATITUDE,LONGITUDE(NAME)
// there, which is the pin, with the centre of the map or geo:0,0 before it.
func readGeoURI(text string, _ Setting) (Reading, error) {
	path, query, _ := strings.Cut(text[len("geo:"):], "?")
	path, parameters, _ := strings.Cut(path, ";")
	if values, err := url.ParseQuery(query); err == nil {
		if m := linkPair.FindStringSubmatch(values.Get("q")); m != nil {
			path = m[1] + "," + m[2]
		} else if path == "0,0" && values.Get("q") != "" {
			return Reading{}, fmt.Errorf("%q is the name of a place: want coordinates", values.Get("q"))
		}
	}
	numbers := strings.Split(path, ",")
	if len(numbers) < 2 || len(numbers) > 3 {
		return Reading{}, errors.New("want geo:LATITUDE,LONGITUDE")
	}
	r := Reading{Notation: GeoURI}
	for i, axis := range [...]int{1, 0} {
		value, err := degrees(numbers[i])
		if err != nil {
			return Reading{}, err
		}
		r.Point[axis] = value
		r.PrecisionM = max(r.PrecisionM, step(numbers[i])*metresPerDegree)
	}
	if !possible(r.Point) {
		return Reading{}, impossible(r.Point)
	}
	for parameter := range strings.SplitSeq(parameters, ";") {
		name, value, _ := strings.Cut(strings.ToLower(parameter), "=")
		switch name {
		case "crs":
			if value != "wgs84" {
				return Reading{}, fmt.Errorf("crs %q: want wgs84", value)
			}
		case "u":
			metres, err := degrees(value)
			if err != nil || metres < 0 {
				return Reading{}, fmt.Errorf("u=%s: want metres", value)
			}
			r.PrecisionM = metres
		}
	}
	if r.Point[1] == 90 || r.Point[1] == -90 {
		r.Point = orb.Point{0, r.Point[1]} // RFC 5870, 3.4.2
	}
	return r, nil
}

// degrees reads a plain decimal number: no exponent, no hexadecimal digits.
func degrees(s string) (float64, error) {
	if s == "" || strings.Trim(s, "0123456789.-+") != "" {
		return 0, fmt.Errorf("%q: want a number", s)
	}
	value, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0, fmt.Errorf("%q: want a number", s)
	}
	return value, nil
}
