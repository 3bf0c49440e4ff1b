package imports

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/date/spelling"
	"demarc/data/imports/files"
	"demarc/geo"
)

// Options say what an import cannot know or should not guess. Columns that are not named are
// recognised by their names; "-" says that there is no such column.
type Options struct {
	Title       string
	Licence     string
	Attribution string
	Language    string            // of names whose column does not say it
	Table       string            // of a file with more than one
	ID          string            // column of the ids of regions
	Zone        string            // column of the ids of zones
	Names       map[string]string // columns of names by language
	From, To    string            // columns of the first day and the end
	End         End
	DateFormat  spelling.Order // of day, month and year in dates of three numbers; "": as the rows tell
	Controller  string         // column of who controls a zone; "-" makes plain regions
	Status      string         // column
	Source      string         // column
	Periods     string         // another file, whose rows are the periods of the regions of the first
	SourceTitle string         // the source of all that has none of its own
	SourceURL   string
	SourceDate  *date.Date
	Covers      *date.Interval // the days that the dataset speaks of
	Overlaps    Overlaps
	// Attributes are the columns that are kept as own columns of the dataset; nil: all that nothing
	// else is made of.
	Attributes []string
	Wrap       bool // cut at the antimeridian what crosses it
	// Values of all rows that have none of their own, for files whose rows hold nothing but shapes.
	ControllerValue, StatusValue string

	Encoding string                                   // of texts in Shapefiles, CSV and GeoJSON
	Workbook func(name string) ([]files.Sheet, error) // reads Excel workbooks; nil: they are refused
	Called   string                                   // of a file that is but a copy: its name for messages
	Progress func(text string)                        // is told what is being done; may be nil

	own map[string]bool // columns that have no other meaning than their own
	raw *rawKept        // what is kept of what is read; may be nil
}

func (o Options) progress(format string, args ...any) {
	if o.Progress != nil {
		o.Progress(fmt.Sprintf(format, args...))
	}
}

// builder makes a dataset of a table.
type builder struct {
	Options
	table    table
	fileName string // without folder and extension
	columns  *columns
	dates    dates
	layer    string // id
	kind     string
	rows     []*row
	used     map[role]bool
	said     map[role]bool // a choice names the column
	chosen   []Choice
	notes    []string

	madeIDs  bool // of names
	numbered bool // ids are the numbers of rows
	redrawn  bool // a zone has more than one shape
	cut      bool // zones are pieces of those of the rows
	own      []own
	about    about
	events   []*dataset.Event
	inferred int // events of which little is known
	actors   []*dataset.Actor
	palette  palette
	statuses []string
	sources  []*dataset.Source

	ids      map[string]string // of regions and zones, by those that the table has
	actorIDs numberer
	// of overlays that are drawn otherwise on other days
	overlayIDs  numberer
	statusIDs   map[string]string // by the texts of the file
	statusTexts map[string]string // by their ids
	actorOf     map[string]int    // the actor of a name
	from        date.Date         // the first day covered
	sourceIDs   map[string]string // by the text of the entry, "" for the source of all rows
}

// Choice is what was chosen for a part of the dataset.
type Choice struct{ What, Chosen string }

// row is a row of the table with what every kind of dataset needs of it.
type row struct {
	*geo.Feature
	number   int // 1-based
	id       string
	names    map[string]string
	interval date.Interval
	began    *spelling.Days // those on which it may have begun, if that is not certain
}

func (b *builder) choose(what, format string, args ...any) {
	b.chosen = append(b.chosen, Choice{what, fmt.Sprintf(format, args...)})
}

func (b *builder) note(format string, args ...any) {
	b.notes = append(b.notes, fmt.Sprintf(format, args...))
}

// column notes that a column is used and returns its name in quotes.
func (b *builder) column(r role) string {
	b.used[r], b.said[r] = true, true
	return fmt.Sprintf("column %q", b.columns.fields[b.columns.of[r]].Name)
}

// chooseRest names the columns that were taken without a word.
func (b *builder) chooseRest() {
	for _, k := range known {
		if b.used[k.role] && !b.said[k.role] {
			b.choose(k.what, "%s", b.column(k.role))
		}
	}
}

// build reads the rows.
func (b *builder) build() error {
	b.used, b.said = map[role]bool{}, map[role]bool{}
	b.leaveOutControls()
	b.readAbout()
	b.Options.own = b.ownOf()
	var err error
	if b.columns, err = findColumns(b.table.Fields, b.Options); err != nil {
		return err
	}
	if b.table.origin != "" && len(b.columns.names) == 0 && len(b.Names) == 0 {
		b.columns.names[b.Language] = slices.IndexFunc(b.table.Fields, func(f geo.Field) bool { return f.Name == b.table.origin })
	}
	if b.Controller == noColumn || !b.columns.has(controllerRole) {
		b.Controller = noColumn
		delete(b.columns.of, zoneRole)
	} else if !b.columns.has(zoneRole) && b.columns.has(idRole) && b.Zone != noColumn {
		b.columns.of[zoneRole] = b.columns.of[idRole]
	}
	names := []string{b.table.Name, b.fileName, "regions"}
	if b.about.Layer != nil {
		names = append([]string{b.about.Layer.ID}, names...)
	}
	for _, name := range names {
		if b.layer = fileID(name); b.layer != "" && !slices.Contains(reserved, b.layer) {
			break
		}
	}
	if b.table.end != EndUnknown {
		b.End = b.table.end
	}
	if b.End == EndUnknown && b.about.ours {
		b.End = Exclusive // as demarc writes it
	}
	if err := b.chooseEnd(); err != nil {
		return err
	}
	if err := b.geometries(); err != nil {
		return err
	}
	return b.readRows()
}

