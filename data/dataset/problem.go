package dataset

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"
)

// Severity says whether a Problem keeps a dataset from being served.
type Severity string

// The severities: a dataset with an Error is never served.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Problem is one finding of the check.
type Problem struct {
	Rule     string      `json:"rule"`
	Severity Severity    `json:"severity"`
	File     string      `json:"file"`
	Line     int         `json:"line,omitempty"`
	Place    *[2]float64 `json:"place,omitempty"` // longitude, latitude
	Message  string      `json:"message"`
	Hint     string      `json:"hint,omitempty"`

	lost bool // the files say something that is not read, and would not be written again
}

// String writes the problem as compilers do: file:line: message (hint).
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d", p.Line)
	}
	b.WriteString(": ")
	if p.Severity == Warning {
		b.WriteString("warning: ")
	}
	b.WriteString(p.Message)
	if p.Hint != "" {
		fmt.Fprintf(&b, " (%s)", p.Hint)
	}
	fmt.Fprintf(&b, " [%s]", p.Rule)
	return b.String()
}

// Errors counts the problems that keep a dataset from being served.
func Errors(problems []Problem) int {
	n := 0
	for _, p := range problems {
		if p.Severity == Error {
			n++
		}
	}
	return n
}

// Warnings counts the problems that do not keep a dataset from being served.
func Warnings(problems []Problem) int { return len(problems) - Errors(problems) }

// report collects problems; its methods return the problem just added so that a caller can add a
// hint or a place.
type report struct {
	problems []Problem
	lines    map[textAt]int // where texts within an object stand

	languages []string // of the dataset
}

// firstLanguage is the language of texts that name none.
func (r *report) firstLanguage() string {
	if len(r.languages) == 0 {
		return "en"
	}
	return r.languages[0]
}

// textAt is a text, or the name of a member, in the object that begins at a position.
type textAt struct {
	object Position
	text   string
}

// line returns where a text of the object stands, the object's own position when that is not known.
func (r *report) line(object Position, text string) Position {
	if line, ok := r.lines[textAt{object, text}]; ok {
		return Position{object.File, line}
	}
	return object
}

func (r *report) errorf(rule string, at Position, format string, args ...any) *Problem {
	return r.add(rule, Error, at, format, args...)
}

func (r *report) warnf(rule string, at Position, format string, args ...any) *Problem {
	return r.add(rule, Warning, at, format, args...)
}

func (r *report) add(rule string, severity Severity, at Position, format string, args ...any) *Problem {
	r.problems = append(r.problems, Problem{
		Rule: rule, Severity: severity, File: at.File, Line: at.Line, Message: fmt.Sprintf(format, args...),
	})
	return &r.problems[len(r.problems)-1]
}

func (p *Problem) hint(format string, args ...any) *Problem {
	p.Hint = fmt.Sprintf(format, args...)
	return p
}

func (p *Problem) at(point orb.Point) *Problem {
	p.Place = &[2]float64{point[0], point[1]}
	return p
}

// sorted returns the problems by file and line.
func (r *report) sorted() []Problem {
	slices.SortStableFunc(r.problems, func(a, b Problem) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return r.problems
}
