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

	"github.com/gorilla/mux"

	"demarc/bench/measure"
	"demarc/data"
	"demarc/data/karabakh"
	"demarc/server"
)

// question returns the path of a lookup of a place in the middle of the bundled dataset on a day.
func question(r *rand.Rand) string {
	return fmt.Sprintf("/locate?lon=%.5f&lat=%.5f&datetime=%d-%02d-%02d",
		46.2+1.0*r.Float64(), 39.2+1.1*r.Float64(), 1995+r.IntN(28), 1+r.IntN(12), 1+r.IntN(28))
}

// handlers returns the program's handler and a bare one behind the same route, which writes an answer of the program
// of middle length: the same header lines, the same body.
func handlers() (demarc, bare http.Handler, err error) {
	live, err := data.NewLive(karabakh.FS())
	if err != nil {
		return nil, nil, err
	}
	demarc = server.New(live, server.Options{})
	var answers []*httptest.ResponseRecorder
	r := rand.New(rand.NewPCG(1, 1))
	for range 101 {
		w := httptest.NewRecorder()
		demarc.ServeHTTP(w, httptest.NewRequest(http.MethodGet, question(r), nil))
		if w.Code != http.StatusOK {
			return nil, nil, fmt.Errorf("lookup answered %d: %s", w.Code, w.Body)
		}
		answers = append(answers, w)
	}
	slices.SortFunc(answers, func(a, b *httptest.ResponseRecorder) int { return a.Body.Len() - b.Body.Len() })
	header, body := answers[50].Header(), answers[50].Body.Bytes()
	router := mux.NewRouter().UseEncodedPath()
	router.Path("/locate").Methods(http.MethodGet, http.MethodHead).HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		maps.Copy(w.Header(), header)
		w.Write(body)
	})
	return demarc, router, nil
}

// serveForBench serves both handlers until its standard input ends. It says where, and answers a line on standard
// input with the nanoseconds of CPU time that it has used.
func serveForBench() error {
	demarc, bare, err := handlers()
	if err != nil {
		return err
	}
	for _, h := range []http.Handler{demarc, bare} {
		l, err := net.Listen("tcp", "localhost:0")
		if err != nil {
			return err
		}
		fmt.Println(l.Addr())
		go http.Serve(l, h)
	}
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		fmt.Println(int64(measure.ProcessCPU()))
	}
	return nil
}

// servers is the process that serves both handlers.
type servers struct {
	command      *exec.Cmd
	in           io.WriteCloser
	out          *bufio.Scanner
	demarc, bare string // addresses
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
	if !s.out.Scan() {
		return nil, errors.New("the server did not start")
	}
	s.demarc = s.out.Text()
	s.out.Scan()
	s.bare = s.out.Text()
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

// pipelined returns a function that sends 32 lookups on a connection that is kept and reads the answers.
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

// overHTTP compares the CPU time of the server for a lookup with that of a handler that only writes.
func overHTTP(r *measure.Report, s settings) error {
	servers, err := startServers()
	if err != nil {
		return err
	}
	defer servers.stop()
	var requests []string
	random := rand.New(rand.NewPCG(2, 2))
	for range 4096 {
		requests = append(requests, "GET "+question(random)+" HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n")
	}
	var cases []measure.Case
	for _, c := range []struct{ name, address string }{{"**demarc**", servers.demarc}, {"bare handler", servers.bare}} {
		run, err := pipelined(c.address, requests)
		if err != nil {
			return err
		}
		cases = append(cases, measure.Case{Name: c.name, Run: run, CPU: servers.cpu})
	}
	results := measure.Rounds(2*s.rounds+1, 2*s.least, cases...)
	ratio, least, greatest := measure.Ratio(results[0], results[1])
	r.Section("One lookup over HTTP", "CPU time of the server process for a request (Go's net/http, one processor, connections kept, 32 requests\n"+
		"in flight, no compression), random places and days of the bundled dataset; the bare handler stands behind the same route and writes one\n"+
		"answer of the program, header lines and body.")
	r.Table([]string{"handler", "CPU per request"}, []string{results[0].Name, results[0].String()}, []string{results[1].Name, results[1].String()})
	r.Text("Ratio %.3f, from %.3f to %.3f by round.", ratio, least, greatest)
	r.AtMost("HTTP: server CPU of a lookup by that of a bare handler", ratio, 1.05, "x")
	return nil
}
