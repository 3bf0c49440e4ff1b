package dataset

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/paulmach/orb"

	"demarc/data/date"
	"demarc/geo/geojson"
)

// Files returns the files of a dataset directory by name in canonical form: the same for the same
// dataset. Load reads them as the dataset that they were made of.
//
// Each object stands on a line of its own, its members in the order of the types, languages and
// other free names sorted, without members that say nothing. Periods are sorted by zone and day,
// events and corrections by day, sources and retired ids by id. The order of everything else means
// something, be it that of a legend or of a drawing, and stays.
func (d *Dataset) Files() (map[string][]byte, error) {
	w := &writer{files: map[string][]byte{}}
	w.document(datasetFile, d.written(), map[string]any{"covers": d.Covers.written(), "spans": d.writtenSpans()})
	var actors []any
	for _, a := range d.Actors {
		actors = append(actors, a.written())
	}
	writeList(w, actorsFile, "actors", actors)
	writeList(w, sourcesFile, "sources", sorted(d.Sources, func(a, b *Source) int { return cmp.Compare(a.ID, b.ID) }))
	writeList(w, eventsFile, "events", sorted(d.Events, func(a, b *Event) int { return cmp.Compare(a.Day, b.Day) }))
	if len(d.Figures) > 0 {
		writeList(w, figuresFile, "figures", d.Figures)
	}
	if len(d.Retired) > 0 {
		writeList(w, retiredFile, "retired", sorted(d.Retired, func(a, b *Retired) int { return cmp.Compare(a.ID, b.ID) }))
	}
	if len(d.Corrections) > 0 {
		writeList(w, correctionsFile, "corrections", sorted(d.Corrections, func(a, b *Correction) int {
			return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.ID, b.ID))
		}))
	}
	w.control(d.Periods)
	regions := map[string][]feature{}
	for _, r := range d.Regions {
		regions[r.Layer] = append(regions[r.Layer], feature{r.ID, r.written(), r.Shape()})
	}
	for _, layer := range d.Layers {
		w.features(path.Join(regionsDir, layer.ID+".geojson"), regions[layer.ID])
	}
	for _, context := range d.Context {
		var shapes []feature
		for _, f := range context.Features {
			shapes = append(shapes, feature{f.ID, f.written(), f.Geometry})
		}
		w.features(path.Join(contextDir, context.ID+".geojson"), shapes)
	}
	if len(d.Places) > 0 {
		var places []feature
		for _, p := range d.Places {
			places = append(places, feature{p.ID, p, p.Point})
		}
		w.features(placesFile, places)
	}
	return w.files, w.err
}

// written is the content of dataset.json.
func (d *Dataset) written() any {
	return struct {
		Format  int    `json:"format"`
		ID      string `json:"id"`
		Version string `json:"version,omitempty"`
		*Dataset
	}{lastFormat, d.ID, d.Version, d}
}

// bound is how a bound of an interval is written: as the file has it, if that means this day.
func bound(as string, day date.Date) any {
	if uncertain, err := date.ParseEDTF(as); err == nil && uncertain.Earliest == day {
		return as
	}
	if day.Optional() == nil {
		return nil
	}
	return day
}

func (s spelling) of(i date.Interval) (from, to any) {
	return bound(s.from, i.From), bound(s.to, i.To)
}

func (c *Coverage) written() any {
	from, to := c.spelled.of(c.Interval())
	return struct {
		From any `json:"from"`
		To   any `json:"to"`
		*Coverage
	}{from, to, c}
}

// writtenSpans are the spans as they are written.
func (d *Dataset) writtenSpans() []any {
	var all []any
	for _, s := range d.Spans {
		all = append(all, s.written())
	}
	return all
}

func (s *Span) written() any {
	from, to := s.spelled.of(s.interval())
	return struct {
		ID    string `json:"id"`
		Title Names  `json:"title"`
		Kind  string `json:"kind,omitempty"`
		From  any    `json:"from"`
		To    any    `json:"to"`
		*Span
	}{s.ID, s.Title, s.Kind, from, to, s}
}

func (a *Actor) written() any {
	from, to := a.spelled.of(a.Interval)
	return struct {
		ID        string `json:"id"`
		Names     Names  `json:"names"`
		ValidFrom any    `json:"valid_from,omitempty"`
		ValidTo   any    `json:"valid_to,omitempty"`
		*Actor
	}{a.ID, a.Names, from, to, a}
}

func (f *ContextFeature) written() any {
	from, to := f.spelled.of(f.Interval)
	return struct {
		Names     Names `json:"names,omitempty"`
		ValidFrom any   `json:"valid_from,omitempty"`
		ValidTo   any   `json:"valid_to,omitempty"`
		*ContextFeature
	}{f.Names, from, to, f}
}

// feature is a feature of a GeoJSON file; the geometry is nil where nothing is drawn.
type feature struct {
	id         string
	properties any
	geometry   orb.Geometry
}

// written is the region as the properties of a feature.
func (r *Region) written() any {
	var areas []writtenArea
	for _, f := range r.Areas {
		areas = append(areas, writtenArea(f))
	}
	from, to := r.spelled.of(r.Interval)
	return struct {
		Names     Names `json:"names"`
		ValidFrom any   `json:"valid_from,omitempty"`
		ValidTo   any   `json:"valid_to,omitempty"`
		*Region
		Areas   []writtenArea `json:"areas,omitempty"`
		Sources []string      `json:"sources,omitempty"`
	}{r.Names, from, to, r, areas, r.Sources}
}

// writtenArea is a RegionFigure whose value is called km2.
type writtenArea struct {
	Value  float64 `json:"km2"`
	AsOf   string  `json:"as_of,omitempty"`
	Note   Text    `json:"note,omitempty"`
	Source string  `json:"source,omitempty"`
}

