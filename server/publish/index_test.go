package publish_test

import (
	"encoding/json"
	"strings"
	"testing"

	"demarc/data/testdata"
)

// The list of all pages tells in each language what happened on a day, and the page of each day
// leads to those before and after it.
func TestPagesLeadToEachOther(t *testing.T) {
	files := memory{}
	published(t, remembering(siteOf(t, testdata.Isles(), builtPage("one-1"))), files, options(1))
	for key, wants := range map[string][]string{
		"contents.html": {
			"<title>All days and zones · The Lantern Isles, 1961-1989</title>", `<a href="index.html">The Lantern Isles, 1961-1989</a>`,
			`<a href="day/1972-11-25.html">25 November 1972</a>: `, `<a href="zone/north.html">North Moor</a>: `,
			`<a lang="ru" hreflang="ru" href="contents.ru.html">`, ".geojson", "feed.atom", "dataset.jsonld",
		},
		"contents.ru.html": {
			`<html lang="ru">`, "Все дни и зоны", `<a href="day/1972-11-25.ru.html">25 ноября 1972 г.</a>: `, `<a href="index.html?lang=ru">`,
			`<link rel="canonical" href="https://example.org/maps/contents.ru.html">`,
		},
		"day/1972-11-25.html": {
			`<link rel="prev" href="day/1972-11-20.html">`, `<link rel="next" href="day/1972-12-01.html">`,
			`<a rel="prev" href="day/1972-11-20.html">Earlier: 20 November 1972</a>`, `<a href="contents.html">All days and zones</a>`,
		},
		"day/1972-11-25.ru.html": {`<a rel="next" href="day/1972-12-01.ru.html">Позже: 1 декабря 1972 г.</a>`, `<a href="contents.ru.html">Все дни и зоны</a>`},
	} {
		for _, want := range wants {
			if !strings.Contains(files[key], want) {
				t.Errorf("%s does not have %s:\n%s", key, want, files[key])
			}
		}
	}
	if first := files["day/1961-03-01.html"]; strings.Contains(first, `rel="prev"`) || !strings.Contains(first, `rel="next"`) {
		t.Error("the first day leads to a day before it, or to none after it")
	}
}

// What describes the dataset names files that are there, and none that only a server has.
func TestDescriptionsNameWhatThereIs(t *testing.T) {
	files := memory{}
	first, _ := versions(t)
	published(t, first, files, options(1))
	var schema struct {
		URL          string
		Distribution []struct{ ContentURL string }
	}
	var dcat struct {
		Files []struct {
			At struct {
				ID string `json:"@id"`
			} `json:"dcat:downloadURL"`
		} `json:"dcat:distribution"`
	}
	for key, into := range map[string]any{"dataset.jsonld": &schema, "dcat.jsonld": &dcat} {
		if err := json.Unmarshal([]byte(files[key]), into); err != nil {
			t.Fatalf("%s: %v", key, err)
		}
	}
	addresses := []string{schema.URL}
	for _, file := range schema.Distribution {
		addresses = append(addresses, file.ContentURL)
	}
	for _, file := range dcat.Files {
		addresses = append(addresses, file.At.ID)
	}
	if len(addresses) != 5 { // the page, the whole dataset, and in both GeoJSON, of places in one
		t.Errorf("got %q, want 5 addresses", addresses)
	}
	for _, address := range addresses {
		if key, ok := strings.CutPrefix(address, siteURL); !ok || files[key] == "" {
			t.Errorf("there is nothing at %q", address)
		}
	}
	if !strings.Contains(files["index.html"], `<script type="application/ld+json">{"@context":"https://schema.org/"`) {
		t.Error("the first page does not tell search engines of the dataset")
	}
	for _, key := range []string{"index.html", "day/2005-03-01.html"} {
		if !strings.Contains(files[key], `<link rel="describedby" type="application/ld+json" href="./dataset.jsonld">`) {
			t.Errorf("%s does not lead to the description", key)
		}
	}
}
