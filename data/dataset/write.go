package dataset

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path"

	"github.com/paulmach/orb"

	"demarc/data/date"
	"demarc/geo/geojson"
)

// Files returns the files of a dataset directory by name, the same for the same dataset. Load reads
// them as the dataset that they were made of.
func (d *Dataset) Files() (map[string][]byte, error) {
	w := &writer{files: map[string][]byte{}}
	w.document(datasetFile, d.written())
	var actors []any
	for _, a := range d.Actors {
		actors = append(actors, a.written())
	}
	writeList(w, actorsFile, "actors", actors)
	writeList(w, sourcesFile, "sources", d.Sources)
	writeList(w, eventsFile, "events", d.Events)
	if len(d.Figures) > 0 {
		writeList(w, figuresFile, "figures", d.Figures)
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

func (a *Actor) written() any {
	return struct {
		ID        string     `json:"id"`
		Names     Names      `json:"names"`
		ValidFrom *date.Date `json:"valid_from,omitempty"`
		ValidTo   *date.Date `json:"valid_to,omitempty"`
		*Actor
	}{a.ID, a.Names, a.Interval.From.Optional(), a.Interval.To.Optional(), a}
}

func (f *ContextFeature) written() any {
	return struct {
		Names     Names      `json:"names,omitempty"`
		ValidFrom *date.Date `json:"valid_from,omitempty"`
		ValidTo   *date.Date `json:"valid_to,omitempty"`
		*ContextFeature
	}{f.Names, f.Interval.From.Optional(), f.Interval.To.Optional(), f}
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
	return struct {
		Names     Names      `json:"names"`
		ValidFrom *date.Date `json:"valid_from,omitempty"`
		ValidTo   *date.Date `json:"valid_to,omitempty"`
		*Region
		Areas   []writtenArea `json:"areas,omitempty"`
		Sources []string      `json:"sources,omitempty"`
	}{r.Names, r.Interval.From.Optional(), r.Interval.To.Optional(), r, areas, r.Sources}
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
	var from any = p.Interval.From.Optional()
	if p.FromOpen {
		from = openBound
	}
	return struct {
		From any        `json:"from"`
		To   *date.Date `json:"to"`
		*ControlPeriod
	}{from, p.Interval.To.Optional(), p}
}

// writer collects files. The first error stays.
type writer struct {
	files map[string][]byte
	err   error
}

// value writes a value on one line; <, > and & stay as they are.
func (w *writer) value(v any) []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil && w.err == nil {
		w.err = err
	}
	return bytes.TrimRight(out.Bytes(), "\n")
}

func (w *writer) document(file string, content any) {
	var out bytes.Buffer
	if err := json.Indent(&out, w.value(content), "", "  "); err != nil && w.err == nil {
		w.err = fmt.Errorf("%s: %w", file, err)
	}
	out.WriteByte('\n')
	w.files[file] = out.Bytes()
}

// writeList writes {"name": [items]}.
func writeList[T any](w *writer, file, name string, items []T) {
	if items == nil {
		items = []T{}
	}
	w.document(file, map[string]any{name: items})
}

// control writes the timeline, a line for each period.
func (w *writer) control(periods []*ControlPeriod) {
	byZone := map[string][]*ControlPeriod{}
	var zones []string
	for _, p := range periods {
		if byZone[p.Zone] == nil {
			zones = append(zones, p.Zone)
		}
		byZone[p.Zone] = append(byZone[p.Zone], p)
	}
	out := []byte(`{"zones": {`)
	for i, zone := range zones {
		if i > 0 {
			out = append(out, ',')
		}
		out = fmt.Appendf(out, "\n  %s: [", w.value(zone))
		for k, p := range byZone[zone] {
			if k > 0 {
				out = append(out, ',')
			}
			out = append(append(out, "\n    "...), w.value(p.written())...)
		}
		out = append(out, "\n  ]"...)
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
		out = append(geojson.AppendGeometry(out, f.geometry), '}')
	}
	w.files[file] = append(out, "\n]}\n"...)
}
