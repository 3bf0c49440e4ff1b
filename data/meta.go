package data

import (
	"fmt"
	"strings"

	"demarc/data/date"
	"demarc/geo"
)

// Meta says what a file with the features of a layer holds on the days asked for.
func (s *Snapshot) Meta(layer string, during date.Interval) geo.Meta {
	d := s.Dataset
	m := geo.Meta{
		Title: d.Title.In("en"), Description: d.Description.In("en"), Dataset: d.ID, Version: d.Version, Snapshot: s.ID,
		Datetime: during.Datetime(), Viewpoint: s.Viewpoint, Licence: d.Licence, LicenceURL: d.LicenceURL,
		Attribution: d.Attribution, Feedback: d.Feedback, Reason: s.UncoveredPart(during),
	}
	if d.AsOf != nil {
		m.AsOf = d.AsOf.String()
	}
	switch x := s.regionIndex(layer); {
	case x != nil:
		m.Title = x.Title.In("en") + " (" + m.Title + ")"
		if description := x.Description.In("en"); description != "" {
			m.Description = description
		}
	case layer != "":
		m.Title = layer + " (" + m.Title + ")"
	}
	if view := s.View(); view != nil {
		named := view.Names.In("en")
		m.Title += ", " + named
		m.Description = strings.TrimSpace(m.Description + " " + named + ": what is contested rests on the word of one side.")
	}
	if day := s.keptBefore(during); day != nil {
		m.Description = strings.TrimSpace(fmt.Sprintf("%s Kept as of %s: what came later is not in it.", m.Description, day))
	}
	return m
}
