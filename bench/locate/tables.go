package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"demarc/bench/inputs"
	"demarc/bench/measure"
	"demarc/data"
	"demarc/data/enrich"
	"demarc/data/karabakh"
)

// tables compares the enrichment of a CSV of points with reading it alone, and with joins that
// neither read nor write one.
func tables(r *measure.Report, s settings) error {
	r.Section("Tables", "`id,lon,lat` with 7 decimals, uniform points: the program reads the table, finds zone, controller and status of every row, and\n"+
		"writes it; encoding/csv only reads it and strconv.ParseFloat its two numbers; PostGIS (ST_Covers, GiST, no parallel workers, CPU time of\n"+
		"the backend) and geopandas (sjoin, without making the points) only join points that they have already.")
	small, _, err := data.Open(karabakh.FS())
	if err != nil {
		return err
	}
	l, err := bundled()
	if err != nil {
		return err
	}
	if err := compareTables(r, s, l, small, 0.35, 80); err != nil {
		return err
	}
	large := fractal()
	if s.short {
		large = newLayer(large.name, inputs.Fractal(50, 40))
	}
	snapshot, err := partitionSnapshot(large.shapes)
	if err != nil {
		return err
	}
	return compareTables(r, s, large, snapshot, 0.8, 0)
}

// compareTables measures a layer; the greatest share of encoding/csv is asked, and the least ratio
// to PostGIS if it is not 0.
func compareTables(r *measure.Report, s settings, l layer, snapshot *data.Snapshot, share, postgis float64) error {
	points := inputs.Points("uniform", l.shapes, s.table)
	table := appendTable(nil, points)
	cases := []measure.Case{
		{Name: "**demarc**", Run: func() int {
			result, err := enrich.Run(snapshot, bytes.NewReader(table), io.Discard, enrich.Options{DefaultDay: snapshot.DefaultDay(0)})
			if err != nil || result.Failed > 0 {
				panic(fmt.Errorf("%v, %d rows failed", err, result.Failed))
			}
			return int(result.Rows)
		}},
		{Name: "encoding/csv and ParseFloat alone", Run: func() int { return readTable(table) }},
	}
	joined := points[:min(len(points), 100_000)]
	base, err := startPostGIS(l.shapes, joined)
	if err != nil {
		return err
	}
	defer base.stop()
	cases = append(cases, measure.Case{Name: "PostGIS join", Run: base.join, CPU: base.cpu})
	results := measure.Rounds(s.rounds, s.least, cases...)
	results = append(results, geopandasJoin(l.shapes, joined))
	var rows [][]string
	for _, result := range results {
		rows = append(rows, []string{result.Name, result.String()})
	}
	r.Text("%s, %d rows:\n", l, len(points))
	r.Table([]string{"per row", "CPU time"}, rows...)
	ratio, _, _ := measure.Ratio(results[0], results[1])
	r.AtMost(l.name+": a table by reading it with encoding/csv", ratio, share, "x")
	if times, _, _ := measure.Ratio(results[2], results[0]); postgis > 0 {
		r.AtLeast(l.name+": a table as fast as a PostGIS join", times, postgis, "x")
	}
	return nil
}

func appendTable(table []byte, points []orb.Point) []byte {
	table = append(table, "id,lon,lat\n"...)
	for i, p := range points {
		table = append(strconv.AppendInt(table, int64(i), 10), ',')
		table = append(strconv.AppendFloat(table, p[0], 'f', 7, 64), ',')
		table = append(strconv.AppendFloat(table, p[1], 'f', 7, 64), '\n')
	}
	return table
}

func readTable(table []byte) int {
	in := csv.NewReader(bytes.NewReader(table))
	in.ReuseRecord = true
	in.Read() // the header
	for rows := 0; ; rows++ {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return rows
		}
		for _, field := range record[1:] {
			if _, err := strconv.ParseFloat(field, 64); err != nil {
				panic(err)
			}
		}
	}
}

// longTable sends a table of very many rows through the command and looks at its memory.
func longTable(r *measure.Report, s settings) error {
	root, err := measure.Root()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "demarc-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	build := exec.Command("go", "build", "-o", dir+"/demarc", "./cmd/demarc")
	build.Dir, build.Stderr = root+"/..", os.Stderr
	if err := build.Run(); err != nil {
		return fmt.Errorf("build demarc: %w", err)
	}
	l, err := bundled()
	if err != nil {
		return err
	}
	points := inputs.Points("uniform", l.shapes, 1<<16)
	var rows [][]string
	var peaks []float64
	for _, n := range []int{s.rows / 100, s.rows} {
		locate := exec.Command(dir+"/demarc", "locate", "-date", "2020-11-25", "-")
		locate.Stdin = &endless{points: points, rows: n}
		usage, err := measure.Run(locate)
		if err != nil {
			return fmt.Errorf("demarc locate: %w", err)
		}
		peaks = append(peaks, float64(usage.MaxBytes)/1e6)
		rows = append(rows, []string{fmt.Sprint(n), fmt.Sprintf("%.1f MB", float64(usage.MaxBytes)/1e6), measure.Nanoseconds(float64(usage.CPU) / float64(n))})
	}
	r.Section("A long table", "`demarc locate -` as a process, a CSV of so many rows through its standard input and output.")
	r.Table([]string{"rows", "most memory resident", "CPU time per row, start of the program included"}, rows...)
	r.AtMost(fmt.Sprintf("memory of %d rows by that of %d", s.rows, s.rows/100), peaks[1]/peaks[0], 1.2, "x")
	return nil
}

// endless is a table that is written while it is read.
type endless struct {
	points []orb.Point
	rows   int
	next   int
	left   []byte
}

func (e *endless) Read(p []byte) (int, error) {
	if len(e.left) == 0 {
		n := min(4096, e.rows-e.next)
		if n <= 0 {
			return 0, io.EOF
		}
		from := e.next % len(e.points)
		e.left = appendTable(e.left, e.points[from:min(len(e.points), from+n)])
		if e.next > 0 {
			e.left = e.left[strings.IndexByte(string(e.left[:32]), '\n')+1:]
		}
		e.next += min(len(e.points), from+n) - from
	}
	n := copy(p, e.left)
	e.left = e.left[n:]
	return n, nil
}
