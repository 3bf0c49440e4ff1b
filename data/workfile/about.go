package workfile

import (
	"encoding/json"
	"fmt"

	"demarc/data/tables"
	"demarc/geo/geopackage"
)

// form is the version of how the tables are laid out.
const form = 2

// about is what the file says of itself.
type about struct {
	Form  int          `json:"form"`
	Needs tables.Needs `json:"needs"`
	Empty []string     `json:"empty,omitempty"`
	// Rows is the key of the state that the rows had when the program wrote them last.
	Rows  string   `json:"rows"`
	Bases []common `json:"bases"`
}

// common is a Base, whose state stands beside it by its key.
type common struct {
	Place string `json:"place,omitempty"`
	Name  string `json:"name,omitempty"`
	State string `json:"state"`
	// Before is the key of a state that is not kept.
	Before string `json:"before,omitempty"`
	Prior  string `json:"prior,omitempty"`
}

// relation is the program's own table in the file: what it says of itself, and the states in it.
func (a about) relation(rows State, bases []Base) (geopackage.Relation, error) {
	r := geopackage.Relation{Name: aboutTable, Hidden: true, Columns: []geopackage.RelationColumn{
		{Name: "name", Definition: "TEXT UNIQUE NOT NULL"}, {Name: "content", Definition: "BLOB"},
	}}
	there := map[string]bool{}
	keep := func(s State) string {
		if s == nil {
			return ""
		}
		key := s.Key()
		if !there[key] {
			there[key] = true
			r.Rows = append(r.Rows, []any{len(r.Rows) + 1, key, []byte(s)})
		}
		return key
	}
	a.Form, a.Rows, a.Bases = form, keep(rows), nil
	for _, b := range bases {
		a.Bases = append(a.Bases, common{b.Place, b.Name, keep(b.State), b.Before, keep(b.Prior)})
	}
	said, err := json.Marshal(a)
	r.Rows = append(r.Rows, []any{len(r.Rows) + 1, "about", string(said)})
	return r, err
}

// readAbout reads what the file says of itself.
func readAbout(raw geopackage.RawTable) (said about, rows State, bases []Base, err error) {
	if len(raw.Columns) < 3 {
		return said, nil, nil, fmt.Errorf("%w: demarc copy DIR FILE.gpkg makes one, demarc import reads others", ErrNoWorkfile)
	}
	states := map[string]State{}
	for _, row := range raw.Rows {
		switch content := row[2].(type) {
		case string:
			if row[1] == "about" {
				err = json.Unmarshal([]byte(content), &said)
			}
		case []byte:
			if key, is := row[1].(string); is {
				states[key] = append(State{}, content...)
			}
		}
	}
	if err == nil && said.Form != form {
		err = fmt.Errorf("its tables are of form %d, want %d: it is of another version of demarc; copy it to a directory with that one", said.Form, form)
	}
	if err != nil {
		return said, nil, nil, err
	}
	for _, c := range said.Bases {
		bases = append(bases, Base{c.Place, c.Name, states[c.State], c.Before, states[c.Prior]})
	}
	return said, states[said.Rows], bases, nil
}
