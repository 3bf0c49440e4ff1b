package server_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/parquet-go/parquet-go"

	"demarc/data/live"
	"demarc/data/testdata"
	"demarc/server"
)

type sighting struct {
	Lon  float64 `parquet:"lon"`
	Lat  float64 `parquet:"lat"`
	Note string  `parquet:"note"`
}

func sightings(t *testing.T, n int) []byte {
	t.Helper()
	rows := make([]sighting, n)
	for i := range rows {
		rows[i] = sighting{-130.30 + float64(i%1000)/1000, -42.20, fmt.Sprintf("%x", i*7919)}
	}
	var b bytes.Buffer
	if err := parquet.Write(&b, rows); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// POST /locate reads Parquet and answers as for CSV.
func TestLocateParquet(t *testing.T) {
	h := handler(t)
	in := sightings(t, 5000)
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodPost, "/locate?datetime=1972-11-25&columns=zone,controller", bytes.NewReader(in))
	r.Header.Set("Content-Type", "application/vnd.apache.parquet")
	r.Header.Set("Accept-Encoding", "gzip")
	h.ServeHTTP(w, r)
	if w.Code != http.StatusOK || w.Header().Get("Content-Encoding") != "" || !strings.Contains(w.Header().Get("Demarc-Read"), `longitude from "lon"`) || w.Header().Get("Content-Type") != "application/vnd.apache.parquet" {
		t.Fatalf("%d, %v", w.Code, w.Header())
	}
	type row struct {
		sighting
		Zone       string `parquet:"zone,optional"`
		Controller string `parquet:"controller,optional"`
		Error      string `parquet:"locate_error,optional"`
	}
	rows, err := parquet.Read[row](bytes.NewReader(w.Body.Bytes()), int64(w.Body.Len()))
	if err != nil || len(rows) != 5000 {
		t.Fatal(len(rows), err)
	}
	var text, got strings.Builder
	text.WriteString("lon,lat,note\n")
	got.WriteString("lon,lat,note,zone,controller,locate_error\n")
	for _, r := range rows {
		fmt.Fprintf(&text, "%v,%v,%s\n", r.Lon, r.Lat, r.Note)
		fmt.Fprintf(&got, "%v,%v,%s,%s,%s,%s\n", r.Lon, r.Lat, r.Note, r.Zone, r.Controller, r.Error)
	}
	w2 := httptest.NewRecorder()
	r2 := httptest.NewRequest(http.MethodPost, "/locate?datetime=1972-11-25&columns=zone,controller", strings.NewReader(text.String()))
	r2.Header.Set("Content-Type", "text/csv")
	h.ServeHTTP(w2, r2)
	if want := w2.Body.String(); got.String() != want {
		t.Errorf("Parquet says %.300s, CSV %.300s", got.String(), want)
	}

	for _, tt := range []struct {
		media, says string
		body        []byte
	}{
		{"application/vnd.apache.parquet", "does not end as it should", in[:2000]},
		{"application/vnd.apache.parquet", "first bytes are others", []byte("lon,lat\n1,2\n3,4\n")},
		{"application/octet-stream", "POST /locate as application/vnd.apache.parquet", in},
	} {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodPost, "/locate", bytes.NewReader(tt.body))
		r.Header.Set("Content-Type", tt.media)
		h.ServeHTTP(w, r)
		if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), tt.says) {
			t.Errorf("%s: %d %s, want %q", tt.media, w.Code, w.Body.String(), tt.says)
		}
	}
}

// A Parquet file larger than the room on disk is refused, and leaves nothing behind.
func TestLocateParquetWithinTheDisk(t *testing.T) {
	l, err := live.New(testdata.Isles())
	if err != nil {
		t.Fatal(err)
	}
	s := server.New(l, server.Options{Version: "test", Today: today, DiskBytes: 300_000})
	in := sightings(t, 100_000)
	for _, tt := range []struct {
		in   []byte
		want int
	}{{in, http.StatusRequestEntityTooLarge}, {sightings(t, 8000), http.StatusOK}} {
		if big := len(tt.in) > 300_000; big != (tt.want != http.StatusOK) {
			t.Fatalf("the table of this test has %d bytes", len(tt.in))
		}
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodPost, "/locate", io.NopCloser(bytes.NewReader(tt.in)))
		r.Header.Set("Content-Type", "application/vnd.apache.parquet")
		s.ServeHTTP(w, r)
		if w.Code != tt.want {
			t.Errorf("%d bytes: %d, want %d: %.200s", len(tt.in), w.Code, tt.want, w.Body.String())
		}
		if used := s.Counts().Disk.Bytes; used != 0 {
			t.Errorf("%d bytes are counted on disk", used)
		}
	}
}

// POST /locate reads streams of Arrow, too; what only says that it is one is refused.
func TestLocateArrow(t *testing.T) {
	h := handler(t)
	schema := arrow.NewSchema([]arrow.Field{{Name: "lon", Type: arrow.PrimitiveTypes.Float64}, {Name: "lat", Type: arrow.PrimitiveTypes.Float64}}, nil)
	batch, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema, strings.NewReader(`[{"lon":-130.3,"lat":-42.2},{"lon":400,"lat":null}]`))
	if err != nil {
		t.Fatal(err)
	}
	var in bytes.Buffer
	out := ipc.NewWriter(&in, ipc.WithSchema(schema))
	if err := errors.Join(out.Write(batch), out.Close()); err != nil {
		t.Fatal(err)
	}
	ask := func(body []byte) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodPost, "/locate?datetime=1972-11-25&columns=zone,from", bytes.NewReader(body))
		r.Header.Set("Content-Type", "application/vnd.apache.arrow.stream")
		h.ServeHTTP(w, r)
		return w
	}
	w := ask(in.Bytes())
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/vnd.apache.arrow.stream" {
		t.Fatalf("%d, %v, %s", w.Code, w.Header(), w.Body)
	}
	rows, err := ipc.NewReader(w.Body)
	if err != nil || !rows.Next() {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if err := array.RecordToJSON(rows.RecordBatch(), &got); err != nil || !strings.Contains(got.String(), `"zone":"orchards"`) || !strings.Contains(got.String(), `"locate_error":"no latitude"`) {
		t.Errorf("got %s, %v", &got, err)
	}
	if w := ask([]byte("lon,lat\n1,2\n")); w.Code != http.StatusUnprocessableEntity && w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "Arrow") {
		t.Errorf("CSV as Arrow: %d %s", w.Code, w.Body)
	}
}
