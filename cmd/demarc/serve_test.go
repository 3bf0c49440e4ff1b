package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"demarc/data/testdata"
)

// patience is how long a test waits for what must happen before it fails.
const patience = 2 * time.Minute

// startServer runs demarc serve and returns its address, its messages line by line, and a function
// that stops it and returns the exit code.
func startServer(t *testing.T, args ...string) (address string, messages <-chan string, stop func() int) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	read, write := io.Pipe()
	exit := make(chan int, 1)
	go func() {
		exit <- run(ctx, append([]string{"serve", "-addr", "localhost:0"}, args...), io.Discard, write)
		write.Close()
	}()
	lines := make(chan string, 1000)
	go func() {
		for scanner := bufio.NewScanner(read); scanner.Scan(); {
			lines <- scanner.Text()
		}
		close(lines)
	}()
	line := waitFor(t, lines, "serving on ")
	_, address, _ = strings.Cut(line, "serving on ")
	stop = func() int {
		cancel()
		select {
		case code := <-exit:
			return code
		case <-time.After(patience):
			t.Fatal("the server does not stop")
			return 0
		}
	}
	t.Cleanup(cancel)
	return address, lines, stop
}

func waitFor(t *testing.T, lines <-chan string, text string) string {
	t.Helper()
	limit := time.After(patience)
	var seen []string
	for {
		select {
		case line, open := <-lines:
			seen = append(seen, line)
			if strings.Contains(line, text) {
				return line
			}
			if !open {
				t.Fatalf("the server ended; want a message with %q, got %q", text, seen)
			}
		case <-limit:
			t.Fatalf("no message with %q, got %q", text, seen)
		}
	}
}

func fetch(t *testing.T, url string) map[string]any {
	t.Helper()
	reply, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	var v map[string]any
	if err := json.NewDecoder(reply.Body).Decode(&v); err != nil {
		t.Fatalf("%s: %d %v", url, reply.StatusCode, err)
	}
	return v
}

func TestServe(t *testing.T) {
	address, _, stop := startServer(t, "-data", "../../data/testdata/isles")
	v := fetch(t, address+"/locate?lon=-130.3&lat=-42.2&datetime=1972-11-25")
	if got := v["control"].(map[string]any)["controller"]; got != "league" {
		t.Errorf("controller: got %v, want league", got)
	}
	if code := stop(); code != exitFine {
		t.Errorf("exit code after a stop: got %d, want %d", code, exitFine)
	}
}

// A change of the files is served as soon as it has settled; one with errors is not, and the server
// says so.
func TestServeWatches(t *testing.T) {
	directory := t.TempDir()
	if err := os.CopyFS(directory, testdata.Small()); err != nil {
		t.Fatal(err)
	}
	address, messages, stop := startServer(t, "-data", directory, "-watch")
	defer stop()
	first := fetch(t, address+"/status")["snapshot"]

	replaceIn(t, filepath.Join(directory, "control.json"), `"controller": "reds"`, `"controller": "nobody"`)
	waitFor(t, messages, "the one loaded before is still served")
	if got := fetch(t, address+"/status")["snapshot"]; got != first {
		t.Errorf("after a bad change: got snapshot %v, want %v still", got, first)
	}
	replaceIn(t, filepath.Join(directory, "control.json"), `"controller": "nobody"`, `"controller": "blues"`)
	waitFor(t, messages, "dataset small, snapshot ")
	v := fetch(t, address+"/locate?lon=10.5&lat=50.5&datetime=2001-01-01")
	if got := v["control"].(map[string]any)["controller"]; got != "blues" {
		t.Errorf("after a good change: got controller %v, want blues", got)
	}
}

// A link to a dataset is watched, and so is what it is pointed to next.
func TestServeWatchesThroughALink(t *testing.T) {
	parent := t.TempDir()
	for _, name := range []string{"one", "two"} {
		if err := os.CopyFS(filepath.Join(parent, name), testdata.Small()); err != nil {
			t.Fatal(err)
		}
	}
	replaceIn(t, filepath.Join(parent, "two", "dataset.json"), "Two valleys", "Two dales")
	link, next := filepath.Join(parent, "current"), filepath.Join(parent, "next")
	if err := errors.Join(os.Symlink("one", link), os.Symlink("two", next)); err != nil {
		t.Fatal(err)
	}
	address, messages, stop := startServer(t, "-data", link, "-watch")
	defer stop()
	replaceIn(t, filepath.Join(parent, "one", "dataset.json"), "Two valleys", "Two glens")
	waitFor(t, messages, "dataset small, snapshot ")
	if err := os.Rename(next, link); err != nil {
		t.Fatal(err)
	}
	waitFor(t, messages, "dataset small, snapshot ")
	v := fetch(t, address+"/timeline")
	if got := v["dataset"].(map[string]any)["title"].(map[string]any)["en"]; got != "Two dales" {
		t.Errorf("title: got %v, want that of the dataset the link was moved to", got)
	}
	if err := os.Rename(filepath.Join(parent, "two"), filepath.Join(parent, "aside")); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(parent, "aside"), filepath.Join(parent, "two")); err != nil {
		t.Fatal(err)
	}
	replaceIn(t, filepath.Join(parent, "two", "dataset.json"), "Two dales", "Two vales")
	waitFor(t, messages, "dataset small, snapshot ")
}

func TestServeReloadsOnHangup(t *testing.T) {
	directory := t.TempDir()
	if err := os.CopyFS(directory, testdata.Small()); err != nil {
		t.Fatal(err)
	}
	_, messages, stop := startServer(t, "-data", directory)
	defer stop()
	replaceIn(t, filepath.Join(directory, "dataset.json"), "Two valleys", "Two dales")
	if err := syscall.Kill(os.Getpid(), syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	waitFor(t, messages, "dataset small, snapshot ")
}

func replaceIn(t *testing.T, name, old, new string) {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(content), old) {
		t.Fatalf("%s does not hold %q", name, old)
	}
	if err := os.WriteFile(name, []byte(strings.Replace(string(content), old, new, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
}

// A stop lets the request under way finish and takes no new ones.
func TestStopFinishesRequests(t *testing.T) {
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	arrived, release := make(chan struct{}), make(chan struct{})
	handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(arrived)
		<-release
		io.WriteString(w, "whole")
	})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- answerAll(ctx, []net.Listener{listener}, handler, nil) }()
	answer := make(chan string, 1)
	go func() {
		reply, err := http.Get("http://" + listener.Addr().String())
		if err != nil {
			answer <- err.Error()
			return
		}
		defer reply.Body.Close()
		body, _ := io.ReadAll(reply.Body)
		answer <- string(body)
	}()
	<-arrived
	cancel()
	select {
	case err := <-ended:
		t.Fatalf("ended with a request under way: %v", err)
	case <-time.After(50 * time.Millisecond):
	}
	close(release)
	if got := <-answer; got != "whole" {
		t.Errorf("the request under way: got %q, want the whole answer", got)
	}
	if err := <-ended; err != nil {
		t.Errorf("stop: %v", err)
	}
}

func TestDefaultAddressHonoursPORT(t *testing.T) {
	t.Setenv("PORT", "")
	if got := defaultAddress(); got != "localhost:8080" {
		t.Errorf("without PORT: got %s", got)
	}
	t.Setenv("PORT", "9090")
	if got := defaultAddress(); got != ":9090" {
		t.Errorf("with PORT=9090: got %s, want :9090", got)
	}
}