// reserved are ids of layers that the program has itself, and the one of an import without zones.
var reserved = []string{dataset.ControlLayer, dataset.PlacesLayer, dataset.EventsLayer, dataset.BordersLayer, dataset.FrontLayer, dataset.ControllersLayer, dataset.HistoryTiles, noZones, rowsLayer}

// control tells whether the rows say who controlled what.
func (b *builder) control() bool { return b.Controller != noColumn }

// chooseEnd refuses to guess what the day in a column of ends means: half of the world writes the
// last day, the other half the day after, and a handover lies between them.
func (b *builder) chooseEnd() error {
	c := b.columns
	if b.From == noColumn {
		delete(c.of, fromRole)
	}
	if b.To == noColumn {
		delete(c.of, toRole)
	}
	if c.has(fromRole) {
		b.choose("first day", "%s", b.column(fromRole))
	}
	if !c.has(toRole) {
		return nil
	}
	i := c.of[toRole]
	if !slices.ContainsFunc(b.table.Features, func(f geo.Feature) bool { return asText(f.Values[i]) != "" }) {
		delete(c.of, toRole)
		return nil
	}
	what := map[End]string{Inclusive: "the last day on which it holds", Exclusive: "the first day on which it no longer holds"}[b.End]
	if what == "" {
		return fmt.Errorf("%s ends the intervals: say with -end inclusive that its day still belongs to them, or with -end exclusive that it no longer does (files that demarc has written are exclusive)", b.column(toRole))
	}
	b.dates.end = b.End
	b.choose("end", "%s, %s: %s", b.column(toRole), b.End, what)
	return nil
}

// geometries chooses the kind of geometry that the layer holds, and refuses coordinates that are no
// degrees.
func (b *builder) geometries() error {
	b.table.Features = slices.Clone(b.table.Features)
	counts := map[string]int{}
	for i := range b.table.Features {
		f := &b.table.Features[i]
		for p := range geo.Positions(f.Geometry) {
			if !(math.Abs(p[0]) <= 360 && math.Abs(p[1]) <= 360) {
				return fmt.Errorf("row %d: coordinates %v, %v: want longitude and latitude in degrees; these look like metres, convert the file with ogr2ogr -t_srs EPSG:4326", i+1, p[0], p[1])
			}
		}
		counts[kindOf(f.Geometry)]++
	}
	b.kind = dataset.AreaKind
	if counts[dataset.AreaKind] == 0 && counts[dataset.LineKind]+counts[dataset.PointKind] > 0 {
		b.kind = dataset.LineKind
		if counts[dataset.PointKind] > counts[dataset.LineKind] {
			b.kind = dataset.PointKind
		}
	}
	if b.control() && b.kind != dataset.AreaKind {
		return fmt.Errorf("the rows say who controlled what, but are %ss: want areas, or -controller %s to take them as plain regions", b.kind, noColumn)
	}
	b.takeCompounds()
	left := 0
	b.table.Features = slices.DeleteFunc(b.table.Features, func(f geo.Feature) bool {
		kind := kindOf(f.Geometry)
		if kind == b.kind || kind == "" {
			return false
		}
		left++
		return true
	})
	if left > 0 {
		b.note("features that are no %ss are left out: %d", b.kind, left)
	}
	if n := counts[""]; n > 0 {
		b.note("rows without a geometry, which are kept but not drawn: %d", n)
	}
	b.mendRings()
	b.ontoGlobe()
	return nil
}

func (b *builder) readRows() error {
	var faults []error
	if err := b.dates.learn(b.table.Features, b.columns, b.DateFormat); err != nil {
		return err
	}
	for i := range b.table.Features {
		r := &row{Feature: &b.table.Features[i], number: i + 1, names: map[string]string{}}
		for language, column := range b.columns.names {
			if name := asText(r.Values[column]); name != "" {
				r.names[language] = name
			}
		}
		days, err := b.dates.read(b.columns.value(r.Feature, fromRole))
		if days.Uncertain {
			r.began = &days
		}
		from := days.Begins()
		to, err2 := b.dates.behind(b.columns.value(r.Feature, toRole))
		r.interval = date.Interval{From: from, To: to}
		if err = errors.Join(err, err2); err != nil {
			faults = append(faults, fmt.Errorf("row %d: %w", r.number, err))
		} else if from >= to {
			faults = append(faults, fmt.Errorf("row %d: its first day %s is not before its end %s; is the end the last day, -end inclusive?", r.number, from, to))
		}
		b.rows = append(b.rows, r)
	}
	if len(faults) > 10 {
		faults = append(faults[:10], fmt.Errorf("such rows not listed: %d", len(faults)-10))
	}
	if b.table.days != nil {
		b.dates.ancient = 0 // the names of files say which era they mean
	}
	for _, note := range b.dates.notes() {
		if !slices.Contains(b.table.Notes, note) { // as of the names of files
			b.notes = append(b.notes, note)
		}
	}
	return errors.Join(faults...)
}
