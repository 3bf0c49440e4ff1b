// Package qgis writes what QGIS opens by itself: styles (QML), layer definitions (.qlr) and
// projects (.qgs, .qgz), with the temporal controller switched on, so that layers with dates
// animate without being set up.
//
// The elements are those that QGIS 3.22 writes; later versions read them too. A feature is shown in
// a frame if it is valid on a day of it: from its first day up to and without its last, the
// half-open interval that QGIS calls "include start, exclude end".
package qgis

import (
	"encoding/xml"
	"fmt"
	"math"
	"strings"

	"github.com/paulmach/orb"
)

// version is the QGIS version whose elements are written.
const version = "3.22.16-Białowieża"

// ThisFile stands in the sources of layers for the file that the project is in. It is an entity of
// XML, so one place says what it is.
const ThisFile = "&file;"

// source is where a layer comes from.
type source string

// Kind is the kind of a layer's geometries.
type Kind int

// The kinds, by the numbers that QGIS gives them.
const (
	Points     Kind = 0
	Lines      Kind = 1
	Polygons   Kind = 2
	NoGeometry Kind = 4
)

func (k Kind) name() string { return [...]string{"Point", "Line", "Polygon", "", "No geometry"}[k] }

// Layer is a layer of a project.
type Layer struct {
	ID          string // unique in the project: letters, digits, _; QGIS replaces ids of up to ten characters
	Title       string
	Description string
	Rights      string // licence and attribution
	Source      string // as the provider wants it: ThisFile + "|layername=control"
	Provider    string // ogr, OAPIF
	Kind        Kind
	Bound       orb.Bound // longitude, latitude
	Aliases     []Alias   // of fields whose names do not do
	From, To    string    // the date fields of the interval in which a feature is valid; "": undated
	Rules       []Rule
	Opacity     float64 // of the layer as a whole; 0 is 1
	Label       string  // the field or, with LabelExpression, the expression to label by; "" for none
	Hidden      bool    // off at first
	Group       string  // of layers that follow each other; "" for none
	ReadOnly    bool
	Fields      []Field // of its form, which QGIS makes where there are none
	Display     string  // expression by which a row is called
}

// Alias is the title by which a field is shown.
type Alias struct{ Field, Title string }

// Rule says how the features are drawn that a filter lets pass.
type Rule struct {
	Label  string
	Filter string // QGIS expression; "" for all
	Symbol Symbol
}

// Symbol is the look of a feature. Colours are #rrggbb, "" for none; widths and sizes are
// millimetres.
type Symbol struct {
	Fill    string
	Pattern string // hatch, stripes, upright or dots in Ink over Fill; "" or solid for none
	Ink     string
	Line    string
	Width   float64
	Dash    string  // "5;2" lengths, "" for none
	Size    float64 // of points
}

// Text makes a string literal of a QGIS expression.
func Text(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// Column makes a reference to a field in a QGIS expression.
func Column(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// page builds XML.
type page struct{ strings.Builder }

// put writes a format whose verbs %s are escaped.
func (p *page) put(format string, args ...any) {
	for i, arg := range args {
		switch arg := arg.(type) {
		case string:
			args[i] = escape(arg)
		case source:
			args[i] = strings.ReplaceAll(escape(string(arg)), escape(ThisFile), ThisFile)
		}
	}
	fmt.Fprintf(&p.Builder, format, args...)
	p.WriteByte('\n')
}

func escape(text string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(text)); err != nil {
		return "" // a strings.Builder never fails
	}
	return b.String()
}

// crs writes a reference system by its EPSG number. QGIS believes the number only beside an id of
// its own.
func (p *page) crs(number int) {
	p.put(`<spatialrefsys><srsid>%d</srsid><srid>%d</srid><authid>EPSG:%d</authid></spatialrefsys>`, ownNumbers[number], number, number)
}

// ownNumbers are the ids of reference systems within QGIS.
var ownNumbers = map[int]int{3857: 3857, 4326: 3452}

func (p *page) extent(name string, b orb.Bound) {
	if !(b.Min[0] <= b.Max[0] && b.Min[1] <= b.Max[1]) {
		return
	}
	p.put(`<%s><xmin>%g</xmin><ymin>%g</ymin><xmax>%g</xmax><ymax>%g</ymax></%s>`, name, b.Min[0], b.Min[1], b.Max[0], b.Max[1], name)
}

// mercator is EPSG:3857 in metres.
func mercator(p orb.Point) orb.Point {
	const radius = 6378137
	lat := min(85, max(-85, p[1])) * math.Pi / 180
	return orb.Point{radius * p[0] * math.Pi / 180, radius * math.Asinh(math.Tan(lat))}
}
