package server_test

import (
	"net/http"
	"strings"
	"testing"
)

// Where the address names no language, the page without JavaScript speaks that of the reader, as
// the page itself does; caches know it.
func TestPageSpeaksTheLanguageOfTheReader(t *testing.T) {
	h := pageHandler(t)
	const day = "/?d=1972-11-25"
	for _, tt := range []struct{ name, target, accept, lang, title string }{
		{"none", day, "", "en", "25 November 1972 · The Lantern Isles"},
		{"Russian", day, "ru", "ru", "25 ноября 1972 г. · Фонарные острова"},
		{"of a country", day, "ru-KZ,en;q=0.5", "ru", "25 ноября 1972 г. · Фонарные острова"},
		{"by weight", day, "ru;q=0.2, hy;q=0.9, en;q=0.1", "hy", "25 նոյեմբերի, 1972 թ."},
		{"the first known", day, "fr, de;q=0.9, az;q=0.8, *;q=0.1", "az", "25 noyabr 1972 · "},
		{"capitals", day, "RU", "ru", "25 ноября 1972 г."},
		{"refused", day, "ru;q=0, az;q=0.1", "az", "25 noyabr 1972"},
		{"none known", day, "fr, *", "en", "25 November 1972"},
		{"the address first", day + "&lang=az", "ru", "az", "25 noyabr 1972"},
		{"an unknown one in the address", day + "&lang=tlh", "ru", "ru", "25 ноября 1972 г."},
		{"broken", day, ";;,,q=x;-,--", "en", "25 November 1972"},
		{"long", day, strings.Repeat("ru-", 4000) + ", az", "az", "25 noyabr 1972"},
		{"names in a language of the dataset alone", day, "ar, ru", "ru", "25 ноября 1972 г. · "},
		{"embedded", "/embed?d=1972-11-25", "ru", "ru", "25 ноября 1972 г."},
	} {
		w := get(t, h, tt.target, "Accept-Language", tt.accept, "Accept", "text/html")
		body := w.Body.String()
		if w.Code != http.StatusOK || !strings.Contains(body, `<html lang="`+tt.lang+`">`) || !strings.Contains(body, "<title>"+tt.title) {
			t.Errorf("%s: %q: got %d, want language %s and title %q in\n%.400s", tt.name, tt.accept, w.Code, tt.lang, tt.title, body)
		}
		if got := w.Header().Get("Content-Language"); got != tt.lang {
			t.Errorf("%s: Content-Language %q, want %s", tt.name, got, tt.lang)
		}
		if vary := w.Header().Get("Vary"); !strings.Contains(vary, "Accept-Language") || !strings.Contains(vary, "Accept-Encoding") {
			t.Errorf("%s: Vary is %q", tt.name, vary)
		}
	}
	english, russian := get(t, h, day), get(t, h, day, "Accept-Language", "ru")
	tag := english.Header().Get("Etag")
	if tag == russian.Header().Get("Etag") {
		t.Errorf("two languages have the entity tag %s", tag)
	}
	if w := get(t, h, day, "Accept-Language", "ru", "If-None-Match", tag); w.Code != http.StatusOK {
		t.Errorf("Russian with the tag of English: got %d, want 200", w.Code)
	}
	if w := get(t, h, day, "Accept-Language", "ru", "If-None-Match", russian.Header().Get("Etag")); w.Code != http.StatusNotModified {
		t.Errorf("Russian with its tag: got %d, want 304", w.Code)
	}
}

// The list of datasets speaks the language of the reader too, the pages of the OGC API English.
func TestListSpeaksTheLanguageOfTheReader(t *testing.T) {
	h := several(t)
	for _, tt := range []struct {
		target, accept, lang string
		want                 []string
	}{
		{"/datasets", "", "en", []string{"<h1>Datasets</h1>", ">The Lantern Isles, 1961-1989</a>", "For programs:", "132° W to 126° W, 44.2° S to 40.2° S", "1 March 1961"}},
		{"/datasets", "ru-RU, en;q=0.5", "ru", []string{"<h1>Наборы данных</h1>", `lang="ru">Фонарные острова, 1961-1989</a>`, "132° з. д. – 126° з. д., 44.2° ю. ш. – 40.2° ю. ш.", "1 марта 1961 г."}},
		{"/datasets", "hy", "hy", []string{"Տվյալների հավաքածուներ", `lang="en">The Lantern Isles`, "մարտի"}},
		{"/datasets", "az", "az", []string{"Məlumat topluları", "132° q. u. – 126° q. u."}},
		{"/collections", "ru", "en", []string{"<h1>Collections</h1>"}},
	} {
		w := get(t, h, tt.target, "Accept-Language", tt.accept, "Accept", "text/html")
		body := w.Body.String()
		if !strings.Contains(body, `<html lang="`+tt.lang+`">`) {
			t.Errorf("%s in %q: want the language %s in\n%.200s", tt.target, tt.accept, tt.lang, body)
		}
		for _, want := range tt.want {
			if !strings.Contains(body, want) {
				t.Errorf("%s in %q lacks %q:\n%s", tt.target, tt.accept, want, body[max(0, strings.Index(body, "<body>")):])
			}
		}
		if vary := w.Header().Get("Vary"); strings.Contains(vary, "Accept-Language") != (tt.target == "/datasets") {
			t.Errorf("%s: Vary is %q", tt.target, vary)
		}
	}
	plain, russian := get(t, h, "/datasets"), get(t, h, "/datasets", "Accept-Language", "ru")
	if plain.Body.String() != russian.Body.String() {
		t.Error("the list as JSON depends on the language of the reader")
	}
}
