package kml_test

import (
	"archive/zip"
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/geojson"
	"demarc/geo/kml"
)

func square(x, y, size float64) orb.Ring {
	return orb.Ring{{x, y}, {x + size, y}, {x + size, y + size}, {x, y + size}, {x, y}}
}

func hole(x, y, size float64) orb.Ring {
	r := square(x, y, size)
	slices.Reverse(r)
	return r
}

var layer = geo.Layer{
	Name: "zones",
	Fields: []geo.Field{
		{Name: "id"}, {Name: "name_az", Role: geo.RoleTitle}, {Name: "rank", Type: geo.Int}, {Name: "area", Type: geo.Float}, {Name: "overlay", Type: geo.Bool},
		{Name: "valid_from", Type: geo.Date, Role: geo.RoleFrom}, {Name: "valid_to", Type: geo.Date, Role: geo.RoleTo}, {Name: "fill", Role: geo.RoleFill},
	},
	Features: []geo.Feature{
		{ID: "a", Geometry: orb.Polygon{square(46, 40, 1), hole(46.5, 40.5, 0.25)}, Values: []any{"a", "Ağdam <&> \"Լեռ\"", int64(3), 1.5, true, "2020-11-25", nil, "#1f77b4"}},
		{ID: "b", Geometry: orb.Point{46.123456789012345, 40}, Values: []any{"b", "Şuşa", nil, nil, nil, nil, "2020-11-25", "blue"}},
		{ID: "c", Geometry: orb.MultiPolygon{{square(46, 40, 1)}, {square(48, 40, 1)}}, Values: []any{"c", nil, int64(-3), 1e-7, false, "1988-02-20", "1994-05-12", "#1F77B4"}},
		{ID: "d", Geometry: orb.LineString{{1, 2}, {3, 4}}, Values: []any{"d", nil, nil, nil, nil, nil, nil, nil}},
		{ID: "e", Geometry: orb.MultiLineString{{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}}, Values: []any{"e", nil, nil, nil, nil, nil, nil, nil}},
		{ID: "f", Geometry: orb.MultiPoint{{1, 2}, {3, 4}}, Values: []any{"f", nil, nil, nil, nil, nil, nil, nil}},
		{ID: "g", Geometry: orb.Collection{orb.Point{1, 2}, orb.LineString{{1, 2}, {3, 4}}}, Values: []any{"g", nil, nil, nil, nil, nil, nil, nil}},
		{ID: "h", Values: []any{"h", nil, nil, nil, nil, nil, nil, nil}},
		{ID: "i", Geometry: orb.Point{1, 2}, Values: []any{"i", nil, nil, nil, nil, "1991-12-10", "1991-12-11", nil}},
	},
}

var meta = geo.Meta{Title: "T & T", Licence: "CC-BY-4.0", Attribution: "somebody", Source: "https://example.org/?a=1&b=2"}

func TestWrite(t *testing.T) {
	var file bytes.Buffer
	if err := kml.Write(&file, layer, meta); err != nil {
		t.Fatal(err)
	}
	text := file.String()
	for _, want := range []string{
		"<TimeSpan><begin>2020-11-25</begin></TimeSpan>", "<TimeSpan><end>2020-11-24</end></TimeSpan>",
		"<TimeSpan><begin>1988-02-20</begin><end>1994-05-11</end></TimeSpan>",
		"<TimeStamp><when>1991-12-10</when></TimeStamp>", // one day
		// what the OGC's suite for KML 2.2 wants
		`<atom:link href="https://example.org/?a=1&amp;b=2" rel="related"/>`, `<SimpleField type="string" name="overlay"/>`, `<SimpleData name="overlay">true</SimpleData>`,
		`<SimpleField type="string" name="id_"/>`,                        // beside the id of placemarks
		`<Style id="fill-1f77b4">`, "<PolyStyle><color>80b4771f</color>", // opacity, blue, green, red
		"<styleUrl>#plain</styleUrl>", "licence: CC-BY-4.0", "<atom:name>somebody</atom:name>", "Ağdam &lt;&amp;&gt;", "<coordinates>46.123456789012344,40</coordinates>",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if n := strings.Count(text, "<Style id="); n != 2 {
		t.Errorf("got %d styles, want one for each colour and one for none: 2", n)
	}
}

// The OGC's suite wants two geometries in a MultiGeometry.
func TestOnePartIsNoMultiGeometry(t *testing.T) {
	one := geo.Layer{Name: "one", Features: []geo.Feature{
		{ID: "a", Geometry: orb.MultiPolygon{{square(46, 40, 1)}}}, {ID: "b", Geometry: orb.Collection{orb.MultiPoint{{1, 2}}}},
	}}
	var file bytes.Buffer
	if err := kml.Write(&file, one, meta); err != nil {
		t.Fatal(err)
	}
	if text := file.String(); strings.Contains(text, "MultiGeometry") || !strings.Contains(text, "<Polygon>") || !strings.Contains(text, "<Point>") {
		t.Errorf("got %s, want a Polygon and a Point alone", text)
	}
}

// Everything that can be written is read back the same; what KML has elements for is read from them
// too.
func TestRoundTrip(t *testing.T) {
	var plain, zipped bytes.Buffer
	if err := kml.Write(&plain, layer, meta); err != nil {
		t.Fatal(err)
	}
	if err := kml.WriteKMZ(&zipped, layer, meta); err != nil {
		t.Fatal(err)
	}
	fromKML, _, err := kml.Read(&plain)
	if err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(zipped.Bytes()), int64(zipped.Len()))
	if err != nil {
		t.Fatal(err)
	}
	document, err := archive.Open("doc.kml")
	if err != nil {
		t.Fatal(err)
	}
	fromKMZ, _, err := kml.Read(document)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(fromKML, fromKMZ) {
		t.Errorf("KMZ is read as something else than KML")
	}
	index := map[string]int{}
	for i, field := range fromKML.Fields {
		index[field.Name] = i
	}
	for _, name := range []string{"name", "begin", "end"} {
		if _, ok := index[name]; !ok {
			t.Fatalf("field %s is missing in %v", name, fromKML.Fields)
		}
	}
	if kind := fromKML.Fields[index["end"]].Type; kind != geo.Date {
		t.Errorf("end has the type %v, want Date", kind)
	}
	for i, f := range fromKML.Features {
		want := layer.Features[i]
		if g, w := geojson.AppendGeometry(nil, f.Geometry), geojson.AppendGeometry(nil, want.Geometry); !bytes.Equal(g, w) {
			t.Errorf("%s: got %s, want %s", f.ID, g, w)
		}
		for k, field := range layer.Fields {
			if got := f.Values[index[field.Name]]; got != want.Values[k] {
				t.Errorf("%s: %s: got %v, want %v", f.ID, field.Name, got, want.Values[k])
			}
		}
	}
}

