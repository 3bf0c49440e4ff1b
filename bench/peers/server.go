package peers

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
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
	for range 300 {
		if answer, err := http.Get(s.Address + path); err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
			last = answer.Status
		}
		time.Sleep(100 * time.Millisecond)
	}
	printed, _ := os.ReadFile(s.output)
	s.Stop()
	return fmt.Errorf("%s%s: %s within 30 s; it printed %s", s.process.Path, path, last, lastLines(printed))
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

// CPU returns the CPU time that the program has used, all its threads together.
func (s *Server) CPU() time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.process.Process.Pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), ") ") // the name may hold anything
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	const tick = 10 * time.Millisecond // of the kernel's clock for user space, 100 a second
	user, _ := strconv.ParseInt(fields[11], 10, 64)
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * tick
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
