package notation

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/paulmach/orb"
)

// mapLink is the notation of links to maps: that of another provider, or one of ours.
const mapLink = "map link"

// A link to a map says two things: where its pin is, and what it shows. Each provider has its own
// words for both, and its own order of the axes:
//
//	https://www.google.com/maps/place/Ford/@40.2,46.5,9z/data=!3d40.1!4d46.04
//	        '-- provider --'               '-- view --'       '-- pin ------'
//
//	link -> provider -> its rules, those of pins first -> the first that finds two numbers
//
// Nothing is asked of the network: what a link does not say is not known.

// provider is a maker of links.
type provider struct {
	name  string
	hosts *regexp.Regexp
	// refused says why none of its links can be read; "" for those that can.
	refused string
	rules   []rule
}

// rule finds coordinates in a link.
type rule struct {
	view  bool // it finds the centre of what is shown, else a place
	order string
	find  func(l link) (text string, ok bool)
}

// link is a link taken apart, without escapes.
type link struct {
	path, fragment string
	query          url.Values
}

// The rules. Each takes the order of the axes and where the text with both stands.

func pin(order string, find func(link) (string, bool)) rule  { return rule{false, order, find} }
func view(order string, find func(link) (string, bool)) rule { return rule{true, order, find} }

// named finds the first of the parameters that is given.
func named(names ...string) func(link) (string, bool) {
	return func(l link) (string, bool) {
		for _, name := range names {
			if value := l.query.Get(name); value != "" {
				return value, true
			}
		}
		return "", false
	}
}

// both joins two parameters.
func both(first, second string) func(link) (string, bool) {
	return func(l link) (string, bool) {
		a, b := l.query.Get(first), l.query.Get(second)
		return a + "," + b, a != "" && b != ""
	}
}

// last finds the end of a way: the last of the texts between separators in a parameter.
func last(name, separator string) func(link) (string, bool) {
	return func(l link) (string, bool) {
		stops := strings.Split(strings.TrimRight(l.query.Get(name), separator), separator)
		return stops[len(stops)-1], stops[len(stops)-1] != ""
	}
}

// inPath finds the last match of a pattern in the path, and inFragment in the fragment. What its
// groups hold is joined.
func inPath(pattern string) func(link) (string, bool) {
	return matching(pattern, func(l link) string { return l.path })
}

func inFragment(pattern string) func(link) (string, bool) {
	return matching(pattern, func(l link) string { return l.fragment })
}

func inQuery(name, pattern string) func(link) (string, bool) {
	return matching(pattern, func(l link) string { return l.query.Get(name) })
}

// lastStop finds the last part of a path that names places, before what Google writes behind them.
func lastStop(l link) (string, bool) {
	path, _, _ := strings.Cut(l.path, "/@")
	path, _, _ = strings.Cut(path, "/data=")
	parts := strings.Split(strings.TrimRight(path, "/"), "/")
	ok := slices.ContainsFunc(parts, func(part string) bool { return part == "place" || part == "search" || part == "dir" })
	return parts[len(parts)-1], ok
}

func matching(pattern string, part func(link) string) func(link) (string, bool) {
	compiled := regexp.MustCompile(strings.ReplaceAll(pattern, "NUMBER", `([-+]?\d+(?:\.\d+)?)`))
	return func(l link) (string, bool) {
		all := compiled.FindAllStringSubmatch(part(l), -1)
		if len(all) == 0 {
			return "", false
		}
		return strings.Join(all[len(all)-1][1:], ","), true
	}
}

// hosts matches the domains, whatever stands before them; .* is any country.
func hosts(domains ...string) *regexp.Regexp {
	for i, d := range domains {
		domains[i] = strings.ReplaceAll(regexp.QuoteMeta(d), `\.\*`, `(?:\.[a-z]{2,3}){1,2}`)
	}
	return regexp.MustCompile(`^(?:.*\.)?(?:` + strings.Join(domains, "|") + `)$`)
}

