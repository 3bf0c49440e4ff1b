package shapefile_test

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/geojson"
	"demarc/geo/shapefile"
)

var fields = []geo.Field{
	{Name: "id"}, {Name: "controller_name"}, {Name: "controller_nation"}, {Name: "rank", Type: geo.Int},
	{Name: "area_km2", Type: geo.Float}, {Name: "overlay", Type: geo.Bool}, {Name: "valid_from", Type: geo.Date, Role: geo.RoleFrom},
}

func square(x, y, size float64) orb.Ring {
	return orb.Ring{{x, y}, {x + size, y}, {x + size, y + size}, {x, y + size}, {x, y}}
}

func hole(x, y, size float64) orb.Ring {
	r := square(x, y, size)
	slices.Reverse(r)
	return r
}

func layerOf(shapes ...orb.Geometry) geo.Layer {
	layer := geo.Layer{Name: "zones", Fields: fields}
	for i, g := range shapes {
		values := []any{string(rune('a' + i)), "Ստեփանակերտ / Xankəndi / Ağdam", "x", int64(i * 1000), 12.25 - float64(i), i%2 == 0, "2020-11-25"}
		if i%3 == 2 {
			values = []any{string(rune('a' + i)), nil, nil, nil, nil, nil, nil}
		}
		layer.Features = append(layer.Features, geo.Feature{ID: values[0].(string), Geometry: g, Values: values})
	}
	return layer
}

func write(t testing.TB, layer geo.Layer) (*zip.Reader, string) {
	t.Helper()
	var file bytes.Buffer
	if err := shapefile.Write(&file, layer, geo.Meta{Licence: "CC-BY-4.0", Attribution: "somebody"}); err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	f, err := archive.Open("README.txt")
	if err != nil {
		t.Fatal(err)
	}
	readme, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return archive, string(readme)
}

// readEach reads all Shapefiles of an archive.
func readEach(files fs.FS) ([]shapefile.Layer, error) {
	tables, err := fs.Glob(files, "*.dbf")
	if err != nil {
		return nil, err
	}
	var layers []shapefile.Layer
	for _, name := range tables {
		layer, err := shapefile.Read(files, name, "")
		if err != nil {
			return nil, err
		}
		layers = append(layers, layer)
	}
	return layers, nil
}

// Everything that can be written is read back the same, but for the names of fields.
func TestRoundTrip(t *testing.T) {
	multi := orb.MultiPolygon{{square(46, 40, 1)}, {square(48, 40, 1), hole(48.25, 40.25, 0.5)}}
	for name, tt := range map[string]struct {
		shapes []orb.Geometry
		layers []string
	}{
		"points":       {[]orb.Geometry{orb.Point{46, 40}, orb.Point{47.125, 40}}, []string{"zones"}},
		"multipoints":  {[]orb.Geometry{orb.MultiPoint{{46, 40}, {47, 41}}}, []string{"zones"}},
		"lines":        {[]orb.Geometry{orb.LineString{{46, 40}, {47, 41}}, orb.MultiLineString{{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}}}, []string{"zones"}},
		"polygons":     {[]orb.Geometry{orb.Polygon{square(46, 40, 1), hole(46.5, 40.5, 0.25)}, multi, nil}, []string{"zones"}},
		"no shape":     {[]orb.Geometry{nil, nil}, []string{"zones"}},
		"nothing":      {nil, []string{"zones"}},
		"several":      {[]orb.Geometry{orb.Point{46, 40}, orb.LineString{{46, 40}, {47, 41}}, multi, nil}, []string{"zones_lines", "zones_points", "zones_polygons", "zones_unlocated"}},
		"null between": {[]orb.Geometry{orb.Point{1, 2}, nil, orb.Point{3, 4}}, []string{"zones"}},
	} {
		want := layerOf(tt.shapes...)
		archive, _ := write(t, want)
		layers, err := readEach(archive)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []geo.Feature
		var names []string
		for _, layer := range layers {
			names = append(names, layer.Name)
			got = append(got, layer.Features...)
			if len(layer.Notes) > 0 {
				t.Errorf("%s: notes %v", name, layer.Notes)
			}
		}
		if slices.Sort(names); !slices.Equal(names, tt.layers) {
			t.Errorf("%s: got %v, want %v", name, names, tt.layers)
		}
		slices.SortFunc(got, func(a, b geo.Feature) int { return strings.Compare(a.ID, b.ID) })
		if len(got) != len(want.Features) {
			t.Fatalf("%s: got %d features, want %d", name, len(got), len(want.Features))
		}
		for i, f := range got {
			w := want.Features[i]
			if g, wg := geojson.AppendGeometry(nil, f.Geometry), geojson.AppendGeometry(nil, w.Geometry); !bytes.Equal(g, wg) {
				t.Errorf("%s: %s: got %s, want %s", name, f.ID, g, wg)
			}
			if !reflect.DeepEqual(f.Values, w.Values) {
				t.Errorf("%s: %s: got %v, want %v", name, f.ID, f.Values, w.Values)
			}
		}
	}
}

