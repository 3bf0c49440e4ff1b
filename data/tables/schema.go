package tables

import (
	"cmp"
	"slices"
	"sync"

	"demarc/data/dataset"
)

// Type is what a column holds, and the Go type of its values. Every value may be nil.
type Type uint8

// The types of columns.
const (
	Text   Type = iota // string
	Day                // string, YYYY-MM-DD of the years 1 to 9999
	Number             // float64
	Whole              // int64
	YesNo              // bool
	JSON               // string
	Areas              // orb.Geometry: Polygon or MultiPolygon
	Lines              // LineString or MultiLineString
	Points             // Point or MultiPoint
	Parent             // string: key of the row of the table in Refers that lists this one
)

// Spatial tells whether values of the type are shapes.
func (t Type) Spatial() bool { return t == Areas || t == Lines || t == Points }

// Column describes a column of a table.
type Column struct {
	Name    string
	Type    Type
	Needed  bool     // a row without it says nothing
	Choices []string // its values are among these; none: any
	Refers  string   // table that has the thing which it names by its id; "" for none
	Refused bool     // the check refuses names of things that are not there
	// With is the column of days to which this one says what a day cannot: an uncertain date
	// (EDTF), or a day of a year that databases do not know. It counts as long as it may begin on
	// that day, or as no day is given.
	With string
	// Language is that of the texts of the column, "" for those without one.
	Language string
	Help     string

	path []string // of the member in its object
	kind dataset.MemberKind
}

// Table describes a table.
type Table struct {
	Name    string
	One     string // a word for one of its rows
	Help    string
	Columns []Column
	// Listed tells that its rows are what rows of another table list; the first column says which.
	Listed bool
	Unique bool // no id is there twice

	members []dataset.Member
	nested  string   // member of the listing thing's object, for what is Listed
	within  []string // path to it
	kind    dataset.MemberKind
}

// The columns that are not members of the format.
const (
	IDColumn    = "id"
	ShapeColumn = "geom"
	LayerColumn = "layer"
	ZoneColumn  = "zone"
	moreName    = "more"
	textEnding  = "_text" // of columns With others
	ownPrefix   = "own_"  // of columns of attributes
)

// Column returns the column of the name, nil when there is none.
func (t *Table) Column(name string) *Column {
	if i := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == name }); i >= 0 {
		return &t.Columns[i]
	}
	return nil
}

// Shape returns the type of the table's shapes; ok is false if it has none.
func (t *Table) Shape() (shape Type, ok bool) {
	if c := t.Column(ShapeColumn); c != nil {
		return c.Type, true
	}
	return 0, false
}

// Needs is what the tables of a dataset have beyond those of every dataset.
type Needs struct {
	Languages  []string    `json:"languages"`       // of texts: a column each
	Texts      []string    `json:"texts,omitempty"` // columns of plain days, as table.column, that want one for days beyond them
	Attributes []Attribute `json:"attributes,omitempty"`
}

// Attribute is an own column of the dataset.
type Attribute struct {
	Of    string `json:"of"`
	Layer string `json:"layer,omitempty"`
	Name  string `json:"name"`
	Type  string `json:"type"`
}

// thing is a kind of thing that has a table, or one for each kind of shape.
type thing struct {
	table, one, kind string
	help             string
	shape            Type // of features
	feature          bool
	file, list       string // the file {list: [things]}, or the member of dataset.json
	attributes       string // what attributes are of
}

// Tables of regions by what they are.
const (
	DatasetTable = "dataset"
	ZonesTable   = "zones"
	RegionsTable = "regions"
	LinesTable   = "region_lines"
	PointsTable  = "region_points"
	PeriodsTable = "periods"
	EventsTable  = "events"
	placesTable  = "places"
	RetiredTable = "retired"
	layersTable  = "layers"
	contextTable = "context"
	attrsTable   = "attributes"
	shapesTable  = "context_areas"
	shapeLines   = "context_lines"
	shapePoints  = "context_points"
	lawTable     = "de_jure"
)

