package dataset

import "maps"

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
var memberDocs = joined(datasetDocs, statementDocs, featureDocs)

func joined(tables ...map[string]memberDoc) map[string]memberDoc {
	all := map[string]memberDoc{}
	for _, table := range tables {
		maps.Copy(all, table)
	}
	return all
}
