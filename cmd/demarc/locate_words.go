package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"demarc/data"
	"demarc/data/dataset"
)

// describe words controller, status and patrol in a line.
func describe(s *data.Snapshot, c data.Control) string {
	status := s.StatusName(c.Status)
	if len(c.Claimants) > 0 {
		var names []string
		for _, id := range c.Claimants {
			names = append(names, s.ActorName(id))
		}
		last := len(names) - 1
		status += " between " + strings.Join(names[:last], ", ") + " and " + names[last]
	}
	if c.Controller == nil {
		return status
	}
	line := s.ActorName(*c.Controller) + ", " + status
	if c.PatrolledBy != "" && c.PatrolledBy != *c.Controller {
		line += ", patrolled by " + s.ActorName(c.PatrolledBy)
	}
	return line
}

// sinceText words when a period began.
func sinceText(c data.Control) string {
	switch {
	case c.SinceOrEarlier:
		return dayText(c.From) + " or earlier"
	case c.FromEarliest != nil:
		return fmt.Sprintf("%s (between %s and %s)", dayText(c.From), c.FromEarliest, c.FromLatest)
	}
	return dayText(c.From)
}

// printDoubt prints what is not certain of a day, if anything.
func printDoubt(w io.Writer, label string, d data.Doubt) {
	if d.Uncertain {
		fmt.Fprintf(w, "%-9s %s\n", label, d.UncertainNote)
	}
}

// printAttributes prints the own columns of a region or period.
func printAttributes(w io.Writer, label string, a data.Attributes) {
	for _, x := range a.Attributes {
		fmt.Fprintf(w, "%-9s %s: %s\n", label, x.Title.In("en"), attributeText(x))
		label = ""
	}
	if a.AttributesOf != "" && len(a.Attributes) > 0 {
		fmt.Fprintf(w, "          (of %s, of which this is a piece)\n", a.AttributesOf)
	}
}

func attributeText(a data.AttributeValue) string {
	switch {
	case a.Value == nil:
		return "none"
	case a.Type == dataset.BooleanType && a.Value == true:
		return "yes"
	case a.Type == dataset.BooleanType:
		return "no"
	case a.Type == dataset.NumberType:
		number, _ := a.Value.(float64)
		return strings.TrimSpace(strconv.FormatFloat(number, 'f', -1, 64) + " " + a.Unit)
	}
	return fmt.Sprint(a.Value)
}

// printSource prints a source, and below it what a reader needs to find its words.
func printSource(w io.Writer, source *dataset.Source) {
	fmt.Fprintf(w, "source:   %s\n", cite(source))
	if source.Quote != "" {
		fmt.Fprintf(w, "          \"%s\"", source.Quote)
		if source.Locator != "" {
			fmt.Fprintf(w, ", %s", source.Locator)
		}
		fmt.Fprintln(w)
	} else if source.Locator != "" {
		fmt.Fprintf(w, "          %s\n", source.Locator)
	}
	if source.ArchivedURL != "" {
		fmt.Fprintf(w, "          archived copy")
		if source.ArchivedAt != nil {
			fmt.Fprintf(w, " of %s", source.ArchivedAt)
		}
		fmt.Fprintf(w, ": %s\n", source.ArchivedURL)
	}
}

func cite(source *dataset.Source) string {
	line := source.Title
	if source.Publisher != "" {
		line = source.Publisher + ": " + line
	}
	if source.Author != "" {
		line = source.Author + ", " + line
	}
	if source.Date != nil && !source.DateNominal {
		line += fmt.Sprintf(" (%s)", source.Date)
	}
	if source.URL != "" {
		line += " " + source.URL
	}
	return line
}
