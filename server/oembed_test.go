package server_test

import (
	"bytes"
	"encoding/json"
	"html"
	"image/png"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"demarc/data/testdata"
	"demarc/server"
)

// embedding is an answer of /oembed as a consumer reads it.
type embedding struct {
	Version, Type, Title, HTML string
	AuthorName                 string `json:"author_name"`
	Width, Height              int
	ThumbnailURL               string `json:"thumbnail_url"`
	ThumbnailWidth             int    `json:"thumbnail_width"`
	ThumbnailHeight            int    `json:"thumbnail_height"`
}

// askOEmbed asks for a map, with more parameters if there are any.
func askOEmbed(t *testing.T, h http.Handler, path, address, more string) embedding {
	t.Helper()
	w := get(t, h, path+"?url="+url.QueryEscape(address)+more)
	var e embedding
	if err := json.Unmarshal(w.Body.Bytes(), &e); err != nil || w.Code != http.StatusOK {
		t.Fatalf("%s of %s: got %d %s", path, address, w.Code, w.Body)
	}
	if e.Version != "1.0" || e.Type != "rich" || e.Title == "" {
		t.Errorf("%s of %s: got version %q, type %q, title %q", path, address, e.Version, e.Type, e.Title)
	}
	return e
}

// source is the address in the code of a frame.
func source(t *testing.T, e embedding) *url.URL {
	t.Helper()
	found := regexp.MustCompile(`^<iframe src="([^"]*)" title="[^"]+" width="\d+" height="\d+"[^<>]*></iframe>$`).FindStringSubmatch(e.HTML)
	if found == nil {
		t.Fatalf("got the code %s", e.HTML)
	}
	u, err := url.Parse(html.UnescapeString(found[1]))
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// What is pasted comes back as a frame of the same view, wherever the map is served.
func TestOEmbedShowsTheViewOfAnAddress(t *testing.T) {
	root := pageHandler(t)
	for _, tt := range []struct {
		name, address string
		want          map[string]string // parameters of the frame; "": none
		title         string
	}{
		{"a day", "https://map.example/?d=1972-11-24", map[string]string{"d": "1972-11-24", "bounds": ""}, "24 November 1972 · The Lantern Isles"},
		{"the embedded map", "https://map.example/embed?d=1972-11-24&lock=1&theme=dark", map[string]string{"d": "1972-11-24", "lock": "1", "theme": "dark"}, "24 November 1972"},
		{"two days", "https://map.example/?d=1972-12-01&cmp=1972-09-27&mode=swipe", map[string]string{"cmp": "1972-09-27", "mode": "swipe"}, "27 September 1972 – 1 December 1972"},
		{"bounds", "https://map.example/?bounds=-131,-43,-128,-41", map[string]string{"bounds": "-131.0000,-43.0000,-128.0000,-41.0000"}, ""},
		{"bounds across the date line", "https://map.example/?bounds=170,-43,-170,-41", map[string]string{"bounds": "170.0000,-43.0000,-170.0000,-41.0000"}, ""},
		{"bounds that are none", "https://map.example/?bounds=1,2,3&d=1972-11-24", map[string]string{"bounds": "", "d": "1972-11-24"}, ""},
		{"empty bounds", "https://map.example/?bounds=1,2,1,2", map[string]string{"bounds": ""}, ""},
		{"a centre belongs to one window", "https://map.example/?c=-42.1,-129.5,7", map[string]string{"c": "", "bounds": "-136.0918,-44.6678,-122.9082,-39.5322"}, ""},
		{"a viewpoint", "https://map.example/?d=1972-10-20&vp=crown_announced", map[string]string{"vp": "crown_announced"}, "As announced by the Crown"},
		{"Russian", "https://map.example/?d=1972-11-25&lang=ru", map[string]string{"lang": "ru"}, "25 ноября 1972 г."},
		{"what is not ours", "https://map.example/?d=1972-11-25&utm_source=x&tab=zones", map[string]string{"utm_source": "", "tab": ""}, ""},
		{"http", "http://map.example/?d=1972-11-25", map[string]string{"d": "1972-11-25"}, ""},
		{"no slash", "https://map.example?d=1972-11-25", map[string]string{"d": "1972-11-25"}, ""},
	} {
		e := askOEmbed(t, root, "/oembed", tt.address, "")
		at := source(t, e)
		if at.Host != "map.example" || at.Scheme != "https" || at.Path != "/embed" {
			t.Errorf("%s: the frame shows %s", tt.name, at)
		}
		for name, want := range tt.want {
			if got := at.Query().Get(name); got != want {
				t.Errorf("%s: %s of the frame is %q, want %q", tt.name, name, got, want)
			}
		}
		if !strings.Contains(e.Title, tt.title) || !strings.Contains(html.UnescapeString(e.HTML), e.Title) {
			t.Errorf("%s: got title %q, want %q, also in %s", tt.name, e.Title, tt.title, e.HTML)
		}
	}
}

// The limits of a consumer hold for the frame and for the picture, which is there.
func TestOEmbedKeepsToTheLimits(t *testing.T) {
	h := pageHandler(t)
	for _, tt := range []struct {
		more          string
		width, height int
	}{
		{"", 720, 480}, {"&maxwidth=600", 600, 400}, {"&maxwidth=5000&maxheight=5000", 720, 480}, {"&maxheight=300", 720, 300},
		{"&maxwidth=320", 320, 320}, {"&maxwidth=100&maxheight=50", 100, 50}, {"&maxwidth=&maxheight=", 720, 480},
		{"&format=json&dnt=1&maxwidth=640", 640, 426},
	} {
		e := askOEmbed(t, h, "/oembed", "https://map.example/?d=1972-11-24", tt.more)
		if e.Width != tt.width || e.Height != tt.height {
			t.Errorf("%q: got %d x %d, want %d x %d", tt.more, e.Width, e.Height, tt.width, tt.height)
		}
		if e.ThumbnailURL == "" {
			if tt.width >= 200 && tt.height >= 200 {
				t.Errorf("%q: no picture", tt.more)
			}
			continue
		}
		w := get(t, h, strings.TrimPrefix(e.ThumbnailURL, "https://map.example"))
		size, err := png.DecodeConfig(w.Body)
		if err != nil || size.Width != e.ThumbnailWidth || size.Height != e.ThumbnailHeight || size.Width > tt.width || size.Height > tt.height {
			t.Errorf("%q: picture %d x %d, %v, told %d x %d", tt.more, size.Width, size.Height, err, e.ThumbnailWidth, e.ThumbnailHeight)
		}
	}
}

// What is no map of ours is refused in the words and by the numbers of the specification, and is no
// fault of ours in the log.
func TestOEmbedRefuses(t *testing.T) {
	var log bytes.Buffer
	h := server.NewOf([]server.Dataset{{ID: "isles", Store: loaded(testdata.Copy(t, testdata.Isles()))}}, server.Options{
		Public: address(t, "https://map.example"), Log: slog.New(slog.NewTextHandler(&log, nil)), Page: tinyPage})
	ours := url.QueryEscape("https://map.example/?d=1972-11-24")
	for _, tt := range []struct {
		query string
		code  int
		says  string
	}{
		{"", 400, "url"}, {"url=", 400, "url"}, {"url=%25zz", 400, "url"}, {"url=/embed", 400, "url"}, {"url=javascript:alert(1)", 400, "url"},
		{"url=ftp://map.example/", 400, "url"}, {"url=https://other.example/", 404, "no map"}, {"url=https://map.example.evil.example/", 404, "no map"},
		{"url=https://map.example:8443/", 404, "no map"}, {"url=https://user@other.example/", 404, "no map"},
		{"url=https://map.example/timeline", 404, "no map"}, {"url=https://map.example/embed/v1.js", 404, "no map"}, {"url=https://map.example/d/nobody/", 404, "no map"},
		{"url=https://map.example/d/%2525/", 404, "no map"}, {"url=https://map.example//", 404, "no map"},
		{"url=" + ours + "&format=xml", 501, "xml"}, {"url=" + ours + "&format=yaml", 501, "yaml"},
		{"url=" + ours + "&maxwidth=wide", 400, "maxwidth"}, {"url=" + ours + "&maxheight=-1", 400, "maxheight"}, {"url=" + ours + "&maxwidth=0", 400, "maxwidth"},
	} {
		w := get(t, h, "/oembed?"+tt.query)
		if w.Code != tt.code || !strings.Contains(w.Body.String(), tt.says) {
			t.Errorf("%q: got %d %s, want %d with %q", tt.query, w.Code, w.Body, tt.code, tt.says)
		}
	}
	if log.Len() > 0 {
		t.Errorf("the log has %s", log.String())
	}
}

// Of several datasets below the path of a proxy, each has its frame, whichever is asked, and one
// without data says so.
func TestOEmbedOfEachDataset(t *testing.T) {
	h := server.NewOf([]server.Dataset{
		{ID: "isles", Store: loaded(testdata.Copy(t, testdata.Isles()))}, {ID: "a valley", Store: loaded(testdata.Copy(t, testdata.Small()))}, {ID: "broken", Store: loaded(nil)},
	}, server.Options{Public: address(t, "https://news.example/maps"), Page: tinyPage})
	for _, tt := range []struct{ path, address, frame string }{
		{"/oembed", "https://news.example/maps/", "/maps/embed"},
		{"/oembed", "https://news.example/maps", "/maps/embed"},
		{"/oembed", "https://news.example/maps/d/a%20valley/", "/maps/d/a%20valley/embed"},
		{"/d/a%20valley/oembed", "https://news.example/maps/d/isles/embed?d=1972-11-24", "/maps/d/isles/embed"},
		{"/d/broken/oembed", "https://news.example/maps/d/a%20valley?d=2001-01-01", "/maps/d/a%20valley/embed"},
	} {
		if got := source(t, askOEmbed(t, h, tt.path, tt.address, "")).EscapedPath(); got != tt.frame {
			t.Errorf("%s of %s: the frame shows %s, want %s", tt.path, tt.address, got, tt.frame)
		}
	}
	for address, want := range map[string]int{
		"https://news.example/maps/d/broken/": 503, "https://news.example/": 404, "https://news.example/mapsandmore/": 404,
	} {
		if w := get(t, h, "/oembed?url="+url.QueryEscape(address)); w.Code != want {
			t.Errorf("%s: got %d %s, want %d", address, w.Code, w.Body, want)
		}
	}
}

// The page and the embedded map lead consumers to their own description.
func TestPagesLeadToOEmbed(t *testing.T) {
	h := pageHandler(t)
	for _, target := range []string{"/?d=1972-11-24&vp=crown_announced", "/embed?d=1972-11-24&bounds=-131,-43,-128,-41"} {
		found := regexp.MustCompile(`<link rel="alternate" type="application/json\+oembed" href="https://map.example([^"]+)" title="[^"]+">`).
			FindStringSubmatch(get(t, h, target).Body.String())
		if found == nil {
			t.Fatalf("%s: no link", target)
		}
		at := html.UnescapeString(found[1])
		w := get(t, h, at)
		var e embedding
		if err := json.Unmarshal(w.Body.Bytes(), &e); err != nil {
			t.Fatalf("%s: got %d %s", at, w.Code, w.Body)
		}
		asked, err := url.Parse(target)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := source(t, e).Query().Get("d"), asked.Query().Get("d"); got != want {
			t.Errorf("%s: the frame has the day %s, want %s", target, got, want)
		}
	}
}

// No address becomes markup in the code that others paste.
func TestOEmbedEscapes(t *testing.T) {
	h := pageHandler(t)
	evil := `"><script>alert(1)</script>`
	for _, name := range []string{"d", "sel", "cmp", "vp", "lang", "theme", "hide", "bounds", "mode"} {
		address := "https://map.example/?" + url.Values{name: {evil}}.Encode()
		if e := askOEmbed(t, h, "/oembed", address, ""); strings.Contains(e.HTML, "<script") || strings.Count(e.HTML, `"`) != 14 {
			t.Errorf("%s: got %s", name, e.HTML)
		}
	}
}
