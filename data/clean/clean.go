// Package clean makes the regions of a GeoJSON file an exact partition and lists every change it
// makes for that.
package clean

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"demarc/data/date/spelling"
	"demarc/geo"
	"demarc/geo/antimeridian"
	"demarc/geo/clean"
	"demarc/geo/compound"
	"demarc/geo/geojson"
	"demarc/geo/topology"
)

// Options says what may be changed.
type Options struct {
	ToleranceM float64  // how many metres lines may be moved onto each other
	GapM2      float64  // up to which size gaps between regions go to a neighbour
	Priority   []string // ids of regions that keep what they share with others, the most important first
	Wrap       bool     // cut at the antimeridian what crosses it

	// From and To name the properties with the first days and the ends; "": those that import
	// takes, "-": none. The day in To no longer belongs to a region unless Inclusive.
	From, To   string
	Inclusive  bool
	DateFormat spelling.Order // of day, month and year in dates of three numbers
}

// Cut is the kind of the finding that a feature crossed the antimeridian and was cut there.
const Cut clean.Kind = "antimeridian"

// Finding is something that was found: a change, or a gap or hole that was left.
type Finding struct {
	Kind    clean.Kind `json:"kind"`
	Change  bool       `json:"change"`
	Region  string     `json:"region"`
	Other   string     `json:"other,omitempty"`
	Place   [2]float64 `json:"place"` // longitude, latitude
	Km2     float64    `json:"km2,omitempty"`
	Metres  float64    `json:"m,omitempty"`
	Message string     `json:"message"`
}

// Region says how large a region was and is.
type Region struct {
	ID        string  `json:"id"`
	BeforeKm2 float64 `json:"before_km2"`
	AfterKm2  float64 `json:"after_km2"`
}

// Result is a cleaned file.
type Result struct {
	Findings []Finding `json:"findings"`
	Rounded  int       `json:"rounded"` // positions with more than nine decimals, rounded to them
	Changed  []Region  `json:"changed"` // the regions whose outline is another now, in the order of the file
	Regions  int       `json:"regions"` // with an area
	Notes    []string  `json:"notes"`   // how the file was read, where it is not plain GeoJSON
	Days     Days      `json:"days"`    // what bounds those on which regions are valid

	document []byte
	shapes   map[int]orb.Geometry // those that are other ones now, by feature
}

