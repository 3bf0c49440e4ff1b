package imports

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/date/spelling"
	"demarc/data/imports/files"
	"demarc/data/unfinished"
	"demarc/geo"
)

// Adding says how something is added.
type Adding struct {
	Options
	Replace bool      // what is stated otherwise already is replaced
	Drawn   bool      // what is shown is taken for what was edited otherwise
	DryRun  bool      // nothing is written
	Sure    bool      // days that are hardly meant so are added, too
	Today   date.Date // 0: no day is too late
}

// Add adds to a dataset that lives: files that show a day each, rows with days of their own, or
// periods of zones that it has. Zones are cut only where something changes; all else stays as it
// is, and so do the bytes of files in which nothing changed.
//
//	day before  +-----+---+     new day  +-------+-+     the place between is cut out of the
//	            | red |   |              |  red  | |     zones that it meets, and has another
//	            +-----+---+              +-------+-+     period from that day on
//
// The dataset is as it was, or has all of it, whenever the program is stopped: a copy is made
// beside it, checked, and given its name.
func Add(ctx context.Context, file, directory string, o Adding) (*Delta, error) {
	called := cmp.Or(o.Called, file)
	unfinished.Sweep(directory)
	resolved, err := filepath.EvalSymlinks(directory)
	if err == nil {
		resolved, err = filepath.Abs(resolved) // what lies beside "." is not within it
	}
	if err != nil {
		return nil, fmt.Errorf("import -add: %w: want the directory of a dataset", err)
	}
	unfinished.Sweep(resolved)
	a, err := open(ctx, resolved, o)
	if err != nil {
		return nil, fmt.Errorf("import -add: %s: %w", directory, err)
	}
	if err := a.add(ctx, file); err != nil {
		return nil, fmt.Errorf("import -add %s: %w", called, err)
	}
	if err := a.finish(ctx); err != nil {
		return nil, fmt.Errorf("import -add: %s: %w", directory, err)
	}
	return &a.delta, nil
}

// adder adds to one dataset.
type adder struct {
	Adding
	directory string
	seen      string // state of the directory when it was read
	before    map[string][]byte
	lost      []dataset.Problem
	d         *dataset.Dataset
	raw       *rawKept
	rawDirty  bool

	zones   []*dataset.Region // of the control layer that are areas
	periods map[string][]*dataset.ControlPeriod
	byID    map[string]*dataset.Region
	retired map[string]*dataset.Retired
	fresh   map[string]bool // ids made by this run
	touched map[string]bool // zones whose periods changed
	covers  date.Interval
	was     map[string]bool // ids of zones before
	idle    map[string]bool // ids of sources on which no period rested before
	rows    bool            // rows are added, which state nothing of what they do not name
	differ  []string        // what the dataset states otherwise than rows
	delta   Delta
}

func open(ctx context.Context, directory string, o Adding) (*adder, error) {
	a := &adder{Adding: o, directory: directory, fresh: map[string]bool{}, touched: map[string]bool{}}
	var err error
	if a.seen, err = state(directory); err != nil {
		return nil, err
	}
	canonical, err := dataset.Format(os.DirFS(directory))
	if err != nil {
		return nil, err
	}
	if len(canonical.Unread) > 0 {
		return nil, fmt.Errorf("%s: what cannot be read would be lost: demarc check lists what is wrong, %d in all", canonical.Unread[0], len(canonical.Unread))
	}
	a.d, a.before, a.lost = canonical.Dataset, canonical.Files, canonical.Lost
	if a.raw, err = readRaw(filepath.Join(directory, rawFolder)); err != nil {
		return nil, err
	}
	if a.raw != nil {
		a.Options = a.raw.Options.fill(a.Options)
	}
	if a.Language == "" && len(a.d.Languages) > 0 {
		a.Language = a.d.Languages[0]
	}
	a.index()
	return a, ctx.Err()
}

