package imports

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
)

// draft is all files of a dataset.
type draft struct {
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
	Date   date.Date  `json:"date"`
}

type coverage struct {
	From   date.Date  `json:"from"`
	To     *date.Date `json:"to"`
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
func (b *builder) dataset(name string) (*draft, error) {
	if err := b.build(); err != nil {
		return nil, err
	}
	covers := b.covers()
	d := &draft{layers: map[string][]region{}}
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
		if zones, err = b.refine(zones); err != nil {
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
		add(noZones, "Zones", nil).Kind = dataset.AreaKind
		d.main.ControlLayer = noZones
		b.choose("control", "none: the table names no controllers")
	}
	b.chooseRest()
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
const undated date.Date = -25567

// covers returns the days that the dataset speaks of: those of the rows, unless they are given.
func (b *builder) covers() date.Interval {
	if b.Covers != nil {
		b.choose("covers", "%s to %s, as given", b.Covers.From, b.Covers.To)
		return *b.Covers
	}
	covers := date.Interval{From: date.Forever, To: date.Beginning}
	for _, x := range b.rows {
		if x.interval.From != date.Beginning {
			covers.From = min(covers.From, x.interval.From)
		}
		if x.interval.To != date.Forever {
			covers.From = min(covers.From, x.interval.To-1)
		}
		covers.To = max(covers.To, x.interval.To)
	}
	if covers.From == date.Forever {
		covers = date.Interval{From: undated, To: date.Forever}
		b.choose("covers", "%s to ..: the rows have no dates; -covers says which days are meant", covers.From)
		return covers
	}
	if covers.To <= covers.From {
		covers.To = date.Forever
	}
	b.choose("covers", "%s to %s, all days of the rows, the end exclusive", covers.From, covers.To)
	return covers
}

// head fills dataset.json.
func (b *builder) head(m *datasetFile, name string, covers date.Interval) {
	m.ID = or(slug(name), "imported")
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
	if !slices.Contains(b.statuses, dataset.UnknownStatus) {
		b.statuses = append(b.statuses, dataset.UnknownStatus)
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
func (b *builder) lastChange(covers date.Interval) date.Date {
	last := covers.From
	for _, x := range b.rows {
		if d := x.interval.From; d.Optional() != nil && covers.Contains(d) {
			last = max(last, d)
		}
	}
	return last
}
