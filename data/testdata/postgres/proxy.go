//go:build unix

package postgres

import (
	"io"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
)

// Proxy is a way to a server that can be cut and mended.
type Proxy struct {
	Host     string // host:port to connect to
	server   string
	listener net.Listener

	mu     sync.Mutex
	cut    bool
	open   map[net.Conn]bool
	passed atomic.Int64 // pieces that clients sent
	last   atomic.Int64 // the piece after which it is cut; 0: it is not
	ended  sync.WaitGroup
}

// NewProxy returns a way to the server that lives as long as the test.
func (s *Server) NewProxy(t testing.TB) *Proxy {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &Proxy{Host: listener.Addr().String(), server: s.Host, listener: listener, open: map[net.Conn]bool{}}
	p.ended.Add(1)
	go p.accept()
	t.Cleanup(func() {
		listener.Close()
		p.Cut()
		p.ended.Wait()
	})
	return p
}

// Through is an address that leads through the proxy.
func (p *Proxy) Through(t testing.TB, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	u.Host = p.Host
	return u.String()
}

// Cut ends all connections, and refuses new ones.
func (p *Proxy) Cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cut = true
	for c := range p.open {
		c.Close()
	}
	clear(p.open)
}

// Mend lets clients connect again.
func (p *Proxy) Mend() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cut = false
	p.last.Store(0)
}

// CutAfter mends the way, and cuts it when clients have sent that many more pieces, before the
// answer to the last: what a client sends at once is one.
func (p *Proxy) CutAfter(pieces int) {
	p.Mend()
	p.last.Store(p.passed.Load() + int64(pieces))
}

// IsCut tells whether it is cut now.
func (p *Proxy) IsCut() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.cut
}

func (p *Proxy) accept() {
	defer p.ended.Done()
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", p.server)
		if err != nil {
			client.Close()
			continue
		}
		if !p.keep(client, server) {
			client.Close()
			server.Close()
			continue
		}
		p.ended.Add(2)
		go p.send(client, server)
		go func() {
			defer p.ended.Done()
			io.Copy(client, server)
			client.Close()
		}()
	}
}

// keep notes a way that is open, unless it is cut by now: what is noted after a cut would outlive
// it.
func (p *Proxy) keep(client, server net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cut {
		return false
	}
	p.open[client], p.open[server] = true, true
	return true
}

// send passes on what a client says, piece by piece.
func (p *Proxy) send(client, server net.Conn) {
	defer p.ended.Done()
	defer server.Close()
	piece := make([]byte, 1<<16)
	for {
		n, err := client.Read(piece)
		if err != nil {
			return
		}
		last := p.last.Load()
		if last > 0 && p.passed.Add(1) == last {
			server.Write(piece[:n])
			p.Cut()
			return
		}
		if _, err := server.Write(piece[:n]); err != nil {
			return
		}
	}
}
