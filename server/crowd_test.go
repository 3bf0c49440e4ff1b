package server

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"demarc/data/live"
)

// A crowd of tables without end, exports, clients that stall and archives that nobody waits for
// keeps nobody from small questions, is told when to come again, and leaves nothing behind.
func TestCrowd(t *testing.T) {
	store, err := live.New(os.DirFS("../data/testdata/small"))
	if err != nil {
		t.Fatal(err)
	}
	s := newServer([]Dataset{{"one", store}}, Options{Memory: 16 << 20})
	before := runtime.NumGoroutine()
	served := httptest.NewServer(s.guard(s.router()))
	ctx, leave := context.WithCancel(t.Context())
	var all sync.WaitGroup
	for i := range 60 {
		ip := net.IPv4(127, 0, 1, byte(1+i))
		dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: ip}}
		transport := &http.Transport{DialContext: dialer.DialContext}
		client := &http.Client{Transport: transport}
		do := func(ctx context.Context, method, path string, body io.Reader) {
			r, err := http.NewRequestWithContext(ctx, method, served.URL+path, body)
			if err != nil {
				t.Error(err)
				return
			}
			answer, err := client.Do(r)
			if err != nil {
				return // it has left
			}
			defer answer.Body.Close()
			io.Copy(io.Discard, answer.Body)
			if refused := answer.StatusCode == 429 || answer.StatusCode == 503; refused && answer.Header.Get("Retry-After") == "" {
				t.Errorf("%s: %s without Retry-After", path, answer.Status)
			} else if !refused && answer.StatusCode != 200 {
				t.Errorf("%s: %s", path, answer.Status)
			}
		}
		all.Go(func() {
			defer transport.CloseIdleConnections()
			switch i % 4 {
			case 0:
				body, rows := io.Pipe()
				go func() {
					for ctx.Err() == nil {
						io.WriteString(rows, "lon,lat\n"+strings.Repeat("10.5,50.5\n", 1000))
					}
					rows.Close()
				}()
				do(ctx, http.MethodPost, "/locate", body)
				body.Close()
			case 1:
				for n := range 5 {
					do(ctx, http.MethodGet, "/export/control."+[]string{"csv", "gpkg", "png", "fgb", "kmz"}[(i+n)%5], nil)
				}
			case 2:
				conn, err := dialer.Dial("tcp", served.Listener.Addr().String())
				if err != nil {
					t.Error(err)
					return
				}
				defer conn.Close()
				io.WriteString(conn, []string{"GET / HTTP/1.1\r\n", "GET /export/all.gpkg HTTP/1.1\r\nHost: a\r\n\r\n"}[i/4%2])
				<-ctx.Done()
			case 3:
				soon, leave := context.WithTimeout(ctx, 5*time.Millisecond)
				defer leave()
				do(soon, http.MethodGet, fmt.Sprintf("/export/control.pmtiles?maxzoom=%d", 4+i%8), nil)
			}
		})
	}
	for range 50 {
		for _, path := range []string{"/healthz", "/locate?lon=10.5&lat=50.5", "/tiles/zones/3/4/2.mvt"} {
			answer, err := http.Get(served.URL + path)
			if err != nil {
				t.Fatal(err)
			}
			answer.Body.Close()
			if answer.StatusCode >= 300 {
				t.Errorf("%s: %s", path, answer.Status)
			}
		}
	}
	leave()
	all.Wait()
	http.DefaultClient.CloseIdleConnections()
	served.Close()
	for range 500 {
		if s.admission.costly.Counts().Working+s.admission.tables.Counts().Working == 0 && runtime.NumGoroutine() <= before {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if now := runtime.NumGoroutine(); now > before {
		t.Errorf("%d goroutines, %d before the crowd", now, before)
	}
	s.idle(t)
}
