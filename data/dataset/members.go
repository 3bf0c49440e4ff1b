package dataset

// memberDoc says of a member of a file what the Go type that holds it does not. JSON Schemas and
// the codebook in docs/dataset.md are made of the types and these.
type memberDoc struct {
	text   string
	need   need
	schema jsonSchema // what else it must be
}

// need tells whether a member must stand in a file that is loaded.
type need uint8

const (
	optional   need = iota // absent and null say the same
	needed                 // there, and not null
	neededNull             // there, but may be null
)

type jsonSchema = map[string]any

func oneOf(values ...any) jsonSchema { return jsonSchema{"enum": values} }

func pattern(p string) jsonSchema { return jsonSchema{"type": "string", "pattern": p} }

const (
	addressablePattern = `^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_.~-]*$`

	dayPattern = `-?[0-9]{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])`
	// A date of EDTF or an end of one, and all of them, as far as their shape tells.
	edtfEnd     = `-?[0-9]{2}[0-9X]{2}(-(0[1-9]|1[0-2]|2[1-4]|XX)(-(0[1-9]|[12][0-9]|3[01]|XX))?)?[?~%]?`
	edtfPattern = edtfEnd + `(T[0-9:Z+-]+)?|(\.\.|` + edtfEnd + `)?/(\.\.|` + edtfEnd + `)?|\[(` + edtfEnd + `)?\.\.(` + edtfEnd + `)?\]`
)

// Shapes of texts.
var (
	anyText   = pattern(`\S`)
	addressID = pattern(addressablePattern)
	fileNames = pattern(`^[a-z0-9_-]+$`)
	dayText   = pattern(`^` + dayPattern + `$`)
	edtfShape = pattern(`^(` + edtfPattern + `)$`)
	edtfOpen  = pattern(`^(\.\.|` + edtfPattern + `)$`)
)

// textOrNames also takes a text that is in the first language.
var textOrNames = jsonSchema{"type": []any{"object", "string", "null"}}

// Texts that several members have.
const (
	reviewText     = "languages of its texts that await a native reader"
	sourcesText    = "ids of sources"
	confidenceText = "how sure it is: high, medium or low"
	sameAsText     = "ids of the same thing in other collections: wikidata, geonames, osm, gw, cow, ucdp"
	noteText       = "for readers, a text or texts by language"
	attributeText  = "own columns by name, as dataset.json declares them; null is kept"
	attributesOf   = "id of the region whose row this is a piece of: it has the attributes of the row"
)

