// Package catalogue describes a dataset as catalogues and search engines read it: schema.org with
// Croissant, DCAT, and a Data Package. All three are made of the same description.
package catalogue

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
)

// Place is where a dataset is served.
type Place struct {
	Address func(path string) string // of a path of its API
	Query   string                   // that keeps an address at one release, "?known=..."; "" for what is known now
	Version string                   // of the release; "": that of the dataset
	Day     string                   // of the release
}

// The media types.
const (
	JSONLDType  = "application/ld+json"
	PackageType = "application/json"
)

// object is a JSON object. Its members are written in the order of their names, so that the same
// dataset has the same bytes.
type object = map[string]any

// table is a layer as its files have it.
type table struct {
	id, title, about string
	fields           []geo.Field
}

// description is what all kinds say.
type description struct {
	*data.Snapshot
	Place
	tables []table
}

func newDescription(s *data.Snapshot, p Place) *description {
	d := &description{Snapshot: s, Place: p}
	if d.Version == "" {
		d.Version = s.Dataset.Version
	}
	return d
}

// describe lists the tables with their fields.
func describe(s *data.Snapshot, p Place) (*description, error) {
	d := newDescription(s, p)
	for _, name := range s.LayerNames() {
		c, err := s.Collection(name)
		if err != nil {
			return nil, err
		}
		fields := c.Fields
		if !slices.ContainsFunc(fields, func(f geo.Field) bool { return f.Name == "id" }) {
			fields = append([]geo.Field{{Name: "id", Title: "id of the feature"}}, fields...)
		}
		d.tables = append(d.tables, table{name, c.Title, c.Description, fields})
	}
	return d, nil
}

// formats are those in which catalogues list the tables.
var formats = []struct{ extension, media, name string }{
	{"csv", "text/csv", "CSV"}, {"geojson", "application/geo+json", "GeoJSON"}, {"parquet", "application/vnd.apache.parquet", "GeoParquet"},
}

func (d *description) file(t table, extension string) string {
	return d.Address("/export/" + t.id + "." + extension + d.Query)
}

// texts are those of the dataset in its languages, as JSON-LD has them.
func texts(names dataset.Names) any {
	var all []object
	for language, text := range names {
		all = append(all, object{"@language": language, "@value": text})
	}
	slices.SortFunc(all, func(a, b object) int { return strings.Compare(a["@language"].(string), b["@language"].(string)) })
	return all
}

func (d *description) about() string {
	about := d.Dataset.Description.In("en")
	if about == "" {
		about = d.Dataset.Title.In("en")
	}
	return about
}

// licence is its address, or its identifier at SPDX.
func (d *description) licence() string {
	if d.Dataset.LicenceURL != "" {
		return d.Dataset.LicenceURL
	}
	return "https://spdx.org/licenses/" + d.Dataset.Licence
}

// days are the first and the last that the dataset covers, the last "" where that is open.
func (d *description) days() (first, last string) {
	covers := d.Timeline.Covers()
	if first = covers.From.String(); covers.To < date.Forever {
		last = (covers.To - 1).String()
	}
	return first, last
}

// Head is what schema.org asks of a dataset, for the head of a page, where search engines look for
// it: without the layers, of which JSONLD tells.
func Head(s *data.Snapshot, p Place) (string, error) {
	d := newDescription(s, p)
	made := d.schemaOrg()
	made["@context"], made["@type"] = "https://schema.org/", "Dataset"
	made["distribution"] = []object{
		{"@type": "DataDownload", "contentUrl": d.file(table{id: dataset.ControlLayer}, "csv"), "encodingFormat": "text/csv"},
		{"@type": "DataDownload", "contentUrl": d.file(table{id: dataset.ControlLayer}, "geojson"), "encodingFormat": "application/geo+json"},
		{"@type": "DataDownload", "contentUrl": d.Address("/dataset.zip" + d.Query), "encodingFormat": "application/zip"},
	}
	text, err := json.Marshal(made) // which escapes what could end a script
	return string(text), err
}