// without is a file system that lacks a file.
type without struct {
	fs.FS
	name string
}

func (w without) Open(name string) (fs.File, error) {
	if name == w.name {
		return nil, fs.ErrNotExist
	}
	return w.FS.Open(name)
}

// Names are cut to ten letters, and come back whole where our own metadata are beside them.
func TestNamesAndReadme(t *testing.T) {
	archive, readme := write(t, layerOf(orb.Point{1, 2}))
	for _, tt := range []struct {
		what  string
		files fs.FS
		want  []string
	}{
		{"with metadata.json", archive, []string{"id", "controller_name", "controller_nation", "rank", "area_km2", "overlay", "valid_from"}},
		{"without", without{archive, "metadata.json"}, []string{"id", "contr_name", "contr_nati", "rank", "area_km2", "overlay", "valid_from"}},
	} {
		layers, err := readEach(tt.files)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, field := range layers[0].Fields {
			got = append(got, field.Name)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.what, got, tt.want)
		}
	}
	for _, want := range []string{"licence: CC-BY-4.0", "contr_name controller_name", "valid_from valid_from (the first day"} {
		if !strings.Contains(readme, want) {
			t.Errorf("README.txt lacks %q:\n%s", want, readme)
		}
	}
}

// A text is cut after a whole character, and the README says so.
func TestLongTextIsCut(t *testing.T) {
	layer := layerOf(orb.Point{1, 2})
	layer.Features[0].Values[1] = "x" + strings.Repeat("ə", 200)
	archive, readme := write(t, layer)
	layers, err := readEach(archive)
	if err != nil {
		t.Fatal(err)
	}
	got := layers[0].Features[0].Values[1].(string)
	if got != "x"+strings.Repeat("ə", 126) || !utf8.ValidString(got) {
		t.Errorf("got %d bytes: %q", len(got), got)
	}
	if !strings.Contains(readme, "contr_name: 1 texts were cut") {
		t.Errorf("README.txt does not say that a text was cut:\n%s", readme)
	}
}

// Old files say their encoding in several ways.
func TestEncodings(t *testing.T) {
	archive, _ := write(t, layerOf(orb.Point{1, 2}))
	for cpg, want := range map[string]string{
		"UTF-8": "Ağ", "65001": "Ağ", "ISO-8859-1": "AÄ\u009f", "ANSI 1254": "AÄŸ", "": "Ağ",
	} {
		fsys := fstest.MapFS{}
		for _, f := range archive.File {
			file, _ := archive.Open(f.Name)
			content, err := io.ReadAll(file)
			if err != nil {
				t.Fatal(err)
			}
			fsys[f.Name] = &fstest.MapFile{Data: content}
		}
		fsys["zones.cpg"].Data = []byte(cpg)
		layer, err := shapefile.Read(fsys, "zones.shp", "")
		if err != nil {
			t.Fatal(err)
		}
		if got := layer.Features[0].Values[1].(string); !strings.Contains(got, want) {
			t.Errorf("%q: got %q, want %q in it", cpg, got, want)
		}
		if faulty := len(layer.Notes) > 0; faulty != (cpg == "ANSI 1254") { // which lacks one of the bytes
			t.Errorf("%q: notes %v", cpg, layer.Notes)
		}
	}
}

