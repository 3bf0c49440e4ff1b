//go:build !race

// One goroutine does all of it: the race detector has nothing to find.

package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// What several packages may import alike.
var (
	plane   = []string{"geo/internal/keys", "geo/internal/planar", "geo/internal/wgs84"}
	answers = []string{"data", "data/dataset", "data/date"}
	ofJSON  = []string{"geo", "geo/geojson"}
)

// mayImport lists every package with the packages of ours that it may import; a name that ends with
// /... stands for all packages beneath it too. Imports run from cmd to geo:
//
//	cmd -> server -> data/... -> data -> data/dataset -> data/date
//	                                          |
//	                                          v
//	     formats -> geo <- valid, topology, locate <- partition <- clean
//	                 |       |
//	                 v       v
//	          internal/planar, internal/wgs84, internal/keys
var mayImport = map[string][]string{
	"cmd/demarc": {"server", "server/access", "server/admit", "server/listen", "server/mcp", "server/metrics", "server/publish", "server/publish/bucket", "server/renew", "data/...", "geo/...", "web"},
	"server":     {"data/...", "geo/...", "server/access", "server/admit", "server/answer/...", "web"},
	"web":        {},

	"web/engine":          {"web/engine/worker"},
	"web/engine/exports":  {"web/engine/worker", "server/answer/files"},
	"web/engine/workbook": {"web/engine/promise", "geo/xlsx"},
	"web/engine/worker":   append([]string{"server/answer", "data/enrich", "web/engine/promise"}, answers...),
	"web/engine/promise":  {},

	"server/access":       {},
	"server/admit":        {},
	"server/answer":       append([]string{"geo/...", "data/enrich", "data/date/spelling"}, answers...),
	"server/answer/files": append([]string{"server/answer", "data/export"}, answers...),
	"server/listen":       {},
	"server/mcp":          append([]string{"server/answer"}, answers...),
	"server/renew":        {},
	"server/metrics":      {"server", "server/admit"},

	"server/publish":        {"data", "data/catalogue", "data/dataset", "data/date", "data/export", "data/permalink", "server/answer", "server/answer/files"},
	"server/publish/bucket": {"server/publish"},

	"data/date":            {"geo/calendar"},
	"data/date/spelling":   {"data/date", "geo/calendar"},
	"data/dataset":         {"data/date", "geo/..."},
	"data":                 {"data/dataset", "data/date", "geo/..."},
	"data/tables":          {"data/dataset", "data/date", "geo/geojson", "geo/jsontree"},
	"data/workfile":        {"data/dataset", "data/date", "data/tables", "geo", "geo/clean", "geo/fingerprint", "geo/geopackage", "geo/locate", "geo/partition", "geo/qgis"},
	"data/postgis":         {"data/release", "data/tables", "data/workfile"},
	"data/release":         append([]string{"data/compare", "data/folder", "data/tables", "data/unfinished", "geo/jsontree"}, answers...),
	"data/cache":           {},
	"data/folder":          {},
	"data/unfinished":      {},
	"data/live":            append([]string{"data/folder", "data/release", "geo/flight"}, answers...),
	"data/enrich":          append([]string{"geo/...", "data/date/spelling"}, answers...),
	"data/enrich/columnar": append([]string{"geo", "geo/arrowipc", "geo/calendar", "geo/geoparquet", "data/enrich", "data/date/spelling"}, answers...),
	"data/compare":         append([]string{"geo/...", "data/tables"}, answers...),
	"data/atlas":           append([]string{"geo/...", "data/compare"}, answers...),
	"data/export":          append([]string{"geo/...", "data/atlas", "data/unfinished"}, answers...),
	"data/permalink":       append([]string{"geo", "data/atlas"}, answers...),
	"data/notify":          {"data/unfinished"},
	"data/catalogue":       append([]string{"geo"}, answers...),
	"data/lookup":          {"data", "data/date", "geo"},
	"data/feed":            append([]string{}, answers...),
	"data/style":           append([]string{"geo/picture", "data/atlas"}, answers...),
	"data/imports":         {"geo/...", "data/dataset", "data/date", "data/date/spelling", "data/imports/files", "data/unfinished"},
	"data/imports/files": {
		"data/unfinished", "geo", "geo/charset", "geo/csv", "geo/flatgeobuf", "geo/geojson", "geo/geopackage", "geo/geoparquet", "geo/kml", "geo/shapefile", "geo/topojson",
	},
	"data/clean":             {"geo/...", "data/date", "data/date/spelling"},
	"data/karabakh":          {},
	"data/testdata":          {"geo/..."},
	"data/testdata/write":    {"data/testdata"},
	"data/testdata/postgres": {},
	"data/alsace":            {},
	"data/world":             {"geo", "geo/mvt", "geo/pmtiles"},
	"data/world/build":       {"geo", "geo/geopackage", "geo/mvt", "geo/pmtiles", "geo/shapefile"},

	"geo/internal/budget":  {},
	"geo/internal/keys":    {},
	"geo/internal/planar":  {"geo/internal/keys"},
	"geo/internal/wgs84":   {},
	"geo/internal/fixture": plane,
	"geo":                  append([]string{"geo/calendar"}, plane...),
	"geo/relation":         append([]string{"geo"}, plane...),
	"geo/valid":            append([]string{"geo"}, plane...),
	"geo/topology":         append([]string{"geo"}, plane...),
	"geo/locate":           append([]string{"geo"}, plane...),
	"geo/partition":        append([]string{"geo", "geo/valid", "geo/topology", "geo/locate"}, plane...),
	"geo/antimeridian":     append([]string{"geo", "geo/valid", "geo/clean"}, plane...),
	"geo/compound":         {"geo", "geo/valid", "geo/clean"},
	"geo/clean":            append([]string{"geo", "geo/valid", "geo/topology", "geo/locate", "geo/partition"}, plane...),

	"geo/calendar":    {},
	"geo/charset":     {},
	"geo/decimal":     {},
	"geo/jsontree":    {},
	"geo/rgb":         {},
	"geo/film":        {},
	"geo/typeface":    {},
	"geo/glyphs":      {"geo/typeface"},
	"geo/picture":     {"geo/rgb", "geo/typeface"},
	"geo/qgis":        {"geo", "geo/rgb"},
	"geo/crs":         {"geo"},
	"geo/jsonschema":  {"geo"},
	"geo/wkb":         {},
	"geo/wkt":         {"geo"},
	"geo/cql2":        {"geo", "geo/calendar", "geo/relation", "geo/wkt"},
	"geo/notation":    {"geo", "geo/wkt"},
	"geo/csv":         {"geo", "geo/wkt"},
	"geo/geojson":     {"geo", "geo/crs", "geo/jsontree", "geo/decimal"},
	"geo/geojsonseq":  ofJSON,
	"geo/jsonfg":      append([]string{"geo/calendar"}, ofJSON...),
	"geo/topojson":    append([]string{"geo/topology", "geo/jsontree"}, ofJSON...),
	"geo/flight":      {},
	"geo/fingerprint": {},
	"geo/mvt":         {"geo", "geo/flight", "geo/topology", "geo/internal/planar"},
	"geo/mvt/judge":   {"geo"},
	"geo/pmtiles":     {"geo"},
	"geo/geopackage":  {"geo", "geo/crs", "geo/wkb", "geo/internal/budget"},
	"geo/flatgeobuf":  {"geo", "geo/crs", "geo/internal/budget"},
	"geo/geoparquet":  {"geo", "geo/calendar", "geo/crs", "geo/wkb", "geo/internal/budget"},
	"geo/arrowipc":    {"geo", "geo/geoparquet"},
	"geo/kml":         {"geo", "geo/calendar", "geo/charset", "geo/rgb"},
	"geo/shapefile":   {"geo", "geo/charset", "geo/crs"},
	"geo/xlsx":        {"geo/internal/budget"},
}

