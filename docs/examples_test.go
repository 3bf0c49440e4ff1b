package docs

import (
	"os"
	"os/exec"
	"path"
	"strings"
	"testing"

	"demarc/data/testdata/postgres"
)

// unrun are the examples that cannot be run here, with the reason. What can be said of them
// nevertheless is checked by another command, run in the root of the repository.
var unrun = []struct{ command, why, instead string }{
	{"make run ", "serves until it is stopped, and builds the page, for which npm fetches packages", "make -n run"},
	{"make build ", "npm fetches packages for the page", "make -n build"},
	{"make dist ", "builds the program for two systems, which takes minutes; TestDistIsReproducible builds one", "make -n dist"},
	{"make deb ", "as make dist; TestDistIsReproducible builds, installs and removes one", "make -n deb"},
	{"make clean ", "drops what others build just now", "make -n clean"},
	{"make test ", "this test is part of it", "make -n test"},
	{"mkdir -p target/site", "is run in a checkout of a suite", ""},
	{"mvn package ", "builds a suite of the OGC, which is no part of this repository", ""},
	{"make conformance ", "takes minutes, and wants the suites", "make -n conformance CITE=/tmp"},
	{"demarc serve ", "serves until it is stopped; the server of this test does", "demarc help serve"},
	{"sudo ", "changes this machine; TestDistIsReproducible installs, runs and removes the package", ""},
	{"kill -HUP ", "would reload each server of this machine; TestServeReloadsOnHangup has its own", ""},
	{"python3 -c 'import pyarrow as pa, sys", "pyarrow is not among what make test installs; make conformance runs it", ""},
	{"python3 -c 'import geopandas as g; print(g.read_parquet(", "Debian has no pyarrow, by which geopandas reads Parquet; make conformance fetches both and reads our files", ""},
	{
		"go test ./conformance -run Datetime -url https://example.org/api ", "example.org has no such server",
		"go test -count=1 ./conformance -run Datetime -url http://localhost:8080 -collection control -from valid_from -to valid_to",
	},
}

// Every command of the papers ends well and prints what they show. It runs in a folder with the
// files of testdata, the same for all commands of one paper, so that one can go on with what
// another has written.
func TestExamples(t *testing.T) {
	count := 0
	for _, paper := range papers(t) {
		examples := examplesIn(t, paper, readPaper(t, paper))
		count += len(examples)
		if len(examples) == 0 {
			continue
		}
		t.Run(paper, func(t *testing.T) {
			at := &place{folder: workFolder(t)}
			switch path.Base(paper) {
			case "postgis.md":
				withDatabase(t)
			case "operate.md":
				at.giveAway(t)
			}
			for _, e := range examples {
				if whyUnrun(e.command) < 0 {
					e.check(t, at)
				}
			}
		})
	}
	if count < 40 {
		t.Errorf("only %d examples were found: the test looks in the wrong place", count)
	}
}

// Each entry of the list is about an example that is there, and what can be said of it holds.
func TestUnrunExamples(t *testing.T) {
	used := make([]bool, len(unrun))
	for _, paper := range papers(t) {
		for _, e := range examplesIn(t, paper, readPaper(t, paper)) {
			if at := whyUnrun(e.command); at >= 0 {
				used[at] = true
			}
		}
	}
	for i, u := range unrun {
		if !used[i] {
			t.Errorf("no example begins with %q: take it off the list", u.command)
		}
		if u.why == "" {
			t.Errorf("%q: why can it not be run?", u.command)
		}
		if u.instead == "" {
			continue
		}
		command := bash(t, root, os.Getenv("HOME"), atServer(u.instead))
		if output, err := command.CombinedOutput(); err != nil {
			t.Errorf("%q, in place of %q: %v\n%s", u.instead, u.command, err, output)
		}
	}
}

// withDatabase has the programs of PostgreSQL find the server of the tests.
func withDatabase(t *testing.T) {
	t.Helper()
	host, port, _ := strings.Cut(postgres.Shared(t).Host, ":")
	for name, value := range map[string]string{"PGHOST": host, "PGPORT": port, "PGUSER": postgres.User, "PGPASSWORD": postgres.Password} {
		t.Setenv(name, value)
	}
}

// whyUnrun is the place in the list of what is not run, or negative. Servers that are started
// behind the shell are run.
func whyUnrun(command string) int {
	for i, u := range unrun {
		if strings.HasPrefix(command, u.command) && !strings.Contains(command, " & ") {
			return i
		}
	}
	return -1
}

// workFolder returns a folder with the files that the examples name.
func workFolder(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS("testdata")); err != nil {
		t.Fatal(err)
	}
	convert := exec.Command("ogr2ogr", "-f", "GPKG", "areas.gpkg", "areas.geojson")
	convert.Dir = folder
	if output, err := convert.CombinedOutput(); err != nil {
		t.Fatalf("ogr2ogr (the test needs gdal-bin): %v\n%s", err, output)
	}
	return folder
}

// documented is where the server is in the papers.
const documented = "localhost:8080"

// atServer puts the address of the running server in the place of that of the papers.
func atServer(command string) string { return strings.ReplaceAll(command, documented, running.address) }

func (e example) check(t *testing.T, at *place) {
	t.Helper()
	shown := strings.Join(e.output, "\n")
	settings := "silent\nshow-error\n"
	if !strings.Contains(shown, `"status":4`) { // else the problem is what the example is about
		settings += "fail-with-body\n"
	}
	output, err := at.run(t, settings, e.command)
	if err != nil {
		t.Errorf("%s:%d: %s\n%v\n%s", e.paper, e.line, e.command, err, output)
		return
	}
	if !e.shown {
		return
	}
	if d := differ(e.output, strings.Split(string(output), "\n"), e.exact); d != "" {
		t.Errorf("%s:%d: %s\n%s\nall of it:\n%s", e.paper, e.line, e.command, d, output)
	}
}
