//go:build unix

package postgres

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Alone returns a server of this test alone, which ends with it: one that may be killed.
func Alone(t testing.TB, options ...string) *Server {
	t.Helper()
	return alone(t)(start(nil, options...))
}

// WithTLS is Alone with a certificate: connections through TLS are taken beside others.
func WithTLS(t testing.TB, certificate, key []byte) *Server {
	t.Helper()
	return alone(t)(start(func(s *Server) error {
		_, err := s.put("data/server.crt", certificate)
		_, failed := s.put("data/server.key", key)
		return errors.Join(err, failed)
	}, "-c", "ssl=on"))
}

func alone(t testing.TB) func(*Server, error) *Server {
	return func(s *Server, err error) *Server {
		t.Helper()
		if err != nil {
			t.Fatalf("PostgreSQL for tests: %v", err)
		}
		t.Cleanup(s.end)
		return s
	}
}

// end ends the server, and waits until its directory is gone.
func (s *Server) end() {
	s.kept.Close()
	<-s.ended
}

// Standby returns a server that follows this one, and answers questions. From then on a commit here
// is confirmed only when the standby has it too.
func (s *Server) Standby(t testing.TB) *Server {
	t.Helper()
	host, port, _ := net.SplitHostPort(s.Host)
	from := fmt.Sprintf("host=%s port=%s user=%s password='%s' application_name=standby", host, port, User, Password)
	standby, bin, err := laid(func(standby *Server, bin string) error {
		return standby.call(bin+"/pg_basebackup", "-D", standby.dir+"/data", "-d", from, "-R", "-X", "stream", "-c", "fast", "--no-sync")
	})
	if err == nil {
		err = standby.run(bin, nil)
	}
	standby = alone(t)(standby, err)
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	err = s.Exec(ctx, "postgres", "ALTER SYSTEM SET synchronous_standby_names = 'standby'", "SELECT pg_reload_conf()")
	if err == nil {
		err = s.until(ctx, "SELECT 1 / count(*) FROM pg_stat_replication WHERE sync_state = 'sync'")
	}
	if err != nil {
		t.Fatalf("a standby for tests: %v", err)
	}
	return standby
}

// Promote makes a standby a server that can be written to, and returns when it is.
func (s *Server) Promote(t testing.TB) {
	t.Helper()
	if err := s.Exec(context.Background(), "postgres", "SELECT pg_promote()"); err != nil {
		t.Fatalf("promote: %v", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := s.until(ctx, "SELECT 1 / (NOT pg_is_in_recovery())::int"); err != nil {
		t.Fatalf("promote: %v", err)
	}
}

// Pause has a standby apply nothing of what it receives, until Resume.
func (s *Server) Pause(t testing.TB)  { t.Helper(); s.must(t, "SELECT pg_wal_replay_pause()") }
func (s *Server) Resume(t testing.TB) { t.Helper(); s.must(t, "SELECT pg_wal_replay_resume()") }

func (s *Server) must(t testing.TB, statement string) {
	t.Helper()
	if err := s.Exec(context.Background(), "postgres", statement); err != nil {
		t.Fatal(err)
	}
}

// Kill ends the server as a failure would, in the middle of whatever it does (SIGKILL), and returns
// when nobody answers.
func (s *Server) Kill(t testing.TB) {
	t.Helper()
	s.dead.Store(true)
	content, err := os.ReadFile(filepath.Join(s.dir, "data", "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	line, _, _ := strings.Cut(string(content), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	for {
		c, err := net.Dial("tcp", s.Host)
		if err != nil {
			return
		}
		c.Close()
		time.Sleep(10 * time.Millisecond)
	}
}
