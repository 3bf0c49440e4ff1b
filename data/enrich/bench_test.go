//go:build unix

package enrich_test

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"syscall"
	"testing"
	"time"

	"demarc/data"
	"demarc/data/enrich"
	"demarc/data/karabakh"
)

// incidents is a table of points in and around the zones, some with a day each.
func incidents(rows int, dated bool) []byte {
	random := rand.New(rand.NewPCG(4, 4))
	var b bytes.Buffer
	b.WriteString("id,lon,lat")
	if dated {
		b.WriteString(",date")
	}
	b.WriteByte('\n')
	for i := range rows {
		fmt.Fprintf(&b, "%d,%.7f,%.7f", i, 45.4+random.Float64()*2, 38.8+random.Float64()*1.7)
		if dated {
			fmt.Fprintf(&b, ",%04d-%02d-%02d", 1988+random.IntN(37), 1+random.IntN(12), 1+random.IntN(28))
		}
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// cpuTime is what this process has used so far.
func cpuTime(b *testing.B) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// BenchmarkCSV compares, turn by turn and in CPU time, the whole enrichment with encoding/csv
// that only reads the same table and parses its two numbers. The measure is
// "of-encoding/csv": the ratio of the two.
func BenchmarkCSV(b *testing.B) {
	const rows = 1 << 20
	s, _, err := data.Open(karabakh.FS()) // a dataset of real size
	if err != nil {
		b.Fatal(err)
	}
	for _, tt := range []struct {
		name  string
		dated bool
	}{{"one day", false}, {"a day each", true}} {
		b.Run(tt.name, func(b *testing.B) {
			in := incidents(rows, tt.dated)
			var ours, theirs time.Duration
			for b.Loop() {
				start := cpuTime(b)
				if _, err := enrich.Run(s, bytes.NewReader(in), io.Discard, enrich.Options{DefaultDay: day(b, "2020-11-25")}); err != nil {
					b.Fatal(err)
				}
				ours += cpuTime(b) - start
				start = cpuTime(b)
				readWithStandardLibrary(b, in)
				theirs += cpuTime(b) - start
			}
			each := float64(b.N * rows)
			b.ReportMetric(float64(ours.Nanoseconds())/each, "ns/row")
			b.ReportMetric(float64(theirs.Nanoseconds())/each, "encoding/csv-ns/row")
			b.ReportMetric(float64(ours)/float64(theirs), "of-encoding/csv")
			b.ReportMetric(0, "ns/op")
		})
	}
}

func readWithStandardLibrary(b *testing.B, in []byte) {
	r := csv.NewReader(bufio.NewReaderSize(bytes.NewReader(in), 1<<16))
	r.ReuseRecord = true
	if _, err := r.Read(); err != nil {
		b.Fatal(err)
	}
	for {
		record, err := r.Read()
		if err == io.EOF {
			return
		}
		if err != nil {
			b.Fatal(err)
		}
		for _, field := range record[1:3] {
			if _, err := strconv.ParseFloat(field, 64); err != nil {
				b.Fatal(err)
			}
		}
	}
}
