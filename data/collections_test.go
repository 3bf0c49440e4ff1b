package data

import (
	"context"
	"errors"
	"io/fs"
	"reflect"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
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
			layer, err := s.Layer(t.Context(), name, Selection{During: during})
			if err != nil {
				t.Fatal(err)
			}
			page := found(t, c, Search{During: during, Limit: 1 << 20})
			if got, want := idsOf(page.Layer), idsOf(layer); !slices.Equal(got, want) {
				t.Errorf("%s %s: got %v, want %v", name, datetime, got, want)
			}
		}
	}
}

// The collections whose features are made for the page find what one finds that has them all, and
// make no more than the page holds.
func TestCollectionsAreListedAsAsked(t *testing.T) {
	for name, files := range map[string]fs.FS{"isles": testdata.Isles(), "olden": testdata.Olden()} {
		s, _, err := Open(files)
		if err != nil {
			t.Fatal(err)
		}
		for _, layer := range []string{dataset.ControlLayer, dataset.FrontLayer} {
			t.Run(name+" "+layer, func(t *testing.T) { testListedAsAsked(t, s, layer) })
		}
	}
}

func testListedAsAsked(t *testing.T, s *Snapshot, name string) {
	layer, err := s.Layer(t.Context(), name, Selection{During: date.Always})
	if err != nil {
		t.Fatal(err)
	}
	whole := newCollection(layer)
	whole.covers = s.Timeline.covers
	c, err := s.Collection(name)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(c.Sample(), whole.Sample()) {
		t.Errorf("%s: got the sample %v, want %v", name, c.Sample(), whole.Sample())
	}
	if !reflect.DeepEqual(c.Extent, whole.Extent) {
		t.Errorf("%s: got the extent %v, want %v", name, c.Extent, whole.Extent)
	}
	made := 0
	counted := *c
	counted.list = func(ctx context.Context, wanted Selection) (items, error) {
		list, err := c.list(ctx, wanted)
		return items{list.n, func(i int) item {
			x := list.at(i)
			feature := x.feature
			x.feature = func() geo.Feature {
				made++
				return feature()
			}
			return x
		}}, err
	}
	box := geometryOfFirst(t, s).Bound()
	long := func(f *geo.Feature) bool { return len(f.ID)%2 == 0 }
	for _, during := range searchedDays(s) {
		for _, search := range []Search{
			{During: during, Limit: 2}, {During: during, Limit: 100},
			{During: during, Limit: 2, Within: []orb.Bound{box}}, {During: during, Limit: 2, Match: long},
		} {
			for {
				made = 0
				want, got := found(t, whole, search), found(t, &counted, search)
				if !reflect.DeepEqual(got, want) {
					t.Fatalf("%s %v: got %+v, want %+v", name, search, got, want)
				}
				if search.Match == nil && made != len(got.Features) {
					t.Errorf("%s %v: made %d features for a page of %d", name, search, made, len(got.Features))
				}
				if search.After = want.Next; want.Next == "" {
					break
				}
			}
		}
	}
	for _, f := range layer.Features {
		one, err := c.Feature(t.Context(), f.ID)
		if err != nil || !reflect.DeepEqual(one.Features, []geo.Feature{f}) {
			t.Errorf("%s: got %v, %v for the id %s", name, one.Features, err, f.ID)
		}
	}
	for _, id := range []string{"nowhere@1990-01-01", "nowhere", "@", "@.."} {
		if one, err := c.Feature(t.Context(), id); !errors.Is(err, ErrNotFound) {
			t.Errorf("%s: got %v, %v for the id %q, want %v", name, one.Features, err, id, ErrNotFound)
		}
	}
}

// searchedDays are all days, each epoch's first, and intervals from one epoch into the next ones.
func searchedDays(s *Snapshot) []date.Interval {
	days := []date.Interval{date.Always}
	for epoch := range s.Timeline.epochs() {
		first := max(s.Timeline.EpochInterval(epoch).From, date.Beginning+1)
		for _, length := range []date.Date{1, 40, 4000} {
			days = append(days, date.Interval{From: first, To: first + length})
		}
	}
	return days
}

func geometryOfFirst(t *testing.T, s *Snapshot) orb.Geometry {
	t.Helper()
	for shape := range shapesOf(s.zones) {
		return shape
	}
	t.Fatal("no zone is drawn")
	return nil
}

func found(t *testing.T, c *Collection, wanted Search) Page {
	t.Helper()
	page, err := c.Search(t.Context(), wanted)
	if err != nil {
		t.Fatal(err)
	}
	return page
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
		for _, id := range idsOf(found(t, c, Search{During: during, Limit: 10}).Layer) {
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

	first := found(t, before, Search{During: date.Always, Limit: 1})
	if got := idsOf(first.Layer); !slices.Equal(got, []string{"b"}) || !IsCursor(first.Next) {
		t.Fatalf("first page: got %v and cursor %q, want b, which has ended", got, first.Next)
	}
	rest := found(t, after, Search{During: date.Always, Limit: 10, After: first.Next})
	if got := idsOf(rest.Layer); !slices.Equal(got, []string{"a", "c", "d", "e"}) || rest.Next != "" {
		t.Errorf("the rest: got %v and cursor %q, want a c d e", got, rest.Next)
	}
}
