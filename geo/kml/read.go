package kml

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"demarc/geo"
	"demarc/geo/charset"
)

// The names of the fields that come from the elements of a placemark rather than from its
// ExtendedData.
const (
	nameField        = "name"
	descriptionField = "description"
	folderField      = "folder"
	beginField       = "begin" // of a TimeSpan
	endField         = "end"
	whenField        = "when" // of a TimeStamp
)

// Read reads the placemarks of a KML file, those of all folders, as one layer. Its fields are name,
// description, folder, begin, end and when, as far as any placemark has them, and all of
// ExtendedData; begin, end and when are Date fields if all their values are whole days. Heights,
// styles, overlays, tracks and what links to other files are left out; notes says so for those that
// had content.
func Read(r io.Reader) (layer geo.Layer, notes []string, err error) {
	r, wide := charset.UTF16(r)
	decoder := xml.NewDecoder(r)
	decoder.CharsetReader = labelled
	if wide { // whatever the label says, it is UTF-8 by now
		decoder.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	}
	d := &reader{Decoder: decoder, table: newTable(), types: map[string]geo.FieldType{}, titles: map[string]string{}, skipped: map[string]int{}}
	if err := d.document(); err != nil {
		line, _ := decoder.InputPos()
		return geo.Layer{}, nil, fmt.Errorf("line %d: %w", line, err)
	}
	for _, kind := range []string{"NetworkLink", "GroundOverlay", "PhotoOverlay", "ScreenOverlay", "Track", "MultiTrack", "Model"} {
		if n := d.skipped[kind]; n > 0 {
			notes = append(notes, fmt.Sprintf("%d elements %s are left out", n, kind))
		}
	}
	layer = d.table.layer(d.name, d.types)
	for i := range layer.Fields {
		layer.Fields[i].Title = d.titles[layer.Fields[i].Name]
	}
	layer.Metadata = d.metadata
	return layer, notes, nil
}

func labelled(label string, r io.Reader) (io.Reader, error) {
	e, err := charset.Find(label)
	if err != nil {
		return nil, err
	}
	return e.Reader(r), nil
}

type reader struct {
	*xml.Decoder
	table   *table
	types   map[string]geo.FieldType // of the fields that a Schema describes
	titles  map[string]string        // of fields, where the file has some
	skipped map[string]int
	name    string
	folders []string
	// metadata are the ExtendedData of the first document or folder that has some
	metadata map[string]string
}

// document reads to the end of the file.
func (d *reader) document() error {
	seen := false
	for {
		token, err := d.Token()
		if err == io.EOF && seen {
			return nil
		}
		if err != nil {
			return err
		}
		if start, ok := token.(xml.StartElement); ok {
			if !seen && start.Name.Local != "kml" {
				return fmt.Errorf("the first element is %s: want kml", start.Name.Local)
			}
			seen = true
			if err := d.container(); err != nil {
				return err
			}
		}
	}
}

// container reads the inside of kml, Document or Folder up to its end.
func (d *reader) container() error {
	depth := len(d.folders)
	if depth > 100 {
		return errors.New("folders lie more than 100 deep in each other")
	}
	d.folders = append(d.folders, "")
	defer func() { d.folders = d.folders[:depth] }()
	return d.children(func(start xml.StartElement) error {
		switch start.Name.Local {
		case "Document", "Folder":
			return d.container()
		case "Placemark":
			return d.placemark()
		case "Schema":
			return d.schema()
		case "ExtendedData":
			said := newRow()
			err := d.extended(said)
			if d.metadata == nil && len(said.values) > 0 {
				d.metadata = said.values
			}
			return err
		case "name":
			text, err := d.text()
			d.folders[depth] = text
			if d.name == "" {
				d.name = text
			}
			return err
		}
		d.skipped[start.Name.Local]++
		return d.Skip()
	})
}

// children calls one for each element inside of the current one; one must read it to its end.
func (d *reader) children(one func(xml.StartElement) error) error {
	for {
		token, err := d.Token()
		if err != nil {
			return unexpected(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if err := one(token); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}

func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// text reads the current element to its end and returns the text in it.
func (d *reader) text() (string, error) {
	var text strings.Builder
	for depth := 1; depth > 0; {
		token, err := d.Token()
		if err != nil {
			return "", unexpected(err)
		}
		switch token := token.(type) {
		case xml.CharData:
			text.Write(token)
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
	}
	return strings.TrimSpace(text.String()), nil
}

func attribute(start xml.StartElement, name string) string {
	for _, a := range start.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// fieldTypes are the types of SimpleField; others are texts.
var fieldTypes = map[string]geo.FieldType{
	"int": geo.Int, "uint": geo.Int, "short": geo.Int, "ushort": geo.Int, "float": geo.Float, "double": geo.Float, "bool": geo.Bool, "boolean": geo.Bool,
}

// readName is the name of a field that was written as name.
func readName(name string) string {
	if name == ownID {
		return "id"
	}
	return name
}

func (d *reader) schema() error {
	return d.children(func(start xml.StartElement) error {
		if start.Name.Local != "SimpleField" {
			return d.Skip()
		}
		name := readName(attribute(start, "name"))
		d.types[name] = fieldTypes[attribute(start, "type")]
		return d.children(func(inner xml.StartElement) error { return d.entitle(name, inner) })
	})
}

// markup is what a displayName may have around its words; other pointed brackets are of these.
var markup = regexp.MustCompile(`(?i)</?(a|b|big|br|div|em|font|i|p|small|span|strong|u)(\s[^>]*)?/?>`)

// entitle reads the title of a field, of several the first, and passes over all other elements.
func (d *reader) entitle(name string, start xml.StartElement) error {
	if start.Name.Local != "displayName" {
		return d.Skip()
	}
	text, err := d.text()
	if title := strings.TrimSpace(markup.ReplaceAllString(text, "")); d.titles[name] == "" && title != name {
		d.titles[name] = title
	}
	return err
}

// folder names the folders around a placemark, but for the document.
func (d *reader) folder() string {
	var names []string
	for i, name := range d.folders {
		if i >= 2 && name != "" {
			names = append(names, name)
		}
	}
	return strings.Join(names, " / ")
}

func (d *reader) placemark() error {
	row := newRow()
	row.set(folderField, d.folder())
	err := d.children(func(start xml.StartElement) error {
		switch start.Name.Local {
		case nameField, descriptionField:
			return d.value(row, start.Name.Local)
		case "TimeSpan", "TimeStamp":
			return d.children(func(inner xml.StartElement) error {
				switch inner.Name.Local {
				case beginField, endField, whenField:
					return d.value(row, inner.Name.Local)
				}
				return d.Skip()
			})
		case "ExtendedData":
			return d.extended(row)
		}
		g, err := d.geometry(start, 0)
		if g != nil {
			row.geometry = g
		}
		return err
	})
	d.table.add(row)
	return err
}

func (d *reader) value(r *row, name string) error {
	text, err := d.text()
	r.set(name, text)
	return err
}

func (d *reader) extended(r *row) error {
	return d.children(func(start xml.StartElement) error {
		switch start.Name.Local {
		case "Data":
			return d.children(func(inner xml.StartElement) error {
				if inner.Name.Local == "value" {
					return d.value(r, attribute(start, "name"))
				}
				return d.entitle(attribute(start, "name"), inner)
			})
		case "SchemaData":
			return d.children(func(inner xml.StartElement) error {
				if inner.Name.Local == "SimpleData" {
					return d.value(r, readName(attribute(inner, "name")))
				}
				return d.Skip()
			})
		}
		return d.Skip()
	})
}
