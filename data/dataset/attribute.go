package dataset

import (
	"fmt"
	"math"
	"strings"

	"demarc/data/date"
	"demarc/geo/jsontree"
)

// Attribute declares an own column of regions or of periods: what the dataset says beyond the
// format.
type Attribute struct {
	Name    string   `json:"name"`
	Of      string   `json:"of"`              // OfRegions or OfPeriods
	Layer   string   `json:"layer,omitempty"` // of the regions that may have it; empty: any
	Type    string   `json:"type"`            // TextType, NumberType, BooleanType or DateType
	Title   Names    `json:"title"`
	Unit    string   `json:"unit,omitempty"`
	InTiles bool     `json:"in_tiles,omitempty"` // tiles carry it
	Review  []string `json:"review,omitempty"`

	Position `json:"-"`
}

// What an Attribute is of.
const (
	OfRegions = "regions"
	OfPeriods = "periods"
)

// The types of attributes, and the Go types of their values. Each may be nil: known to be empty.
const (
	TextType    = "text"    // string
	NumberType  = "number"  // float64
	BooleanType = "boolean" // bool
	DateType    = "date"    // date.Date
)

// Values are the attributes of a region or period by name.
type Values map[string]any

func readAttribute(o *object) *Attribute {
	a := &Attribute{Name: o.needText("name"), Of: o.needText("of"), Layer: o.text("layer"), Type: o.needText("type"), Position: o.position()}
	o.what = "attribute " + a.Name
	a.Title, a.Unit, a.InTiles, a.Review = o.needNames("title"), o.text("unit"), o.flag("in_tiles"), o.review()
	o.done()
	return a
}

// attribute returns the declaration of an attribute, nil when there is none.
func (d *Dataset) attribute(of, name string) *Attribute {
	for _, a := range d.Attributes {
		if a.Of == of && a.Name == name {
			return a
		}
	}
	return nil
}

// readValues reads the attributes of a region, in the layer, or of a period.
func (l *loader) readValues(o *object, of, layer string) Values {
	given := o.object("attributes")
	if given == nil {
		return nil
	}
	values := Values{}
	for _, m := range given.node.Members {
		at := Position{o.file, m.Line}
		a := l.dataset.attribute(of, m.Name)
		switch {
		case a == nil:
			declared := map[string]*Attribute{}
			for _, other := range l.dataset.Attributes {
				if other.Of == of {
					declared[other.Name] = other
				}
			}
			problem := o.report.errorf("attribute", at, "%s: %s declares no attribute %q of %s", o.what, datasetFile, m.Name, of)
			if near := Nearest(declared, m.Name); near != "" {
				problem.hint("did you mean %q?", near)
			}
		case a.Layer != "" && a.Layer != layer:
			o.report.errorf("attribute", at, "%s: %q is an attribute of the layer %s", o.what, m.Name, a.Layer)
		default:
			value, err := attributeValue(a.Type, m.Value)
			if err != nil {
				o.report.errorf("attribute", at, "%s: attribute %q: %v", o.what, m.Name, err)
				continue
			}
			values[m.Name] = value
		}
	}
	return values
}

// maxWhole is the whole number from which float64 no longer tells all whole numbers apart.
const maxWhole = 1 << 53

// attributeValue reads a value of the type; an unknown type is reported where it is declared.
func attributeValue(kind string, node *jsontree.Node) (any, error) {
	switch {
	case node.Kind == jsontree.Null:
		return nil, nil
	case kind == TextType && node.Kind == jsontree.String:
		return node.Text, nil
	case kind == BooleanType && node.Kind == jsontree.Bool:
		return node.Text == "true", nil
	case kind == DateType && node.Kind == jsontree.String:
		return date.Parse(node.Text)
	case kind == NumberType && node.Kind == jsontree.Number:
		number, ok := node.Float()
		if !ok || math.Abs(number) >= maxWhole && !strings.ContainsAny(node.Text, ".eE") {
			return nil, fmt.Errorf("%s: the number is too large, declare it as text", node.Text)
		}
		return number, nil
	}
	return nil, fmt.Errorf("want %s or null, got %s", kind, node.Kind)
}
