package publish

import (
	"bytes"
	"fmt"
	"html"
	"html/template"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"demarc/data/date"
)

// languages are those of the dataset: that of the first pages, English if it has it, and all
// others. Files know nothing of what a reader's browser prefers, so each has pages of its own.
func (c *collector) languages() (first string, others []string) {
	all := c.Snapshot.Dataset.Languages
	first = "en"
	if len(all) > 0 && !slices.Contains(all, first) {
		first = all[0]
	}
	return first, slices.DeleteFunc(slices.Clone(all), func(lang string) bool { return lang == first })
}

// in is a page in other languages: day/2020-11-24.ru.html.
func in(t text, languages []string) (pages []text) {
	for _, lang := range languages {
		other := t
		other.lang, other.key = lang, inLanguage(t.key, lang)
		other.view = strings.TrimPrefix(t.view+"&lang="+url.QueryEscape(lang), "&")
		pages = append(pages, other)
	}
	return pages
}

var (
	sourceHead = regexp.MustCompile(`<th scope="col">[^<]*</th></tr></thead>`)
	sourceCell = regexp.MustCompile(`<td>(?:<a |<span)[^\n]*</td></tr>`)
)

// shorter leaves out what another page says: that of a zone what all others were, and those in
// other languages than the first the sources, which are by far the most of them.
func shorter(content []byte, t text) []byte {
	if t.zone != nil {
		return without(content, "<table>", "</table>\n")
	}
	if t.lang == "" {
		return content
	}
	return sourceCell.ReplaceAll(sourceHead.ReplaceAll(content, []byte("</tr></thead>")), []byte("</tr>"))
}

// without leaves out what lies between two texts, with them, wherever they stand.
func without(content []byte, from, to string) []byte {
	var kept []byte
	for {
		before, rest, found := bytes.Cut(content, []byte(from))
		_, after, ends := bytes.Cut(rest, []byte(to))
		if !found || !ends {
			return append(kept, content...)
		}
		kept, content = append(kept, before...), after
	}
}

// inLanguages has a page lead to the same in other languages, for search engines and for readers.
func (c *collector) inLanguages(content []byte, t text, spoken string, all []text) []byte {
	if len(all) < 2 {
		return content
	}
	var head, body strings.Builder
	body.WriteString("<p>")
	for _, other := range all {
		lang := html.EscapeString(other.lang)
		if lang == "" {
			lang = spoken
		}
		if c.URL != "" {
			fmt.Fprintf(&head, `<link rel="alternate" hreflang="%s" href="%s">`, lang, html.EscapeString(c.URL+other.key))
		}
		if other.key != t.key {
			fmt.Fprintf(&body, `<a lang="%s" hreflang="%s" href="%s">%s (%s)</a> `, lang, lang, html.EscapeString(other.key),
				html.EscapeString(c.Snapshot.Dataset.Title.In(lang)), lang)
		}
	}
	body.WriteString("</p></noscript>")
	content = bytes.Replace(content, []byte("</head>"), []byte(head.String()+"</head>"), 1)
	return bytes.Replace(content, []byte("</noscript>"), []byte(body.String()), 1)
}

var historyTable = template.Must(template.New("history").Parse(`
      <h3>{{.Name}}</h3>
      <table>
        <thead><tr><th scope="col">{{.Words.Since}}</th><th scope="col">{{.Words.Controller}}</th><th scope="col">{{.Words.Status}}</th></tr></thead>
        <tbody>
        {{- range .Periods}}
          <tr><td>{{.Since}}</td><td>{{.Controller}}</td><td>{{.Status}}</td></tr>
        {{- end}}
        </tbody>
      </table>
`))

// history tells who held the zone of a page when.
func (c *collector) history(t text, lang string) []byte {
	if t.zone == nil {
		return nil
	}
	words := c.words(lang)
	type period struct{ Since, Controller, Status string }
	var periods []period
	for _, p := range c.Snapshot.Timeline.Periods(t.zone.ID) {
		row := period{Status: c.Snapshot.StatusIn(p.Status, lang)}
		if p.Interval.From != date.Beginning {
			row.Since = words.Date(p.Interval.From)
		}
		if p.Controller != "" {
			row.Controller = c.Snapshot.ActorIn(p.Controller, lang)
		}
		periods = append(periods, row)
	}
	var b bytes.Buffer
	if err := historyTable.Execute(&b, map[string]any{"Name": t.zone.Names.In(lang), "Periods": periods, "Words": words}); err != nil {
		panic(err) // a bytes.Buffer takes everything
	}
	return b.Bytes()
}
