//go:build !race

// One goroutine does all of it: the race detector has nothing to find.

package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// forTests are packages that only tests import.
var forTests = []string{"demarc/data/testdata", "demarc/geo/internal/fixture", "demarc/geo/mvt/judge"}

// withoutUser are names that stay exported though no other package has them.
var withoutUser = []struct {
	reason string
	names  []string
}{
	{"what a comparison of datasets, and tables of other databases, are made of", []string{
		"data/tables.Joined", "data/tables.Joined.Files", "data/tables.Joined.Locate",
		"data/tables.Joined.Problems", "data/tables.Schema", "data/workfile.File.Base", "data/tables.Set.Join", "data/tables.Table.One",
	}},
	{"what a problem shown in QGIS says, which tests make", []string{
		"data/workfile.Finding.Severity", "data/workfile.Finding.Rule", "data/workfile.Finding.Message", "data/workfile.Finding.Point",
	}},
	{"what an entry of a feed says, which the writers of the same package read", []string{
		"data/feed.Category", "data/feed.Category.Label", "data/feed.Category.Term", "data/feed.Entry.Categories",
		"data/feed.Entry.HTML", "data/feed.Entry.ID", "data/feed.Entry.Picture", "data/feed.Entry.Summary",
		"data/feed.Entry.Title", "data/feed.Entry.URL", "data/feed.Entry.Updated",
	}},
	{"named by the templates of the page, in server/page_view.go", []string{
		"data/permalink.Caption.Corrections", "data/permalink.Correction", "data/permalink.Correction.When", "data/permalink.Correction.Parts",
		"data/permalink.Said", "data/permalink.Said.What", "data/permalink.Said.Text", "data/permalink.Said.Lang", "data/permalink.Row.Corrected",
		"data/permalink.Caption.Alternative", "data/permalink.Caption.DataLang", "data/permalink.Cited.Lang",
		"data/permalink.Caption.Description", "data/permalink.Caption.Heading",
		"data/permalink.Caption.NamesLang", "data/permalink.Cited", "data/permalink.Cited.Archived",
		"data/permalink.Cited.Text", "data/permalink.Cited.URL",
		"data/permalink.Row.Doubt", "data/permalink.Words.Archived",
		"data/permalink.Caption.Place", "data/permalink.Caption.Reason", "data/permalink.Caption.Stance",
		"data/permalink.Caption.Rows", "data/permalink.Caption.Regions", "data/permalink.RegionRow", "data/permalink.RegionRow.Name", "data/permalink.RegionRow.Layer", "data/permalink.Words.Region", "data/permalink.Words.Layer",
		"data/permalink.Words.Others", "data/permalink.Row", "data/permalink.Row.Controller",
		"data/permalink.Row.Since", "data/permalink.Row.Sources", "data/permalink.Row.Status",
		"data/permalink.Row.Zone", "data/permalink.Words.Controller",
		"data/permalink.Words.NoScript", "data/permalink.Words.Status", "data/permalink.Words.Zone",
	}},
	{"values of a member of answers", []string{
		"geo/notation.DDM", "geo/notation.DMS", "geo/notation.Decimal", "geo/notation.GeoURI",
		"geo/notation.MGRS", "geo/notation.PlusCode", "geo/notation.UTM",
	}},
	{"named in a template of the server", []string{"data/atlas.Words.Sources"}},
	{"what Text and Notes of a table put into words, as values", []string{
		"data/enrich.Reading.Date", "data/enrich.Reading.Lat", "data/enrich.Reading.Lon",
		"data/enrich.Result.LatLon", "data/enrich.Result.LonLat", "data/enrich.Result.Swapped",
	}},
	{"what the engine reads, a program for browsers", []string{"data.OutsideStatus", "data/enrich.Located.Days", "data/enrich.Located.Problem", "data/enrich.Located.Zones"}},
	{"called through the interface of tables by columns, in data/enrich/columnar", []string{
		"geo/arrowipc.Stream.Head", "geo/arrowipc.Stream.Leaves", "geo/arrowipc.Stream.Notes", "geo/arrowipc.Stream.Points",
		"geo/geoparquet.File.Head", "geo/geoparquet.File.Leaves", "geo/geoparquet.File.Notes", "geo/geoparquet.File.Points",
	}},
	{"what tests of other packages count in place of time", []string{
		"geo/internal/planar.BoxTree.Compared",
	}},
}

