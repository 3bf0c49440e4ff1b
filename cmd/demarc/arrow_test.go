package main

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// A stream of Arrow is told by its first bytes and comes back as one; what Arrow has for files is
// refused with a way out.
func TestLocateArrow(t *testing.T) {
	p := newParquetTest(t)
	schema := arrow.NewSchema([]arrow.Field{{Name: "lon", Type: arrow.PrimitiveTypes.Float64}, {Name: "lat", Type: arrow.PrimitiveTypes.Float64}}, nil)
	batch, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema, strings.NewReader(`[{"lon":-130.3,"lat":-42.2},{"lon":1,"lat":null}]`))
	if err != nil {
		t.Fatal(err)
	}
	var in bytes.Buffer
	out := ipc.NewWriter(&in, ipc.WithSchema(schema))
	if err := errors.Join(out.Write(batch), out.Close(), os.WriteFile(p.in("in.arrows"), in.Bytes(), 0o666), os.WriteFile(p.in("in.arrow"), []byte("ARROW1\x00\x00..."), 0o666)); err != nil {
		t.Fatal(err)
	}
	if code := p.locate("-date", "1972-11-24", p.in("in.arrows")); code != exitFine || !strings.Contains(p.stderr.String(), "1 of 2 rows could not be located") {
		t.Fatalf("exit %d: %s", code, p.stderr.String())
	}
	rows, err := ipc.NewReader(&p.stdout)
	if err != nil || !rows.Next() {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if err := array.RecordToJSON(rows.RecordBatch(), &got); err != nil || !strings.Contains(got.String(), `"zone":"orchards"`) {
		t.Errorf("got %s, %v", &got, err)
	}
	for _, tt := range []struct {
		says string
		args []string
	}{
		{"want a stream of Arrow, as pyarrow.ipc.new_stream writes it", []string{p.in("in.arrow")}},
		{"want a name such as located.arrows", []string{"-o", p.in("out.parquet"), p.in("in.arrows")}},
		{"is not written as gzip", []string{"-z", p.in("in.arrows")}},
		{"are about other tables", []string{"-delimiter", ";", p.in("in.arrows")}},
	} {
		if code := p.locate(tt.args...); code != exitMisuse || !strings.Contains(p.stderr.String(), tt.says) {
			t.Errorf("%q: exit %d, %s, want %q", tt.args, code, p.stderr.String(), tt.says)
		}
	}
}
