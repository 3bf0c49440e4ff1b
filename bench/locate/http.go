package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"demarc/bench/measure"
	"demarc/data"
	"demarc/data/karabakh"
	"demarc/data/live"
	"demarc/server"
)

// questions returns paths of lookups of places within the zones of the bundled dataset, each on a
// day of its own.
func questions(n int, seed uint64) ([]string, error) {
	s, _, err := data.Open(karabakh.FS())
	if err != nil {
		return nil, err
	}
	var paths []string
	for r := rand.New(rand.NewPCG(seed, 1)); len(paths) < n; {
		p := orb.Point{45 + 3*r.Float64(), 38 + 3*r.Float64()}
		zone := make([]int32, 1)
		if s.ZonesAt([]orb.Point{p}, []int32{0}, zone); zone[0] >= 0 {
			paths = append(paths, fmt.Sprintf("/locate?lon=%.5f&lat=%.5f&datetime=%d-%02d-%02d",
				p[0], p[1], 1995+r.IntN(28), 1+r.IntN(12), 1+r.IntN(28)))
		}
	}
	return paths, nil
}

// asked is how many different lookups are asked, again and again.
const asked = 512

// handlers returns the program's handler and a bare one, which writes the answers of the program to
// the questions, header lines and bodies, one after the other.
func handlers(questions []string) (demarc, bare http.Handler, err error) {
	live, err := live.New(karabakh.FS())
	if err != nil {
		return nil, nil, err
	}
	demarc = server.New(live, server.Options{})
	type answer struct {
		header http.Header
		body   []byte
	}
	var answers []answer
	for _, path := range questions {
		w := httptest.NewRecorder()
		demarc.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != http.StatusOK {
			return nil, nil, fmt.Errorf("lookup answered %d: %s", w.Code, w.Body)
		}
		answers = append(answers, answer{w.Header(), slices.Clone(w.Body.Bytes())})
	}
	next := 0 // one connection asks, so one request is served at a time
	bare = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		a := &answers[next]
		next = (next + 1) % len(answers)
		maps.Copy(w.Header(), a.header)
		w.Write(a.body)
	})
	return demarc, bare, nil
}

// serveForBench serves both handlers, first as the program does and then as http.Serve does, until
// its standard input ends. It says where, and answers a line on standard input with the nanoseconds
// of CPU time that it has used.
func serveForBench() error {
	paths, err := questions(asked, 1)
	if err != nil {
		return err
	}
	demarc, bare, err := handlers(paths)
	if err != nil {
		return err
	}
	for _, serve := range []func(net.Listener, http.Handler) error{serveLikeOurs, http.Serve} {
		for _, h := range []http.Handler{demarc, bare} {
			l, err := net.Listen("tcp", "localhost:0")
			if err != nil {
				return err
			}
			fmt.Println(l.Addr())
			go serve(l, h)
		}
	}
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		fmt.Println(int64(measure.ProcessCPU()))
	}
	return nil
}

// serveLikeOurs serves a handler as the program does.
func serveLikeOurs(l net.Listener, h http.Handler) error {
	return server.HTTP(h).Serve(l)
}

// servers is the process that serves both handlers.
type servers struct {
	command   *exec.Cmd
	in        io.WriteCloser
	out       *bufio.Scanner
	addresses [4]string // in the order of serveForBench
}

func startServers() (*servers, error) {
	s := &servers{command: exec.Command(os.Args[0], "-serve")}
	s.command.Env = append(os.Environ(), "GOMAXPROCS=1")
	s.command.Stderr = os.Stderr
	in, err := s.command.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := s.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	s.in, s.out = in, bufio.NewScanner(out)
	if err := s.command.Start(); err != nil {
		return nil, err
	}
	for i := range s.addresses {
		if !s.out.Scan() {
			return nil, errors.New("the server did not start")
		}
		s.addresses[i] = s.out.Text()
	}
	return s, nil
}

func (s *servers) cpu() time.Duration {
	fmt.Fprintln(s.in)
	s.out.Scan()
	ns, err := strconv.ParseInt(s.out.Text(), 10, 64)
	if err != nil {
		panic(fmt.Errorf("the server said %q: want its CPU time", s.out.Text()))
	}
	return time.Duration(ns)
}

func (s *servers) stop() {
	s.in.Close()
	s.command.Wait()
}

