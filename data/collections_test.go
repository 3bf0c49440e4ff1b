package data

import (
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data/date"
	"demarc/data/testdata"
	"demarc/geo"
)

// A search by days and box finds what Layer finds, for every layer. Control is apart on days that
// are not covered: there a collection is empty.
func TestCollectionsAgreeWithLayers(t *testing.T) {
	s, _, err := Open(testdata.Isles())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range s.LayerNames() {
		c, err := s.Collection(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, datetime := range []string{"1967-04-01", "1972-11-24", "1972-11-25", "1972-11-09/1972-12-02", "../1967-04-02", "1979-09-19/.."} {
			during, err := date.ParseDatetime(datetime)
			if err != nil {
				t.Fatal(err)
			}
			layer, err := s.Layer(name, Selection{During: during})
			if err != nil {
				t.Fatal(err)
			}
			page := c.search(Search{During: during, Limit: 1 << 20})
			if got, want := idsOf(page.Layer), idsOf(layer); !slices.Equal(got, want) {
				t.Errorf("%s %s: got %v, want %v", name, datetime, got, want)
			}
		}
	}
}

func idsOf(layer geo.Layer) []string {
	var ids []string
	for _, f := range layer.Features {
		ids = append(ids, f.ID)
	}
	slices.Sort(ids)
	return ids
}

// rows is a layer of features with the given intervals and points.
func rows(spans ...[2]any) geo.Layer {
	layer := geo.Layer{Name: "rows", Fields: []geo.Field{
		{Name: "valid_from", Type: geo.Date, Role: geo.RoleFrom}, {Name: "valid_to", Type: geo.Date, Role: geo.RoleTo},
	}}
	for i, span := range spans {
		layer.Features = append(layer.Features, geo.Feature{
			ID: string(rune('a' + i)), Geometry: orb.Point{float64(i), 0}, Values: []any{span[0], span[1]},
		})
	}
	return layer
}

func TestCollectionDays(t *testing.T) {
	c := newCollection(rows(
		[2]any{"2020-01-10", "2020-01-20"}, [2]any{nil, "2020-01-10"}, [2]any{"2020-01-20", nil}, [2]any{nil, nil},
	))
	for _, tt := range []struct{ name, datetime, want string }{
		{"the first day belongs to it", "2020-01-10", "ad"},
		{"the day it ended does not", "2020-01-20", "cd"},
		{"an open beginning", "1900-01-01", "bd"},
		{"an open end", "2999-01-01", "cd"},
		{"a requested interval holds its last day", "2020-01-11/2020-01-20", "acd"},
		{"and its first", "2020-01-09/2020-01-09", "bd"},
		{"open to the past", "../2020-01-09", "bd"},
		{"open to the future", "2020-01-20/", "cd"},
	} {
		during, err := date.ParseDatetime(tt.datetime)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, id := range idsOf(c.search(Search{During: during, Limit: 10}).Layer) {
			got += id
		}
		if got != tt.want {
			t.Errorf("%s, %s: got %q, want %q", tt.name, tt.datetime, got, tt.want)
		}
	}
}

// A cursor holds across a change of the dataset: what is in both comes once.
func TestCursorOutlivesTheDataset(t *testing.T) {
	before := newCollection(rows([2]any{nil, nil}, [2]any{"2020-01-01", "2020-01-02"}, [2]any{nil, nil}, [2]any{"2020-01-01", "2020-01-02"}))
	layer := rows([2]any{nil, nil}, [2]any{"2020-01-01", "2020-01-02"}, [2]any{nil, nil}, [2]any{"2020-01-01", "2020-01-02"}, [2]any{"2020-01-01", nil})
	layer.Features = slices.Delete(layer.Features, 1, 2) // b, on which the cursor stands, is gone
	after := newCollection(layer)

	first := before.search(Search{During: date.Always, Limit: 1})
	if got := idsOf(first.Layer); !slices.Equal(got, []string{"b"}) || !IsCursor(first.Next) {
		t.Fatalf("first page: got %v and cursor %q, want b, which has ended", got, first.Next)
	}
	rest := after.search(Search{During: date.Always, Limit: 10, After: first.Next})
	if got := idsOf(rest.Layer); !slices.Equal(got, []string{"a", "c", "d", "e"}) || rest.Next != "" {
		t.Errorf("the rest: got %v and cursor %q, want a c d e", got, rest.Next)
	}
}
