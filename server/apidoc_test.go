package server

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/template"
	"time"

	"demarc/geo/mvt"
)

var update = flag.Bool("update", false, "write golden files again")

const docFile = "../docs/api.md"

// docs/api.md is what the table of routes says.
func TestAPIDoc(t *testing.T) {
	got := apiDoc(t)
	if *update {
		if err := os.WriteFile(docFile, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(docFile)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(got, want) {
		return
	}
	have, wanted := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range min(len(have), len(wanted)) {
		if have[i] != wanted[i] {
			t.Fatalf("%s:%d: the routes say\n%s\nand the file\n%s\ngo test ./server -run APIDoc -update writes it", docFile, i+1, have[i], wanted[i])
		}
	}
	t.Fatalf("%s has %d lines, the routes say %d; go test ./server -run APIDoc -update writes it", docFile, len(wanted), len(have))
}

// Every operation, parameter and status of the table stands in the paper.
func TestAPIDocNamesEverything(t *testing.T) {
	text, c := string(apiDoc(t)), loadComponents()
	for _, r := range table() {
		if r.id == "" {
			continue
		}
		if !strings.Contains(text, "`"+r.template()+"`") && !strings.Contains(text, " "+r.template()+"`") {
			t.Errorf("%s is missing", r.template())
		}
		r.resolve(c)
		for _, name := range r.names {
			if !strings.Contains(text, "`"+name+"`") {
				t.Errorf("%s: parameter %s is missing", r.template(), name)
			}
		}
	}
	if long := regexp.MustCompile(`(?m)^[^|{\n -][^|\n]{100,}$`).FindString(text); long != "" {
		t.Errorf("a line is too long: %s", long)
	}
}

// What a group of operations and one of them are in the paper.
type (
	docGroup struct {
		Title      string
		Files      bool // a table of formats with the parameters that they have in common
		Common     []docParameter
		Operations []docOperation
	}
	docOperation struct {
		Heading, Path, Summary, About, MediaTypes, Body string
		Parameters, Own                                 []docParameter
		Outcomes                                        []docOutcome
	}
	docParameter struct{ Name, Where, Type, About string }
	docOutcome   struct{ Status, About, Content string }
	docSchema    struct {
		Name, About string
		Members     []docMember
	}
	docMember struct {
		Name, Type, About string
		Required          bool
	}
)

func apiDoc(t *testing.T) []byte {
	t.Helper()
	c := loadComponents()
	var groups []docGroup
	var free, second []string
	for _, tag := range tags {
		group := docGroup{Title: upper(tag.Description), Files: tag.Name == "files"}
		for _, r := range table() {
			r.resolve(c)
			if r.tag != tag.Name || r.id == "" {
				continue
			}
			group.Operations = append(group.Operations, c.paper(r))
			if group.Files && group.Common == nil {
				group.Common = append(c.documentParameters(r), docParameter{"dissolve", "query", "string", r.own["dissolve"]})
			}
			if r.anyQuery {
				free = append(free, "`"+r.template()+"`")
			}
		}
		groups = append(groups, group)
	}
	for _, r := range table() {
		if first, _, _ := strings.Cut(strings.TrimPrefix(r.template(), "/"), "/"); r.ogc && !slices.Contains(second, "`/"+first+"`") {
			second = append(second, "`/"+first+"`")
		}
	}
	seconds := func(d time.Duration) string { return strconv.Itoa(int(d.Seconds())) + " s" }
	var b bytes.Buffer
	err := template.Must(template.New("api.md.tmpl").Funcs(template.FuncMap{"anchor": anchor}).ParseFiles("testdata/api.md.tmpl")).Execute(&b, map[string]any{
		"Groups": groups, "Schemas": c.documentSchemas(), "AnyQuery": strings.Join(free, " and "), "SecondRoot": wrapped("**Second root.** " + strings.Join(second, ", ") + " and what lies below them answer below `/ogc` too, for clients that do not say what they accept."),
		"QueryKiB": maxQueryBytes >> 10, "BodyMiB": maxBodyBytes >> 20, "HeaderKiB": maxHeaderBytes >> 10,
		"MinZoom": mvt.MinZoom, "MaxZoom": mvt.MaxZoom, "HeaderTime": seconds(headerTimeout), "ReadTime": seconds(readTimeout),
		"WriteTime": seconds(writeTimeout), "TableRead": seconds(tableReadTimeout), "TableWrite": seconds(tableWriteTimeout),
		"Page": defaultLimit, "MaxPage": maxLimit, "TileMB": DefaultTileCacheBytes >> 20, "Files": keptFiles, "FilesMB": keptBytes >> 20, "MaxTiles": maxTiles,
	})
	if err != nil {
		t.Fatal(err)
	}
	text := regexp.MustCompile(`\n{3,}`).ReplaceAllString(b.String(), "\n\n")
	return []byte(strings.TrimRight(text, "\n") + "\n")
}

func (c components) paper(r *route) docOperation {
	o := docOperation{
		Heading: cmp.Or(r.method, http.MethodGet) + " " + r.template(), Path: r.template(), MediaTypes: r.answer,
		Summary: upper(r.summary), About: r.about, Parameters: c.documentParameters(r),
	}
	if r.tag != "files" { // these lines are prose, the rest is a table
		o.About = strings.TrimPrefix(wrapped(o.Summary+". "+o.About), o.Summary+".")
		if text := wrapped(o.Summary + ". " + r.about); r.about != "" || strings.Contains(text, "\n") {
			o.Summary, o.About = strings.TrimSuffix(text, "."), ""
		}
	} else {
		_, o.Summary, _ = strings.Cut(r.summary, ": ")
		for _, name := range slices.Sorted(maps.Keys(r.own)) {
			if name != "dissolve" {
				o.Own = append(o.Own, docParameter{Name: name, About: r.own[name]})
			}
		}
		if r.own["dissolve"] == "" {
			o.Own = append(o.Own, docParameter{Name: "dissolve", About: "not taken"})
		}
	}
	if r.body != nil {
		o.Body = wrapped("The body is one of " + codes(r.body) + ".")
	}
	for _, x := range r.outcomes() {
		if x.status != "200" && x.status != "204" && (x.status != "404" || r.missing == "") {
			continue // as everywhere
		}
		content := codes(x.mediaTypes)
		if s, _ := c["schemas"].(object)[x.schema].(object); x.status == "200" && (s["properties"] != nil || s["anyOf"] != nil) {
			content += ", [" + x.schema + "](#" + anchor(x.schema) + ")"
		}
		if x.status == "404" {
			content = ""
		}
		o.Outcomes = append(o.Outcomes, docOutcome{x.status, x.about, content})
	}
	return o
}

// codes lists media types.
func codes(mediaTypes []string) string {
	var all []string
	for _, m := range mediaTypes {
		all = append(all, "`"+m+"`")
	}
	return strings.Join(all, ", ")
}

func (c components) documentParameters(r *route) (all []docParameter) {
	add := func(p object) {
		where := p["in"].(string)
		if p["required"] == true && where == "query" {
			where += ", needed"
		}
		all = append(all, docParameter{p["name"].(string), where, schemaWords(p["schema"].(object)), inTable(p["description"].(string))})
	}
	for _, name := range pathName.FindAllStringSubmatch(r.template(), -1) {
		_, p := c.inPath(name[1])
		add(p)
	}
	for _, name := range r.query {
		add(c.parameter(name))
	}
	return all
}

// schemaWords words a schema: "integer, 1 to 10000, 100 without it".
func schemaWords(s object) string {
	if reference, ok := s["$ref"].(string); ok {
		name := reference[strings.LastIndex(reference, "/")+1:]
		return "[" + name + "](#" + anchor(name) + ")"
	}
	kind, _ := s["type"].(string)
	if all, ok := s["allOf"].([]any); ok {
		kind = schemaWords(all[0].(object))
	}
	if items, ok := s["items"].(object); ok && kind == "array" {
		kind = "array of " + cmp.Or(schemaWords(items), "any")
	}
	parts := []string{kind}
	if format, ok := s["format"].(string); ok {
		parts[0] = format
	}
	low, high := s["minimum"], s["maximum"]
	switch {
	case low != nil && high != nil:
		parts = append(parts, fmt.Sprintf("%v to %v", low, high))
	case low != nil:
		parts = append(parts, fmt.Sprintf("%v or more", low))
	}
	if choice, ok := s["enum"].([]any); ok {
		var names []string
		for _, name := range choice {
			names = append(names, fmt.Sprintf("`%v`", name))
		}
		parts[0] = strings.Join(names, ", ")
	}
	if choices, ok := s["oneOf"].([]any); ok {
		var counts []string
		for _, choice := range choices {
			counts = append(counts, fmt.Sprint(choice.(object)["minItems"]))
		}
		parts = append(parts, strings.Join(counts, " or "))
	}
	if value, ok := s["default"]; ok {
		parts = append(parts, fmt.Sprintf("`%v` without it", value))
	}
	if s["nullable"] == true {
		parts = append(parts, "or null")
	}
	return strings.Join(parts, ", ")
}

func (c components) documentSchemas() (all []docSchema) {
	schemas := c["schemas"].(object)
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		s := schemas[name].(object)
		about, _ := s["description"].(string)
		d := docSchema{Name: name, About: upper(about)}
		if about != "" {
			d.About += "."
		}
		members, _ := s["properties"].(object)
		if members == nil {
			if d.About != "" || name == "date" || name == "links" {
				d.About = wrapped(cmp.Or(d.About, upper(schemaWords(s))+"."))
				all = append(all, d)
			}
			continue
		}
		required, _ := s["required"].([]any)
		for _, member := range slices.Sorted(maps.Keys(members)) {
			m := members[member].(object)
			said, _ := m["description"].(string)
			d.Members = append(d.Members, docMember{member, schemaWords(m), inTable(said), slices.Contains(required, any(member))})
		}
		all = append(all, d)
	}
	return all
}

// anchor is the address that renderers of Markdown give a heading.
func anchor(heading string) string {
	heading = regexp.MustCompile(`[^a-z0-9 _-]`).ReplaceAllString(strings.ToLower(heading), "")
	return strings.ReplaceAll(heading, " ", "-")
}

func upper(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// inTable makes a text fit for a cell.
func inTable(text string) string { return strings.ReplaceAll(text, "|", `\|`) }

// wrapped breaks a text into lines of 100 letters.
func wrapped(text string) string {
	var b strings.Builder
	column := 0
	for i, word := range strings.Fields(text) {
		switch n := len([]rune(word)); {
		case i == 0:
			column = n
		case column+1+n > 100:
			b.WriteByte('\n')
			column = n
		default:
			b.WriteByte(' ')
			column += 1 + n
		}
		b.WriteString(word)
	}
	return b.String()
}
