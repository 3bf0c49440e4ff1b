package dataset

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"demarc/data/testdata"
)

// Each member that is written has a row in memberDocs, and each row its member.
func TestMembersAreDescribed(t *testing.T) {
	rows := map[string]bool{}
	for _, file := range SchemaFiles() {
		text, err := Schema(file)
		if err != nil {
			t.Fatal(err)
		}
		var schema struct {
			Title      string
			Properties map[string]struct{ Description string }
			Defs       map[string]struct {
				Properties map[string]struct{ Description string }
			} `json:"$defs"`
		}
		if err := json.Unmarshal(text, &schema); err != nil {
			t.Fatal(err)
		}
		for of, def := range schema.Defs {
			for name, member := range def.Properties {
				rows[of+"."+name] = true
				if member.Description == "" {
					t.Errorf("%s: no row says what %s.%s means", file, of, name)
				}
			}
		}
		if file == datasetFile {
			for name, member := range schema.Properties {
				rows["Dataset."+name] = true
				if member.Description == "" {
					t.Errorf("no row says what Dataset.%s means", name)
				}
			}
		}
	}
	for row := range memberDocs {
		if !rows[row] {
			t.Errorf("%s is no member of a file", row)
		}
	}
}

// A validator that is not ours accepts what the check accepts.
func TestSchemasAcceptDatasets(t *testing.T) {
	validator := testdata.NewValidator(Schema)
	for name, root := range map[string]fs.FS{"isles": testdata.Isles(), "small": testdata.Small(), "olden": testdata.Olden()} {
		t.Run(name, func(t *testing.T) { validator.Accept(t, root) })
	}
}

// shapeFault is a mistake in a file of the isles: the value at the path becomes another.
type shapeFault struct {
	file, path string
	value      string // JSON, "" to take the member out
}

var shapeFaults = []shapeFault{
	{"dataset.json", "", `[]`},
	{"dataset.json", "format", `3`},
	{"dataset.json", "id", `""`},
	{"dataset.json", "id", ``},
	{"dataset.json", "id", `"a/b"`},
	{"dataset.json", "id", `".."`},
	{"dataset.json", "id", `"the isles"`},
	{"dataset.json", "id", `"isles?x"`},
	{"dataset.json", "title", `{}`},
	{"dataset.json", "title", `{"en": ""}`},
	{"dataset.json", "title", `"Isles"`},
	{"dataset.json", "licence", `null`},
	{"dataset.json", "languages", `"en"`},
	{"dataset.json", "languages", `["en", 2]`},
	{"dataset.json", "layers", ``},
	{"dataset.json", "layers", `{}`},
	{"dataset.json", "layers.0.id", `"Zones of 1970"`},
	{"dataset.json", "layers.0.kind", `"shape"`},
	{"dataset.json", "layers.0.partition", `"yes"`},
	{"dataset.json", "layers.0.precision_m", `-1`},
	{"dataset.json", "covers", ``},
	{"dataset.json", "covers.from", `"1961-13"`},
	{"dataset.json", "covers.extent", `[1, 2, 3]`},
	{"dataset.json", "view.zoom", `23`},
	{"dataset.json", "view.center", `["a", "b"]`},
	{"dataset.json", "statuses.0.names", ``},
	{"actors.json", "actors", ``},
	{"actors.json", "actors.0", `"crown"`},
	{"actors.json", "actors.0.color", `"red"`},
	{"actors.json", "actors.0.names", `{"en": 1}`},
	{"actors.json", "actors.0.valid_from", `"1961-13-01"`},
	{"actors.json", "actors.0.same_as", `{"phonebook": "12"}`},
	{"actors.json", "actors.0.same_as", `{"wikidata": "42"}`},
	{"sources.json", "sources.0.title", ``},
	{"sources.json", "sources.0.verified", `1`},
	{"sources.json", "sources.0.date", `19610301`},
	{"events.json", "events.0.date", `"in spring"`},
	{"events.json", "events.0.date", ``},
	{"events.json", "events.0.kind", `" "`},
	{"events.json", "events.0.point", `[1]`},
	{"events.json", "events.0.time_precision", `6`},
	{"events.json", "events.0.claimed", `{"by": "the Crown"}`},
	{"events.json", "events.0.zones", `[7]`},
	{"control.json", "zones", `[]`},
	{"control.json", "zones.town", `{}`},
	{"control.json", "zones.town.0.to", ``},
	{"control.json", "zones.town.0.from", `"yesterday"`},
	{"control.json", "zones.town.0.status", ``},
	{"control.json", "zones.town.0.viewpoints", `{"league": {"controller": "league"}}`},
	{"figures.json", "figures.0.value", `"many"`},
	{"figures.json", "figures.0.unit", ``},
	{"figures.json", "figures.0.as_of", `"long ago"`},
	{"places.geojson", "type", `"Features"`},
	{"places.geojson", "features.0.geometry", `{"type": "Point", "coordinates": [1]}`},
	{"places.geojson", "features.0.geometry", `null`},
	{"places.geojson", "features.0.properties.names", ``},
	{"regions/zones.geojson", "features", ``},
	{"regions/zones.geojson", "features.0.id", ``},
	{"regions/zones.geojson", "features.0.id", `true`},
	{"regions/zones.geojson", "features.0.properties", `[]`},
	{"regions/zones.geojson", "features.0.geometry", `{"type": "Circle", "coordinates": [1, 2]}`},
	{"regions/zones.geojson", "features.0.geometry", ``},
	{"regions/zones.geojson", "features.0.properties.areas", `[{"as_of": "1970"}]`},
	{"context/land.geojson", "features.0.geometry", `null`},
	{"context/land.geojson", "features.0.geometry", `{"type": "Polygon", "coordinates": [1, 2]}`},
}

