//go:build !race

// One client asks, one thing after the other: the race detector has nothing to find.

package main

import (
	"html"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// crawler follows every link of a server from page to page.
type crawler struct {
	t       *testing.T
	address string
	seen    map[string]bool
	queue   []string
	costly  map[bool]int // addresses found
	allowed func(from, to string) bool
}

var (
	addressIn = regexp.MustCompile(`"(http://[^"\\\s]+)"|(?:href|src|action|content)="([^"]*)"`)
	linked    = regexp.MustCompile(`<([^>]*)>; rel=`)
	template  = regexp.MustCompile(`{[^}]*}`)
)

// run follows all links from these paths on.
func (c *crawler) run(paths ...string) {
	c.t.Helper()
	for _, path := range paths {
		c.add("", path)
	}
	for len(c.queue) > 0 && !c.t.Failed() {
		path := c.queue[0]
		c.queue = c.queue[1:]
		c.follow(path)
	}
}

func (c *crawler) add(from, to string) {
	if from != "" && !c.allowed(from, to) {
		c.t.Errorf("%s leads to %s", from, to)
	}
	to = template.ReplaceAllString(to, "0")
	if c.seen[to] {
		return
	}
	c.seen[to] = true
	if strings.Contains(to, "/export/") || strings.Contains(to, "sel=") {
		dataset := strings.HasPrefix(to, "/d/alsace/")
		if c.costly[dataset]++; c.costly[dataset] > 20 {
			return // each feature leads to a map, and that to a picture
		}
	}
	c.queue = append(c.queue, to)
}

func (c *crawler) follow(path string) {
	reply, err := http.Get(c.address + path)
	if err != nil {
		c.t.Fatal(err)
	}
	defer reply.Body.Close()
	if reply.StatusCode != http.StatusOK && reply.StatusCode != http.StatusNoContent {
		c.t.Errorf("%s: got %s", path, reply.Status)
	}
	for _, found := range linked.FindAllStringSubmatch(strings.Join(reply.Header.Values("Link"), ", "), -1) {
		c.link(path, found[1])
	}
	kind := reply.Header.Get("Content-Type")
	if !strings.Contains(kind, "json") && !strings.Contains(kind, "html") || strings.Contains(path, "/assets/") {
		return
	}
	body, err := io.ReadAll(reply.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, found := range addressIn.FindAllStringSubmatch(string(body), -1) {
		if found[2] == "" && strings.Contains(kind, "json") || strings.Contains(kind, "html") {
			c.link(path, html.UnescapeString(found[1]+found[2]))
		}
	}
}

// link adds what a page names, if it is an address of ours.
func (c *crawler) link(from, to string) {
	if at, ok := strings.CutPrefix(to, c.address); ok {
		if strings.HasSuffix(at, "/sprite") || !strings.Contains(at, "/") && at != "" {
			return // the beginning of addresses
		}
		to = at
	} else if !strings.HasPrefix(to, "/") && !strings.HasPrefix(to, ".") && !strings.HasPrefix(to, "datasets") {
		return
	}
	if strings.Contains(to, "/v/{") {
		return // a snapshot of any number is not there
	}
	to = strings.NewReplacer("{stack}", "Noto%20Sans%20Regular", "{fontstack}", "Noto%20Sans%20Regular", "{range}", "0-255").Replace(to)
	base, err := http.NewRequest(http.MethodGet, c.address+from, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	absolute, err := base.URL.Parse(template.ReplaceAllString(to, "0"))
	if err != nil {
		c.t.Errorf("%s names %q: %v", from, to, err)
		return
	}
	path := absolute.RequestURI()
	if path == "/d/alsace" || path == "/d/karabakh" {
		return // what paths of OpenAPI are put behind
	}
	c.add(from, path)
}

// Every link of both bundled datasets leads somewhere, and out of a dataset only by the
// list of all.
func TestEveryLinkOfTwoDatasets(t *testing.T) {
	address, _, stop := startServer(t, "-data", "bundled:karabakh", "-data", "bundled:alsace")
	defer stop()
	c := &crawler{t: t, address: address, seen: map[string]bool{}, costly: map[bool]int{}}
	under := func(path string) string {
		if below, ok := strings.CutPrefix(path, "/d/"); ok {
			id, _, _ := strings.Cut(below, "/")
			return id
		}
		return ""
	}
	c.allowed = func(from, to string) bool {
		everywhere := strings.HasPrefix(to, "/datasets") || strings.HasPrefix(to, "/assets/")
		return strings.Contains(from, "/datasets") || everywhere || under(from) == under(to)
	}
	c.run("/", "/?f=json", "/datasets", "/datasets?f=html", "/d/alsace/", "/d/alsace/embed", "/d/alsace/?f=json", "/d/alsace/tiles/history.json", "/d/alsace/ogc", "/d/alsace/api", "/d/alsace/openapi.json", "/d/alsace/styles/control.json")
	below := map[string]int{}
	for path := range c.seen {
		below[under(path)]++
	}
	for _, id := range []string{"", "alsace", "karabakh"} {
		if below[id] < 100 {
			t.Errorf("%d addresses below %q were found: the test looks in the wrong place", below[id], id)
		}
	}
}
