package measure

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// Report is what a benchmark program writes, in Markdown.
type Report struct {
	text   strings.Builder
	claims []claim
}

type claim struct {
	what, asked, got string
	reached          bool
}

// NewReport begins a report. intro says what is compared with what, versions included.
func NewReport(title, intro string) *Report {
	r := &Report{}
	fmt.Fprintf(&r.text, "## %s\n\n%s\n\nTaken on %s%s.\n", title, strings.TrimSpace(intro), time.Now().UTC().Format(time.DateOnly), load())
	return r
}

// load tells how busy the machine has been, where the kernel says it: with much else to do, caches
// are cold, so that CPU time is greater too.
func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	fields := strings.Fields(string(text))
	if err != nil || len(fields) < 3 {
		return ""
	}
	return fmt.Sprintf("; the load of the machine was %s on %d processors, on average of a quarter of an hour", fields[2], runtime.NumCPU())
}

// NewPart begins a report that is to be included in another.
func NewPart() *Report { return &Report{} }

// Include adds what a part wrote as results/NAME.md, if there is such a file.
func (r *Report) Include(name string) error {
	root, err := Root()
	if err != nil {
		return err
	}
	text, err := os.ReadFile(filepath.Join(root, "results", name+".md"))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	r.text.Write(text)
	return err
}

// Section begins a part, with a sentence or two on how it was measured.
func (r *Report) Section(title, text string) {
	fmt.Fprintf(&r.text, "\n### %s\n\n", title)
	if text != "" {
		fmt.Fprintf(&r.text, "%s\n\n", strings.TrimSpace(text))
	}
}

// Table writes rows under a head. The first column stands left, numbers right.
func (r *Report) Table(head []string, rows ...[]string) {
	align := make([]string, len(head))
	for i := range align {
		align[i] = "---:"
	}
	align[0] = "---"
	for _, row := range slices.Concat([][]string{head, align}, rows) {
		fmt.Fprintf(&r.text, "| %s |\n", strings.Join(row, " | "))
	}
}

// Text writes a paragraph.
func (r *Report) Text(format string, args ...any) {
	fmt.Fprintf(&r.text, "\n%s\n", strings.TrimSpace(fmt.Sprintf(format, args...)))
}

// AtLeast notes a figure that was asked to be as great as wanted.
func (r *Report) AtLeast(what string, got, wanted float64, unit string) {
	r.claim(what, "≥ ", got, wanted, unit, got >= wanted)
}

// AtMost notes a figure that was asked to be as small as wanted.
func (r *Report) AtMost(what string, got, wanted float64, unit string) {
	r.claim(what, "≤ ", got, wanted, unit, got <= wanted)
}

func (r *Report) claim(what, sign string, got, wanted float64, unit string, reached bool) {
	r.claims = append(r.claims, claim{what, fmt.Sprintf("%s%.4g%s", sign, wanted, unit), fmt.Sprintf("%.3g%s", got, unit), reached})
}

// Claims writes the figures noted, and returns how many were missed.
func (r *Report) Claims() (missed int) {
	if len(r.claims) == 0 {
		return 0
	}
	r.Section("Figures asked", "")
	var rows [][]string
	for _, c := range r.claims {
		word := "yes"
		if !c.reached {
			word = "**no**"
			missed++
		}
		rows = append(rows, []string{c.what, c.asked, c.got, word})
	}
	r.Table([]string{"figure", "asked", "got", "reached"}, rows...)
	r.claims = nil
	return missed
}

// Write ends the report with the figures asked and what was reached, writes it to results/NAME.md
// in the folder of the module, and returns how many figures were missed.
func (r *Report) Write(name string) (missed int, err error) {
	missed = r.Claims()
	root, err := Root()
	if err != nil {
		return missed, err
	}
	file := filepath.Join(root, "results", name+".md")
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return missed, err
	}
	return missed, os.WriteFile(file, []byte(r.text.String()), 0o666)
}

// String returns the report so far.
func (r *Report) String() string { return r.text.String() }

// Root returns the folder of the benchmarks: the first one from here upwards with this module's
// go.mod, or the folder bench of one.
func Root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		for _, candidate := range []string{dir, filepath.Join(dir, "bench")} {
			module, err := os.ReadFile(filepath.Join(candidate, "go.mod"))
			if err == nil && strings.HasPrefix(string(module), "module demarc/bench") {
				return candidate, nil
			}
		}
		if parent := filepath.Dir(dir); parent != dir {
			dir = parent
			continue
		}
		return "", fmt.Errorf("no go.mod of demarc/bench at or above the working directory: want to run within the project")
	}
}
