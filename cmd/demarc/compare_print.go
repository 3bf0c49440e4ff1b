package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"demarc/data"
	"demarc/data/atlas"
	"demarc/data/compare"
	"demarc/data/date"
	"demarc/data/world"
	"demarc/geo/csv"
	"demarc/geo/geojson"
)

// writeCompared writes the areas that differ in the format that the name of the file tells.
func (c *call) writeCompared(ctx context.Context, w io.Writer, ground *compare.Comparison, file string) error {
	if hasEnding(file, ".png") || hasEnding(file, ".svg") {
		p, undrawn, err := atlas.DrawComparison(ctx, ground, atlas.Query{BuiltIn: hasEnding(file, ".png"), Below: world.Layers})
		if err != nil {
			return err
		}
		p.Between = ctx.Err
		if undrawn > 0 {
			fmt.Fprintf(c.stderr, "demarc: %s\n", atlas.WordsIn("en").Undrawn(undrawn))
		}
		if hasEnding(file, ".png") {
			return p.WritePNG(w)
		}
		return p.WriteSVG(w)
	}
	layer, err := ground.Layer(ctx)
	if err != nil {
		return err
	}
	if hasEnding(file, ".csv") {
		return csv.Write(w, layer, ground.Meta(), csv.Options{})
	}
	return geojson.Write(w, layer, ground.Meta().Members())
}

// comparePrinter says a comparison in words.
type comparePrinter struct {
	io.Writer
	ground *compare.Comparison // nil: not compared
	*comparison
	names []string
}

// mostStatements is how many are listed unless all are asked for, mostCompared how many pairs and
// places of each kind.
const mostStatements, mostCompared = 20, 20

func (p comparePrinter) print(all bool) {
	for i, name := range p.names {
		fmt.Fprintf(p, "%c  %s", 'A'+i, name)
		if p.Ground != nil {
			m := [...]compare.Map{p.Ground.A, p.Ground.B}[i]
			fmt.Fprintf(p, ": %s, ", m.Title.In("en"))
			if m.Version != "" {
				fmt.Fprintf(p, "version %s, ", m.Version)
			}
			fmt.Fprintf(p, "snapshot %s", m.Snapshot)
		}
		fmt.Fprintln(p)
	}
	p.statements(all)
	if p.Ground != nil {
		p.onTheGround()
	}
}

func (p comparePrinter) statements(all bool) {
	if len(p.Statements) == 0 {
		fmt.Fprintf(p, "\nBoth state the same.\n")
		return
	}
	fmt.Fprintf(p, "\nStated differently, from A to B: %s\n", count(len(p.Statements), "statement"))
	for _, line := range compare.CountLines(p.Counts) {
		fmt.Fprintf(p, "  %s\n", line)
	}
	if !all && p.Ground != nil && p.Ground.A.Dataset != p.Ground.B.Dataset {
		fmt.Fprintf(p, "These are two datasets, not two states of one: -all lists the statements.\n")
		return
	}
	fmt.Fprintln(p)
	for i, s := range p.Statements {
		if i == mostStatements && !all {
			fmt.Fprintf(p, "  and %d more, which -all lists\n", len(p.Statements)-i)
			break
		}
		fmt.Fprintf(p, "  %s\n", s)
	}
}

// kindsOfPairs are the headings of pairs, in their order.
var kindsOfPairs = []struct{ what, heading string }{
	{compare.Controllers, "Another controller"},
	{compare.Statuses, "The same controller, another status"},
	{compare.Unknown, "Who held it is known in one alone"},
	{compare.Alone, "Within the zones of one alone"},
}

func (p comparePrinter) onTheGround() {
	g := p.Ground
	if g.Reason != "" {
		fmt.Fprintf(p, "\nNot compared on the ground: %s.\n", g.Reason)
		return
	}
	fmt.Fprintf(p, "\nOn the ground, %s\n", daysInWords(p.ground.During))
	for _, note := range g.Notes {
		fmt.Fprintf(p, "  note: %s\n", note)
	}
	p.sums()
	for _, kind := range kindsOfPairs {
		p.pairs(kind.what, kind.heading)
	}
	p.places()
	fmt.Fprintf(p, "\n%s.\n", strings.ToUpper(data.AreaMethod[:1])+data.AreaMethod[1:])
}

