package imports

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"

	"demarc/data/dataset"
	"demarc/data/unfinished"
)

// Report says what an import did.
type Report struct {
	Chosen   []Choice
	Notes    []string // what was left out, changed or guessed, a sentence each
	Own      []string // columns that are kept as attributes
	Unused   []string // columns
	Regions  int
	Periods  int
	Problems []dataset.Problem // of the dataset that was written
}

// Import makes a dataset directory of a file. The directory must not exist; it appears only when it
// is complete, and not if the check finds errors in the dataset: see Report.Problems.
func Import(ctx context.Context, file, directory string, o Options) (Report, error) {
	unfinished.Sweep(directory)
	if _, err := os.Lstat(directory); err == nil {
		return Report{}, fmt.Errorf("import: %s exists already: want the name of a new directory, or -add to add to the dataset in it", directory)
	}
	called := cmp.Or(o.Called, file)
	kept, err := readRaw(file)
	if err != nil {
		return Report{}, fmt.Errorf("import %s: %w", called, err)
	}
	if kept != nil {
		return importAnew(ctx, file, kept, directory, o)
	}
	spool, drop, err := spooled(directory, o)
	if err != nil {
		return Report{}, err
	}
	defer drop()
	o.raw = spool
	t, err := readTable(ctx, file, o.Table, o)
	if err != nil {
		return Report{}, fmt.Errorf("import %s: %w", called, err)
	}
	if o.Periods != "" {
		if t, o, err = withPeriods(ctx, t, o); err != nil {
			return Report{}, fmt.Errorf("import %s with the periods of %s: %w", called, o.Periods, err)
		}
	}
	return importTable(ctx, t, baseName(file), called, directory, o)
}

// importAnew makes a dataset of what another was made of.
func importAnew(ctx context.Context, folder string, kept *rawKept, directory string, o Options) (Report, error) {
	o = kept.Options.fill(o)
	spool, drop, err := spooled(directory, o)
	if err != nil {
		return Report{}, err
	}
	defer drop()
	o.raw = spool
	t, rows, err := kept.table(ctx, folder, o)
	if err != nil {
		return Report{}, fmt.Errorf("import %s: %w", folder, err)
	}
	report, err := importTable(ctx, t, baseName(filepath.Dir(filepath.Clean(folder))), folder, directory, o)
	if err != nil || dataset.Errors(report.Problems) > 0 {
		return report, err
	}
	for _, more := range rows {
		delta, err := Add(ctx, filepath.Join(folder, more.File), directory, Adding{Options: o, Replace: true})
		if err != nil {
			return report, err
		}
		report.Notes = append(report.Notes, delta.Notes...)
	}
	return report, nil
}

// importTable makes a dataset directory of a table.
func importTable(ctx context.Context, t table, base, called, directory string, o Options) (Report, error) {
	t.Name = cmp.Or(t.Name, base)
	if t.days == nil {
		if err := o.raw.keepRows(t); err != nil {
			return Report{}, fmt.Errorf("import %s: %w", called, err)
		}
	}
	t = withConstants(t, o)
	b := &builder{Options: o, table: t, fileName: base, notes: t.Notes}
	b.choose("table", "%q of %s, rows: %d", t.Name, t.Format, len(t.Features))
	d, err := b.dataset(filepath.Base(directory))
	if err != nil {
		return Report{}, fmt.Errorf("import %s: %w", called, err)
	}
	o.progress("check")
	report, err := b.write(ctx, d, directory)
	if err != nil {
		return Report{}, fmt.Errorf("import %s: %w", directory, err)
	}
	return report, nil
}

// withPeriods joins the table of regions with the file of their periods.
func withPeriods(ctx context.Context, regions table, o Options) (table, Options, error) {
	periods, err := readTable(ctx, o.Periods, "", o)
	if err != nil {
		return table{}, o, err
	}
	joined, zone, err := join(regions, periods, o)
	joined.Name = regions.Name
	o.Zone, o.ID = zone, ""
	return joined, o, err
}