// File cleans a FeatureCollection. Features that are no areas are left alone, but for what crosses
// the antimeridian; regions that are never valid on one day, by the properties that import takes
// for days, may overlap. The name is for errors.
func File(name string, document []byte, options Options) (*Result, error) {
	features, notes, err := read(name, document)
	if err != nil {
		return nil, err
	}
	result := &Result{
		Findings: []Finding{}, Changed: []Region{}, Notes: notes,
		document: document, shapes: map[int]orb.Geometry{},
	}
	var shapes []orb.MultiPolygon
	var numbers []int // features by shape
	var ids []string
	for i := range features {
		f := &features[i]
		result.prepare(f, i, options.Wrap)
		shape := geo.Polygons(f.Geometry)
		if shape == nil {
			continue
		}
		if line, message := beyond(shape, f.Rings); message != "" {
			return nil, fmt.Errorf("%s:%d: region %s: %s", name, cmp.Or(line, f.Line), idOf(*f, i), message)
		}
		shapes, numbers, ids = append(shapes, shape), append(numbers, i), append(ids, idOf(*f, i))
	}
	spans, days, err := daysOf(features, numbers, options)
	if err != nil {
		return nil, fmt.Errorf("%s:%w", name, err)
	}
	priority, err := priorities(ids, options.Priority)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	cleaned, err := clean.Clean(shapes, clean.Options{
		ToleranceM: options.ToleranceM, GapM2: options.GapM2, Priority: priority, Spans: spans,
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	result.Findings = append(result.Findings, findings(cleaned, ids)...)
	result.Rounded, result.Regions, result.Days = cleaned.Rounded, len(shapes), days
	for i, shape := range shapes {
		if !same(shape, cleaned.Shapes[i]) {
			result.Changed = append(result.Changed, Region{ids[i], geo.Area(shape) / 1e6, geo.Area(cleaned.Shapes[i]) / 1e6})
			result.shapes[numbers[i]] = cleaned.Shapes[i]
		}
	}
	return result, nil
}

// prepare makes the geometry of a feature one that lies on the globe and is no collection, and
// notes it where it is not what the file has.
func (r *Result) prepare(f *geojson.Feature, number int, wrap bool) {
	if f.Altered {
		r.shapes[number] = f.Geometry
	}
	if _, is := f.Geometry.(orb.Collection); is {
		if area, left := compound.Take(f.Geometry, 2); area != nil {
			note := fmt.Sprintf("%s: its collection is taken as one area", idOf(*f, number))
			if left.Any() {
				note += ", and left out of it is: " + left.String()
			}
			f.Geometry, r.shapes[number] = area, area
			r.Notes = append(r.Notes, note)
		}
	}
	if !wrap {
		return
	}
	cut, changed := antimeridian.Cut(f.Geometry)
	if !changed {
		return
	}
	at := orb.Point{}
	for at = range geo.Positions(f.Geometry) {
		break
	}
	if areas := geo.Polygons(cut); len(areas) > 1 {
		cut = geo.Plain(compound.United(areas)) // halves that met at the edge of the old map
	}
	f.Geometry, f.Rings, r.shapes[number] = cut, nil, cut
	r.Findings = append(r.Findings, Finding{
		Kind: Cut, Change: true, Region: idOf(*f, number), Place: at,
		Message: fmt.Sprintf("%s: was cut at the antimeridian, which it crossed, or brought within -180 to 180 degrees", idOf(*f, number)),
	})
}

// Write writes the file as it was, with the geometries that are other ones now in place of theirs.
func (r *Result) Write(w io.Writer) error {
	return geojson.Replace(w, r.document, func(i int) (orb.Geometry, bool) {
		shape, changed := r.shapes[i]
		if areas, many := shape.(orb.MultiPolygon); many && len(areas) == 1 {
			return areas[0], changed
		}
		return shape, changed
	})
}

// read returns the features and how they were read; the error names the first thing that is no
// GeoJSON.
func read(name string, document []byte) (features []geojson.Feature, notes []string, err error) {
	if start := bytes.TrimLeft(document, "\ufeff \t\r\n"); len(start) == 0 || start[0] != '{' {
		return nil, nil, fmt.Errorf("%s: is no GeoJSON: want a FeatureCollection, or the directory of a dataset; demarc import makes one of other files", name)
	}
	tree, err := geojson.Parse(document)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	notes = []string{}
	features, faults := geojson.Read(tree)
	for _, f := range faults {
		if f.Kind == geojson.Altitude {
			continue // they stay, where the geometry does
		}
		if f.Hint != "" {
			f.Message += "; " + f.Hint
		}
		if f.Line > 0 {
			f.Message = fmt.Sprintf("%d: %s", f.Line, f.Message)
		}
		if !f.Warning {
			return nil, nil, fmt.Errorf("%s:%s", name, f.Message)
		}
		notes = append(notes, f.Message)
	}
	return features, notes, nil
}

// beyond says where the first position stands that is none on the globe, and what it looks like; ""
// if there is none. A plane that goes on beyond 180 degrees would not show what lies over each
// other there, and metres are no degrees.
func beyond(shape orb.MultiPolygon, rings geojson.Rings) (line int, message string) {
	for i, polygon := range shape {
		for k, ring := range polygon {
			for _, p := range ring {
				lon, lat := math.Abs(p[0]), math.Abs(p[1])
				if lon <= 180 && lat <= 90 {
					continue
				}
				hint := ""
				switch {
				case lon > 360 || lat > 360:
					hint = ": these look like metres; ogr2ogr -t_srs EPSG:4326 makes degrees of them"
				case lat <= 90:
					hint = ": without -wrap=false it is cut at the antimeridian"
				case lon <= 90 && lat <= 180:
					hint = ": these look like latitude, longitude; ogr2ogr -ct '+proj=axisswap +order=2,1' swaps them"
				}
				return rings.Line(i, k), fmt.Sprintf("%v: want a longitude of -180 to 180 and a latitude of -90 to 90 degrees%s", p, hint)
			}
		}
	}
	return 0, ""
}

// idOf returns what a feature is called: its id, else that among its properties, else its number
// from 1.
func idOf(f geojson.Feature, number int) string {
	if f.ID != "" {
		return f.ID
	}
	if f.Properties != nil {
		if id := f.Properties.Member("id"); id != nil && id.Text != "" {
			return id.Text
		}
	}
	return fmt.Sprintf("feature %d", number+1)
}

// priorities gives each region a rank for clean.Clean.
func priorities(ids, important []string) ([]int, error) {
	ranks := make([]int, len(ids))
	for rank, id := range important {
		i := slices.Index(ids, id)
		if i < 0 {
			return nil, fmt.Errorf("priority of %q: no region has this id", id)
		}
		ranks[i] = len(important) - rank
	}
	return ranks, nil
}

func findings(cleaned *clean.Result, ids []string) []Finding {
	list := []Finding{}
	for _, f := range cleaned.Findings {
		finding := Finding{
			Kind: f.Kind, Change: f.Kind.Change(), Region: ids[f.A], Place: f.At, Km2: f.AreaM2 / 1e6, Metres: f.LengthM,
			Message: f.Text(func(shape int) string { return ids[shape] }),
		}
		if f.B != topology.Nowhere {
			finding.Other = ids[f.B]
		}
		list = append(list, finding)
	}
	return list
}

// same reports whether two shapes have the same rings, in whatever order and direction.
func same(a, b orb.MultiPolygon) bool {
	if len(a) != len(b) {
		return false
	}
	return slices.Equal(outline(a), outline(b))
}

// outline writes each polygon with its rings in one order, direction and beginning.
func outline(m orb.MultiPolygon) []string {
	var polygons []string
	for _, polygon := range m {
		var rings []string
		for k, ring := range polygon {
			text := ringText(ring)
			if k == 0 {
				text = "shell" + text
			}
			rings = append(rings, text)
		}
		slices.Sort(rings)
		polygons = append(polygons, strings.Join(rings, " "))
	}
	slices.Sort(polygons)
	return polygons
}

// ringText writes a ring from its least position on, anticlockwise.
func ringText(ring orb.Ring) string {
	if n := len(ring); n > 1 && ring[0] == ring[n-1] {
		ring = ring[:n-1]
	}
	points := slices.Clone(ring)
	if geo.Winding(points) < 0 {
		slices.Reverse(points)
	}
	first := 0
	for i, p := range points {
		if q := points[first]; p[0] < q[0] || p[0] == q[0] && p[1] < q[1] {
			first = i
		}
	}
	var text []byte
	for _, p := range slices.Concat(points[first:], points[:first]) {
		text = binary.BigEndian.AppendUint64(text, math.Float64bits(p[0]))
		text = binary.BigEndian.AppendUint64(text, math.Float64bits(p[1]))
	}
	return string(text)
}
