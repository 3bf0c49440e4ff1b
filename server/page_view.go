package server

import (
	"bytes"
	"cmp"
	"fmt"
	"html/template"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/date"
)

// pageView is what a permalink of the page shows, in words: for link previews,
// search engines and readers without JavaScript.
type pageView struct {
	Title, Description, URL, Dataset string
	Lang, Heading                    string
	Words                            pageWords
	Rows                             []pageRow
	Reason                           string // why nothing is known of the day
	Place                            string // what the selected place was, in a sentence
	Attribution                      string
	Data                             []pageLink
	Maps                             string // address of the list of datasets; "": there is one alone
	Picture                          string // address of the map as a picture
	PictureWidth, PictureHeight      int
}

// pageRow says of one zone who held it on the day, and how.
type pageRow struct{ Zone, Controller, Status, Since, Sources string }

type pageLink struct{ Text, Href string }

// The marks in index.html between which the server writes.
var pageMarks = []struct {
	begin, end string
	template   *template.Template
}{
	{"<!--head-->", "<!--/head-->", template.Must(template.New("head").Parse(pageHead))},
	{"<!--body-->", "<!--/body-->", template.Must(template.New("body").Parse(pageBody))},
}

const pageHead = `
    <title>{{.Title}}</title>
    <meta name="description" content="{{.Description}}">
    <meta property="og:type" content="website">
    <meta property="og:site_name" content="demarc">
    <meta property="og:title" content="{{.Title}}">
    <meta property="og:description" content="{{.Description}}">
    <meta property="og:url" content="{{.URL}}">
    <meta property="og:locale" content="{{.Lang}}">
    <meta property="og:image" content="{{.Picture}}">
    <meta property="og:image:type" content="image/png">
    <meta property="og:image:width" content="{{.PictureWidth}}">
    <meta property="og:image:height" content="{{.PictureHeight}}">
    <meta property="og:image:alt" content="{{.Heading}}. {{.Description}}">
    <meta name="twitter:card" content="summary_large_image">
    `

const pageBody = `
      <h2>{{.Heading}}</h2>
      <p>{{.Description}}</p>
      {{- with .Place}}
      <p>{{.}}</p>{{end}}
      {{- with .Reason}}
      <p>{{.}}</p>{{end}}
      <table>
        <thead><tr><th scope="col">{{.Words.Zone}}</th><th scope="col">{{.Words.Controller}}</th><th scope="col">{{.Words.Status}}</th><th scope="col">{{.Words.Since}}</th><th scope="col">{{.Words.Sources}}</th></tr></thead>
        <tbody>
        {{- range .Rows}}
          <tr><th scope="row">{{.Zone}}</th><td>{{.Controller}}</td><td>{{.Status}}</td><td>{{.Since}}</td><td>{{.Sources}}</td></tr>
        {{- end}}
        </tbody>
      </table>
      <p>{{.Words.NoScript}} {{range .Data}}<a href="{{.Href}}">{{.Text}}</a> {{end}}</p>
      {{- with .Maps}}
      <p><a href="{{.}}?f=html">{{$.Words.Others}}</a></p>{{end}}
      <p>{{.Attribution}}</p>
      `

// render writes the view in the address into the page; the page stays as it was
// built where it has no marks.
func (p page) render(index []byte, view pageView) ([]byte, error) {
	for _, mark := range pageMarks {
		before, rest, ok := bytes.Cut(index, []byte(mark.begin))
		_, after, closed := bytes.Cut(rest, []byte(mark.end))
		if !ok || !closed {
			continue
		}
		var b bytes.Buffer
		b.Write(before)
		if err := mark.template.Execute(&b, view); err != nil {
			return nil, err
		}
		b.Write(after)
		index = b.Bytes()
	}
	return bytes.Replace(index, []byte(`<html lang="en">`), []byte(`<html lang="`+view.Lang+`">`), 1), nil
}

// pageView reads the address as the page does: what cannot be read is left
// out. The parameters are those of the page's url.ts.
func (s *Server) pageView(q *request) pageView {
	snapshot, values := q.snapshot, q.values
	if seen, err := snapshot.View(values.Get("vp")); err == nil {
		snapshot = seen
	}
	day, err := date.Parse(values.Get("d"))
	if err != nil {
		day = snapshot.Dataset.View.Date
	}
	words, lang := pageWordsIn(values.Get("lang"))
	title := snapshot.Dataset.Title.In(lang)
	dated := words.Date(day)
	view := pageView{
		Title: dated + " · " + title, Heading: title + ", " + dated, Dataset: title, Lang: lang, Words: words,
		URL: q.links.self(), Attribution: snapshot.Dataset.Attribution,
		Description: describe(snapshot, day, lang, words), Reason: snapshot.Uncovered(day),
		Data: []pageLink{
			{"GeoJSON", "control?datetime=" + day.String()}, {"/timeline", "timeline"}, {"/events", "events"},
		},
	}
	if from, err := date.Parse(values.Get("cmp")); err == nil {
		view.Title = words.Date(from) + " – " + view.Title
		view.Description = changed(snapshot, from, day, lang, words)
	}
	if point, ok := selected(values.Get("sel")); ok {
		if place := placeLine(snapshot.Locate(point, day), snapshot, lang, words); place != "" {
			view.Place, view.Description = place, place+" "+view.Description
		}
	}
	view.Picture, view.PictureWidth, view.PictureHeight = q.pictureOf(snapshot, day, lang), previewWidth, previewHeight
	view.Rows = pageRows(snapshot, day, lang, words)
	if len(s.datasets) > 1 {
		view.Maps = q.links.toRoot() + "datasets"
	}
	return view
}

