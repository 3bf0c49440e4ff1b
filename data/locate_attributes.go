package data

import "demarc/data/dataset"

// AttributeValue is an own column of a dataset with the value in one row.
type AttributeValue struct {
	Name  string        `json:"name"`
	Title dataset.Names `json:"title"`
	Type  string        `json:"type"` // text, number, boolean or date
	Unit  string        `json:"unit,omitempty"`
	Value any           `json:"value"` // nil: known to be empty
}

// Attributes are the own columns of a region or period, in the order in which the dataset declares
// them.
type Attributes struct {
	Attributes []AttributeValue `json:"attributes,omitempty"`
	// AttributesOf is the region whose row in the source this is a piece of, "" for a row of its
	// own. The values are of the whole row.
	AttributesOf string `json:"attributes_of,omitempty"`
}

// attributesOf returns the own columns of a region.
func (s *Snapshot) attributesOf(r *dataset.Region) Attributes {
	return s.attributes(r.Attributes, r.AttributesOf)
}

// lineage tells which regions a region came in place of and which ones in its place, by their ids,
// and its ids elsewhere.
type lineage struct {
	Replaces   []string       `json:"replaces,omitempty"`
	ReplacedBy []string       `json:"replaced_by,omitempty"`
	SameAs     dataset.SameAs `json:"same_as,omitempty"`
}

func lineageOf(r *dataset.Region) lineage { return lineage{r.Replaces, r.ReplacedBy, r.SameAs} }

// attributes returns the own columns of a row: the values, or those of the region that it is a
// piece of. No two own columns of a dataset have one name.
func (s *Snapshot) attributes(values dataset.Values, row string) Attributes {
	a := Attributes{AttributesOf: row}
	if row != "" {
		values = s.regions[row].Attributes
	}
	if len(values) == 0 {
		return a
	}
	for _, d := range s.Dataset.Attributes {
		if value, given := values[d.Name]; given {
			a.Attributes = append(a.Attributes, AttributeValue{d.Name, d.Title, d.Type, d.Unit, value})
		}
	}
	return a
}
