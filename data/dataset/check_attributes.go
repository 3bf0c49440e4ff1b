package dataset

import (
	"strings"
	"unicode"
)

// MaxTileAttributes is the largest number of attributes that tiles carry.
const MaxTileAttributes = 16

// attributes applies the rules about own columns: their declarations, and that the numbers of a row
// are given once however many pieces it was cut into.
func (c *checker) attributes() {
	first, inTiles := map[string]*Attribute{}, 0
	for _, a := range c.dataset.Attributes {
		c.declaration(a)
		key := strings.ToLower(a.Name)
		if other := first[key]; other != nil && a.Name != "" {
			c.errorf("duplicate-id", a.Position, "attribute %q is already given at %s:%d", a.Name, other.File, other.Line).
				hint("many programs do not tell small letters from capitals, nor regions from periods where a table has both")
		} else {
			first[key] = a
		}
		if a.InTiles {
			if inTiles++; inTiles == MaxTileAttributes+1 {
				c.errorf("attribute", c.line(a.Position, "in_tiles"), "attribute %s: tiles carry %d attributes at most", a.Name, MaxTileAttributes)
			}
		}
	}
	for _, r := range c.dataset.Regions {
		if r.AttributesOf != "" && r.AttributesOf == r.ID {
			c.errorf("attribute", c.line(r.Position, r.ID), "region %s: \"attributes_of\" names the region itself", r.ID)
			continue
		}
		c.attributesOf(r.Position, "region "+r.ID, r.AttributesOf, r.Attributes)
	}
	for _, p := range c.dataset.Periods {
		c.attributesOf(p.Position, "zone "+p.Zone, p.AttributesOf, p.Attributes)
	}
}

func (c *checker) declaration(a *Attribute) {
	what := "attribute " + a.Name
	switch {
	case a.Name == "":
		// reported by the loader
	case !attributeName(a.Name):
		c.errorf("attribute", a.Position, "attribute %q: want a name of at most %d bytes: a letter, then letters, digits and _", a.Name, maxNameBytes)
	case reservedName(a.Name):
		c.errorf("attribute", a.Position, "%s: this name has a meaning of its own in tables or addresses", what).
			hint("call it %q", AttributeName(a.Name))
	}
	switch a.Of {
	case OfRegions, OfPeriods, "":
	default:
		c.errorf("attribute", c.line(a.Position, "of"), "%s: of %q: want %s or %s", what, a.Of, OfRegions, OfPeriods)
	}
	switch a.Type {
	case TextType, NumberType, BooleanType, DateType, "":
	default:
		c.errorf("attribute", c.line(a.Position, "type"), "%s: type %q: want %s, %s, %s or %s", what, a.Type, TextType, NumberType, BooleanType, DateType)
	}
	if a.Layer != "" && a.Of == OfPeriods {
		c.errorf("attribute", c.line(a.Position, "layer"), "%s: only an attribute of regions has a layer", what)
	}
	refer(c, c.layers, "layer", a.Position, what, a.Layer)
}

// maxNameBytes is the longest name of a column in PostgreSQL.
const maxNameBytes = 63

// attributeName tells whether tables and filters can have a column of the name.
func attributeName(name string) bool {
	for i, c := range name {
		if !unicode.IsLetter(c) && (i == 0 || !unicode.IsDigit(c) && !unicode.IsMark(c) && c != '_') {
			return false
		}
	}
	return len(name) <= maxNameBytes
}

// attributesOf reports what would let the numbers of one row be counted twice, or get lost.
func (c *checker) attributesOf(at Position, what, id string, own Values) {
	if id == "" {
		return
	}
	refer(c, c.regions, "region", at, what, id)
	if len(own) > 0 {
		c.errorf("attribute", c.line(at, "attributes_of"), "%s: has \"attributes\" and \"attributes_of\": those of one row stand in one place", what)
	}
	switch row := c.regions[id]; {
	case row == nil:
		// reported as an unknown id
	case row.AttributesOf != "" && row.AttributesOf != row.ID:
		c.errorf("attribute", c.line(at, id), "%s: \"attributes_of\" names the region %s, which refers to another itself", what, id).
			hint("write %q", row.AttributesOf)
	case len(row.Attributes) == 0:
		c.errorf("attribute", c.line(at, id), "%s: \"attributes_of\" names the region %s, which has no attributes", what, id)
	}
}
