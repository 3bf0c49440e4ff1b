package dataset_test

import (
	"bytes"
	"cmp"
	"io/fs"
	"reflect"
	"slices"
	"testing"
	"testing/fstest"

	"demarc/data/dataset"
	"demarc/data/karabakh"
	"demarc/data/testdata"
)

// A dataset that is written and loaded again is the same, but for the lines of the files; written
// once more its files are the same.
func TestFilesAreLoadedAsTheyWere(t *testing.T) {
	for name, root := range map[string]fs.FS{"isles": testdata.Isles(), "olden": testdata.Olden(), "small": testdata.Small(), "karabakh": karabakh.FS()} {
		t.Run(name, func(t *testing.T) {
			before, _ := reloaded(t, root)
			content, err := before.Files()
			if err != nil {
				t.Fatal(err)
			}
			files := fstest.MapFS{}
			for name, text := range content {
				files[name] = &fstest.MapFile{Data: text}
			}
			after, problems := reloaded(t, files)
			if dataset.Errors(problems) > 0 || name != "karabakh" && len(without(problems, "area-jump")) > 0 {
				t.Errorf("problems of what was written: %v", problems)
			}
			again, err := after.Files()
			if err != nil {
				t.Fatal(err)
			}
			for name, text := range content {
				if !bytes.Equal(again[name], text) {
					t.Errorf("%s is written differently the second time:\n%s\n%s", name, text, again[name])
				}
			}
			anywhere(reflect.ValueOf(before))
			anywhere(reflect.ValueOf(after))
			inOrder(before)
			sameParts(t, before, after)
		})
	}
}

// inOrder sorts what is written in another order than it may have been read.
func inOrder(d *dataset.Dataset) {
	slices.SortStableFunc(d.Periods, func(a, b *dataset.ControlPeriod) int {
		return cmp.Or(cmp.Compare(a.Zone, b.Zone), cmp.Compare(a.Interval.From, b.Interval.From))
	})
	slices.SortStableFunc(d.Events, func(a, b *dataset.Event) int { return cmp.Compare(a.Day, b.Day) })
	slices.SortStableFunc(d.Sources, func(a, b *dataset.Source) int { return cmp.Compare(a.ID, b.ID) })
}

func reloaded(t *testing.T, root fs.FS) (*dataset.Dataset, []dataset.Problem) {
	t.Helper()
	reading, err := dataset.Load(root)
	if err != nil {
		t.Fatal(err)
	}
	return reading.Dataset, reading.Check()
}

// sameParts compares the parts of datasets one by one.
func sameParts(t *testing.T, got, want *dataset.Dataset) {
	t.Helper()
	a, b := reflect.ValueOf(got).Elem(), reflect.ValueOf(want).Elem()
	for i := range a.NumField() {
		name := a.Type().Field(i).Name
		if name == "Hash" || name == "Format" {
			continue
		}
		x, y := a.Field(i), b.Field(i)
		if x.Kind() != reflect.Slice {
			if !reflect.DeepEqual(x.Interface(), y.Interface()) {
				t.Errorf("%s: got %v, want %v", name, x, y)
			}
			continue
		}
		if x.Len() != y.Len() {
			t.Errorf("%s: got %d, want %d", name, x.Len(), y.Len())
			continue
		}
		for k := range x.Len() {
			if !reflect.DeepEqual(x.Index(k).Interface(), y.Index(k).Interface()) {
				t.Errorf("%s %d:\ngot  %+v\nwant %+v", name, k, reflect.Indirect(x.Index(k)), reflect.Indirect(y.Index(k)))
			}
		}
	}
}

// The isles have every member that the files of a dataset know, and Olden uncertain days in place
// of plain ones: else the test above would not miss it.
func TestIslesHaveEveryMember(t *testing.T) {
	isles, _ := reloaded(t, testdata.Isles())
	olden, _ := reloaded(t, testdata.Olden())
	has := map[string]bool{}
	noteMembers(reflect.ValueOf(isles), has)
	noteMembers(reflect.ValueOf([]any{&olden.Covers, olden.Actors, olden.Spans, olden.Regions, olden.Context, olden.Periods}), has)
	for name, found := range has {
		if !found && name != "RegionLayer.AsDrawn" { // it cannot be said of a partition with valid rings
			t.Errorf("nothing has %s", name)
		}
	}
}

// noteMembers notes for each member whether anything has it.
func noteMembers(v reflect.Value, has map[string]bool) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			noteMembers(v.Elem(), has)
		}
	case reflect.Slice:
		for i := range v.Len() {
			noteMembers(v.Index(i), has)
		}
	case reflect.Struct:
		if v.Type().PkgPath() != "demarc/data/dataset" {
			return
		}
		for i := range v.NumField() {
			name := v.Type().Name() + "." + v.Type().Field(i).Name
			has[name] = has[name] || !v.Field(i).IsZero()
			noteMembers(v.Field(i), has)
		}
	}
}

// anywhere forgets where in the files things stand.
func anywhere(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		anywhere(v.Elem())
	case reflect.Slice:
		if v.Len() == 0 {
			v.SetZero() // an empty list says as much as none
		}
		for i := range v.Len() {
			anywhere(v.Index(i))
		}
	case reflect.Struct:
		if position, ok := v.Addr().Interface().(*dataset.Position); ok {
			*position = dataset.Position{}
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				anywhere(v.Field(i))
			}
		}
	}
}
