package server_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// found asks for items and returns their ids.
func foundItems(t *testing.T, h http.Handler, path string) (ids []string, answer map[string]any) {
	t.Helper()
	w := get(t, h, path)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: got %d %s", path, w.Code, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	for _, f := range answer["features"].([]any) {
		ids = append(ids, f.(map[string]any)["id"].(string))
	}
	return ids, answer
}

func nextOf(answer map[string]any) string {
	for _, l := range answer["links"].([]any) {
		if l := l.(map[string]any); l["rel"] == "next" {
			u, _ := url.Parse(l["href"].(string))
			return u.RequestURI()
		}
	}
	return ""
}

// Pages of any size have each feature once, in the order asked for, absent values last.
func TestItemsAreSorted(t *testing.T) {
	h := handler(t)
	for _, by := range []string{"valid_from", "-valid_from", "valid_to,-zone", "-valid_to", "controller,valid_from", "+status,-id", "-area_km2"} {
		path := "/collections/control/items?skipGeometry=true&sortby=" + url.QueryEscape(by)
		whole, answer := foundItems(t, h, path+"&limit=1000")
		plain, _ := foundItems(t, h, "/collections/control/items?limit=1000")
		if len(whole) != len(plain) || answer["numberMatched"].(float64) != float64(len(plain)) {
			t.Fatalf("%s: got %d, want all %d", by, len(whole), len(plain))
		}
		field, descending := strings.TrimLeft(strings.Split(by, ",")[0], "+-"), by[0] == '-'
		var before any
		for i, f := range answer["features"].([]any) {
			v := f.(map[string]any)["properties"].(map[string]any)[field]
			if i > 0 && (before == nil && v != nil || before != nil && v != nil && inOrder(v, before) != descending && v != before) {
				t.Errorf("%s: %v comes behind %v", by, v, before)
			}
			before = v
		}
		for _, limit := range []string{"1", "3", "7"} {
			var paged []string
			for next := path + "&limit=" + limit; next != ""; {
				ids, answer := foundItems(t, h, next)
				paged, next = append(paged, ids...), nextOf(answer)
			}
			if !slices.Equal(paged, whole) {
				t.Errorf("%s by %s: got %v, want %v", by, limit, paged, whole)
			}
		}
	}
}

// inOrder tells whether a comes before b.
func inOrder(a, b any) bool {
	if a, ok := a.(float64); ok {
		return a < b.(float64)
	}
	return a.(string) < b.(string)
}

func TestItemsAreSelected(t *testing.T) {
	h := handler(t)
	all, _ := foundItems(t, h, "/collections/control/items?limit=1000")
	two := url.QueryEscape(all[3] + "," + all[1])
	if ids, answer := foundItems(t, h, "/collections/control/items?limit=1&ids="+two); len(ids) != 1 || answer["numberMatched"] != 2.0 || nextOf(answer) == "" {
		t.Errorf("ids: got %v of %v", ids, answer["numberMatched"])
	}
	ids, answer := foundItems(t, h, "/collections/control/items?limit=2&properties=status,zone&skipGeometry=true")
	f := answer["features"].([]any)[0].(map[string]any)
	if properties := f["properties"].(map[string]any); len(ids) != 2 || len(properties) != 2 || properties["status"] == nil || f["geometry"] != nil || f["id"] != all[0] {
		t.Errorf("properties: got %v", f)
	}
	ids, answer = foundItems(t, h, "/collections/control/items?resultType=hits")
	if len(ids) != 0 || answer["numberMatched"] != float64(len(all)) || answer["numberReturned"] != 0.0 || nextOf(answer) != "" {
		t.Errorf("hits: got %v of %v", ids, answer["numberMatched"])
	}
	_, answer = foundItems(t, h, "/collections/control/items?resultType=hits&sortby=zone&datetime=1972-11-25T01:00:00%2B04:00")
	if days, _ := answer["days"].(map[string]any); days["1972-11-25T01:00:00+04:00"] != "1972-11-25" {
		t.Errorf("the day taken: got %v", answer["days"])
	}
	_, answer = foundItems(t, h, "/collections/control/items?resultType=hits&filter="+url.QueryEscape("valid_from < TIMESTAMP('1972-11-25T01:00:00-11:00')"))
	if days, _ := answer["days"].(map[string]any); days["1972-11-25T01:00:00-11:00"] != "1972-11-25" {
		t.Errorf("the day taken in a filter: got %v", answer["days"])
	}
	for _, tt := range []struct{ query, says string }{
		{"sortby=size", `"size" is no field`}, {"sortby=", "no field"}, {"sortby=zone,-zone", "twice"},
		{"properties=zone,size", `"size" is no field`}, {"skipGeometry=yes", "true or false"}, {"resultType=count", "hits or results"},
		{"sortby=zone&after=c:x", "another order"}, {"after=s:e30", "another order"}, {"sortby=zone&after=s:WzEsImEiXQ", "another order"},
		{"sortby=zone&after=s:W1siYSJdLCJhIl0", "another order"}, {"ids=" + strings.Repeat("a1,b", 3), ""}, {"f=jsonfg&crs=http://www.opengis.net/def/crs/EPSG/0/3857", "CRS84"},
	} {
		w := get(t, h, "/collections/control/items?"+tt.query)
		if tt.says == "" {
			continue
		}
		if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), strings.ReplaceAll(tt.says, `"`, `\"`)) {
			t.Errorf("%s: got %d %s, want %q", tt.query, w.Code, w.Body, tt.says)
		}
	}
}

