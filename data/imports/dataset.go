package imports

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/date/spelling"
	"demarc/geo"
)

// dataset makes a dataset of the table.
func (b *builder) dataset(name string) (*dataset.Dataset, error) {
	if err := b.build(); err != nil {
		return nil, err
	}
	covers := b.covers()
	b.from = covers.From
	d := &dataset.Dataset{ControlLayer: noZones}
	var err error
	if b.control() {
		err = b.addZones(d, covers)
	} else {
		err = b.addRegions(d)
	}
	if err != nil {
		return nil, err
	}
	b.chooseRest()
	b.head(d, name, covers)
	d.Actors, d.Sources = b.actors, b.sources
	b.settleEvents(d)
	return d, nil
}

func (b *builder) addZones(d *dataset.Dataset, covers date.Interval) error {
	zones, err := b.zones()
	if err != nil {
		return err
	}
	if err := b.ownColumns(); err != nil {
		return err
	}
	rows, layer := b.keepOfPeriods(zones), ""
	if zones, err = b.refine(zones); err != nil {
		return err
	}
	if b.cut {
		rows, layer = b.keepOfPieces(zones), rowsLayer
	}
	b.fill(zones, covers)
	var below, above []*dataset.Region
	for _, z := range zones {
		if z.overlay {
			above = append(above, &z.Region)
		} else {
			below = append(below, &z.Region)
		}
		for i := range z.periods {
			p := &z.periods[i].ControlPeriod
			p.Zone = z.ID
			d.Periods = append(d.Periods, p)
		}
	}
	b.addLayer(d, noZones, "Zones", below)
	if len(above) > 0 {
		b.addLayer(d, "overlays", "Overlays", above)
		d.OverlayLayers = []string{"overlays"}
	}
	rows.addTo(d)
	d.Attributes = b.declared(layer)
	return nil
}

func (b *builder) addRegions(d *dataset.Dataset) error {
	regions, err := b.regions()
	if err != nil {
		return err
	}
	if err := b.ownColumns(); err != nil {
		return err
	}
	rows, layer := b.keepOfRegions(regions), b.layer
	if len(rows.regions) > 0 {
		layer = ""
	}
	layerOf := b.addLayer(d, b.layer, cmp.Or(b.Title, b.table.Name), regions)
	if said := b.about.Layer; said != nil {
		layerOf.Title, layerOf.Description = said.Title, said.Description
	}
	b.addLayer(d, noZones, "Zones", nil).Kind = dataset.AreaKind
	rows.addTo(d)
	d.Attributes = b.declared(layer)
	b.choose("control", "none: the table names no controllers")
	return nil
}

func (b *builder) addLayer(d *dataset.Dataset, id, title string, regions []*dataset.Region) *dataset.RegionLayer {
	for _, r := range regions {
		r.Layer = id
	}
	layer := &dataset.RegionLayer{ID: id, Title: dataset.Names{b.Language: title}, Kind: b.kind}
	d.Layers, d.Regions = append(d.Layers, layer), append(d.Regions, regions...)
	return layer
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
	said := b.about.Covers
	if b.table.Metadata["datetime"] != "" {
		said = nil // the file holds some of the days alone
	}
	if said != nil {
		covers = said.Interval()
	}
	for _, x := range b.rows {
		if x.interval.From != date.Beginning {
			covers.From = min(covers.From, x.interval.From)
		}
		if x.interval.To != date.Forever {
			covers.From = min(covers.From, x.interval.To-1)
		}
		if said == nil || x.interval.To != date.Forever {
			covers.To = max(covers.To, x.interval.To)
		}
	}
	if covers.From == date.Forever {
		return b.coversUndated()
	}
	if covers.To <= covers.From {
		covers.To = date.Forever
	}
	if said != nil && covers == said.Interval() {
		b.choose("covers", "%s to %s, as the file says", covers.From, covers.To)
		return covers
	}
	b.choose("covers", "%s to %s, all days of the rows, the end exclusive", covers.From, covers.To)
	return covers
}

// coversUndated are the days from that in the name of the file, or else from a day that means
// nothing.
func (b *builder) coversUndated() date.Interval {
	covers, why := date.Interval{From: undated, To: date.Forever}, "the rows have no dates"
	style, _ := new(spelling.Evidence).Style(b.DateFormat, dateFormat)
	if days, ok, err := style.InName(b.fileName); ok && err == nil && !b.about.ours {
		covers.From, why = days.Begins(), "the rows have no dates, the name of the file has one"
	}
	b.choose("covers", "%s to ..: %s; -covers says which days are meant", covers.From, why)
	return covers
}

// head fills what dataset.json says of all.
func (b *builder) head(m *dataset.Dataset, name string, covers date.Interval) {
	m.ID = cmp.Or(slug(name), "imported")
	if files := b.table.days; files != nil && files.To >= covers.From {
		m.AsOf = &files.To
	}
	m.Title = dataset.Names{b.Language: cmp.Or(b.Title, b.table.Name)}
	b.say(m, covers)
	if m.Attribution == "" && placeholder.MatchString(b.SourceTitle) {
		m.Attribution = m.Title[b.Language]
		b.note("whom to name (attribution) is the title, %q: -attribution says it better, or edit dataset.json", m.Attribution)
	}
	m.Attribution = cmp.Or(m.Attribution, b.SourceTitle)
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
	m.Covers = dataset.Coverage{From: covers.From, To: covers.To.Optional(), Extent: b.extent()}
	m.View = b.view(m.Covers, covers)
	if !slices.Contains(b.statuses, dataset.UnknownStatus) {
		b.statuses = append(b.statuses, dataset.UnknownStatus)
	}
	for _, id := range b.statuses {
		if s := b.saidStatus(id); s != nil {
			s.Review = nil
			m.Statuses = append(m.Statuses, s)
			continue
		}
		m.Statuses = append(m.Statuses, b.newStatus(id))
	}
}

// extent is the narrowest box around all rows, a bit larger.
func (b *builder) extent() [4]float64 {
	box, ok := b.box()
	if !ok { // nothing is drawn
		return [4]float64{-180, -90, 180, 90}
	}
	return extentAround(box)
}

// extentAround is a box a bit larger than another.
func extentAround(box [4]float64) [4]float64 {
	const margin = 0.1
	return [4]float64{
		max(-180, math.Floor((box[0]-margin)*10)/10), max(-90, math.Floor((box[1]-margin)*10)/10),
		min(180, math.Ceil((box[2]+margin)*10)/10), min(90, math.Ceil((box[3]+margin)*10)/10),
	}
}

// view shows all rows, from the side of the globe that they lie on.
func (b *builder) view(c dataset.Coverage, covers date.Interval) dataset.View {
	span := c.Span()
	center := span.Center()
	if center[0] > 180 {
		center[0] -= 360
	}
	return dataset.View{Center: center, Zoom: zoom(span.Right() - span.Left()), Date: b.lastChange(covers)}
}

// box is the narrowest one around all rows.
func (b *builder) box() ([4]float64, bool) {
	return geo.Box(func(yield func(orb.Geometry) bool) {
		for _, x := range b.rows {
			if x.Geometry != nil && !yield(x.Geometry) {
				return
			}
		}
	})
}

// zoom is the one at which a map of usual size shows so many degrees of longitude.
func zoom(width float64) int {
	return min(12, max(1, int(math.Log2(1000/max(width, 0.01)))))
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
