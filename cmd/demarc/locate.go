package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/date"
	"demarc/geo"
	"demarc/geo/notation"
)

func locateCommand() command {
	return command{
		name: "locate", summary: "say which region a point lies in and who controlled it on a day; enrich tables",
		usage: "[-date YYYY-MM-DD] [-viewpoint NAME] [-history] [-borders] [-json] [-data DIR] " +
			"LONGITUDE LATITUDE | \"COORDINATES\"\n" +
			"       demarc locate [-date YYYY-MM-DD] [-viewpoint NAME] [-columns LIST] [-z] [-data DIR] FILE | -\n" +
			"       demarc locate [...] -o FOLDER FOLDER | \"*.parquet\" | FILE.parquet FILE.parquet...",
		example: "demarc locate -date 2020-11-24 46.04 40.10\n" +
			"  demarc locate \"38T NK 88645 39374\"\n  demarc locate incidents.csv > located.csv",
		run: locate,
	}
}

// pointFlagNames are the flags of locate that say nothing of tables.
var pointFlagNames = []string{"history", "borders", "json", "near"}

func locate(ctx context.Context, c *call) error {
	on := dayFlag{order: c.dateFormatFlag("-date and in days of a table")}
	c.flags.Var(&on, "date",
		"the `day`, such as 2020-11-25 or 25.11.2020; without it the latest day covered, at most today. Table: the day "+
			"of all rows, or, with -date-column, of rows without one; without it the day of each "+
			"row, if a column has a usual name")
	history := c.flags.Bool("history", false, "list all periods of the point")
	borders := c.flags.Bool("borders", false, "also say how far the borders of the regions are, and which regions are near")
	near := c.flags.String("near", "", "`coordinates` that a short Plus code is relative to, without it the centre of the map; two plain numbers "+
		"that are a place in both orders are the nearer one")
	directory, viewpoint, asJSON := c.dataFlag(), c.viewpointFlag(), c.jsonFlag()
	table := c.tableFlags()
	others, err := c.parse()
	if err != nil {
		return err
	}
	if err := on.settle(); err != nil {
		return err
	}
	if len(others) == 0 {
		return misusef("want a longitude and a latitude, coordinates of another notation, or a file")
	}
	several, err := findParquet(others)
	if err != nil {
		return err
	}
	isTable := several != nil || len(others) == 1 && isFile(others[0])
	if name := c.firstOf(tableFlagNames); name != "" && !isTable {
		return misusef("%q: no such file; -%s is about tables", strings.Join(others, " "), name)
	}
	if name := c.firstOf(pointFlagNames); name != "" && isTable {
		return misusef("-%s is about one point, and %q a table", name, others[0])
	}
	snapshot, err := c.openView(*directory, *viewpoint)
	if err != nil {
		return err
	}
	switch {
	case several != nil:
		return c.locateFiles(ctx, snapshot, table, several, on)
	case isTable:
		return c.locateTable(ctx, snapshot, table, others[0], on)
	}
	point, read, err := readPoint(snapshot, others, *near)
	if err != nil {
		return err
	}
	if !on.given {
		on.day = snapshot.DefaultDay(date.DateOf(time.Now()))
	}
	answer := snapshot.LocateWith(point, on.day, data.Extras{History: *history, Borders: *borders})
	answer.Read = read
	c.noteDays(snapshot.Uncovered(on.day))
	if *asJSON {
		return c.printJSON(answer)
	}
	printLocation(c.stdout, snapshot, answer)
	return nil
}

// readPoint reads the point: two numbers are longitude and latitude, anything else is read by its
// notation and returned with its reading.
func readPoint(s *data.Snapshot, args []string, near string) (orb.Point, *notation.Reading, error) {
	if len(args) == 2 && isNumber(args[0]) && isNumber(args[1]) {
		point, err := parsePoint(args)
		return point, nil, err
	}
	var from *orb.Point
	if near != "" {
		reading, err := s.ReadPoint(near, nil)
		if err != nil {
			return orb.Point{}, nil, misusef("-near %v", err)
		}
		from = &reading.Point
	}
	reading, err := s.ReadPoint(strings.Join(args, " "), from)
	if err != nil && len(args) == 1 && namesFile(args[0]) {
		if _, err := os.ReadFile(args[0]); err != nil {
			return orb.Point{}, nil, err
		}
	}
	if err != nil && len(args) == 1 && !strings.ContainsAny(args[0], " ,") {
		return orb.Point{}, nil, misusef("no such file; read as coordinates, %v", err)
	}
	if err != nil {
		return orb.Point{}, nil, misuse{err}
	}
	return reading.Point, &reading, nil
}

// namesFile tells the name of a directory or of a missing file from a slip in coordinates, whose
// full stops stand before digits.
func namesFile(arg string) bool {
	if _, err := os.Stat(arg); err == nil {
		return true
	}
	extension := filepath.Ext(arg)
	return len(extension) > 1 && unicode.IsLetter(rune(extension[1])) && !strings.Contains(arg, "://")
}

