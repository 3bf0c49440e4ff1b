package measure

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

var sink float64

func spin(n int) int {
	for i := range n {
		sink += float64(i)
	}
	return n
}

func TestRounds(t *testing.T) {
	results := Rounds(3, 2*time.Millisecond,
		Case{Name: "once", Run: func() int { return spin(1000) / 1000 }},
		Case{Name: "ten times", Run: func() int { return spin(10000) / 10000 }})
	if len(results) != 2 || len(results[0].Samples) != 3 {
		t.Fatalf("results = %v, want two of three samples", results)
	}
	if ratio, _, _ := Ratio(results[1], results[0]); ratio < 5 || ratio > 20 {
		t.Errorf("ten times the work took %.3g times the CPU time, want about 10", ratio)
	}
}

func TestMedian(t *testing.T) {
	for _, tt := range []struct {
		values []float64
		want   float64
	}{{[]float64{3}, 3}, {[]float64{9, 1, 5}, 5}, {[]float64{4, 1, 2, 100}, 3}} {
		if got := Median(tt.values); got != tt.want {
			t.Errorf("Median(%v) = %v, want %v", tt.values, got, tt.want)
		}
	}
	ratio, _, _ := Ratio(Result{}, Result{})
	r := NewPart()
	for _, nothing := range []float64{Median(nil), ratio} { // once 0, with which whatever was asked to be small was reached
		r.AtMost("small", nothing, 1, "")
		r.AtLeast("great", nothing, 0, "")
	}
	if missed := r.Claims(); missed != 4 {
		t.Errorf("%d of 4 figures without a measurement are missed, want all", missed)
	}
}

func TestRun(t *testing.T) {
	usage, err := Run(exec.Command("sh", "-c", "exit 3"))
	if err == nil || usage.MaxBytes <= 0 {
		t.Errorf("usage %+v, error %v; want memory and the exit code as an error", usage, err)
	}
}

// The memory of a command is its own: neither that of the program that runs it, nor that of a
// launcher.
func TestRunMeasuresTheCommandAlone(t *testing.T) {
	const mebi = 1 << 20
	held := bytes.Repeat([]byte{1}, 512*mebi)
	for _, tt := range []struct {
		name        string
		command     *exec.Cmd
		least, most int64
	}{
		{"small", exec.Command("true"), 1, 32 * mebi},
		{"holds 64 MiB", exec.Command("dd", "if=/dev/zero", "of=/dev/null", "bs=64M", "count=1", "status=none"), 64 * mebi, 96 * mebi},
	} {
		usage, err := Run(tt.command)
		if err != nil || usage.MaxBytes < tt.least || usage.MaxBytes > tt.most {
			t.Errorf("%s: %d bytes, %v; want %d to %d", tt.name, usage.MaxBytes, err, tt.least, tt.most)
		}
	}
	runtime.KeepAlive(held)
}

// Input, output, directory, environment and exit code pass through.
func TestRunIsTheCommand(t *testing.T) {
	command := exec.Command("sh", "-c", `read line; echo "$line $WORD $PWD"`)
	var out strings.Builder
	command.Stdin, command.Stdout, command.Dir, command.Env = strings.NewReader("a b\n"), &out, "/", []string{"WORD=c"}
	if _, err := Run(command); err != nil || out.String() != "a b c /\n" {
		t.Errorf("got %q, %v; want \"a b c /\"", out.String(), err)
	}
	if _, err := Run(exec.Command("sh", "-c", "exit 3")); err == nil || err.Error() != "exit status 3" {
		t.Errorf("got %v, want exit status 3", err)
	}
}

func TestReport(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	if err := os.WriteFile("go.mod", []byte("module demarc/bench\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	r := NewReport("Title", "what with what")
	r.Table([]string{"case", "time"}, []string{"a", Nanoseconds(12345)})
	r.AtLeast("speed", 31, 30, "x")
	r.AtMost("memory", 51, 50, " B")
	missed, err := r.Write("test")
	if missed != 1 || err != nil {
		t.Fatalf("Write = %d, %v; want 1 missed", missed, err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "results", "test.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"## Title\n", "| a | 12.3 µs |", "| speed | ≥ 30x | 31x | yes |", "| memory | ≤ 50 B | 51 B | **no** |"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the report lacks %q:\n%s", want, text)
		}
	}
}
