package server_test

import (
	"context"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
)

// Finders of one thing in a dataset, the zero value where it is not there.

func found[T any](list []*T, is func(*T) bool) *T {
	if i := slices.IndexFunc(list, is); i >= 0 {
		return list[i]
	}
	return new(T)
}

func regionOf(d *dataset.Dataset, id string) *dataset.Region {
	return found(d.Regions, func(r *dataset.Region) bool { return r.ID == id })
}

func periodOf(d *dataset.Dataset, zone, from string) *dataset.ControlPeriod {
	return found(d.Periods, func(p *dataset.ControlPeriod) bool { return p.Zone == zone && p.Interval.From.String() == from })
}

func sourceOf(d *dataset.Dataset, title string) *dataset.Source {
	return found(d.Sources, func(s *dataset.Source) bool { return s.Title == title })
}

func eventOf(d *dataset.Dataset, id string) *dataset.Event {
	return found(d.Events, func(e *dataset.Event) bool { return e.ID == id })
}

func declared(d *dataset.Dataset, name string) *dataset.Attribute {
	return found(d.Attributes, func(a *dataset.Attribute) bool { return a.Name == name })
}

// Questions to a snapshot.

// at asks for a place on a day.
func at(lon, lat float64, year, month, on int) func(*data.Snapshot) any {
	return func(s *data.Snapshot) any { return s.Locate(orb.Point{lon, lat}, date.On(year, month, on)) }
}

func aRegion(id string) func(*data.Snapshot) any {
	return func(s *data.Snapshot) any {
		r, err := s.Region(id)
		if err != nil {
			return err.Error()
		}
		return r
	}
}

func allEvents(s *data.Snapshot) any {
	events, err := s.EventList(date.Always, "", "")
	if err != nil {
		return err.Error()
	}
	return events
}

func state(s *data.Snapshot) any { return s.State() }

// Places on days of the isles: the town while it is contested and when it passed.
var (
	contestedTown = at(-129.93, -41.95, 1972, 8, 20)
	passingTown   = at(-129.93, -41.95, 1972, 9, 1)
)

const (
	contestedPath = "/locate?lon=-129.93&lat=-41.95&datetime=1972-08-20"
	passingPath   = "/locate?lon=-129.93&lat=-41.95&datetime=1972-09-01"

	noSources   = "sources of rows stand in one column as publisher, date, title and both addresses"
	ofDataset   = "is of the dataset, and an import makes another one"
	notInTables = "rows of a table are regions or periods"
	evidence    = "shows both links, the author, the words cited and where they stand"
	doubt       = "draws and says what is not certain, on the days on which it is not"
	ownColumns  = "lists own columns with title, value and unit, folded"
	corrected   = "says what was wrong once of what it states, and why"
	spans       = "says in which stretch of time a day lies, and where mistakes are reported"
)

// inSources is a row of a member of a source that only the table of sources has.
func inSources(name, is string, fault fault, read func(*dataset.Source) any) memberRow {
	row := memberRow{
		members: "Source." + name,
		read:    func(d *dataset.Dataset) any { return read(sourceOf(d, "Two flags over Lantern Town")) }, is: is,
		fault: fault,
		ask:   passingTown, says: fmt.Sprintf(`%q:%q`, name, is), path: passingPath, page: evidence,
		kept:  fileText{"sources.json", fmt.Sprintf(`%q: %q`, name, is)},
		other: map[string]exported{"gpkg": {"all", name, is}},
		not:   map[string]string{"files": noSources, "import": noSources},
	}
	return row
}

