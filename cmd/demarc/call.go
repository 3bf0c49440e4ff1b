package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"strconv"
	"strings"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/date/spelling"
)

// call is one run of a command.
type call struct {
	args           []string
	flags          *flag.FlagSet
	stdout, stderr io.Writer
	help           func(io.Writer)
	datetime       *string // of import
}

// parse reads the flags, which may stand before, between and after the other arguments, and returns
// the latter. An argument that begins with a negative number is no flag: it may be a latitude and a
// longitude in one, as one is whose minus stands apart.
func (c *call) parse() ([]string, error) {
	var others []string
	for args := c.args; len(args) > 0; {
		arg := args[0]
		if arg == "--" {
			return append(others, args[1:]...), nil
		}
		if !strings.HasPrefix(arg, "-") || arg == "-" || startsNumber(arg[1:]) {
			others, args = append(others, arg), args[1:]
			continue
		}
		n := 1
		if f := c.flags.Lookup(strings.TrimLeft(arg, "-")); f != nil && !isBool(f) {
			n = 2 // the value is an argument of its own
		}
		if n > len(args) {
			return nil, misusef("flag %s wants a value", arg)
		}
		if err := c.flags.Parse(args[:n]); err != nil {
			if err == flag.ErrHelp {
				return nil, err
			}
			return nil, misuse{err}
		}
		args = args[n:]
	}
	return others, nil
}

func startsNumber(s string) bool {
	return strings.IndexAny(strings.TrimLeft(s, " "), "0123456789.") == 0
}

// isNumber tells whether an argument is a decimal number; ParseFloat also knows 0x1p5 and 4_6.
func isNumber(s string) bool {
	_, err := strconv.ParseFloat(s, 64)
	return err == nil && !strings.ContainsAny(s, "xX_")
}

func isBool(f *flag.Flag) bool {
	b, ok := f.Value.(interface{ IsBoolFlag() bool })
	return ok && b.IsBoolFlag()
}

// noMore refuses further arguments.
func noMore(others []string) error {
	if len(others) > 0 {
		return misusef("%q is one argument too many", others[0])
	}
	return nil
}

// parseOnly is parse for commands whose only argument names a dataset, in place of -data.
func (c *call) parseOnly(directory *string) error {
	others, err := c.parse()
	if err != nil {
		return err
	}
	if len(others) > 0 && *directory == "" {
		*directory, others = others[0], others[1:]
	}
	return noMore(others)
}

// dataFlag adds -data.
func (c *call) dataFlag() *string {
	return c.flags.String("data", "", "`directory` of the dataset, DIR@VERSION of one that was released, a .zip, or "+bundledNames()+"; without it the first of these")
}

// jsonFlag adds -json.
func (c *call) jsonFlag() *bool {
	return c.flags.Bool("json", false, "answer in JSON, as the server would")
}

// viewpointFlag adds -viewpoint.
func (c *call) viewpointFlag() *string {
	return c.flags.String("viewpoint", "", "whose `statements` count where they differ; without it the dataset's default")
}

// openView opens a dataset as a viewpoint sees it.
func (c *call) openView(directory, viewpoint string) (*data.Snapshot, error) {
	snapshot, err := c.open(directory)
	if err != nil {
		return nil, err
	}
	view, err := snapshot.From(viewpoint)
	if err != nil {
		return nil, misuse{err}
	}
	return view, nil
}

// open loads a dataset for a question. Problems of a rejected one are printed.
func (c *call) open(directory string) (*data.Snapshot, error) {
	fsys, err := filesOf(directory)
	if err != nil {
		return nil, err
	}
	snapshot, problems, err := data.Open(fsys)
	if err != nil {
		c.printProblems(c.stderr, problems)
	}
	return snapshot, err
}

func (c *call) printProblems(w io.Writer, problems []dataset.Problem) {
	for _, p := range problems {
		fmt.Fprintln(w, p)
	}
}

// noteDays prints the reason why uncovered days have no answer, nothing for "".
func (c *call) noteDays(reason string) {
	if reason != "" {
		fmt.Fprintf(c.stderr, "demarc: %s\n", reason)
	}
}

// noteControl says of a dataset of plain regions why there is nothing to answer.
func (c *call) noteControl(s *data.Snapshot, hint string) {
	if !s.StatesControl() {
		fmt.Fprintf(c.stderr, "demarc: this dataset states no control%s\n", hint)
	}
}

func (c *call) printJSON(v any) error {
	encoder := json.NewEncoder(c.stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}

// dateFormatFlag adds -date-format, the order of day, month and year in what is named.
func (c *call) dateFormatFlag(of string) *spelling.Order {
	order := new(spelling.Order)
	c.flags.Func(dateFormat, "the `order` of day, month and year in "+of+": dmy, mdy or ymd; without it that of rows where only one is possible",
		func(s string) (err error) {
			*order, err = spelling.ParseOrder(s)
			return err
		})
	return order
}

const dateFormat = "date-format"

// dayFlag is a flag that holds a day, as people write it.
type dayFlag struct {
	day   date.Date
	given bool
	text  string
	order *spelling.Order // of -date-format, if the command has it
}

func (f *dayFlag) String() string { return f.text }

// Set reads a day. If its order is missing, -date-format may stand behind it.
func (f *dayFlag) Set(s string) error {
	day, err := spelling.Style{}.Day(s)
	f.day, f.given, f.text = day, true, s
	if undecided := new(spelling.Undecided); f.order != nil && errors.As(err, &undecided) {
		return nil
	}
	return err
}

// settle reads the day again when all flags are known.
func (f *dayFlag) settle() (err error) {
	if f.given && f.order != nil {
		if f.day, err = (spelling.Style{Order: *f.order, Ask: "-" + dateFormat}).Day(f.text); err != nil {
			return misuse{err}
		}
	}
	return nil
}