// JSONLD describes the dataset by schema.org's Dataset and Croissant 1.0
// (https://docs.mlcommons.org/croissant/docs/croissant-spec.html): each layer is a file, and a set
// of records with typed fields.
func JSONLD(s *data.Snapshot, p Place) ([]byte, error) {
	d, err := describe(s, p)
	if err != nil {
		return nil, err
	}
	return json.Marshal(d.croissant())
}

func (d *description) croissant() object {
	var files, records []object
	for _, t := range d.tables {
		for _, f := range formats {
			files = append(files, object{
				"@type": "cr:FileObject", "@id": t.id + "." + f.extension, "name": t.id + "." + f.extension,
				"description": t.title + ", as " + f.name, "contentUrl": d.file(t, f.extension), "encodingFormat": f.media,
			})
		}
		var fields []object
		for _, f := range t.fields {
			field := object{
				"@type": "cr:Field", "@id": t.id + "/" + f.Name, "name": f.Name, "dataType": croissantTypes[f.Type],
				"source": object{"fileObject": object{"@id": t.id + ".csv"}, "extract": object{"column": f.Name}},
			}
			if f.Title != "" {
				field["description"] = f.Title
			}
			fields = append(fields, field)
		}
		records = append(records, object{"@type": "cr:RecordSet", "@id": t.id, "name": t.id, "description": t.title, "field": fields})
	}
	made := d.schemaOrg()
	made["@context"], made["@type"], made["conformsTo"] = croissantContext, "sc:Dataset", "http://mlcommons.org/croissant/1.0"
	made["citeAs"] = d.Dataset.Attribution
	made["distribution"], made["recordSet"], made["isLiveDataset"] = files, records, true
	return made
}

// schemaOrg is what both kinds of JSON-LD say.
func (d *description) schemaOrg() object {
	first, last := d.days()
	b := d.Dataset.Covers.Bound()
	made := object{
		"@id": d.Address("/dataset.jsonld"), "name": d.Dataset.Title.In("en"), "description": d.about(), "url": d.Address("/"),
		"version": d.Version, "license": d.licence(), "creditText": d.Dataset.Attribution,
		"inLanguage": d.Dataset.Languages, "identifier": d.ID, "isAccessibleForFree": true,
		"creator":          object{"@type": "Organization", "name": d.Dataset.Attribution},
		"temporalCoverage": first + "/" + cmp.Or(last, ".."),
		"spatialCoverage": object{"@type": "Place", "geo": object{
			"@type": "GeoShape", "box": fmt.Sprintf("%g %g %g %g", b.Min[1], b.Min[0], b.Max[1], b.Max[0]),
		}},
	}
	if d.Day != "" {
		made["datePublished"] = d.Day
	} else if asOf := d.Dataset.AsOf; asOf != nil {
		made["datePublished"] = asOf.String()
	}
	return made
}

var croissantTypes = map[geo.FieldType]string{
	geo.String: "sc:Text", geo.Int: "sc:Integer", geo.Float: "sc:Float", geo.Bool: "sc:Boolean", geo.Date: "sc:Date",
}

// croissantContext is that of the specification, with "@language" for what is not told otherwise.
var croissantContext = object{
	"@language": "en", "@vocab": "https://schema.org/", "sc": "https://schema.org/", "cr": "http://mlcommons.org/croissant/",
	"rai": "http://mlcommons.org/croissant/RAI/", "dct": "http://purl.org/dc/terms/", "citeAs": "cr:citeAs", "column": "cr:column",
	"conformsTo": "dct:conformsTo", "data": object{"@id": "cr:data", "@type": "@json"}, "dataType": object{"@id": "cr:dataType", "@type": "@vocab"},
	"examples": object{"@id": "cr:examples", "@type": "@json"}, "extract": "cr:extract", "field": "cr:field", "fileProperty": "cr:fileProperty",
	"fileObject": "cr:fileObject", "fileSet": "cr:fileSet", "format": "cr:format", "includes": "cr:includes", "isLiveDataset": "cr:isLiveDataset",
	"jsonPath": "cr:jsonPath", "key": "cr:key", "md5": "cr:md5", "parentField": "cr:parentField", "path": "cr:path", "recordSet": "cr:recordSet",
	"references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated", "replace": "cr:replace", "separator": "cr:separator",
	"source": "cr:source", "subField": "cr:subField", "transform": "cr:transform",
}