// write writes the directory under another name, finds out by the check what can be said of its
// layers, and gives it its name.
func (b *builder) write(ctx context.Context, d *dataset.Dataset, directory string) (Report, error) {
	folder, err := unfinished.NewFolder(directory)
	if err != nil {
		return Report{}, err
	}
	defer folder.Drop() // gone after the renaming
	temporary := folder.Path
	if err := os.Chmod(temporary, 0o755); err != nil {
		return Report{}, err
	}
	problems, err := b.settle(d, temporary)
	if err != nil {
		return Report{}, err
	}
	if b.control() && b.raw != nil {
		b.raw.noteIDs(b)
		if err := b.raw.write(temporary, func(name string, content []byte) error { return os.WriteFile(name, content, 0o644) }); err != nil {
			return Report{}, err
		}
	}
	b.noteShapes(problems)
	report := Report{
		Chosen: b.chosen, Notes: b.notes,
		Regions: len(d.Regions), Periods: len(d.Periods), Problems: problems,
	}
	report.Own, report.Unused = b.ownAndUnused()
	if err := ctx.Err(); err != nil || dataset.Errors(problems) > 0 {
		return report, err
	}
	return report, folder.Place()
}

// ownAndUnused lists the columns that became attributes, with the names of these where they differ,
// and those from which nothing was made.
func (b *builder) ownAndUnused() (kept, unused []string) {
	is := map[int]bool{}
	for _, c := range b.own {
		is[c.field] = true
		column := b.table.Fields[c.field].Name
		if c.declare.Name != column {
			column += " (as " + c.declare.Name + ")"
		}
		kept = append(kept, column)
	}
	for _, i := range b.columns.unused(b.used) {
		if !is[i] {
			unused = append(unused, b.table.Fields[i].Name)
		}
	}
	return kept, unused
}

// settle declares the layer a partition if it is one, and as drawn if its rings are not valid.
func (b *builder) settle(d *dataset.Dataset, directory string) ([]dataset.Problem, error) {
	main := d.Layers[0]
	check := func(partition, asDrawn bool) ([]dataset.Problem, error) {
		main.Partition, main.AsDrawn = partition, asDrawn
		if err := writeFiles(d, directory); err != nil {
			return nil, err
		}
		return dataset.CheckFiles(os.DirFS(directory))
	}
	problems, err := check(mayPartition(d, main), false)
	if err != nil || main.Kind != dataset.AreaKind {
		return problems, err
	}
	count := map[string]int{}
	for _, p := range problems {
		if p.Severity == dataset.Error {
			count[p.Rule]++
		}
	}
	rings, apart := count["ring"], count["overlap"]+count["gap"]+count["sliver"]
	switch {
	case rings > 0:
		b.choose("as drawn", "yes: faults of rings, such as touching themselves: %d; demarc check lists them, demarc clean mends them", rings)
		return check(false, true)
	case apart > 0:
		b.choose("partition", "no: overlaps %d, gaps %d, slivers %d; demarc clean can make it one", count["overlap"], count["gap"], count["sliver"])
		return check(false, false)
	case main.Partition:
		b.choose("partition", "yes: no two regions overlap and there is no gap between them")
	}
	return problems, nil
}

// noteShapes repeats the warnings about shapes that can be mended, the first of each rule with the
// number of others.
func (b *builder) noteShapes(problems []dataset.Problem) {
	for _, rule := range []string{"ring", "antimeridian"} {
		var first *dataset.Problem
		more := 0
		for i, p := range problems {
			switch {
			case p.Rule != rule || p.Severity != dataset.Warning || p.Hint == "":
			case first == nil:
				first = &problems[i]
			default:
				more++
			}
		}
		switch {
		case first == nil:
		case more == 0:
			b.note("%s (%s)", first.Message, first.Hint)
		default:
			b.note("%s (%s); further such warnings, which demarc check lists: %d", first.Message, first.Hint, more)
		}
	}
}

// mayPartition tells whether a layer has several regions, one of them an area.
func mayPartition(d *dataset.Dataset, layer *dataset.RegionLayer) bool {
	regions, areas := 0, 0
	for _, r := range d.Regions {
		if r.Layer == layer.ID {
			regions, areas = regions+1, areas+len(r.Geometry)
		}
	}
	return regions > 1 && areas > 0
}

func writeFiles(d *dataset.Dataset, directory string) error {
	files, err := d.Files()
	if err != nil {
		return err
	}
	for name, content := range files {
		file := filepath.Join(directory, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
