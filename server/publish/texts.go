package publish

import (
	"bytes"
	"cmp"
	"context"
	"encoding/xml"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"demarc/data"
	"demarc/data/date"
)

// text is a page of the map for a view, told in words to those who run no script.
type text struct {
	key   string // index.html, day/2020-11-24.html
	path  string // embed, or "" for the map
	query string // of the view at the server
	view  string // what the page adds to its address when it opens
	lang  string // of a dataset with several; "": the first page, with all that is told
	zone  *data.Zone
	day   date.Date // of the page of a day
	// before and after are the pages of the days beside it; nil: there are none.
	before, after *text
}

// texts adds a page for the first view, for every day on which something changes and for every
// zone, in all languages of the dataset, the list of them, and feeds.
func (c *collector) texts(ctx context.Context) error {
	if err := c.describe(); err != nil {
		return err
	}
	var listed []text
	all := slices.Concat([]text{{key: "index.html"}, {key: "embed.html", path: "embed"}}, c.days(), c.zones())
	spoken, others := c.languages()
	for _, t := range all {
		pages := []text{t}
		if t.path == "" {
			pages = append(pages, in(t, others)...)
		}
		for _, in := range pages {
			c.progress(in.key)
			if err := c.text1(ctx, in, spoken, pages); err != nil {
				return fmt.Errorf("%s: %w", in.key, err)
			}
		}
		listed = append(listed, pages...)
	}
	c.list(all[2:])
	if c.URL == "" {
		return nil
	}
	for _, t := range c.days() {
		c.manifest.Days = append(c.manifest.Days, t.day.String())
	}
	c.siteMap(listed)
	return c.feeds(ctx)
}

// days are those on which something changes.
func (c *collector) days() (all []text) {
	timeline := c.Snapshot.Timeline
	for epoch := 1; ; epoch++ {
		during := timeline.EpochInterval(epoch)
		if timeline.Covers().Contains(during.From) {
			day := during.From.String()
			all = append(all, text{key: "day/" + day + ".html", query: "d=" + day, view: "d=" + day, day: during.From})
		}
		if during.To == date.Forever {
			return besides(all)
		}
	}
}

// besides has each day know those beside it.
func besides(days []text) []text {
	for i := range days {
		if i > 0 {
			days[i].before = &text{key: days[i-1].key, day: days[i-1].day}
		}
		if i+1 < len(days) {
			days[i].after = &text{key: days[i+1].key, day: days[i+1].day}
		}
	}
	return days
}

// zones are all that are drawn.
func (c *collector) zones() (all []text) {
	for _, z := range c.Snapshot.Zones() {
		if z.Geometry == nil {
			continue
		}
		at := fmt.Sprintf("sel=%.5f,%.5f", z.Label[0], z.Label[1])
		all = append(all, text{
			key: "zone/" + url.PathEscape(z.ID) + ".html", query: at, view: at, zone: z,
		})
	}
	return all
}

var (
	preview   = regexp.MustCompile(`content="[^"]*export/control\.png\?([^"]*)"`)
	inPage    = regexp.MustCompile(`src="[^"]*export/control\.png\?([^"]*)"`)
	sizes     = regexp.MustCompile(`<meta property="og:image:(?:width|height)" content="\d+">\n`)
	noServer  = regexp.MustCompile(`<link rel="(?:alternate" type="application/json\+oembed|describedby|version-history|up)"[^>]*>\n?`)
	describes = regexp.MustCompile(`<script type="application/ld\+json">[^<]*</script>\n?`) // files of a server
	feedLinks = regexp.MustCompile(`<link rel="alternate" type="application/(?:atom\+xml|feed\+json)"[^>]*>\n`)
	previews  = regexp.MustCompile(`<meta property="og:(?:url|image[^"]*)"[^>]*>\n`)
	dayData   = regexp.MustCompile(`<a href="control\?[^"]*">[^<]*</a> ?`)
	elsewhere = regexp.MustCompile(`<a href="(?:collections|datasets|compare)[^"]*">([^<]*)</a>`)
	comments  = regexp.MustCompile(`(?s)<!--.*?-->`)
	indents   = regexp.MustCompile(`\n\s+`)
	ownURL    = regexp.MustCompile(`<meta property="og:url" content="[^"]*">`)
	feedHref  = regexp.MustCompile(`href="[^"]*/feed\.(atom|json)[^"]*"`)
)

