package server_test

import (
	"net/url"
	"testing"
)

// Own columns, bounds and claimants are fields like all others: filters and parameters take them,
// schemas name them with their titles and types.
func TestOwnColumnsOfCollections(t *testing.T) {
	h := handler(t)
	for _, tt := range []struct {
		collection, query string
		want              float64
	}{
		{"parishes", "own_zone=M", 1},
		{"parishes", "walled=false", 1},
		{"shires", "filter=" + url.QueryEscape("hearths > 9000 AND walked = DATE('1960-05-17')"), 1},
		{"control", "attributes_of=upland", 1},
		{"control", "garrison=40.5", 1},
		{"control", "filter=" + url.QueryEscape("claimants LIKE '%league%'"), 1},
		{"control", "filter=" + url.QueryEscape("from_latest >= DATE('1967-04-03') AND from_latest < DATE('1968-01-01')"), 1},
	} {
		got := getJSON(t, h, "/collections/"+tt.collection+"/items?f=json&"+tt.query)["numberMatched"]
		if got != tt.want {
			t.Errorf("%s: %s: got %v, want %v", tt.collection, tt.query, got, tt.want)
		}
	}
	for _, kind := range []string{"schema", "queryables"} {
		properties := getJSON(t, h, "/collections/control/"+kind+"?f=json")["properties"].(map[string]any)
		for name, want := range map[string][2]any{
			"garrison": {"Garrison on the first day (people)", "number"}, "curfew": {"There was a curfew", "boolean"},
			"from_earliest": {"First day on which it may have begun, where it is not certain", "string"}, "claimants": {"claimants", "string"},
		} {
			got, _ := properties[name].(map[string]any)
			if got["title"] != want[0] || got["type"] != want[1] {
				t.Errorf("%s: %s: got %v, want %v", kind, name, got, want)
			}
		}
	}
}