// written is the period as a line of control.json.
func (p *ControlPeriod) written() any {
	from, to := p.spelled.of(p.Interval)
	if p.FromOpen {
		from = openBound
	}
	earliest, latest := p.FromEarliest, p.FromLatest
	if uncertain, err := date.ParseEDTF(p.spelled.from); err == nil && from == p.spelled.from && uncertain.Earliest < uncertain.Latest {
		earliest, latest = unlessSaid(earliest, uncertain.Earliest), unlessSaid(latest, uncertain.Latest)
	}
	return struct {
		From         any        `json:"from"`
		To           any        `json:"to"`
		FromEarliest *date.Date `json:"from_earliest,omitempty"`
		FromLatest   *date.Date `json:"from_latest,omitempty"`
		*ControlPeriod
	}{from, to, earliest, latest, p}
}

// unlessSaid returns the day, nil if it is the one that the date in the file says.
func unlessSaid(day *date.Date, said date.Date) *date.Date {
	if day != nil && *day == said {
		return nil
	}
	return day
}

// writer collects files. The first error stays.
type writer struct {
	files map[string][]byte
	err   error
}

// value writes a value on one line, members of maps sorted, texts in UTF-8 with no more escapes
// than JSON wants.
func (w *writer) value(v any) []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(v)
	if err == nil {
		var line []byte
		line, err = jsontext.AppendFormat(nil, out.Bytes(), jsontext.PreserveRawStrings(false),
			jsontext.EscapeForJS(false), jsontext.SpaceAfterColon(true), jsontext.SpaceAfterComma(true))
		if err == nil {
			return line
		}
	}
	if w.err == nil {
		w.err = err
	}
	return nil
}

// document writes an object, each of its members on a line of its own, and each object of a list
// among them. Some of the members are written otherwise than the content has them.
func (w *writer) document(file string, content any, otherwise map[string]any) {
	members := w.members(content)
	out := []byte("{")
	for i, m := range members {
		if as := otherwise[m.name]; as != nil {
			m.value = w.value(as)
		}
		if i > 0 {
			out = append(out, ',')
		}
		out = fmt.Appendf(out, "\n  %s: ", w.value(m.name))
		var items []json.RawMessage
		if !bytes.HasPrefix(m.value, []byte("[{")) || json.Unmarshal(m.value, &items) != nil {
			out = append(out, w.value(m.value)...)
			continue
		}
		out = append(appendLines(append(out, '['), "\n    ", w, items), "\n  ]"...)
	}
	w.files[file] = append(out, "\n}\n"...)
}

// appendLines appends each item on a line of its own.
func appendLines[T any](out []byte, indent string, w *writer, items []T) []byte {
	for i, item := range items {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(out, indent...), w.value(item)...)
	}
	return out
}

type member struct {
	name  string
	value json.RawMessage
}

// members returns the members of what JSON writes as an object, in order.
func (w *writer) members(content any) []member {
	compact, err := json.Marshal(content)
	var members []member
	decoder := json.NewDecoder(bytes.NewReader(compact))
	for depth := 0; err == nil; {
		var token json.Token
		if token, err = decoder.Token(); err != nil || token == json.Delim('}') {
			break
		}
		if depth == 0 {
			depth++
			continue
		}
		m := member{name: token.(string)}
		err = decoder.Decode(&m.value)
		members = append(members, m)
	}
	if err != nil && w.err == nil {
		w.err = err
	}
	return members
}

// writeList writes {"name": [items]}, a line for each item.
func writeList[T any](w *writer, file, name string, items []T) {
	out := fmt.Appendf(nil, `{%q: [`, name)
	w.files[file] = append(appendLines(out, "\n", w, items), "\n]}\n"...)
}

// control writes the timeline, a line for each period, the periods by zone and day.
func (w *writer) control(periods []*ControlPeriod) {
	byZone := map[string][]any{}
	for _, p := range sorted(periods, func(a, b *ControlPeriod) int {
		return cmp.Or(cmp.Compare(a.Interval.From, b.Interval.From), cmp.Compare(a.Interval.To, b.Interval.To))
	}) {
		byZone[p.Zone] = append(byZone[p.Zone], p.written())
	}
	out := []byte(`{"zones": {`)
	for i, zone := range slices.Sorted(maps.Keys(byZone)) {
		if i > 0 {
			out = append(out, ',')
		}
		out = fmt.Appendf(out, "\n  %s: [", w.value(zone))
		out = append(appendLines(out, "\n    ", w, byZone[zone]), "\n  ]"...)
	}
	w.files[controlFile] = append(out, "\n}}\n"...)
}

// features writes a line for each feature.
func (w *writer) features(file string, features []feature) {
	out := []byte(`{"type": "FeatureCollection", "features": [`)
	for i, f := range features {
		if i > 0 {
			out = append(out, ',')
		}
		out = fmt.Appendf(out, "\n"+`{"type": "Feature", "id": %s, "properties": %s, "geometry": `, w.value(f.id), w.value(f.properties))
		geometry := bytes.Replace(geojson.AppendGeometry(nil, f.geometry), []byte(`":`), []byte(`": `), 2)
		out = append(append(out, bytes.Replace(geometry, []byte(`","`), []byte(`", "`), 1)...), '}')
	}
	w.files[file] = append(out, "\n]}\n"...)
}

// sorted returns a sorted copy; what compares alike keeps its order.
func sorted[T any](list []T, compare func(a, b T) int) []T {
	list = slices.Clone(list)
	slices.SortStableFunc(list, compare)
	return list
}
