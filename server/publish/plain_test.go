package publish_test

import (
	"strings"
	"testing"

	"demarc/data/testdata"
)

// A page in a further language says all without scripts, and leads to the map in that language:
// what the address has goes first.
func TestPagesInFurtherLanguages(t *testing.T) {
	site := remembering(siteOf(t, testdata.Isles(), builtPage("one-1")))
	out := t.TempDir()
	published(t, site, directory(t, out), options(1))
	files := tree(t, out)
	first, other := files["day/1972-11-25.html"], files["day/1972-11-25.ru.html"]
	if !strings.Contains(first, "one-1.js") || !strings.Contains(first, "<noscript>") {
		t.Errorf("the first language has the map: %s", first)
	}
	for _, want := range []string{
		`<html lang="ru">`, `<base href="../index.html">`, "<h2>", "Сады", `href="day/1972-11-25.html"`,
		`location.replace("index.html?"+[location.search.slice(1),"d=1972-11-25\u0026lang=ru"].filter(Boolean).join("&"))`,
		`<a href="index.html?d=1972-11-25&amp;lang=ru">`,
	} {
		if !strings.Contains(other, want) {
			t.Errorf("the page in Russian has no %s: %s", want, other)
		}
	}
	for _, not := range []string{"one-1.js", "noscript", "data-site", "rel=\"preload\""} {
		if strings.Contains(other, not) {
			t.Errorf("the page in Russian has %s", not)
		}
	}
}