// standardMethods are called by the standard library through its interfaces.
var standardMethods = []string{
	"Error", "Unwrap", "String", "MarshalJSON", "UnmarshalJSON", "MarshalText", "UnmarshalText",
	"Len", "Less", "Swap", "Read", "Write", "Close",
}

// Every exported name of geo and data has a user in another package; what has none is written
// small, or goes. The names are types, functions, constants, variables, and the methods and fields
// of exported types. A type is used where it is named, and by every used name in whose type it
// stands; the constants of an enumeration go with it. Fields with a tag of JSON have their users in
// answers and files.
func TestExportedNamesHaveUsers(t *testing.T) {
	loaded, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedImports,
		Dir:  "../..",
	}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	if packages.PrintErrors(loaded) > 0 || len(loaded) < 30 {
		t.Fatalf("%d packages were read, some with errors or too few", len(loaded))
	}
	exported, used := map[types.Object]string{}, map[types.Object]bool{}
	for _, p := range loaded {
		if ours(p.PkgPath) && !slices.Contains(forTests, p.PkgPath) {
			noteExported(exported, used, p.Types)
		}
	}
	useElsewhere(loaded, exported, used)
	byBench(t, exported, used)
	spread(exported, used)
	listed := map[string]bool{}
	for _, group := range withoutUser {
		for _, name := range group.names {
			listed[name] = true
		}
	}
	for object, name := range exported {
		if used[object] {
			continue
		}
		if !listed[name] {
			at := loaded[0].Fset.Position(object.Pos())
			t.Errorf("%s has no user in another package (%s:%d)", name, path.Base(at.Filename), at.Line)
		}
		delete(listed, name)
	}
	for name := range listed {
		t.Errorf("%s has a user, or is gone: take it off the list", name)
	}
}

func ours(pkg string) bool {
	return strings.HasPrefix(pkg+"/", "demarc/geo/") || strings.HasPrefix(pkg+"/", "demarc/data/")
}

// noteExported adds the exported names of a package, as geo/kml.Write, geo.Layer.Name. Fields with
// a tag of JSON are used.
func noteExported(exported map[types.Object]string, used map[types.Object]bool, pkg *types.Package) {
	scope, prefix := pkg.Scope(), strings.TrimPrefix(pkg.Path(), "demarc/")
	for _, name := range scope.Names() {
		object := scope.Lookup(name)
		if !object.Exported() {
			continue
		}
		exported[object] = prefix + "." + name
		named, ok := object.Type().(*types.Named)
		if _, isType := object.(*types.TypeName); !ok || !isType {
			continue
		}
		for method := range named.Methods() {
			if method.Exported() && !slices.Contains(standardMethods, method.Name()) {
				exported[method] = prefix + "." + name + "." + method.Name()
			}
		}
		if structure, ok := named.Underlying().(*types.Struct); ok {
			for i := range structure.NumFields() {
				field := structure.Field(i)
				if field.Exported() && !field.Embedded() {
					exported[field] = prefix + "." + name + "." + field.Name()
					tag, ok := reflect.StructTag(structure.Tag(i)).Lookup("json")
					used[field] = ok && tag != "-"
				}
			}
		}
	}
}

// useElsewhere notes the names that the code of another package has, and the methods that some
// interface of ours asks for.
func useElsewhere(loaded []*packages.Package, exported map[types.Object]string, used map[types.Object]bool) {
	var interfaces []*types.Interface
	for _, p := range loaded {
		for _, object := range p.TypesInfo.Uses {
			if object.Pkg() != nil && object.Pkg() != p.Types {
				used[origin(object)] = true
			}
		}
		for expression, of := range p.TypesInfo.Types {
			if literal, ok := expression.(*ast.CompositeLit); ok {
				useUnkeyed(used, literal, of.Type, p.Types)
			}
			if asked, ok := of.Type.(*types.Interface); ok && of.IsType() {
				interfaces = append(interfaces, asked)
			}
		}
	}
	for object := range exported {
		if method, ok := object.(*types.Func); ok {
			if receiver := method.Signature().Recv(); receiver != nil && asks(interfaces, receiver.Type(), method.Name()) {
				used[object] = true
			}
		}
	}
}

