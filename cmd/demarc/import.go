package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"demarc/data/dataset"
	"demarc/data/date/spelling"
	"demarc/data/imports"
	"demarc/data/unfinished"
)

func importCommand() command {
	return command{
		name: "import", summary: "make a dataset of a GeoPackage, Shapefile, FlatGeobuf, GeoParquet, KML, CSV, GeoJSON or TopoJSON file",
		usage:   "[-add [-replace] [-drawn] [-sure] [-dry-run] [-json]] [-end inclusive | exclusive] [-source-title TEXT] [-id COLUMN] [-name [LANG=]COLUMN] [...] FILE | FOLDER | URL DIRECTORY",
		example: "demarc import -add front_2026-08-21.geojson mydata # a day more\n  demarc import -end exclusive -source-title \"Survey of 2021\" areas.gpkg mydata && demarc serve -data mydata",
		run:     importFile,
	}
}

func importFile(ctx context.Context, c *call) error {
	options, err := c.importFlags()
	adding := c.addFlags()
	others, parseErr := c.parse()
	if parseErr != nil {
		return parseErr
	}
	if adding.add {
		if err := addable(ctx, others); err != nil {
			return err
		}
	}
	if len(others) != 2 {
		return misusef("want a file to read and the name of a new directory, got %s", count(len(others), "argument"))
	}
	if err := err(); err != nil {
		return misuse{err}
	}
	if show := c.progress(); show != nil {
		options.Progress = show
		defer show("")
	}
	if err := adding.misused(); err != nil {
		return err
	}
	file, fetched, failed := c.fetched(ctx, others[0], options)
	if failed != nil {
		return failed
	}
	defer fetched()
	if adding.add {
		return c.addTo(ctx, file, others[1], adding, *options)
	}
	// Shapes of all days are held at once, and hardly anything is dropped: half the room for
	// garbage costs a tenth more time.
	collectAt(50)
	report, failed := imports.Import(ctx, file, others[1], *options)
	if failed != nil {
		return failed
	}
	for _, choice := range report.Chosen {
		fmt.Fprintf(c.stdout, "%-13s %s\n", choice.What+":", choice.Chosen)
	}
	if len(report.Own) > 0 {
		fmt.Fprintf(c.stdout, "%-13s %s\n", "own columns:", strings.Join(report.Own, ", "))
	}
	if len(report.Unused) > 0 {
		fmt.Fprintf(c.stdout, "%-13s %s\n", "not used:", strings.Join(report.Unused, ", "))
	}
	for _, note := range report.Notes {
		fmt.Fprintf(c.stdout, "%-13s %s\n", "note:", note)
	}
	errors := dataset.Errors(report.Problems)
	if errors > 0 {
		fmt.Fprintf(c.stdout, "%-13s %s would have %s and %s; the check finds %s in it\n", "not written:",
			others[1], count(report.Regions, "region"), count(report.Periods, "period"), count(errors, "error"))
		c.printProblems(c.stderr, report.Problems)
		return errReported
	}
	fmt.Fprintf(c.stdout, "%-13s %s with %s and %s; the check finds %s and %s\n", "written:",
		others[1], count(report.Regions, "region"), count(report.Periods, "period"),
		count(errors, "error"), count(len(report.Problems)-errors, "warning"))
	return nil
}

// fetched returns the name of the file to read, which is fetched first if it is an address, and
// what drops it.
func (c *call) fetched(ctx context.Context, name string, o *imports.Options) (file string, drop func(), err error) {
	if !isAddress(name) {
		if *c.datetime != "" {
			return "", nil, misusef("-datetime is about addresses: %s is none", name)
		}
		return name, func() {}, nil
	}
	folder, err := unfinished.Temporary("import")
	if err != nil {
		return "", nil, err
	}
	drop = folder.Drop
	r := &remote{client: http.DefaultClient, limits: usualLimits, say: o.Progress, layer: o.Table, datetime: *c.datetime}
	if file, err = r.fetch(ctx, name, folder.Path); err != nil {
		drop()
		var wrong misuse
		if errors.As(err, &wrong) {
			return "", nil, wrong // without the address, which may hold a password
		}
		return "", nil, fmt.Errorf("import %s: %w", name, err)
	}
	o.Called = name
	if o.SourceURL == "" {
		o.SourceURL = name
	}
	if r.chosen {
		o.Table = ""
	}
	return file, drop, nil
}