var memberRows = []memberRow{
	{
		members: "Region.attributes Dataset.attributes Attribute.name Attribute.of Attribute.type Attribute.title Attribute.unit",
		read: func(d *dataset.Dataset) any {
			return fmt.Sprint(regionOf(d, "upland").Attributes, declared(d, "hearths").Unit)
		},
		is:    "map[hearths:9120 walked:1960-05-17]hearths",
		fault: fault{"regions/shires.geojson", `"hearths": 9120`, `"hearths": "9120"`, "attribute"},
		ask:   passingTown, says: `{"name":"hearths","title":{"en":"Hearths taxed in 1960","ru":"Очаги, обложенные налогом в 1960 году"},"type":"number","unit":"hearths","value":9120}`,
		path: passingPath, page: ownColumns,
		kept: fileText{"regions/shires.geojson", `"attributes": {"hearths": 9120, "walked": "1960-05-17"}`},
		file: exported{"shires", "walked", ""},
		came: func(d *dataset.Dataset) any { return regionOf(d, "upland").Attributes }, want: "map[hearths:9120 walked:1960-05-17]",
		other: map[string]exported{"pmtiles": {"shires", "hearths", ""}},
	},
	{
		members: "Attribute.layer",
		read:    func(d *dataset.Dataset) any { return declared(d, "walled").Layer }, is: "parishes",
		fault: fault{"regions/shires.geojson", `"walked": "1960-05-17"`, `"walled": true`, "attribute"},
		ask:   state, says: `"name":"walled","of":"regions","layer":"parishes"`, path: "/timeline",
		kept: fileText{"dataset.json", `"of": "regions", "layer": "parishes"`},
		file: exported{"parishes", "walled", ""},
		came: func(d *dataset.Dataset) any { return declared(d, "walled").Layer }, want: "parishes",
		not: map[string]string{"import kmz": kmlTitle, "import kml": kmlTitle, "page": "the panel lists the columns that a region has"},
	},
	{
		members: "ControlPeriod.attributes",
		read:    func(d *dataset.Dataset) any { return periodOf(d, "town", "1972-08-15").Attributes }, is: "map[curfew:true flag:two garrison:120 sworn:<nil>]",
		fault: fault{"control.json", `"garrison": 120`, `"garrison": "many"`, "attribute"},
		ask:   contestedTown, says: `"name":"garrison","title":{"en":"Garrison on the first day","ru":"Гарнизон в первый день"},"type":"number","unit":"people","value":120`,
		path: contestedPath, page: ownColumns,
		kept: fileText{"control.json", `"attributes": {"curfew": true, "flag": "two", "garrison": 120, "sworn": null}`},
		file: exported{"control", "garrison", "two"},
		came: func(d *dataset.Dataset) any { return periodOf(d, "town", "1972-08-15").Attributes }, want: "map[curfew:true flag:two garrison:120 sworn:<nil>]",
	},
	{
		members: "Attribute.in_tiles",
		read:    func(d *dataset.Dataset) any { return declared(d, "hearths").InTiles }, is: "true",
		fault: fault{"dataset.json", `"in_tiles": true`, `"in_tiles": "yes"`, "shape"},
		ask:   state, says: `"unit":"hearths","in_tiles":true`, path: "/tiles/shires.json", answers: `"hearths":"Number"`,
		kept:  fileText{"dataset.json", `"unit": "hearths", "in_tiles": true`},
		other: map[string]exported{"pmtiles": {"shires", "hearths", ""}},
		not: map[string]string{
			"files": "of tiles only", "import": "who imports decides what tiles carry",
			"page": "the page asks for attributes where somebody clicks",
		},
	},
	{
		members: "Region.attributes_of ControlPeriod.attributes_of",
		read: func(d *dataset.Dataset) any {
			return regionOf(d, "north").AttributesOf + periodOf(d, "north", "1961-03-01").AttributesOf
		}, is: "uplandupland",
		fault: fault{"regions/zones.geojson", `"attributes_of": "upland"`, `"attributes_of": "uplands"`, "unknown-id"},
		ask:   at(-129.6, -41.25, 1970, 1, 1), says: `"attributes_of":"upland"`, path: "/locate?lon=-129.6&lat=-41.25&datetime=1970-01-01", page: ownColumns,
		kept: fileText{"control.json", `"attributes_of": "upland"`},
		file: exported{"control", "attributes_of", "upland"},
		came: func(d *dataset.Dataset) any { return regionOf(d, "north").AttributesOf }, want: "upland",
		other: map[string]exported{"pmtiles": {"zones", "attributes_of", "upland"}},
	},
	{
		members: "ControlPeriod.from_earliest ControlPeriod.from_latest",
		read: func(d *dataset.Dataset) any {
			p := periodOf(d, "cape", "1967-04-02")
			return fmt.Sprint(p.FromEarliest, p.FromLatest)
		}, is: "1967-04-02 1967-04-03",
		fault: fault{"control.json", `"from_latest": "1967-04-03"`, `"from_latest": "1967-04-01"`, "interval"},
		ask:   at(-128.85, -42.85, 1967, 4, 2), says: `"from_earliest":"1967-04-02","from_latest":"1967-04-03"`,
		path: "/locate?lon=-128.85&lat=-42.85&datetime=1967-04-02", page: doubt,
		kept: fileText{"control.json", `"from_earliest": "1967-04-02", "from_latest": "1967-04-03"`},
		file: exported{"control", "from_latest", ""},
		came: func(d *dataset.Dataset) any {
			p := periodOf(d, "cape", "1967-04-02")
			return fmt.Sprint(p.FromEarliest, p.FromLatest)
		}, want: "1967-04-02 1967-04-03",
	},
	{
		members: "Event.earliest Event.latest",
		read:    func(d *dataset.Dataset) any { e := eventOf(d, "1972-town"); return fmt.Sprint(e.Earliest, e.Latest) }, is: "1972-08-31 1972-09-02",
		fault: fault{"events.json", `"latest": "1972-09-02"`, `"latest": "1972-08-30"`, "interval"},
		ask:   passingTown, says: `"uncertain_note":"not certain: changed between 1972-08-31 and 1972-09-02"`, path: passingPath, page: doubt,
		kept: fileText{"events.json", `"earliest": "1972-08-31", "latest": "1972-09-02"`},
		file: exported{"control", "from_earliest", ""},
		came: func(d *dataset.Dataset) any {
			p := periodOf(d, "town", "1972-09-01")
			return fmt.Sprint(p.FromEarliest, p.FromLatest)
		}, want: "1972-08-31 1972-09-02",
	},
	{
		members: `"EDTF, years before 1"`, olden: true,
		read: func(d *dataset.Dataset) any {
			p := periodOf(d, "marsh", "-0049-01-01")
			return fmt.Sprint(p.Interval, p.FromLatest)
		}, is: "[-0049-01-01, ..) -0040-12-31",
		fault: fault{"control.json", `"from": "-004X"`, `"from": "-004?X"`, "date"},
		ask:   at(63.2, 15.8, -45, 1, 1), says: `"from":"-0049-01-01","to":null,"from_earliest":"-0049-01-01","from_latest":"-0040-12-31"`,
		path: "/locate?lon=63.2&lat=15.8&datetime=-0045-01-01", page: "shows years before Christ on the map, the bar, in the panel and the address",
		kept: fileText{"control.json", `{"from": "-004X", "to": null, "controller"`},
		file: exported{"control", "from_latest", "-0040-12-31"},
		came: func(d *dataset.Dataset) any {
			p := periodOf(d, "marsh", "-0049-01-01")
			return fmt.Sprint(p.Interval, p.FromLatest)
		}, want: "[-0049-01-01, ..) -0040-12-31",
	},
	{
		members: `"open bound .."`,
		read:    func(d *dataset.Dataset) any { return periodOf(d, "north", "1961-03-01").FromOpen }, is: "true",
		fault: fault{"control.json", `"from": ".."`, `"from": "..", "from_latest": "1961-03-01"`, "interval"},
		ask:   at(-129.6, -41.25, 1970, 1, 1), says: `"since_or_earlier":true`, path: "/locate?lon=-129.6&lat=-41.25&datetime=1970-01-01",
		page: "says “or earlier” of an open bound",
		kept: fileText{"control.json", `{"from": "..", "to": null,`},
		file: exported{"control", "from_latest", ""},
		came: func(d *dataset.Dataset) any { return periodOf(d, "north", "1961-03-01").FromOpen }, want: "true",
	},
	inSources("author", "R. Teal", fault{"sources.json", `"R. Teal"`, `7`, "shape"}, func(s *dataset.Source) any { return s.Author }),
	inSources("language", "en", fault{"sources.json", `"language": "en"`, `"language": "English"`, "evidence"}, func(s *dataset.Source) any { return s.Language }),
	inSources("accessed", "2021-03-04", fault{"sources.json", `"accessed": "2021-03-04"`, `"accessed": "2021-03"`, "date"}, func(s *dataset.Source) any { return s.Accessed }),
	inSources("archived_at", "2021-03-04", fault{"sources.json", `"archived_at": "2021-03-04"`, `"archived_at": "2021-04-03"`, "evidence"}, func(s *dataset.Source) any { return s.ArchivedAt }),
	inSources("quote", "Two flags flew over the town that morning.", fault{"sources.json", `"quote": "`, `"quote": ["`, "json"}, func(s *dataset.Source) any { return s.Quote }),
	inSources("locator", "third paragraph", fault{"sources.json", `"locator": "third paragraph"`, `"locator": 3`, "shape"}, func(s *dataset.Source) any { return s.Locator }),
	{
		members: "Source.archived_url",
		read:    func(d *dataset.Dataset) any { return sourceOf(d, "Last wardens leave").ArchivedURL }, is: "https://archive.ph/2021.03.06-090000/https://example.org/leave",
		fault: fault{"sources.json", "2021.03.06-090000", "2021.03.07-090000", "evidence"},
		ask:   passingTown, says: `"archived_url":"https://web.archive.org/web/20210304101500/https://example.org/flags"`, path: passingPath, page: evidence,
		kept: fileText{"sources.json", `"archived_url": "https://archive.ph/2021.03.06-090000/https://example.org/leave"`},
		file: exported{"control", "sources", "(archived https://archive.ph/2021.03.06-090000/https://example.org/leave)"},
		came: func(d *dataset.Dataset) any { return sourceOf(d, "Last wardens leave").ArchivedURL }, want: "https://archive.ph/2021.03.06-090000/https://example.org/leave",
	},
	{
		members: "Source.file Source.sha256",
		read: func(d *dataset.Dataset) any {
			s := sourceOf(d, "Two flags over Lantern Town")
			return s.File + " " + s.SHA256[:8]
		}, is: "flags.txt 779b7669",
		fault: fault{"sources.json", `"sha256": "`, `"sha256": "0`, "evidence"},
		ask:   passingTown, says: `"file":"flags.txt","sha256":"779b7669`, path: passingPath,
		kept: fileText{"sources.json", `"file": "flags.txt", "sha256": "779b7669`},
		not: map[string]string{
			"files": "names a file beside the dataset, which demarc sources verifies", "import": ofDataset, "page": "readers have no local copy",
		},
	},
	{
		members: "Region.replaces Region.replaced_by",
		read: func(d *dataset.Dataset) any {
			return fmt.Sprint(regionOf(d, "great").Replaces, regionOf(d, "upland_1972").ReplacedBy)
		}, is: "[upland_1972 downland_1972] [great]",
		fault: fault{"regions/shires_later.geojson", `"replaces": ["upland_1972", "downland_1972"], `, ``, "replaces"},
		ask:   aRegion("great"), says: `"replaces":["upland_1972","downland_1972"]`, path: "/regions/great",
		kept: fileText{"regions/shires_later.geojson", `"replaced_by": ["great"]`},
		file: exported{"shires_later", "replaces", "upland_1972,downland_1972"},
		came: func(d *dataset.Dataset) any {
			return fmt.Sprint(regionOf(d, "great").Replaces, regionOf(d, "upland_1972").ReplacedBy)
		}, want: "[upland_1972 downland_1972] [great]",
		not: map[string]string{"page": ofRegion},
	},
	{
		members: "Retired.id Retired.replaces Retired.replaced_by",
		read:    func(d *dataset.Dataset) any { return fmt.Sprint(d.Successors("old_reef")) }, is: "[lesser skerry] true",
		fault: fault{"retired.json", `"replaced_by": ["lesser", "skerry"]`, `"replaced_by": ["lesser"]`, "replaces"},
		ask:   aRegion("skerry"), says: `"replaces":["outer_rocks"]`, path: "/regions/skerry",
		kept: fileText{"retired.json", `{"id": "outer_rocks", "replaces": ["old_reef"], "replaced_by": ["lesser", "skerry"]}`},
		not: map[string]string{
			"files": "tables hold what is there", "import": notInTables, "page": ofRegion,
		},
	},
	{
		members: "Correction.id Correction.day Correction.kind Correction.of Correction.from Correction.to Correction.before Correction.after " +
			"Correction.reason Correction.reporter Correction.release Correction.review",
		read: func(d *dataset.Dataset) any {
			return d.Corrections[1].After["en"] + d.Corrections[1].Interval().String()
		},
		is:    "Held by the League from 15 June on.[1975-06-15, 1975-06-22)",
		fault: fault{"corrections.json", `"of": "lesser"`, `"of": "leser"`, "unknown-id"},
		ask:   func(s *data.Snapshot) any { return s.Control("lesser", date.On(1976, 1, 1)) }, says: `"corrections":[{"id":"lesser-week","day":"1989-11-20","kind":"period"`,
		path: "/corrections", page: corrected,
		kept: fileText{"corrections.json", `{"id": "lesser-week", "day": "1989-11-20", "kind": "period", "of": "lesser", "from": "1975-06-15"`},
		not:  map[string]string{"files": "tables of control have what holds now; demarc locate -columns has the days and ids of corrections", "import": notInTables},
	},
	{
		members: "Region.same_as",
		read:    func(d *dataset.Dataset) any { return regionOf(d, "great").SameAs }, is: "wikidata:Q999999903",
		fault: fault{"regions/shires_later.geojson", `"wikidata": "Q999999903"`, `"wikidata": "P31"`, "same-as"},
		ask:   aRegion("great"), says: `"same_as":{"wikidata":"Q999999903"}`, path: "/regions/great",
		kept: fileText{"regions/shires_later.geojson", `"same_as": {"wikidata": "Q999999903"}`},
		file: exported{"shires_later", "same_as", "wikidata:Q999999903"},
		came: func(d *dataset.Dataset) any { return regionOf(d, "great").SameAs }, want: "wikidata:Q999999903",
		not: map[string]string{"page": ofRegion},
	},
	{
		members: "Actor.same_as",
		read:    func(d *dataset.Dataset) any { return d.Actors[0].SameAs }, is: "cow:998, gw:998, ucdp:99901",
		fault: fault{"actors.json", `"gw": "998"`, `"gw": "CRO"`, "same-as"},
		ask:   state, says: `"same_as":{"cow":"998","gw":"998","ucdp":"99901"}`, path: "/timeline",
		kept: fileText{"actors.json", `"same_as": {"cow": "998", "gw": "998", "ucdp": "99901"}`},
		not:  map[string]string{"files": "no table has a row for an actor", "import": notInTables, "page": "for programs that match actors; /timeline has it"},
	},
	{
		members: "Place.same_as",
		read:    func(d *dataset.Dataset) any { return d.Places[0].SameAs }, is: "geonames:99999902, wikidata:Q999999902",
		fault: fault{"places.geojson", `"geonames": "99999902"`, `"geonames": "0"`, "same-as"},
		ask: func(s *data.Snapshot) any {
			l, _ := s.Layer(context.Background(), "places", data.Selection{During: date.Always})
			return l.Features[0].Values
		},
		says: `"geonames:99999902, wikidata:Q999999902"`, path: "/collections/places/items?f=json",
		kept: fileText{"places.geojson", `"same_as": {"geonames": "99999902", "wikidata": "Q999999902"}`},
		file: exported{"places", "same_as", "geonames:99999902, wikidata:Q999999902"},
		came: func(d *dataset.Dataset) any { return regionOf(d, "lantern").SameAs }, want: "geonames:99999902, wikidata:Q999999902",
		not: map[string]string{"page": "for programs that match places"},
	},
	{
		members: "Event.same_as",
		read:    func(d *dataset.Dataset) any { return eventOf(d, "1967-cape").SameAs }, is: "ucdp:999001, wikidata:Q999999901",
		fault: fault{"events.json", `"ucdp": "999001"`, `"ucdp": "-"`, "same-as"},
		ask:   allEvents, says: `"same_as":{"ucdp":"999001","wikidata":"Q999999901"}`, path: "/events",
		kept: fileText{"events.json", `"same_as": {"ucdp": "999001", "wikidata": "Q999999901"}`},
		file: exported{"events", "same_as", "ucdp:999001, wikidata:Q999999901"},
		not:  map[string]string{"import": notInTables, "page": "for programs that match events"},
	},
	{
		members: "Dataset.spans Span.id Span.title Span.kind Span.from Span.to",
		read: func(d *dataset.Dataset) any {
			s := d.Spans[0]
			return fmt.Sprint(s.ID, s.Title["ru"], s.Kind, s.From, s.To)
		}, is: "quarrelСсора из-за городаconflict1972-08-15 1972-11-20",
		fault: fault{"dataset.json", `"from": "1972-08-15", "to": "1972-11-20"`, `"from": "1972-11-20", "to": "1972-08-15"`, "interval"},
		ask:   state, says: `"kind":"conflict","from":"1972-08-15","to":"1972-11-20"`, path: "/timeline", page: spans,
		kept: fileText{"dataset.json", `"kind": "conflict", "from": "1972-08-15", "to": "1972-11-20"`},
		not:  map[string]string{"files": "a row is a zone and a period: stretches of days are of no row", "import": ofDataset},
	},
	{
		members: "Dataset.feedback",
		read:    func(d *dataset.Dataset) any { return d.Feedback }, is: "mailto:survey@example.org",
		fault: fault{"dataset.json", "mailto:survey@example.org", "survey@example.org", "shape"},
		ask:   state, says: `"feedback":"mailto:survey@example.org"`, path: "/timeline", page: spans,
		kept: fileText{"dataset.json", `"feedback": "mailto:survey@example.org"`},
		file: exported{"control", "feedback", "mailto:survey@example.org"},
		not:  map[string]string{"import": ofDataset, "csv": noCredits, "geojsonseq": noHead, "geojsonl": noHead},
	},
	{
		members: "Dataset.as_of",
		read:    func(d *dataset.Dataset) any { return d.AsOf }, is: "1989-12-31",
		fault: fault{"dataset.json", `"as_of": "1989-12-31"`, `"as_of": "1961-02-28"`, "date"},
		ask:   state, says: `"as_of":"1989-12-31"`, path: "/timeline", page: spans,
		kept: fileText{"dataset.json", `"as_of": "1989-12-31"`},
		file: exported{"control", "as_of", "1989-12-31"},
		other: map[string]exported{ // in words
			"kml": {"control", "as of", "1989-12-31"}, "kmz": {"control", "as of", "1989-12-31"}, "shapefile": {"control", "as of", "1989-12-31"},
		},
		not: map[string]string{"import": ofDataset, "csv": noCredits, "geojsonseq": noHead, "geojsonl": noHead},
	},
	{
		members: "Dataset.format",
		read:    func(d *dataset.Dataset) any { return d.Format }, is: "2",
		fault: fault{"dataset.json", `"format": 2`, `"format": 3`, "shape"},
		ask:   state, says: `"format":2`, path: "/timeline", kept: fileText{"dataset.json", `"format": 2`},
		not: map[string]string{"files": "of the dataset's own files", "import": "what is made has the newest format", "page": "nothing for readers"},
	},
	{
		members: "ContextFeature.valid_from ContextFeature.valid_to",
		read:    func(d *dataset.Dataset) any { return d.Context[0].Features[0].Interval }, is: "[1802-01-01, 1985-01-01)",
		fault: fault{"context/land.geojson", `"valid_from": "1802-01-01"`, `"valid_from": "1985-01-01"`, "interval"},
		ask:   func(s *data.Snapshot) any { return s.ContextLayers()[0].Features[0].Values }, says: `"1802-01-01","1985-01-01"`,
		path: "/tiles/history.json", answers: `"valid_from":"String","valid_to":"String"`, page: "draws shapes for orientation on the days on which they hold alone",
		kept: fileText{"context/land.geojson", `"valid_from": "1802-01-01", "valid_to": "1985-01-01"`},
		not:  map[string]string{"files": "shapes for orientation are no layer of the dataset's subject", "import": "makes no such shapes"},
	},
	{
		members: "ControlPeriod.claimants",
		read:    func(d *dataset.Dataset) any { return periodOf(d, "town", "1972-08-15").Claimants }, is: "[crown league]",
		fault: fault{"control.json", `"claimants": ["crown", "league"]`, `"claimants": ["crown"]`, "claimants"},
		ask:   contestedTown, says: `"claimants":["crown","league"]`, path: contestedPath,
		page: "names those that a zone is contested between, and draws it in their colours",
		kept: fileText{"control.json", `"claimants": ["crown", "league"]`},
		file: exported{"control", "claimants", "crown,league"},
		came: func(d *dataset.Dataset) any { return periodOf(d, "town", "1972-08-15").Claimants }, want: "[crown league]",
		other: map[string]exported{"pmtiles": {"control", "claimants", "crown,league"}},
	},
	{
		members: "ControlPeriod.note",
		read:    func(d *dataset.Dataset) any { return periodOf(d, "cape", "1967-04-02").Note["ru"] }, is: "Маяк к нему не относится.",
		fault: fault{"control.json", `"note": "Two flags were seen."`, `"note": 2`, "shape"},
		ask:   contestedTown, says: `"note":{"en":"Two flags were seen."}`, path: contestedPath,
		kept: fileText{"control.json", `"note": {"en": "The lighthouse is not part of it.", "ru": "Маяк к нему не относится."}`},
		file: exported{"control", "note", "Two flags were seen."},
		came: func(d *dataset.Dataset) any { return periodOf(d, "town", "1972-08-15").Note.In("en") }, want: "Two flags were seen.",
		not: map[string]string{"page": "the panel does not tell it; /locate has it"},
	},
	{
		members: "Event.note",
		read:    func(d *dataset.Dataset) any { return eventOf(d, "1965-lamp").Note["ru"] }, is: "Со слов одного смотрителя.",
		fault: fault{"events.json", `"note": {"en": "Told by`, `"note": {"": "Told by`, "shape"},
		ask:   allEvents, says: `"note":{"en":"Told by one keeper.","ru":"Со слов одного смотрителя."}`, path: "/events",
		kept: fileText{"events.json", `"note": {"en": "Told by one keeper.", "ru": "Со слов одного смотрителя."}`},
		not:  map[string]string{"files": "the table of events has what happened and when; /events has the note", "import": notInTables, "page": "the panel has the event's summary; /events has the note"},
	},
	{
		members: "Region.note Region.precision_note",
		read: func(d *dataset.Dataset) any {
			return regionOf(d, "great").Note.In("en") + regionOf(d, "orchards").PrecisionNote.In("en")
		},
		is:    "Two shires made one.the western edge was walked, the ridge was not",
		fault: fault{"regions/shires_later.geojson", `"note": "Two shires made one."`, `"note": ["Two"]`, "shape"},
		ask:   aRegion("great"), says: `"note":{"en":"Two shires made one."}`, path: "/regions/great",
		kept: fileText{"regions/shires_later.geojson", `"note": "Two shires made one."`},
		file: exported{"shires_later", "note", "Two shires made one."},
		came: func(d *dataset.Dataset) any { return regionOf(d, "great").Note.In("en") }, want: "Two shires made one.",
		not: map[string]string{"page": ofRegion},
	},
	{
		members: "Region.decided_by",
		read:    func(d *dataset.Dataset) any { return regionOf(d, "truce_line").DecidedBy["ru"] }, is: "Стражи, по карте, начерченной в аббатстве",
		fault: fault{"regions/lines.geojson", `"decided_by": "The charter of 1802"`, `"decided_by": 1802`, "shape"},
		ask:   aRegion("truce_line"), says: `"decided_by":{"en":"The Wardens, from a map drawn at the abbey","ru":`, path: "/regions/truce_line",
		kept: fileText{"regions/lines.geojson", `"decided_by": {"en": "The Wardens, from a map drawn at the abbey", "ru": "Стражи, по карте, начерченной в аббатстве"}`},
		file: exported{"lines", "decided_by", "The Wardens, from a map drawn at the abbey"},
		came: func(d *dataset.Dataset) any { return regionOf(d, "truce_line").DecidedBy.In("en") }, want: "The Wardens, from a map drawn at the abbey",
		not: map[string]string{"page": "lines are drawn, not looked up; /regions/{id} has it"},
	},
	{
		members: "Figure.note RegionFigure.note RegionArea.note Place.note",
		read:    func(d *dataset.Dataset) any { return d.Figures[0].Note["ru"] }, is: "Округлено.",
		fault: fault{"figures.json", `"note": {"en": "Rounded."`, `"note": {"en": ""`, "shape"},
		ask:   func(s *data.Snapshot) any { f, _ := s.FigureList(""); return f }, says: `"note":{"en":"Rounded.","ru":"Округлено."}`, path: "/figures",
		kept: fileText{"figures.json", `"note": {"en": "Rounded.", "ru": "Округлено."}`},
		not:  map[string]string{"files": "no table has published numbers", "import": notInTables, "page": "the page shows no published numbers"},
	},
	{
		members: "Actor.description Actor.de_jure_note",
		read:    func(d *dataset.Dataset) any { return d.Actors[0].Description["ru"] + d.Actors[0].DeJureNote.In("ru") },
		is:      "Королевское правительство в Фонаре и его стража.The charter of 1802 names the Crown alone.",
		fault:   fault{"actors.json", `"de_jure_note": "The`, `"de_jure_note": 1, "x": "The`, "shape"},
		ask:     state, says: `"description":{"en":"The royal government at Lantern and its guard.","ru":"Королевское правительство в Фонаре и его стража."}`, path: "/timeline",
		kept: fileText{"actors.json", `"de_jure_note": "The charter of 1802 names the Crown alone."`},
		not:  map[string]string{"page": inLegend, "files": "no table has a row for an actor", "import": notInTables},
	},
	{
		members: "Status.definition Viewpoint.definition",
		read:    func(d *dataset.Dataset) any { return d.Statuses[0].Definition["en"] + d.Viewpoints[0].Definition["en"] },
		is:      "One party keeps order there.Contested until the other side or a third party agrees.",
		fault:   fault{"dataset.json", `"definition": {"en": "One party keeps order there."}`, `"definition": []`, "shape"},
		ask:     state, says: `"definition":{"en":"One party keeps order there."}`, path: "/timeline",
		kept: fileText{"dataset.json", `"definition": {"en": "One party keeps order there."}`},
		not:  map[string]string{"page": inLegend, "files": "no table has a row for a status", "import": notInTables},
	},
	{
		members: "Event.time_precision",
		read:    func(d *dataset.Dataset) any { return eventOf(d, "1965-lamp").TimePrecision }, is: "4",
		fault: fault{"events.json", `"time_precision": 4`, `"time_precision": 6`, "shape"},
		ask:   allEvents, says: `"time_precision":4`, path: "/events",
		kept: fileText{"events.json", `"time_precision": 4`}, file: exported{"events", "time_precision", ""},
		not: map[string]string{"import": notInTables, "page": "the page tells the date with its bounds"},
	},
	{
		members: "Event.geo_precision",
		read:    func(d *dataset.Dataset) any { return eventOf(d, "1967-cape").GeoPrecision }, is: "1",
		fault: fault{"events.json", `"geo_precision": 2`, `"geo_precision": 2.5`, "shape"},
		ask:   allEvents, says: `"geo_precision":1`, path: "/events",
		kept: fileText{"events.json", `"geo_precision": 1`}, file: exported{"events", "geo_precision", ""},
		not: map[string]string{"import": notInTables, "page": "a scale of another collection, for programs"},
	},
	{
		members: "*.review",
		read: func(d *dataset.Dataset) any {
			return fmt.Sprint(d.Review, regionOf(d, "great").Review, d.Statuses[0].Review)
		}, is: "[ar] [ru ar] [ar]",
		fault: fault{"dataset.json", `"review": ["ar"],`, `"review": ["hy"],`, "languages"},
		ask:   state, says: `"review":["ar"]`, path: "/timeline",
		kept: fileText{"regions/shires_later.geojson", `"review": ["ru", "ar"]`},
		not:  map[string]string{"files": "about words, for those who keep them, not about places", "import": ofDataset, "page": reviewed},
	},
}

const (
	noCredits = "a table of rows: dataset, licence and attribution alone stand in every one of them"
	noHead    = "a feature on each line, and nothing about all"
	kmlTitle  = "a folder of KML has the title of the layer in place of its id"
	ofRegion  = "the panel tells who held a place, and names its regions; /regions/{id} has all that is known of one"
	inLegend  = "the legend tells it in the language chosen; no test in a browser looks there"
	reviewed  = "for those who keep the dataset; no reader is told of doubts about a translation"
)
