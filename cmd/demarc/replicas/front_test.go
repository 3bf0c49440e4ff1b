//go:build unix

package replicas

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"demarc/data/testdata/postgres"
)

// stamp is the version of the program.
const stamp = "v1.2.3"

// replica is a server of the releases, a process of its own that may be ended and started again.
type replica struct {
	t                       *testing.T
	program, data, addr, at string
	cache                   string
	process                 *exec.Cmd
	ended                   chan struct{}
}

func newReplica(t *testing.T, program, data string) *replica {
	addr := freeAddress(t)
	return &replica{t: t, program: program, data: data, addr: addr, at: "http://" + addr, cache: t.TempDir()}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// start starts it and waits until it answers.
func (r *replica) start() {
	r.t.Helper()
	r.process = exec.Command(r.program, "serve", "-addr", r.addr, "-url", public, "-data", r.data, "-cache", r.cache, "-memory", "256MiB")
	said, err := r.process.StderrPipe()
	if err == nil {
		err = r.process.Start()
	}
	if err != nil {
		r.t.Fatal(err)
	}
	serving, ended := make(chan struct{}), make(chan struct{})
	r.ended = ended
	process := r.process
	go func() {
		defer close(ended)
		for lines := bufio.NewScanner(said); lines.Scan(); {
			if strings.Contains(lines.Text(), postgres.Password) || strings.Contains(lines.Text(), "secret") {
				r.t.Errorf("a replica says the password: %s", lines.Text())
			}
			if strings.Contains(lines.Text(), "serving on ") {
				close(serving)
			}
		}
		process.Wait()
	}()
	r.t.Cleanup(func() {
		process.Process.Kill()
		<-ended
	})
	select {
	case <-serving:
	case <-ended:
		r.t.Fatal("a replica ended at its start")
	case <-time.After(patience):
		r.t.Fatal("a replica does not start")
	}
}

// stop ends it as an upgrade does, kill as a failure.
func (r *replica) stop() { r.end(syscall.SIGTERM) }
func (r *replica) kill() { r.end(syscall.SIGKILL) }

func (r *replica) end(by syscall.Signal) {
	r.process.Process.Signal(by)
	select {
	case <-r.ended:
	case <-time.After(patience):
		r.t.Error("a replica does not end")
	}
}

// await waits until it serves a snapshot.
func (r *replica) await(snapshot string) {
	r.t.Helper()
	var status struct{ Snapshot string }
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		reply, err := http.Get(r.at + "/status")
		if err != nil {
			continue
		}
		err = json.NewDecoder(reply.Body).Decode(&status)
		reply.Body.Close()
		if err == nil && status.Snapshot == snapshot {
			return
		}
	}
	r.t.Errorf("a replica serves %s, want %s, the newest", status.Snapshot, snapshot)
}

// documented is the configuration of nginx in docs/operate.md, with other addresses.
func documented(t *testing.T, at string, servers []string) string {
	t.Helper()
	paper, err := os.ReadFile("../../../docs/operate.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, began := strings.Cut(string(paper), "$ cat > nginx.conf <<'END'\n")
	text, _, ended := strings.Cut(text, "\nEND\n")
	if !began || !ended || strings.Count(text, "server 127.0.0.1:808") != len(servers) || !strings.Contains(text, "listen 127.0.0.1:8000;") {
		t.Fatalf("docs/operate.md has no nginx.conf with %d servers:\n%s", len(servers), text)
	}
	text = strings.Replace(text, "127.0.0.1:8000;", at+";", 1)
	for i, server := range servers {
		text = strings.Replace(text, fmt.Sprintf("127.0.0.1:808%d ", i+1), server+" ", 1)
	}
	return text
}

// front starts nginx before servers, as docs/operate.md has it, and returns its address.
func front(t *testing.T, servers ...string) string {
	t.Helper()
	dir, addr := t.TempDir(), freeAddress(t)
	file := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(file, []byte(documented(t, addr, servers)), 0o644); err != nil {
		t.Fatal(err)
	}
	how := "daemon off;"
	if os.Getuid() == 0 { // else its workers cannot write what is sent to them into a folder of ours
		how += " user root root;"
	}
	nginx := exec.Command("nginx", "-e", filepath.Join(dir, "error.log"), "-p", dir, "-c", file, "-g", how)
	if err := nginx.Start(); err != nil {
		t.Fatalf("nginx, of the Debian package nginx-light: %v", err)
	}
	t.Cleanup(func() {
		nginx.Process.Signal(os.Interrupt)
		nginx.Wait()
	})
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if c, err := net.Dial("tcp", addr); err == nil {
			c.Close()
			return "http://" + addr
		}
	}
	log, _ := os.ReadFile(filepath.Join(dir, "error.log"))
	t.Fatalf("nginx does not listen: %s", log)
	return ""
}

// fetched is an answer.
type fetched struct {
	status int
	header http.Header
	body   []byte
}

// fetch asks for a path; what was begun and broke off is an error.
func fetch(ctx context.Context, client *http.Client, at, path, body string) (*fetched, error) {
	method := http.MethodGet
	if body != "" {
		method = http.MethodPost
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, at+path, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	if body != "" {
		request.Header.Set("Content-Type", "text/csv")
	}
	reply, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer reply.Body.Close()
	content, err := io.ReadAll(reply.Body)
	return &fetched{reply.StatusCode, reply.Header, content}, err
}
