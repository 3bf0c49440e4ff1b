package geojson

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/crs"
	"demarc/geo/jsontree"
)

// What GeoJSON files hold that is read, though not as it stands: each is a fault that warns.

// maxNamed is the most features without geometry that are named one by one.
const maxNamed = 10

// lonLat matches the names of reference systems that are WGS 84 in longitude, latitude.
var lonLat = regexp.MustCompile(`(?i)(^|[:/#])CRS:?84h?$`)

// latLon matches the names of those that are WGS 84 in latitude, longitude. Servers and programs
// that write them into GeoJSON nevertheless write longitude first, as GeoJSON always had it.
var latLon = regexp.MustCompile(`(?i)(^|[:/])EPSG(:[\d.]*:|:|/[\d.]+/)(4326|4979)$|^https?://(www\.)?opengis\.net/gml/srs/epsg\.xml#4326$|^https?://spatialreference\.org/ref/epsg/4326(/|$)|^WGS ?84$`)

// crs accepts WGS 84 in longitude, latitude, which RFC 7946 takes for granted, under every name
// that it has; a name of 2008 among them
// (https://geojson.org/geojson-spec.html#coordinate-reference-system-objects).
func (r *reader) crs(document *jsontree.Node) {
	crs := document.Member("crs")
	if crs == nil || crs.Kind == jsontree.Null {
		return
	}
	name := crsName(crs)
	near, isNear := nearWGS84(name)
	switch {
	case lonLat.MatchString(name):
	case isNear:
		r.warn(ForeignCRS, crs.Line, "crs %q: %s", name, near)
	case latLon.MatchString(name):
		r.warn(ForeignCRS, crs.Line, "crs %q: read as longitude, latitude in WGS 84, in which programs write it", name)
	default:
		r.faults = append(r.faults, Fault{
			Kind: ForeignCRS, Line: crs.Line,
			Message: fmt.Sprintf("crs %q: want longitude, latitude in WGS 84 and no \"crs\" member", name),
			Hint:    "convert the file, for instance with ogr2ogr -t_srs EPSG:4326 -lco RFC7946=YES",
		})
	}
}

// epsgCode matches the names of systems of EPSG.
var epsgCode = regexp.MustCompile(`(?i)(?:^|[:/])EPSG(?:[:/][\d.]*)?[:/](\d{4,5})$`)

// nearWGS84 tells whether a system is as good as WGS 84, and says so. Longitude stands first, as
// programs write it.
func nearWGS84(name string) (note string, ok bool) {
	if strings.HasSuffix(name, "CRS83") { // of OGC: NAD83 in longitude, latitude
		name = "EPSG:4269"
	}
	m := epsgCode.FindStringSubmatch(name)
	if m == nil {
		return "", false
	}
	code, _ := strconv.Atoi(m[1]) // has at most five digits
	return crs.NearCode(code)
}

func crsName(crs *jsontree.Node) string {
	if crs.Kind == jsontree.String {
		return crs.Text
	}
	properties := crs.Member("properties")
	for _, member := range []string{"name", "href"} {
		if name := text(properties.Member(member)); name != "" {
			return name
		}
	}
	if code := properties.Member("code"); code != nil && text(crs.Member("type")) == "EPSG" {
		return "EPSG:" + code.Text
	}
	return ""
}

func (r *reader) warn(kind FaultKind, line int, format string, args ...any) {
	r.faults = append(r.faults, Fault{Kind: kind, Line: line, Warning: true, Message: fmt.Sprintf(format, args...)})
}

// isFeature accepts what has no type, but properties: within "features" it can be nothing else.
func (r *reader) isFeature(node *jsontree.Node) bool {
	if node.Kind != jsontree.Object || node.Member("type") != nil || node.Member("properties") == nil {
		return node.Kind == jsontree.Object && text(node.Member("type")) == "Feature"
	}
	r.missing(node.Line, "want an object with \"type\": \"Feature\"")
	return true
}

// missing reports a member that a feature lacks and that other programs do without.
func (r *reader) missing(line int, what string) {
	r.faults = append(r.faults, Fault{Kind: Malformed, Missing: true, Line: line, Message: what})
}

// collection reads the members of a GeometryCollection, and of those within it.
func (r *reader) collection(node *jsontree.Node) orb.Geometry {
	list := node.Member("geometries")
	if list == nil || list.Kind != jsontree.Array {
		r.fault(Malformed, node.Line, "GeometryCollection: \"geometries\": want an array")
		return nil
	}
	var parts orb.Collection
	for _, item := range list.Items {
		if item.Kind != jsontree.Object {
			r.fault(Malformed, item.Line, "GeometryCollection: want geometries, got %s", item.Kind)
			return nil
		}
		before := len(r.faults)
		g, _ := r.geometry(item)
		for _, f := range r.faults[before:] {
			if f.Kind == Malformed && !f.Warning {
				return nil
			}
		}
		switch g := g.(type) {
		case nil: // said
		case orb.Collection:
			parts = append(parts, g...)
		default:
			parts = append(parts, g)
		}
	}
	if len(list.Items) == 0 {
		r.empty++
	}
	if len(parts) == 0 {
		return nil
	}
	return parts
}

// settle takes noise for what was meant and says, of a feature whose geometry was just read, what
// of it was empty.
func (r *reader) settle(f *Feature, line int) {
	var count int
	if f.Geometry, count = geo.OnGlobe(f.Geometry); count > 0 {
		if r.noisy == 0 {
			r.noisyLine = line
		}
		r.noisy += count
	}
	_, compound := f.Geometry.(orb.Collection)
	f.Altered = count > 0 || r.empty > 0 || compound
	if r.empty == 0 {
		return
	}
	r.empties++
	switch name := r.name(f); {
	case r.empties > maxNamed:
	case f.Geometry == nil:
		r.warn(Empty, line, "feature %s: no coordinates: it is read as one without geometry (RFC 7946, 3.1)", name)
	default:
		r.warn(Empty, line, "feature %s: parts without coordinates, which are no geometry (RFC 7946, 3.1), are left out: %d", name, r.empty)
	}
}

// name is the id of a feature, or its number from 1.
func (r *reader) name(f *Feature) string {
	if f.ID != "" {
		return strconv.Quote(f.ID)
	}
	return strconv.Itoa(r.number)
}

// sum says once what holds of many features.
func (r *reader) sum() {
	if r.noisy > 0 {
		r.warn(Noise, r.noisyLine, "positions beyond 180 or 90 degrees by at most 1e-9, the noise of computing, are taken as on them: %d", r.noisy)
	}
	if more := r.empties - maxNamed; more > 0 {
		r.warn(Empty, 0, "further features with empty coordinates: %d", more)
	}
}
