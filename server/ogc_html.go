package server

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"

	"demarc/data"
	"demarc/data/atlas"
	"demarc/data/date"
	"demarc/data/permalink"
	"demarc/geo"
)

// htmlView is the content of a page of the API.
type htmlView struct {
	Title    string
	Lang     string // "": English
	Where    string // names the way to the page, for who does not see it; "": in English
	Crumbs   []crumb
	Links    []link
	Content  any
	Fields   []geo.Field
	Picture  template.HTML
	Day      string // on which the picture is drawn, "" for all days
	Map      string // address of the view on the map, "" for none
	Style    template.CSS
	Describe string
	Root     string // prefix of the paths of links
}

//go:embed ogc_html.tmpl
var htmlText string

//go:embed ogc_html.css
var htmlStyle string

var htmlPages = template.Must(template.New("pages").Funcs(template.FuncMap{
	"path":   collectionPath,
	"type":   typeName,
	"extent": extentWords,
	"show": func(v any) string {
		if v == nil {
			return ""
		}
		return fmt.Sprint(v)
	},
	"last": func(links []link, rel string) string {
		for _, l := range links {
			if l.Rel == rel {
				return l.Href
			}
		}
		return ""
	},
}).Parse(htmlText))

// htmlPolicy lets the pages load nothing and run nothing.
var htmlPolicy = func() string {
	sum := sha256.Sum256([]byte(htmlStyle))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
}()

// executeHTML writes a page of the API.
func executeHTML(w io.Writer, q *request, name string, view htmlView) error {
	view.Style = template.CSS(htmlStyle) // ours, not the data's
	view.Root = q.links.local("")
	return htmlPages.ExecuteTemplate(w, name, view)
}

func writeHTML(w http.ResponseWriter, q *request, name string, view htmlView) error {
	var b bytes.Buffer
	if err := executeHTML(&b, q, name, view); err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", htmlPolicy)
	return writeDocument(w, q, htmlMedia, b.Bytes())
}

// extentWords words an extent: "45.4 to 47.6 east, 38.8 to 40.6 north; 1988-02-20 to 2024-12-31".
func extentWords(e extent) string {
	var parts []string
	if e.Spatial != nil {
		b := e.Spatial.Bbox[0]
		across := ""
		if b[0] > b[2] {
			across = " across the date line"
		}
		parts = append(parts, fmt.Sprintf("%.3g to %.3g east%s, %.3g to %.3g north", b[0], b[2], across, b[1], b[3]))
	}
	if e.Temporal != nil {
		first, last := e.Temporal.Interval[0][0], e.Temporal.Interval[0][1]
		day := func(time *string) string { return (*time)[:len("2006-01-02")] }
		switch {
		case first != nil && last != nil:
			parts = append(parts, day(first)+" to "+day(last))
		case first != nil:
			parts = append(parts, "from "+day(first)+" on")
		case last != nil:
			parts = append(parts, "until "+day(last))
		}
	}
	return strings.Join(parts, "; ")
}

// itemsPage is the content of a page of features.
type itemsPage struct {
	Collection *data.Collection
	Matched    int
	Columns    []itemColumn
	Rows       []itemRow
	Datetime   string
	Kept       []itemValue // parameters that stay when the day is changed
	Collected  string      // path of the items
}

// itemColumn is a field in the head of a table, with the address that sorts by it.
type itemColumn struct{ Name, Title, Href, Sorted string }

// itemRow is a feature in a table.
type itemRow struct {
	ID, Href string
	Values   []any
}

func (q *request) itemsView(page data.Page, shown selection, links []link) htmlView {
	c, sorts := q.collection, q.sortLinks()
	columns := make([]itemColumn, len(c.Fields))
	for i, field := range c.Fields {
		columns[i] = itemColumn{field.Name, field.Title, sorts[i], q.sortedBy(field.Name)}
	}
	if shown.fields != nil {
		columns = chosen(columns, shown.fields)
	}
	page.Layer = shown.of(page.Layer)
	content := itemsPage{
		Collection: c, Matched: page.Matched, Datetime: q.values.Get("datetime"), Columns: columns,
		Collected: q.links.local(collectionPath(c.Name) + "/items"),
	}
	for _, name := range slices.Sorted(maps.Keys(q.values)) {
		if name != "f" && name != "after" && name != "datetime" {
			content.Kept = append(content.Kept, itemValue{Name: name, Value: q.values.Get(name)})
		}
	}
	for _, f := range page.Features {
		content.Rows = append(content.Rows, itemRow{f.ID, q.links.local(itemPath(c.Name, f.ID) + "?f=html"), f.Values})
	}
	during, err := q.interval()
	if err != nil {
		during = date.Always // refused before
	}
	return htmlView{
		Title: c.Title,
		Crumbs: append(q.crumbs("/", "/api", "/collections?f=html"),
			crumb{c.Title, q.links.local(collectionPath(c.Name) + "?f=html")}),
		Content: content, Links: links, Picture: template.HTML(atlas.ItemsInset(q.snapshot, c.Name, during, page.Features, nil)),
	}
}

// itemValue is a field of one feature.
type itemValue struct {
	Name, Title string
	Value       any
}

func (q *request) itemView(c *data.Collection, layer geo.Layer, links []link) htmlView {
	f := &layer.Features[0]
	var values []itemValue
	for i, field := range layer.Fields {
		values = append(values, itemValue{field.Name, field.Title, f.Values[i]})
	}
	path := q.links.local(collectionPath(c.Name))
	return htmlView{
		Title: f.ID, Content: values, Links: links,
		Picture: template.HTML(atlas.ItemsInset(q.snapshot, c.Name, date.Always, layer.Features, c.First(atlas.InsetShapes))), Map: q.mapOf(layer),
		Crumbs: append(q.crumbs("/", "/api", "/collections?f=html"),
			crumb{c.Title, path + "?f=html"}, crumb{"Features", path + "/items?f=html"}),
	}
}

// mapOf returns the address of a feature on the map, "" if it is not drawn.
func (q *request) mapOf(layer geo.Layer) string {
	if parameters := permalink.To(layer); parameters != nil {
		return q.toMap() + "?" + parameters.Encode()
	}
	return ""
}
