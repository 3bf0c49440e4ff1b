package arrowipc

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"demarc/geo"
	"demarc/geo/geoparquet"
)

// streamOf writes rows, given as JSON, as a stream with batches of two.
func streamOf(t testing.TB, fields []arrow.Field, rows []string, options ...ipc.Option) []byte {
	t.Helper()
	schema := arrow.NewSchema(fields, nil)
	var out bytes.Buffer
	w := ipc.NewWriter(&out, append(options, ipc.WithSchema(schema))...)
	for i := 0; i < len(rows); i += 2 {
		batch, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema, strings.NewReader("["+strings.Join(rows[i:min(i+2, len(rows))], ",")+"]"))
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Write(batch); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

var addedFields = []geo.Field{{Name: "sum"}, {Name: "half", Type: geo.Float}, {Name: "odd", Type: geo.Bool}, {Name: "day", Type: geo.Date}, {Name: "free"}}

// copied copies a stream, with columns that say what was read.
func copied(content []byte) ([]byte, error) {
	s, err := Open(bytes.NewReader(content), 1<<20)
	if err != nil {
		return nil, err
	}
	var read []int
	for i, leaf := range s.Leaves() {
		if leaf.Kind != geoparquet.Opaque {
			read = append(read, i)
			if err := s.Head(i, func(geoparquet.Cell) bool { return i%2 == 0 }); err != nil {
				return nil, err
			}
		}
	}
	var out bytes.Buffer
	n := 0
	err = s.Copy(&out, read, addedFields, 4, func(cells [][]geoparquet.Cell, add func([]geoparquet.Value)) error {
		if len(cells) == 0 {
			return fmt.Errorf("nothing to read")
		}
		for k := range cells[0] {
			var text []string
			for i, c := range cells {
				said := fmt.Sprint(c[k].Number, c[k].Day, c[k].Point, string(c[k].Text), c[k].Fault)
				if c[k].Null {
					said = "null"
				}
				text = append(text, s.Leaves()[read[i]].Name+"="+said)
			}
			row := make([]geoparquet.Value, len(addedFields))
			for i, v := range []string{[]string{"a", "b"}[n%2], fmt.Sprint(float64(n) / 2), fmt.Sprint(n%2 == 1), "2020-11-10", strings.Join(text, " ")} {
				if n%5 == 3 && i < 4 {
					continue // a value that is missing
				}
				var err error
				if row[i], err = geoparquet.ParseValue(addedFields[i].Type, v); err != nil {
					return err
				}
			}
			add(row)
			n++
		}
		return nil
	})
	return out.Bytes(), err
}

func rowsOf(t *testing.T, content []byte) (rows []map[string]any) {
	t.Helper()
	r, err := ipc.NewReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	for r.Next() {
		var text bytes.Buffer
		if err := array.RecordToJSON(r.RecordBatch(), &text); err != nil {
			t.Fatal(err)
		}
		for decoder := json.NewDecoder(&text); decoder.More(); {
			row := map[string]any{}
			if err := decoder.Decode(&row); err != nil {
				t.Fatal(err)
			}
			rows = append(rows, row)
		}
	}
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
	return rows
}

func field(name string, kind arrow.DataType) arrow.Field {
	return arrow.Field{Name: name, Type: kind, Nullable: true}
}

var allFields = []arrow.Field{
	field("lon", arrow.PrimitiveTypes.Float64), field("small", arrow.PrimitiveTypes.Uint8), field("lat", arrow.BinaryTypes.LargeString),
	field("kind", &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String}),
	field("date", arrow.FixedWidthTypes.Date32), field("seen", &arrow.TimestampType{Unit: arrow.Second, TimeZone: "Asia/Baku"}),
	field("at", arrow.StructOf(field("x", arrow.PrimitiveTypes.Float32), field("list", arrow.ListOf(arrow.PrimitiveTypes.Int64)))),
}

var allRows = []string{
	`{"lon":46.5,"small":7,"lat":"40","kind":"a","date":"2020-11-10","seen":86401,"at":{"x":1.5,"list":[1,2]}}`,
	`{"lon":null,"small":null,"lat":null,"kind":null,"date":null,"seen":null,"at":null}`,
	`{"lon":1,"small":2,"lat":"","kind":"b","date":"1969-12-31","seen":-1,"at":{"x":null,"list":null}}`,
	`{"lon":2,"small":3,"lat":"x","kind":"a","date":"1970-01-01","seen":0,"at":{"x":3,"list":[]}}`,
	`{"lon":3,"small":4,"lat":"y","kind":"c","date":"1970-01-01","seen":0,"at":{"x":3,"list":[3]}}`,
}

