package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"demarc/data"
)

func locateCommand() command {
	return command{
		name: "locate", summary: "say which region a point lies in and who controlled it on a day",
		usage:   "[-date YYYY-MM-DD] [-history] [-json] [-data DIR] LONGITUDE LATITUDE",
		example: "demarc locate -date 2020-11-24 46.04 40.10",
		run:     locate,
	}
}

func locate(_ context.Context, c *call) error {
	var on dayFlag
	c.flags.Var(&on, "date", "the `day`, YYYY-MM-DD; without it the latest day covered, at most today")
	history := c.flags.Bool("history", false, "list all periods of the point's zone")
	directory, asJSON := c.dataFlag(), c.jsonFlag()
	others, err := c.parse()
	if err != nil {
		return err
	}
	point, err := parsePoint(others)
	if err != nil {
		return err
	}
	snapshot, err := c.open(*directory)
	if err != nil {
		return err
	}
	if !on.given {
		on.day = snapshot.DefaultDay(data.DateOf(time.Now()))
	}
	answer := snapshot.Locate(point, on.day)
	if *history {
		answer = snapshot.LocateHistory(point, on.day)
	}
	if *asJSON {
		return c.printJSON(answer)
	}
	printLocation(c.stdout, snapshot, answer)
	return nil
}

// parsePoint reads longitude and latitude in degrees, in this order.
func parsePoint(args []string) (orb.Point, error) {
	if len(args) != 2 {
		return orb.Point{}, misusef("want a longitude and a latitude, got %d arguments", len(args))
	}
	var point orb.Point
	for i, name := range []string{"longitude", "latitude"} {
		value, err := strconv.ParseFloat(strings.TrimSuffix(args[i], ","), 64)
		if err != nil || math.IsNaN(value) {
			return orb.Point{}, misusef("%s %q: want a number of degrees", name, args[i])
		}
		point[i] = value
	}
	if math.Abs(point[0]) > 180 || math.Abs(point[1]) > 90 {
		return orb.Point{}, misusef("%g %g: want a longitude of -180 to 180 and then a latitude of -90 to 90 degrees", point[0], point[1])
	}
	return point, nil
}

func printLocation(w io.Writer, s *data.Snapshot, l data.Location) {
	fmt.Fprintf(w, "%g %g on %s\n", l.Lon, l.Lat, l.Date)
	if l.Zone != nil {
		fmt.Fprintf(w, "zone:     %s (%s)\n", l.Zone.Names.In("en"), l.Zone.ID)
	}
	for _, r := range l.Regions {
		fmt.Fprintf(w, "region:   %s (%s)\n", r.Names.In("en"), r.LayerTitle.In("en"))
	}
	printControl(w, s, l.Control)
	if l.Zone != nil {
		fmt.Fprintf(w, "border:   %s away", distance(l.Zone.BorderM))
		if l.Zone.NearUncertainLine {
			fmt.Fprintf(w, "; that line is only good to about %s, the point may lie on its other side", distance(l.Zone.PrecisionM))
		}
		fmt.Fprintln(w)
	}
	if l.Nearest != nil {
		fmt.Fprintf(w, "nearest:  %s (%s), %s away\n", l.Nearest.Names.In("en"), l.Nearest.ID, distance(l.Nearest.DistanceM))
	}
	if len(l.History) > 0 {
		fmt.Fprintln(w, "history:")
	}
	for _, c := range l.History {
		fmt.Fprintf(w, "  %s to %s  %s\n", date(c.From), date(c.To), describe(s, c))
	}
}

// printControl prints the answer, the event it rests on, and who says so.
func printControl(w io.Writer, s *data.Snapshot, c data.Control) {
	fmt.Fprintf(w, "control:  %s\n", describe(s, c))
	if c.Reason != "" {
		fmt.Fprintf(w, "reason:   %s\n", c.Reason)
	}
	if c.From != nil {
		fmt.Fprintf(w, "since:    %s\n", date(c.From))
	}
	if c.To != nil {
		fmt.Fprintf(w, "last day: %s\n", *c.To-1)
	}
	if c.AcquiredBy != "" {
		fmt.Fprintf(w, "by:       %s\n", c.AcquiredBy)
	}
	if c.Confidence != "" {
		fmt.Fprintf(w, "certain:  %s\n", c.Confidence)
	}
	if e := c.Event; e != nil {
		fmt.Fprintf(w, "event:    %s: %s\n", e.Date.Text, e.Title.In("en"))
		if e.Planned != nil && *e.Planned != e.Day {
			fmt.Fprintf(w, "          planned for %s, put off\n", e.Planned)
		}
		if summary := e.Summary.In("en"); summary != "" {
			fmt.Fprintf(w, "          %s\n", summary)
		}
	}
	if c.Note != "" {
		fmt.Fprintf(w, "note:     %s\n", c.Note)
	}
	for _, source := range c.Sources {
		fmt.Fprintf(w, "source:   %s\n", cite(source))
	}
}

// describe says in a line who holds a zone and how.
func describe(s *data.Snapshot, c data.Control) string {
	if c.Controller == nil {
		return s.StatusName(c.Status)
	}
	line := s.ActorName(*c.Controller) + ", " + s.StatusName(c.Status)
	if c.PatrolledBy != "" && c.PatrolledBy != *c.Controller {
		line += ", patrolled by " + s.ActorName(c.PatrolledBy)
	}
	return line
}

func cite(source *data.Source) string {
	line := source.Title
	if source.Publisher != "" {
		line = source.Publisher + ": " + line
	}
	if source.Date != nil && !source.DateNominal {
		line += fmt.Sprintf(" (%s)", source.Date)
	}
	if source.URL != "" {
		line += " " + source.URL
	}
	return line
}

func date(d *data.Date) string {
	if d == nil {
		return ".."
	}
	return d.String()
}

func distance(metres float64) string {
	if metres < 1000 {
		return fmt.Sprintf("%.0f m", metres)
	}
	return fmt.Sprintf("%.1f km", metres/1000)
}
