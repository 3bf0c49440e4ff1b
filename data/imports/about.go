package imports

import (
	"cmp"
	"slices"
	"strings"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
)

// about is what a file says of itself, as far as demarc wrote it.
type about struct {
	dataset.About
	ours                             bool // the columns are those that demarc writes
	licence, licenceURL, attribution string
}

// creditColumns are what a CSV that demarc wrote says in every row, for want of another place.
var creditColumns = []string{"dataset", "licence", "attribution"}

// readAbout takes what the file says of itself.
func (b *builder) readAbout() {
	said := b.table.Metadata
	if credits := b.credits(); credits != nil {
		b.about.ours, said = true, credits
	}
	b.about.licence, b.about.licenceURL = cmp.Or(said["licence"], said["license"]), said["licence_url"]
	b.about.attribution = said["attribution"]
	text := said["about"]
	if text == "" {
		if title := said["title"]; title != "" {
			b.about.Title = dataset.Names{b.Language: title}
		}
		return
	}
	read, err := dataset.ReadAbout(text)
	if err != nil {
		b.note("what the file says of its actors, events and sources is not as demarc writes it and is left out: %v", err)
		return
	}
	b.about.About, b.about.ours = *read, true
}

// credits returns what the columns say that are the same in every row, nil for a table without
// them.
func (b *builder) credits() map[string]string {
	said := map[string]string{}
	for _, name := range creditColumns {
		i := slices.IndexFunc(b.table.Fields, func(f geo.Field) bool { return f.Name == name })
		if i < 0 || len(b.table.Features) == 0 {
			return nil
		}
		said[name] = b.table.Features[0].Text(i)
		if slices.ContainsFunc(b.table.Features, func(f geo.Feature) bool { return f.Text(i) != said[name] }) {
			return nil
		}
	}
	return said
}

// ownOf tells which columns of a table that demarc wrote are own ones: their names are those that
// no other column can have.
func (b *builder) ownOf() map[string]bool {
	own := map[string]bool{}
	for _, f := range b.table.Fields {
		placemark := strings.HasPrefix(b.table.Format, "KM") && slices.Contains(ofPlacemark, f.Name) && b.declaredAs(f.Name) == nil
		own[f.Name] = b.about.ours && !placemark && !slices.Contains(creditColumns, f.Name) && dataset.AttributeName(f.Name) == f.Name
	}
	return own
}

// declaredAs returns the declaration of an own column that the file has, nil for none.
func (b *builder) declaredAs(column string) *dataset.Attribute {
	i := slices.IndexFunc(b.about.Attributes, func(a *dataset.Attribute) bool { return a.Name == column })
	if i < 0 {
		return nil
	}
	return b.about.Attributes[i]
}

// find returns the item with the id, nil for none.
func find[T any](items []*T, id func(*T) string, wanted string) *T {
	i := slices.IndexFunc(items, func(x *T) bool { return id(x) == wanted })
	if i < 0 {
		return nil
	}
	return items[i]
}

// namedSources returns the ids of the sources of a row that the file names by their ids, nil where
// it does not.
func (b *builder) namedSources(x *row) []string {
	text := b.text(x, sourceIDsRole)
	if text == "" || !b.about.ours {
		return nil
	}
	ids, entries := strings.Split(text, ","), splitSources(b.text(x, sourceRole))
	for i, id := range ids {
		s := find(b.about.Sources, func(s *dataset.Source) string { return s.ID }, id)
		if s == nil && len(entries) != len(ids) {
			return nil
		}
		if s == nil {
			s = readSource(entries[i])
			s.ID = id
		}
		b.addSource(s)
	}
	return ids
}

// addSource adds a source with its id, unless it is there.
func (b *builder) addSource(s *dataset.Source) {
	if find(b.sources, func(s *dataset.Source) string { return s.ID }, s.ID) == nil {
		b.sources = append(b.sources, s)
	}
}

