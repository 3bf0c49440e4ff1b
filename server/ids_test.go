package server_test

import (
	"net/url"
	"testing"

	"demarc/data/testdata"
)

// Ids of all scripts, with their marks, name regions, items and zones in addresses, whether these
// are escaped or not, and come back as they are.
func TestIDsOfAllScripts(t *testing.T) {
	for _, id := range []string{"ทุ่ง", "क्षेत्र", "e\u0301", "Şuşa", "میخواهم", "區:1~a@b", "a b/c"} {
		files := testdata.With(t, testdata.Small(), "regions/zones.geojson", `"id": "east"`, `"id": "`+id+`"`, 1)
		h := handlerOf(t, testdata.With(t, files, "control.json", `"east"`, `"`+id+`"`, 1))
		region := getJSON(t, h, "/regions/"+url.PathEscape(id))
		if region["id"] != id {
			t.Errorf("/regions/%s: got the id %v", id, region["id"])
		}
		if item := getJSON(t, h, "/collections/zones/items/"+url.PathEscape(id)); item["id"] != id {
			t.Errorf("item %s: got the id %v", id, item["id"])
		}
		if w := get(t, h, "/regions/"+url.PathEscape(id+"\u0e49")); w.Code != 404 {
			t.Errorf("/regions/%s with a mark more: got %d, want 404", id, w.Code)
		}
	}
}
