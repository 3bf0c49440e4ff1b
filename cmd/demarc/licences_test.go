//go:build !race

// One goroutine does all of it.

package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write licences.txt")

// licenceFile is how files with the terms of a package are called.
var licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents|third[-_]party)([-_.].*)?$`)

// terms are the texts of licence files, each with the packages that have it.
type terms map[string][]string

// add takes the files of a folder; it returns how many there are.
func (all terms) add(t *testing.T, name, directory string) (n int) {
	t.Helper()
	entries, err := os.ReadDir(directory)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !e.Type().IsRegular() || !licenceFile.MatchString(e.Name()) || strings.HasSuffix(e.Name(), ".go") {
			continue
		}
		content, err := os.ReadFile(filepath.Join(directory, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		text := strings.TrimSpace(strings.ReplaceAll(string(content), "\r\n", "\n"))
		if !slices.Contains(all[text], name) {
			all[text] = append(all[text], name)
		}
		n++
	}
	return n
}

// addGo takes the modules of which packages are in the program, with the files beside these
// packages, and Go's own library.
func (all terms) addGo(t *testing.T) {
	t.Helper()
	list := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{end}}{{end}}\t{{.Dir}}", ".")
	list.Env = append(os.Environ(), "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0")
	output, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	seen, found := map[string]bool{}, map[string]int{}
	for line := range strings.Lines(string(output)) {
		words := strings.Split(strings.TrimSpace(line), "\t")
		if len(words) < 4 {
			continue // of the library, or of ours
		}
		name, root := words[0]+" "+words[1], words[2]
		found[name] += 0
		for directory := words[3]; strings.HasPrefix(directory, root) && !seen[directory]; directory = filepath.Dir(directory) {
			seen[directory] = true
			found[name] += all.add(t, name, directory)
		}
	}
	for name, n := range found {
		if n == 0 {
			t.Errorf("module %s has no licence file: say under what terms it is used", name)
		}
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	all.add(t, "the Go standard library", strings.TrimSpace(string(root)))
}

// addPage takes the npm packages of which the page is made.
func (all terms) addPage(t *testing.T) {
	t.Helper()
	for name, version := range bundledPackages(t) {
		if all.add(t, "npm "+name+" "+version, filepath.Join("../../web/node_modules", name)) == 0 {
			t.Errorf("npm package %s has no licence file: say under what terms it is used", name)
		}
	}
}

// bundledPackages are the npm packages that the build of the page says it is made of, with their
// versions.
func bundledPackages(t *testing.T) map[string]string {
	t.Helper()
	var names []string
	var lock struct {
		Packages map[string]struct{ Version string }
	}
	for file, into := range map[string]any{"bundled.json": &names, "../package-lock.json": &lock} {
		content, err := os.ReadFile(filepath.Join("../../web/build", file))
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(content, into); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
	}
	versions := map[string]string{}
	for _, name := range names {
		versions[name] = lock.Packages["node_modules/"+name].Version
	}
	return versions
}

// Whoever passes the program on passes on the terms of all that is in it.
func TestLicencesAreComplete(t *testing.T) {
	all := terms{}
	all.addGo(t)
	all.addPage(t)
	own, err := os.ReadFile("../../LICENSE")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "demarc\n\n%s\n\nThe bundled datasets say their own terms: demarc export, and /datasets.\n\nIn the program are also:\n", strings.TrimSpace(string(own)))
	texts := slices.SortedFunc(maps.Keys(all), func(a, b string) int { return strings.Compare(all[a][0]+a, all[b][0]+b) })
	for _, text := range texts {
		slices.Sort(all[text])
		fmt.Fprintf(&b, "\n%s\n%s\n\n%s\n", strings.Repeat("-", 78), strings.Join(all[text], "\n"), text)
	}
	if *update {
		if err := os.WriteFile("licences.txt", []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if b.String() != licences {
		t.Error("licences.txt is not that of what is in the program: go test ./cmd/demarc -run Licences -update")
	}
}
