package imports

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"demarc/data/date"
	"demarc/data/imports/files"
	"demarc/geo"
)

// table is one table of a file, or of several.
type table struct {
	files.Table
	end  End            // of its intervals, if that is known
	days *date.Interval // the days of the first file and the last, if each shows a day
	// ofZones is the first of the columns that say something of a zone and not of its periods; 0:
	// there are none
	ofZones int
	// origin is the column that says which file each row is from, if each has but one, else ""
	origin string
}

// every is given for the name of a table to join all.
const every = "*"

// readTable reads the table that a file, folder or archive stands for: that with the name, the only
// one, that of days if days stand in the names of files, or one of all files if they have the same
// columns.
func readTable(ctx context.Context, name, layer string, o Options) (table, error) {
	set, err := files.Open(ctx, name, files.Options{Encoding: o.Encoding, Workbook: o.Workbook})
	if err != nil {
		return table{}, err
	}
	defer set.Close()
	found, err := findSnapshots(set.Files, o.DateFormat)
	if err != nil {
		return table{}, err
	}
	var t table
	if found.days != nil {
		t, err = readSnapshots(ctx, set, found, layer, o)
		if t.Name == "" {
			t.Name = baseName(name)
		}
	} else {
		var tables []table
		if tables, err = readAll(ctx, set, set.Files, o); err == nil {
			t, err = choose(tables, layer)
		}
	}
	if len(set.Left) > 0 {
		t.Notes = append(t.Notes, "files that hold no table are left out: "+few(set.Left))
	}
	return t, err
}

// baseName is the name of a file without folder and extensions.
func baseName(name string) string {
	name = path.Base(strings.ReplaceAll(name, "\\", "/"))
	base, _, _ := strings.Cut(name, ".")
	if base == "" {
		return name
	}
	return base
}

// readAll reads the tables of files.
func readAll(ctx context.Context, set *files.Set, list []files.File, o Options) ([]table, error) {
	var tables []table
	for i, f := range list {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if len(list) > 1 {
			o.progress("read %d of %d files, now %s", i, len(list), f.Path)
		}
		read, err := set.Read(ctx, f)
		if err != nil {
			return nil, err
		}
		for _, t := range read {
			tables = append(tables, table{Table: t})
		}
	}
	return tables, nil
}

// choose returns the table with the name, or the only one with geometries, or the only one with
// rows, or one of all files if these have the same columns.
func choose(tables []table, name string) (table, error) {
	if name != "" && name != every {
		named := slices.DeleteFunc(slices.Clone(tables), func(t table) bool { return t.Name != name && t.File != name })
		switch len(named) {
		case 0:
			return table{}, fmt.Errorf("no table is called %q: want one of %s", name, list(tables))
		case 1:
			return named[0], nil
		}
		tables = named
	}
	filled := slices.DeleteFunc(slices.Clone(tables), func(t table) bool { return len(t.Features) == 0 })
	drawn := slices.DeleteFunc(slices.Clone(filled), func(t table) bool {
		return !slices.ContainsFunc(t.Features, func(f geo.Feature) bool { return f.Geometry != nil })
	})
	if len(drawn) == 0 {
		drawn = filled
	}
	t, err := table{}, error(nil)
	joined := severalFiles(drawn) && alike(drawn)
	if len(drawn) == 1 || joined {
		if whole := withUndrawn(filled, drawn); len(whole) > len(drawn) {
			drawn, joined = whole, true
		}
	}
	switch {
	case len(drawn) == 0:
		return t, errors.New("there is no feature in it")
	case len(drawn) == 1:
		t = drawn[0]
	case name == every || joined:
		t = joinedFiles(drawn)
	default:
		return t, fmt.Errorf("it holds %d tables, %s: say which with -layer, or -layer '%s' to join them all", len(drawn), list(drawn), every)
	}
	if left := slices.DeleteFunc(slices.Clone(filled), func(t table) bool {
		return slices.ContainsFunc(drawn, func(d table) bool { return d.Name == t.Name && d.File == t.File })
	}); len(left) > 0 {
		t.Notes = append(slices.Clone(t.Notes), "tables without geometries are left out: "+list(left))
	}
	return t, err
}

// withUndrawn adds to tables those of other files that have the same columns, but no row with a
// geometry.
func withUndrawn(all, drawn []table) []table {
	return slices.DeleteFunc(slices.Clone(all), func(t table) bool {
		is := func(d table) bool { return d.Name == t.Name && d.File == t.File }
		shown := slices.ContainsFunc(t.Features, func(f geo.Feature) bool { return f.Geometry != nil })
		return !slices.ContainsFunc(drawn, is) && (shown || t.File == drawn[0].File || !slices.Equal(t.columns(), drawn[0].columns()))
	})
}

// list names tables, with their files where that tells them apart.
func list(tables []table) string {
	names := make([]string, len(tables))
	for i, t := range tables {
		names[i] = t.Name
		twice := slices.ContainsFunc(tables, func(other table) bool { return other.Name == t.Name && other.File != t.File })
		if twice || t.Name == "" {
			names[i] = t.File
		}
	}
	return few(names)
}

func severalFiles(tables []table) bool {
	return slices.ContainsFunc(tables, func(t table) bool { return t.File != tables[0].File })
}

// alike tells whether tables have the same columns, in any order, and the same kind of geometry.
func alike(tables []table) bool {
	first := tables[0].columns()
	return !slices.ContainsFunc(tables, func(t table) bool {
		return !slices.Equal(t.columns(), first) || t.Dimension() != tables[0].Dimension()
	})
}

// columns are the names of the fields, sorted.
func (t table) columns() []string {
	var names []string
	for _, f := range t.Fields {
		names = append(names, f.Name)
	}
	slices.Sort(names)
	return names
}