// What the check refuses by its shape, the schemas refuse too.
func TestSchemasRefuseFaultsOfShape(t *testing.T) {
	validator := testdata.NewValidator(Schema)
	if len(shapeFaults) < 40 {
		t.Errorf("only %d faults", len(shapeFaults))
	}
	for _, fault := range shapeFaults {
		name := fmt.Sprintf("%s %s %s", fault.file, fault.path, fault.value)
		files := testdata.Copy(t, testdata.Isles())
		content := withFault(t, files[fault.file].Data, fault)
		files[fault.file] = &fstest.MapFile{Data: content}
		reading, err := Load(files)
		if err != nil {
			t.Fatal(err)
		}
		if Errors(reading.problems) == 0 {
			t.Errorf("%s: the check accepts it", name)
		}
		if validator.Refuse(t, fault.file, content) == nil {
			t.Errorf("%s: the schema accepts it", name)
		}
	}
}

// withFault changes a value in a document.
func withFault(t *testing.T, document []byte, fault shapeFault) []byte {
	t.Helper()
	var root any
	decoder := json.NewDecoder(bytes.NewReader(document))
	decoder.UseNumber()
	if err := decoder.Decode(&root); err != nil {
		t.Fatal(err)
	}
	var value any
	if fault.value != "" {
		if err := json.Unmarshal([]byte(fault.value), &value); err != nil {
			t.Fatal(err)
		}
	}
	if fault.path == "" {
		root = value
	} else {
		at, steps := root, strings.Split(fault.path, ".")
		for _, step := range steps[:len(steps)-1] {
			if list, ok := at.([]any); ok {
				i, _ := strconv.Atoi(step)
				at = list[i]
			} else {
				at = at.(map[string]any)[step]
			}
		}
		last := steps[len(steps)-1]
		switch at := at.(type) {
		case []any:
			i, _ := strconv.Atoi(last)
			at[i] = value
		case map[string]any:
			if fault.value == "" {
				delete(at, last)
			} else {
				at[last] = value
			}
		default:
			t.Fatalf("%s: nothing is at %s", fault.file, fault.path)
		}
	}
	changed, err := json.Marshal(root)
	if err != nil {
		t.Fatal(err)
	}
	return changed
}
