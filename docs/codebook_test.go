package docs

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"demarc/data/dataset"
)

var update = flag.Bool("update", false, "write the codebook anew")

const (
	codebookBegins = "<!-- The tables below are made of the types: go test ./docs -run Codebook -update -->\n"
	codebookEnds   = "<!-- The codebook ends here. -->\n"
)

// The codebook in docs/dataset.md is that of the schemas.
func TestCodebook(t *testing.T) {
	paper := readPaper(t, "docs/dataset.md")
	before, rest, begins := strings.Cut(paper, codebookBegins)
	written, after, ends := strings.Cut(rest, codebookEnds)
	if !begins || !ends {
		t.Fatalf("docs/dataset.md has no codebook between %q and %q", codebookBegins, codebookEnds)
	}
	book := codebook(t)
	if *update {
		name := filepath.Join(root, "docs/dataset.md")
		if err := os.WriteFile(name, []byte(before+codebookBegins+book+codebookEnds+after), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if written != book {
		got, want := strings.Split(written, "\n"), strings.Split(book, "\n")
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] {
				t.Fatalf("the codebook says\n%s\nand the types\n%s\ngo test ./docs -run Codebook -update writes it anew", got[i], want[i])
			}
		}
		t.Fatalf("the codebook has %d lines, want %d; go test ./docs -run Codebook -update writes it anew", len(got), len(want))
	}
}

// schema is as much of a JSON Schema as the codebook tells.
type schema struct {
	Title                string
	Description          string
	Ref                  string `json:"$ref"`
	Type                 any
	Pattern              string
	Enum                 []any
	Minimum, Maximum     *float64
	MinItems             int
	Required             []string
	Items                *schema
	AnyOf                []*schema
	Properties           json.RawMessage
	AdditionalProperties json.RawMessage
	Defs                 map[string]*schema `json:"$defs"`
}

// codebook has a table for each object in the files of a dataset.
func codebook(t *testing.T) string {
	var out strings.Builder
	told := map[string]bool{}
	for _, file := range dataset.SchemaFiles() {
		text, err := dataset.Schema(file)
		if err != nil {
			t.Fatal(err)
		}
		var s schema
		if err := json.Unmarshal(text, &s); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "\n### %s\n\n%s.\n", file, s.Title)
		if file == "dataset.json" {
			s.table(t, &out)
		}
		main := ""
		for _, name := range slices.Sorted(maps.Keys(s.Defs)) {
			if strings.Contains(file, strings.ToLower(name)) || name == "ControlPeriod" || name == "ContextFeature" {
				main = name
			}
		}
		names := slices.Sorted(maps.Keys(s.Defs))
		slices.SortStableFunc(names, func(a, b string) int { return boolOrder(a != main) - boolOrder(b != main) })
		for _, name := range names {
			if !told[name] {
				told[name] = true
				fmt.Fprintf(&out, "\n**%s**\n", name)
				s.Defs[name].table(t, &out)
			}
		}
	}
	return out.String() + "\n"
}

func boolOrder(later bool) int {
	if later {
		return 1
	}
	return 0
}

// table lists the members: those that are needed first.
func (s *schema) table(t *testing.T, out *strings.Builder) {
	members := map[string]*schema{}
	if err := json.Unmarshal(s.Properties, &members); err != nil {
		t.Fatal(err)
	}
	names := slices.Sorted(maps.Keys(members))
	slices.SortStableFunc(names, func(a, b string) int {
		return boolOrder(!slices.Contains(s.Required, a)) - boolOrder(!slices.Contains(s.Required, b))
	})
	fmt.Fprint(out, "\n| member | value | meaning |\n| --- | --- | --- |\n")
	for _, name := range names {
		value := members[name].value()
		if slices.Contains(s.Required, name) {
			value += ", needed"
		}
		fmt.Fprintf(out, "| `%s` | %s | %s |\n", name, value, strings.ReplaceAll(members[name].Description, "|", `\|`))
	}
}

// value says what a member holds.
func (s *schema) value() string {
	for _, option := range s.AnyOf {
		if option.Type != "null" {
			return option.value()
		}
	}
	kind := s.kind()
	switch {
	case s.Ref != "":
		return strings.TrimPrefix(s.Ref, "#/$defs/")
	case len(s.Enum) > 0:
		var values []string
		for _, value := range s.Enum {
			if value != nil && value != "" {
				values = append(values, fmt.Sprintf("`%v`", value))
			}
		}
		return strings.Join(values, " ")
	case kind == "":
		return "anything"
	case kind == "array" && s.MinItems > 0:
		return fmt.Sprintf("%d numbers", s.MinItems)
	case kind == "array":
		return strings.TrimSuffix("list of "+s.Items.value(), "text") + map[bool]string{true: "texts"}[s.Items.value() == "text"]
	case kind == "integer":
		return fmt.Sprintf("whole number, %.0f to %.0f", *s.Minimum, *s.Maximum)
	case kind == "boolean":
		return "true or false"
	case kind == "string" && strings.HasPrefix(s.Pattern, "^-?[0-9]{4,}"):
		return "day"
	case kind == "string" && strings.HasPrefix(s.Pattern, `^(\.\.|`):
		return "date (EDTF) or `..`"
	case kind == "string" && strings.HasPrefix(s.Pattern, `^(-?[0-9]{2}[0-9X]`):
		return "date (EDTF)"
	case kind == "string":
		return "text"
	case kind != "object":
		return kind
	case s.Properties != nil:
		return "ids by scheme"
	}
	var of schema
	if json.Unmarshal(s.AdditionalProperties, &of) == nil && of.kind() == "string" && of.Ref == "" {
		return "texts by name"
	}
	if of.Ref != "" {
		return of.value() + " by name"
	}
	return "values by name"
}

// kind is the type of JSON, both where there are two.
func (s *schema) kind() string {
	switch kind := s.Type.(type) {
	case string:
		return kind
	case []any:
		var kinds []string
		for _, k := range kind {
			if k != "null" {
				kinds = append(kinds, k.(string))
			}
		}
		slices.Sort(kinds)
		switch joined := strings.Join(kinds, " "); joined {
		case "object string":
			return "text, or texts by language"
		case "boolean number string":
			return "values"
		default:
			return joined
		}
	}
	return ""
}
