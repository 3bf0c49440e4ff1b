package server

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"demarc/data/export"
	"demarc/data/live"
)

// slowFormat is a format whose writing the test holds up.
type slowFormat struct {
	begun   chan string   // told the layer of each file begun
	release chan struct{} // lets one go on
	written atomic.Int32  // files begun
	ended   atomic.Int32  // by their contexts
	bytes   int
}

// withSlowFormat serves the small dataset with a format more, /export/LAYER.slow, until the test
// ends.
func withSlowFormat(t *testing.T, kept bool, bytes int, options Options) (*slowFormat, *Server) {
	t.Helper()
	slow := &slowFormat{begun: make(chan string, 1000), release: make(chan struct{}), bytes: bytes}
	table := export.Formats
	export.Formats = append(slices.Clone(table), export.Format{
		Name: "slow", Extension: "slow", MediaType: "text/plain", About: "takes its time", Packed: true, InParts: kept,
		Parameters: map[string]string{"a": "nothing", "b": "nothing"},
		Write: func(w io.Writer, j export.Job) error {
			slow.written.Add(1)
			slow.begun <- j.Layer
			select {
			case <-slow.release:
			case <-j.Context.Done():
				slow.ended.Add(1)
				return context.Cause(j.Context)
			}
			_, err := io.WriteString(w, strings.Repeat("x", slow.bytes))
			return err
		},
	})
	t.Cleanup(func() { export.Formats = table })
	store, err := live.New(os.DirFS("../data/testdata/small"))
	if err != nil {
		t.Fatal(err)
	}
	return slow, newServer([]Dataset{{"one", store}}, options)
}

// asked asks as a client of an address.
func asked(ctx context.Context, h http.Handler, client, target string, headers ...string) *httptest.ResponseRecorder {
	r, w := httptest.NewRequestWithContext(ctx, http.MethodGet, target, nil), httptest.NewRecorder()
	r.RemoteAddr = client + ":1234"
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	defer func() {
		if cause := recover(); cause != nil && cause != http.ErrAbortHandler {
			panic(cause)
		}
	}()
	h.ServeHTTP(w, r)
	return w
}

// idle reports what costly requests have left behind.
func (s *Server) idle(t *testing.T) {
	t.Helper()
	for _, counts := range []struct {
		name             string
		waiting, working int
		bytes            int64
	}{
		{"costly", s.admission.costly.Counts().Waiting, s.admission.costly.Counts().Working, s.admission.costly.Counts().Bytes},
		{"tables", s.admission.tables.Counts().Waiting, s.admission.tables.Counts().Working, s.admission.tables.Counts().Bytes},
	} {
		if counts.waiting+counts.working != 0 || counts.bytes != 0 {
			t.Errorf("left behind: %+v", counts)
		}
	}
	kept := int64(0)
	for _, f := range s.files.files {
		if f.file != nil {
			kept += f.size
		}
		if f.users != 1 {
			t.Errorf("file %s has %d users, want that it is kept alone", f.tag, f.users)
		}
	}
	if used := s.disk.used; used != kept {
		t.Errorf("%d bytes are counted on disk, %d are kept", used, kept)
	}
}

// Beyond what may wait, and beyond a client's own share, a costly request is refused at once and
// told when to ask again; small questions are answered all the while, and those who wait get their
// turn.
func TestCostlyRequestsAreRefused(t *testing.T) {
	slow, s := withSlowFormat(t, false, 10, Options{Memory: 3 << 20}) // room for one
	h := s.guard(s.router())
	var all sync.WaitGroup
	codes := make(chan int, 1000)
	export := func(client string) {
		all.Go(func() { codes <- asked(t.Context(), h, client, "/export/zones.slow").Code })
	}
	until := func(waiting int) {
		for s.admission.costly.Counts().Waiting < waiting {
			time.Sleep(time.Millisecond)
		}
	}
	export("10.0.0.0")
	<-slow.begun
	for i := range clientShare {
		export("10.0.0.1")
		until(i + 1)
	}
	refused := func(client, target string, status int) {
		t.Helper()
		w := asked(t.Context(), h, client, target)
		after, err := strconv.Atoi(w.Header().Get("Retry-After"))
		if w.Code != status || err != nil || after < 1 || after > 60 || w.Header().Get("Content-Type") != problemMedia {
			t.Errorf("%s of %s: got %d, Retry-After %q, want %d and a time: %s", target, client, w.Code, w.Header().Get("Retry-After"), status, w.Body)
		}
	}
	refused("10.0.0.1", "/export/zones.slow", http.StatusTooManyRequests)
	refused("10.0.0.1", "/stats", http.StatusTooManyRequests)
	for i := clientShare; i < costlyQueue; i++ {
		export(fmt.Sprintf("10.0.1.%d", i))
		until(i + 1)
	}
	for _, target := range []string{"/export/zones.slow", "/stats", "/export/control.png", "/export/control.csv", "/export/control.geojson?dissolve=controller&datetime=2001-01-01"} {
		refused("10.0.2.1", target, http.StatusServiceUnavailable)
	}
	for _, target := range []string{"/healthz", "/locate?lon=10.5&lat=50.5", "/tiles/zones/3/4/2.mvt", "/timeline", "/"} {
		if w := asked(t.Context(), h, "10.0.0.1", target); w.Code >= 500 && target != "/" {
			t.Errorf("%s: got %d while others wait", target, w.Code)
		}
	}
	close(slow.release)
	all.Wait()
	for range costlyQueue + 1 {
		if code := <-codes; code != http.StatusOK {
			t.Errorf("one that waited got %d", code)
		}
	}
	s.idle(t)
}

