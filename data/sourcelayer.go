package data

import (
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
)

// SourcesLayer is the table of all sources, with the links to their archived copies, for files that
// hold several tables.
func (s *Snapshot) SourcesLayer() geo.Layer {
	type source = *dataset.Source
	dayColumn := func(name string, of func(source) *date.Date) column[source] {
		return column[source]{Name: name, Type: geo.Date, Of: func(x source) any {
			if d := of(x); d != nil {
				return d.String()
			}
			return nil
		}}
	}
	fields := columns[source]{
		textColumn("id", func(x source) string { return x.ID }),
		{Name: "title", Role: geo.RoleTitle, Of: func(x source) any { return text(x.Title) }},
		textColumn("author", func(x source) string { return x.Author }),
		textColumn("publisher", func(x source) string { return x.Publisher }),
		dayColumn("date", func(x source) *date.Date {
			if x.DateNominal {
				return nil
			}
			return x.Date
		}),
		textColumn("language", func(x source) string { return x.Language }),
		textColumn("perspective", func(x source) string { return x.Perspective }),
		textColumn("url", func(x source) string { return x.URL }),
		dayColumn("accessed", func(x source) *date.Date { return x.Accessed }),
		textColumn("archived_url", func(x source) string { return x.ArchivedURL }),
		dayColumn("archived_at", func(x source) *date.Date { return x.ArchivedAt }),
		textColumn("quote", func(x source) string { return x.Quote }),
		textColumn("locator", func(x source) string { return x.Locator }),
	}
	layer := fields.layer("sources")
	for _, x := range s.Dataset.Sources {
		layer.Features = append(layer.Features, fields.feature(x.ID, nil, x))
	}
	return layer
}