// text1 asks for a page and its picture, and makes what it leads to files. The picture is that of
// the first page for all languages.
func (c *collector) text1(ctx context.Context, t text, spoken string, inAll []text) error {
	lang := cmp.Or(t.lang, spoken)
	query := t.query + "&lang=" + url.QueryEscape(lang)
	got, err := c.must(ctx, t.path+"?"+strings.TrimPrefix(query, "&"))
	if err != nil {
		return err
	}
	content := got.body.Bytes()
	picture := ""
	if found := preview.FindSubmatch(content); found != nil {
		drawn := strings.Replace(html.UnescapeString(string(found[1])), "lang="+lang, "lang="+spoken, 1)
		if picture, err = c.picture(ctx, drawn); err != nil {
			return err
		}
	}
	content = c.unserved(shorter(content, t), t, picture, lang)
	content = indents.ReplaceAllLiteral(c.inLanguages(content, t, spoken, inAll), []byte("\n"))
	if t.lang != "" {
		content = plain(content, t, c.Snapshot.Dataset.Title.In(lang))
	}
	c.pages = append(c.pages, page{t.key, Head{Type: "text/html; charset=utf-8"}, content})
	return nil
}

// unserved replaces in a page what only a server has.
func (c *collector) unserved(content []byte, t text, picture, lang string) []byte {
	up := strings.Repeat("../", strings.Count(t.key, "/"))
	told, body, _ := bytes.Cut(comments.ReplaceAll(content, nil), []byte("</head>"))
	content = slices.Concat(c.unservedHead(told, t), []byte("</head>"), body)
	content = preview.ReplaceAllLiteral(content, []byte(`content="`+html.EscapeString(c.URL+picture)+`"`))
	content = inPage.ReplaceAllLiteral(content, []byte(`src="`+picture+`"`))
	content = elsewhere.ReplaceAll(dayData.ReplaceAll(content, nil), []byte("$1"))
	for _, address := range []string{"timeline", "events"} {
		content = bytes.ReplaceAll(content, []byte(`<a href="`+address+`">`), []byte(`<a href="`+c.manifest.Files[address]+`">`))
	}
	content = bytes.ReplaceAll(c.mapsOf(content), []byte(c.origin+"/"), []byte("./"))
	head := ""
	if up != "" {
		head = `<base href="` + up + `index.html">` // not every host has a page at the address of a folder
	}
	head += `<link rel="describedby" type="application/json" data-site href="./` + manifestKey + `" data-snapshot="` + c.manifest.Snapshot + `"`
	if c.manifest.Engine != "" {
		head += ` data-engine="./` + c.manifest.Engine + `"`
	}
	if t.view != "" {
		head += ` data-view="` + html.EscapeString(t.view) + `"`
	}
	toHead, toBody := t.beside(c, lang)
	head += `>` + c.early() + toHead
	if c.described != "" {
		head += `<link rel="describedby" type="application/ld+json" href="./` + describedKey + `">`
		if t.key == "index.html" {
			head += `<script type="application/ld+json">` + c.described + `</script>`
		}
	}
	content = bytes.Replace(content, []byte("<head>"), []byte("<head>\n    "+head), 1)
	return bytes.Replace(content, []byte("</noscript>"), slices.Concat(c.history(t, lang),
		fmt.Appendf(nil, `<p>%s<a href="%s">%s</a></p></noscript>`, toBody, inLanguage(contentsKey, t.lang), wordsIn(lang).all)), 1)
}

// unservedHead replaces in the head of a page what only a server has.
func (c *collector) unservedHead(head []byte, t text) []byte {
	head = sizes.ReplaceAll(describes.ReplaceAll(noServer.ReplaceAll(head, nil), nil), nil)
	if c.URL == "" {
		return previews.ReplaceAll(feedLinks.ReplaceAll(head, nil), nil)
	}
	address := html.EscapeString(c.URL + t.key)
	head = ownURL.ReplaceAllLiteral(head, []byte(`<meta property="og:url" content="`+address+`">`+"\n    "+`<link rel="canonical" href="`+address+`">`))
	return feedLinks.ReplaceAllFunc(head, func(found []byte) []byte {
		return feedHref.ReplaceAll(found, []byte(`href="`+html.EscapeString(c.URL)+`feed.$1"`))
	})
}

// early has browsers ask at once for what the page will want first.
func (c *collector) early() string {
	preload := func(key string) string {
		return `<link rel="preload" as="fetch" crossorigin href="./` + key + `">`
	}
	return `<link rel="manifest" href="./app.webmanifest">` + preload(manifestKey) + preload(c.manifest.Files["timeline?f=compact"])
}

// siteMap adds the list for search engines (https://www.sitemaps.org/protocol.html).
func (c *collector) siteMap(all []text) {
	type location struct {
		Loc string `xml:"loc"`
	}
	set := struct {
		XMLName xml.Name   `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URLs    []location `xml:"url"`
	}{}
	for _, t := range all {
		if t.path == "" {
			set.URLs = append(set.URLs, location{c.URL + t.key})
		}
	}
	content, err := xml.MarshalIndent(set, "", " ")
	if err != nil {
		panic(err) // texts alone
	}
	c.pages = append(c.pages, page{"sitemap.xml", Head{Type: "application/xml"}, slices.Concat([]byte(xml.Header), content, []byte("\n"))})
}
