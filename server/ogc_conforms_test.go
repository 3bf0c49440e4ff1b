package server_test

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// judges are those of each conformance class that is declared, by the part of its name behind
// spec/: programs in conformance/judges, which CONFORMANCE.md says to have passed. Those that a
// class itself begins with are of the class alone.
var judges = map[string][]string{
	"ogcapi-features-1/1.0/conf/core":    {"cite_features", "abstract_tests"},
	"ogcapi-features-1/1.0/conf/oas30":   {"cite_features", "openapi_documents"},
	"ogcapi-features-1/1.0/conf/html":    {"abstract_tests"},
	"ogcapi-features-1/1.0/conf/geojson": {"cite_features", "abstract_tests"},
	"ogcapi-features-2/1.0/conf/crs":     {"cite_features", "abstract_tests"},

	"ogcapi-features-3/1.0/conf/queryables":                  {"schemathesis_fuzz"},
	"ogcapi-features-3/1.0/conf/queryables-query-parameters": {"schemathesis_fuzz"},
	"ogcapi-features-3/1.0/conf/filter":                      {"cql2_filters"},
	"ogcapi-features-3/1.0/conf/features-filter":             {"cql2_filters"},

	"cql2/1.0/conf/cql2-text":                     {"cql2_filters", "cql2_standard"},
	"cql2/1.0/conf/cql2-json":                     {"cql2_filters", "cql2_standard"},
	"cql2/1.0/conf/basic-cql2":                    {"cql2_filters", "cql2_standard: basic-cql2"},
	"cql2/1.0/conf/advanced-comparison-operators": {"cql2_filters", "cql2_standard: advanced-comparison-operators"},
	"cql2/1.0/conf/case-insensitive-comparison":   {"cql2_filters", "cql2_standard: case-insensitive-comparison"},
	"cql2/1.0/conf/accent-insensitive-comparison": {"cql2_standard: accent-insensitive-comparison"},
	"cql2/1.0/conf/arithmetic":                    {"cql2_standard: arithmetic"},
	"cql2/1.0/conf/basic-spatial-functions":       {"cql2_filters", "cql2_standard: basic-spatial-functions"},
	"cql2/1.0/conf/basic-spatial-functions-plus":  {"cql2_filters", "cql2_standard: basic-spatial-functions-plus"},
	"cql2/1.0/conf/spatial-functions":             {"cql2_standard: spatial-functions"},
	"cql2/1.0/conf/temporal-functions":            {"cql2_filters", "cql2_standard: temporal-functions"},
	"cql2/1.0/conf/property-property":             {"cql2_standard: property-property"},

	"ogcapi-tiles-1/1.0/conf/core":             {"cite_tiles", "abstract_tests"},
	"ogcapi-tiles-1/1.0/conf/tileset":          {"cite_tiles", "abstract_tests"},
	"ogcapi-tiles-1/1.0/conf/tilesets-list":    {"cite_tiles", "abstract_tests"},
	"ogcapi-tiles-1/1.0/conf/dataset-tilesets": {"cite_tiles", "abstract_tests"},
	"ogcapi-tiles-1/1.0/conf/geodata-tilesets": {"cite_tiles", "abstract_tests"},
	"ogcapi-tiles-1/1.0/conf/datetime":         {"abstract_tests"},
	"ogcapi-tiles-1/1.0/conf/mvt":              {"cite_tiles", "abstract_tests"},
	"ogcapi-tiles-1/1.0/conf/oas30":            {"cite_tiles", "openapi_documents"},

	"ogcapi-features-5/1.0/conf/schemas":             {"schemathesis_fuzz"},
	"ogcapi-features-5/1.0/conf/core-roles-features": {"schemathesis_fuzz"},
}

// /conformance declares a class only if it has judges, and each has passed.
func TestNoClassIsDeclaredWithoutAJudge(t *testing.T) {
	content, err := os.ReadFile("../conformance/CONFORMANCE.md")
	if err != nil {
		t.Fatal(err)
	}
	sections := strings.Split(string(content), "\n## ")
	declared := map[string]bool{}
	for _, class := range getJSON(t, handler(t), "/conformance")["conformsTo"].([]any) {
		name := strings.TrimPrefix(class.(string), "http://www.opengis.net/spec/")
		declared[name] = true
		if len(judges[name]) == 0 {
			t.Errorf("%s has no judge", name)
		}
		for _, j := range judges[name] {
			judge, part, _ := strings.Cut(j, ": ")
			i := slices.IndexFunc(sections, func(s string) bool { return strings.HasPrefix(s, judge+": passed") })
			if _, err := os.Stat("../conformance/judges/" + judge + ".py"); err != nil || i < 0 {
				t.Errorf("%s: its judge %s has not passed by CONFORMANCE.md, %v", name, judge, err)
			} else if part != "" && !strings.Contains(sections[i], "\n- "+part+": ") {
				t.Errorf("%s: %s says nothing of %s", name, judge, part)
			}
		}
	}
	for name := range judges {
		if !declared[name] {
			t.Errorf("%s has a judge and is not declared", name)
		}
	}
}
