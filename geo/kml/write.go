// Package kml writes and reads KML 2.2 (OGC 07-147r2), the format of Google Earth, plain or zipped
// as KMZ.
package kml

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/calendar"
	"demarc/geo/rgb"
)

// Write writes layer as one document of placemarks within that of the credits: the values as typed
// ExtendedData, the days on which a feature is valid as a TimeSpan, which moves the time slider,
// and one style for each colour. Both days of a TimeSpan belong to it, as in JSON-FG: its end is
// the day before valid_to, else two features show on the day on which one follows the other. The
// format has no dates, so a Date is a text in ExtendedData, and a Bool is one too: the standard's
// bool is none of the types that the OGC's suite knows, and the suite's boolean is read as false by
// GDAL. A field id is called id_, since placemarks have an id of their own. Shells run
// anticlockwise. A placemark without a geometry is in the list only.
func Write(w io.Writer, layer geo.Layer, meta geo.Meta) error {
	for i := range layer.Features {
		if err := layer.Check(&layer.Features[i]); err != nil {
			return err
		}
	}
	e := &encoder{
		out: bufio.NewWriterSize(w, 1<<16), layer: layer,
		title: layer.With(geo.RoleTitle), from: layer.With(geo.RoleFrom), to: layer.With(geo.RoleTo), fill: layer.With(geo.RoleFill),
	}
	e.raw(xml.Header, `<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:atom="http://www.w3.org/2005/Atom">`, "\n<Document>\n")
	e.credits(meta)
	e.styles()
	e.metadata(meta)
	e.raw("<Document>") // and not Folder: in a KMZ, GDAL finds the Schema of a layer only within its own document
	e.element("name", layer.Name)
	e.schema()
	for i := range layer.Features {
		e.placemark(&layer.Features[i])
	}
	e.raw("\n</Document>\n</Document>\n</kml>\n")
	return e.out.Flush()
}

// WriteKMZ writes the same zipped.
func WriteKMZ(w io.Writer, layer geo.Layer, meta geo.Meta) error {
	archive := zip.NewWriter(w)
	// The first day that a zip can name, so that equal layers give equal files.
	header := &zip.FileHeader{Name: "doc.kml", Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)}
	file, err := archive.CreateHeader(header)
	if err != nil {
		return err
	}
	if err := Write(file, layer, meta); err != nil {
		return err
	}
	return archive.Close()
}

// encoder writes; errors stay in out until it is flushed. It is not go-kml, whose times have no
// plain days, whose colours are multiplied by their opacity, and which knows no Atom.
type encoder struct {
	out                   *bufio.Writer
	layer                 geo.Layer
	title, from, to, fill int // fields with these roles
}

func (e *encoder) raw(texts ...string) {
	for _, text := range texts {
		e.out.WriteString(text)
	}
}

func (e *encoder) escaped(text string) { xml.EscapeText(e.out, []byte(text)) } // errors stay in out

// element writes an element that holds a text, unless the text is empty.
func (e *encoder) element(name, text string) {
	if text != "" {
		e.raw("<", name, ">")
		e.escaped(text)
		e.raw("</", name, ">")
	}
}

func (e *encoder) credits(meta geo.Meta) {
	e.element("name", meta.Title)
	if meta.Attribution != "" {
		e.raw("<atom:author>")
		e.element("atom:name", meta.Attribution)
		e.raw("</atom:author>")
	}
	if meta.Source != "" {
		e.raw(`<atom:link href="`)
		e.escaped(meta.Source)
		e.raw(`" rel="related"/>`)
	}
	e.element("description", meta.Words())
	e.raw("\n")
}

// metadata writes the entries of meta for programs, which find them in the ExtendedData of the
// document.
func (e *encoder) metadata(meta geo.Meta) {
	e.raw("<ExtendedData>")
	for _, entry := range meta.Entries() {
		e.raw(`<Data name="`, entry.Name, `">`)
		e.element("value", entry.Value)
		e.raw("</Data>")
	}
	e.raw("</ExtendedData>\n")
}

// styles writes one style for each colour, and one for features without.
func (e *encoder) styles() {
	e.style("plain", "808080")
	seen := map[string]bool{}
	for i := range e.layer.Features {
		if color := e.color(&e.layer.Features[i]); color != "" && !seen[color] {
			seen[color] = true
			e.style("fill-"+color, color)
		}
	}
}

// color returns the colour of a feature as rrggbb, "" if it has none.
func (e *encoder) color(f *geo.Feature) string {
	color := strings.TrimPrefix(f.Text(e.fill), "#")
	if _, ok := rgb.Parse("#" + color); !ok {
		return ""
	}
	return strings.ToLower(color)
}

// style writes colours as KML has them: opacity, blue, green, red.
func (e *encoder) style(id, rgb string) {
	bgr := rgb[4:6] + rgb[2:4] + rgb[0:2]
	e.raw(`<Style id="`, id, `"><IconStyle><color>ff`, bgr, `</color><scale>0.7</scale></IconStyle><LabelStyle><scale>0.8</scale></LabelStyle>`,
		`<LineStyle><color>ff`, bgr, `</color><width>1.5</width></LineStyle><PolyStyle><color>80`, bgr, "</color></PolyStyle></Style>\n")
}

