//go:build unix

// Package postgres starts PostgreSQL with PostGIS for tests: on a free port of this machine, in a
// temporary directory, as a user without rights. What Debian's packages postgresql and
// postgresql-15-postgis-3 install is enough.
package postgres

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// The superuser of all servers.
const (
	User     = "postgres"
	Password = "secret of the tests"
)

// patience is how long a server may take to answer first.
const patience = 60 * time.Second

// Server is a server that runs until the test binary ends, however it ends.
type Server struct {
	Host  string // host:port
	dir   string
	as    *syscall.Credential
	kept  *os.File      // the shell that keeps it ends it when this is closed
	ended chan struct{} // closed when that shell has ended
	made  atomic.Int32
	dead  atomic.Bool // it was killed
}

var shared = sync.OnceValues(func() (*Server, error) {
	return start(nil, "-c", "synchronous_commit=off")
})

// Shared returns the server of the test binary, which is started when it is first asked for. It
// keeps nothing through a failure of the machine.
func Shared(t testing.TB) *Server {
	t.Helper()
	s, err := shared()
	if err != nil {
		t.Fatalf("PostgreSQL for tests: %v", err)
	}
	return s
}

// template is the database with the extensions that databases for tests are copied from.
const template = "demarc_template"

// programs returns the directory of PostgreSQL's programs, the newest.
func programs() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return "", errors.New("there is none: install the Debian packages postgresql and postgresql-15-postgis-3 (make tools)")
	}
	slices.SortFunc(found, func(a, b string) int {
		return number(filepath.Base(filepath.Dir(filepath.Dir(a)))) - number(filepath.Base(filepath.Dir(filepath.Dir(b))))
	})
	return filepath.Dir(found[len(found)-1]), nil
}

func number(text string) int {
	n, _ := strconv.Atoi(text)
	return n
}

// unprivileged is the user to run as: PostgreSQL refuses root.
func unprivileged() (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		return &syscall.Credential{Uid: uint32(number(u.Uid)), Gid: uint32(number(u.Gid))}, nil
	}
	return nil, errors.New("there is no user postgres or nobody to run it as")
}

// keep runs a server until its standard input is closed, and removes its directory: so nothing
// stays behind, whatever ends the tests. $1 is the directory of the programs, $2 its own.
const keep = `bin=$1 dir=$2
shift 2
"$bin/postgres" -D "$dir/data" "$@" >"$dir/log" 2>&1 </dev/null &
pid=$!
cat >/dev/null
kill -QUIT $pid
wait $pid
rm -rf "$dir"`

// start makes a cluster and runs a server on it. What lay puts into its directory is there before
// it runs.
func start(lay func(*Server) error, options ...string) (*Server, error) {
	s, bin, err := laid(func(s *Server, bin string) error {
		if err := s.initialize(bin); err != nil || lay == nil {
			return err
		}
		return lay(s)
	})
	if err != nil {
		return nil, err
	}
	if err := s.run(bin, options); err != nil {
		return nil, err
	}
	return s, s.prepare()
}

// laid makes the directory of a server, and has fill fill it.
func laid(fill func(s *Server, bin string) error) (*Server, string, error) {
	bin, err := programs()
	if err != nil {
		return nil, "", err
	}
	as, err := unprivileged()
	if err != nil {
		return nil, "", err
	}
	dir, err := os.MkdirTemp("", "demarc-postgres-")
	if err != nil {
		return nil, "", err
	}
	s := &Server{dir: dir, as: as, ended: make(chan struct{})}
	if as != nil {
		err = os.Chown(dir, int(as.Uid), int(as.Gid))
	}
	if err == nil {
		err = fill(s, bin)
	}
	if err != nil {
		return nil, "", errors.Join(err, os.RemoveAll(dir))
	}
	return s, bin, nil
}

// put writes a file into the directory that the server alone may read.
func (s *Server) put(name string, content []byte) (file string, err error) {
	file = filepath.Join(s.dir, name)
	if err := os.WriteFile(file, content, 0o600); err != nil || s.as == nil {
		return file, err
	}
	return file, os.Chown(file, int(s.as.Uid), int(s.as.Gid))
}

