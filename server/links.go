package server

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
)

// links builds every address of ours in an answer: it alone knows where the server stands and the
// prefix of the store.
type links struct {
	r       *http.Request
	options *Options
	prefix  string
}

// to returns the public address of a path, which may have a query.
func (l links) to(path string) string { return l.root() + l.prefix + path }

// local returns the same without the host, for pages of ours.
func (l links) local(path string) string { return l.options.mount(l.r) + l.prefix + path }

// tiles returns the template of the addresses of a tileset's tiles.
func (l links) tiles(tileset string) string { return l.to("/tiles/" + tileset + "/{z}/{x}/{y}.mvt") }

// datasetRoot is below what each dataset has its own address.
const datasetRoot = "/d/"

func datasetPath(id string) string { return datasetRoot + url.PathEscape(id) }

// of is the builder of addresses of another dataset, "" for those at the root.
func (l links) of(prefix string) links { return links{l.r, l.options, prefix} }

// toRoot leads from the page to the root of the server, by a relative address: a
// proxy may serve it below a path.
func (l links) toRoot() string { return strings.Repeat("../", strings.Count(l.prefix, "/")) }

// in returns the address of a path in a format, with the other parameters.
func (l links) in(path string, parameters url.Values, format string) string {
	values := maps.Clone(parameters)
	if values == nil {
		values = url.Values{}
	}
	values.Set("f", format)
	return l.to(path) + "?" + values.Encode()
}

// self returns the address of the request itself.
func (l links) self() string { return l.root() + l.r.URL.RequestURI() }

// searchOf returns the query with its question mark, "" when there is none.
func searchOf(r *http.Request) string {
	if r.URL.RawQuery == "" {
		return ""
	}
	return "?" + r.URL.RawQuery
}

// root returns the public address of the server.
func (l links) root() string {
	at := l.options.address(l.r)
	return at.origin + at.path
}

// link is a web link (RFC 8288) as the OGC APIs write it.
type link struct {
	Href      string `json:"href"`
	Rel       string `json:"rel"`
	Type      string `json:"type,omitempty"`
	Title     string `json:"title,omitempty"`
	Templated bool   `json:"templated,omitempty"`
}

// crumb leads to a page above another one.
type crumb struct{ Text, Href string }

// crumbs names the paths that lead to a page, from the map on.
func (q *request) crumbs(paths ...string) []crumb {
	texts := map[string]string{"/": "Map", "/api": "API", "/collections": "Collections", "/collections?f=html": "Collections"}
	var all []crumb
	for _, path := range paths {
		href := q.links.local(path)
		if path == mapPath {
			href = q.toMap()
		}
		all = append(all, crumb{texts[path], href})
	}
	return all
}

// The paths of collections and features.

func collectionPath(name string) string { return "/collections/" + url.PathEscape(name) }

func itemPath(collection, id string) string {
	return collectionPath(collection) + "/items/" + url.PathEscape(id)
}