// providers are looked through in this order.
var providers = []provider{
	{name: "Google Maps in China", hosts: hosts("google.cn"), refused: otherDatum("GCJ-02")},
	{name: "Baidu Maps", hosts: hosts("baidu.com"), refused: otherDatum("BD-09")},
	{name: "Amap", hosts: hosts("amap.com", "gaode.com", "autonavi.com"), refused: otherDatum("GCJ-02")},
	{name: "Tencent Maps", hosts: hosts("map.qq.com"), refused: otherDatum("GCJ-02")},
	{name: "what3words", hosts: hosts("what3words.com", "w3w.co"), refused: "its three words are known to their owner alone: want the coordinates"},
	{hosts: hosts("goo.gl", "g.co", "g.page", "bit.ly", "t.co", "tinyurl.com", "clck.ru", "ya.cc", "her.is", "binged.it", "maps.apple"), refused: shortened},

	{name: "Google Maps", hosts: hosts("google.*"), rules: []rule{
		pin(LatLon, inPath(`!3dNUMBER!4dNUMBER`)),
		pin(LonLat, inPath(`/dir/.*!1dNUMBER!2dNUMBER`)), // the last is where the way ends
		pin(LatLon, inQuery("pb", `!3dNUMBER!4dNUMBER`)),
		view(LonLat, inQuery("pb", `!2dNUMBER!3dNUMBER`)),
		pin(LatLon, named("q", "query", "destination", "daddr", "cbll", "viewpoint", "markers")),
		pin(LatLon, lastStop),
		pin(LatLon, named("ll")),
		view(LatLon, inPath(`/@NUMBER,NUMBER`)),
		view(LatLon, named("center", "sll")),
	}},
	{name: "OpenStreetMap", hosts: hosts("openstreetmap.org", "osm.org", "openstreetmap.de", "openstreetmap.fr", "opentopomap.org"), rules: []rule{
		pin(LatLon, both("mlat", "mlon")),
		pin(LatLon, last("route", ";")),
		pin(LatLon, named("query")),
		pin(LatLon, last("to", ";")),
		pin(LatLon, func(l link) (string, bool) { return l.short(l.query.Has("m")) }),
		view(LatLon, func(l link) (string, bool) { return l.short(!l.query.Has("m")) }),
		view(LatLon, inFragment(`(?:^|&)map=[\d.]+/NUMBER/NUMBER`)),
		view(LatLon, both("lat", "lon")),
	}},
	{name: "Yandex Maps", hosts: hosts("yandex.*", "ya.ru"), rules: []rule{
		pin(LonLat, named("whatshere[point]", "poi[point]", "panorama[point]")),
		pin(LonLat, named("pt")),
		pin(LatLon, last("rtext", "~")),
		pin(LatLon, named("text")),
		view(LonLat, named("ll", "sll")),
	}},
	{name: "2GIS", hosts: hosts("2gis.*"), rules: []rule{
		pin(LonLat, inPath(`/geo/(?:[^/]*/)?NUMBER,NUMBER`)),
		view(LonLat, named("m")),
	}},
	{name: "Bing Maps", hosts: hosts("bing.com"), rules: []rule{
		pin(LatLon, inQuery("sp", `point\.NUMBER_NUMBER`)),
		pin(LatLon, inQuery("rtp", `pos\.NUMBER_NUMBER`)),
		pin(LatLon, named("where1", "q", "ss")),
		view(LatLon, named("cp")),
	}},
	{name: "Apple Maps", hosts: hosts("maps.apple.com", "beta.maps.apple.com"), rules: []rule{
		pin(LatLon, named("coordinate")),
		pin(LatLon, named("q")),
		pin(LatLon, named("ll")),
		pin(LatLon, named("daddr", "destination", "address")),
		view(LatLon, named("center", "sll", "near")),
	}},
	{name: "HERE WeGo", hosts: hosts("here.com"), rules: []rule{
		pin(LatLon, inPath(`/l/NUMBER,NUMBER`)),
		pin(LatLon, inPath(`/(?:r|directions)/.*[/:]NUMBER,NUMBER`)),
		view(LatLon, named("map")),
	}},
	{name: "Mapbox", hosts: hosts("mapbox.com"), rules: []rule{
		pin(LonLat, inPath(`/pin-[^/(]*\(NUMBER,NUMBER\)`)),
		view(LonLat, inPath(`/static/(?:.*/)?NUMBER,NUMBER,`)),
		view(LatLon, inFragment(`^/?[\d.]+/NUMBER/NUMBER`)),
	}},
	{name: "Waze", hosts: hosts("waze.com"), rules: []rule{
		pin(LatLon, named("ll", "latlng")),
		pin(LatLon, inQuery("to", `ll\.NUMBER,NUMBER`)),
	}},
	// Ours, and those of others that are written as maps made with common libraries do.
	{name: "map", hosts: regexp.MustCompile(""), rules: []rule{
		pin(LonLat, named("sel")),
		pin(LatLon, both("mlat", "mlon")),
		pin(LatLon, named("q", "query")),
		pin(LatLon, both("lat", "lon")),
		pin(LatLon, both("lat", "lng")),
		pin(LatLon, both("latitude", "longitude")),
		view(LatLon, inQuery("c", `^NUMBER,NUMBER,[\d.]+$`)),
		view(LatLon, named("ll", "center")),
		view(LatLon, inFragment(`(?:^|&)(?:map=)?/?[\d.]+/NUMBER/NUMBER`)),
		view(LatLon, inPath(`/@NUMBER,NUMBER`)),
	}},
}

const shortened = "the link is shortened and holds no coordinates: open it in a browser and take the address that it leads to"

func otherDatum(datum string) string {
	return fmt.Sprintf("its coordinates are of the datum %s, which lies hundreds of metres beside WGS 84 by a rule that is not public: want a link of another map", datum)
}

