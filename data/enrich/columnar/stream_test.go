package columnar_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"demarc/data/enrich"
	"demarc/data/enrich/columnar"
)

var pairsAndDays = arrow.NewSchema([]arrow.Field{
	{Name: "lon", Type: arrow.PrimitiveTypes.Float64}, {Name: "lat", Type: arrow.PrimitiveTypes.Float64}, {Name: "date", Type: arrow.FixedWidthTypes.Date32},
}, nil)

// A stream of Arrow has the answers that CSV has, row for row.
func TestOneAnswerInArrow(t *testing.T) {
	s := snapshot(t)
	points, days := sample(s, 6000)
	o := enrich.Options{Columns: []string{"zone", "controller", "status", "from", "border_m"}, DefaultDay: days[0]}
	var text strings.Builder
	text.WriteString("lon,lat,date\n")
	rows := array.NewRecordBuilder(memory.DefaultAllocator, pairsAndDays)
	var in, out, written bytes.Buffer
	w := ipc.NewWriter(&in, ipc.WithSchema(pairsAndDays))
	for i, p := range points {
		fmt.Fprintf(&text, "%v,%v,%s\n", p[0], p[1], days[i])
		rows.Field(0).(*array.Float64Builder).Append(p[0])
		rows.Field(1).(*array.Float64Builder).Append(p[1])
		rows.Field(2).(*array.Date32Builder).Append(arrow.Date32(days[i]))
		if i%1000 == 999 {
			if err := w.Write(rows.NewRecordBatch()); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	want, err := enrich.Run(s, strings.NewReader(text.String()), &out, o)
	if err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	whole := bytes.Clone(in.Bytes())
	got, err := columnar.Run(s, &in, &written, o, 1<<20)
	if err != nil || got.Rows != want.Rows || got.Failed != want.Failed || got.Uncovered != want.Uncovered || got.Bytes != int64(len(whole)) {
		t.Fatalf("counted %+v, %v; CSV %+v", got, err, want)
	}
	r, err := ipc.NewReader(&written)
	if err != nil {
		t.Fatal(err)
	}
	at, differ := 1, 0
	for r.Next() {
		batch := r.RecordBatch()
		for row := range int(batch.NumRows()) {
			var cells []string
			for i := 3; i < 9; i++ {
				if cell := batch.Column(i).ValueStr(row); batch.Column(i).IsNull(row) {
					cells = append(cells, "")
				} else {
					cells = append(cells, cell)
				}
			}
			if !slices.Equal(cells, records[at][3:]) {
				if differ++; differ < 4 {
					t.Errorf("row %d: got %q, CSV has %q", at, cells, records[at][3:])
				}
			}
			at++
		}
	}
	if r.Err() != nil || at != len(records) || differ > 0 {
		t.Errorf("%d of %d rows, %d differ, %v", at-1, len(records)-1, differ, r.Err())
	}

	var fault *enrich.InputError
	if _, err := columnar.Run(s, bytes.NewReader(whole[:len(whole)/2]), &written, o, 1<<20); !errors.As(err, &fault) || !strings.Contains(err.Error(), "is it whole?") {
		t.Errorf("half a stream: got %v", err)
	}
	if _, err := columnar.Run(s, bytes.NewReader(whole), &written, enrich.Options{Lon: "x", Lat: "y"}, 1<<20); !errors.As(err, &fault) || !fault.Asked {
		t.Errorf("columns that are missing: got %v", err)
	}
}
