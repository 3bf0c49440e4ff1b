package server_test

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// What catalogues are told is there: every file that is named answers as it is said to, and the
// tables have the columns that are described.
func TestCatalogues(t *testing.T) {
	h := handler(t)
	get := func(address string) *httptest.ResponseRecorder {
		t.Helper()
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d %.200s", address, w.Code, w.Body.String())
		}
		return w
	}
	header := func(address string) []string {
		t.Helper()
		names, err := csv.NewReader(get(address).Body).Read()
		if err != nil {
			t.Fatalf("%s: %v", address, err)
		}
		return names
	}

	var croissant struct {
		Version, License, Identifier string
		Distribution                 []struct {
			ID                         string `json:"@id"`
			ContentURL, EncodingFormat string
		}
		RecordSet []struct {
			Name  string
			Field []struct {
				Name   string
				Source struct {
					FileObject struct {
						ID string `json:"@id"`
					}
				}
			}
		}
	}
	w := get("/dataset.jsonld")
	if err := json.Unmarshal(w.Body.Bytes(), &croissant); err != nil || w.Header().Get("Content-Type") != "application/ld+json" {
		t.Fatal(err, w.Header())
	}
	if croissant.Version == "" || croissant.License == "" || len(croissant.Identifier) != 16 || len(croissant.RecordSet) < 3 {
		t.Errorf("got %+v", croissant)
	}
	files := map[string]string{}
	for _, file := range croissant.Distribution {
		if got := get(file.ContentURL).Header().Get("Content-Type"); !strings.HasPrefix(got, file.EncodingFormat) {
			t.Errorf("%s is %s, said to be %s", file.ContentURL, got, file.EncodingFormat)
		}
		files[file.ID] = file.ContentURL
	}
	for _, records := range croissant.RecordSet {
		for _, field := range records.Field {
			address, ok := files[field.Source.FileObject.ID]
			if !ok {
				t.Fatalf("%s: no file %q", records.Name, field.Source.FileObject.ID)
			}
			if names := header(address); !slices.Contains(names, field.Name) {
				t.Errorf("%s: no column %q among %q", address, field.Name, names)
			}
		}
	}

	var pack struct {
		Resources []struct {
			Path   string
			Schema struct{ Fields []struct{ Name string } }
		}
	}
	if err := json.Unmarshal(get("/datapackage.json").Body.Bytes(), &pack); err != nil {
		t.Fatal(err)
	}
	for _, resource := range pack.Resources {
		var said []string
		for _, field := range resource.Schema.Fields {
			said = append(said, field.Name)
		}
		if names := header(resource.Path); !slices.Equal(names, said) {
			t.Errorf("%s: has %q, said to have %q", resource.Path, names, said)
		}
	}
	var dcat map[string]any
	if err := json.Unmarshal(get("/dcat.jsonld").Body.Bytes(), &dcat); err != nil || len(dcat["dcat:distribution"].([]any)) != len(croissant.Distribution) {
		t.Errorf("DCAT: %v, %v", err, dcat)
	}
}