// Words are found in any case and with or without accents.
func TestItemsAreFoundByWords(t *testing.T) {
	h := handler(t)
	_, everything := foundItems(t, h, "/collections/places/items?limit=1000")
	name := everything["features"].([]any)[0].(map[string]any)["properties"].(map[string]any)["name_en"].(string)
	for _, q := range []string{name, strings.ToUpper(name), "nothing such, " + name} {
		ids, _ := foundItems(t, h, "/collections/places/items?q="+url.QueryEscape(q))
		if len(ids) == 0 || len(ids) == len(everything["features"].([]any)) {
			t.Errorf("q=%s: got %v", q, ids)
		}
	}
	if ids, _ := foundItems(t, h, "/collections/places/items?q=nothing+such"); len(ids) != 0 {
		t.Errorf("nothing such: got %v", ids)
	}
}

// One feature comes in the formats that several come in, with the fields that are asked for.
func TestAFeatureIsNegotiated(t *testing.T) {
	h := handler(t)
	ids, _ := foundItems(t, h, "/collections/control/items?limit=1")
	path := "/collections/control/items/" + url.PathEscape(ids[0])
	for _, tt := range []struct{ query, accept, mediaType, begins string }{
		{"", "", "application/geo+json", `{"type":"Feature"`},
		{"", "application/vnd.ogc.fg+json", "application/vnd.ogc.fg+json", `{"type":"Feature"`},
		{"", "text/csv", "text/csv; charset=utf-8", "id,zone,"},
		{"?f=csv&properties=status&skipGeometry=true", "", "text/csv; charset=utf-8", "id,status\r\n" + ids[0] + ","},
		{"?f=csv&skipGeometry=true", "", "text/csv; charset=utf-8", "id,zone,"},
	} {
		var headers []string
		if tt.accept != "" {
			headers = []string{"Accept", tt.accept}
		}
		w := get(t, h, path+tt.query, headers...)
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != tt.mediaType || !strings.HasPrefix(w.Body.String(), tt.begins) {
			t.Errorf("%s Accept: %s: got %d %s %.80s", tt.query, tt.accept, w.Code, w.Header().Get("Content-Type"), w.Body)
		}
		if strings.Contains(tt.query, "skipGeometry") && strings.Contains(w.Body.String(), "WKT") {
			t.Errorf("%s: got a column of geometries: %.200s", tt.query, w.Body)
		}
		if tt.accept == "application/vnd.ogc.fg+json" && !strings.Contains(w.Body.String(), `"time":{"interval"`) {
			t.Errorf("JSON-FG: got %.200s", w.Body)
		}
	}
	for query, want := range map[string]string{"?properties=size": "no field", "?f=jsonfg&crs=http://www.opengis.net/def/crs/EPSG/0/3857": "CRS84"} {
		if w := get(t, h, path+query); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: got %d %s, want 400 with %q", query, w.Code, w.Body, want)
		}
	}
}

// Items come as CSV and JSON-FG by f and by Accept; whoever takes anything gets GeoJSON.
func TestItemsAreNegotiated(t *testing.T) {
	h := handler(t)
	for _, tt := range []struct{ f, accept, mediaType, begins string }{
		{"", "", "application/geo+json", `{"type"`},
		{"", "*/*", "application/geo+json", `{"type"`},
		{"", "text/csv", "text/csv; charset=utf-8", "id,"},
		{"", "application/vnd.ogc.fg+json", "application/vnd.ogc.fg+json", `{"type"`},
		{"", "application/vnd.ogc.fg+json, application/geo+json;q=0.8", "application/vnd.ogc.fg+json", `{"type"`},
		{"csv", "", "text/csv; charset=utf-8", "id,"},
		{"jsonfg", "", "application/vnd.ogc.fg+json", `{"type"`},
	} {
		var headers []string
		if tt.accept != "" {
			headers = []string{"Accept", tt.accept}
		}
		path := "/collections/control/items?limit=2&sortby=zone"
		if tt.f != "" {
			path += "&f=" + tt.f
		}
		w := get(t, h, path, headers...)
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != tt.mediaType || !strings.HasPrefix(w.Body.String(), tt.begins) {
			t.Errorf("f=%s Accept: %s: got %d %s %.60s", tt.f, tt.accept, w.Code, w.Header().Get("Content-Type"), w.Body)
		}
		if tt.f == "csv" && (w.Header().Get("OGC-NumberReturned") != "2" || !strings.Contains(strings.Join(w.Header().Values("Link"), " "), `rel="next"`)) {
			t.Errorf("csv: got header lines %v", w.Header())
		}
		if tt.f == "jsonfg" && (!strings.Contains(w.Body.String(), `"time":{"interval"`) || !strings.Contains(w.Body.String(), `"numberMatched"`)) {
			t.Errorf("jsonfg: got %.300s", w.Body)
		}
	}
}
