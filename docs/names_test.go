package docs

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// aboutCode are the papers that name packages, files and identifiers.
var aboutCode = []string{"ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"}

var (
	spanned   = regexp.MustCompile("`([^`\n]+)`")
	located   = regexp.MustCompile("`([A-Za-z]\\w+)` (?:in|of) `((?:geo|data|server|cmd)[\\w/]*)`")
	qualified = regexp.MustCompile(`^([a-z][a-z0-9]*)\.([A-Z]\w*)$`)
	inTree    = regexp.MustCompile(`^(?:geo|data|server|web|cmd|docs|bench|conformance)(?:/[\w.-]+)*$`)
	standsFor = regexp.MustCompile(`[A-Z]{4}`)
	target    = regexp.MustCompile(`^make ([a-z-]+)`)
)

// The files, packages, identifiers and targets of make that papers name are there.
func TestNamesExist(t *testing.T) {
	count := 0
	missing := func(paper, name, what string) { t.Errorf("%s: there is no %s %s", paper, what, name) }
	makefile := readPaper(t, "Makefile")
	for _, paper := range append(aboutCode, "README.md") {
		text := strings.Join(prose(readPaper(t, paper)), "\n")
		for _, match := range spanned.FindAllStringSubmatch(text, -1) {
			count++
			switch name := match[1]; {
			case target.MatchString(name):
				name = target.FindStringSubmatch(name)[1]
				if !regexp.MustCompile(`(?m)^`+name+`:`).MatchString(makefile) &&
					!regexp.MustCompile(`(?m)^[a-z -]*\b`+name+`\b[a-z -]*:`).MatchString(makefile) {
					missing(paper, name, "target of make")
				}
			case inTree.MatchString(name) && !standsFor.MatchString(name):
				if !exists(name) {
					missing(paper, name, "file")
				}
			case qualified.MatchString(name):
				parts := qualified.FindStringSubmatch(name)
				if folder := folderOf(t, parts[1]); folder != "" && !declares(t, folder, parts[2]) {
					missing(paper, name, "identifier")
				}
			}
		}
		for _, match := range located.FindAllStringSubmatch(text, -1) {
			count++
			if folder := match[2]; !declares(t, folder, match[1]) {
				missing(paper, match[1], "identifier in "+folder)
			}
		}
	}
	if count < 100 {
		t.Errorf("only %d names were found: the test looks in the wrong place", count)
	}
}

var mentioned = regexp.MustCompile(`(?:^|[^\w./"])([a-z][a-z0-9]*)\.([A-Z]\w*)`)

// The identifiers of our packages that comments of the code name are there.
func TestCommentsNameWhatExists(t *testing.T) {
	count := 0
	for _, folder := range []string{"cmd", "data", "geo", "server", "docs", "bench", "conformance"} {
		err := fs.WalkDir(os.DirFS(root), folder, func(name string, _ fs.DirEntry, err error) error {
			if err != nil || path.Ext(name) != ".go" {
				return err
			}
			files := token.NewFileSet()
			parsed, err := parser.ParseFile(files, filepath.Join(root, name), nil, parser.ParseComments)
			if err != nil {
				return err
			}
			for _, comment := range parsed.Comments {
				for _, match := range mentioned.FindAllStringSubmatch(comment.Text(), -1) {
					if folder := folderOf(t, match[1]); folder != "" {
						count++
						if !declares(t, folder, match[2]) {
							t.Errorf("%s:%d: there is no %s.%s", name, files.Position(comment.Pos()).Line, match[1], match[2])
						}
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if count < 15 {
		t.Errorf("only %d names were found: the test looks in the wrong place", count)
	}
}

func exists(name string) bool {
	_, err := os.Stat(filepath.Join(root, filepath.FromSlash(name)))
	return err == nil
}

// folderOf returns the folder of our package with the name, "" for one that is not ours or not
// there yet.
func folderOf(t *testing.T, name string) string {
	t.Helper()
	for _, parent := range []string{".", "geo", "geo/internal", "data"} {
		folder := path.Join(parent, name)
		if found, _ := filepath.Glob(filepath.Join(root, folder, "*.go")); len(found) > 0 {
			return folder
		}
	}
	return ""
}

// declares reports whether the Go files of a folder declare a function, method, type, constant or
// variable of this name.
func declares(t *testing.T, folder, name string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(folder), "*.go"))
	if err != nil || len(files) == 0 {
		return false
	}
	form := regexp.MustCompile(`(?m)^(?:func (?:\([^)]*\) )?|type |var |const |\t)` + name + `\b`)
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if form.Match(source) {
			return true
		}
	}
	return false
}
