package imports

import (
	"strings"

	"demarc/geo"
)

// withConstants fills the columns of controllers and statuses, which it makes where there are none.
func withConstants(t table, o Options) table {
	for _, c := range []struct {
		role          role
		column, value string
	}{{controllerRole, o.Controller, o.ControllerValue}, {statusRole, o.Status, o.StatusValue}} {
		if c.value == "" || c.column == noColumn {
			continue
		}
		i := columnOf(t, c.role, c.column)
		if i < 0 {
			i = len(t.Fields)
			t.Fields = append(t.Fields[:i:i], geo.Field{Name: string(c.role)})
		}
		rows := make([]geo.Feature, len(t.Features))
		for k, f := range t.Features {
			values := make([]any, len(t.Fields))
			copy(values, f.Values)
			if asText(values[i]) == "" {
				values[i] = c.value
			}
			f.Values = values
			rows[k] = f
		}
		t.Features = rows
	}
	return t
}

// columnOf returns the index of the column of a role, by its name or by usual ones, -1 for none.
func columnOf(t table, r role, name string) int {
	names := []string{name}
	for _, k := range known {
		if k.role == r && name == "" {
			names = k.names
		}
	}
	for _, name := range names {
		for i, f := range t.Fields {
			if strings.EqualFold(f.Name, name) {
				return i
			}
		}
	}
	return -1
}