// importFlags adds the flags of import; the function returned checks and completes the options once
// the flags are read.
func (c *call) importFlags() (*imports.Options, func() error) {
	o := &imports.Options{Names: map[string]string{}, Workbook: readWorkbook}
	c.columnFlags(o)
	end := c.flags.String("end", "",
		"`inclusive`: the day in the column of ends is the last one; exclusive: it is the first "+
			"one that no longer belongs")
	overlaps := c.flags.String("overlaps", string(imports.Contested),
		"what becomes of a place for which rows state different control on the same days: `contested` "+
			"between them, of the first in the file, or refuse")
	c.rowFlags(o)
	c.creditFlags(o)
	order := c.dateFormatFlag("dates of three numbers, in rows, names of files and flags")
	published := dayFlag{order: order}
	c.flags.Var(&published, "source-date", "the `day` it was published")
	covers := c.flags.String("covers", "",
		"the `days` that the dataset speaks of, FROM/TO, both inclusive, .. for open; without it "+
			"those of the rows")
	return o, func() error {
		if o.End = imports.End(*end); o.End != imports.EndUnknown && o.End != imports.Inclusive && o.End != imports.Exclusive {
			return fmt.Errorf("-end %q: want inclusive or exclusive", *end)
		}
		switch o.Overlaps = imports.Overlaps(*overlaps); o.Overlaps {
		case imports.Contested, imports.FirstOfAll, imports.Refuse:
		default:
			return fmt.Errorf("-overlaps %q: want contested, first or refuse", *overlaps)
		}
		if name, ok := o.Names[""]; ok {
			delete(o.Names, "")
			o.Names[o.Language] = name
		}
		if o.SourceTitle == "" && o.SourceURL != "" {
			return fmt.Errorf("-source-url %s: want -source-title too, which says what is there", o.SourceURL)
		}
		o.DateFormat = *order
		if err := published.settle(); err != nil {
			return fmt.Errorf("-source-date: %w", err)
		}
		if published.given {
			o.SourceDate = &published.day
		}
		if *covers != "" {
			days, err := spelling.Style{Order: *order, Ask: "-" + dateFormat}.Interval(*covers)
			if err != nil {
				return fmt.Errorf("-covers: %w", err)
			}
			o.Covers = &days
		}
		return nil
	}
}

// columnFlags adds those that say what columns hold.
func (c *call) columnFlags(o *imports.Options) {
	column := func(into *string, name, about string) {
		c.flags.StringVar(into, name, "", "the `column` "+about)
	}
	column(&o.ID, "id", "with the ids of regions; - makes them of the names, or numbers the rows")
	column(&o.Zone, "zone", "with the ids of zones, whose rows are periods of control; - makes every row a zone of its own")
	column(&o.From, "from", "with the first days; - for none")
	column(&o.To, "to", "with the ends; - for none")
	column(&o.Controller, "controller", "that says who controls a zone; - for plain regions")
	column(&o.Status, "status", "that says in which way")
	column(&o.Source, "source", "with the sources")
	c.flags.Func("name", "`[LANG=]COLUMN` with names, in a language; may be given more than once, - for none", func(s string) error {
		language, name, ok := strings.Cut(s, "=")
		if !ok {
			language, name = "", s
		}
		if other, twice := o.Names[language]; twice {
			return fmt.Errorf("columns %q and %q for one language: want LANG=COLUMN for each other one, or - for no names", other, name)
		}
		o.Names[language] = name
		return nil
	})
	c.flags.Func("attributes",
		"the `columns` that are kept as own columns of the dataset, a,b; none for none; without it "+
			"all that nothing else is made of", func(s string) error {
			o.Attributes = []string{}
			if s != "none" {
				o.Attributes = strings.Split(s, ",")
			}
			return nil
		})
}

// rowFlags adds those that say which rows are read, and what is made of them.
func (c *call) rowFlags(o *imports.Options) {
	c.flags.StringVar(&o.Periods, "periods", "",
		"a `file` whose rows are the periods of control of the regions in FILE, which they name "+
			"by their ids, such as a CSV")
	c.datetime = c.flags.String("datetime", "",
		fmt.Sprintf("of an address: the `days` that its features are asked for, as OGC API Features has them. "+
			"At most %d pages, %d MB and %s are read", usualLimits.pages, usualLimits.bytes/1e6, usualLimits.all))
	c.flags.Func("layer", "the `table` of a file, folder or archive that holds more than one; * joins all", func(s string) error {
		if o.Table != "" {
			return fmt.Errorf("%q was given before: want one table, or * for all; for another run import again", o.Table)
		}
		o.Table = s
		return nil
	})
	c.flags.StringVar(&o.ControllerValue, "controller-value", "", "who controls what in rows that do not say it: a `name`")
	c.flags.StringVar(&o.StatusValue, "status-value", "", "in which way, in rows that do not say it: a `status`")
	c.flags.StringVar(&o.Encoding, "encoding", "",
		"the `encoding` of texts in Shapefiles, CSV and GeoJSON, such as windows-1251, in place of what they say")
	c.flags.BoolVar(&o.Wrap, "wrap", false,
		"cut at the antimeridian what crosses it, each edge being taken the short way round; "+
			"longitudes of 0 to 360 become -180 to 180")
}

// creditFlags adds those that say whose the data are, and what they are called.
func (c *call) creditFlags(o *imports.Options) {
	c.flags.StringVar(&o.Language, "language", "en", "the `language` of names whose column does not say it (BCP 47)")
	c.flags.StringVar(&o.SourceTitle, "source-title", "",
		"the `title` of the publication on which all rests that has no source of its own")
	c.flags.StringVar(&o.SourceURL, "source-url", "",
		"its `address`; with {date}, or {year}, {month} and {day}, there is a source for each first day of a row")
	c.flags.StringVar(&o.Title, "title", "", "the `title` of the dataset")
	c.flags.StringVar(&o.Licence, "licence", "", "its `licence`")
	c.flags.StringVar(&o.Attribution, "attribution", "", "whom its users must `name`")
}