func (e *encoder) schema() {
	e.raw(`<Schema id="fields" name="`)
	e.escaped(e.layer.Name)
	e.raw(`">`)
	for i, field := range e.layer.Fields {
		e.raw("\n<SimpleField type=\"", e.typeOf(i), `" name="`)
		e.escaped(fieldName(field.Name))
		if field.Title == "" {
			e.raw(`"/>`)
			continue
		}
		e.raw(`">`)
		e.element("displayName", field.Title)
		e.raw("</SimpleField>")
	}
	e.raw("\n</Schema>\n")
}

// typeOf returns the type of a field; int has 32 bits in KML, so larger numbers need double.
func (e *encoder) typeOf(field int) string {
	switch e.layer.Fields[field].Type {
	case geo.Int:
		for _, f := range e.layer.Features {
			if v := geo.Integer(f.Values[field]); v < math.MinInt32 || v > math.MaxInt32 {
				return "double"
			}
		}
		return "int"
	case geo.Float:
		return "double"
	}
	return "string"
}

// ownID is the name of a field id, which GDAL would show beside the id of placemarks as id2.
const ownID = "id_"

func fieldName(name string) string {
	if strings.EqualFold(name, "id") {
		return ownID
	}
	return name
}

// FirstDay is the first one of a TimeSpan. Of earlier years XML Schema 1.0 and 1.1 have different
// ones, and readers what they like: an earlier begin is left out, an earlier end is that of all.
const FirstDay = "0001-01-01"

// span returns the first and the last day of a feature as a TimeSpan has them, "" for an open end.
func span(from, to string) (begin, end string) {
	first, _ := geo.Day(FirstDay)
	begin, end = from, to
	if day, err := geo.Day(from); err == nil && day < first {
		begin = ""
	}
	if day, err := geo.Day(to); err == nil {
		end = string(calendar.Append(nil, max(day-1, first)))
	}
	return begin, end
}

func (e *encoder) placemark(f *geo.Feature) {
	e.raw("\n<Placemark>")
	name := f.Text(e.title)
	if name == "" {
		name = f.ID
	}
	e.element("name", name)
	switch begin, end := span(f.Text(e.from), f.Text(e.to)); {
	case begin != "" && begin == end: // a TimeSpan needs two days
		e.raw("<TimeStamp>")
		e.element("when", begin)
		e.raw("</TimeStamp>")
	case begin+end != "":
		e.raw("<TimeSpan>")
		e.element("begin", begin)
		e.element("end", end)
		e.raw("</TimeSpan>")
	}
	if color := e.color(f); color != "" {
		e.element("styleUrl", "#fill-"+color)
	} else {
		e.element("styleUrl", "#plain")
	}
	e.raw(`<ExtendedData><SchemaData schemaUrl="#fields">`)
	for i, value := range f.Values {
		if value != nil {
			e.raw(`<SimpleData name="`)
			e.escaped(fieldName(e.layer.Fields[i].Name))
			e.raw(`">`)
			e.escaped(text(value))
			e.raw("</SimpleData>")
		}
	}
	e.raw("</SchemaData></ExtendedData>")
	e.geometry(geo.Plain(f.Geometry))
	e.raw("</Placemark>")
}

func text(value any) string {
	switch v := value.(type) {
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return fmt.Sprint(value)
}

func (e *encoder) geometry(g orb.Geometry) {
	switch g := g.(type) {
	case orb.Point:
		e.raw("<Point>")
		e.coordinates([]orb.Point{g})
		e.raw("</Point>")
	case orb.LineString:
		e.raw("<LineString><tessellate>1</tessellate>")
		e.coordinates(g)
		e.raw("</LineString>")
	case orb.Polygon:
		e.raw("<Polygon><tessellate>1</tessellate>")
		for i, ring := range geo.Wound(g, false) {
			side := "innerBoundaryIs"
			if i == 0 {
				side = "outerBoundaryIs"
			}
			e.raw("<", side, "><LinearRing>")
			e.coordinates(ring)
			e.raw("</LinearRing></", side, ">")
		}
		e.raw("</Polygon>")
	case orb.MultiPoint:
		many(e, g)
	case orb.MultiLineString:
		many(e, g)
	case orb.MultiPolygon:
		many(e, g)
	case orb.Collection:
		many(e, g)
	}
}

// many writes the parts of a geometry; of one part there is no MultiGeometry.
func many[T orb.Geometry](e *encoder, parts []T) {
	if len(parts) == 1 {
		e.geometry(parts[0])
		return
	}
	e.raw("<MultiGeometry>")
	for _, part := range parts {
		e.geometry(part)
	}
	e.raw("</MultiGeometry>")
}

func (e *encoder) coordinates(points []orb.Point) {
	e.raw("<coordinates>")
	var buf []byte
	for i, p := range points {
		buf = buf[:0]
		if i > 0 {
			buf = append(buf, ' ')
		}
		buf = strconv.AppendFloat(buf, p[0], 'f', -1, 64)
		buf = strconv.AppendFloat(append(buf, ','), p[1], 'f', -1, 64)
		e.out.Write(buf)
	}
	e.raw("</coordinates>")
}
