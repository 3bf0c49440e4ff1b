package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// How many clients of each kind there are.
const (
	tables   = 100 // send rows without end
	exports  = 200
	pictures = 200
	stalled  = 500 // ask, and then neither send nor read
	archives = 150 // leave soon after they have asked
)

// crowd is the clients and what became of their requests.
type crowd struct {
	address string
	all     sync.WaitGroup
	kinds   [5]kind
}

// kind counts the requests of one kind.
type kind struct {
	name                              string
	clients                           int
	answered, refused, without, other atomic.Int64 // without: refused without Retry-After
	bytes                             atomic.Int64
}

func newCrowd(address string) *crowd {
	c := &crowd{address: address}
	for i, k := range []struct {
		name    string
		clients int
	}{
		{"tables without end", tables}, {"exports of all kinds", exports}, {"pictures of 1600 x 1200", pictures},
		{"clients that stall", stalled}, {"archives left", archives},
	} {
		c.kinds[i].name, c.kinds[i].clients = k.name, k.clients
	}
	return c
}

// come starts all clients, which stay until the context ends.
func (c *crowd) come(ctx context.Context) {
	for i, one := range []func(context.Context, *kind, *rand.Rand, net.IP){c.table, c.export, c.picture, c.stall, c.archive} {
		k := &c.kinds[i]
		for n := range k.clients {
			ip := net.IPv4(127, byte(1+i), byte(n/250), byte(1+n%250))
			r := rand.New(rand.NewPCG(uint64(i), uint64(n)))
			c.all.Go(func() {
				sleep(ctx, time.Duration(r.IntN(1000))*time.Millisecond)
				for ctx.Err() == nil {
					one(ctx, k, r, ip)
				}
			})
		}
	}
}

func (c *crowd) wait() { c.all.Wait() }

func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

// mostPatience is how long a refused client waits at most, whatever it is told.
const mostPatience = 3 * time.Second

// do sends a request, reads its answer, and waits if it is refused.
func (k *kind) do(ctx context.Context, r *http.Request, client *http.Client) {
	answer, err := client.Do(r)
	if err != nil {
		if ctx.Err() == nil {
			k.other.Add(1)
			sleep(ctx, time.Second)
		}
		return
	}
	defer answer.Body.Close()
	n, _ := io.Copy(io.Discard, answer.Body)
	k.bytes.Add(n)
	switch answer.StatusCode {
	case http.StatusOK:
		k.answered.Add(1)
	case http.StatusServiceUnavailable, http.StatusTooManyRequests:
		k.refused.Add(1)
		after, err := strconv.Atoi(answer.Header.Get("Retry-After"))
		if err != nil || after < 1 {
			k.without.Add(1)
		}
		sleep(ctx, min(time.Duration(after)*time.Second, mostPatience))
	default:
		k.other.Add(1)
		sleep(ctx, time.Second)
	}
}

func (c *crowd) get(ctx context.Context, k *kind, ip net.IP, path string) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.address+path, nil)
	if err != nil {
		panic(err) // the paths are ours
	}
	client := clientAt(ip)
	defer client.CloseIdleConnections()
	k.do(ctx, r, client)
}

// rows is the body of a table that does not end before the context does.
type rows struct {
	ctx   context.Context
	r     *rand.Rand
	begun bool
}

func (b *rows) Read(p []byte) (int, error) {
	if b.ctx.Err() != nil {
		return 0, b.ctx.Err()
	}
	text := p[:0]
	if !b.begun {
		b.begun, text = true, append(text, "id,lon,lat,date\n"...)
	}
	for cap(text)-len(text) > 64 {
		text = fmt.Appendf(text, "%d,%.5f,%.5f,2020-11-25\n", len(text), 45+b.r.Float64()*3, 38.5+b.r.Float64()*2.5)
	}
	return len(text), nil
}

func (c *crowd) table(ctx context.Context, k *kind, r *rand.Rand, ip net.IP) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.address+"/locate", &rows{ctx: ctx, r: r})
	if err != nil {
		panic(err)
	}
	request.Header.Set("Content-Type", "text/csv")
	client := clientAt(ip)
	client.Timeout = 0
	defer client.CloseIdleConnections()
	k.do(ctx, request, client)
}

var extensions = strings.Fields("geojson fg.json geojsons geojsonl csv fgb parquet topojson shp.zip kml kmz svg gpkg qlr")

func (c *crowd) export(ctx context.Context, k *kind, r *rand.Rand, ip net.IP) {
	path := "/export/control." + extensions[r.IntN(len(extensions))]
	switch r.IntN(4) {
	case 0:
		path = fmt.Sprintf("/export/control.geojson?dissolve=controller&datetime=20%02d-06-01", r.IntN(25))
	case 1:
		path = "/stats?within=nkao"
	}
	c.get(ctx, k, ip, path)
}

func (c *crowd) picture(ctx context.Context, k *kind, r *rand.Rand, ip net.IP) {
	c.get(ctx, k, ip, fmt.Sprintf("/export/control.png?width=1600&height=1200&datetime=20%02d-06-01", r.IntN(25)))
}

// archive asks for an archive and leaves.
func (c *crowd) archive(ctx context.Context, k *kind, r *rand.Rand, ip net.IP) {
	soon, leave := context.WithTimeout(ctx, time.Duration(50+r.IntN(500))*time.Millisecond)
	defer leave()
	c.get(soon, k, ip, fmt.Sprintf("/export/control.pmtiles?maxzoom=%d&datetime=20%02d-06-01", 8+r.IntN(5), r.IntN(25)))
	sleep(ctx, 500*time.Millisecond)
}

// stall begins something and then does nothing: half a head, an export that it does not read, half
// a table.
func (c *crowd) stall(ctx context.Context, k *kind, r *rand.Rand, ip net.IP) {
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: ip}}
	conn, err := dialer.DialContext(ctx, "tcp", strings.TrimPrefix(c.address, "http://"))
	if err != nil {
		sleep(ctx, time.Second)
		return
	}
	defer conn.Close()
	conn.(*net.TCPConn).SetReadBuffer(4 << 10)
	io.WriteString(conn, [...]string{
		"GET / HTTP/1.1\r\nHost: a\r\n",
		"GET /export/all.gpkg HTTP/1.1\r\nHost: a\r\n\r\n",
		"GET /export/control.csv HTTP/1.1\r\nHost: a\r\n\r\n",
		"POST /locate HTTP/1.1\r\nHost: a\r\nContent-Type: text/csv\r\nContent-Length: 1000000\r\n\r\nlon,lat\n46,40\n",
	}[r.IntN(4)])
	k.answered.Add(1)
	closed := make(chan struct{})
	go func() { // it learns that it is cut off, and reads no more than a little
		defer close(closed)
		small := make([]byte, 1)
		if n, _ := conn.Read(small); n > 0 {
			<-ctx.Done()
		}
	}()
	select {
	case <-closed:
		sleep(ctx, time.Second)
	case <-ctx.Done():
		conn.Close()
		<-closed
	}
}