// onlyIn lists what few packages may import. Packages that make answers do so from what they are
// given: they run without files, sockets and databases.
var onlyIn = map[string][]string{
	"net":          {"cmd/demarc", "server", "server/listen", "data/postgis", "data/testdata/postgres"},
	"net/http/...": {"cmd/demarc", "server", "server/metrics", "server/publish", "server/publish/bucket", "data/notify"},
	"os/...": {
		"cmd/demarc", "server", "server/listen", "server/publish", "server/renew", "data/cache", "data/export", "data/folder", "data/imports", "data/imports/files", "data/notify", "data/release", "data/unfinished", "geo/geopackage", "geo/xlsx",
		"geo/pmtiles",                                                                                             // collects tiles in a temporary file
		"data/world/build",                                                                                        // a tool
		"geo/internal/fixture", "geo/mvt/judge", "data/testdata", "data/testdata/write", "data/testdata/postgres", // for tests
	},
	"database/...":                        {"geo/geopackage"},
	"modernc.org/...":                     {"geo/geopackage"},
	"demarc/geo/geopackage":               {"data/export", "data/imports/files", "data/workfile", "data/world/build"},
	"github.com/fsnotify/fsnotify/...":    {"data/live"},
	"github.com/coreos/go-systemd/...":    {"server/listen"},
	"github.com/minio/...":                {"server/publish/bucket"},
	"github.com/modelcontextprotocol/...": {"server/mcp"},
	"demarc/server/mcp":                   {"cmd/demarc"},
	"github.com/prometheus/...":           {"server/metrics"},
	"github.com/xuri/excelize/...":        {"geo/xlsx"},
	"demarc/geo/xlsx":                     {"cmd/demarc", "web/engine/workbook"},
	"github.com/apache/arrow-go/...":      {"geo/arrowipc"},
	"demarc/geo/arrowipc":                 {"data/enrich/columnar"},
	"demarc/data/enrich/columnar":         {"cmd/demarc", "server"},
	"github.com/jackc/...":                {"data/postgis", "data/testdata/postgres"},
	"demarc/data/postgis":                 {"cmd/demarc"},
	"demarc/data/testdata/postgres":       {},
	"demarc/data/live":                    {"cmd/demarc", "server"},
}