func (a *adder) index() {
	a.covers = a.d.Covers.Interval()
	a.byID, a.periods, a.retired = map[string]*dataset.Region{}, map[string][]*dataset.ControlPeriod{}, map[string]*dataset.Retired{}
	for _, r := range a.d.Regions {
		a.byID[r.ID] = r
		if r.Layer == a.d.ControlLayer && len(r.Geometry) > 0 {
			a.zones = append(a.zones, r)
		}
	}
	for _, p := range a.d.Periods {
		a.periods[p.Zone] = append(a.periods[p.Zone], p)
	}
	for _, list := range a.periods {
		slices.SortStableFunc(list, func(p, q *dataset.ControlPeriod) int { return cmp.Compare(p.Interval.From, q.Interval.From) })
	}
	for _, r := range a.d.Retired {
		a.retired[r.ID] = r
	}
	a.was = map[string]bool{}
	for _, z := range a.zones {
		a.was[z.ID] = true
	}
	a.idle = map[string]bool{}
	for _, s := range a.d.Sources {
		a.idle[s.ID] = true
	}
	for _, p := range a.d.Periods {
		for _, id := range p.Sources {
			delete(a.idle, id)
		}
	}
	a.delta.before = turning(a.d.Periods)
}

// add reads a file or folder, and adds what it holds.
func (a *adder) add(ctx context.Context, file string) error {
	set, err := files.Open(ctx, file, files.Options{Encoding: a.Encoding, Workbook: a.Workbook})
	if err != nil {
		return err
	}
	defer set.Close()
	found, err := daysOf(set.Files, a.DateFormat, 1)
	if err != nil {
		return err
	}
	if found.days != nil && a.raw != nil && len(a.raw.Days) > 0 {
		for _, shown := range found.days {
			t, err := a.shown(ctx, set, shown)
			if err == nil {
				err = a.addDay(ctx, shown.day, t)
			}
			if err != nil {
				return fmt.Errorf("%s: %w", shown.name, err)
			}
		}
		return nil
	}
	tables, err := readAll(ctx, set, set.Files, a.Options)
	if err != nil {
		return err
	}
	t, err := choose(tables, a.Table)
	if err != nil {
		return err
	}
	t.Name = cmp.Or(t.Name, baseName(file))
	return a.addRows(ctx, t, found.days != nil)
}

// shown is the table of what shows a day; one without features says that nothing was there.
func (a *adder) shown(ctx context.Context, set *files.Set, s snapshot) (table, error) {
	tables, err := readAll(ctx, set, s.files, a.Options)
	if err != nil {
		return table{}, err
	}
	t, err := choose(tables, a.Table)
	if some := slices.ContainsFunc(tables, func(t table) bool { return len(t.Features) > 0 }); err != nil && some {
		return table{}, err
	}
	return t, nil
}

// daysOf finds the days that files show, if at least so many have one.
func daysOf(all []files.File, order spelling.Order, least int) (snapshots, error) {
	found, err := byDay(grouped(all, func(files.File) int { return 0 }), order, least)
	if err != nil || found.days != nil {
		return found, err
	}
	return byDay(grouped(all, dayAbove), order, least)
}

// finish writes the files that changed.
func (a *adder) finish(ctx context.Context) error {
	a.settleDataset()
	if err := a.dropSources(); err != nil {
		return err
	}
	after, err := a.d.Files()
	if err != nil {
		return err
	}
	var changed []string
	for _, name := range slices.Sorted(maps.Keys(after)) {
		if !bytes.Equal(a.before[name], after[name]) {
			changed = append(changed, name)
		}
	}
	for _, p := range a.lost {
		if slices.Contains(changed, p.File) {
			return fmt.Errorf("%s: it would be lost when the file is written: demarc fmt -drop-unknown leaves it out", p)
		}
	}
	a.delta.Files = listed(changed)
	if len(changed) == 0 && !a.rawDirty {
		return nil
	}
	return a.write(ctx, after, changed)
}

