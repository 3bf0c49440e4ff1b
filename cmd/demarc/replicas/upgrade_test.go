//go:build unix

package replicas

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// While replicas are upgraded one after the other, old and new pages find their scripts at
// whichever of them has them; and nginx lets tables in, however long, and says who asks.
func TestFrontWhileReplicasAreUpgraded(t *testing.T) {
	replicaOf := func(version string) string {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/":
				fmt.Fprint(w, "./assets/index-"+version+".js")
			case "/assets/index-" + version + ".js":
				fmt.Fprint(w, "script of ", version)
			case "/locate":
				n, err := io.Copy(io.Discard, r.Body)
				fmt.Fprint(w, n, err, r.Header["X-Forwarded-Proto"], r.Header["X-Forwarded-For"], r.Header.Get("X-Forwarded-Host") == r.Host)
			default:
				http.NotFound(w, r)
			}
		}))
		t.Cleanup(s.Close)
		return strings.TrimPrefix(s.URL, "http://")
	}
	for old := range 4 { // replicas that are not upgraded yet
		var servers []string
		for i := range 3 {
			servers = append(servers, replicaOf(map[bool]string{true: "old", false: "new"}[i < old]))
		}
		at := front(t, servers...)
		client := &http.Client{}
		for _, version := range []string{"old", "new"} {
			there := version == "old" && old > 0 || version == "new" && old < 3
			for range 6 { // each of the three begins twice
				got, err := fetch(t.Context(), client, at, "/assets/index-"+version+".js", "")
				if err != nil {
					t.Fatal(err)
				}
				if want := "script of " + version; (got.status == http.StatusOK && string(got.body) == want) != there || !there && got.status != http.StatusNotFound {
					t.Errorf("%d old replicas: the script of the %s page is answered with %d %s, want it found: %v", old, version, got.status, got.body, there)
				}
			}
		}
		table := strings.Repeat("46.04,40.10\n", 200_000)
		got, err := fetch(t.Context(), client, at, "/locate", table)
		if want := fmt.Sprint(len(table), nil, []string{"http"}, []string{"127.0.0.1"}, false); err != nil || string(got.body) != want {
			t.Errorf("a table of %d bytes: got %v %+v, want %s", len(table), err, got, want)
		}
	}
}
