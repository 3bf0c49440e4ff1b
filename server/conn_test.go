package server

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// pair returns the two ends of a connection, ours first.
func pair(t *testing.T) (*conn, net.Conn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	far, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	near, err := Listener(l).Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { near.Close(); far.Close() })
	return near.(*conn), far
}

const soon = 30 * time.Millisecond

var longAgo = time.Unix(1, 0) // as net/http writes it

func TestReadDeadlines(t *testing.T) {
	for _, tt := range []struct {
		name   string
		before func(c *conn) // the read
		during func(c *conn)
		want   bool // it times out; else it reads what comes late
	}{
		{"none", func(*conn) {}, func(*conn) {}, false},
		{"passes", func(c *conn) { c.SetReadDeadline(time.Now().Add(soon)) }, func(*conn) {}, true},
		{"long ago", func(c *conn) { c.SetReadDeadline(longAgo) }, func(*conn) {}, true},
		{"just past", func(c *conn) { c.SetReadDeadline(time.Now()) }, func(*conn) {}, true},
		{"of both", func(c *conn) { c.SetDeadline(time.Now().Add(soon)) }, func(*conn) {}, true},
		{"put off before", func(c *conn) {
			c.SetReadDeadline(time.Now().Add(soon))
			c.SetReadDeadline(time.Now().Add(time.Minute))
		}, func(*conn) {}, false},
		{"put off after it was armed", func(c *conn) {
			c.SetReadDeadline(time.Now().Add(soon))
			c.Read(nil)
			c.SetReadDeadline(time.Now().Add(time.Minute))
		}, func(*conn) {}, false},
		{"taken away after it passed", func(c *conn) {
			c.SetReadDeadline(time.Now())
			c.Read(make([]byte, 1))
			c.SetReadDeadline(time.Time{})
		}, func(*conn) {}, false},
		{"put off meanwhile", func(c *conn) { c.SetReadDeadline(time.Now().Add(soon)) },
			func(c *conn) { c.SetReadDeadline(time.Now().Add(time.Minute)) }, false},
		{"taken away meanwhile", func(c *conn) { c.SetReadDeadline(time.Now().Add(soon)) },
			func(c *conn) { c.SetReadDeadline(time.Time{}) }, false},
		{"put off, then wanted at once", func(c *conn) { c.SetReadDeadline(time.Now().Add(time.Minute)) },
			func(c *conn) {
				c.SetReadDeadline(time.Now().Add(time.Hour))
				c.SetReadDeadline(longAgo)
			}, true},
		{"wanted at once", func(*conn) {}, func(c *conn) { c.SetReadDeadline(longAgo) }, true},
		{"drawn near", func(c *conn) { c.SetReadDeadline(time.Now().Add(time.Minute)) },
			func(c *conn) { c.SetReadDeadline(time.Now().Add(soon)) }, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			near, far := pair(t)
			tt.before(near)
			type result struct {
				n   int
				err error
			}
			read := make(chan result)
			go func() {
				n, err := near.Read(make([]byte, 1))
				read <- result{n, err}
			}()
			for !near.read.busy.Load() && !tt.want { // it may be over already
				runtime.Gosched()
			}
			tt.during(near)
			if !tt.want {
				time.AfterFunc(3*soon, func() { far.Write([]byte("x")) })
			}
			got := <-read
			if timeout := errors.Is(got.err, os.ErrDeadlineExceeded); timeout != tt.want || !tt.want && got.n != 1 {
				t.Errorf("read %d bytes, %v; want it to time out: %v", got.n, got.err, tt.want)
			}
		})
	}
}

// The peer does not read, so writes end by their deadline, also when one that was
// armed before goes off first.
func TestWriteDeadline(t *testing.T) {
	near, _ := pair(t)
	near.SetWriteDeadline(time.Now().Add(soon))
	near.Write([]byte("x"))
	near.SetWriteDeadline(time.Now().Add(3 * soon))
	begin := time.Now()
	_, err := near.Write(make([]byte, 64<<20))
	if took := time.Since(begin); !errors.Is(err, os.ErrDeadlineExceeded) || took < 2*soon {
		t.Errorf("a write nobody reads ended after %v with %v, want a timeout after %v", took, err, 3*soon)
	}
}

