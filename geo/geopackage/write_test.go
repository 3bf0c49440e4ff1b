package geopackage

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"demarc/geo"
)

// sample has every type of field, absent values, names that need quoting, and columns that clash
// with ours.
func sample(name string, geometries ...orb.Geometry) geo.Layer {
	layer := geo.Layer{Name: name, Fields: []geo.Field{
		{Name: "fid"}, {Name: "count", Type: geo.Int}, {Name: "km2", Type: geo.Float}, {Name: "over", Type: geo.Bool},
		{Name: "valid_from", Type: geo.Date}, {Name: `a "b" 'c'`},
	}}
	for i, g := range geometries {
		values := []any{fmt.Sprint("Şuşa Շուշի Шуша ", i), i, 1.5 * float64(i), i%2 == 0, "2020-11-25", "x"}
		if i == 1 {
			values = make([]any, len(layer.Fields))
		}
		layer.Features = append(layer.Features, geo.Feature{ID: fmt.Sprint(i), Geometry: g, Values: values})
	}
	return layer
}

var square = orb.Polygon{{{46, 39}, {47, 39}, {47, 40}, {46, 40}, {46, 39}}}

func TestGDALReads(t *testing.T) {
	layers := []geo.Layer{
		sample("areas", square, nil, orb.MultiPolygon{square}),
		sample("lines", orb.LineString{{1, 2}, {3, 4}}, orb.LineString{{-180, -90}, {180, 90}}),
		sample("points", orb.Point{1, 2}, orb.Point{46.123456789, 39.987654321}),
		sample("mixed", orb.Point{1, 2}, orb.LineString{{1, 2}, {3, 4}}, square),
		sample(`odd "name"`, orb.Point{0, 0}),
		sample("nothing", nil, nil),
		sample("empty"),
	}
	f := File{Meta: geo.Meta{Title: "Şuşa & co", Licence: "CC-BY-4.0", Attribution: "<b>us</b>"}}
	for _, layer := range layers {
		f.Tables = append(f.Tables, Table{Layer: layer, Title: "T " + layer.Name, Style: "<qgis/>"})
	}
	read := dump(t, write(t, f))
	kinds := map[string]string{
		"areas": "Multi Polygon", "lines": "Line String", "points": "Point", "mixed": "Unknown (any)",
		`odd "name"`: "Point", "nothing": "None", "empty": "None",
	}
	for _, layer := range layers {
		got, ok := read.Tables[layer.Name]
		if !ok {
			t.Errorf("GDAL finds no table %s", layer.Name)
			continue
		}
		if got.Kind != kinds[layer.Name] {
			t.Errorf("%s: GDAL reads geometries of type %s, want %s", layer.Name, got.Kind, kinds[layer.Name])
		}
		wantFields := [][]string{
			{"fid_", "String", "None"}, {"count", "Integer64", "None"}, {"km2", "Real", "None"},
			{"over", "Integer", "Boolean"}, {"valid_from", "Date", "None"}, {`a "b" 'c'`, "String", "None"},
		}
		if !slices.EqualFunc(got.Fields, wantFields, slices.Equal) {
			t.Errorf("%s: GDAL reads fields %v, want %v", layer.Name, got.Fields, wantFields)
		}
		compareRows(t, layer, got)
	}
	for key, want := range map[string]string{"title": "Şuşa & co", "licence": "CC-BY-4.0", "attribution": "<b>us</b>"} {
		if got := read.Metadata[key]; got != want {
			t.Errorf("metadata %s: GDAL reads %q, want %q", key, got, want)
		}
	}
}

