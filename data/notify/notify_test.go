package notify

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A letter that is not taken waits on the disk and comes again under the same id, byte for byte,
// with a signature that holds; one that was taken never comes twice.
func TestLettersWaitUntilTheyAreTaken(t *testing.T) {
	var seen []string
	refuse := true
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if got, want := r.Header.Get("Demarc-Signature"), sign("secret", r.Header.Get("Demarc-Timestamp"), body); got != want {
			t.Errorf("signature %s, want %s", got, want)
		}
		seen = append(seen, r.Header.Get("Demarc-Delivery")+string(body))
		if refuse {
			w.WriteHeader(http.StatusBadGateway)
		}
	}))
	defer s.Close()
	directory := t.TempDir()
	q, err := Open(directory)
	if err != nil {
		t.Fatal(err)
	}
	if err := q.Add(map[string]string{"a": "<b>"}, s.URL+"/hook?token=x"); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if q, err = Open(directory); err != nil || len(q.Letters) != 1 {
			t.Fatalf("%v, %v: want one letter", q, err)
		}
		if err := q.Send(context.Background(), s.Client(), "secret", func(_ *Letter, err error) {
			if (err != nil) != refuse || err != nil && strings.Contains(err.Error(), "token") {
				t.Errorf("got %v, refused %t", err, refuse)
			}
		}); err != nil {
			t.Fatal(err)
		}
		refuse = false
	}
	if len(seen) != 2 || seen[0] != seen[1] {
		t.Errorf("got %q, want the same letter twice", seen)
	}
	if _, err := os.Stat(filepath.Join(directory, QueueFile)); err == nil {
		t.Error("the queue is there, though nothing waits")
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	var s *httptest.Server
	s = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/hook" {
			t.Error("it was followed")
		}
		http.Redirect(w, r, s.URL+"/other", http.StatusTemporaryRedirect)
	}))
	defer s.Close()
	q, _ := Open(t.TempDir())
	if err := q.Add(1, s.URL+"/hook"); err != nil {
		t.Fatal(err)
	}
	if err := q.Send(context.Background(), s.Client(), "x", func(*Letter, error) {}); err != nil || len(q.Letters) != 1 || q.Letters[0].Tries != 1 {
		t.Errorf("%v, %+v: want that the letter waits", err, q.Letters)
	}
}

func TestAddressesAreHTTPS(t *testing.T) {
	for _, text := range []string{"http://example.org/", "https:///x", "ftp://example.org", "https://u:p@example.org/", "%", ""} {
		if Address(text) == nil {
			t.Errorf("%q was taken", text)
		}
	}
	if err := Address("https://10.0.0.1:8443/x"); err != nil { // private ones are for whoever releases to choose
		t.Error(err)
	}
}

func TestBrokenQueueIsSaid(t *testing.T) {
	for _, text := range []string{"{", `{"letters": [null]}`, `{"letters": [{"delivery": "a", "url": "http://x/", "body": "1"}]}`} {
		directory := t.TempDir()
		os.WriteFile(filepath.Join(directory, QueueFile), []byte(text), 0o600)
		if _, err := Open(directory); err == nil || !strings.Contains(err.Error(), QueueFile) {
			t.Errorf("%s: got %v", text, err)
		}
	}
}

// The signature that docs/operate.md shows how to verify is the one that is sent.
func TestSignatureIsAsThePaperHasIt(t *testing.T) {
	const want = "sha256=d37685ae48f21d1c1130271ee52f3eda5b273b2f0ce807996373f0eb8c6f78b7"
	if got := sign("hush", "1614556800", []byte(`{"event":"release"}`)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	paper, err := os.ReadFile("../../docs/operate.md")
	if err != nil || !strings.Contains(string(paper), want) {
		t.Errorf("docs/operate.md, %v: want %s", err, want)
	}
}