// eventOf returns the id of the event that began a period, "" for none, and notes it.
func (b *builder) eventOf(x *row, p *period) string {
	id := b.text(x, eventRole)
	if id == "" || !b.about.ours {
		return ""
	}
	title := b.text(x, eventTitleRole)
	isID := func(e *dataset.Event) string { return e.ID }
	if find(b.events, isID, id) == nil {
		if e := find(b.about.Events, isID, id); e != nil {
			b.events = append(b.events, e)
			for _, source := range e.Sources {
				if s := find(b.about.Sources, func(s *dataset.Source) string { return s.ID }, source); s != nil {
					b.addSource(s)
				}
			}
		}
	}
	if find(b.about.Events, isID, id) == nil && !b.inferEvent(id, title, p) {
		return ""
	}
	return id
}

// inferEvent makes an event of what the periods that it began say, or lets it reach as far as this
// one says.
func (b *builder) inferEvent(id, title string, p *period) bool {
	if p.Interval.From == date.Beginning || len(p.Sources) == 0 {
		return false
	}
	earliest, latest := p.Began(nil)
	if earliest == date.Beginning {
		earliest = p.Interval.From
	}
	e := find(b.events, func(e *dataset.Event) string { return e.ID }, id)
	if e == nil {
		e = &dataset.Event{
			ID: id, Kind: "change", Title: dataset.Names{b.Language: cmp.Or(title, id)}, Day: p.Interval.From, Earliest: earliest, Latest: latest,
		}
		b.events = append(b.events, e)
		b.inferred++
	}
	e.Earliest, e.Latest = min(e.Earliest, earliest), max(e.Latest, latest)
	text := e.Earliest.String()
	if e.Latest != e.Earliest {
		text += "/" + e.Latest.String()
	}
	e.Date, _ = date.ParseEDTF(text) // of two days
	for _, s := range p.Sources {
		if !slices.Contains(e.Sources, s) {
			e.Sources = append(e.Sources, s)
		}
	}
	return true
}

// settleEvents leaves out what events say of regions, actors and languages that are not there.
func (b *builder) settleEvents(d *dataset.Dataset) {
	if b.inferred > 0 {
		b.note("events of which the file has the id and the title alone, so that they are taken to have happened when their periods began: %d", b.inferred)
	}
	regions, actors, sources := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, r := range d.Regions {
		regions[r.ID] = true
	}
	for _, a := range b.actors {
		actors[a.ID] = true
	}
	for _, s := range b.sources {
		sources[s.ID] = true
	}
	kept := func(ids []string, known map[string]bool) []string {
		return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !known[id] })
	}
	left := 0
	for _, event := range b.events {
		e := *event
		e.Regions, e.Zones, e.Sources = kept(e.Regions, regions), kept(e.Zones, regions), kept(e.Sources, sources)
		e.Place, e.Review = "", nil
		if !actors[e.FromActor] {
			e.FromActor = ""
		}
		if !actors[e.ToActor] {
			e.ToActor = ""
		}
		if e.Place != event.Place || len(e.Regions) < len(event.Regions) || len(e.Zones) < len(event.Zones) || e.FromActor != event.FromActor || e.ToActor != event.ToActor {
			left++
		}
		d.Events = append(d.Events, &e)
	}
	if left > 0 {
		b.note("events that name places, regions or actors which this file does not hold, so that these are left out: %d", left)
	}
	for _, a := range b.actors {
		a.Sources, a.Review = kept(a.Sources, sources), nil
	}
}

// say puts what the file says of itself, and the options do not, into the head of the dataset.
func (b *builder) say(m *dataset.Dataset, covers date.Interval) {
	a := b.about
	given := func(what, option, said string) string {
		if option == "" && said != "" {
			b.choose(what, "%s, as the file says", said)
		}
		return cmp.Or(option, said)
	}
	m.Licence, m.Attribution = given("licence", b.Licence, a.licence), given("attribution", b.Attribution, a.attribution)
	if m.Licence == a.licence {
		m.LicenceURL = a.licenceURL
	}
	if b.Title == "" && len(a.Title) > 0 {
		m.Title = a.Title
		b.choose("title", "%s, as the file says", a.Title.In(b.Language))
	}
	m.Description, m.Version = a.Description, a.Version
	if a.AsOf != nil && *a.AsOf >= covers.From {
		m.AsOf = a.AsOf
		b.choose("as of", "%s, as the file says", a.AsOf)
	}
}
