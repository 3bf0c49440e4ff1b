package main

import (
	"context"
	"encoding/json"
	"errors"
	"html"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"demarc/data/testdata"
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

// Two with one id are refused, with what to do; so is a default that is none of them.
func TestServeRefusesNames(t *testing.T) {
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"-data", "bundled:alsace", "-data", "bundled:alsace"}, `two datasets have the id "alsace": give one another name, as in -data other=bundled:alsace`},
		{[]string{"-data", "bundled:alsace", "-data", "alsace=../../data/testdata/small"}, `two datasets have the id "alsace"`},
		{[]string{"-data", "../../data/testdata/small", "-data", "bundled:alsace", "-default", "isles"}, `-default "isles": want small or alsace`},
		{[]string{"-data", "north="}, `want a directory after north=`},
		{[]string{"-data", "../../data/testdata/small", "-data", "nowhere"}, "dataset nowhere: "},
		{[]string{"-data", "bundled:alsace", "-data", "x=bundled", "-watch"}, "-watch wants a directory"},
	} {
		var messages strings.Builder
		ctx, cancel := context.WithCancel(t.Context())
		cancel() // a server that starts against the wish of the test ends at once
		if code := run(ctx, append([]string{"serve", "-addr", "localhost:0"}, tt.args...), io.Discard, &messages); code == exitFine || !strings.Contains(messages.String(), tt.want) {
			t.Errorf("serve %q: ends with %d\n%swant %s", tt.args, code, messages.String(), tt.want)
		}
	}
}

// Each dataset has its name in addresses, one is at the root, and a broken one among
// others is no reason not to start.
func TestServeSeveral(t *testing.T) {
	broken := t.TempDir()
	if err := os.CopyFS(broken, testdata.With(t, testdata.Small(), "control.json", `"reds"`, `"nobody"`, -1)); err != nil {
		t.Fatal(err)
	}
	unread := filepath.Join(t.TempDir(), "unread")
	if err := os.CopyFS(unread, testdata.With(t, testdata.Small(), "dataset.json", "{", "", 1)); err != nil {
		t.Fatal(err)
	}
	address, _, stop := startServer(t, "-data", broken, "-data", unread, "-data", "../../data/testdata/isles", "-data", "north=../../data/testdata/small", "-default", "north")
	defer stop()
	for path, want := range map[string]string{"/timeline": "small", "/d/north/timeline": "small", "/d/isles/timeline": "isles"} {
		if got := fetch(t, address+path)["dataset"].(map[string]any)["id"]; got != want {
			t.Errorf("%s: got %v, want %s", path, got, want)
		}
	}
	// below the id in its files, or the name of the directory where none can be read
	for _, name := range []string{"small", "unread"} {
		if got := fetch(t, address+"/d/"+name+"/locate?lon=1&lat=1")["status"]; got != 503.0 {
			t.Errorf("the broken dataset %s: got status %v, want 503", name, got)
		}
	}
}

// A hangup and a change of files reload each dataset on its own.
func TestServeReloadsEach(t *testing.T) {
	parent := t.TempDir()
	for _, name := range []string{"one", "two"} {
		if err := os.CopyFS(filepath.Join(parent, name), testdata.Small()); err != nil {
			t.Fatal(err)
		}
	}
	title := func(n string) string { return filepath.Join(parent, n, "dataset.json") }
	address, messages, stop := startServer(t, "-data", "one="+filepath.Join(parent, "one"), "-data", "two="+filepath.Join(parent, "two"), "-data", "bundled:alsace", "-watch")
	defer stop()
	before := fetch(t, address+"/d/one/status")
	replaceIn(t, title("two"), `"zones"`, `"nothing"`)
	waitFor(t, messages, "dataset two: ")
	replaceIn(t, title("two"), `"nothing"`, `"zones"`)
	waitFor(t, messages, "dataset two, snapshot ")
	replaceIn(t, title("two"), "Two valleys", "Two dales")
	waitFor(t, messages, "dataset two, snapshot ")
	after := fetch(t, address+"/d/one/status")
	first, err := json.Marshal(before)
	second, err2 := json.Marshal(after)
	if err := errors.Join(err, err2); err != nil || string(first) != string(second) {
		t.Errorf("a change of two changes the status of one: %s, %s", first, second)
	}
	if got := fetch(t, address+"/d/two/timeline")["dataset"].(map[string]any)["title"].(map[string]any)["en"]; got != "Two dales" {
		t.Errorf("two has the title %v", got)
	}
	if err := syscall.Kill(os.Getpid(), syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"one", "two", "alsace"} {
		waitFor(t, messages, "dataset "+name+", snapshot ")
	}
}