// call runs a program of PostgreSQL to its end.
func (s *Server) call(program string, args ...string) error {
	command := exec.Command(program, args...)
	command.SysProcAttr, command.Dir = &syscall.SysProcAttr{Credential: s.as}, s.dir
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", filepath.Base(program), err, out)
	}
	return nil
}

// initialize makes the cluster.
func (s *Server) initialize(bin string) error {
	secret, err := s.put("secret", []byte(Password+"\n"))
	if err != nil {
		return err
	}
	return s.call(bin+"/initdb", "-D", s.dir+"/data", "-U", User, "--pwfile", secret, "-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
}

// run starts the server and waits until it answers. It keeps nothing through a failure of the
// machine; what ends it alone takes nothing that was committed.
func (s *Server) run(bin string, options []string) error {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	s.Host = free.Addr().String()
	_, port, _ := net.SplitHostPort(s.Host)
	free.Close()
	args := []string{
		"-p", port, "-k", s.dir, "-c", "listen_addresses=127.0.0.1", "-c", "shared_buffers=32MB", "-c", "max_connections=60", "-c", "jit=off",
		"-c", "timezone=UTC", "-c", "log_timezone=UTC", "-c", "fsync=off", "-c", "full_page_writes=off",
	}
	command := exec.Command("/bin/sh", append([]string{"-c", keep, "sh", bin, s.dir}, append(args, options...)...)...)
	command.SysProcAttr, command.Dir = &syscall.SysProcAttr{Credential: s.as, Setpgid: true}, "/"
	read, write, err := os.Pipe()
	if err != nil {
		return err
	}
	command.Stdin, s.kept = read, write
	if err := command.Start(); err != nil {
		return err
	}
	read.Close()
	go func() {
		command.Wait()
		close(s.ended)
	}()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := s.until(ctx, "SELECT 1"); err != nil {
		s.kept.Close()
		return err
	}
	return nil
}

// until waits until a statement succeeds.
func (s *Server) until(ctx context.Context, statement string) error {
	for {
		err := s.Exec(ctx, "postgres", statement)
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			log, _ := os.ReadFile(s.dir + "/log")
			return fmt.Errorf("it does not answer: %w: %s", err, bytes.TrimSpace(log))
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// prepare makes the template.
func (s *Server) prepare() error {
	ctx := context.Background()
	return errors.Join(
		s.Exec(ctx, "postgres", "CREATE DATABASE "+template),
		s.Exec(ctx, template, "CREATE EXTENSION postgis", "CREATE EXTENSION btree_gist"),
	)
}

// URL is the address of a database, with the superuser and its password.
func (s *Server) URL(database string) string { return s.As(database, User, Password) }

// As is the address of a database for a user.
func (s *Server) As(database, name, password string) string {
	u := url.URL{Scheme: "postgres", User: url.UserPassword(name, password), Host: s.Host, Path: "/" + database, RawQuery: "sslmode=disable"}
	return u.String()
}

// Exec runs statements in a database, one after the other.
func (s *Server) Exec(ctx context.Context, database string, statements ...string) error {
	c, err := pgx.Connect(ctx, s.URL(database))
	if err != nil {
		return err
	}
	defer c.Close(ctx)
	for _, statement := range statements {
		if _, err := c.Exec(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}

// Database makes a database with PostGIS that lives as long as the test, and returns its name.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	return s.database(t, template)
}

// Empty is Database without any extension.
func (s *Server) Empty(t testing.TB) string {
	t.Helper()
	return s.database(t, "template1")
}

func (s *Server) database(t testing.TB, of string) string {
	t.Helper()
	name := fmt.Sprintf("test_%d", s.made.Add(1))
	if err := s.Exec(context.Background(), "postgres", "CREATE DATABASE "+name+" TEMPLATE "+of+" STRATEGY file_copy"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if s.dead.Load() {
			return
		}
		if err := s.Exec(context.Background(), "postgres", "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	return name
}