var (
	// linkPattern finds a link in what a phone shares: its title stands before it. Without http a
	// path, a query or a fragment tells a link.
	linkPattern = regexp.MustCompile(`(?i)(?:https?://\S+|^(?:[a-z0-9-]+\.)+[a-z]{2,}/?[/?#]\S*$)`)

	// linkPair is two numbers and what may follow them: a zoom, a name, another pair.
	linkPair = regexp.MustCompile(`^(?:loc:|point:|icon:)?\s*([-+]?\d+(?:\.\d+)?)(?:\s*[,~_]\s*|\s)([-+]?\d+(?:\.\d+)?)(?:$|[,~_/(;|z]|\s*\()`)
)

// maxLink is the length, in bytes, beyond which nothing is a link.
const maxLink = 4096

// isLink tells whether a text holds a link.
func isLink(text string) bool { return len(text) <= maxLink && linkPattern.MatchString(text) }

// readLink reads a link to a map: its pin, or the centre of what it shows.
func readLink(text string, setting Setting) (Reading, error) {
	written := linkPattern.FindString(text)
	if !strings.Contains(written, "://") {
		written = "https://" + written
	}
	u, err := url.Parse(strings.TrimRight(written, ".,;)>\"'"))
	if err != nil {
		return Reading{}, errors.New("the link cannot be read: want it as the map's address line has it")
	}
	u.RawQuery = strings.ReplaceAll(u.RawQuery, ";", "%3B") // no separator, in spite of HTML 4
	l := link{path: u.Path, fragment: u.Fragment, query: u.Query()}
	if path, err := url.PathUnescape(strings.ReplaceAll(u.EscapedPath(), "+", "%20")); err == nil {
		l.path = path
	}
	host := strings.ToLower(u.Hostname())
	p := &providers[slices.IndexFunc(providers, func(p provider) bool { return p.hosts.MatchString(host) })]
	if p.refused != "" {
		return Reading{}, fmt.Errorf("%s: %s", cmp.Or(p.name, host), p.refused)
	}
	for _, rule := range p.rules {
		text, ok := rule.find(l)
		if !ok {
			continue
		}
		r, ok := readStop(text, rule.order, setting)
		if !ok {
			continue
		}
		if !possible(r.Point) {
			return Reading{}, fmt.Errorf("%s: %w", p.name, impossible(r.Point))
		}
		r.Notation, r.Order = mapLink, ""
		if rule.view {
			r.note("the centre of what the link of " + p.name + " shows: it has no pin")
		} else {
			r.note("the pin of the link of " + p.name)
		}
		return r, nil
	}
	if strings.HasPrefix(l.path, "/maps/-/") { // Yandex
		return Reading{}, fmt.Errorf("%s: %s", p.name, shortened)
	}
	return Reading{}, fmt.Errorf("%s: the link holds no coordinates: want one that is taken when the map stands on the place, or its coordinates", host)
}

// readStop reads what a rule has found: two numbers, or a place in a notation that says what is the
// latitude. A name is none.
func readStop(text, order string, setting Setting) (Reading, bool) {
	if m := linkPair.FindStringSubmatch(text); m != nil {
		r := Reading{Notation: Decimal}
		for i, number := range m[1:3] {
			value, err := degrees(number)
			if err != nil {
				return r, false
			}
			r.Point[i] = value
			r.PrecisionM = max(r.PrecisionM, step(number)*metresPerDegree)
		}
		if order == LatLon {
			r.Point = orb.Point{r.Point[1], r.Point[0]}
		}
		return r, true
	}
	if isLink(text) || strings.ContainsAny(text, "/") {
		return Reading{}, false
	}
	r, err := Read(text, setting)
	return r, err == nil && (r.Order == "" || r.Notation == WKT)
}

// shortDigits are those of the short links of OpenStreetMap, osm.org/go/0EEQjE: six bits each, in
// turn for longitude and latitude (wiki.openstreetmap.org/wiki/Shortlink).
const shortDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_~"

// short reads a short link of OpenStreetMap, if it is wanted.
func (l link) short(wanted bool) (string, bool) {
	code, ok := strings.CutPrefix(l.path, "/go/")
	code = strings.TrimRight(strings.ReplaceAll(code, "@", "~"), "-/")
	if !ok || !wanted || code == "" || len(code) > 10 || strings.Trim(code, shortDigits) != "" {
		return "", false
	}
	var lon, lat uint64
	for _, c := range code {
		digit := strings.IndexRune(shortDigits, c)
		for bit := 5; bit > 0; bit -= 2 {
			lon, lat = lon<<1|uint64(digit>>bit&1), lat<<1|uint64(digit>>(bit-1)&1)
		}
	}
	whole := float64(uint64(1) << (3 * len(code)))
	digits := int(math.Ceil(math.Log10(whole / 180)))
	return fmt.Sprintf("%.*f,%.*f", digits, float64(lat)/whole*180-90, digits, float64(lon)/whole*360-180), true
}
