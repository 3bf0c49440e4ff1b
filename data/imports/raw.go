package imports

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"demarc/data/date"
	"demarc/data/date/spelling"
	"demarc/data/imports/files"
	"demarc/data/unfinished"
	"demarc/geo"
	"demarc/geo/fingerprint"
)

// What a dataset was made of is kept beside it, in a folder that no answer reads, so that a day can
// be compared with the one before, and the dataset be made anew:
//
//	raw/import.json              the options, and which file shows which day
//	raw/2024-07-08.geojson.gz    the table of that day, and of those after it that show the same
//	raw/rows-1.geojson.gz        a table of rows with days of their own
const (
	rawFolder = "raw"
	rawIndex  = "import.json"
)

// rawKept is what a dataset was made of.
type rawKept struct {
	Options rawOptions        `json:"options"`
	Days    []rawTable        `json:"days,omitempty"` // by day
	Rows    []rawTable        `json:"rows,omitempty"` // in the order in which they came
	IDs     map[string]string `json:"ids,omitempty"`  // that the tables give: the shape of each, "" for several

	files map[string][]byte // packed, to be written
	// spool is a folder that files are written to at once, in place of files: those of many days
	// are as large as all else that an import holds.
	spool string
	packer
}

// rawTable is a table.
type rawTable struct {
	Day    *date.Date `json:"day,omitempty"` // that it shows
	File   string     `json:"file"`
	SHA256 string     `json:"sha256"` // of the table, unpacked
}

// rawOptions are the Options that say how tables are read, and not where they come from.
type rawOptions struct {
	Language        string            `json:"language,omitempty"`
	ID              string            `json:"id,omitempty"`
	Zone            string            `json:"zone,omitempty"`
	Names           map[string]string `json:"names,omitempty"`
	From            string            `json:"from,omitempty"`
	To              string            `json:"to,omitempty"`
	End             End               `json:"end,omitempty"`
	DateFormat      spelling.Order    `json:"date_format,omitempty"`
	Controller      string            `json:"controller,omitempty"`
	Status          string            `json:"status,omitempty"`
	Source          string            `json:"source,omitempty"`
	SourceTitle     string            `json:"source_title,omitempty"`
	SourceURL       string            `json:"source_url,omitempty"`
	SourceDate      *date.Date        `json:"source_date,omitempty"`
	Overlaps        Overlaps          `json:"overlaps,omitempty"`
	Attributes      []string          `json:"attributes"`
	Wrap            bool              `json:"wrap,omitempty"`
	ControllerValue string            `json:"controller_value,omitempty"`
	StatusValue     string            `json:"status_value,omitempty"`
}

func rawOptionsOf(o Options) rawOptions {
	return rawOptions{
		o.Language, o.ID, o.Zone, o.Names, o.From, o.To, o.End, o.DateFormat, o.Controller, o.Status, o.Source,
		o.SourceTitle, o.SourceURL, o.SourceDate, o.Overlaps, o.Attributes, o.Wrap, o.ControllerValue, o.StatusValue,
	}
}

// fill gives options that say nothing what was said before.
func (r rawOptions) fill(o Options) Options {
	text := func(into *string, kept string) {
		if *into == "" {
			*into = kept
		}
	}
	for into, kept := range map[*string]string{
		&o.ID: r.ID, &o.Zone: r.Zone, &o.From: r.From, &o.To: r.To, &o.Controller: r.Controller, &o.Status: r.Status,
		&o.Source: r.Source, &o.ControllerValue: r.ControllerValue, &o.StatusValue: r.StatusValue,
	} {
		text(into, kept)
	}
	text((*string)(&o.End), string(r.End))
	text((*string)(&o.DateFormat), string(r.DateFormat))
	text((*string)(&o.Overlaps), string(r.Overlaps))
	if o.SourceTitle == "" {
		o.SourceTitle, o.SourceURL, o.SourceDate = r.SourceTitle, r.SourceURL, r.SourceDate
	}
	if len(o.Names) == 0 {
		o.Names = r.Names
	}
	if r.Language != "" {
		o.Language = r.Language
	}
	if o.Attributes == nil {
		o.Attributes = r.Attributes
	}
	o.Wrap = o.Wrap || r.Wrap
	return o
}

// readRaw reads what a dataset was made of; nil for one of which that is not known.
func readRaw(directory string) (*rawKept, error) {
	if info, err := os.Stat(directory); err != nil || !info.IsDir() {
		return nil, nil
	}
	content, err := os.ReadFile(filepath.Join(directory, rawIndex))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	kept := &rawKept{}
	if err == nil {
		err = json.Unmarshal(content, kept)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path.Join(rawFolder, rawIndex), err)
	}
	return kept, nil
}

