package bucket_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"demarc/data/live"
	"demarc/data/testdata"
	"demarc/server"
	"demarc/server/publish"
	"demarc/server/publish/bucket"
)

const (
	access = "tests"
	secret = "tests-alone"
	name   = "maps"
)

// startStore starts a store that speaks S3 (conformance/s3), with a bucket that everybody reads.
func startStore(t *testing.T) (endpoint string) {
	t.Helper()
	folder := t.TempDir()
	program := filepath.Join(folder, "versitygw")
	if out, err := exec.Command("go", "build", "-C", "../../../conformance/s3", "-o", program, "github.com/versity/versitygw/cmd/versitygw").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v: %s", err, out)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := listener.Addr().String()
	listener.Close()
	root, beside := filepath.Join(folder, "root"), filepath.Join(folder, "beside")
	if err := errors.Join(os.Mkdir(root, 0o700), os.Mkdir(beside, 0o700)); err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	started := exec.Command(program, "--access", access, "--secret", secret, "--port", at, "--quiet", "posix", "--sidecar", beside, root)
	started.Stdout, started.Stderr = &said, &said
	if err := started.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		started.Process.Kill()
		started.Wait()
	})
	t.Setenv("AWS_ACCESS_KEY_ID", access)
	t.Setenv("AWS_SECRET_ACCESS_KEY", secret)
	client, err := minio.New(at, &minio.Options{Creds: credentials.NewStaticV4(access, secret, "")})
	if err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		if err = client.MakeBucket(context.Background(), name, minio.MakeBucketOptions{}); err == nil {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("the store does not start: %v: %s", err, &said)
		}
	}
	policy := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::` + name + `/*"}]}`
	if err := client.SetBucketPolicy(context.Background(), name, policy); err != nil {
		t.Fatal(err)
	}
	return "http://" + at
}

// siteOf is a site of files and of a page as small as one can be, whose answers are remembered.
func siteOf(t *testing.T, files fs.FS, script string) publish.Site {
	t.Helper()
	const origin = "http://publish.invalid"
	store, err := live.New(files)
	if err != nil {
		t.Fatal(err, store.Last().Problems)
	}
	public, err := server.ParseAddress(origin)
	if err != nil {
		t.Fatal(err)
	}
	html := `<!doctype html><html lang="en"><head><!--head--><!--/head--><script src="./assets/` + script + `.js"></script></head><body><noscript><!--body--><!--/body--></noscript></body></html>`
	page := fstest.MapFS{
		"index.html": {Data: []byte(html)}, "embed.html": {Data: []byte(html)}, "assets/" + script + ".js": {Data: []byte("// " + script)},
		"engine/core.wasm": {Data: []byte("\x00asm")}, "engine/workbook.wasm": {Data: []byte("\x00asm book")}, "engine/exports.wasm": {Data: []byte("\x00asm")}, "engine/wasm_exec.js": {Data: []byte("//")},
	}
	handler, kept := server.New(store, server.Options{Page: page, Public: public, Elsewhere: true}), map[string]*httptest.ResponseRecorder{}
	return publish.Site{
		Origin: origin, Snapshot: store.Current(), Page: page, URL: "https://example.org/maps/",
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if kept[r.URL.String()] == nil {
				kept[r.URL.String()] = httptest.NewRecorder()
				handler.ServeHTTP(kept[r.URL.String()], r)
			}
			got := kept[r.URL.String()]
			for header, values := range got.Header() {
				w.Header()[header] = values
			}
			w.WriteHeader(got.Code)
			w.Write(got.Body.Bytes())
		}),
	}
}

// reader reads as everybody may.
type reader struct{ address string }

func (r reader) read(t *testing.T, key string) (content []byte, header http.Header) {
	t.Helper()
	request, err := http.NewRequest(http.MethodGet, r.address+key, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept-Encoding", "gzip")
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body := io.Reader(response.Body)
	if response.Header.Get("Content-Encoding") == "gzip" {
		if body, err = gzip.NewReader(body); err != nil {
			t.Fatal(key, err)
		}
	}
	if content, err = io.ReadAll(body); err != nil {
		t.Fatal(key, err)
	}
	if response.StatusCode != http.StatusOK {
		t.Errorf("%s: %s: %s", key, response.Status, content)
	}
	return content, response.Header
}

// shown is the version that readers see, all of whose answers they must find.
func (r reader) shown(t *testing.T) string {
	t.Helper()
	content, _ := r.read(t, "site.json")
	var m publish.Manifest
	if err := json.Unmarshal(content, &m); err != nil {
		t.Fatal(err)
	}
	for _, key := range m.Files {
		r.read(t, key)
	}
	for _, pack := range m.Tiles["history"].Packs {
		r.read(t, pack.Key)
	}
	return m.Version
}

// watched counts what is written, stops at a write, and lets others come between.
type watched struct {
	publish.Store
	writes  []string
	stop    int // the number of the write that fails, from 1 on; 0: none
	between func()
}

var errKilled = errors.New("killed")

func (w *watched) step(key string) error {
	if call := w.between; call != nil && key != "publish.lock" {
		w.between = nil
		call()
	}
	w.writes = append(w.writes, key)
	if w.stop > 0 && len(w.writes) >= w.stop {
		return errKilled
	}
	return nil
}

func (w *watched) Write(ctx context.Context, key string, content []byte, head publish.Head) error {
	return errors.Join(w.step(key), w.unless(func() error { return w.Store.Write(ctx, key, content, head) }))
}

func (w *watched) Swap(ctx context.Context, key string, content []byte, head publish.Head, tag string) (was string, err error) {
	err = errors.Join(w.step(key), w.unless(func() error {
		was, err = w.Store.Swap(ctx, key, content, head, tag)
		return err
	}))
	return was, err
}

func (w *watched) Remove(ctx context.Context, key string) error {
	return errors.Join(w.step(key), w.unless(func() error { return w.Store.Remove(ctx, key) }))
}

func (w *watched) unless(write func() error) error {
	if w.stop > 0 && len(w.writes) >= w.stop {
		return nil
	}
	return write()
}

func options(hour int) publish.Options {
	return publish.Options{Keep: 2, Grace: time.Hour, By: "a test", Now: func() time.Time { return time.Date(2030, 1, 1, hour, 0, 0, 0, time.UTC) }}
}

// What is published to a store that speaks S3 is read by everybody, with what browsers want to be
// told; a second publish sends what is new; one that is killed at any write leaves readers with one
// whole version; and of two at once one wins.
func TestBucket(t *testing.T) {
	endpoint := startStore(t)
	ctx := context.Background()
	open := func(prefix string) *watched {
		store, err := bucket.Open("s3://"+name+"/"+prefix, endpoint, "")
		if err != nil {
			t.Fatal(err)
		}
		return &watched{Store: store}
	}
	first := siteOf(t, testdata.Small(), "one-1")
	second := siteOf(t, testdata.With(t, testdata.Small(), "control.json", "2005-03-01", "2005-03-02", 2), "two-2")
	store, readers := open("a/map"), reader{endpoint + "/" + name + "/a/map/"}
	report, err := publish.Publish(ctx, first, store, options(1))
	if err != nil {
		t.Fatal(err)
	}
	t.Run("read by everybody", func(t *testing.T) {
		folder := t.TempDir()
		beside, err := publish.Directory(folder)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := publish.Publish(ctx, first, beside, options(1)); err != nil {
			t.Fatal(err)
		}
		for info, err := range beside.All(ctx) {
			if err != nil {
				t.Fatal(err)
			}
			want, err := os.ReadFile(filepath.Join(folder, info.Key))
			if err != nil {
				t.Fatal(err)
			}
			got, header := readers.read(t, info.Key)
			if !bytes.Equal(got, want) {
				t.Errorf("%s has %d bytes, want the %d of the file", info.Key, len(got), len(want))
			}
			keeps := "no-cache"
			if strings.HasPrefix(info.Key, "o/") || strings.HasPrefix(info.Key, "t/") || strings.HasPrefix(info.Key, "assets/") {
				keeps = "public, max-age=31536000, immutable"
			}
			if got := header.Get("Cache-Control"); got != keeps {
				t.Errorf("%s: Cache-Control %q, want %q", info.Key, got, keeps)
			}
			media := map[string]string{".html": "text/html; charset=utf-8", ".xml": "application/xml", ".js": "text/javascript; charset=utf-8", ".mvt": "application/vnd.mapbox-vector-tile", ".png": "image/png"}
			if want, got := media[filepath.Ext(info.Key)], header.Get("Content-Type"); want != "" && !strings.HasPrefix(got, want) {
				t.Errorf("%s: Content-Type %q, want %q", info.Key, got, want)
			}
			if filepath.Ext(info.Key) == ".html" && header.Get("Content-Encoding") != "gzip" {
				t.Errorf("%s: Content-Encoding %q, want gzip", info.Key, header.Get("Content-Encoding"))
			}
		}
	})
	t.Run("again", func(t *testing.T) {
		again := open("a/map")
		if _, err := publish.Publish(ctx, first, again, options(2)); err != nil {
			t.Fatal(err)
		}
		for _, key := range again.writes {
			if key != "publish.lock" {
				t.Errorf("nothing had changed, and %s was written", key)
			}
		}
	})
	t.Run("killed at every write", func(t *testing.T) {
		seen := map[string]bool{report.Version: true}
		for hour := 3; ; hour++ {
			killed := open("a/map")
			killed.stop = 3 + hour%2 // the lock and one file or two are written
			after, err := publish.Publish(ctx, second, killed, options(hour))
			if shown := readers.shown(t); !seen[shown] {
				seen[shown] = true
				if after == nil || shown != after.Version {
					t.Errorf("version %s is shown, want %s or the one before it", shown, report.Version)
				}
			}
			if err == nil {
				break
			}
			if !errors.Is(err, errKilled) || hour > 200 {
				t.Fatal(hour, err)
			}
		}
		if len(seen) != 2 {
			t.Errorf("versions %v were shown, want two", seen)
		}
	})
	t.Run("two at once", func(t *testing.T) {
		one := open("b")
		var other error
		one.between = func() { _, other = publish.Publish(ctx, second, open("b"), options(1)) }
		report, err := publish.Publish(ctx, first, one, options(1))
		if err != nil {
			t.Fatal(err)
		}
		if other == nil || !strings.Contains(other.Error(), "a test publishes there") {
			t.Errorf("the other publisher got %v, want to be told of the first", other)
		}
		if shown := (reader{endpoint + "/" + name + "/b/"}).shown(t); shown != report.Version {
			t.Errorf("version %s is shown, want that of the first, %s", shown, report.Version)
		}
		// the manifest is replaced under the feet of one that has slept through the term of its
		// lock
		late := open("b")
		hour := 3
		o := options(0)
		o.Now = func() time.Time { return options(hour).Now() }
		late.between = func() {
			hour = 5
			if _, err := publish.Publish(ctx, second, open("b"), options(5)); err != nil {
				t.Error(err)
			}
		}
		if _, err := publish.Publish(ctx, siteOf(t, testdata.Small(), "three-3"), late, o); err == nil || !strings.Contains(err.Error(), "somebody else") && !strings.Contains(err.Error(), "another publish") {
			t.Errorf("the late publisher got %v, want to be told", err)
		}
	})
	t.Run("refused", func(t *testing.T) {
		for text, want := range map[string]string{"s3://nobody/x": "there is no bucket nobody", "s3://": "want s3://BUCKET"} {
			store, err := bucket.Open(text, endpoint, "")
			if err == nil {
				_, err = publish.Publish(ctx, first, store, options(1))
			}
			if err == nil || !strings.Contains(fmt.Sprint(err), want) {
				t.Errorf("%s: got %v, want that %s", text, err, want)
			}
		}
	})
}