// DCAT describes it by DCAT 3 (https://www.w3.org/TR/vocab-dcat-3/), as JSON-LD.
func DCAT(s *data.Snapshot, p Place) ([]byte, error) {
	d, err := describe(s, p)
	if err != nil {
		return nil, err
	}
	var files []object
	for _, t := range d.tables {
		for _, f := range formats {
			files = append(files, object{
				"@type": "dcat:Distribution", "dct:title": t.title + ", as " + f.name, "dcat:downloadURL": object{"@id": d.file(t, f.extension)},
				"dcat:mediaType": object{"@id": "https://www.iana.org/assignments/media-types/" + f.media}, "dct:license": object{"@id": d.licence()},
			})
		}
	}
	first, last := d.days()
	b := d.Dataset.Covers.Bound()
	day := func(text string) object { return object{"@type": "xsd:date", "@value": text} }
	period := object{"@type": "dct:PeriodOfTime", "dcat:startDate": day(first)}
	if last != "" {
		period["dcat:endDate"] = day(last)
	}
	return json.Marshal(object{
		"@context": object{
			"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "xsd": "http://www.w3.org/2001/XMLSchema#",
			"geosparql": "http://www.opengis.net/ont/geosparql#",
		},
		"@id": d.Address("/dcat.jsonld"), "@type": "dcat:Dataset", "dct:title": texts(d.Dataset.Title), "dct:description": texts(d.Dataset.Description),
		"dct:identifier": d.ID, "dcat:version": d.Version, "dct:license": object{"@id": d.licence()}, "dct:rights": d.Dataset.Attribution,
		"dct:language": d.Dataset.Languages, "dcat:landingPage": object{"@id": d.Address("/")}, "dcat:distribution": files,
		"dct:temporal": period,
		"dct:spatial": object{"@type": "dct:Location", "dcat:bbox": object{
			"@type": "geosparql:wktLiteral", "@value": fmt.Sprintf("POLYGON((%[1]g %[2]g, %[3]g %[2]g, %[3]g %[4]g, %[1]g %[4]g, %[1]g %[2]g))", b.Min[0], b.Min[1], b.Max[0], b.Max[1]),
		}},
	})
}

// Package describes it as a Data Package (https://datapackage.org/standard/data-package/): each
// layer is a table of CSV with a schema.
func Package(s *data.Snapshot, p Place) ([]byte, error) {
	d, err := describe(s, p)
	if err != nil {
		return nil, err
	}
	var resources []object
	for _, t := range d.tables {
		var fields []object
		for _, f := range t.fields {
			field := object{"name": f.Name, "type": packageTypes[f.Type]}
			if f.Title != "" {
				field["description"] = f.Title
			}
			fields = append(fields, field)
		}
		for _, name := range []string{"dataset", "licence", "attribution", "WKT"} { // which CSV puts behind them
			fields = append(fields, object{"name": name, "type": "string"})
		}
		resources = append(resources, object{
			"name": strings.ToLower(t.id), "title": t.title, "path": d.file(t, "csv"), "scheme": "https", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
			"dialect": object{"delimiter": ","}, // which some programs guess
			"schema":  object{"fields": fields},
		})
	}
	first, last := d.days()
	licence := object{"path": d.licence()}
	if !strings.Contains(d.Dataset.Licence, " ") {
		licence["name"] = d.Dataset.Licence
	}
	return json.Marshal(object{
		"name": d.Dataset.ID, "id": d.ID, "title": d.Dataset.Title.In("en"), "description": d.about(), "version": d.Version, "homepage": d.Address("/"),
		"licenses": []object{licence}, "contributors": []object{{"title": d.Dataset.Attribution}}, "resources": resources,
		"temporal": object{"start": first, "end": last}, "snapshot": d.ID,
	})
}

var packageTypes = map[geo.FieldType]string{
	geo.String: "string", geo.Int: "integer", geo.Float: "number", geo.Bool: "boolean", geo.Date: "date",
}
