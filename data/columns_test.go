package data

import (
	"testing"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
)

func TestColumns(t *testing.T) {
	type row struct {
		name dataset.Names
		days date.Interval
		size float64
	}
	fields := columns[row]{
		textColumn("id", func(r row) string { return r.name["xx"] }),
		{Name: "size", Type: geo.Float, Of: func(r row) any { return r.size }},
		toColumn(func(r row) date.Interval { return r.days }),
	}
	fields = append(fields, nameColumns(&Snapshot{Dataset: &dataset.Dataset{Languages: []string{"ab", "en"}}}, func(r row) dataset.Names { return r.name })...)
	layer := fields.layer("layer")
	for _, tt := range []struct {
		name  string
		row   row
		field string
		want  any
	}{
		{"text", row{name: dataset.Names{"xx": "one"}}, "id", "one"},
		{"no text is absent", row{}, "id", nil},
		{"zero is a number", row{}, "size", 0.0},
		{"an end", row{days: date.Interval{From: 0, To: 1}}, "valid_to", date.Date(1).String()},
		{"an open end is absent", row{days: date.Always}, "valid_to", nil},
		{"each name in its language", row{name: dataset.Names{"en": "E", "ab": "A"}}, "name_en", "E"},
		{"no name is absent", row{name: dataset.Names{"en": "E"}}, "name_ab", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := fields.feature("id", nil, tt.row)
			for i, field := range layer.Fields {
				if field.Name == tt.field && f.Values[i] != tt.want {
					t.Errorf("%s is %#v, want %#v", tt.field, f.Values[i], tt.want)
				}
			}
			if err := layer.Check(&f); err != nil {
				t.Error(err)
			}
		})
	}
	if i := layer.With(geo.RoleTitle); i < 0 || layer.Fields[i].Name != "name_en" {
		t.Errorf("title is field %d of %v, want name_en", i, layer.Fields)
	}
}
