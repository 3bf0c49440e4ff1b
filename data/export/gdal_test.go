package export_test

import (
	"slices"
	"strings"
	"testing"

	"demarc/data/date"
	"demarc/geo"
)

// gdalJudge says how GDAL is to read a format.
type gdalJudge struct {
	format string
	// options of GDAL for opening it, and whether the layer must be named.
	options []string
	named   bool
	types   map[geo.FieldType]string // as ogrinfo has them, or several
	names   map[string]string        // of fields that have another name
	// tolerance is how far a position may be off in degrees.
	tolerance float64
	// locatedOnly says that GDAL passes over features without a geometry, though they are in the
	// file.
	locatedOnly bool
}

// texts of 15 significant digits are what GDAL itself writes for us
const exact = 1e-14 * 180

// jsonTypes are what GDAL guesses of JSON, which has no types of its own: a column of whole numbers
// is taken for integers, one of nothing but days for dates.
var jsonTypes = map[geo.FieldType]string{
	geo.String: "String|Date", geo.Int: "Integer", geo.Float: "Real|Integer", geo.Bool: "Integer(Boolean)", geo.Date: "Date",
}

var gdalJudges = []gdalJudge{
	{
		format: "geojson", tolerance: exact,
		types: jsonTypes,
	},
	{format: "jsonfg", tolerance: exact, types: jsonTypes},
	{format: "geojsonseq", tolerance: exact, types: jsonTypes},
	{format: "geojsonl", tolerance: exact, types: jsonTypes},
	{
		format: "csv", tolerance: exact,
		options: []string{"AUTODETECT_TYPE=YES", "KEEP_GEOM_COLUMNS=NO"},
		types:   map[geo.FieldType]string{geo.String: "String|Date", geo.Int: "Integer", geo.Float: "Real|Integer", geo.Bool: "Integer(Boolean)", geo.Date: "Date"},
	},
	{format: "topojson", tolerance: 5.0001e-8, types: jsonTypes, locatedOnly: true},
	{
		format: "flatgeobuf", tolerance: exact,
		types: map[geo.FieldType]string{geo.String: "String", geo.Int: "Integer64", geo.Float: "Real", geo.Bool: "Integer(Boolean)", geo.Date: "DateTime"},
	},
	{
		format: "gpkg", named: true, tolerance: exact,
		types: map[geo.FieldType]string{geo.String: "String", geo.Int: "Integer64", geo.Float: "Real", geo.Bool: "Integer(Boolean)", geo.Date: "Date"},
	},
	{
		format: "shapefile", tolerance: exact,
		types: map[geo.FieldType]string{geo.String: "String", geo.Int: "Integer", geo.Float: "Real", geo.Bool: "String", geo.Date: "Date"},
		names: map[string]string{
			"controller_name": "contr_name", "patrolled_by": "patroll_by", "acquired_by": "acquire_by", "event_title": "event_titl", "precision_m": "precisio_m",
			"from_earliest": "from_earli", "from_latest": "from_lates", "attributes_of": "attribu_of",
			"replaced_by": "replace_by", "time_precision": "time_preci", "geo_precision": "geo_precis",
		},
	},
	kmlJudge("kml"), kmlJudge("kmz"),
}

func kmlJudge(format string) gdalJudge {
	return gdalJudge{
		format: format, tolerance: exact,
		named: true,
		names: map[string]string{"id": "id_"},
		types: map[geo.FieldType]string{geo.String: "String", geo.Int: "Integer", geo.Float: "Real", geo.Bool: "String", geo.Date: "String"},
	}
}

