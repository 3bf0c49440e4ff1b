package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"demarc/data/dataset"
	"demarc/data/tables"
)

func copyCommand() command {
	return command{
		name: "copy", summary: "copy a dataset between a directory, a zip and a GeoPackage for editing",
		usage: "[-ours | -theirs] [-all] [-dry-run] [-lang LANGUAGE] FROM TO", example: "demarc copy bundled:karabakh work.gpkg",
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
	ours := c.flags.Bool("ours", false, "where both sides changed a statement, take what FROM says")
	theirs := c.flags.Bool("theirs", false, "where both sides changed a statement, take what TO says")
	language := c.flags.String("lang", "", "`language` of titles, names and forms in a .gpkg; without it the first of the dataset")
	dry := c.flags.Bool("dry-run", false, "write nothing; list what would change in TO, a statement a line")
	whole := c.flags.Bool("all", false, "from a directory or zip to a new one, take along what it was made of and what was released of it: raw/, versions/, versions.json")
	names, err := c.parse()
	if err != nil {
		return err
	}
	if len(names) != 2 {
		return misusef("want two names, FROM and TO: each a directory, a .zip of one, or a .gpkg")
	}
	if *ours && *theirs {
		return misusef("-ours and -theirs: want one of them")
	}
	if names[0] == names[1] || isBundled(names[1]) {
		return misusef("%s: want another name to copy to", names[1])
	}
	if _, _, is := asVersion(names[1]); is {
		return misusef("%s: a version stays as it was released: want another name to copy to", names[1])
	}
	from, err := c.loadForm(ctx, names[0])
	if err != nil {
		return err
	}
	if *whole {
		if err := c.takeBeside(from, names[1]); err != nil {
			return err
		}
	}
	m := merging{call: c, from: from, to: names[1], ours: *ours, theirs: *theirs}
	result, err := m.result(ctx)
	if err != nil {
		return err
	}
	result.language = *language
	if *dry {
		return c.listChanges(m.old, result.set)
	}
	if err := c.writeForm(ctx, result, names[1], m.old); err != nil {
		return err
	}
	return c.sayCopied(m, result)
}

// sayCopied says what was written.
func (c *call) sayCopied(m merging, result *form) error {
	if n := dataset.Errors(result.reading.Check()); n > 0 {
		fmt.Fprintf(c.stderr, "demarc: the check finds %s in it: demarc check %s lists them\n", count(n, "error"), m.to)
	}
	if m.old == nil {
		fmt.Fprintf(c.stderr, "demarc: %s is written, %s\n", m.to, contents(result.set))
		return nil
	}
	changes := tables.Diff(m.old.set, result.set)
	fmt.Fprintf(c.stderr, "demarc: %s is written, %s\n", m.to, count(len(changes), "change"))
	if len(changes) > 0 && hasEnding(m.from.name, workEnding) {
		fmt.Fprintf(c.stderr, "demarc: %s does not know of this copy: copy %s to it before you edit on\n", m.from.name, m.to)
	}
	return nil
}

// contents says how much a dataset holds.
func contents(set *tables.Set) string {
	var parts []string
	for _, table := range []string{tables.ZonesTable, tables.PeriodsTable, tables.EventsTable, "sources"} {
		parts = append(parts, fmt.Sprintf("%d %s", len(set.Rows[table]), table))
	}
	return strings.Join(parts, ", ")
}

func (c *call) listChanges(old *form, set *tables.Set) error {
	was := tables.NewSet(set.Needs)
	if old != nil {
		was = old.set
	}
	for _, change := range tables.Diff(was, set) {
		fmt.Fprintln(c.stdout, change)
	}
	return nil
}