// What other programs write.
func TestReadForeign(t *testing.T) {
	for _, tt := range []struct {
		name, body, want string
	}{
		{"untyped data", `<Placemark><ExtendedData><Data name="a"><displayName>A</displayName><value>1</value></Data></ExtendedData></Placemark>`, `[a] ["1"] null`},
		{"moment", `<Placemark><TimeStamp><when>2020-11-25T00:00:00Z</when></TimeStamp></Placemark>`, `[when] ["2020-11-25"] null`},
		{"year", `<Placemark><TimeSpan><begin>1988</begin></TimeSpan></Placemark>`, `[begin] ["1988"] null`},
		{"heights and blanks", "<Placemark><Point><coordinates>\n 46.5,40,12 </coordinates></Point></Placemark>", `[] [] {"type":"Point","coordinates":[46.5,40]}`},
		{"open ring", `<Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 1,0 1,1</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>`,
			`[] [] {"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}`},
		{"html", `<Placemark><description><![CDATA[<b>x</b>]]></description></Placemark>`, `[description] ["<b>x</b>"] null`},
		{"folders", `<Folder><name>A</name><Folder><name>B</name><Placemark><name>x</name></Placemark></Folder></Folder><Placemark><name>y</name></Placemark>`, `[name folder] ["x" "A / B"] null`},
	} {
		got, _, err := kml.Read(strings.NewReader(`<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>` + tt.body + `</Document></kml>`))
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if text := describe(got); text != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, text, tt.want)
		}
	}
	_, notes, err := kml.Read(strings.NewReader(`<kml><NetworkLink><Link/></NetworkLink></kml>`))
	if err != nil || len(notes) != 1 || !strings.Contains(notes[0], "NetworkLink") {
		t.Errorf("got %v, %v: want a note on the NetworkLink", notes, err)
	}
	for name, text := range map[string]string{
		"gpx": "<gpx/>", "cut off": "<kml><Document>", "empty": "", "coordinates": "<kml><Placemark><Point><coordinates>46 40</coordinates></Point></Placemark></kml>",
	} {
		if _, _, err := kml.Read(strings.NewReader(text)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func describe(layer geo.Layer) string {
	var names []string
	var values []string
	for i, field := range layer.Fields {
		names = append(names, field.Name)
		if text, ok := layer.Features[0].Values[i].(string); ok {
			values = append(values, `"`+text+`"`)
		}
	}
	return "[" + strings.Join(names, " ") + "] [" + strings.Join(values, " ") + "] " + string(geojson.AppendGeometry(nil, layer.Features[0].Geometry))
}

func FuzzRead(f *testing.F) {
	var file bytes.Buffer
	if err := kml.Write(&file, layer, meta); err != nil {
		f.Fatal(err)
	}
	f.Add(file.String())
	f.Add(`<kml><Folder><Placemark><MultiGeometry><Point><coordinates>1,2</coordinates></Point></MultiGeometry><TimeSpan><end>2020</end></TimeSpan></Placemark></Folder></kml>`)
	f.Fuzz(func(t *testing.T, text string) {
		layer, _, err := kml.Read(strings.NewReader(text))
		if err != nil {
			return
		}
		if err := kml.Write(&bytes.Buffer{}, layer, geo.Meta{}); err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
	})
}

// The XML declaration names the encoding.
func TestReadEncodings(t *testing.T) {
	for _, tt := range []struct{ label, name, want string }{
		{"ISO-8859-9", "\xdeu\xfea \xf0", "Şuşa ğ"},
		{"iso-8859-2", "\xa3\xf3d\xbc", "Łódź"},
		{"windows-1251", "\xc1\xe0\xea\xf3", "Баку"},
		{"KOI8-R", "\xe2\xc1\xcb\xd5", "Баку"},
		{"ISO-8859-1", "Z\xfcrich", "Zürich"},
		{"Shift_JIS", "\x93\x8c\x8b\x9e", "東京"},
		{"UTF-8", "Şuşa", "Şuşa"},
	} {
		layer, _, err := kml.Read(strings.NewReader(`<?xml version="1.0" encoding="` + tt.label + `"?><kml><Placemark><name>` + tt.name + `</name></Placemark></kml>`))
		if err != nil {
			t.Errorf("%s: %v", tt.label, err)
		} else if got := layer.Features[0].Values[0]; got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.label, got, tt.want)
		}
	}
	if _, _, err := kml.Read(strings.NewReader(`<?xml version="1.0" encoding="ebcdic-9"?><kml/>`)); err == nil || !strings.Contains(err.Error(), `encoding "ebcdic-9" is not known: want one such as UTF-8`) {
		t.Errorf("unknown encoding: got %v", err)
	}
}