// memberDocs has a row for each member of each type, by type and name.
var memberDocs = map[string]memberDoc{
	"Dataset.format":         {"version of the format, 1 or 2; without it 1", optional, jsonSchema{"type": "integer", "minimum": firstFormat, "maximum": lastFormat}},
	"Dataset.id":             {"short name in addresses: letters and digits of any script, _ . ~ -", needed, addressID},
	"Dataset.version":        {"of the content", optional, nil},
	"Dataset.as_of":          {"the last day whose events it was kept up with", optional, nil},
	"Dataset.title":          {"by language", needed, nil},
	"Dataset.description":    {"by language", optional, nil},
	"Dataset.licence":        {"SPDX identifier of the licence", needed, anyText},
	"Dataset.licence_url":    {"where the licence can be read", optional, nil},
	"Dataset.attribution":    {"the line that users must show", needed, anyText},
	"Dataset.feedback":       {"where mistakes are reported: a mailto: or https: address", optional, nil},
	"Dataset.languages":      {"BCP 47 tags; texts without a language are in the first", optional, nil},
	"Dataset.review":         {"languages of all its texts that await a native reader", optional, nil},
	"Dataset.view":           {"what a map shows first", optional, nil},
	"Dataset.covers":         {"the days and the extent for which the dataset speaks; elsewhere every answer is unknown", needed, nil},
	"Dataset.control_layer":  {"id of the layer of the zones", needed, anyText},
	"Dataset.overlay_layers": {"ids of layers whose regions have periods of their own above the zones", optional, nil},
	"Dataset.layers":         {"layers of regions, in the order in which they are listed", needed, nil},
	"Dataset.context":        {"shapes drawn below the layers", optional, nil},
	"Dataset.statuses":       {"ways in which a zone is controlled, unknown among them", needed, nil},
	"Dataset.viewpoints":     {"whose statements count where they differ; the first is the default", optional, nil},
	"Dataset.perspectives":   {"sides that sources speak from", optional, nil},
	"Dataset.de_jure":        {"statements of law about regions; they say nothing of control", optional, nil},
	"Dataset.attributes":     {"own columns of regions and of periods", optional, nil},
	"Dataset.spans":          {"named stretches of days, such as a war", optional, nil},

	"View.center": {"longitude, latitude", optional, nil},
	"View.zoom":   {"zoom of web maps", optional, jsonSchema{"type": "integer", "minimum": 0, "maximum": maxViewZoom}},
	"View.date":   {"the day", optional, nil},

	"Coverage.from":   {"the first day", needed, edtfShape},
	"Coverage.to":     {"the day after the last one; open without it", optional, edtfShape},
	"Coverage.extent": {"west, south, east, north in degrees; across the date line the west is greater than the east (RFC 7946, 5.2), as in `[176, -20, -173, -15]`", needed, nil},

	"RegionLayer.id":          {"names the file regions/ID.geojson", needed, fileNames},
	"RegionLayer.kind":        {"what its regions are", optional, oneOf(AreaKind, LineKind, PointKind)},
	"RegionLayer.title":       {"by language", needed, nil},
	"RegionLayer.description": {"by language", optional, nil},
	"RegionLayer.partition":   {"neither gap nor overlap lies between its regions", optional, nil},
	"RegionLayer.outline":     {"id of the layer that reaches exactly as far", optional, nil},
	"RegionLayer.precision_m": {"how far off a line may be, metres", optional, jsonSchema{"minimum": 0}},
	"RegionLayer.as_drawn":    {"polygons are taken as they come: rings that touch or cross are warnings", optional, nil},
	"RegionLayer.review":      {reviewText, optional, nil},

	"Context.id":     {"names the file context/ID.geojson", needed, fileNames},
	"Context.title":  {"by language", needed, nil},
	"Context.kind":   {"what its shapes are", optional, oneOf(AreaKind, LineKind, PointKind)},
	"Context.review": {reviewText, optional, nil},

	"Status.id":         {"unknown must be among them", needed, anyText},
	"Status.names":      {"by language", needed, nil},
	"Status.definition": {"when it is given, by language or in the first one", optional, textOrNames},
	"Status.pattern":    {"how it is drawn: solid, hatch, stripes, dots", optional, nil},
	"Status.review":     {reviewText, optional, nil},

	"Viewpoint.id":         {"short name in addresses", needed, anyText},
	"Viewpoint.names":      {"by language", needed, nil},
	"Viewpoint.definition": {"what it counts, by language or in the first one", optional, textOrNames},
	"Viewpoint.review":     {reviewText, optional, nil},

	"Perspective.id":     {"what sources name it by", needed, anyText},
	"Perspective.names":  {"by language", needed, nil},
	"Perspective.review": {reviewText, optional, nil},

	"DeJure.text":    {"by language", needed, nil},
	"DeJure.review":  {reviewText, optional, nil},
	"DeJure.regions": {"ids of the regions it is about; without them all", optional, nil},
	"DeJure.sources": {sourcesText, optional, nil},

	"Attribute.name":     {"of the column", needed, anyText},
	"Attribute.of":       {"what has it", needed, oneOf("regions", "periods")},
	"Attribute.layer":    {"id of the layer whose regions have it; without it all", optional, nil},
	"Attribute.type":     {"of its values", needed, oneOf("text", "number", "boolean", "date")},
	"Attribute.title":    {"by language", needed, nil},
	"Attribute.unit":     {"of a number", optional, nil},
	"Attribute.in_tiles": {"tiles carry it", optional, nil},
	"Attribute.review":   {reviewText, optional, nil},

	"Span.id":     {"short name", needed, anyText},
	"Span.title":  {"by language", needed, nil},
	"Span.kind":   {"such as war or truce", optional, nil},
	"Span.from":   {"the first day", needed, edtfShape},
	"Span.to":     {"the day after the last one; open without it", optional, edtfShape},
	"Span.review": {reviewText, optional, nil},

	"Actor.id":           {"what periods name it by", needed, anyText},
	"Actor.names":        {"by language", needed, nil},
	"Actor.short":        {"names for maps and tables, by language", optional, nil},
	"Actor.code":         {"a few letters for legends", optional, nil},
	"Actor.color":        {"#rrggbb", needed, pattern(`^#[0-9A-Fa-f]{6}$`)},
	"Actor.kind":         {"such as state or mission", optional, nil},
	"Actor.valid_from":   {"the first day on which it may control anything", optional, edtfShape},
	"Actor.valid_to":     {"the day after the last one", optional, edtfShape},
	"Actor.description":  {noteText, optional, nil},
	"Actor.de_jure_note": {"what the law says, a text or texts by language", optional, nil},
	"Actor.same_as":      {sameAsText, optional, nil},
	"Actor.review":       {reviewText, optional, nil},
	"Actor.sources":      {sourcesText, optional, nil},

	"Source.id":           {"what statements name it by", needed, anyText},
	"Source.title":        {"in its own language", needed, anyText},
	"Source.author":       {"as the publication gives it", optional, nil},
	"Source.publisher":    {"who published it", optional, nil},
	"Source.date":         {"the day of publication", optional, nil},
	"Source.date_nominal": {"the page bears no date, the one given is not to be printed", optional, nil},
	"Source.language":     {"BCP 47 tag of the publication", optional, nil},
	"Source.url":          {"where it can be read", optional, nil},
	"Source.accessed":     {"the day on which the URL was read", optional, nil},
	"Source.archived_url": {"a copy in a web archive", optional, nil},
	"Source.archived_at":  {"the day on which the archive took it, UTC", optional, nil},
	"Source.quote":        {"the words that the statement rests on, in the source's language", optional, nil},
	"Source.locator":      {"where in it they stand: page, paragraph, minute", optional, nil},
	"Source.file":         {"name of a local copy in the folder sources", optional, nil},
	"Source.sha256":       {"of the local copy, hexadecimal", optional, nil},
	"Source.perspective":  {"id of the side that it speaks from", optional, nil},
	"Source.verified":     {"somebody has read it for what it is cited for", optional, nil},
	"Source.mirror":       {"a copy of a page of Wikipedia", optional, nil},

	"Event.id":             {"what periods name it by", needed, anyText},
	"Event.date":           {"a day or an uncertain date (EDTF)", needed, nil},
	"Event.day":            {"the day that the timeline uses; without it the first of the date", optional, nil},
	"Event.earliest":       {"the first day on which it may have happened; without it that of the date", optional, nil},
	"Event.latest":         {"the last one", optional, nil},
	"Event.time_precision": {"date_prec of UCDP GED: 1, the day, to 5, a year or more", optional, jsonSchema{"type": "integer", "minimum": 1, "maximum": 5}},
	"Event.planned":        {"the day first agreed, where another came of it", optional, nil},
	"Event.kind":           {"such as capture, handover or administrative", needed, anyText},
	"Event.title":          {"by language", needed, nil},
	"Event.summary":        {"by language", optional, nil},
	"Event.regions":        {"ids of regions that it concerns", optional, nil},
	"Event.zones":          {"ids of zones that it concerns", optional, nil},
	"Event.undrawn_zones":  {"names of zones that no layer draws", optional, nil},
	"Event.place":          {"id of the place where it happened", optional, nil},
	"Event.point":          {"longitude, latitude", optional, nil},
	"Event.geo_precision":  {"where_prec of UCDP GED: 1, the place itself, to 7, at sea or in the air", optional, jsonSchema{"type": "integer", "minimum": 1, "maximum": 7}},
	"Event.from_actor":     {"id of the actor that lost", optional, nil},
	"Event.to_actor":       {"id of the actor that gained", optional, nil},
	"Event.claimed":        {"when it was first claimed", optional, nil},
	"Event.confirmed":      {"when it was confirmed", optional, nil},
	"Event.claims":         {"what each party says of it", optional, nil},
	"Event.confidence":     {confidenceText, optional, nil},
	"Event.single_sided":   {"only sources of one party tell of it", optional, nil},
	"Event.note":           {noteText, optional, nil},
	"Event.details":        {"anything else, kept as it is", optional, nil},
	"Event.same_as":        {sameAsText, optional, nil},
	"Event.review":         {reviewText, optional, nil},
	"Event.sources":        {sourcesText, optional, nil},

	"Statement.date": {"the day on which it was said", needed, nil},
	"Statement.by":   {"who said it", optional, nil},

	"ControlPeriod.from":          {"the first day; .. for the first one covered or earlier", needed, edtfOpen},
	"ControlPeriod.to":            {"the day after the last one, null without end", neededNull, edtfShape},
	"ControlPeriod.from_earliest": {"the first day on which it may have begun; without it that of its event", optional, nil},
	"ControlPeriod.from_latest":   {"the last one", optional, nil},
	"ControlPeriod.controller":    {"id of the actor in control", optional, nil},
	"ControlPeriod.status":        {"id of the status", needed, anyText},
	"ControlPeriod.claimants":     {"ids of the actors that a contested zone is contested between", optional, nil},
	"ControlPeriod.patrolled_by":  {"id of the actor that patrols it", optional, nil},
	"ControlPeriod.acquired_by":   {"such as capture, handover or administrative", optional, nil},
	"ControlPeriod.event":         {"id of the event that began it", optional, nil},
	"ControlPeriod.confidence":    {confidenceText, optional, nil},
	"ControlPeriod.claims":        {"what a party says where it differs", optional, nil},
	"ControlPeriod.viewpoints":    {"what each viewpoint shows instead, for contested periods", optional, nil},
	"ControlPeriod.note":          {noteText, optional, nil},
	"ControlPeriod.attributes":    {attributeText, optional, nil},
	"ControlPeriod.attributes_of": {attributesOf, optional, nil},
	"ControlPeriod.review":        {reviewText, optional, nil},
	"ControlPeriod.sources":       {sourcesText + "; without them those of the event", optional, nil},

	"Claim.controller":   {"id of an actor", optional, nil},
	"Claim.status":       {"id of a status", needed, nil},
	"Claim.patrolled_by": {"id of an actor", optional, nil},

	"Figure.id":         {"short name", needed, anyText},
	"Figure.what":       {"what is counted or measured, by language", needed, nil},
	"Figure.value":      {"the number", needed, nil},
	"Figure.unit":       {"such as km2 or people", needed, anyText},
	"Figure.as_of":      {"a day or an uncertain date (EDTF)", optional, edtfShape},
	"Figure.claimed_by": {"whose number it is", optional, nil},
	"Figure.confidence": {confidenceText, optional, nil},
	"Figure.region":     {"id of the region it is of", optional, nil},
	"Figure.zone":       {"id of the zone it is of", optional, nil},
	"Figure.note":       {noteText, optional, nil},
	"Figure.review":     {reviewText, optional, nil},
	"Figure.sources":    {sourcesText, optional, nil},

	"Retired.id":          {"that no region has any more", needed, anyText},
	"Retired.replaces":    {"ids of the regions that it came in place of", optional, nil},
	"Retired.replaced_by": {"ids of what came in its place", optional, nil},

	"Correction.id":       {"short name", needed, anyText},
	"Correction.day":      {"on which it was corrected", needed, nil},
	"Correction.kind":     {"what is corrected: a period, region, event, source, actor, place or figure", needed, oneOf("period", "region", "event", "source", "actor", "place", "figure")},
	"Correction.of":       {"its id; of a period that of its zone, or overlay", needed, anyText},
	"Correction.from":     {"the first day of which it was wrong; a period has one", optional, nil},
	"Correction.to":       {"the day after the last one", optional, nil},
	"Correction.before":   {"what was said, a text or texts by language; without it nothing was", optional, nil},
	"Correction.after":    {"what is said now; without it nothing is", optional, nil},
	"Correction.reason":   {"why, a text or texts by language", needed, nil},
	"Correction.reporter": {"who found it, if they want to be named", optional, nil},
	"Correction.release":  {"the version of the dataset that has it", optional, nil},
	"Correction.review":   {reviewText, optional, nil},

	"Region.names":          {"by language", needed, nil},
	"Region.alt_names":      {"other names by which it is found", optional, nil},
	"Region.kind":           {"such as district or town", optional, nil},
	"Region.parent":         {"id of the region that it belongs to", optional, nil},
	"Region.valid_from":     {"the first day on which it was so", optional, edtfShape},
	"Region.valid_to":       {"the day after the last one", optional, edtfShape},
	"Region.replaces":       {"ids of the regions that it came in place of", optional, nil},
	"Region.replaced_by":    {"ids of the regions that came in its place", optional, nil},
	"Region.same_as":        {sameAsText, optional, nil},
	"Region.admin_from":     {"when the unit began in law, a day or an uncertain date (EDTF)", optional, edtfShape},
	"Region.admin_to":       {"when it ended in law", optional, edtfShape},
	"Region.confidence":     {confidenceText, optional, nil},
	"Region.precision_m":    {"how far off its line may be, metres; without it that of the layer", optional, nil},
	"Region.precision_note": {"why, a text or texts by language", optional, nil},
	"Region.decided_by":     {"who decided where a drawn line runs, a text or texts by language", optional, nil},
	"Region.note":           {noteText, optional, nil},
	"Region.regions":        {"ids of other regions that it has to do with", optional, nil},
	"Region.source":         {"how the outline is known", optional, nil},
	"Region.de_jure_state":  {"id of the actor whose territory it is in law", optional, nil},
	"Region.areas":          {"published areas", optional, nil},
	"Region.population":     {"published counts of people", optional, nil},
	"Region.attributes":     {attributeText, optional, nil},
	"Region.attributes_of":  {attributesOf, optional, nil},
	"Region.review":         {reviewText, optional, nil},
	"Region.sources":        {sourcesText, optional, nil},

	"RegionFigure.value":  {"the number", needed, nil},
	"RegionFigure.as_of":  {"when it was so", optional, nil},
	"RegionFigure.note":   {noteText, optional, nil},
	"RegionFigure.source": {"id of a source", optional, nil},

	"RegionArea.km2":    {"square kilometres", needed, nil},
	"RegionArea.as_of":  {"when it was so", optional, nil},
	"RegionArea.note":   {noteText, optional, nil},
	"RegionArea.source": {"id of a source", optional, nil},

	"Place.names":     {"by language", needed, nil},
	"Place.role":      {"such as town or district centre", optional, nil},
	"Place.region":    {"id of the region it lies in", optional, nil},
	"Place.precision": {"what its point stands for", optional, nil},
	"Place.rank":      {"1: most important", optional, nil},
	"Place.note":      {noteText, optional, nil},
	"Place.same_as":   {sameAsText, optional, nil},
	"Place.review":    {reviewText, optional, nil},
	"Place.sources":   {sourcesText, optional, nil},

	"ContextFeature.names":      {"by language", optional, nil},
	"ContextFeature.kind":       {"such as lake or country", optional, nil},
	"ContextFeature.valid_from": {"the first day on which it is drawn", optional, edtfShape},
	"ContextFeature.valid_to":   {"the day after the last one", optional, edtfShape},
	"ContextFeature.review":     {reviewText, optional, nil},
}
