// Package flatgeobuf writes and reads FlatGeobuf version 3 (https://flatgeobuf.org, its schema
// files header.fbs and feature.fbs): one file with a packed R-tree, of which clients can fetch only
// what lies in a box.
package flatgeobuf

// magic begins every file: the name, the major version, the name again, the patch version.
var magic = [8]byte{'f', 'g', 'b', 3, 'f', 'g', 'b', 0}

// nodeSize is how many children a node of the index has.
const nodeSize = 16

// nodeBytes is the size of a node: four float64 and an offset.
const nodeBytes = 40

// The fields of the tables of header.fbs and feature.fbs, by their numbers.
const (
	headerName = iota
	headerEnvelope
	headerGeometryType
	headerHasZ
	headerHasM
	headerHasT
	headerHasTM
	headerColumns
	headerFeaturesCount
	headerIndexNodeSize
	headerCRS
	headerTitle
	headerDescription
	headerMetadata
	headerFields // how many there are
)

const (
	columnName = iota
	columnType
	columnTitle
	columnDescription
	columnFields = 11
)

const (
	crsOrg = iota
	crsCode
	crsName
	crsDescription
	crsWKT
	crsCodeString
	crsFields
)

const (
	featureGeometry = iota
	featureProperties
	featureColumns
	featureFields
)

const (
	geometryEnds = iota
	geometryXY
	geometryZ
	geometryM
	geometryT
	geometryTM
	geometryType
	geometryParts
	geometryFields
)

// The types of columns.
const (
	byteColumn = iota
	ubyteColumn
	boolColumn
	shortColumn
	ushortColumn
	intColumn
	uintColumn
	longColumn
	ulongColumn
	floatColumn
	doubleColumn
	stringColumn
	jsonColumn
	dateTimeColumn
	binaryColumn
)

// The types of geometries.
const (
	unknownType = iota
	pointType
	lineStringType
	polygonType
	multiPointType
	multiLineStringType
	multiPolygonType
	collectionType
)