// What a stream holds stays as it is, batch for batch, packed or not; what is added stands beside
// the row that it was made from.
func TestCopy(t *testing.T) {
	for name, options := range map[string][]ipc.Option{"plain": nil, "zstd": {ipc.WithZstd()}, "lz4": {ipc.WithLZ4()}} {
		in := streamOf(t, allFields, allRows, append(options, ipc.WithDictionaryDeltas(true))...)
		out, err := copied(in)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		before, after := rowsOf(t, in), rowsOf(t, out)
		if len(after) != len(allRows) || len(before) != len(allRows) {
			t.Fatalf("%s: %d rows of %d", name, len(after), len(before))
		}
		for i, want := range []string{
			"a 0 false 2020-11-10 lon=46.5 0 [0 0] small=7 0 [0 0] lat=0 0 [0 0]40 kind=0 0 [0 0]a date=0 18576 [0 0] seen=0 1 [0 0] at.x=1.5 0 [0 0]",
			"b 0.5 true 2020-11-10 lon=null small=null lat=null kind=null date=null seen=null at.x=null",
			"a 1 false 2020-11-10 lon=1 0 [0 0] small=2 0 [0 0] lat=0 0 [0 0] kind=0 0 [0 0]b date=0 -1 [0 0] seen=0 -1 [0 0] at.x=null",
			"<nil> <nil> <nil> <nil> lon=2 0 [0 0] small=3 0 [0 0] lat=0 0 [0 0]x kind=0 0 [0 0]a date=0 0 [0 0] seen=0 0 [0 0] at.x=3 0 [0 0]",
			"a 2 false 2020-11-10 lon=3 0 [0 0] small=4 0 [0 0] lat=0 0 [0 0]y kind=0 0 [0 0]c date=0 0 [0 0] seen=0 0 [0 0] at.x=3 0 [0 0]",
		} {
			row := after[i]
			if got := fmt.Sprint(row["sum"], " ", row["half"], " ", row["odd"], " ", row["day"], " ", row["free"]); got != want {
				t.Errorf("%s: row %d: got %s, want %s", name, i, got, want)
			}
			for _, f := range addedFields {
				delete(row, f.Name)
			}
			if !reflect.DeepEqual(row, before[i]) {
				t.Errorf("%s: row %d became %v, was %v", name, i, row, before[i])
			}
		}
	}
}

// Points are found by the names that GeoArrow gives them, or by that of a column of bytes; another
// reference system is refused.
func TestPoints(t *testing.T) {
	named := func(kind arrow.DataType, of, more string) arrow.Field {
		f := field("place", kind)
		f.Metadata = arrow.NewMetadata([]string{extensionName, extensionMore}, []string{of, more})
		return f
	}
	pair := arrow.StructOf(field("x", arrow.PrimitiveTypes.Float64), field("y", arrow.PrimitiveTypes.Float64))
	const wkb = `"AQEAAAAAAAAAAAA8QAAAAAAAAERA"` // POINT (28 40)
	for _, tt := range []struct {
		name  string
		field arrow.Field
		value string
		want  string // in what is read
		fails string
	}{
		{"bytes", named(arrow.BinaryTypes.Binary, wellKnown, ""), wkb, "place=0 0 [28 40]", ""},
		{"bytes of another system", named(arrow.BinaryTypes.Binary, wellKnown, `{"crs":"EPSG:32638"}`), wkb, "", "want WGS 84"},
		{"PROJJSON of another system", named(arrow.BinaryTypes.Binary, wellKnown, `{"crs":{"name":"UTM","id":{"authority":"EPSG","code":32638}}}`), wkb, "", "want WGS 84"},
		{"bytes with an usual name", field("geometry", arrow.BinaryTypes.LargeBinary), wkb, "geometry=0 0 [28 40]", ""},
		{"pairs", named(arrow.FixedSizeListOf(2, arrow.PrimitiveTypes.Float64), pointNumbers, `{"crs":"OGC:CRS84"}`), `[28,40]`, "place=0 0 [28 40]", ""},
		{"structures", named(pair, pointNumbers, "{}"), `{"x":28,"y":40}`, "place.x=28 0 [0 0] place.y=40 0 [0 0]", ""},
	} {
		in := streamOf(t, []arrow.Field{tt.field}, []string{`{"` + tt.field.Name + `":` + tt.value + `}`, `{"` + tt.field.Name + `":null}`})
		out, err := copied(in)
		if tt.fails != "" {
			if err == nil || !strings.Contains(err.Error(), tt.fails) {
				t.Errorf("%s: got %v, want %q", tt.name, err, tt.fails)
			}
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if got := rowsOf(t, out)[0]["free"]; got != tt.want {
			t.Errorf("%s: got %v, want %s", tt.name, got, tt.want)
		}
		if s, err := Open(bytes.NewReader(in), 1<<20); err != nil || len(s.Points()) == 0 {
			t.Errorf("%s: its points are %v, %v", tt.name, s.Points(), err)
		}
	}
}

// Whatever is cut off or changed is an error or a table, never a panic; a batch that says that it
// is larger than allowed is not made room for.
func TestDamaged(t *testing.T) {
	whole := streamOf(t, allFields, allRows, ipc.WithZstd(), ipc.WithDictionaryDeltas(true))
	for n := range whole {
		if n > 0 && n < len(whole)-8 {
			if _, err := copied(whole[:n]); err == nil && n%8 != 0 {
				t.Errorf("the first %d of %d bytes: no error", n, len(whole))
			}
		}
	}
	r := rand.New(rand.NewPCG(23, 2))
	for range 3000 {
		damaged := bytes.Clone(whole)
		for range 1 + r.IntN(4) {
			damaged[r.IntN(len(damaged))] = byte(r.Uint32())
		}
		copied(damaged) // whatever it says
	}
	s, err := Open(bytes.NewReader(streamOf(t, allFields, allRows)), 100)
	if err == nil {
		err = s.Copy(io.Discard, nil, nil, -1, func([][]geoparquet.Cell, func([]geoparquet.Value)) error { return nil })
	}
	if err == nil || !strings.Contains(err.Error(), "exceeds limit 100") {
		t.Errorf("a batch of more than 100 bytes: got %v", err)
	}
}