// What is given goes before what the files say; where they say nothing, UTF-8 is told by itself,
// and a guess is said or not made.
func TestGivenAndGuessedEncodings(t *testing.T) {
	layer := layerOf(orb.Point{1, 2})
	layer.Features[0].Values[1] = "@@@@@@"
	archive, _ := write(t, layer)
	for _, tt := range []struct {
		name, bytes, given, cpg string
		driver                  byte
		want                    string // the text, or part of the error
		says                    string // in a note
	}{
		{"given", "\xde\xfe\xddabc", "cp1254", "", 0, "Şşİabc", ""},
		{"given in spite of the .cpg", "\xde\xfe\xddabc", "1254", "UTF-8", 0, "Şşİabc", "the .cpg says UTF-8"},
		{"given in spite of the header", "\xcc\xee\xf1\xea\xe2\xe0", "windows-1251", "", 0x58, "Москва", ""},
		{"given and unknown", "abcdef", "klingon", "", 0, `encoding "klingon" is not known`, ""},
		{".cpg unknown", "abcdef", "", "klingon", 0, `.cpg: encoding "klingon"`, ""},
		{".cpg with zeros", "\xcc\xee\xf1\xea\xe2\xe0", "", "1251\x00\r\n", 0, "Москва", ""},
		{"header", "\xcc\xee\xf1\xea\xe2\xe0", "", "", 0xc9, "Москва", ""},
		{"header in Chinese", "\xb1\xb1\xbe\xa9ab", "", "", 0x4d, "北京ab", ""},
		{"nothing said, UTF-8", "Ağ–", "", "", 0x57, "Ağ–", ""},
		{"nothing said, western", "K\xf6ln..", "", "", 0, "Köln", `taken for Windows-1252, as in "Köln.."`},
		{"nothing said, Russian", "\xcc\xee\xf1\xea\xe2\xe0", "", "", 0, `"Москва" in Windows-1251`, ""},
		{"the machine's, Turkish", "I\xf0d\xfdr.", "", "", 0x57, `"Iğdır." in Windows-1254`, ""},
		{"cut within a character", "Ağ\xe2\x80.", "", "UTF-8", 0, "Ağ\ufffd.", "cut off or replaced by \ufffd: 1"},
	} {
		fsys := fstest.MapFS{}
		for _, f := range archive.File {
			file, _ := archive.Open(f.Name)
			content, err := io.ReadAll(file)
			if err != nil {
				t.Fatal(err)
			}
			fsys[f.Name] = &fstest.MapFile{Data: content}
		}
		table := bytes.Replace(fsys["zones.dbf"].Data, []byte("@@@@@@"), []byte(tt.bytes), 1)
		table[29] = tt.driver
		fsys["zones.dbf"].Data, fsys["zones.cpg"].Data = table, []byte(tt.cpg)
		read, err := shapefile.Read(fsys, "zones.shp", tt.given)
		got := ""
		if err != nil {
			got = err.Error()
		} else {
			got = read.Features[0].Values[1].(string)
		}
		notes := strings.Join(read.Notes, "; ")
		if !strings.Contains(got, tt.want) || !strings.Contains(notes, tt.says) || (notes == "") != (tt.says == "") && err == nil {
			t.Errorf("%s: got %q with the notes %q, want %q and %q in them", tt.name, got, notes, tt.want, tt.says)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	archive, _ := write(t, layerOf(orb.Point{1, 2}))
	dbf, err := archive.Open("zones.dbf")
	if err != nil {
		t.Fatal(err)
	}
	table, err := io.ReadAll(dbf)
	if err != nil {
		t.Fatal(err)
	}
	for name, fsys := range map[string]fstest.MapFS{
		"no Shapefile": {"a.txt": {}},
		"utm":          {"a.dbf": {Data: table}, "a.shp": {Data: []byte{}}, "a.prj": {Data: []byte(`PROJCS["WGS_1984_UTM_Zone_38N"]`)}},
		"short":        {"a.dbf": {Data: table[:40]}},
		"no shp":       {"a.dbf": {Data: table}, "a.shp": {Data: []byte("nonsense")}},
	} {
		if _, err := shapefile.Read(fsys, "a.shp", ""); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, layer := range []geo.Layer{
		layerOf(orb.Point{1, 2}, nil), layerOf(orb.Polygon{square(46, 40, 1), hole(46.5, 40.5, 0.25)}), layerOf(orb.LineString{{46, 40}, {47, 41}}),
	} {
		archive, _ := write(f, layer)
		var parts [2][]byte
		for i, name := range []string{"zones.shp", "zones.dbf"} {
			file, err := archive.Open(name)
			if err != nil {
				f.Fatal(err)
			}
			if parts[i], err = io.ReadAll(file); err != nil {
				f.Fatal(err)
			}
		}
		f.Add(parts[0], parts[1])
	}
	f.Fuzz(func(t *testing.T, shp, dbf []byte) {
		layer, err := shapefile.Read(fstest.MapFS{"a.shp": {Data: shp}, "a.dbf": {Data: dbf}}, "a.shp", "")
		if err != nil {
			return
		}
		for _, feature := range layer.Features {
			if len(feature.Values) != len(layer.Fields) {
				t.Fatalf("%d values for %d fields", len(feature.Values), len(layer.Fields))
			}
		}
	})
}
