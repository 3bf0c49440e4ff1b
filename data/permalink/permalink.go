// Package permalink reads the address of a view of the map and tells the view in words: for link
// previews, search engines and readers without JavaScript.
//
//	/?d=1972-11-25&sel=-130.3,-42.2&lang=ru
//	    |            |                 |
//	    day          selected place    language  Read -> View -> Caption, words
//	                                                          -> Picture, an export's parameters
//
// The parameters are those of the page's url.ts. Read takes each as the page does: one that cannot
// be read counts as left out.
package permalink

import (
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/atlas"
	"demarc/data/date"
	"demarc/geo"
)

// View is what the page shows.
type View struct {
	snapshot  *data.Snapshot
	viewpoint string // as the address names it; "": the first
	day       date.Date
	compared  *date.Date // the day that is compared with; nil: none
	selected  *orb.Point // longitude, latitude; nil: none
	seen      *orb.Bound // longitude, latitude, beyond 180 where the date line is seen; nil: all
	words     Words
	spoken    string // language of the words
	lang      string // language of the names
}

// Read reads the parameters of an address. Where they name no language, it is the best one of those
// that the reader wants, BCP 47 tags with the best first, as the page chooses by those of the
// browser.
func Read(s *data.Snapshot, parameters url.Values, wanted ...string) View {
	v := View{snapshot: s}
	if seen, err := s.From(parameters.Get("vp")); err == nil {
		v.snapshot = seen
	}
	if name := parameters.Get("vp"); name == v.snapshot.Viewpoint {
		v.viewpoint = name
	}
	var err error
	if v.day, err = date.Parse(parameters.Get("d")); err != nil {
		v.day = s.Dataset.View.Date
	}
	if day, err := date.Parse(parameters.Get("cmp")); err == nil {
		v.compared = &day
	}
	if n, ok := numbers(parameters.Get("sel"), geo.MaxLongitude, 90); ok {
		if at, err := geo.TurnPoint(orb.Point(n)); err == nil {
			v.selected = &at
		}
	}
	if n, ok := numbers(parameters.Get("c"), 85, geo.MaxLongitude, 24); ok && n[2] >= 0 {
		if lon, err := geo.Turn(n[1]); err == nil {
			v.seen = boundAt(n[0], lon, n[2])
		}
	}
	if n, ok := numbers(parameters.Get("bounds"), geo.MaxLongitude, 90, geo.MaxLongitude, 90); ok {
		if b := boundOf(n); b != nil {
			v.seen = b
		}
	}
	spoken, names := parameters.Get("lang"), parameters.Get("lang")
	known := slices.Concat(atlas.Languages(), s.Dataset.Languages)
	if !slices.Contains(known, names) {
		spoken, names = Language(wanted, atlas.Languages()), Language(wanted, known)
	}
	v.words, v.spoken = wordsIn(spoken)
	v.lang = v.spoken
	if slices.Contains(s.Dataset.Languages, names) {
		v.lang = names
	}
	return v
}

// Language returns the first of the languages wanted that is known, or of which the beginning is:
// "ru-KZ" is Russian. Without any it is English.
func Language(wanted, known []string) string {
	for _, tag := range wanted {
		for tag != "" {
			if i := slices.IndexFunc(known, func(lang string) bool { return strings.EqualFold(lang, tag) }); i >= 0 {
				return known[i]
			}
			tag = tag[:max(strings.LastIndexByte(tag, '-'), 0)]
		}
	}
	return "en"
}

// numbers reads numbers between commas, each within its limit on both sides of zero.
func numbers(text string, limits ...float64) ([]float64, bool) {
	parts := strings.Split(text, ",")
	if len(parts) != len(limits) {
		return nil, false
	}
	list := make([]float64, len(parts))
	for i, part := range parts {
		n, err := strconv.ParseFloat(part, 64)
		if err != nil || !(math.Abs(n) <= limits[i]) {
			return nil, false
		}
		list[i] = n
	}
	return list, true
}

// The size in pixels of the picture of a view, as link previews show it.
const (
	PictureWidth  = 1200
	PictureHeight = 630
)

