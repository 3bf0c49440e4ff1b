package server_test

import (
	"html"
	"image/png"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"demarc/data/live"
	"demarc/data/testdata"
	"demarc/server"
)

// pageHandler serves the bundled dataset with an index.html that has the marks.
func pageHandler(t *testing.T) http.Handler {
	t.Helper()
	live, err := live.New(testdata.Isles())
	if err != nil {
		t.Fatal(err)
	}
	return server.New(live, server.Options{Public: address(t, "https://map.example"), Page: fstest.MapFS{"index.html": {Data: []byte(
		`<!doctype html><html lang="en"><head><!--head--><title>demarc</title><!--/head--></head>` +
			`<body><noscript><!--body--><p>none</p><!--/body--></noscript></body></html>`)}}})
}

func TestPageTellsTheViewInTheAddress(t *testing.T) {
	h := pageHandler(t)
	for _, tt := range []struct{ name, target, want string }{
		{"title", "/?d=1972-11-25", "<title>25 November 1972 · The Lantern Isles"},
		{"the default day", "/", "<title>25 November 1972 · The Lantern Isles"},
		{"a day that is none", "/?d=1972-13-45", "<title>25 November 1972 · The Lantern Isles"},
		{"areas", "/?d=1972-11-25", `<meta name="description" content="Control: League `},
		{"preview", "/?d=1972-11-24", `<meta property="og:title" content="24 November 1972 · `},
		{"address", "/?d=1972-11-24&lang=ru", `<meta property="og:url" content="https://map.example/?d=1972-11-24&amp;lang=ru">`},
		{"the place before", "/?d=1972-11-24&sel=-130.3,-42.2", "The Orchards: Crown, Controlled, since 1 March 1961."},
		{"the place after", "/?d=1972-11-25&sel=-130.3,-42.2", "The Orchards: League, Controlled, since 25 November 1972."},
		{"a corrected statement", "/?d=1976-01-01&sel=-127.5,-41.6", "Lesser Isles: League, Controlled, since 15 June 1975. Corrected on 20 November 1989."},
		{"what was wrong", "/?d=1976-01-01&sel=-127.5,-41.6", `<p class="correction"><strong>Corrected on 20 November 1989</strong>; before: <span>Held by the Crown until 22 June.</span>; now: <span>Held by the League from 15 June on.</span>; why: <span>The harbour book was misread.</span>; found by: <span>A reader in Fonar</span></p>`},
		{"what was wrong, Russian", "/?d=1976-01-01&sel=-127.5,-41.6&lang=ru", `<strong>Исправлено 20 ноября 1989 г.</strong>; было: <span lang="en">Held by the Crown until 22 June.</span>`},
		{"what was wrong, Armenian", "/?d=1976-01-01&sel=-127.5,-41.6&lang=hy", "<strong>Ուղղվել է 20 նոյեմբերի, 1989 թ."},
		{"a corrected row", "/?d=1976-01-01", "<td>15 June 1975 (Corrected on 20 November 1989)</td>"},
		{"a preview of what was corrected", "/?d=1976-01-01&sel=-127.5,-41.6", `<meta property="og:description" content="Lesser Isles: League, Controlled, since 15 June 1975. Corrected on 20 November 1989. Control: `},
		{"table", "/?d=1972-11-25", `<th scope="row">The Orchards</th><td>League</td><td>Controlled</td><td>25 November 1972</td>`},
		{"Russian", "/?d=1972-11-25&lang=ru", "<title>25 ноября 1972 г. · Фонарные острова"},
		{"Russian, language of the page", "/?d=1972-11-25&lang=ru", `<html lang="ru">`},
		{"Armenian", "/?d=1972-11-25&lang=hy", "25 նոյեմբերի, 1972 թ."},
		{"Azerbaijani", "/?d=1972-11-25&lang=az", "25 noyabr 1972 · "},
		{"two dates", "/?d=1972-12-01&cmp=1972-09-27", "<title>27 September 1972 – 1 December 1972 · "},
		{"rounded as the page does", "/?d=1972-11-25", "Wardens 55 km²"},
		{"what passed", "/?d=1972-12-01&cmp=1972-09-27", "Crown → League: "},
		{"outside of the data", "/?d=2030-01-01", "<p>The dataset speaks of 1 March 1961 to "},
		{"outside of the data, Russian", "/?d=2030-01-01&lang=ru", "<p>Данные охватывают только период с 1 марта 1961 г. по "},
		{"compared with a day outside, Armenian", "/?d=1972-11-25&cmp=2030-01-01&lang=hy", "<p>Տվյալների հավաքածուն խոսում է միայն այս օրերի մասին՝ "},
		{"a sentence that ends with an abbreviation", "/?d=1972-11-25&sel=-130.3,-42.2&lang=ru", "25 ноября 1972 г.</p>"},
		{"what the dataset has in one language", "/?d=1972-11-25&lang=ru", `<p lang="en">`},
		{"publications", "/?d=1972-11-25&lang=ru", `<a lang="en" href="https://`},
		{"picture of the day", "/?d=1972-11-24", `<meta property="og:image" content="https://map.example/export/control.png?datetime=1972-11-24&height=630&lang=en&width=1200">`},
		{"picture of what changed", "/?d=1972-12-01&cmp=1972-09-27&lang=ru", "control.png?datetime=1972-09-27%2F1972-12-01&height=630&lang=ru&width=1200"},
		{"picture of a later day compared with", "/?d=1972-09-27&cmp=1972-12-01", "control.png?datetime=1972-09-27%2F1972-12-01&"},
		{"picture of what is in view", "/?d=1972-11-24&c=39.8,46.6,9", "control.png?bbox=44.9521%2C39.1353%2C48.2479%2C40.4647&datetime="},
		{"picture as a viewpoint has it", "/?d=1972-10-20&vp=crown_announced", "&viewpoint=crown_announced&"},
		{"drawn picture of the day", "/?d=1972-11-24&vp=crown_announced", `<img src="export/control.png?datetime=1972-11-24&height=630&lang=en&viewpoint=crown_announced&width=1200" alt="The Lantern Isles, 1961-1989, 24 November 1972. As announced by the Crown. Control: `},
		{"another map", "/?d=1972-11-24&with=other&lang=ru", `<a href="compare?b=other&datetime=1972-11-24&f=html&lang=ru">Где две карты расходятся</a>`},
		{"another map as a viewpoint has it", "/?d=1972-11-24&with=other&vp=crown_announced", "&lang=en&viewpoint=crown_announced\">"},
		{"another map as nobody has it", "/?d=1972-11-24&with=other&vp=nobody", "f=html&lang=en\">"},
		{"embedded", "/embed?d=1972-11-24", "<title>24 November 1972 · "},
	} {
		w := get(t, h, tt.target)
		if w.Code != http.StatusOK || !strings.Contains(html.UnescapeString(w.Body.String()), html.UnescapeString(tt.want)) {
			t.Errorf("%s: %s: got %d without %q in\n%.1500s", tt.name, tt.target, w.Code, tt.want, w.Body)
		}
	}
}

