package peers

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Server is a running program that serves over HTTP.
type Server struct {
	Address string // http://127.0.0.1:PORT
	process *exec.Cmd
	output  string // file with what it printed
}

// Start starts a program and waits until the path answers with success. args may hold PORT for a
// free port.
func Start(dir, path, program string, args ...string) (*Server, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], "PORT", port)
	}
	s := &Server{Address: "http://127.0.0.1:" + port, process: exec.Command(program, args...)}
	s.process.Dir = dir
	s.output = filepath.Join(dir, filepath.Base(program)+"-"+port+".log")
	output, err := os.Create(s.output)
	if err != nil {
		return nil, err
	}
	defer output.Close()
	s.process.Stdout, s.process.Stderr = output, output
	if err := s.process.Start(); err != nil {
		return nil, err
	}
	return s, s.wait(path)
}

func (s *Server) wait(path string) error {
	last := "no answer"
	for range 60_000 {
		if answer, err := http.Get(s.Address + path); err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
			last = answer.Status
		}
		time.Sleep(10 * time.Millisecond) // what it makes behind its answers is not to count
	}
	printed, _ := os.ReadFile(s.output)
	s.Stop()
	return fmt.Errorf("%s%s: %s within ten minutes; it printed %s", s.process.Path, path, last, lastLines(printed))
}

// Stop ends the program.
func (s *Server) Stop() {
	s.process.Process.Signal(syscall.SIGTERM)
	done := make(chan struct{})
	go func() {
		s.process.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(5 * time.Second):
		s.process.Process.Kill()
		<-done
	}
}

// Pid is the number of the process.
func (s *Server) Pid() int { return s.process.Process.Pid }

// CPU returns the CPU time that the program has used, all its threads that there are together, in
// nanoseconds as the scheduler counts them.
func (s *Server) CPU() time.Duration {
	computed := time.Duration(0)
	for _, text := range s.threads("schedstat") {
		ns, _, _ := strings.Cut(text, " ")
		n, _ := strconv.ParseInt(ns, 10, 64)
		computed += time.Duration(n)
	}
	return computed
}

// threads returns what the kernel says of each thread in a file.
func (s *Server) threads(file string) (texts []string) {
	names, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/%s", s.process.Process.Pid, file))
	for _, name := range names {
		if text, err := os.ReadFile(name); err == nil { // else it has just ended
			texts = append(texts, string(text))
		}
	}
	return texts
}

// Settle waits until the program computes no more than a little, as when something is made behind
// its answers. On a busy machine a thread may have to wait for a processor, or for the disk, much
// longer than one looks at it, which is no rest.
func (s *Server) Settle() {
	for before, quiet := s.CPU(), 0; quiet < 5; {
		time.Sleep(40 * time.Millisecond)
		now := s.CPU()
		if quiet++; now-before > 3*time.Millisecond || slices.ContainsFunc(s.threads("stat"), works) {
			quiet = 0
		}
		before = now
	}
}

// works tells of a thread by its stat whether it runs or would like to.
func works(stat string) bool {
	_, state, _ := strings.Cut(stat, ") ") // the name of the program stands before, in brackets
	return strings.HasPrefix(state, "R") || strings.HasPrefix(state, "D")
}

// Peak returns the most memory that the program had resident at once, and Resident what it has now,
// in bytes; 0 where the kernel does not tell.
func (s *Server) Peak() float64     { return s.memory("VmHWM:") }
func (s *Server) Resident() float64 { return s.memory("VmRSS:") }

func (s *Server) memory(name string) float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.process.Process.Pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), name)
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		return 0
	}
	kib, _ := strconv.ParseFloat(fields[0], 64)
	return kib * 1024
}

func freePort() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer listener.Close()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	return port, err
}
