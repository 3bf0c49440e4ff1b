// Command bulk locates tables in Parquet: as many points as are asked for on Spark, of which an
// executor is killed meanwhile, against the command; and one file on one core against the joins of
// DuckDB and of Apache Sedona. It wants python3, Java 17 and mvn, and 70 bytes of disk for a point.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"demarc/bench/measure"
	"demarc/bench/peers"
)

// settings say how much is measured.
type settings struct {
	points, pieces int
	runs           int // of Spark
	rounds         int // of the peers
}

var (
	full  = settings{points: 100_000_000, pieces: 20, runs: 2, rounds: 3}
	short = settings{points: 8_000_000, pieces: 8, runs: 1, rounds: 1}
)

func main() {
	points := flag.Int("points", full.points, "so many `points`, in pieces of 5 million")
	quick := flag.Bool("short", false, "few points, one round, and nothing is written to results")
	flag.Parse()
	s := full
	s.points, s.pieces = *points, max(1, *points/5_000_000)
	if *quick {
		s = short
	}
	if err := run(s, *quick); err != nil {
		fmt.Fprintln(os.Stderr, "bench/bulk:", err)
		os.Exit(1)
	}
}

func run(s settings, quick bool) error {
	dir, err := os.MkdirTemp("", "demarc-bulk-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b, err := prepare(dir, s)
	if err != nil {
		return err
	}
	report := measure.NewReport("Tables in Parquet", intro)
	if err := onSpark(report, b, s); err != nil {
		return err
	}
	if err := againstPeers(report, b, s); err != nil {
		return err
	}
	if quick {
		report.Claims()
		fmt.Print(report)
		return nil
	}
	_, err = report.Write("bulk")
	return err
}

const intro = "Seeded points with days from 1988 to 2024, evenly in the box of the bundled zones, but for one in a hundred, which is a corner of a\n" +
	"border to the last bit: id, longitude, latitude and day in Parquet with zstd. Zone, controller and status are asked."

// bench is what the parts of the report have in common.
type bench struct {
	dir     string // for all files
	scripts string
	python  string // with the wheel, and Spark
	program string // the one in the wheel
	env     []string
}

// prepare makes the wheel, an environment with it, and the points.
func prepare(dir string, s settings) (*bench, error) {
	root, err := measure.Root()
	if err != nil {
		return nil, err
	}
	bin, err := peers.Python("pyspark==4.1.1", "pyarrow==26.0.1", "pandas==3.1.1")
	if err != nil {
		return nil, err
	}
	b := &bench{dir: dir, scripts: filepath.Join(root, "bulk"), python: filepath.Join(bin, "python")}
	b.env = append(os.Environ(), "PYSPARK_PYTHON="+b.python, "SPARK_LOCAL_IP=127.0.0.1")
	if err := measure.RunIn(filepath.Dir(root), nil, ".ci/wheel", "-for", "linux/"+runtime.GOARCH, dir); err != nil {
		return nil, err
	}
	wheels, err := filepath.Glob(filepath.Join(dir, "*.whl"))
	if err != nil || len(wheels) != 1 {
		return nil, fmt.Errorf("%d wheels were built, %v: want one", len(wheels), err)
	}
	if err := measure.RunIn(dir, nil, b.python, "-m", "pip", "install", "-q", "--no-deps", "--force-reinstall", wheels[0]); err != nil {
		return nil, err
	}
	path, err := b.output(b.python, "-c", "import demarc; print(demarc.program())")
	if err != nil {
		return nil, err
	}
	b.program = strings.TrimSpace(path)
	for _, layer := range []string{"zones", "control"} {
		if _, err := b.output(b.program, "export", "-layer", layer, "-o", layer+".parquet"); err != nil {
			return nil, err
		}
	}
	box, err := b.corners()
	if err != nil {
		return nil, err
	}
	_, err = b.output(b.python, b.script("points"), "points", strconv.Itoa(s.points), strconv.Itoa(s.pieces), box, "corners.txt")
	return b, err
}

func (b *bench) script(name string) string { return filepath.Join(b.scripts, name+".py") }

// output runs a command in the folder and returns what it prints.
func (b *bench) output(name string, args ...string) (string, error) {
	c := exec.Command(name, args...)
	var stderr strings.Builder
	c.Dir, c.Env, c.Stderr = b.dir, b.env, &stderr
	out, err := c.Output()
	if err != nil {
		text := stderr.String()
		return "", fmt.Errorf("%s: %w: %s", filepath.Base(name), err, text[max(0, len(text)-1000):])
	}
	return string(out), nil
}

// usage runs a command in the folder and returns what it took.
func (b *bench) usage(name string, args ...string) (measure.Usage, error) {
	c := exec.Command(name, args...)
	c.Dir, c.Env = b.dir, b.env
	return measure.Run(c)
}

// onSpark compares tables of all points that Spark wrote with the command's.
func onSpark(r *measure.Report, b *bench, s settings) error {
	command, err := b.usage(b.program, "locate", "-o", "command", "points")
	if err != nil {
		return err
	}
	hash := func(folder string) (string, error) {
		text, err := b.output(b.python, b.script("hash"), folder, strconv.Itoa(s.points), strconv.Itoa(s.pieces))
		return strings.TrimSpace(text), err
	}
	want, err := hash("command")
	if err != nil {
		return err
	}
	r.Section(fmt.Sprintf("%d million points on Spark", s.points/1_000_000), fmt.Sprintf("pyspark 4.1.1, `local-cluster[2,1,1024]`, `demarc.spark.locate`; Parquet in and out, "+
		"from %d files. One of the two executors is killed when a third of the parts are done. CPU is that of the programs of demarc on the executors, killed ones included, "+
		"looked at ten times a second; around them are workers of Python and Java, which are Spark's. Rows, those of them in zones, and a hash over all in the order of ids: `%s`.", s.pieces, want))
	rows := [][]string{{"`demarc locate -o FOLDER FOLDER`", fmt.Sprintf("%.1f", command.CPU.Seconds()), "", fmt.Sprintf("%d", command.MaxBytes/1_000_000), "", ""}}
	differ := 0
	for i := range s.runs {
		out := fmt.Sprintf("spark-%d", i)
		text, err := b.output(b.python, b.script("spark"), "points", out)
		if err != nil {
			return err
		}
		var took sparkRun
		if err := json.Unmarshal([]byte(text[strings.LastIndexByte(strings.TrimSpace(text), '\n')+1:]), &took); err != nil {
			return fmt.Errorf("spark.py: %w: %s", err, text)
		}
		got, err := hash(out)
		if err != nil {
			return err
		}
		same := "the same"
		if got != want {
			same, differ = "**other**: "+got, differ+1
		}
		if took.KilledAfter == 0 {
			return fmt.Errorf("spark.py: no executor was killed: want more parts than %d", took.Parts)
		}
		rows = append(rows, []string{fmt.Sprintf("Spark, killed after %d of %d parts", took.KilledAfter, took.Parts), fmt.Sprintf("%.1f", took.CPU),
			fmt.Sprintf("%.1f", took.PythonCPU), fmt.Sprintf("%d", took.Resident/1_000_000), fmt.Sprint(took.Programs), same})
		r.AtMost(fmt.Sprintf("Spark, run %d: CPU of its programs by that of the command", i+1), took.CPU/command.CPU.Seconds(), 1.5, "x")
		r.AtMost(fmt.Sprintf("Spark, run %d: the same with the workers of Python", i+1), (took.CPU+took.PythonCPU)/command.CPU.Seconds(), 1.5, "x")
		r.AtMost(fmt.Sprintf("Spark, run %d: resident in a program at most", i+1), float64(took.Resident)/1e6, 300, " MB")
		os.RemoveAll(filepath.Join(b.dir, out))
	}
	r.AtMost("Spark: runs whose rows have another hash than the command's", float64(differ), 0, "")
	r.Table([]string{"", "CPU s", "CPU s of Python", "resident, MB", "programs", "hash"}, rows...)
	return nil
}

// sparkRun is what spark.py prints.
type sparkRun struct {
	Parts, KilledAfter, Programs int
	Seconds, CPU, PythonCPU      float64
	Resident                     int64
}
