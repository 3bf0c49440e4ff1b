package imports

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/date"
)

// countries is what an analyst has: a code, a name with letters of several alphabets, and days of
// which the last one still belongs.
const countries = `{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"gwcode": 1, "cntry_name": "Şuşa Ğ", "gwsdate": "1990-01-01", "gwedate": "1999-12-31"}, "geometry": {"type": "Polygon", "coordinates": [[[46,39],[47,39],[47,40],[46,40],[46,39]]]}},
{"type": "Feature", "properties": {"gwcode": 1, "cntry_name": "Şuşa Ğ", "gwsdate": "2000-01-01", "gwedate": "2019-12-31"}, "geometry": {"type": "Polygon", "coordinates": [[[46,39],[47,39],[47,40],[47,40.5],[46,40.5],[46,39]],[[46.2,39.2],[46.2,39.4],[46.4,39.4],[46.2,39.2]]]}},
{"type": "Feature", "properties": {"gwcode": 2, "cntry_name": "Çay", "gwsdate": "1990-01-01", "gwedate": "2019-12-31"}, "geometry": {"type": "MultiPolygon", "coordinates": [[[[47,39],[48,39],[48,40],[47,40],[47,39]]],[[[49,39],[49.5,39],[49.5,40],[49,39]]]]}}
]}`

// ogr2ogr turns a file into another, of the format.
func ogr2ogr(t *testing.T, format, from, to string, options ...string) string {
	t.Helper()
	to = filepath.Join(t.TempDir(), to)
	command := exec.Command("ogr2ogr", append([]string{"-f", format, to, from}, options...)...)
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("ogr2ogr, which Debian's gdal-bin has: %v\n%s", err, out)
	}
	return to
}

func countriesFile(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "countries.geojson")
	if err := os.WriteFile(file, []byte(countries), 0o666); err != nil {
		t.Fatal(err)
	}
	return file
}

// Files that GDAL has written are read, whatever their types of columns and encodings.
func TestForeignFiles(t *testing.T) {
	source := countriesFile(t)
	for _, tt := range []struct {
		name, format, file string
		options            []string
	}{
		{"GeoJSON", "GeoJSON", "countries.json", nil},
		{"GeoPackage", "GPKG", "countries.gpkg", nil},
		{"GeoPackage in Web Mercator", "GPKG", "countries.gpkg", []string{"-t_srs", "EPSG:3857"}},
		{"GeoPackage with heights", "GPKG", "countries.gpkg", []string{"-dim", "XYZ"}},
		{"FlatGeobuf", "FlatGeobuf", "countries.fgb", []string{"-nlt", "PROMOTE_TO_MULTI"}},
		{"Shapefile in UTF-8", "ESRI Shapefile", "countries.shp", []string{"-lco", "ENCODING=UTF-8"}},
		{"Shapefile in Turkish Windows letters", "ESRI Shapefile", "countries.shp", []string{"-lco", "ENCODING=CP1254"}},
		{"zip of a Shapefile", "ESRI Shapefile", "countries.shz", []string{"-lco", "ENCODING=UTF-8"}},
		{"KML", "LIBKML", "countries.kml", nil},
		{"KMZ", "LIBKML", "countries.kmz", nil},
		{"KML of the older driver", "KML", "countries.kml", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, report := imported(t, ogr2ogr(t, tt.format, source, tt.file, tt.options...), Options{End: Inclusive})
			for day, want := range map[string]string{
				"1999-12-31 46.5 39.5": "1@1990-01-01 Şuşa Ğ", "2000-01-01 46.5 40.2": "1@2000-01-01 Şuşa Ğ", "2019-12-31 49.4 39.5": "2 Çay",
				"1999-12-31 46.5 40.2": "", "2000-01-01 46.25 39.3": "", "1999-12-31 46.25 39.3": "1@1990-01-01 Şuşa Ğ", "2020-01-01 49.4 39.5": "",
			} {
				if got := regionAt(t, s, day); !strings.HasPrefix(got, want) || want == "" && got != "" {
					t.Errorf("%s: got %q, want %q; chosen %v", day, got, want, report.Chosen)
				}
			}
		})
	}
}