// boundAt returns about what a map of the picture's size shows around a centre; nil for nothing.
func boundAt(lat, lon, zoom float64) *orb.Bound {
	const mapPx = 256 // width of the world at zoom 0
	east := 360 * PictureWidth / 2 / (mapPx * math.Exp2(zoom))
	north := east * PictureHeight / PictureWidth * math.Cos(lat*math.Pi/180)
	b := orb.Bound{
		Min: orb.Point{lon - east, max(lat-north, -90)},
		Max: orb.Point{lon + east, min(lat+north, 90)},
	}
	if east >= 180 {
		b.Min[0], b.Max[0] = -180, 180
	}
	if b.Min[0] >= b.Max[0] || b.Min[1] >= b.Max[1] {
		return nil
	}
	return &b
}

// boundOf returns the box of an address, `bounds=west,south,east,north`, which goes beyond 180
// across the date line; nil for one that is empty.
func boundOf(n []float64) *orb.Bound {
	west, errWest := geo.Turn(n[0])
	east, errEast := geo.Turn(n[2])
	if errWest != nil || errEast != nil || west == east || n[1] >= n[3] {
		return nil
	}
	if west > east {
		east += 360
	}
	return &orb.Bound{Min: orb.Point{west, n[1]}, Max: orb.Point{east, n[3]}}
}

// embedded are the parameters that a map in another page takes, besides where it looks.
var embedded = []string{"d", "sel", "cmp", "mode", "vp", "hide", "names", "lang", "theme", "lock", "bare"}

// Embed returns the parameters of the view as a map in another page, of whatever size: those of its
// address, but the box that was seen in place of a centre and a zoom that belong to one window.
func (v View) Embed(parameters url.Values) url.Values {
	query := url.Values{}
	for _, name := range embedded {
		if value := parameters.Get(name); value != "" {
			query.Set(name, value)
		}
	}
	if b := v.seen; b != nil {
		west, errWest := geo.Turn(b.Min[0])
		east, errEast := geo.Turn(b.Max[0])
		if errWest == nil && errEast == nil && b.Max[0]-b.Min[0] < 360 {
			query.Set("bounds", fmt.Sprintf("%.4f,%.4f,%.4f,%.4f", west, b.Min[1], east, b.Max[1]))
		}
	}
	return query
}

// Feed returns the query of the feed of what changes hands, in the language and as the viewpoint of
// the view has it.
func (v View) Feed() string {
	query := url.Values{"lang": {v.lang}}
	if v.viewpoint != "" {
		query.Set("viewpoint", v.viewpoint)
	}
	return "?" + query.Encode()
}

// Picture returns the parameters of an export of control that shows the view: the day, or what
// changed hands between the two that are compared.
func (v View) Picture() url.Values {
	query := url.Values{
		"datetime": {v.day.String()}, "lang": {v.lang},
		"width": {strconv.Itoa(PictureWidth)}, "height": {strconv.Itoa(PictureHeight)},
	}
	if v.compared != nil && *v.compared != v.day {
		query.Set("datetime", min(*v.compared, v.day).String()+"/"+max(*v.compared, v.day).String())
	}
	if v.viewpoint != "" {
		query.Set("viewpoint", v.viewpoint)
	}
	if b := v.seen; b != nil {
		query.Set("bbox", fmt.Sprintf("%.4f,%.4f,%.4f,%.4f", b.Min[0], b.Min[1], b.Max[0], b.Max[1]))
	}
	return query
}

// To returns the parameters of a view of the first feature of a layer, on its first day; nil if it
// is not drawn.
func To(layer geo.Layer) url.Values {
	f := &layer.Features[0]
	if f.Geometry == nil {
		return nil
	}
	at := geo.PointOf(f.Geometry)
	parameters := url.Values{"sel": {fmt.Sprintf("%.5f,%.5f", at[0], at[1])}}
	if day := f.Text(layer.With(geo.RoleFrom)); day != "" {
		parameters.Set("d", day)
	}
	return parameters
}
