package imports

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"demarc/data"
)

// place writes a file into a folder, which it makes.
func place(t *testing.T, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
}

func gzipOf(t *testing.T, content string) string {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// days are three days of a front, of which the middle one is missing in the calendar.
var days = map[string]string{
	"2022-03-01": geoJSON(square(1, `"name": "North"`), square(4, `"name": "South"`)),
	"2022-03-05": geoJSON(square(1, `"name": "North"`), square(5, `"name": "South"`)),
	"2022-03-09": geoJSON(square(5, `"name": "South"`)),
}

var daysWant = map[string]string{
	"2022-02-28 1.9 39.1": "", "2022-03-01 1.9 39.1": "North", "2022-03-08 1.9 39.1": "North", "2022-03-09 1.9 39.1": "",
	"2022-03-04 4.9 39.1": "South", "2022-03-05 4.9 39.1": "", "2022-03-05 5.9 39.1": "South", "2023-01-01 5.9 39.1": "South",
}

// Days in names are found in every format and every way of packing.
func TestDaysOfAnyFormat(t *testing.T) {
	converted := func(format, extension string, options ...string) map[string]string {
		of := map[string]string{}
		for day, text := range days {
			content, err := os.ReadFile(ogr2ogr(t, format, written(t, "front.geojson", text), "front"+extension, options...))
			if err != nil {
				t.Fatal(err)
			}
			of[day] = string(content)
		}
		return of
	}
	flat := func(of map[string]string, name string) map[string]string {
		files := map[string]string{}
		for day, content := range of {
			files[fmt.Sprintf(name, day)] = content
		}
		return files
	}
	gpkg, kml := converted("GPKG", ".gpkg"), converted("LIBKML", ".kml")
	shz := converted("ESRI Shapefile", ".shz", "-lco", "ENCODING=UTF-8")
	zips, gz := map[string]string{}, map[string]string{}
	for day, text := range days {
		zips[day] = zipOf(t, map[string]string{"front.geojson": text, "readme.txt": "x"})
		gz[day] = gzipOf(t, text)
	}
	for _, tt := range []struct {
		name  string
		files map[string]string
	}{
		{"GeoJSON", flat(days, "front_%s.geojson")},
		{"KML", flat(kml, "front_%s.kml")},
		{"KMZ", flat(converted("LIBKML", ".kmz"), "front_%s.kmz")},
		{"GeoPackage", flat(gpkg, "front_%s.gpkg")},
		{"FlatGeobuf", flat(converted("FlatGeobuf", ".fgb"), "front_%s.fgb")},
		{"Shapefile in a zip a day", flat(shz, "front_%s.zip")},
		{"gzip of GeoJSON", flat(gz, "front_%s.geojson.gz")},
		{"zip a day, its day in the name of the zip", flat(zips, "%s.zip")},
		{"folder a day", flat(days, "%s/front.geojson")},
		{"folder a day, deeper", flat(kml, "maps/%s/kml/front.kml")},
		{"folder a year", flat(days, "2022/front_%s.geojson")},
		{"zip of GeoJSON", map[string]string{"all.zip": zipOf(t, flat(days, "daily/front_%s.geojson"))}},
		{"zip of GeoPackages", map[string]string{"all.zip": zipOf(t, flat(gpkg, "front_%s.gpkg"))}},
		{"zip of zips", map[string]string{"all.zip": zipOf(t, flat(zips, "front_%s.zip"))}},
		{"zip of gzips", map[string]string{"all.zip": zipOf(t, flat(gz, "front_%s.json.gz"))}},
		{"mixed formats", map[string]string{
			"front_2022-03-01.kml": kml["2022-03-01"], "front_2022-03-05.gpkg": gpkg["2022-03-05"], "front_2022-03-09.geojson": days["2022-03-09"],
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			directory := t.TempDir()
			for name, content := range tt.files {
				place(t, filepath.Join(directory, filepath.FromSlash(name)), content)
			}
			ways := []string{directory}
			if _, err := os.Stat(filepath.Join(directory, "all.zip")); err == nil {
				ways = append(ways, filepath.Join(directory, "all.zip"))
			}
			for _, way := range ways {
				s, report := imported(t, way, Options{ID: noColumn})
				for where, want := range daysWant {
					got := regionAt(t, s, where)
					if _, name, _ := strings.Cut(got, " "); name != want {
						t.Errorf("%s: got %q, want %q; chosen %v, notes %v", where, got, want, report.Chosen, report.Notes)
					}
				}
			}
		})
	}
}

// topology is a square as some programs write TopoJSON: what tells it from other JSON stands last.
func topology(west int, name string) string {
	return fmt.Sprintf(`{"type":"Topology","arcs":[[[%[1]d,39],[%[2]d,39],[%[2]d,40],[%[1]d,40],[%[1]d,39]]],"objects":{"areas":{"type":"GeometryCollection","geometries":[{"type":"Polygon","properties":{"name":%[3]q},"arcs":[[0]]}]}}}`,
		west, west+1, name)
}

// Files without days are one table if they have the same columns, and else one is chosen.
func TestFilesWithoutDays(t *testing.T) {
	north, south := geoJSON(square(1, `"name": "North"`)), geoJSON(square(4, `"name": "South"`))
	other := geoJSON(square(7, `"title": "East", "rank": 1`))
	for _, tt := range []struct {
		name    string
		files   map[string]string
		options Options
		at      map[string]string // what lies there; nil: refused
		says    string            // in notes, or in the error
	}{
		{"same columns", map[string]string{"a.geojson": north, "b.geojson": south}, Options{}, map[string]string{"1.9": "North", "4.9": "South"}, `"file" says which each row is from: a, b`},
		{"same columns in a zip", map[string]string{"x.zip": zipOf(t, map[string]string{"in/a.json": north, "in/b.json": south})}, Options{}, map[string]string{"1.9": "North", "4.9": "South"}, `"file"`},
		{"what is no map is said", map[string]string{"a.geojson": north, "readme.txt": "x", "map.pdf": "%PDF-1.4", "style.json": `{"version": 8}`, "a.gdb/x": "1"}, Options{},
			map[string]string{"1.9": "North"}, "left out: a.gdb (a File Geodatabase: convert it with ogr2ogr out.gpkg in.gdb), map.pdf (a PDF), readme.txt, style.json"},
		{"TopoJSON that begins with its arcs", map[string]string{
			"north.topo.json": topology(1, "North"), "south.topo.json": topology(4, "South"), "README.md": "# of maps",
		}, Options{}, map[string]string{"1.9": "North", "4.9": "South"}, `"file"`},
		{"other columns", map[string]string{"a.geojson": north, "b.geojson": other}, Options{}, nil, "it holds 2 tables, a, b: say which with -layer, or -layer '*'"},
		{"one of them", map[string]string{"a.geojson": north, "b.geojson": other}, Options{Table: "a"}, map[string]string{"1.9": "North", "7.9": ""}, ""},
		{"one by its path", map[string]string{"n/a.geojson": north, "s/a.geojson": other}, Options{Table: "n/a.geojson"}, map[string]string{"1.9": "North", "7.9": ""}, ""},
		{"all of them", map[string]string{"a.geojson": north, "b.geojson": other}, Options{Table: "*", Names: map[string]string{"en": "file"}}, map[string]string{"1.9": "a", "7.9": "b"}, ""},
		{"columns that differ in case", map[string]string{"a.geojson": north, "b.geojson": geoJSON(square(4, `"NAME": "South"`))}, Options{Table: "*"}, map[string]string{"1.9": "North", "4.9": "South"}, ""},
		{"columns that differ in nothing but case", map[string]string{"a.geojson": north, "b.geojson": geoJSON(square(4, `"NAME": "x", "name": "South"`))}, Options{Table: "*"}, map[string]string{"1.9": "North", "4.9": "South"}, ""},
		{"topologies called .json, of which one has no area", map[string]string{
			"a.topo.json": `{"type": "Topology", "arcs": [[[1, 39], [2, 39], [2, 40], [1, 39]]], "objects": {"a": {"type": "GeometryCollection", "geometries": [{"type": "Polygon", "properties": {"name": "North"}, "arcs": [[0]]}]}}}`,
			"b.topo.json": `{"type": "Topology", "arcs": [], "objects": {"b": {"type": "GeometryCollection", "geometries": [{"type": null, "properties": {"name": "Nowhere"}}]}}}`,
		}, Options{}, map[string]string{"1.9": "North"}, "rows without a geometry, which are kept but not drawn: 1"},
		{"a feature that lacks members", map[string]string{"a.geojson": north, "b.geojson": south, "c.geojson": `{"type": "FeatureCollection", "features": [{"properties": {"name": "Nowhere"}}]}`}, Options{},
			map[string]string{"1.9": "North", "4.9": "South"}, `want an object with "type": "Feature"; it is read without (c.geojson)`},
		{"none of that name", map[string]string{"a.geojson": north, "b.geojson": other}, Options{Table: "c"}, nil, `no table is called "c": want one of a, b`},
		{"points and areas", map[string]string{"a.geojson": north, "b.geojson": geoJSON(`{"type": "Feature", "properties": {"name": "x"}, "geometry": {"type": "Point", "coordinates": [1, 2]}}`)}, Options{}, nil, "it holds 2 tables"},
		{"a nameless region a file", map[string]string{"north.geojson": geoJSON(square(1, `"rank": 1`)), "south.geo.json": geoJSON(square(4, `"rank": 2`))}, Options{}, map[string]string{"1.9": "north", "4.9": "south.geo"}, `"file"`},
		{"two nameless regions in a file", map[string]string{"north.geojson": geoJSON(square(1, `"rank": 1`), square(9, `"rank": 3`)), "south.geojson": geoJSON(square(4, `"rank": 2`))}, Options{}, map[string]string{"9.9": "001-2"}, "regions without a name are called as their ids: 3"},
		{"two formats", map[string]string{"a.geojson": north, "b.csv": "name,wkt\nSouth,\"POLYGON((4 39,5 39,5 40,4 39))\"\n"}, Options{}, map[string]string{"1.9": "North", "4.9": "South"}, ""},
		{"ids that stand in both", map[string]string{
			"a.geojson": strings.Replace(north, `"properties"`, `"id": 1, "properties"`, 1), "b.geojson": strings.Replace(south, `"properties"`, `"id": 1, "properties"`, 1),
		}, Options{}, map[string]string{"1.9": "North", "4.9": "South"}, "ids of features that stand in several"},
		{"days in a column", map[string]string{
			"a.geojson": geoJSON(square(1, `"name": "North", "start_date": "2000-01-01"`)), "b.geojson": geoJSON(square(4, `"name": "South", "start_date": "2030-01-01"`)),
		}, Options{}, map[string]string{"1.9": "North", "4.9": ""}, ""},
		{"nothing in it", map[string]string{"readme.txt": "x"}, Options{}, nil, "it holds nothing that can be read, but readme.txt: want GeoJSON"},
		{"a broken one", map[string]string{"a.geojson": north, "b.geojson": north[:90]}, Options{}, nil, "b.geojson: line"},
		{"same day twice", map[string]string{"a/2020-01-01.geojson": north, "b/2020-01-01.geojson": south, "b/2021-01-01.geojson": south}, Options{}, nil, "a/2020-01-01.geojson and b/2020-01-01.geojson show the same day"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			directory := t.TempDir()
			for name, content := range tt.files {
				place(t, filepath.Join(directory, filepath.FromSlash(name)), content)
			}
			if tt.at == nil {
				wantRefused(t, directory, tt.options, tt.says)
				return
			}
			s, report := imported(t, directory, tt.options)
			for lon, want := range tt.at {
				got := regionAt(t, s, "2024-01-01 "+lon+" 39.1")
				if _, name, _ := strings.Cut(got, " "); name != want {
					t.Errorf("%s: got %q, want %q; chosen %v", lon, got, want, report.Chosen)
				}
			}
			if notes := strings.Join(report.Notes, "; "); !strings.Contains(notes, tt.says) {
				t.Errorf("notes: got %q, want %q in them", notes, tt.says)
			}
		})
	}
}

