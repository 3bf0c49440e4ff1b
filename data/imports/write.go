package imports

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/geo"
)

// Report says what an import did.
type Report struct {
	Chosen   []Choice
	Notes    []string // what was left out, changed or guessed, a sentence each
	Unused   []string // columns
	Regions  int
	Periods  int
	Problems []data.Problem // of the dataset that was written
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

// dataset is all files of a dataset.
type dataset struct {
	main   datasetFile
	layers map[string][]region
	zones  []*zone
}

type datasetFile struct {
	ID            string            `json:"id"`
	Title         map[string]string `json:"title"`
	Licence       string            `json:"licence"`
	Attribution   string            `json:"attribution"`
	Languages     []string          `json:"languages"`
	View          view              `json:"view"`
	Covers        coverage          `json:"covers"`
	ControlLayer  string            `json:"control_layer"`
	OverlayLayers []string          `json:"overlay_layers,omitempty"`
	Layers        []*layer          `json:"layers"`
	Statuses      []status          `json:"statuses"`
}

type view struct {
	Center [2]float64 `json:"center"`
	Zoom   int        `json:"zoom"`
	Date   data.Date  `json:"date"`
}

type coverage struct {
	From   data.Date  `json:"from"`
	To     *data.Date `json:"to"`
	Extent [4]float64 `json:"extent"`
}

type layer struct {
	ID        string            `json:"id"`
	Title     map[string]string `json:"title"`
	Kind      string            `json:"kind"`
	Partition bool              `json:"partition"`
	AsDrawn   bool              `json:"as_drawn,omitempty"`
}

type status struct {
	ID      string            `json:"id"`
	Names   map[string]string `json:"names"`
	Pattern string            `json:"pattern"`
}

// dataset makes all files of the table.
func (b *builder) dataset(name string) (*dataset, error) {
	if err := b.build(); err != nil {
		return nil, err
	}
	covers := b.covers()
	d := &dataset{layers: map[string][]region{}}
	title := func(s string) map[string]string { return map[string]string{b.Language: s} }
	add := func(id, words string, regions []region) *layer {
		d.layers[id] = regions
		d.main.Layers = append(d.main.Layers, &layer{ID: id, Title: title(words), Kind: b.kind})
		return d.main.Layers[len(d.main.Layers)-1]
	}
	if b.control() {
		zones, err := b.zones()
		if err != nil {
			return nil, err
		}
		b.fill(zones, covers)
		d.zones = zones
		below, above := split(zones)
		add(noZones, "Zones", below)
		d.main.ControlLayer = noZones
		if len(above) > 0 {
			add("overlays", "Overlays", above)
			d.main.OverlayLayers = []string{"overlays"}
		}
	} else {
		regions, err := b.regions()
		if err != nil {
			return nil, err
		}
		add(b.layer, or(b.Title, b.table.Name), regions)
		add(noZones, "Zones", nil).Kind = data.AreaKind
		d.main.ControlLayer = noZones
		b.choose("control", "none: the table names no controllers")
	}
	b.head(&d.main, name, covers)
	return d, nil
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// split takes overlays apart from zones.
func split(zones []*zone) (below, above []region) {
	for _, z := range zones {
		if z.overlay {
			above = append(above, z.region)
		} else {
			below = append(below, z.region)
		}
	}
	return below, above
}

// undated is the first day that a dataset without dates covers, 1900-01-01.
const undated data.Date = -25567

// covers returns the days that the dataset speaks of: those of the rows, unless they are given.
func (b *builder) covers() data.Interval {
	if b.Covers != nil {
		b.choose("covers", "%s to %s, as given", b.Covers.From, b.Covers.To)
		return *b.Covers
	}
	covers := data.Interval{From: data.Forever, To: data.Beginning}
	for _, x := range b.rows {
		if x.interval.From != data.Beginning {
			covers.From = min(covers.From, x.interval.From)
		}
		if x.interval.To != data.Forever {
			covers.From = min(covers.From, x.interval.To-1)
		}
		covers.To = max(covers.To, x.interval.To)
	}
	if covers.From == data.Forever {
		covers = data.Interval{From: undated, To: data.Forever}
		b.choose("covers", "%s to ..: the rows have no dates; -covers says which days are meant", covers.From)
		return covers
	}
	if covers.To <= covers.From {
		covers.To = data.Forever
	}
	b.choose("covers", "%s to %s, all days of the rows, the end exclusive", covers.From, covers.To)
	return covers
}

// head fills dataset.json.
func (b *builder) head(m *datasetFile, name string, covers data.Interval) {
	m.ID = or(b.Dataset, or(slug(name), "imported"))
	m.Title = map[string]string{b.Language: or(b.Title, b.table.Name)}
	m.Licence, m.Attribution = b.Licence, or(b.Attribution, b.SourceTitle)
	if m.Licence == "" {
		m.Licence = "not stated"
		b.note("the licence is not stated: -licence does, or edit dataset.json")
	}
	if m.Attribution == "" {
		m.Attribution = "not stated"
		b.note("the attribution is not stated: -attribution does, or edit dataset.json")
	}
	m.Languages = b.columns.languages(b.Language)
	m.Languages = slices.DeleteFunc(m.Languages, func(language string) bool {
		return !slices.ContainsFunc(b.rows, func(x *row) bool { return x.names[language] != "" })
	})
	if len(m.Languages) == 0 || slices.ContainsFunc(b.rows, func(x *row) bool { return len(x.names) == 0 }) && !slices.Contains(m.Languages, b.Language) {
		m.Languages = append([]string{b.Language}, m.Languages...)
	}
	m.Covers = coverage{From: covers.From, To: covers.To.Optional(), Extent: b.extent()}
	m.View = view{Zoom: zoom(m.Covers.Extent), Date: b.lastChange(covers)}
	for i := range m.View.Center {
		m.View.Center[i] = (m.Covers.Extent[i] + m.Covers.Extent[i+2]) / 2
	}
	if !slices.Contains(b.statuses, data.UnknownStatus) {
		b.statuses = append(b.statuses, data.UnknownStatus)
	}
	for _, id := range b.statuses {
		words := []rune(strings.NewReplacer("_", " ", "-", " ").Replace(id))
		words[0] = unicode.ToUpper(words[0])
		m.Statuses = append(m.Statuses, status{id, map[string]string{b.Language: string(words)}, pattern(id)})
	}
}

// extent is the box around all rows, a bit larger.
func (b *builder) extent() [4]float64 {
	box := [4]float64{180, 90, -180, -90}
	for _, x := range b.rows {
		for p := range geo.Positions(x.Geometry) {
			box = [4]float64{min(box[0], p[0]), min(box[1], p[1]), max(box[2], p[0]), max(box[3], p[1])}
		}
	}
	if box[0] > box[2] { // nothing is drawn
		return [4]float64{-180, -90, 180, 90}
	}
	const margin = 0.1
	return [4]float64{
		max(-180, math.Floor((box[0]-margin)*10)/10), max(-90, math.Floor((box[1]-margin)*10)/10),
		min(180, math.Ceil((box[2]+margin)*10)/10), min(90, math.Ceil((box[3]+margin)*10)/10),
	}
}

// zoom is the one at which a map of usual size shows the extent.
func zoom(extent [4]float64) int {
	return min(12, max(1, int(math.Log2(1000/max(extent[2]-extent[0], 0.01)))))
}

// lastChange is the last day on which something begins.
func (b *builder) lastChange(covers data.Interval) data.Date {
	last := covers.From
	for _, x := range b.rows {
		if d := x.interval.From; d.Optional() != nil && covers.Contains(d) {
			last = max(last, d)
		}
	}
	return last
}

// write writes the directory under another name, finds out by the check what can be said of its layers, and gives it
// its name.
func (b *builder) write(d *dataset, directory string) (Report, error) {
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
func (b *builder) settle(d *dataset, directory string) ([]data.Problem, error) {
	main := d.main.Layers[0]
	if main.Kind != data.AreaKind {
		return data.CheckFiles(os.DirFS(directory))
	}
	check := func(partition, asDrawn bool) ([]data.Problem, error) {
		main.Partition, main.AsDrawn = partition, asDrawn
		if err := writeJSON(directory, "dataset.json", d.main); err != nil {
			return nil, err
		}
		return data.CheckFiles(os.DirFS(directory))
	}
	problems, err := check(len(d.layers[main.ID]) > 1 && b.oneShapeEach(d, main.ID), false)
	if err != nil {
		return nil, err
	}
	count := map[string]int{}
	for _, p := range problems {
		if p.Severity == data.Error {
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
func (b *builder) oneShapeEach(d *dataset, id string) bool {
	return slices.ContainsFunc(d.layers[id], func(r region) bool {
		return len(polygons(r.geometry)) > 0 && !orb.Equal(r.geometry, orb.MultiPolygon{})
	})
}

func (b *builder) writeFiles(d *dataset, directory string) error {
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
