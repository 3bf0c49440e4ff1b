package docs

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// askFor asks the server of the tests; of an answer without an end only the header is read.
func askFor(t *testing.T, path string) (header http.Header, body string) {
	t.Helper()
	reply, err := http.Get("http://" + running.address + path)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	if reply.StatusCode != http.StatusOK {
		t.Fatalf("%s: got %s", path, reply.Status)
	}
	if reply.Header.Get("Content-Type") != "text/event-stream" {
		content, err := io.ReadAll(reply.Body)
		if err != nil {
			t.Fatal(err)
		}
		body = string(content)
	}
	return reply.Header, body
}

// What the paper says a CDN may keep, and how long, is what the server sends.
func TestCachingIsAsTold(t *testing.T) {
	_, status := askFor(t, "/status")
	snapshot := regexp.MustCompile(`"snapshot":"([0-9a-f]+)"`).FindStringSubmatch(status)[1]
	request, err := http.NewRequest(http.MethodGet, "http://"+running.address+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept", "text/html")
	reply, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	page, err := io.ReadAll(reply.Body)
	reply.Body.Close()
	if err != nil {
		t.Fatal(err)
	}
	asset := regexp.MustCompile(`assets/[^"]+\.js`).FindString(string(page))
	if asset == "" {
		t.Fatal("the page names no script in assets: was it built?")
	}
	_, section, _ := strings.Cut(readPaper(t, "docs/operate.md"), "\n## Behind a CDN\n")
	section, _, _ = strings.Cut(section, "\n## ")
	filled := strings.NewReplacer("{snapshot}", snapshot, "assets/...", asset)
	count := 0
	for _, row := range regexp.MustCompile("(?m)^\\| (`/.*`) \\| `([^`]*)` \\|").FindAllStringSubmatch(section, -1) {
		for _, path := range regexp.MustCompile("`(/[^`]*)`").FindAllStringSubmatch(row[1], -1) {
			count++
			header, _ := askFor(t, filled.Replace(path[1]))
			if got := header.Get("Cache-Control"); got != row[2] {
				t.Errorf("%s: the server sends Cache-Control %q, docs/operate.md says %q", path[1], got, row[2])
			}
			if row[2] == "no-cache" && header.Get("ETag") == "" {
				t.Errorf("%s: is to be asked for again, and has no ETag", path[1])
			}
		}
	}
	if count < 20 {
		t.Errorf("only %d paths were found: the test looks in the wrong place", count)
	}
}