// withoutHTTP returns the CPU time of both handlers alone.
func withoutHTTP(s settings) ([]measure.Result, error) {
	paths, err := questions(asked, 1)
	if err != nil {
		return nil, err
	}
	demarc, bare, err := handlers(paths)
	if err != nil {
		return nil, err
	}
	var requests []*http.Request
	for _, path := range paths {
		requests = append(requests, httptest.NewRequest(http.MethodGet, path, nil))
	}
	var cases []measure.Case
	for _, h := range []http.Handler{demarc, bare} {
		next := 0
		cases = append(cases, measure.Case{Run: func() int {
			for range 256 {
				h.ServeHTTP(&nowhere{header: make(http.Header)}, requests[next])
				next = (next + 1) % len(requests)
			}
			return 256
		}})
	}
	return measure.Rounds(s.rounds, s.least, cases...), nil
}

// nowhere is a ResponseWriter that keeps nothing.
type nowhere struct{ header http.Header }

func (n *nowhere) Header() http.Header            { return n.header }
func (n *nowhere) Write(body []byte) (int, error) { return len(body), nil }
func (n *nowhere) WriteHeader(int)                {}

// pipelined returns a function that sends 32 lookups on a connection that is kept and reads the
// answers.
func pipelined(address string, requests []string) (func() int, error) {
	c, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	in := bufio.NewReaderSize(c, 1<<16)
	next := 0
	const together = 32
	return func() int {
		io.WriteString(c, strings.Join(requests[next:next+together], ""))
		next = (next + together) % len(requests)
		for range together {
			if err := skipAnswer(in); err != nil {
				panic(err)
			}
		}
		return together
	}, nil
}

func skipAnswer(in *bufio.Reader) error {
	length := 0
	for first := true; ; first = false {
		line, err := in.ReadString('\n')
		switch {
		case err != nil:
			return err
		case first && !strings.HasPrefix(line, "HTTP/1.1 200"):
			return fmt.Errorf("answered %q", line)
		case line == "\r\n":
			_, err := in.Discard(length)
			return err
		}
		if value, ok := strings.CutPrefix(line, "Content-Length: "); ok {
			length, _ = strconv.Atoi(strings.TrimSpace(value))
		}
	}
}

// overHTTP compares the CPU time of the server for a lookup with that of a handler that only
// writes.
func overHTTP(r *measure.Report, s settings) error {
	servers, err := startServers()
	if err != nil {
		return err
	}
	defer servers.stop()
	paths, err := questions(asked, 1)
	if err != nil {
		return err
	}
	var requests []string
	for _, path := range paths {
		requests = append(requests, "GET "+path+" HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n")
	}
	var cases []measure.Case
	for i, name := range [...]string{"**demarc**", "bare handler", "demarc, by http.Serve", "bare handler, by http.Serve"} {
		run, err := pipelined(servers.addresses[i], requests)
		if err != nil {
			return err
		}
		cases = append(cases, measure.Case{Name: name, Run: run, CPU: servers.cpu})
	}
	alone, err := withoutHTTP(s)
	if err != nil {
		return err
	}
	results := measure.Rounds(6*s.rounds+1, 2*s.least, cases...)
	r.Section("One lookup over HTTP", "CPU time of the server process for a request (Go's net/http, one processor, connections kept, 32 requests\n"+
		"in flight, no compression), random places within the zones of the bundled dataset, random days; the bare handler writes the same bytes,\n"+
		"header lines and bodies, one answer after the other. Both are served with the program's timeouts, which is what the figure asked is about, and\n"+
		"by http.Serve.")
	var rows [][]string
	for i, result := range results {
		rows = append(rows, []string{result.Name, result.String(), alone[i%len(alone)].String()})
	}
	r.Table([]string{"handler", "CPU per request", "of these in the handler"}, rows...)
	ratio, least, greatest := measure.Ratio(results[0], results[1])
	plain, plainLeast, plainGreatest := measure.Ratio(results[2], results[3])
	r.Text("Ratio as the program serves %.3f, from %.3f to %.3f by round; by http.Serve %.3f, from %.3f to %.3f.", ratio, least, greatest, plain, plainLeast, plainGreatest)
	r.AtMost("HTTP: server CPU of a lookup by that of a bare handler", ratio, 1.4, "x")
	return nil
}