func compareRows(t *testing.T, layer geo.Layer, got table) {
	t.Helper()
	if len(got.Rows) != len(layer.Features) {
		t.Fatalf("%s: GDAL reads %d rows, want %d", layer.Name, len(got.Rows), len(layer.Features))
	}
	located := 0
	for i, f := range layer.Features {
		row := got.Rows[i]
		if f.Values[0] == nil {
			if slices.ContainsFunc(row.Values, func(v *string) bool { return v != nil }) {
				t.Errorf("%s %d: GDAL reads values where all are absent", layer.Name, i)
			}
		} else if *row.Values[0] != f.Values[0] || *row.Values[4] != "2020/11/25" || *row.Values[2] != fmt.Sprint(f.Values[2]) {
			t.Errorf("%s %d: GDAL reads %s, %s, %s, want %v", layer.Name, i, *row.Values[0], *row.Values[2], *row.Values[4], f.Values)
		}
		if f.Geometry == nil {
			if row.WKT != "" {
				t.Errorf("%s %d: GDAL reads %s, want no geometry", layer.Name, i, row.WKT)
			}
			continue
		}
		located++
		g, err := wkt.Unmarshal(row.WKT)
		if err != nil {
			t.Errorf("%s %d: %v", layer.Name, i, err)
			continue
		}
		if want := promote(f.Geometry, typeOf(g)); !orb.Equal(g, want) {
			t.Errorf("%s %d: GDAL reads %v, want %v", layer.Name, i, g, want)
		}
	}
	if located > 0 && got.Indexed != located {
		t.Errorf("%s: %d features are in the R-tree, want %d", layer.Name, got.Indexed, located)
	}
}

func TestSameContentSameBytes(t *testing.T) {
	f := File{Tables: []Table{{Layer: sample("areas", square), Style: "<qgis/>"}}, Projects: map[string]Project{"p": {[]byte("<a b="), []byte("/>")}}}
	a, err := os.ReadFile(write(t, f))
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(write(t, f))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a, b) {
		t.Error("the same content makes two different files")
	}
}

// SQLite itself finds nothing wrong, with what the specification asks of the header.
func TestIntegrity(t *testing.T) {
	name := write(t, File{Tables: []Table{{Layer: sample("areas", square)}}})
	db, err := sql.Open("sqlite", name)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for query, want := range map[string]string{
		"PRAGMA integrity_check": "ok", "PRAGMA application_id": "1196444487", "PRAGMA user_version": "10300",
		"SELECT count(*) FROM pragma_foreign_key_check": "0",
		"SELECT count(*) FROM rtree_areas_geom":         "1",
	} {
		var got string
		if err := db.QueryRow(query).Scan(&got); err != nil || got != want {
			t.Errorf("%s: %s, %v, want %s", query, got, err, want)
		}
	}
}

func TestRefused(t *testing.T) {
	name := write(t, File{})
	if err := Write(context.Background(), name, File{}); err == nil {
		t.Error("a file that exists is written over")
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if err := Write(ctx, filepath.Join(t.TempDir(), "x.gpkg"), File{}); err == nil {
		t.Error("no error after the context has ended")
	}
	two := File{Tables: []Table{{Layer: sample("same")}, {Layer: sample("same")}}}
	if err := Write(context.Background(), filepath.Join(t.TempDir(), "x.gpkg"), two); err == nil {
		t.Error("two tables of one name are no error")
	}
}

type table struct {
	Kind   string     `json:"kind"`
	Fields [][]string `json:"fields"`
	Rows   []struct {
		Values []*string `json:"values"`
		WKT    string    `json:"wkt"`
	} `json:"rows"`
	Indexed int `json:"indexed"`
}

type dumped struct {
	Tables   map[string]table  `json:"tables"`
	Metadata map[string]string `json:"metadata"`
}

func write(t *testing.T, f File) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "a file.gpkg")
	if err := Write(context.Background(), name, f); err != nil {
		t.Fatal(err)
	}
	return name
}

// dump reads a file with GDAL's Python, Debian's package python3-gdal.
func dump(t *testing.T, name string) dumped {
	t.Helper()
	var stderr bytes.Buffer
	command := exec.Command("/usr/bin/python3", "testdata/dump.py", name)
	command.Stderr = &stderr
	output, err := command.Output()
	if err != nil {
		t.Fatalf("GDAL cannot read the file (the test needs python3-gdal): %v\n%s", err, &stderr)
	}
	if stderr.Len() > 0 {
		t.Errorf("GDAL warns: %s", &stderr)
	}
	var d dumped
	if err := json.Unmarshal(output, &d); err != nil {
		t.Fatal(err)
	}
	return d
}