// Imports run one way. The files are read, not the build: the answer must not come from a cache,
// and must hold on every system.
func TestImportsRunOneWay(t *testing.T) {
	imports := readImports(t)
	for _, name := range slices.Sorted(maps.Keys(imports)) {
		allowed, listed := mayImport[name]
		if !listed {
			t.Errorf("%s is in no list: say in mayImport what it may import", name)
			continue
		}
		for _, imported := range imports[name] {
			if ours, ok := strings.CutPrefix(imported, "demarc/"); ok && !matches(ours, allowed) {
				t.Errorf("%s imports %s: want only %v", name, ours, allowed)
			}
			for rule, packages := range onlyIn {
				if matches(imported, []string{rule}) && !slices.Contains(packages, name) {
					t.Errorf("%s imports %s: only %v may", name, imported, packages)
				}
			}
		}
	}
	for name := range mayImport {
		if imports[name] == nil {
			t.Errorf("mayImport lists %s, which is not there", name)
		}
	}
}

// The table of packages in ARCHITECTURE.md has them all, and imports run down it.
func TestImportsRunDownTheTable(t *testing.T) {
	rows := map[string]int{}
	paper, err := os.ReadFile("../../ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	spanned := regexp.MustCompile("`([^`]+)`")
	for i, line := range strings.Split(string(paper), "\n") {
		cells := strings.Split(line, "|")
		if len(cells) != 5 {
			continue
		}
		if strings.TrimSpace(cells[1]) == "`geo/FORMAT`" {
			for _, format := range spanned.FindAllStringSubmatch(cells[2], -1) {
				rows["geo/"+format[1]] = i
			}
		}
		for _, name := range spanned.FindAllStringSubmatch(cells[1], -1) {
			rows[name[1]] = i
		}
	}
	for name, imports := range readImports(t) {
		if rows[name] == 0 {
			t.Errorf("the table of packages in ARCHITECTURE.md leaves out %s", name)
			continue
		}
		for _, imported := range imports {
			if ours, ok := strings.CutPrefix(imported, "demarc/"); ok && rows[ours] < rows[name] {
				t.Errorf("%s imports %s, which stands above it in the table of packages", name, ours)
			}
		}
	}
}

// The lists themselves leave no way round in a circle.
func TestListedImportsRunOneWay(t *testing.T) {
	const entered, left = 1, 2
	state := map[string]int{}
	var visit func(name string, way []string)
	visit = func(name string, way []string) {
		way = append(way, name)
		switch state[name] {
		case left:
			return
		case entered:
			t.Errorf("a circle: %s", strings.Join(way, " -> "))
			return
		}
		state[name] = entered
		for imported := range mayImport {
			if matches(imported, mayImport[name]) {
				visit(imported, slices.Clone(way))
			}
		}
		state[name] = left
	}
	for name := range mayImport {
		visit(name, nil)
	}
}

// readImports returns what the files of each package import, tests left out.
func readImports(t *testing.T) map[string][]string {
	t.Helper()
	root, imports := os.DirFS("../.."), map[string][]string{}
	for _, folder := range []string{"cmd", "server", "data", "geo", "web"} {
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
			source, err := fs.ReadFile(root, name)
			if err != nil {
				return err
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ImportsOnly)
			if err != nil {
				return err
			}
			list := append([]string{}, imports[path.Dir(name)]...)
			for _, spec := range parsed.Imports {
				imported, err := strconv.Unquote(spec.Path.Value)
				if err != nil {
					return err
				}
				list = append(list, imported)
			}
			slices.Sort(list)
			imports[path.Dir(name)] = slices.Compact(list)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return imports
}

// matches tells whether a package is among the patterns.
func matches(name string, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		folder, all := strings.CutSuffix(pattern, "/...")
		return name == folder || all && strings.HasPrefix(name, folder+"/")
	})
}