// GDAL reads every export of every layer as the same features: all values, all positions, the types
// of fields, with Cyrillic and Arabic letters.
func TestGDALReadsEveryLayer(t *testing.T) {
	s := snapshot(t)
	for _, judge := range gdalJudges {
		t.Run(judge.format, func(t *testing.T) {
			t.Parallel()
			var layers []geo.Layer
			var sources []source
			for _, name := range s.LayerNames() {
				layer, err := s.Layer(t.Context(), name, all)
				if err != nil {
					t.Fatal(err)
				}
				layers = append(layers, layer)
				from := source{File: save(t, s, judge.format, name, all), Options: judge.options}
				if judge.named {
					from.Layer = name
				}
				sources = append(sources, from)
			}
			letters := 0
			for i, got := range readWithGDAL(t, sources...) {
				layer := layers[i]
				if judge.locatedOnly {
					layer.Features = slices.DeleteFunc(layer.Features, func(f geo.Feature) bool { return f.Geometry == nil })
				}
				compare(t, layer.Name, judge.cut(layer), got.features, judge.names, judge.tolerance)
				judge.checkTypes(t, layer, got.types)
				for _, f := range got.features {
					if text, _ := f.values["name_ar"].(string); strings.ContainsAny(text, "ابترسلم") {
						letters++
					}
					if text, _ := f.values["name_ru"].(string); strings.ContainsAny(text, "аеиорст") {
						letters++
					}
				}
			}
			if letters < 60 {
				t.Errorf("only %d names with letters of their own", letters)
			}
		})
	}
}

// FlatGeobuf has moments alone, which clients show in their own time zone, so days stand there as
// text too.
func TestDaysOfFlatGeobufAreTextToo(t *testing.T) {
	s := snapshot(t)
	layer, err := s.Layer(t.Context(), "control", all)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{}
	for _, f := range layer.Features {
		want[f.ID] = f.Values[layer.With(geo.RoleTo)]
	}
	ended := 0
	for _, f := range readWithGDAL(t, source{File: save(t, s, "flatgeobuf", "control", all)})[0].features {
		id, _ := f.values["id"].(string)
		if got := f.values["valid_to_text"]; got != want[id] {
			t.Errorf("%s: valid_to_text is %v, want %v", id, got, want[id])
		}
		if want[id] != nil {
			ended++
		}
	}
	if ended == 0 {
		t.Error("no period has an end")
	}
}

// cut shortens texts as the Shapefile does: at most 254 bytes, no half character, no blank at the
// end.
func (j gdalJudge) cut(layer geo.Layer) geo.Layer {
	if j.format != "shapefile" {
		return layer
	}
	for i, f := range layer.Features {
		layer.Features[i].Values = append([]any(nil), f.Values...)
		for k, v := range f.Values {
			if text, ok := v.(string); ok && len(text) > 254 {
				layer.Features[i].Values[k] = strings.TrimRight(strings.ToValidUTF8(text[:254], ""), " ")
			}
		}
	}
	return layer
}

// checkTypes compares the types of all fields that have a value.
func (j gdalJudge) checkTypes(t *testing.T, layer geo.Layer, types map[string]string) {
	t.Helper()
	for i, field := range layer.Fields {
		used := false
		for _, f := range layer.Features {
			used = used || f.Values[i] != nil
		}
		name, renamed := j.names[field.Name]
		if !renamed {
			name = field.Name
		}
		if !used || name == "" {
			continue
		}
		if !slices.Contains(strings.Split(j.types[field.Type], "|"), types[name]) {
			t.Errorf("%s: %s: got %q, want the type %s", layer.Name, field.Name, types[name], j.types[field.Type])
		}
	}
}

// The time slider of Google Earth moves what has a TimeSpan. Both of its days belong to it, so on
// the day on which one feature follows another it shows one.
func TestKMLHasTimeSpans(t *testing.T) {
	s := snapshot(t)
	layer, err := s.Layer(t.Context(), "control", all)
	if err != nil {
		t.Fatal(err)
	}
	from, to := layer.With(geo.RoleFrom), layer.With(geo.RoleTo)
	byID := map[any]judged{}
	for _, j := range readWithGDAL(t, source{File: save(t, s, "kml", "control", all), Layer: "control"})[0].features {
		byID[j.values["id_"]] = j
	}
	for _, f := range layer.Features {
		j, end := byID[f.ID], f.Values[to]
		if behind, err := date.Parse(f.Text(to)); err == nil {
			end = (behind - 1).String()
		}
		if !sameValue(f.Values[from], j.values["begin"]) || !sameValue(end, j.values["end"]) {
			t.Errorf("%s: got %v to %v, want %v to %v", f.ID, j.values["begin"], j.values["end"], f.Values[from], end)
		}
	}
}
