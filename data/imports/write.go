package imports

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/geo"
)

// Report says what an import did.
type Report struct {
	Chosen   []Choice
	Notes    []string // what was left out, changed or guessed, a sentence each
	Unused   []string // columns
	Regions  int
	Periods  int
	Problems []dataset.Problem // of the dataset that was written
}

// Import makes a dataset directory of a file. The directory must not exist; it appears only when it is complete,
// also if the dataset has problems that are to be mended in it.
func Import(ctx context.Context, file, directory string, o Options) (Report, error) {
	if _, err := os.Lstat(directory); err == nil {
		return Report{}, fmt.Errorf("import: %s exists already: want the name of a new directory", directory)
	}
	tables, err := readTables(ctx, file)
	if err != nil {
		return Report{}, fmt.Errorf("import %s: %w", file, err)
	}
	t, err := choose(tables, o.Table)
	if err != nil {
		return Report{}, fmt.Errorf("import %s: %w", file, err)
	}
	if o.Periods != "" {
		if t, o, err = withPeriods(ctx, t, o); err != nil {
			return Report{}, fmt.Errorf("import %s: %w", o.Periods, err)
		}
	}
	base, _, _ := strings.Cut(filepath.Base(file), ".")
	t.Name = or(t.Name, base)
	b := &builder{Options: o, table: t, fileName: base, notes: t.notes}
	b.choose("table", "%q of %s, rows: %d", t.Name, t.format, len(t.Features))
	d, err := b.dataset(filepath.Base(directory))
	if err != nil {
		return Report{}, fmt.Errorf("import %s: %w", file, err)
	}
	report, err := b.write(d, directory)
	if err != nil {
		return Report{}, fmt.Errorf("import %s: %w", directory, err)
	}
	return report, ctx.Err()
}

// withPeriods joins the table of regions with the file of their periods.
func withPeriods(ctx context.Context, regions table, o Options) (table, Options, error) {
	tables, err := readTables(ctx, o.Periods)
	if err != nil {
		return table{}, o, err
	}
	periods, err := choose(tables, "")
	if err != nil {
		return table{}, o, err
	}
	joined, zone, err := join(regions, periods, o)
	joined.Name = regions.Name
	o.Zone, o.ID = zone, ""
	return joined, o, err
}

// write writes the directory under another name, finds out by the check what can be said of its layers, and gives it
// its name.
func (b *builder) write(d *draft, directory string) (Report, error) {
	temporary, err := os.MkdirTemp(filepath.Dir(filepath.Clean(directory)), "."+filepath.Base(directory)+".*")
	if err != nil {
		return Report{}, err
	}
	defer os.RemoveAll(temporary) // gone after the renaming
	if err := os.Chmod(temporary, 0o755); err != nil {
		return Report{}, err
	}
	if err := b.writeFiles(d, temporary); err != nil {
		return Report{}, err
	}
	problems, err := b.settle(d, temporary)
	if err != nil {
		return Report{}, err
	}
	report := Report{Chosen: b.chosen, Notes: b.notes, Unused: b.columns.unused(b.used), Problems: problems}
	for _, regions := range d.layers {
		report.Regions += len(regions)
	}
	for _, z := range d.zones {
		report.Periods += len(z.periods)
	}
	return report, os.Rename(temporary, directory)
}

// settle declares the layer a partition if it is one, and as drawn if its rings are not valid.
func (b *builder) settle(d *draft, directory string) ([]dataset.Problem, error) {
	main := d.main.Layers[0]
	if main.Kind != dataset.AreaKind {
		return dataset.CheckFiles(os.DirFS(directory))
	}
	check := func(partition, asDrawn bool) ([]dataset.Problem, error) {
		main.Partition, main.AsDrawn = partition, asDrawn
		if err := writeJSON(directory, "dataset.json", d.main); err != nil {
			return nil, err
		}
		return dataset.CheckFiles(os.DirFS(directory))
	}
	problems, err := check(len(d.layers[main.ID]) > 1 && b.oneShapeEach(d, main.ID), false)
	if err != nil {
		return nil, err
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
		b.choose("as drawn", "yes: rings have %d faults, such as touching themselves; demarc check lists them, demarc clean mends them", rings)
		return check(false, true)
	case apart > 0:
		b.choose("partition", "no: overlaps %d, gaps %d, slivers %d; demarc clean can make it one", count["overlap"], count["gap"], count["sliver"])
		return check(false, false)
	case main.Partition:
		b.choose("partition", "yes: no two regions overlap and there is no gap between them")
	}
	return problems, nil
}

// oneShapeEach tells whether any region has a shape: without one there is nothing to declare.
func (b *builder) oneShapeEach(d *draft, id string) bool {
	return slices.ContainsFunc(d.layers[id], func(r region) bool {
		return len(geo.Polygons(r.geometry)) > 0 && !orb.Equal(r.geometry, orb.MultiPolygon{})
	})
}

func (b *builder) writeFiles(d *draft, directory string) error {
	if err := os.Mkdir(filepath.Join(directory, "regions"), 0o755); err != nil {
		return err
	}
	for id, regions := range d.layers {
		content, err := appendRegions(regions)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(directory, "regions", id+".geojson"), content, 0o644); err != nil {
			return err
		}
	}
	control, err := appendControl(d.zones)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(directory, "control.json"), control, 0o644); err != nil {
		return err
	}
	for name, content := range map[string]any{
		"dataset.json": d.main, "events.json": map[string]any{"events": []any{}},
		"actors.json": map[string]any{"actors": append([]*actor{}, b.actors...)}, "sources.json": map[string]any{"sources": append([]*source{}, b.sources...)},
	} {
		if err := writeJSON(directory, name, content); err != nil {
			return err
		}
	}
	return nil
}

// appendControl writes the timeline, a line for each period.
func appendControl(zones []*zone) ([]byte, error) {
	out := []byte(`{"zones": {`)
	for i, z := range zones {
		id, err := json.Marshal(z.id)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			out = append(out, ',')
		}
		out = fmt.Appendf(out, "\n  %s: [", id)
		for k, p := range z.periods {
			line, err := marshal(p)
			if err != nil {
				return nil, err
			}
			if k > 0 {
				out = append(out, ',')
			}
			out = append(append(out, "\n    "...), line...)
		}
		out = append(out, "\n  ]"...)
	}
	return append(out, "\n}}\n"...), nil
}

func writeJSON(directory, name string, content any) error {
	line, err := marshal(content)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := json.Indent(&out, line, "", "  "); err != nil {
		return err
	}
	out.WriteByte('\n')
	return os.WriteFile(filepath.Join(directory, name), out.Bytes(), 0o644)
}
