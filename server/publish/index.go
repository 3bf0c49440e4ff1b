package publish

import (
	"bytes"
	"fmt"
	"html/template"
	"maps"
	"net/url"
	"slices"
	"strings"

	"demarc/data"
	"demarc/data/date"
	"demarc/data/permalink"
)

// contentsKey is the page that leads to all others.
const contentsKey = "contents.html"

// inLanguage is the key of a page in another language, "" for the first one.
func inLanguage(key, lang string) string {
	if lang == "" {
		return key
	}
	return strings.TrimSuffix(key, ".html") + "." + lang + ".html"
}

var contentsPage = template.Must(template.New("contents").Parse(`<!doctype html>
<html lang="{{.Lang}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Words.All}} · {{.Title}}</title>
{{with .URL}}<link rel="canonical" href="{{.}}{{$.Key}}">
{{range $.Others}}<link rel="alternate" hreflang="{{.Lang}}" href="{{$.URL}}{{.Key}}">
{{end}}{{end}}{{.Style}}
</head>
<body>
<h1><a href="{{.Map}}">{{.Title}}</a></h1>
<p>{{range .Others}}{{if ne .Key $.Key}}<a lang="{{.Lang}}" hreflang="{{.Lang}}" href="{{.Key}}">{{.Title}} ({{.Lang}})</a> {{end}}{{end}}</p>
<h2>{{.Words.Days}}</h2>
<ol>
{{range .Days}}<li><a href="{{.Key}}">{{.Name}}</a>{{with .Told}}: {{.}}{{end}}</li>
{{end}}</ol>
<h2>{{.Words.Zones}}</h2>
<ul>
{{range .Zones}}<li><a href="{{.Key}}">{{.Name}}</a>{{with .Told}}: {{.}}{{end}}</li>
{{end}}</ul>
<h2>{{.Words.Files}}</h2>
<ul>
{{range .Files}}<li><a href="{{.Key}}">{{.Name}}</a>{{with .Told}}: {{.}}{{end}}</li>
{{end}}</ul>
</body>
</html>
`))

// entry is a line of the list of all pages.
type entry struct{ Key, Name, Told string }

// list adds a page that leads to all others, in all languages of the dataset.
func (c *collector) list(all []text) {
	first, others := c.languages()
	type alternate struct{ Lang, Key, Title string }
	alternates := []alternate{{first, contentsKey, c.Snapshot.Dataset.Title.In(first)}}
	for _, lang := range others {
		alternates = append(alternates, alternate{lang, inLanguage(contentsKey, lang), c.Snapshot.Dataset.Title.In(lang)})
	}
	for _, in := range alternates {
		suffix, view := "", "index.html"
		if in.Lang != first {
			suffix, view = in.Lang, "index.html?lang="+url.QueryEscape(in.Lang)
		}
		w := wordsIn(in.Lang)
		var days, zones []entry
		for _, t := range all {
			if key := inLanguage(t.key, suffix); t.zone != nil {
				zones = append(zones, entry{key, t.zone.Names.In(in.Lang), c.heldLast(t.zone, in.Lang)})
			} else {
				days = append(days, entry{key, c.dayIn(t.day, in.Lang), c.happened(t.day, in.Lang)})
			}
		}
		var b bytes.Buffer
		err := contentsPage.Execute(&b, map[string]any{
			"Lang": in.Lang, "Key": in.Key, "Title": in.Title, "Map": view, "URL": c.URL, "Others": alternates, "Style": template.HTML(pageStyle),
			"Words": map[string]string{"All": w.all, "Days": w.days, "Zones": w.zones, "Files": w.files},
			"Days":  days, "Zones": zones, "Files": c.files(w),
		})
		if err != nil {
			panic(err) // a bytes.Buffer takes everything
		}
		c.pages = append(c.pages, page{in.Key, Head{Type: "text/html; charset=utf-8"}, b.Bytes()})
	}
}

// words are those of the page in a language.
func (c *collector) words(lang string) permalink.Words {
	return permalink.Read(c.Snapshot, url.Values{"lang": {lang}}).Words()
}

// dayIn is a day in words.
func (c *collector) dayIn(day date.Date, lang string) string {
	return c.words(lang).Date(day)
}

// mostTold is how many events or zones a day is told with.
const mostTold = 4

// happened tells what there was on a day: events, or who has held which zones from then on.
func (c *collector) happened(day date.Date, lang string) string {
	var told []string
	for _, e := range c.Snapshot.Dataset.Events {
		if title := e.Title.In(lang); e.Day == day && title != "" {
			told = append(told, title)
		}
	}
	if len(told) == 0 {
		for _, z := range c.Snapshot.Zones() {
			if p := c.Snapshot.Timeline.Period(z.ID, day); p != nil && p.Interval.From == day {
				told = append(told, z.Names.In(lang)+" → "+c.holder(p.Controller, p.Status, lang))
			}
		}
	}
	if len(told) > mostTold {
		told = append(told[:mostTold], "…")
	}
	return strings.Join(told, "; ")
}

// heldLast tells who holds a zone at the end.
func (c *collector) heldLast(z *data.Zone, lang string) string {
	periods := c.Snapshot.Timeline.Periods(z.ID)
	if len(periods) == 0 {
		return ""
	}
	last := periods[len(periods)-1]
	return c.holder(last.Controller, last.Status, lang)
}

func (c *collector) holder(controller, status, lang string) string {
	if controller == "" {
		return c.Snapshot.StatusIn(status, lang)
	}
	return c.Snapshot.ActorIn(controller, lang)
}

// files lists what there is for other programs.
func (c *collector) files(w words) (all []entry) {
	for _, address := range slices.Sorted(maps.Keys(c.manifest.Files)) {
		key := c.manifest.Files[address]
		name, isExport := strings.CutPrefix(address, "export/control.")
		switch {
		case address == "dataset.zip":
			name = "ZIP (" + w.everything + ")"
		case !isExport:
			continue
		}
		all = append(all, entry{key, name, fmt.Sprintf("%.2f MB", float64(c.has.Objects[key])/1e6)})
	}
	if c.URL == "" {
		return all
	}
	return append(all, entry{"feed.atom", "Atom", w.feeds}, entry{"feed.json", "JSON Feed", w.feeds}, entry{describedKey, "schema.org", ""})
}

// beside leads from the page of a day to those before and after it.
func (t text) beside(c *collector, lang string) (head, body string) {
	w := wordsIn(lang)
	for _, way := range []struct {
		rel, word string
		to        *text
	}{{"prev", w.earlier, t.before}, {"next", w.later, t.after}} {
		if way.to == nil {
			continue
		}
		key := template.HTMLEscapeString(inLanguage(way.to.key, t.lang))
		head += fmt.Sprintf(`<link rel="%s" href="%s">`, way.rel, key)
		body += fmt.Sprintf(`<a rel="%s" href="%s">%s: %s</a> `, way.rel, key, way.word, template.HTMLEscapeString(c.dayIn(way.to.day, lang)))
	}
	return head, body
}