// regionAt says what lies at "DAY LONGITUDE LATITUDE".
func regionAt(t *testing.T, s *data.Snapshot, where string) string {
	t.Helper()
	day, point := dayAndPoint(t, where)
	for _, r := range s.Locate(point, day).Regions {
		return r.ID + " " + r.Names["en"]
	}
	return ""
}

func dayAndPoint(t *testing.T, where string) (date.Date, orb.Point) {
	t.Helper()
	var text string
	var point orb.Point
	if _, err := fmt.Sscan(where, &text, &point[0], &point[1]); err != nil {
		t.Fatal(err)
	}
	day, err := date.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return day, point
}

// Systems of countries and continents that are as good as WGS 84 are read as it in every format,
// which is said, and where a Shapefile does not say its system, where it would lie.
func TestNearReferenceSystems(t *testing.T) {
	source := countriesFile(t)
	for _, tt := range []struct{ format, file, system, want string }{
		{"GPKG", "countries.gpkg", "EPSG:4258", "ETRS89"}, {"ESRI Shapefile", "countries.shp", "EPSG:4283", "GDA94"},
		{"ESRI Shapefile", "countries.shp", "EPSG:4674", "SIRGAS 2000"}, {"ESRI Shapefile", "countries.shp", "EPSG:4490", "CGCS2000"},
		{"FlatGeobuf", "countries.fgb", "EPSG:4269", "NAD83"}, {"GeoJSON", "countries.geojson", "EPSG:4674", "SIRGAS 2000"},
		{"ESRI Shapefile", "countries.shp", "", "there is no .prj: taken for longitude and latitude in WGS 84, in which they lie within longitudes 46 to 49.5 and latitudes 39 to 40.5"},
	} {
		options := []string{"-a_srs", tt.system}
		if tt.format == "GeoJSON" {
			options = append(options, "-lco", "RFC7946=NO")
		} else if tt.system == "" {
			options = nil
		}
		file := ogr2ogr(t, tt.format, source, tt.file, options...)
		if tt.system == "" {
			if err := os.Remove(strings.TrimSuffix(file, ".shp") + ".prj"); err != nil {
				t.Fatal(err)
			}
		}
		s, report := imported(t, file, Options{End: Inclusive})
		if got := regionAt(t, s, "2019-12-31 49.4 39.5"); !strings.HasPrefix(got, "2 ") {
			t.Errorf("%s in %s: got %q where region 2 lies", tt.format, tt.system, got)
		}
		if notes := strings.Join(report.Notes, "; "); !strings.Contains(notes, tt.want) {
			t.Errorf("%s in %s: notes %q do not say %q", tt.format, tt.system, notes, tt.want)
		}
	}
}

// Another reference system is refused with a hint, never taken for degrees.
func TestForeignReferenceSystems(t *testing.T) {
	source := countriesFile(t)
	for _, tt := range []struct{ format, file string }{
		{"GPKG", "countries.gpkg"}, {"ESRI Shapefile", "countries.shp"}, {"FlatGeobuf", "countries.fgb"}, {"GeoJSON", "countries.geojson"},
	} {
		file := ogr2ogr(t, tt.format, source, tt.file, "-t_srs", "EPSG:32638")
		wantRefused(t, file, Options{End: Inclusive}, "ogr2ogr -t_srs EPSG:4326")
		if tt.format == "ESRI Shapefile" {
			if err := os.Remove(strings.TrimSuffix(file, ".shp") + ".prj"); err != nil {
				t.Fatal(err)
			}
			wantRefused(t, file, Options{End: Inclusive}, "metres")
		}
	}
}