// sums says how much differs, on the day on which most does.
func (p comparePrinter) sums() {
	most, day := mostDiffering(p.Ground.Series)
	switch {
	case most == nil:
		fmt.Fprintf(p, "  neither map has zones on these days\n")
	case len(p.Ground.Pairs) == 0:
		fmt.Fprintf(p, "  both maps show the same, %.1f km2\n", most.SameKm2)
	case most.DiffersKm2 == 0:
		fmt.Fprintf(p, "  nothing differs where both have zones, %.1f km2; %.1f km2 lie on one map alone\n", most.SameKm2, most.OutsideKm2)
	default:
		on := ""
		if len(p.Ground.Series) > 1 && day != "" {
			on = ", the most on " + day
		}
		fmt.Fprintf(p, "  %.1f km2 differ%s; %.1f km2 are the same then, %.1f km2 lie on one map alone\n", most.DiffersKm2, on, most.SameKm2, most.OutsideKm2)
	}
}

// mostDiffering is the stretch of days on which most land differs.
func mostDiffering(series []compare.Stretch) (most *compare.Stretch, day string) {
	for i := range series {
		if x := &series[i]; most == nil || x.DiffersKm2 > most.DiffersKm2 {
			most = x
		}
	}
	if most != nil && most.From != nil {
		day = most.From.String()
	}
	return most, day
}

func (p comparePrinter) pairs(what, heading string) {
	listed := 0
	for _, t := range p.Ground.Pairs {
		if t.What != what {
			continue
		}
		if listed == 0 {
			fmt.Fprintf(p, "\n%s, A / B:\n", heading)
		}
		if listed++; listed > mostCompared {
			continue
		}
		fmt.Fprintf(p, "  %9.1f km2  %s / %s%s\n", t.Km2, p.holder(t.A), p.holder(t.B), p.when(t))
	}
	if listed > mostCompared {
		fmt.Fprintf(p, "  and %d more, which -json lists\n", listed-mostCompared)
	}
}

// when says on which days there was land of a pair, if more than a day is compared.
func (p comparePrinter) when(t compare.Total) string {
	if p.ground.During.From+1 == p.ground.During.To {
		return ""
	}
	text := ", " + daysOf(t.First, t.Last)
	if t.Most != nil && (t.First == nil || *t.Most != *t.First) {
		text += ", so much on " + t.Most.String()
	}
	return text
}

func (p comparePrinter) places() {
	for i, place := range p.Ground.Places {
		if i == 0 {
			fmt.Fprintf(p, "\nPlaces of which they say different things, A / B:\n")
		}
		if i == mostCompared {
			fmt.Fprintf(p, "  and %d more, which -json lists\n", len(p.Ground.Places)-i)
			break
		}
		for k, on := range place.Days {
			name := place.Names.In("en")
			if k > 0 {
				name = strings.Repeat(" ", len([]rune(name)))
			}
			fmt.Fprintf(p, "  %s  %s / %s", name, p.holder(on.A), p.holder(on.B))
			if p.ground.During.From+1 != p.ground.During.To {
				fmt.Fprintf(p, ", %s", daysOf(on.From, on.To))
			}
			fmt.Fprintln(p)
		}
	}
}

// holder says what a map says.
func (p comparePrinter) holder(h *compare.Holder) string {
	if h == nil {
		return "outside"
	}
	side := compare.Side{Status: h.Status}
	if h.Controller != nil {
		side.Controller = *h.Controller
	}
	return p.ground.Word(side, "en")
}

func daysOf(from, to *date.Date) string {
	i := date.Always
	if from != nil {
		i.From = *from
	}
	if to != nil {
		i.To = *to
	}
	return daysInWords(i)
}

// daysInWords says an interval, its last day included.
func daysInWords(i date.Interval) string {
	switch {
	case i == date.Always:
		return "all days"
	case i.From+1 == i.To:
		return i.From.String()
	case i.From == date.Beginning:
		return "until " + i.Last().String()
	case i.To == date.Forever:
		return "since " + i.From.String()
	}
	return i.From.String() + " to " + i.Last().String()
}
