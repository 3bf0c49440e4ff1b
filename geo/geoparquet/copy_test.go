package geoparquet

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	flatbuffers "github.com/google/flatbuffers/go"
	"github.com/parquet-go/parquet-go"

	"demarc/geo"
)

// incident is a row with what tables have: values that may be missing, lists, structures.
type incident struct {
	ID    int32    `parquet:"id"`
	Kind  string   `parquet:"kind,dict,optional"`
	Tags  []string `parquet:"tags,list"`
	Place struct {
		Lon float64 `parquet:"lon,optional"`
		Lat float64 `parquet:"lat"`
	} `parquet:"place"`
	Seen map[string]int64 `parquet:"seen"`
	Raw  [3]byte          `parquet:"raw"`
}

func incidents(rows int) []incident {
	r := rand.New(rand.NewPCG(1, 2))
	all := make([]incident, rows)
	for i := range all {
		one := &all[i]
		one.ID, one.Kind, one.Raw = int32(i), []string{"", "a", "b"}[r.IntN(3)], [3]byte{1, byte(i), 3}
		one.Place.Lon, one.Place.Lat = r.Float64()*10, r.Float64()
		for range r.IntN(3) {
			one.Tags = append(one.Tags, fmt.Sprint(r.IntN(5)))
		}
		one.Seen = map[string]int64{"n": r.Int64()}
	}
	return all
}