func asks(interfaces []*types.Interface, receiver types.Type, method string) bool {
	return slices.ContainsFunc(interfaces, func(asked *types.Interface) bool {
		for m := range asked.Methods() {
			if m.Name() == method {
				return types.Implements(receiver, asked) || types.Implements(types.NewPointer(receiver), asked)
			}
		}
		return false
	})
}

// useUnkeyed notes all fields of a struct whose literal names none.
func useUnkeyed(used map[types.Object]bool, literal *ast.CompositeLit, of types.Type, in *types.Package) {
	structure, ok := of.Underlying().(*types.Struct)
	if !ok || len(literal.Elts) == 0 {
		return
	}
	if _, keyed := literal.Elts[0].(*ast.KeyValueExpr); keyed {
		return
	}
	for field := range structure.Fields() {
		if field.Pkg() != in {
			used[field.Origin()] = true
		}
	}
}

// origin returns the generic object of an instance.
func origin(object types.Object) types.Object {
	switch o := object.(type) {
	case *types.Func:
		return o.Origin()
	case *types.Var:
		return o.Origin()
	}
	return object
}

// byBench notes what the benchmarks use. They are a module of its own, whose dependencies the tests
// do without, so that their text has to do: a method or field counts as used where its package is
// imported and the name stands.
func byBench(t *testing.T, exported map[types.Object]string, used map[types.Object]bool) {
	t.Helper()
	root := os.DirFS("../../bench")
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return err
		}
		source, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, source, 0)
		if err != nil {
			return err
		}
		imported, names := map[string]bool{}, map[string]bool{}
		for _, spec := range file.Imports {
			pkg, _ := strconv.Unquote(spec.Path.Value)
			imported[pkg] = true
		}
		ast.Inspect(file, func(node ast.Node) bool {
			if identifier, ok := node.(*ast.Ident); ok {
				names[identifier.Name] = true
			}
			return true
		})
		for object := range exported {
			if imported[object.Pkg().Path()] && names[object.Name()] {
				used[object] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// spread notes the types that stand in the types of used names.
func spread(exported map[types.Object]string, used map[types.Object]bool) {
	for again := true; again; {
		again = false
		for object := range exported {
			of := object.Type()
			switch object.(type) {
			case *types.TypeName:
				of = of.Underlying()
			case *types.Const:
				used[object] = used[object] || usesType(of, used)
			}
			if _, isStruct := of.(*types.Struct); isStruct || !used[object] {
				continue // the fields of a type are names of their own
			}
			for _, named := range namesIn(of) {
				again = again || !used[named]
				used[named] = true
			}
		}
	}
}

// usesType tells whether the type of a constant has a user: the constants of an enumeration are its
// values, named or not.
func usesType(of types.Type, used map[types.Object]bool) bool {
	named, ok := of.(*types.Named)
	return ok && used[named.Obj()]
}

// namesIn returns the named types that stand in a type.
func namesIn(of types.Type) []types.Object {
	switch of := of.(type) {
	case *types.Named:
		names := []types.Object{of.Obj()}
		for argument := range of.TypeArgs().Types() {
			names = append(names, namesIn(argument)...)
		}
		return names
	case *types.Map:
		return append(namesIn(of.Key()), namesIn(of.Elem())...)
	case *types.Signature:
		return append(namesIn(of.Params()), namesIn(of.Results())...)
	case *types.Tuple:
		var names []types.Object
		for variable := range of.Variables() {
			names = append(names, namesIn(variable.Type())...)
		}
		return names
	case interface{ Elem() types.Type }: // pointer, slice, array, channel
		return namesIn(of.Elem())
	}
	return nil
}