// A client that takes nothing of its answer holds up nobody: the room is given back before.
func TestClientsThatDoNotReadHoldUpNobody(t *testing.T) {
	slow, s := withSlowFormat(t, false, 4<<20, Options{Memory: 3 << 20})
	close(slow.release)
	served := httptest.NewServer(s.guard(s.router()))
	defer served.Close()
	for range clientShare - 1 {
		c, err := net.Dial("tcp", served.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		io.WriteString(c, "GET /export/zones.slow HTTP/1.1\r\nHost: a\r\n\r\n")
		<-slow.begun
	}
	answer, err := http.Get(served.URL + "/export/zones.slow")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if got, err := io.ReadAll(answer.Body); err != nil || len(got) != slow.bytes {
		t.Errorf("got %d bytes, %v, want %d", len(got), err, slow.bytes)
	}
}

// Who asks for the same file at once, in whatever words and under whatever name of the server, gets
// the same file, made once; the making ends with the last who waits.
func TestFilesAreMadeOnceForAll(t *testing.T) {
	slow, s := withSlowFormat(t, true, 200_000, Options{})
	h := s.guard(s.router())
	asks := []struct{ target, host string }{
		{"/export/zones.slow?a=1&b=2", "a.example"}, {"/export/zones.slow?b=2&a=1", "b.example"},
		{"/d/one/export/zones.slow?a=1&b=2", "c.example"}, {"/export/zones.SLOW?b=2&%61=1", "d.example"},
	}
	var all sync.WaitGroup
	ctx, leave := context.WithCancel(t.Context())
	for i, a := range asks {
		all.Go(func() { asked(ctx, h, fmt.Sprintf("10.0.0.%d", i), a.target) })
	}
	<-slow.begun
	leave()
	all.Wait()
	for s.admission.costly.Counts().Working > 0 {
		time.Sleep(time.Millisecond)
	}
	if begun, ended := slow.written.Load(), slow.ended.Load(); begun != ended {
		t.Errorf("%d were begun, %d ended when nobody waited any more", begun, ended)
	}
	slow.written.Store(0)
	tags := map[string]bool{}
	var mu sync.Mutex
	for i, a := range asks {
		all.Go(func() {
			r, w := httptest.NewRequest(http.MethodGet, a.target, nil), httptest.NewRecorder()
			r.Host, r.RemoteAddr = a.host, fmt.Sprintf("10.0.0.%d:1", i)
			h.ServeHTTP(w, r)
			mu.Lock()
			defer mu.Unlock()
			tags[w.Header().Get("ETag")] = true
			if w.Code != http.StatusOK || w.Body.Len() != slow.bytes {
				t.Errorf("%s: got %d and %d bytes", a.target, w.Code, w.Body.Len())
			}
		})
	}
	close(slow.release)
	all.Wait()
	if n := slow.written.Load(); n != 1 || len(tags) != 1 {
		t.Errorf("made %d times with %d tags, want once", n, len(tags))
	}
	s.idle(t)
}

// The share of the client that asked first is not that of others who wait for the same file.
func TestShareOfOneIsNotThatOfOthers(t *testing.T) {
	slow, s := withSlowFormat(t, true, 10, Options{})
	h := s.guard(s.router())
	var all sync.WaitGroup
	for i := range clientShare {
		all.Go(func() { asked(t.Context(), h, "10.0.0.1", fmt.Sprintf("/export/zones.slow?a=%d", i)) })
		for s.admission.costly.Counts().Working <= i {
			time.Sleep(time.Millisecond)
		}
	}
	if w := asked(t.Context(), h, "10.0.0.1", "/export/zones.slow?a=x"); w.Code != http.StatusTooManyRequests {
		t.Errorf("beyond its share a client got %d, want 429", w.Code)
	}
	all.Go(func() {
		if w := asked(t.Context(), h, "10.0.0.2", "/export/zones.slow?a=x"); w.Code != http.StatusOK {
			t.Errorf("another client got %d", w.Code)
		}
	})
	for s.admission.costly.Counts().Working <= clientShare {
		time.Sleep(time.Millisecond)
	}
	close(slow.release)
	all.Wait()
	s.idle(t)
}

// Temporary files have a limit, those that are being read included: what finds no room is refused,
// and kept files that nobody reads make room.
func TestTemporaryFilesAreBounded(t *testing.T) {
	slow, s := withSlowFormat(t, true, 300_000, Options{DiskBytes: 1_000_000})
	close(slow.release)
	h := s.guard(s.router())
	for i := range 10 {
		if w := asked(t.Context(), h, "10.0.0.1", fmt.Sprintf("/export/zones.slow?a=%d", i)); w.Code != http.StatusOK {
			t.Fatalf("file %d: got %d: %s", i, w.Code, w.Body)
		}
		if used := s.disk.used; used > 1_000_000 {
			t.Fatalf("%d bytes are used", used)
		}
	}
	var read []*exportFile
	for _, f := range s.files.files {
		s.files.use(f) // as one that reads it does
		read = append(read, f)
	}
	if len(read) != 3 {
		t.Fatalf("%d files are kept, want 3", len(read))
	}
	if w := asked(t.Context(), h, "10.0.0.1", "/export/zones.slow?a=more"); w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
		t.Errorf("without room got %d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
	}
	for _, f := range read {
		s.files.release(f)
	}
	if w := asked(t.Context(), h, "10.0.0.1", "/export/zones.slow?a=more"); w.Code != http.StatusOK {
		t.Errorf("with room again got %d", w.Code)
	}
	s.idle(t)
}

// deadlines notes the deadlines of the pieces written.
type deadlines struct {
	http.ResponseWriter
	set    int
	pieces []int
}

func (d *deadlines) SetWriteDeadline(at time.Time) error {
	if left := time.Until(at); left < tableWriteTimeout-time.Second || left > tableWriteTimeout {
		return fmt.Errorf("%v are left", left)
	}
	d.set++
	return nil
}

func (d *deadlines) Write(p []byte) (int, error) {
	d.pieces = append(d.pieces, len(p))
	return len(p), nil
}

// A client has a minute for each piece of 64 KiB, and no more.
func TestPiecesHaveDeadlines(t *testing.T) {
	noted := &deadlines{ResponseWriter: httptest.NewRecorder()}
	w := &pieceWriter{noted, http.NewResponseController(noted)}
	if n, err := w.Write(make([]byte, 3*sendPiece+1)); n != 3*sendPiece+1 || err != nil {
		t.Fatal(n, err)
	}
	if want := []int{sendPiece, sendPiece, sendPiece, 1}; !slices.Equal(noted.pieces, want) || noted.set != len(want) {
		t.Errorf("wrote pieces of %v with %d deadlines, want %v", noted.pieces, noted.set, want)
	}
}

// A client is its address, or what a proxy that is trusted says, and never what it says itself.
func TestClients(t *testing.T) {
	o := Options{TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}}
	for _, tt := range []struct{ name, from, header, value, want string }{
		{"itself", "192.0.2.7:1234", "", "", "192.0.2.7"},
		{"IPv6: its network", "[2001:db8:1:2:3:4:5:6]:1234", "", "", "2001:db8:1:2::/64"},
		{"IPv4 in IPv6", "[::ffff:192.0.2.7]:1234", "", "", "192.0.2.7"},
		{"not trusted", "192.0.2.7:1234", "X-Forwarded-For", "1.2.3.4", "192.0.2.7"},
		{"by a proxy", "10.1.1.1:1234", "X-Forwarded-For", "192.0.2.9", "192.0.2.9"},
		{"made up before it", "10.1.1.1:1234", "X-Forwarded-For", "1.2.3.4, 192.0.2.9", "192.0.2.9"},
		{"by two proxies", "10.1.1.1:1234", "X-Forwarded-For", "1.2.3.4, 192.0.2.9, 10.2.2.2", "192.0.2.9"},
		{"RFC 7239", "10.1.1.1:1234", "Forwarded", `for=1.2.3.4, for="[2001:db8::9]:4711";proto=https`, "2001:db8::/64"},
		{"hidden", "10.1.1.1:1234", "Forwarded", "for=_hidden;proto=https", "_hidden"},
		{"a proxy that says nothing", "10.1.1.1:1234", "", "", "10.1.1.1"},
		{"long", "10.1.1.1:1234", "X-Forwarded-For", strings.Repeat("x", 500), strings.Repeat("x", mostNameBytes)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.RemoteAddr = tt.from
			if tt.header != "" {
				r.Header.Set(tt.header, tt.value)
			}
			if got := o.client(r); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