// write makes a copy of the dataset with what changed, checks it, and gives it the name.
func (a *adder) write(ctx context.Context, after map[string][]byte, changed []string) error {
	folder, err := beside(a.directory)
	if err != nil {
		return err
	}
	defer folder.Drop()
	fresh := folder.Path
	for _, name := range changed {
		if err := putFile(fresh, name, after[name]); err != nil {
			return err
		}
	}
	if a.rawDirty {
		if err := a.raw.write(fresh, replaceFile); err != nil {
			return err
		}
	}
	problems, err := a.checked(fresh)
	if err != nil {
		return err
	}
	a.delta.Problems, a.delta.Concerning = a.concerning(problems)
	a.delta.NotWritten = dataset.Errors(a.delta.Problems) > 0
	if a.DryRun || a.delta.NotWritten {
		return ctx.Err()
	}
	if now, err := state(a.directory); err != nil || now != a.seen {
		return errors.Join(err, errors.New("it was changed meanwhile: nothing is written, add again"))
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return folder.Exchange()
}

func putFile(directory, name string, content []byte) error {
	file := filepath.Join(directory, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return replaceFile(file, content)
}

// checked checks the copy. Where areas no longer fit together, the layer is no partition any more,
// as import has it.
func (a *adder) checked(fresh string) ([]dataset.Problem, error) {
	problems, err := dataset.CheckFiles(os.DirFS(fresh))
	if err != nil {
		return nil, err
	}
	main := a.controlLayer()
	apart := 0
	for _, p := range problems {
		if p.Severity == dataset.Error && slices.Contains([]string{"overlap", "gap", "sliver"}, p.Rule) {
			apart++
		}
	}
	if main == nil || !main.Partition || apart == 0 {
		return problems, nil
	}
	main.Partition = false
	a.note("the layer %s is no partition any more, overlaps, gaps and slivers: %d; demarc clean can make it one", main.ID, apart)
	after, err := a.d.Files()
	if err == nil {
		err = putFile(fresh, "dataset.json", after["dataset.json"])
	}
	if err != nil {
		return nil, err
	}
	return dataset.CheckFiles(os.DirFS(fresh))
}

func (a *adder) controlLayer() *dataset.RegionLayer {
	return find(a.d.Layers, func(l *dataset.RegionLayer) string { return l.ID }, a.d.ControlLayer)
}

func (a *adder) note(format string, args ...any) {
	if note := fmt.Sprintf(format, args...); !slices.Contains(a.delta.Notes, note) {
		a.delta.Notes = append(a.delta.Notes, note)
	}
}

// settleDataset brings what the dataset says of all in step with its zones and periods.
func (a *adder) settleDataset() {
	d := a.d
	d.Periods = nil
	for _, zone := range slices.Sorted(maps.Keys(a.periods)) {
		d.Periods = append(d.Periods, a.periods[zone]...)
	}
	d.Retired = nil
	for _, id := range slices.Sorted(maps.Keys(a.retired)) {
		d.Retired = append(d.Retired, a.retired[id])
	}
	if a.raw != nil && len(a.raw.Days) > 0 && d.AsOf != nil {
		if last := *a.raw.Days[len(a.raw.Days)-1].Day; *d.AsOf < last {
			if d.View.Date == *d.AsOf { // a map that opens on its last day goes on doing so
				d.View.Date = last
			}
			d.AsOf = &last
		}
	}
	if len(a.fresh) > 0 {
		a.widen()
	}
	a.delta.settle(a)
}

// widen lets the extent hold all zones.
func (a *adder) widen() {
	box, ok := geo.Box(func(yield func(g geometry) bool) {
		for _, z := range a.zones {
			if a.fresh[z.ID] && !yield(z.Geometry) {
				return
			}
		}
	})
	if e := &a.d.Covers.Extent; ok && e[0] <= e[2] && box[0] <= box[2] {
		wider := extentAround(box)
		for i, outer := range []bool{box[0] < e[0], box[1] < e[1], box[2] > e[2], box[3] > e[3]} {
			if outer {
				e[i] = wider[i]
			}
		}
	}
}
