package enrich_test

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"testing"

	"demarc/data/enrich"
)

// rows writes a table as it is read, so that it is never held.
type rows struct {
	head, row, foot string
	n, made         int
	left            []byte
	reads           int
	peak            uint64 // heap in use, sampled
}

func (r *rows) Read(p []byte) (int, error) {
	for len(r.left) < len(p) && r.made <= r.n+1 {
		switch r.made {
		case 0:
			r.left = append(r.left, r.head...)
		case r.n + 1:
			r.left = append(r.left, r.foot...)
		default:
			r.left = fmt.Appendf(r.left, r.row, 9.5+float64(r.made%2000)/1000, 50+float64(r.made%1500)/1000)
		}
		r.made++
	}
	if r.reads++; r.reads%200 == 0 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		r.peak = max(r.peak, m.HeapInuse)
	}
	n := copy(p, r.left)
	r.left = r.left[:copy(r.left, r.left[n:])]
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

// lines counts what is written and drops it.
type lines struct{ n int }

func (l *lines) Write(p []byte) (int, error) {
	l.n += bytes.Count(p, []byte("\n"))
	return len(p), nil
}

// Two million rows need no more memory than a few: all that is held is a piece
// of the input and of the output.
func TestMemoryDoesNotGrowWithTheTable(t *testing.T) {
	s := snapshot(t)
	for _, tt := range []struct {
		name string
		rows rows
	}{
		{"CSV", rows{head: "lon,lat\n", row: "%.4f,%.4f\n", n: 2_000_000}},
		{"CSV with quotes", rows{head: "lon,lat,n\n", row: "%.4f,%.4f,\"a\nb\"\n", n: 200_000}},
		{"NDJSON", rows{row: `{"lon":%.4f,"lat":%.4f}` + "\n", n: 300_000}},
		{"GeoJSON", rows{head: `{"features":[{}`, row: `,{"type":"Feature","geometry":{"type":"Point","coordinates":[%.4f,%.4f]},"properties":{}}` + "\n", foot: "]}\n", n: 200_000}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			runtime.GC()
			var before runtime.MemStats
			runtime.ReadMemStats(&before)
			var out lines
			result, err := enrich.Run(s, &tt.rows, &out, enrich.Options{DefaultDay: day(t, "2005-03-01")})
			if err != nil {
				t.Fatal(err)
			}
			if got := int(result.Rows); got < tt.rows.n || out.n < tt.rows.n {
				t.Errorf("rows: got %d, %d lines, want %d", got, out.n, tt.rows.n)
			}
			const limit = 16 << 20
			if grown := int64(tt.rows.peak) - int64(before.HeapInuse); grown > limit {
				t.Errorf("the heap grew by %d bytes, want at most %d", grown, limit)
			}
		})
	}
}
