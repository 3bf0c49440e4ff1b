package flatgeobuf

import (
	"reflect"
	"testing"

	"demarc/geo"
)

// Days are taken from the texts beside the times, which a program in another time zone has moved to
// the day before; a column that only ends like one stays what it is.
func TestDaysAreTakenFromTexts(t *testing.T) {
	names := []string{"valid_from", "note", "valid_from_text", "note_text"}
	for _, tt := range []struct {
		name   string
		values [][]any
		fields []geo.Field
		want   [][]any
	}{
		{
			"moved", [][]any{{"2020-11-24T20:00:00Z", "a", "2020-11-25", "b"}, {nil, nil, nil, nil}},
			[]geo.Field{{Name: "valid_from", Type: geo.Date}, {Name: "note"}, {Name: "note_text"}},
			[][]any{{"2020-11-25", "a", "b"}, {nil, nil, nil}},
		},
		{
			"no day", [][]any{{"2020-11-24T20:00:00Z", "a", "November", "b"}},
			[]geo.Field{{Name: "valid_from"}, {Name: "note"}, {Name: "valid_from_text"}, {Name: "note_text"}},
			[][]any{{"2020-11-24T20:00:00Z", "a", "November", "b"}},
		},
		{
			"a text without a time", [][]any{{nil, "a", "2020-11-25", "b"}},
			[]geo.Field{{Name: "valid_from", Type: geo.Date}, {Name: "note"}, {Name: "valid_from_text"}, {Name: "note_text"}},
			[][]any{{nil, "a", "2020-11-25", "b"}},
		},
	} {
		h := &header{types: []byte{dateTimeColumn, stringColumn, stringColumn, stringColumn}}
		for _, name := range names {
			h.layer.Fields = append(h.layer.Fields, geo.Field{Name: name})
		}
		for _, values := range tt.values {
			h.layer.Features = append(h.layer.Features, geo.Feature{Values: values})
		}
		h.takeTexts()
		h.settleDates()
		var got [][]any
		for _, f := range h.layer.Features {
			got = append(got, f.Values)
		}
		if !reflect.DeepEqual(h.layer.Fields, tt.fields) || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: got %v of %v, want %v of %v", tt.name, got, h.layer.Fields, tt.want, tt.fields)
		}
	}
}

// A field that has the name of a text keeps it.
func TestTextsTakeNoName(t *testing.T) {
	fields := []geo.Field{{Name: "a", Type: geo.Date}, {Name: "a_text"}, {Name: "b", Type: geo.Date}}
	if got := textsOf(fields); !reflect.DeepEqual(got, []int{2}) {
		t.Errorf("fields %v have texts, want b alone", got)
	}
}