// parsePoint reads longitude and latitude in degrees, in this order.
func parsePoint(args []string) (orb.Point, error) {
	var point orb.Point
	for i := range point {
		value, err := strconv.ParseFloat(args[i], 64)
		if err != nil || math.IsNaN(value) {
			return orb.Point{}, misusef("%q: want a number of degrees", args[i])
		}
		point[i] = value
	}
	home, err := geo.TurnPoint(point)
	if err != nil {
		return orb.Point{}, misusef("%g %g: %w; the longitude comes first", point[0], point[1], err)
	}
	return home, nil
}

func printLocation(w io.Writer, s *data.Snapshot, l data.Location) {
	if l.Read != nil {
		printReading(w, l)
	} else {
		fmt.Fprintf(w, "%g %g on %s\n", l.Lon, l.Lat, l.Date)
	}
	if l.Zone != nil {
		fmt.Fprintf(w, "zone:     %s (%s)\n", l.Zone.Names.In("en"), l.Zone.ID)
		printAttributes(w, "", l.Zone.Attributes)
	}
	for _, r := range l.Regions {
		fmt.Fprintf(w, "region:   %s (%s)\n", r.Names.In("en"), r.LayerTitle.In("en"))
		if r.BorderAt != nil {
			fmt.Fprintf(w, "          border %s\n", borderText(*r.BorderAt))
		}
		printAttributes(w, "", r.Attributes)
	}
	printControl(w, s, l.Control, l.Doubt)
	if l.AsOf != nil {
		fmt.Fprintf(w, "as of:    %s, up to which the dataset was kept\n", l.AsOf)
	}
	for _, o := range l.Overlays {
		if o.Control != nil {
			fmt.Fprintf(w, "above it: %s (%s): %s, since %s\n", o.Names.In("en"), o.ID,
				describe(s, *o.Control), sinceText(*o.Control))
			printDoubt(w, "", o.Doubt)
			fmt.Fprintf(w, "          border %s\n", borderText(o.BorderAt))
		}
	}
	printNear(w, l)
	if len(l.History) > 0 {
		fmt.Fprintln(w, "history:")
	}
	for _, c := range l.History {
		fmt.Fprintf(w, "  %s to %s  %s", sinceText(c.Control), dayText(c.To), describe(s, c.Control))
		if c.Zone != "" {
			fmt.Fprintf(w, ", as part of %s", c.Zone)
		}
		fmt.Fprintln(w)
	}
}

// printNear prints the distance to the border of the zone, or the nearest zone, and the nearest
// regions of other layers.
func printNear(w io.Writer, l data.Location) {
	if z := l.Zone; z != nil {
		fmt.Fprintf(w, "border:   %s\n", borderText(data.BorderAt{
			PrecisionM: z.PrecisionM, BorderM: z.BorderM, NearUncertainLine: z.NearUncertainLine, Second: z.Second,
		}))
	}
	if l.Nearest != nil {
		fmt.Fprintf(w, "nearest:  %s (%s), %s\n", l.Nearest.Names.In("en"), l.Nearest.ID, nearestText(*l.Nearest))
	}
	for _, r := range l.NearestRegions {
		fmt.Fprintf(w, "nearest:  %s (%s), %s\n", r.Names.In("en"), r.LayerTitle.In("en"), nearestText(r.Nearest))
	}
}

// borderText words the distance to a border, and the doubt on which side the point lies.
func borderText(b data.BorderAt) string {
	text := distance(b.BorderM) + " away"
	if b.Second != "" {
		text += ", beyond it " + b.Second
	}
	if b.NearUncertainLine {
		text += fmt.Sprintf("; that line is only good to about %s, the point may lie on its other side", distance(b.PrecisionM))
	}
	return text
}

func nearestText(n data.Nearest) string {
	text := distance(n.DistanceM) + " away"
	if n.NearUncertainLine {
		text += fmt.Sprintf("; its border is only good to about %s, the point may lie in it", distance(n.PrecisionM))
	}
	return text
}

// printReading prints the reading of coordinates.
func printReading(w io.Writer, l data.Location) {
	fmt.Fprintf(w, "%.6f %.6f on %s\n", l.Lon, l.Lat, l.Date)
	fmt.Fprintf(w, "read as:  %s", l.Read.Notation)
	if l.Read.Order != "" {
		fmt.Fprintf(w, ", %s", l.Read.Order)
	}
	fmt.Fprintf(w, ", given to about %s\n", distance(l.Read.PrecisionM))
	if l.Read.Note != "" {
		fmt.Fprintf(w, "          %s\n", l.Read.Note)
	}
}

// printControl prints who controls the zone, with event and sources.
func printControl(w io.Writer, s *data.Snapshot, c data.Control, d data.Doubt) {
	fmt.Fprintf(w, "control:  %s\n", describe(s, c))
	if c.Reason != "" {
		fmt.Fprintf(w, "reason:   %s\n", c.Reason)
	}
	if c.From != nil {
		fmt.Fprintf(w, "since:    %s\n", sinceText(c))
	}
	if c.To != nil {
		fmt.Fprintf(w, "last day: %s\n", *c.To-1)
	}
	printDoubt(w, "doubt:", d)
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
	if note := c.Note.In("en"); note != "" {
		fmt.Fprintf(w, "note:     %s\n", note)
	}
	printAttributes(w, "period:", c.Attributes)
	for _, source := range c.Sources {
		printSource(w, source)
	}
}

func dayText(d *date.Date) string {
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