// things are all of them, those that others name first.
var things = []thing{
	{table: DatasetTable, one: "dataset", kind: "Dataset", help: "the dataset itself, one row", file: "dataset.json"},
	{table: layersTable, one: "layer", help: "layers of regions", file: "dataset.json", list: "layers"},
	{table: contextTable, one: "context", help: "sets of shapes drawn below the layers", file: "dataset.json", list: "context"},
	{table: attrsTable, one: "attribute", help: "own columns of regions and of periods", file: "dataset.json", list: "attributes"},
	{table: "statuses", one: "status", help: "ways in which a zone is controlled", file: "dataset.json", list: "statuses"},
	{table: "viewpoints", one: "viewpoint", help: "whose statements count where they differ", file: "dataset.json", list: "viewpoints"},
	{table: "spans", one: "span", help: "named stretches of days", file: "dataset.json", list: "spans"},
	{table: "perspectives", one: "perspective", help: "sides that sources speak from", file: "dataset.json", list: "perspectives"},
	{table: "sources", one: "source", kind: "Source", help: "publications that statements rest on", file: "sources.json", list: "sources"},
	{table: "actors", one: "actor", kind: "Actor", help: "parties that may control a zone", file: "actors.json", list: "actors"},
	{table: placesTable, one: "place", kind: "Place", help: "named points", shape: Points, feature: true, file: "places.geojson"},
	{table: ZonesTable, one: "zone", kind: "Region", help: "areas of which it is said who controlled them", shape: Areas, feature: true, attributes: dataset.OfRegions},
	{table: RegionsTable, one: "region", kind: "Region", help: "areas of all other layers", shape: Areas, feature: true, attributes: dataset.OfRegions},
	{table: LinesTable, one: "region", kind: "Region", help: "regions that are lines", shape: Lines, feature: true, attributes: dataset.OfRegions},
	{table: PointsTable, one: "region", kind: "Region", help: "regions that are points", shape: Points, feature: true, attributes: dataset.OfRegions},
	{table: EventsTable, one: "event", kind: "Event", help: "dated happenings that begin periods", file: "events.json", list: "events"},
	{table: PeriodsTable, one: "period", kind: "ControlPeriod", help: "who controlled a zone from one day to another", file: "control.json", attributes: dataset.OfPeriods},
	{table: "figures", one: "figure", kind: "Figure", help: "published numbers", file: "figures.json", list: "figures"},
	{table: RetiredTable, one: "retired", kind: "Retired", help: "ids that regions had once, and what came in their place", file: "retired.json", list: "retired"},
	{table: "corrections", one: "correction", kind: "Correction", help: "what was wrong once, and what stands in its place", file: "corrections.json", list: "corrections"},
	{table: lawTable, one: "de_jure", help: "statements of law about regions", file: "dataset.json", list: "de_jure"},
	{table: shapesTable, one: "context_shape", kind: "ContextFeature", help: "shapes drawn below the layers", shape: Areas, feature: true},
	{table: shapeLines, one: "context_shape", kind: "ContextFeature", help: "lines drawn below the layers", shape: Lines, feature: true},
	{table: shapePoints, one: "context_shape", kind: "ContextFeature", help: "points drawn below the layers", shape: Points, feature: true},
}

// name is what a member names things of.
type name struct {
	table   string
	refused bool // by the check, when the thing is not there
}

// named says of members, by the word for what has them and their path, what they name.
var named = map[string]name{
	"dataset.control_layer": {layersTable, true}, "layer.outline": {layersTable, true}, "attribute.layer": {layersTable, false},
	"source.perspective": {"perspectives", false},
	"event.place":        {placesTable, true}, "event.from_actor": {"actors", true}, "event.to_actor": {"actors", true},
	"event.zones": {ZonesTable, false}, "event.regions": {RegionsTable, false},
	"period.controller": {"actors", true}, "period.patrolled_by": {"actors", true}, "period.claimants": {"actors", true},
	"period.status": {"statuses", true}, "period.event": {EventsTable, true}, "period.attributes_of": {ZonesTable, false},
	"viewpoint.controller": {"actors", true}, "viewpoint.patrolled_by": {"actors", true}, "viewpoint.status": {"statuses", true},
	"region.parent": {RegionsTable, false}, "region.regions": {RegionsTable, false}, "region.replaces": {RegionsTable, false},
	"region.replaced_by": {RegionsTable, false}, "region.de_jure_state": {"actors", false}, "region.attributes_of": {RegionsTable, false},
	"retired.replaces": {RegionsTable, false}, "retired.replaced_by": {RegionsTable, false},
	"figure.region": {RegionsTable, false}, "figure.zone": {ZonesTable, false}, "place.region": {RegionsTable, false},
	"de_jure.regions": {RegionsTable, false},
}

// names tells what a member of a thing names; sources are always those of the dataset.
func names(one, path string) (name, bool) {
	if one == "zone" {
		one = "region"
	}
	if path == "sources" || path == "source" && one != "region" {
		return name{"sources", true}, true
	}
	n, ok := named[one+"."+path]
	return n, ok
}

var allMembers = sync.OnceValue(func() map[string][]dataset.Member {
	all := map[string][]dataset.Member{}
	for _, t := range things {
		members, err := dataset.Members(cmp.Or(t.kind, "Dataset"))
		if err != nil {
			panic(err) // our own table of things
		}
		switch t.kind {
		case "":
			i := slices.IndexFunc(members, func(m dataset.Member) bool { return m.Name == t.list })
			members = members[i].Members
		case "Dataset":
			members = slices.DeleteFunc(members, func(m dataset.Member) bool { return m.Kind == dataset.Objects })
		}
		all[t.table] = members
	}
	return all
})

var moreColumn = Column{Name: moreName, Type: JSON, Help: "what no other column can hold, as JSON"}

// columnNames are those of members that would be called like words of SQL.
var columnNames = map[string]string{"from": "valid_from", "to": "valid_to"}

// cornerNames are those of the columns of so many numbers.
var cornerNames = map[int][]string{2: {"lon", "lat"}, 4: {"west", "south", "east", "north"}}

// attributeTypes are the types of columns of attributes.
var attributeTypes = map[string]Type{
	dataset.TextType: Text, dataset.NumberType: Number, dataset.BooleanType: YesNo, dataset.DateType: Day,
}
