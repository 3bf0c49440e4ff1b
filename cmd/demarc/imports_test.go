package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
	"testing"
)

// What each top-level folder may import of the others: cmd, server, data and
// geo in this order, the page from the first two only.
var mayImport = map[string][]string{
	"cmd":    {"server", "data", "geo", "web"},
	"server": {"server", "data", "geo", "web"},
	"data":   {"data", "geo"},
	"geo":    {"geo"},
	"web":    {},
}

// Imports run one way. The files are read, not the build: the answer must not
// come from a cache.
func TestImportsRunOneWay(t *testing.T) {
	root := os.DirFS("../..")
	files := 0
	for folder, allowed := range mayImport {
		err := fs.WalkDir(root, folder, func(name string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if entry.IsDir() && entry.Name() == "node_modules" {
				return fs.SkipDir
			}
			if path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
				return nil
			}
			files++
			source, err := fs.ReadFile(root, name)
			if err != nil {
				return err
			}
			checkImports(t, name, source, folder, allowed)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if files < 20 {
		t.Fatalf("only %d files were read: the test looks in the wrong place", files)
	}
}

func checkImports(t *testing.T, name string, source []byte, folder string, allowed []string) {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		ours, ok := strings.CutPrefix(imported, "demarc/")
		if !ok {
			continue
		}
		top, _, _ := strings.Cut(ours, "/")
		fine := false
		for _, a := range allowed {
			fine = fine || top == a
		}
		if !fine {
			t.Errorf("%s imports %s: %s may import only %v", name, imported, folder, allowed)
		}
	}
}