// searchOf returns the query with its question mark, "" when there is none.
func searchOf(r *http.Request) string {
	if r.URL.RawQuery == "" {
		return ""
	}
	return "?" + r.URL.RawQuery
}

// selected reads sel=longitude,latitude.
func selected(text string) (orb.Point, bool) {
	lon, lat, ok := strings.Cut(text, ",")
	x, err := strconv.ParseFloat(lon, 64)
	y, err2 := strconv.ParseFloat(lat, 64)
	return orb.Point{x, y}, ok && err == nil && err2 == nil && x >= -180 && x <= 180 && y >= -90 && y <= 90
}

// placeLine says who held the place on the day: "Kalbajar district: Azerbaijan,
// Controlled, since 25 November 2020."
func placeLine(at data.Location, snapshot *data.Snapshot, lang string, words pageWords) string {
	if at.Zone == nil {
		return ""
	}
	parts := []string{actorIn(snapshot, at.Control.Controller, lang), snapshot.StatusIn(at.Control.Status, lang)}
	if at.Control.From != nil {
		parts = append(parts, words.Since+" "+words.Date(*at.Control.From))
	}
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	return at.Zone.Names.In(lang) + ": " + strings.Join(parts, ", ") + "."
}

// describe sums the areas by controller: "Azerbaijan 8,599 km², ...".
func describe(snapshot *data.Snapshot, day date.Date, lang string, words pageWords) string {
	var order []string
	sums := map[string]float64{}
	stats, err := snapshot.Stats(data.StatsQuery{During: date.Interval{From: day, To: day + 1}})
	if err != nil {
		return "" // only regions can be unknown, and none is asked for
	}
	for _, series := range stats.Series {
		for _, area := range series.Areas {
			name := cmp.Or(actorIn(snapshot, area.Controller, lang), snapshot.StatusIn(area.Status, lang))
			if _, ok := sums[name]; !ok {
				order = append(order, name)
			}
			sums[name] += area.Km2
		}
	}
	var parts []string
	for _, name := range order {
		parts = append(parts, fmt.Sprintf("%s %.0f %s", name, math.Round(sums[name]), words.Km2))
	}
	return words.Control + ": " + strings.Join(parts, ", ") + "."
}

// changed sums what passed between two days.
func changed(snapshot *data.Snapshot, from, to date.Date, lang string, words pageWords) string {
	diff := snapshot.Diff(from, to)
	if diff.Reason != "" {
		return diff.Reason
	}
	var parts []string
	for _, t := range diff.Totals {
		parts = append(parts, fmt.Sprintf("%s → %s: %.0f %s", actorIn(snapshot, t.From, lang), actorIn(snapshot, t.To, lang), math.Round(t.Km2), words.Km2))
	}
	if len(parts) == 0 {
		return words.NoChange
	}
	return strings.Join(parts, "; ") + "."
}

func pageRows(snapshot *data.Snapshot, day date.Date, lang string, words pageWords) []pageRow {
	var rows []pageRow
	for _, zone := range snapshot.Zones() {
		if !zone.Drawn() {
			continue
		}
		control := snapshot.Control(zone.ID, day)
		row := pageRow{
			Zone: zone.Names.In(lang), Controller: actorIn(snapshot, control.Controller, lang),
			Status: snapshot.StatusIn(control.Status, lang),
		}
		if control.From != nil {
			row.Since = words.Date(*control.From)
		}
		for i, source := range control.Sources {
			if i > 0 {
				row.Sources += "; "
			}
			row.Sources += cmp.Or(source.Publisher, source.Title)
		}
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b pageRow) int { return cmp.Compare(a.Zone, b.Zone) })
	return rows
}

// actorIn returns an actor's short name in the language, "" for nobody.
func actorIn(snapshot *data.Snapshot, id *string, lang string) string {
	if id == nil {
		return ""
	}
	return snapshot.ActorIn(*id, lang)
}
