package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"demarc/bench/measure"
	"demarc/bench/peers"
)

// The newest of both that could be had: the extension has no wheel for DuckDB 2, and Sedona no jar
// of a later release for Spark 4.
const (
	duckDB     = "1.5.5" // of the program and of its extension alike
	spark      = "4.0.1"
	sedona     = "1.8.0"
	sedonaJar  = "org.apache.sedona:sedona-spark-shaded-4.0_2.13:1.8.0"
	wrapperJar = "org.datasyslab:geotools-wrapper:1.8.0-33.1"
)

// corners writes the corners of all borders into corners.txt and returns their box.
func (b *bench) corners() (box string, err error) {
	text, err := b.output(b.program, "export", "-layer", "control", "-format", "geojson")
	if err != nil {
		return "", err
	}
	layer, err := geojson.UnmarshalFeatureCollection([]byte(text))
	if err != nil {
		return "", err
	}
	var lines strings.Builder
	var bound orb.Bound
	number := func(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
	for i, feature := range layer.Features {
		if bound = bound.Union(feature.Geometry.Bound()); i == 0 {
			bound = feature.Geometry.Bound()
		}
		polygons, _ := feature.Geometry.(orb.MultiPolygon)
		if one, is := feature.Geometry.(orb.Polygon); is {
			polygons = orb.MultiPolygon{one}
		}
		for _, polygon := range polygons {
			for _, ring := range polygon {
				for _, p := range ring {
					fmt.Fprintln(&lines, number(p[0]), number(p[1]))
				}
			}
		}
	}
	box = strings.Join([]string{number(bound.Min[0]), number(bound.Min[1]), number(bound.Max[0]), number(bound.Max[1])}, ",")
	return box, os.WriteFile(filepath.Join(b.dir, "corners.txt"), []byte(lines.String()), 0o666)
}

// peer is what joins the points to the zones, and what a round of it took, in seconds.
type peer struct {
	name, out string
	round     func() (float64, error)
	samples   []float64
}

// againstPeers has one file of points located by all.
func againstPeers(r *measure.Report, b *bench, s settings) error {
	all, python, err := b.peers()
	if err != nil {
		return err
	}
	for range s.rounds {
		for _, p := range all {
			if err := os.RemoveAll(filepath.Join(b.dir, p.out)); err != nil {
				return err
			}
			took, err := p.round()
			if err != nil {
				return fmt.Errorf("%s: %w", p.name, err)
			}
			p.samples = append(p.samples, took)
		}
	}
	r.Section("One file on one core", fmt.Sprintf("%d points, Parquet in and out, all bound to one core. Seconds are CPU of the whole process, of Sedona that of Java for the join alone, "+
		"without its start. The peers join the points to the zones by ST_Contains first, by an index in memory, and each row to the periods of its zone then. "+
		"Their answers differ where a point lies on a border: there they name no zone, and the program one.", s.points/s.pieces))
	var rows [][]string
	for i, p := range all {
		row := []string{p.name, fmt.Sprintf("%.2f (%.2f to %.2f)", measure.Median(p.samples), slices.Min(p.samples), slices.Max(p.samples)), "", ""}
		if i > 0 {
			text, err := b.output(python, b.script("compare"), all[0].out, strings.Replace(p.out, "sedona", "sedona/*.parquet", 1), "corners.txt")
			if err != nil {
				return err
			}
			var differ, corners, compared int
			if _, err := fmt.Sscan(text, &differ, &corners, &compared); err != nil {
				return err
			}
			row[2], row[3] = fmt.Sprintf("%d of %d", differ, compared), fmt.Sprint(corners)
			r.AtMost("answers of "+p.name+" that differ elsewhere than on a border", float64(differ-corners), 0, "")
			r.AtMost("CPU by that of "+p.name, ratio(all[0].samples, p.samples), []float64{0, 0.5, 1}[i], "x")
		}
		rows = append(rows, row)
	}
	r.Table([]string{"", "CPU s", "answers that differ", "of these at corners of borders"}, rows...)
	return nil
}

// peers fetches them, and returns the program first, and a Python with DuckDB.
func (b *bench) peers() ([]*peer, string, error) {
	duck, err := peers.Python("duckdb=="+duckDB, "duckdb-extension-spatial=="+duckDB)
	if err != nil {
		return nil, "", err
	}
	python := filepath.Join(duck, "python")
	other, err := peers.Python("pyspark=="+spark, "apache-sedona=="+sedona, "pandas==3.1.1")
	if err != nil {
		return nil, "", err
	}
	jars, err := peers.Maven(sedonaJar, wrapperJar)
	if err != nil {
		return nil, "", err
	}
	const points = "points/part-000.parquet"
	seconds := func(u measure.Usage, err error) (float64, error) { return u.CPU.Seconds(), err }
	return []*peer{
		{name: "**demarc**", out: "demarc.parquet", round: func() (float64, error) {
			return seconds(b.usage("taskset", "-c", "0", b.program, "locate", "-o", "demarc.parquet", points))
		}},
		{name: "DuckDB " + duckDB + " with spatial", out: "duckdb.parquet", round: func() (float64, error) {
			return seconds(b.usage("taskset", "-c", "0", python, b.script("duckdb_join"), points, "zones.parquet", "control.parquet", "duckdb.parquet"))
		}},
		{name: "Sedona " + sedona + " on Spark " + spark, out: "sedona", round: func() (float64, error) {
			text, err := b.output("env", "PYSPARK_PYTHON="+filepath.Join(other, "python"), "taskset", "-c", "0",
				filepath.Join(other, "python"), b.script("sedona_join"), points, "zones.parquet", "control.parquet", "sedona", strings.Join(jars, ","))
			if err != nil {
				return 0, err
			}
			return strconv.ParseFloat(strings.TrimSpace(text), 64)
		}},
	}, python, nil
}

// ratio is the median of the ratios within rounds.
func ratio(a, b []float64) float64 {
	ratios := make([]float64, len(a))
	for i := range a {
		ratios[i] = a[i] / b[i]
	}
	return measure.Median(ratios)
}