// describedScript begins what the page tells search engines of the dataset.
const describedScript = `<script type="application/ld+json">`

// Nothing of an address may become markup.
func TestPageEscapesTheAddress(t *testing.T) {
	h := pageHandler(t)
	evil := "%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
	for _, name := range []string{"d", "sel", "cmp", "lang", "vp", "with", "x"} {
		body := strings.Replace(get(t, h, "/?"+name+"="+evil).Body.String(), describedScript, "", 1)
		if regexp.MustCompile(`(?i)<script`).MatchString(body) {
			t.Errorf("%s: markup of the address is in the page: %s", name, body)
		}
	}
}

func TestOnlyTheEmbeddedPageMayBeFramed(t *testing.T) {
	h := pageHandler(t)
	for target, want := range map[string]string{"/": "frame-ancestors 'self'", "/embed": "frame-ancestors *", "/index.html": "frame-ancestors 'self'"} {
		if got := get(t, h, target).Header().Get("Content-Security-Policy"); !strings.HasSuffix(got, want) {
			t.Errorf("%s: got policy %q, want %s at its end", target, got, want)
		}
	}
}

func FuzzPageView(f *testing.F) {
	live, err := live.New(testdata.Isles())
	if err != nil {
		f.Fatal(err)
	}
	h := server.New(live, server.Options{Page: fstest.MapFS{"index.html": {Data: []byte("<!--head--><!--/head--><!--body--><!--/body-->")}}})
	for _, query := range []string{"d=1972-11-25&sel=-130.3,-42.2", "cmp=1961-03-01&d=2030-01-01", "sel=NaN,1e999&lang=hy&vp=x", "%zz"} {
		f.Add(query)
	}
	f.Fuzz(func(t *testing.T, query string) {
		r, err := http.NewRequest(http.MethodGet, "/", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.URL.RawQuery = query
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code >= 500 || strings.Contains(strings.Replace(w.Body.String(), describedScript, "", 1), "<script") {
			t.Errorf("%q: got %d %s", query, w.Code, w.Body)
		}
	})
}

// A preview that does not load is worse than none: the address that the page names is asked.
func TestPreviewPictureIsThere(t *testing.T) {
	h := pageHandler(t)
	for _, target := range []string{"/?d=1972-11-25", "/?d=1972-12-01&cmp=1972-09-27", "/?d=2030-01-01", "/?d=1972-11-25&c=-85,179,3&vp=crown_announced&lang=hy", "/?d=1972-11-25&c=0,0,0"} {
		found := regexp.MustCompile(`og:image" content="https://map.example([^"]*)"`).FindStringSubmatch(get(t, h, target).Body.String())
		if found == nil {
			t.Fatalf("%s: no picture", target)
		}
		w := get(t, h, html.UnescapeString(found[1]))
		size, err := png.DecodeConfig(w.Body)
		if w.Code != http.StatusOK || err != nil || size.Width != 1200 || size.Height != 630 {
			t.Errorf("%s: %s: got %d, %d × %d, %v, want a picture of 1200 × 630", target, found[1], w.Code, size.Width, size.Height, err)
		}
	}
}

// The page lists what can be read, and leads to all the rest.
func TestPageIsNoTableOfThousands(t *testing.T) {
	h := server.New(loaded(testdata.Copy(t, testdata.Many())), server.Options{Page: tinyPage})
	w := get(t, h, "/?d=1985-01-01")
	link := regexp.MustCompile(`<a href="([^"]*)">All of them, 20 more than are listed here</a>`).FindStringSubmatch(w.Body.String())
	if n := strings.Count(w.Body.String(), `<tr><th scope="row"`); link == nil || n != 300 {
		t.Fatalf("got %d rows and the link %q, want 300 and one to all", n, link)
	}
	if all := get(t, h, "/"+html.UnescapeString(link[1])); all.Code != http.StatusOK {
		t.Errorf("%s: got %d", link[1], all.Code)
	}
}

// A statement that was never wrong is not called corrected.
func TestPageCallsNothingElseCorrected(t *testing.T) {
	h := pageHandler(t)
	for _, target := range []string{"/?d=1972-11-25&sel=-130.3,-42.2", "/?d=1970-01-01&sel=-127.5,-41.6"} {
		body := get(t, h, target).Body.String()
		if strings.Contains(body, `class="correction"`) {
			t.Errorf("%s: %s", target, body)
		}
	}
}