// addDay keeps the table of a day, in place of another of that day. One that shows what the day
// before showed shares its file.
func (r *rawKept) addDay(day date.Date, content []byte, sum string) (err error) {
	r.Days = slices.DeleteFunc(r.Days, func(t rawTable) bool { return *t.Day == day })
	at, _ := slices.BinarySearchFunc(r.Days, day, func(t rawTable, day date.Date) int { return int(*t.Day) - int(day) })
	t := rawTable{Day: &day, SHA256: sum, File: r.freeName(day.String(), sum)}
	if at > 0 && r.Days[at-1].SHA256 == sum {
		t.File = r.Days[at-1].File
	} else {
		err = r.put(t.File, content)
	}
	r.Days = slices.Insert(r.Days, at, t)
	return err
}

// freeName is the name of the file of a table, one that no other table has.
func (r *rawKept) freeName(base, sum string) string {
	name := base + ".geojson.gz"
	for n := 2; slices.ContainsFunc(r.Days, func(t rawTable) bool { return t.File == name && t.SHA256 != sum }); n++ {
		name = fmt.Sprintf("%s-%d.geojson.gz", base, n)
	}
	return name
}

func (r *rawKept) addRows(content []byte, sum string) error {
	t := rawTable{File: fmt.Sprintf("rows-%d.geojson.gz", len(r.Rows)+1), SHA256: sum}
	r.Rows = append(r.Rows, t)
	return r.put(t.File, content)
}

// keepRows keeps a table of rows.
func (r *rawKept) keepRows(t table) error {
	content, sum, err := r.pack(t)
	if err != nil {
		return err
	}
	return r.addRows(content, sum)
}

// table reads the table of all days, or the first one of rows, and lists the rows that are left.
func (r *rawKept) table(ctx context.Context, folder string, o Options) (t table, rows []rawTable, err error) {
	if len(r.Days) == 0 {
		if len(r.Rows) == 0 {
			return t, nil, errors.New("nothing is kept there")
		}
		if t, err = r.read(ctx, folder, r.Rows[0]); err == nil {
			t.Format = "rows that were kept, CSV" // without types
		}
		return t, r.Rows[1:], err
	}
	all := timeTable{columns: map[string]int{}}
	var found snapshots
	for i, day := range r.Days {
		o.progress("read %d of %d days, now %s", i, len(r.Days), day.Day)
		shown, err := r.read(ctx, folder, day)
		if err != nil {
			return t, nil, err
		}
		if err := o.raw.keepDay(*day.Day, shown); err != nil {
			return t, nil, err
		}
		all.add(shown, day.Day.String())
		all.read = append(all.read, table{Table: files.Table{Format: shown.Format}})
		found.days = append(found.days, snapshot{day: *day.Day, name: day.File})
	}
	return all.table(found.complete()), r.Rows, nil
}

// keepDay keeps the table of a day.
func (r *rawKept) keepDay(day date.Date, t table) error {
	content, sum, err := r.pack(t)
	if err != nil {
		return err
	}
	return r.addDay(day, content, sum)
}

// spooled is what is kept of an import, written beside the directory that it makes. Drop takes away
// what is left of it.
func spooled(directory string, o Options) (kept *rawKept, drop func(), err error) {
	folder, err := unfinished.NewFolder(directory)
	if err != nil {
		return nil, nil, err
	}
	return &rawKept{Options: rawOptionsOf(o), spool: folder.Path}, folder.Drop, os.Chmod(folder.Path, 0o755)
}

func (r *rawKept) put(name string, content []byte) error {
	if r.spool != "" {
		return os.WriteFile(filepath.Join(r.spool, name), content, 0o644)
	}
	if r.files == nil {
		r.files = map[string][]byte{}
	}
	r.files[name] = content
	return nil
}

// noteIDs remembers the ids that rows have, and whether each is that of one shape.
func (r *rawKept) noteIDs(b *builder) {
	if b.numbered {
		return
	}
	if r.IDs == nil {
		r.IDs = map[string]string{}
	}
	for _, x := range b.rows {
		shape := geo.Polygons(x.Geometry)
		if shape == nil {
			continue
		}
		name := fingerprint.Of(shape)
		if other, known := r.IDs[x.id]; known && other != name {
			name = ""
		}
		r.IDs[x.id] = name
	}
}

// index is the content of import.json.
func (r *rawKept) index() ([]byte, error) {
	content, err := json.MarshalIndent(r, "", " ")
	return append(content, '\n'), err
}

// write writes the folder beside a dataset, or what of it is new.
func (r *rawKept) write(directory string, put func(name string, content []byte) error) error {
	folder := filepath.Join(directory, rawFolder)
	if r.spool != "" {
		if err := os.Rename(r.spool, folder); err != nil {
			return err
		}
	} else if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	index, err := r.index()
	if err != nil {
		return err
	}
	for name, content := range r.files {
		if err := put(filepath.Join(folder, name), content); err != nil {
			return err
		}
	}
	return put(filepath.Join(folder, rawIndex), index)
}
