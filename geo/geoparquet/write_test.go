package geoparquet_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/geoparquet"
)

func write(t *testing.T, layer geo.Layer) *parquet.File {
	t.Helper()
	var file bytes.Buffer
	if err := geoparquet.Write(&file, layer, geo.Meta{Licence: "CC-BY-4.0"}); err != nil {
		t.Fatal(err)
	}
	f, err := parquet.OpenFile(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

var layer = geo.Layer{
	Name: "zones",
	Fields: []geo.Field{
		{Name: "zone"}, {Name: "bbox"}, {Name: "rank", Type: geo.Int}, {Name: "area", Type: geo.Float}, {Name: "overlay", Type: geo.Bool}, {Name: "day", Type: geo.Date},
	},
	Features: []geo.Feature{
		{ID: "a", Geometry: orb.Polygon{{{0, 0}, {0, 1}, {1, 1}, {0, 0}}}, Values: []any{"Ağdam", nil, 3, 1.5, true, "2020-11-25"}},
		{ID: "b", Geometry: orb.Point{2, -3}, Values: []any{nil, nil, nil, nil, nil, "1900-01-01"}},
		{ID: "c", Values: []any{"x", "y", int64(-1), -0.5, false, nil}},
	},
}

// Columns keep the order of the fields and have their types; names of ours give way to those of the
// layer.
func TestSchema(t *testing.T) {
	f := write(t, layer)
	var got []string
	for _, c := range f.Schema().Columns() {
		leaf, _ := f.Schema().Lookup(c...)
		got = append(got, c[len(c)-1]+" "+leaf.Node.Type().String())
	}
	want := []string{
		"zone STRING", "bbox STRING", "rank INT(64,true)", "area DOUBLE", "overlay BOOLEAN", "day DATE", "geometry BYTE_ARRAY",
		"xmin DOUBLE", "ymin DOUBLE", "xmax DOUBLE", "ymax DOUBLE",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if licence, _ := f.Lookup("licence"); licence != "CC-BY-4.0" {
		t.Errorf("licence %q", licence)
	}
}

func TestMetadata(t *testing.T) {
	text, ok := write(t, layer).Lookup("geo")
	if !ok {
		t.Fatal("the key geo is missing")
	}
	var about struct {
		Version       string
		PrimaryColumn string `json:"primary_column"`
		Columns       map[string]struct {
			Encoding    string
			Types       []string `json:"geometry_types"`
			Bbox        []float64
			Orientation string
			Covering    struct{ Bbox map[string][]string }
		}
	}
	if err := json.Unmarshal([]byte(text), &about); err != nil {
		t.Fatal(err)
	}
	c := about.Columns[about.PrimaryColumn]
	if about.Version != "1.1.0" || c.Encoding != "WKB" || c.Orientation != "counterclockwise" ||
		!slices.Equal(c.Types, []string{"Point", "Polygon"}) || !slices.Equal(c.Bbox, []float64{0, -3, 2, 1}) ||
		!slices.Equal(c.Covering.Bbox["ymin"], []string{"bbox_", "ymin"}) {
		t.Errorf("got %s", text)
	}
}

// Days before 1970 are negative, as is what is absent null and not zero.
func TestValues(t *testing.T) {
	rows := write(t, layer).RowGroups()[0].Rows()
	defer rows.Close()
	read := make([]parquet.Row, 3)
	if n, _ := rows.ReadRows(read); n != 3 {
		t.Fatalf("got %d rows", n)
	}
	for row, want := range [][]string{
		{"Ağdam", "<null>", "3", "1.5", "true", "18591"}, {"<null>", "<null>", "<null>", "<null>", "<null>", "-25567"}, {"x", "y", "-1", "-0.5", "false", "<null>"},
	} {
		for i, text := range want {
			got := read[row][i].String()
			if read[row][i].IsNull() {
				got = "<null>"
			}
			if got != text {
				t.Errorf("row %d: %s: got %s, want %s", row, layer.Fields[i].Name, got, text)
			}
		}
		if located := layer.Features[row].Geometry != nil; read[row][6].IsNull() == located || read[row][7].IsNull() == located {
			t.Errorf("row %d: geometry and box must be there if the feature is located, and only then", row)
		}
	}
}