// What is written arrives, whatever deadlines go off on the way.
func TestWritesArriveThroughDeadlines(t *testing.T) {
	near, far := pair(t)
	sent := make([]byte, 8<<20)
	for i := range sent {
		sent[i] = byte(i * i >> 7)
	}
	go func() {
		r := rand.New(rand.NewPCG(1, 1))
		for rest := sent; len(rest) > 0; {
			near.SetWriteDeadline(time.Now().Add(time.Duration(r.IntN(300)) * time.Microsecond))
			near.write.arm(true)
			near.SetWriteDeadline(time.Now().Add(time.Minute))
			near.join = r.IntN(2) == 0
			n := min(len(rest), []int{fullBuffer, 100, 1 << 16, 1 << 20}[r.IntN(4)])
			if k, err := near.Write(rest[:n]); k != n || err != nil {
				t.Errorf("wrote %d of %d bytes: %v", k, n, err)
			}
			rest = rest[n:]
		}
		near.SetWriteDeadline(time.Time{})
		near.CloseWrite()
	}()
	if got, err := io.ReadAll(far); err != nil || !bytes.Equal(got, sent) {
		t.Errorf("%d bytes arrived, %v; want the %d sent", len(got), err, len(sent))
	}
}

// Answers of every length around the buffer of net/http arrive whole, joined or
// not, on a connection that is kept.
func TestJoinedAnswersArrive(t *testing.T) {
	body := strings.Repeat("0123456789", 1000)
	address := serveConn(t, &http.Server{ReadTimeout: time.Minute, WriteTimeout: time.Minute}, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Join") != "" {
			joinWrites(r)
		}
		w.Header().Set("Content-Length", r.Header.Get("Wanted"))
		length := int(r.ContentLength)
		io.Copy(io.Discard, r.Body)
		w.Write([]byte(body[:length]))
	})
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	in := bufio.NewReader(c)
	for length := 3700; length < 9000; length++ {
		if length == 4200 {
			length = 8000
		}
		for _, join := range []string{"", "1"} {
			request := httptest.NewRequest(http.MethodPost, "http://localhost/", strings.NewReader(body[:length]))
			request.Header.Set("Join", join)
			request.Header.Set("Wanted", strconv.Itoa(length))
			if err := request.Write(c); err != nil {
				t.Fatal(err)
			}
			c.SetReadDeadline(time.Now().Add(10 * time.Second))
			response, err := http.ReadResponse(in, nil)
			if err != nil {
				t.Fatalf("%d bytes, join %q: %v", length, join, err)
			}
			if got, err := io.ReadAll(response.Body); err != nil || string(got) != body[:length] {
				t.Fatalf("%d bytes, join %q: %d came, %v", length, join, len(got), err)
			}
		}
	}
}

// serveConn serves as cmd does and returns the address.
func serveConn(t *testing.T, s *http.Server, handler http.HandlerFunc) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.Handler, s.ConnContext = handler, ConnContext
	go s.Serve(Listener(l))
	t.Cleanup(func() { s.Close() })
	return l.Addr().String()
}

// The times of http.Server hold: for a head that does not end, and between
// requests.
func TestSlowClientsAreCutOff(t *testing.T) {
	for _, tt := range []struct{ name, sent string }{
		{"half a head", "GET / HTTP/1.1\r\nHost:"},
		{"idle", "GET / HTTP/1.1\r\nHost: a\r\n\r\n"},
		{"half a second head", "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\n"},
		{"nothing", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			address := serveConn(t, &http.Server{ReadHeaderTimeout: soon, ReadTimeout: 2 * soon, IdleTimeout: 3 * soon},
				func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("x")) })
			c, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			io.WriteString(c, tt.sent)
			c.SetReadDeadline(time.Now().Add(20 * time.Second))
			if _, err := io.Copy(io.Discard, c); errors.Is(err, os.ErrDeadlineExceeded) {
				t.Error("the connection stays open, want it closed")
			}
		})
	}
}

// A handler learns that its client has gone.
func TestGoneClientsAreNoticed(t *testing.T) {
	gone := make(chan struct{})
	var once sync.Once
	address := serveConn(t, &http.Server{ReadTimeout: time.Minute}, func(_ http.ResponseWriter, r *http.Request) {
		<-r.Context().Done()
		once.Do(func() { close(gone) })
	})
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(c, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	time.AfterFunc(soon, func() { c.Close() })
	select {
	case <-gone:
	case <-time.After(20 * time.Second):
		t.Error("the context of the request is not done, want it to be")
	}
}