func written(t testing.TB, rows []incident, perGroup int64, options ...parquet.WriterOption) []byte {
	t.Helper()
	var out bytes.Buffer
	w := parquet.NewGenericWriter[incident](&out, append(options, parquet.MaxRowsPerRowGroup(perGroup), parquet.PageBufferSize(1000))...)
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

var addedFields = []geo.Field{{Name: "sum"}, {Name: "half", Type: geo.Float}, {Name: "odd", Type: geo.Bool}, {Name: "day", Type: geo.Date}}

// copied copies a file, with columns that say what was read.
func copied(content []byte) ([]byte, error) {
	f, err := Open(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, err
	}
	var read []int
	for i, leaf := range f.Leaves() {
		if leaf.Kind != Opaque {
			read = append(read, i)
		}
	}
	var out bytes.Buffer
	n := 0
	err = f.Copy(&out, read, addedFields, map[string]string{"made": "here"}, func(cells [][]Cell, add func([]Value)) error {
		if len(cells) == 0 {
			return fmt.Errorf("nothing to read")
		}
		if n > 100_000 {
			return fmt.Errorf("this test counts no further")
		}
		for k := range cells[0] {
			var text []string
			for i, c := range cells {
				text = append(text, fmt.Sprintf("%s:%t:%v:%s", f.Leaves()[read[i]].Name, c[k].Null, c[k].Number, c[k].Text))
			}
			row := make([]Value, len(addedFields))
			for i, v := range []string{strings.Join(text, " "), fmt.Sprint(float64(n) / 2), fmt.Sprint(n%2 == 1), "2020-11-10"} {
				if n%5 == 0 && i > 0 {
					continue // a value that is missing
				}
				var err error
				if row[i], err = ParseValue(addedFields[i].Type, v); err != nil {
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

// What a file holds stays as it is, in as many groups of rows; what is added stands beside the row
// that it was made from.
func TestCopy(t *testing.T) {
	type extended struct {
		incident
		Sum  string   `parquet:"sum,optional"`
		Half *float64 `parquet:"half,optional"`
		Odd  *bool    `parquet:"odd,optional"`
		Day  *int32   `parquet:"day,optional,date"`
	}
	for _, tt := range []struct {
		name           string
		rows, perGroup int
		options        []parquet.WriterOption
	}{
		{"one group", 1000, 5000, nil},
		{"groups", 1000, 300, nil},
		{"no rows", 0, 300, nil},
		{"one row", 1, 300, nil},
		{"zstd, pages of the first version", 700, 300, []parquet.WriterOption{parquet.Compression(&parquet.Zstd), parquet.DataPageVersion(1)}},
		{"as many as a batch", 2 * BatchRows, BatchRows, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rows := incidents(tt.rows)
			in := written(t, rows, int64(tt.perGroup), tt.options...)
			out, err := copied(in)
			if err != nil {
				t.Fatal(err)
			}
			before, err1 := parquet.OpenFile(bytes.NewReader(in), int64(len(in)))
			after, err2 := parquet.OpenFile(bytes.NewReader(out), int64(len(out)))
			if err1 != nil || err2 != nil {
				t.Fatal(err1, err2)
			}
			if made, _ := after.Lookup("made"); made != "here" {
				t.Errorf("the entry of the metadata is %q", made)
			}
			for g, group := range before.Metadata().RowGroups {
				for k, chunk := range group.Columns {
					was, size := extent(chunk.MetaData)
					is, size2 := extent(after.Metadata().RowGroups[g].Columns[k].MetaData)
					if size != size2 || !bytes.Equal(in[was:was+size], out[is:is+size]) {
						t.Errorf("group %d: column %d is not copied as it is", g, k)
					}
				}
			}
			got := make([]extended, tt.rows)
			reader := parquet.NewGenericReader[extended](after)
			if n, err := reader.Read(got); n != tt.rows || err != nil && err != io.EOF {
				t.Fatalf("%d rows, %v", n, err)
			}
			for i, row := range got {
				if !reflect.DeepEqual(row.incident, normal(rows[i])) {
					t.Fatalf("row %d: got %+v, want %+v", i, row.incident, rows[i])
				}
				sum := fmt.Sprintf("id:false:%d: kind:%t:0:%s place.lon:false:%v: place.lat:false:%v:", i, rows[i].Kind == "", rows[i].Kind,
					rows[i].Place.Lon, rows[i].Place.Lat)
				if row.Sum != sum {
					t.Fatalf("row %d: read %q, want %q", i, row.Sum, sum)
				}
				if missing := i%5 == 0; missing != (row.Half == nil) || !missing && (*row.Half != float64(i)/2 || *row.Odd != (i%2 == 1) || *row.Day != 18576) {
					t.Fatalf("row %d: added %+v", i, row)
				}
			}
		})
	}
}

// normal has no empty lists, as rows that were read.
func normal(i incident) incident {
	if i.Tags == nil {
		i.Tags = []string{}
	}
	return i
}

// schemaOfArrow is what pyarrow puts into the metadata of a table with a dictionary, a time zone, a
// structure and metadata of its own.
const schemaOfArrow = "/////3gBAAAQAAAAAAAKAA4ABgAFAAgACgAAAAABBAAQAAAAAAAKAAwAAAAEAAgACgAAADQAAAAEAAAAAQAAAAwAAAAIAAwABAAIAAgAAAAQAAAABAAAAAEAAAB2AAAAAQAAAGsAAAADAAAAxAAAAGwAAAAEAAAArP///wAAAQ0UAAAAGAAAAAQAAAABAAAAEAAAAAEAAABzAAAAJP///9T///8AAAECEAAAABQAAAAEAAAAAAAAAAEAAAB4AAAAXP///wAAAAFAAAAAEAAUAAgABgAHAAwAAAAQABAAAAAAAAEKEAAAABwAAAAEAAAAAAAAAAEAAAB0AAAACAAMAAYACAAIAAAAAAACAAQAAAAJAAAAQXNpYS9CYWt1AAAAEAAYAAgABgAHAAwAEAAUABAAAAAAAAEFFAAAAEAAAAAcAAAABAAAAAAAAAABAAAAZAAAAAgACAAAAAQACAAAAAwAAAAIAAwACAAHAAgAAAAAAAABIAAAAAQABAAEAAAA"

// What engines say of the columns a second time knows the added ones, or is left out.
func TestCopyCompletesSchemas(t *testing.T) {
	names := func(text string) (all []string) {
		b, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		b = b[8:]
		message := tableAt(b, flatbuffers.GetUOffsetT(b))
		schema := tableAt(b, pointed(b, message, messageHeader))
		list := pointed(b, schema, schemaFields)
		for i := range flatbuffers.UOffsetT(flatbuffers.GetUint32(b[list:])) {
			at := list + 4 + 4*i
			field := tableAt(b, at+flatbuffers.GetUOffsetT(b[at:]))
			name := pointed(b, field, fieldName)
			all = append(all, string(b[name+4:name+4+flatbuffers.UOffsetT(flatbuffers.GetUint32(b[name:]))]))
		}
		return all
	}
	had := names(schemaOfArrow)
	got, ok := arrowSchema(schemaOfArrow, len(had), addedFields)
	if want := append(slices.Clone(had), "sum", "half", "odd", "day"); !ok || !slices.Equal(names(got), want) {
		t.Errorf("Arrow: got %q, want %q", names(got), want)
	}
	again, ok := arrowSchema(got, len(had)+4, addedFields[:1])
	if want := append(names(got), "sum"); !ok || !slices.Equal(names(again), want) {
		t.Errorf("Arrow, once more: got %q, want %q", names(again), want)
	}
	whole, _ := base64.StdEncoding.DecodeString(got)
	if len(whole)%8 != 0 || int(binary.LittleEndian.Uint32(whole[4:])) != len(whole)-8 {
		t.Errorf("Arrow: %d bytes, which say %d", len(whole), binary.LittleEndian.Uint32(whole[4:]))
	}
	for _, text := range []string{"", "////", "no base64", schemaOfArrow[:40], base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{255}, 64))} {
		if _, ok := arrowSchema(text, len(had), addedFields); ok {
			t.Errorf("Arrow: %q was extended", text)
		}
	}
	if _, ok := arrowSchema(schemaOfArrow, len(had)+1, addedFields); ok {
		t.Error("Arrow: a schema of other columns was extended")
	}
	spark, ok := sparkSchema(`{"type":"struct","fields":[{"name":"id","type":"integer","nullable":true,"metadata":{}}]}`, addedFields[:2])
	if want := `{"fields":[{"name":"id","type":"integer","nullable":true,"metadata":{}},{"metadata":{},"name":"sum","nullable":true,"type":"string"},{"metadata":{},"name":"half","nullable":true,"type":"double"}],"type":"struct"}`; !ok || spark != want {
		t.Errorf("Spark: got %s, want %s", spark, want)
	}
	if _, ok := sparkSchema(`{"fields":7}`, addedFields); ok {
		t.Error("Spark: a broken schema was extended")
	}
}

// A file that is cut off or damaged is an error, whatever its bytes say.
func FuzzCopy(f *testing.F) {
	whole := written(f, incidents(60), 25)
	f.Add(whole, 0, byte(0))
	f.Add(whole[:len(whole)-20], 0, byte(0))
	for at := 5; at < len(whole); at += len(whole) / 60 {
		f.Add(whole, at, byte(0x41))
	}
	f.Fuzz(func(t *testing.T, content []byte, at int, with byte) {
		content = slices.Clone(content)
		if at >= 0 && at < len(content) {
			content[at] ^= with
		}
		out, err := copied(content)
		if err != nil {
			return
		}
		if _, err := Open(bytes.NewReader(out), int64(len(out))); err != nil {
			t.Errorf("the copy cannot be read: %v", err)
		}
	})
}

// Columns that lie over each other would make a copy that is larger than the file, so often as
// there are groups.
func TestCopyRefusesOverlaps(t *testing.T) {
	whole := written(t, incidents(100), 50)
	f, err := Open(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	meta := f.file.Metadata()
	meta.RowGroups[1].Columns[0].MetaData.TotalCompressedSize = int64(len(whole)) - 4 - meta.RowGroups[1].Columns[0].MetaData.DataPageOffset
	if err := f.checkGroups(); err == nil || !strings.Contains(err.Error(), "over each other") {
		t.Errorf("got %v", err)
	}
	meta.RowGroups[1].Columns[0].MetaData.TotalCompressedSize = int64(len(whole))
	if err := f.checkGroups(); err == nil || !strings.Contains(err.Error(), "beyond the end") {
		t.Errorf("got %v", err)
	}
	meta.RowGroups[1].Columns[0].FilePath = "/etc/passwd"
	if err := f.checkGroups(); err == nil || !strings.Contains(err.Error(), "other files") {
		t.Errorf("got %v", err)
	}
}
