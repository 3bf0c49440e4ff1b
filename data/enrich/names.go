package enrich

import (
	"slices"
	"strings"

	"demarc/geo/notation"
)

// The usual names of coordinates and days, the most telling first, as normal writes them: English,
// Russian, Turkish, Azerbaijani, Armenian, German and Spanish. Names with the datum stand before x
// and y, beside which x and y are those of another projection.
var (
	lonNames = []string{
		"lon", "lng", "longitude", "long", "decimallongitude", "londd", "pointx", "xcoord", "xcoordinate", "gpslon", "gpslongitude",
		"lonwgs84", "lngwgs84", "longwgs84", "longitudewgs84", "wgs84lon", "wgs84longitude", "xwgs84", "wgs84x",
		"geolon", "geolng", "geolong", "geolongitude", "actiongeolong", "londeg", "longitudedeg", "longitudedegrees",
		"longitudedecimal", "longitudedecimaldegrees", "longitudedecdeg", "longitudedd", "longdd",
		"longitudex", "xlongitude", "lonx", "xlon", "longitudee",
		"долгота", "boylam", "uzunluqdairəsi", "längengrad", "laengengrad", "longitud", "x",
	}
	latNames = []string{
		"lat", "latitude", "decimallatitude", "latdd", "pointy", "ycoord", "ycoordinate", "gpslat", "gpslatitude",
		"latwgs84", "latitudewgs84", "wgs84lat", "wgs84latitude", "ywgs84", "wgs84y",
		"geolat", "geolatitude", "actiongeolat", "latdeg", "latitudedeg", "latitudedegrees",
		"latitudedecimal", "latitudedecimaldegrees", "latitudedecdeg", "latitudedd",
		"latitudey", "ylatitude", "laty", "ylat", "latituden",
		"широта", "enlem", "enlikdairəsi", "endairəsi", "breitengrad", "latitud", "y",
	}
	dateNames = []string{
		"date", "datetime", "day", "eventdate", "eventdt", "eventdatetime", "incidentdate", "incidentdt", "incidentdatetime",
		"дата", "tarih", "tarix", "ամսաթիվ", "fecha", datum,
		"timestamp", "time", "observedon", "when",
	}

	// pairNames mean length and width as well, so they are coordinates only together.
	pairNames = [][2]string{{"uzunluq", "enlik"}, {"länge", "breite"}, {"laenge", "breite"}, {"երկայնություն", "լայնություն"}}

	// pointNames are of columns that hold both coordinates; the last ones often hold the name of a
	// place.
	pointNames = []string{
		"wkt", "wktgeom", "geomwkt", "geometrywkt", "coordinates", "coords", "coordinate", "geometry", "geom", "thegeom", "wkbgeometry",
		"latlon", "latlng", "latlong", "latitudelongitude", "lonlat", "lnglat", "longlat", "longitudelatitude",
		"gps", "gpscoordinates", "geopoint", "mgrs", "координаты", "koordinatlar", "koordinaten", "coordenadas", "կոորդինատներ",
		"point", "position", "location",
	}
)

// datum is a day in German and other languages, in English the reference of coordinates ("WGS84"):
// the first value tells, see isDatum.
const datum = "datum"

// pairRank is the rank of the first of pairNames, behind all usual names.
const pairRank = 1000

// normal writes a name without case, spaces, punctuation and the sign of degrees.
func normal(name string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" _-.,:;/\t()[]\u00a0°º˚", r) || r == '\u0307' { // the dot that remains of a small Turkish İ
			return -1
		}
		return r
	}, strings.ToLower(name))
}

// usualRank is the place of a name among usual ones, -1 for none.
func usualRank(usual []string, name string) int { return slices.Index(usual, normal(name)) }

// isDatum tells whether a value below the name datum can be a day.
func isDatum(value []byte) bool {
	s := strings.TrimSpace(string(value))
	return s == "" || s[0]-'0' < 10
}

// orderOf is the order of pairs that the name of their column tells, "" if it does not.
func orderOf(name string) string {
	switch n := normal(name); {
	case !slices.Contains(pointNames, n):
	case strings.HasPrefix(n, "lat"):
		return notation.LatLon
	case strings.HasPrefix(n, "lon"), strings.HasPrefix(n, "lng"):
		return notation.LonLat
	}
	return ""
}