// Days whose rows hold nothing but shapes become a map of control by what is said of all, with a
// source for each day.
func TestDaysWithoutProperties(t *testing.T) {
	for _, tt := range []struct {
		name    string
		options Options
		url     string // of the source on 2024-07-10
		title   string
		status  string
	}{
		{"a source for each day", Options{ControllerValue: "reds", StatusValue: "held", SourceTitle: "Map", SourceURL: "https://example.org/{date}"}, "https://example.org/2024-07-09", "Map (2024-07-09)", "held"},
		{"a day in pieces", Options{ControllerValue: "reds", SourceTitle: "Map of {date}", SourceURL: "https://example.org/{year}/{month}{day}.json"}, "https://example.org/2024/0709.json", "Map of 2024-07-09", "controlled"},
		{"one source", Options{ControllerValue: "reds", SourceTitle: "Map", SourceURL: "https://example.org/{id}"}, "https://example.org/{id}", "Map", "controlled"},
	} {
		directory := t.TempDir()
		place(t, filepath.Join(directory, "2024-07-08.geojson"), geoJSON(square(1, "")))
		place(t, filepath.Join(directory, "2024-07-09.geojson"), geoJSON(square(1, ""), square(3, "")))
		place(t, filepath.Join(directory, "2024-07-12.geojson"), geoJSON(square(3, "")))
		s, _ := imported(t, directory, tt.options)
		day, point := dayAndPoint(t, "2024-07-10 3.9 39.1")
		c := s.Locate(point, day).Control
		if shown(c) != "reds" || c.Status != tt.status || len(c.Sources) != 1 {
			t.Errorf("%s: got %q, %q, %d sources, want the reds, %s, by one source", tt.name, shown(c), c.Status, len(c.Sources), tt.status)
			continue
		}
		if d := c.Sources[0].Date; strings.Contains(tt.url, "09") != (d != nil && d.String() == "2024-07-09") {
			t.Errorf("%s: got a source of %v, want one of its day", tt.name, d)
		}
		if c.Sources[0].URL != tt.url || c.Sources[0].Title != tt.title {
			t.Errorf("%s: got the source %q %s, want %q %s", tt.name, c.Sources[0].Title, c.Sources[0].URL, tt.title, tt.url)
		}
		if named := s.Dataset.Attribution; named == "" || strings.Contains(named, "{") {
			t.Errorf("%s: users are to name %q", tt.name, named)
		}
		if day, point = dayAndPoint(t, "2024-07-12 1.9 39.1"); s.Locate(point, day).Control.Status != "unknown" {
			t.Errorf("%s: what the last file no longer shows is held on", tt.name)
		}
	}
	// A value of all rows gives way to that of a row, and plain regions stay plain.
	file := written(t, "x.geojson", geoJSON(square(1, `"zone": "a", "party": "blues"`), square(3, `"zone": "b", "party": null`)))
	s, _ := imported(t, file, Options{ControllerValue: "reds", SourceTitle: "Map"})
	for where, want := range map[string]string{"2024-01-01 1.9 39.1": "blues", "2024-01-01 3.9 39.1": "reds"} {
		day, point := dayAndPoint(t, where)
		if got := shown(s.Locate(point, day).Control); got != want {
			t.Errorf("%s: got %q, want %q", where, got, want)
		}
	}
	if s, _ := imported(t, file, Options{ControllerValue: "reds", Controller: noColumn}); len(s.Dataset.Periods) > 0 {
		t.Errorf("-controller - with a value: got %d periods, want plain regions", len(s.Dataset.Periods))
	}
}

func shown(c data.Control) string {
	if c.Controller == nil {
		return ""
	}
	return *c.Controller
}

// Tables of longitude and latitude are points.
func TestPointsOfATable(t *testing.T) {
	for _, tt := range []struct{ name, text, says string }{
		{"lon and lat", "name,lon,lat\nMill,1.5,39.5\nWell,2.5,39.5\n", `columns "lon" and "lat"`},
		{"capitals", "Latitude;name;Longitude\n39,5;Mill;1,5\n39,5;Well;2,5\n", `columns "Longitude" and "Latitude"`},
		{"not all are degrees", "name,x,y\nMill,1.5,39.5\nWell,2.5e6,39.5\n", `not taken for points: row 2: "2.5e6"`},
		{"half a point", "name,x,y\nMill,1.5,39.5\nWell,2.5,\n", "row 2: has but one"},
	} {
		_, report := imported(t, written(t, "places.csv", tt.text), Options{})
		if notes := strings.Join(report.Notes, "; "); !strings.Contains(notes, tt.says) || report.Regions != 2 {
			t.Errorf("%s: got %d regions and %q, want 2 and %q", tt.name, report.Regions, notes, tt.says)
		}
	}
}
