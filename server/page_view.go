package server

import (
	"bytes"
	"fmt"
	"html/template"
	"net/url"

	"demarc/data/catalogue"
	"demarc/data/dataset"
	"demarc/data/permalink"
)

// pageView is a view of the map as the page tells it to those who run no script.
type pageView struct {
	permalink.Caption
	URL, Attribution            string
	Known                       string      // which release this is, or why it is none; "": none is asked for
	OEmbed                      string      // address of how to embed the view
	Atom, JSONFeed              string      // addresses of what changes hands as the view's viewpoint has it
	Subscribed                  string      // their title
	Described                   string      // address of the description for catalogues
	Dataset                     template.JS // what of it stands in the page
	Compared                    pageLink    // where it differs from the other map of the view; "": there is none
	Data                        []pageLink
	All                         string // address of what is not listed
	Maps                        string // address of the list of datasets; "": there is one alone
	Picture                     string // address of the map as a picture
	Drawn                       string // the same, relative to the page: its policy loads nothing from elsewhere
	PictureWidth, PictureHeight int
}

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
    <meta property="og:image:alt" content="{{.Alternative}}">
    <meta name="twitter:card" content="summary_large_image">
    <link rel="alternate" type="application/json+oembed" href="{{.OEmbed}}" title="{{.Title}}">
    <link rel="alternate" type="application/atom+xml" href="{{.Atom}}" title="{{.Subscribed}}">
    <link rel="alternate" type="application/feed+json" href="{{.JSONFeed}}" title="{{.Subscribed}}">
    <link rel="describedby" type="application/ld+json" href="{{.Described}}">
    {{- with .Dataset}}
    <script type="application/ld+json">{{.}}</script>{{end}}
    `

const pageBody = `
      <h2>{{.Heading}}</h2>
      {{- with .Known}}
      <p lang="en">{{.}}</p>{{end}}
      {{- with .Stance}}
      <p><strong{{with $.NamesLang}} lang="{{.}}"{{end}}>{{.}}</strong></p>{{end}}
      <img src="{{.Drawn}}" alt="{{.Alternative}}" width="{{.PictureWidth}}" height="{{.PictureHeight}}">
      <p>{{.Description}}</p>
      {{- with .Place}}
      <p>{{.}}</p>{{end}}
      {{- range .Corrections}}
      <p class="correction"><strong>{{.When}}</strong>{{range .Parts}}; {{.What}}: <span{{with .Lang}} lang="{{.}}"{{end}}>{{.Text}}</span>{{end}}</p>{{end}}
      {{- with .Reason}}
      <p>{{.}}</p>{{end}}
      {{- if .Compared.Href}}
      <p><a href="{{.Compared.Href}}">{{.Compared.Text}}</a></p>{{end}}
      {{- if .Regions}}
      <table>
        <thead><tr><th scope="col">{{.Words.Region}}</th><th scope="col">{{.Words.Layer}}</th></tr></thead>
        <tbody>
        {{- range .Regions}}
          <tr><th scope="row"{{with $.NamesLang}} lang="{{.}}"{{end}}>{{.Name}}</th><td{{with $.NamesLang}} lang="{{.}}"{{end}}>{{.Layer}}</td></tr>
        {{- end}}
        </tbody>
      </table>
      {{- end}}
      {{- if .Rows}}
      <table>
        <thead><tr><th scope="col">{{.Words.Zone}}</th><th scope="col">{{.Words.Controller}}</th><th scope="col">{{.Words.Status}}</th><th scope="col">{{.Words.Since}}</th><th scope="col">{{.Words.Sources}}</th></tr></thead>
        <tbody>
        {{- range .Rows}}
          <tr><th scope="row"{{with $.NamesLang}} lang="{{.}}"{{end}}>{{.Zone}}</th><td{{with $.NamesLang}} lang="{{.}}"{{end}}>{{.Controller}}</td><td{{with $.NamesLang}} lang="{{.}}"{{end}}>{{.Status}}</td><td>{{.Since}}{{with .Doubt}} ({{.}}){{end}}{{with .Corrected}} ({{.}}){{end}}</td><td>{{range $i, $source := .Sources}}{{if $i}}; {{end}}{{with .URL}}<a{{with $source.Lang}} lang="{{.}}"{{end}} href="{{.}}">{{$source.Text}}</a>{{else}}<span{{with $source.Lang}} lang="{{.}}"{{end}}>{{.Text}}</span>{{end}}{{with .Archived}} (<a href="{{.}}">{{$.Words.Archived}}</a>){{end}}{{end}}</td></tr>
        {{- end}}
        </tbody>
      </table>
      {{- end}}
      {{- if .More}}
      <p><a href="{{.All}}">{{.More}}</a></p>{{end}}
      <p>{{.Words.NoScript}} {{range .Data}}<a href="{{.Href}}">{{.Text}}</a> {{end}}</p>
      {{- with .Maps}}
      <p><a href="{{.}}?f=html">{{$.Words.Others}}</a></p>{{end}}
      <p{{with .DataLang}} lang="{{.}}"{{end}}>{{.Attribution}}</p>
      `

// render writes a view between the marks of the page, whose other parts stay as they were built.
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

// pageView returns the view in the address of the request, in the language of the request where the
// address names none.
func (s *Server) pageView(q *request) pageView {
	view := permalink.Read(q.snapshot, q.values, q.languages()...)
	caption := view.Caption()
	known := ""
	if q.release != nil {
		known = "&" + knownParameter + "=" + q.release.Date.String()
		caption.Title += " · " + fmt.Sprintf(caption.Words.AsKnown, caption.Words.Date(q.release.Date))
	}
	picture := "export/" + dataset.ControlLayer + ".png?" + view.Picture().Encode() + known
	shown := pageView{
		Caption: caption, URL: q.links.self(), OEmbed: q.links.to(oembedPath + "?format=json&url=" + url.QueryEscape(q.links.self())),
		Atom: q.links.to("/feed.atom" + view.Feed()), JSONFeed: q.links.to("/feed.json" + view.Feed()),
		Subscribed: q.snapshot.Dataset.Title.In(caption.Lang), Attribution: q.snapshot.Dataset.Attribution,
		Data: []pageLink{
			{"GeoJSON", "control?datetime=" + caption.Day}, {"/timeline", "timeline"}, {"/events", "events"},
		},
		Picture: q.links.to("/" + picture), Drawn: picture,
		PictureWidth: permalink.PictureWidth, PictureHeight: permalink.PictureHeight,
	}
	place := placeOf(q)
	shown.Described = place.Address("/dataset.jsonld" + place.Query)
	if text, err := catalogue.Head(q.snapshot, place); err == nil {
		shown.Dataset = template.JS(text)
	}
	if with := q.values.Get("with"); with != "" {
		query := url.Values{"b": {with}, "datetime": {caption.Day}, "f": {"html"}, "lang": {caption.Lang}}
		if q.release != nil {
			query.Set("a", "@"+q.release.Date.String())
		}
		if viewpoint := q.values.Get("vp"); viewpoint != "" {
			if _, err := q.snapshot.From(viewpoint); err == nil {
				query.Set("viewpoint", viewpoint)
			}
		}
		shown.Compared = pageLink{compareIn(caption.Lang).Title, "compare?" + query.Encode()}
	}
	if caption.More != "" {
		shown.All = "collections/" + dataset.ControlLayer + "/items?f=html&datetime=" + caption.Day
		if !q.snapshot.StatesControl() {
			shown.All = "collections?f=html"
		}
	}
	if len(s.datasets) > 1 {
		shown.Maps = q.links.toRoot() + "datasets"
	}
	return shown
}
