package main

import (
	"fmt"
	"io"

	"demarc/data"
	"demarc/data/enrich"
)

// tableNotes prints the columns read as points and days of a table, and the doubts about them.
type tableNotes struct {
	w    io.Writer
	name string // of the table
	ask  enrich.OptionNames
	said enrich.Reading
}

func (n *tableNotes) printf(format string, args ...any) {
	fmt.Fprintf(n.w, "demarc: %s: %s\n", n.name, fmt.Sprintf(format, args...))
}

// begin prints the columns read, once, as soon as they are known.
func (n *tableNotes) begin(r enrich.Result) {
	if !n.said.Known() && r.Read.Known() {
		n.said = r.Read
		n.printf("%s", n.said.Text(n.ask))
	}
}

// end prints the outcome. Later rows of JSON may have a day where the first ones had none.
func (n *tableNotes) end(s *data.Snapshot, r enrich.Result) {
	if r.Read != n.said && r.Read.Known() {
		n.printf("in later rows %s", r.Read.Text(n.ask))
	}
	for _, note := range r.Notes(n.ask) {
		n.printf("%s", note)
	}
	if r.Failed > 0 {
		n.printf("%d of %s could not be located, see %s", r.Failed, count(int(r.Rows), "row"), enrich.ErrorColumn)
	}
	if r.Uncovered > 0 {
		n.printf("%d of %s with a day that is not covered: %s", r.Uncovered, count(int(r.Rows), "row"), s.Uncovered(r.UncoveredDay))
	}
}
