package docs

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"demarc/data/export"
)

// Every flag of every command is spoken of in a paper.
func TestFlagsAreDocumented(t *testing.T) {
	var all strings.Builder
	for _, paper := range papers(t) {
		if paper == "README.md" || path.Dir(paper) == "docs" {
			all.WriteString(readPaper(t, paper))
		}
	}
	flags := 0
	for _, command := range []string{"serve", "check", "locate", "diff", "stats", "export", "import", "clean", "fmt", "schema", "sources"} {
		help, err := bash(t, root, t.TempDir(), "demarc help "+command).Output()
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range regexp.MustCompile(`(?m)^  (-[a-z-]+)`).FindAllStringSubmatch(string(help), -1) {
			flags++
			if !regexp.MustCompile(`(?m)(^|[^a-z-])` + match[1] + `($|[^a-z-])`).MatchString(all.String()) {
				t.Errorf("no paper speaks of demarc %s %s", command, match[1])
			}
		}
	}
	if flags < 30 {
		t.Errorf("only %d flags were found: the test looks in the wrong place", flags)
	}
}

// Every rule by which the check reports a problem is listed, and a test plants a fault for it.
func TestRulesAreDocumented(t *testing.T) {
	paper := readPaper(t, "docs/dataset.md")
	rules, tests := map[string]bool{}, ""
	for _, kinds := range []string{"geo/partition/faults.go", "geo/geojson/read.go"} { // these are rules by themselves
		for _, match := range regexp.MustCompile(`Kind += "([a-z-]+)"`).FindAllStringSubmatch(readPaper(t, kinds), -1) {
			rules[match[1]] = true
		}
	}
	err := fs.WalkDir(os.DirFS(root), "data", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".go" {
			return err
		}
		source := readPaper(t, name)
		if strings.HasSuffix(name, "_test.go") {
			if strings.HasPrefix(name, "data/dataset/") {
				tests += source
			}
			return nil
		}
		for _, match := range regexp.MustCompile(`\.(?:errorf|warnf|add)\("([a-z][a-z-]*)", `).FindAllStringSubmatch(source, -1) {
			rules[match[1]] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(rules) < 20 {
		t.Errorf("only %d rules were found: the test looks in the wrong place", len(rules))
	}
	for rule := range rules {
		if !strings.Contains(paper, "`"+rule+"`") {
			t.Errorf("docs/dataset.md does not list the rule %s", rule)
		}
		if !strings.Contains(tests, `"`+rule+`"`) {
			t.Errorf("no test of data/dataset plants a fault for the rule %s", rule)
		}
	}
}

// Every format that layers are exported in is listed.
func TestFormatsAreDocumented(t *testing.T) {
	paper := readPaper(t, "docs/files.md")
	for _, format := range export.Formats {
		if !strings.Contains(paper, "`"+format.Extension+"`") {
			t.Errorf("docs/files.md does not list .%s", format.Extension)
		}
	}
}
