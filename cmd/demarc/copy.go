package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"demarc/data/dataset"
	"demarc/data/tables"
)

func copyCommand() command {
	return command{
		name: "copy", summary: "copy a dataset between a directory, a zip, a GeoPackage for editing and PostgreSQL with PostGIS",
		usage: "[-ours | -theirs] [-all] [-dry-run] [-json] [-lang LANGUAGE] FROM TO", example: "demarc copy bundled:karabakh work.gpkg",
		run: copyDataset,
	}
}

// The endings of the forms of a dataset that are no directories.
const (
	workEnding = ".gpkg"
	zipEnding  = ".zip"
)

func hasEnding(name, ending string) bool { return strings.EqualFold(filepath.Ext(name), ending) }

func copyDataset(ctx context.Context, c *call) error {
	ours := c.flags.Bool("ours", false, "where FROM and TO both changed a statement, take what FROM says")
	theirs := c.flags.Bool("theirs", false, "where FROM and TO both changed a statement, take what TO says")
	language := c.flags.String("lang", "", "`language` of titles, names, forms and help in a .gpkg; without it the first of the dataset")
	dry := c.flags.Bool("dry-run", false, "write nothing; list what would change in TO, a statement a line")
	whole := c.flags.Bool("all", false, "from a directory or zip to a new one, take along what it was made of and what was released of it: raw/, versions/, versions.json")
	asJSON := c.flags.Bool("json", false, "say what changed, and what is in conflict, as JSON")
	names, err := c.parse()
	if err != nil {
		return err
	}
	if len(names) != 2 {
		return misusef("want two names, FROM and TO: each a directory, a .zip of one, a .gpkg, or the address of a database, postgres://HOST/DATABASE?schema=NAME")
	}
	if *ours && *theirs {
		return misusef("-ours and -theirs: want one of them")
	}
	places, err := placesOf(names) // from here on names are without passwords
	if err != nil {
		return err
	}
	if names[0] == names[1] || isBundled(names[1]) {
		return misusef("%s: want another name to copy to", names[1])
	}
	if _, _, is := asVersion(names[1]); is {
		return misusef("%s: a version stays as it was released: want another name to copy to", names[1])
	}
	from, err := c.loadFrom(ctx, names[0], places[0])
	if err != nil {
		return err
	}
	if *whole {
		if err := c.takeBeside(from, names[1]); err != nil {
			return err
		}
	}
	m := merging{call: c, from: from, to: names[1], ours: *ours, theirs: *theirs, asJSON: *asJSON, dry: *dry}
	if places[1] != nil {
		if m.store, err = places[1].Writing(ctx); err != nil {
			return err
		}
		defer m.store.Close(ctx)
	}
	result, err := m.result(ctx)
	if err != nil {
		if *asJSON && len(m.conflicts)+len(m.replaced) > 0 {
			err = errors.Join(m.printReport(nil, false), err)
		}
		return err
	}
	result.language = *language
	if *dry {
		return m.listChanges(result)
	}
	return m.write(ctx, result)
}

// write writes the result, and says what was written.
func (m *merging) write(ctx context.Context, result *form) (err error) {
	if result.bases, err = m.bases(); err != nil {
		return err
	}
	told, err := m.told(result)
	if err != nil {
		return err
	}
	here, _ := os.Getwd()
	if m.store != nil {
		err = m.call.writeStore(ctx, result, m.store)
	} else {
		err = m.call.writeForm(ctx, result, m.to, m.old)
	}
	if err != nil {
		return err
	}
	if isAnother(here) {
		m.call.note("the dataset is a new directory of that name, and you are in the one before: cd %s enters it", here)
	}
	if m.from.work != nil {
		m.settle(ctx, told)
	}
	if m.asJSON {
		return m.printReport(result, true)
	}
	m.sayCopied(result)
	return nil
}

// sayCopied says what was written.
func (m *merging) sayCopied(result *form) {
	c := m.call
	if n := dataset.Errors(result.reading.Check()); n > 0 {
		c.note("the check finds %s in it: demarc check %s lists them", count(n, "error"), m.to)
	}
	if m.old == nil {
		c.note("%s is written, %s; it is new%s", m.to, contents(result.set), m.whyNew())
		return
	}
	decided := ""
	if n := len(m.conflicts) + len(m.replaced); n > 0 {
		winner := m.from.name
		if m.theirs {
			winner = m.to
		}
		decided = fmt.Sprintf("; %s decided for %s, here and for later copies", count(n, "conflict"), winner)
	}
	c.note("%s is written, %s%s", m.to, count(len(m.changes(result)), "change"), decided)
	if len(tables.Diff(m.from.set, result.set)) > 0 {
		c.note("%[2]s also has what %[1]s has not: demarc copy %[2]s %[1]s brings it there, now or later", m.from.name, m.to)
	}
}

// contents says how much a dataset holds.
func contents(set *tables.Set) string {
	var parts []string
	for _, table := range []string{tables.ZonesTable, tables.PeriodsTable, tables.EventsTable, "sources"} {
		parts = append(parts, fmt.Sprintf("%d %s", len(set.Rows[table]), table))
	}
	return strings.Join(parts, ", ")
}

// listChanges lists what would change in TO.
func (m *merging) listChanges(result *form) error {
	if m.asJSON {
		return m.printReport(result, false)
	}
	for _, change := range m.changes(result) {
		fmt.Fprintln(m.call.stdout, change)
	}
	return nil
}

// note says something that is no result.
func (c *call) note(format string, args ...any) {
	fmt.Fprintf(c.stderr, "demarc: "+format+"\n", args...)
}
