package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
)

// postGIS is a database cluster of its own in a temporary folder, and a session in it.
type postGIS struct {
	dir    string
	server *exec.Cmd
	psql   *exec.Cmd
	in     io.WriteCloser
	out    *bufio.Scanner
}

// startPostGIS makes a cluster with the tables zones and points.
func startPostGIS(shapes []orb.MultiPolygon, points []orb.Point) (*postGIS, error) {
	bin, err := postgresPrograms()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "demarc-bench-postgis")
	if err != nil {
		return nil, err
	}
	b := &postGIS{dir: dir}
	if err := b.start(bin); err != nil {
		b.stop()
		return nil, err
	}
	fmt.Fprintln(b.in, "CREATE EXTENSION postgis; CREATE TABLE zones (id int, g geometry); CREATE TABLE points (id int, g geometry);"+
		" SET max_parallel_workers_per_gather = 0; SET jit = off;\nCOPY zones FROM STDIN;")
	for i, shape := range shapes {
		fmt.Fprintf(b.in, "%d\t%s\n", i, wkt.MarshalString(shape))
	}
	fmt.Fprintln(b.in, "\\.\nCOPY points FROM STDIN;")
	for i, p := range points {
		fmt.Fprintf(b.in, "%d\tPOINT(%v %v)\n", i, p[0], p[1])
	}
	fmt.Fprintln(b.in, "\\.\nCREATE INDEX ON zones USING gist (g); VACUUM ANALYZE zones; VACUUM ANALYZE points;")
	if n := b.ask("SELECT count(*) FROM points;"); n != strconv.Itoa(len(points)) {
		b.stop()
		return nil, fmt.Errorf("PostGIS has %q points, want %d", n, len(points))
	}
	return b, nil
}

// postgresPrograms returns the folder of the newest PostgreSQL.
func postgresPrograms() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	if len(found) == 0 {
		return "", fmt.Errorf("no PostgreSQL: want Debian's postgresql-15-postgis-3")
	}
	return found[len(found)-1], nil
}

// asPostgres has root run a command as the user postgres, since the server refuses root.
func asPostgres(c *exec.Cmd, dir string) error {
	if os.Geteuid() != 0 {
		return nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return err
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	c.Dir = dir
	return os.Chown(dir, uid, gid)
}

func (b *postGIS) start(bin string) error {
	cluster := filepath.Join(b.dir, "cluster")
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", cluster, "-U", "bench", "-A", "trust", "--no-sync")
	if err := asPostgres(initdb, b.dir); err != nil {
		return err
	}
	if text, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, text)
	}
	// Only a socket in the folder, no port.
	b.server = exec.Command(filepath.Join(bin, "postgres"), "-D", cluster, "-k", b.dir, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "shared_buffers=512MB")
	if err := asPostgres(b.server, b.dir); err != nil {
		return err
	}
	if err := b.server.Start(); err != nil {
		return err
	}
	b.psql = exec.Command("psql", "-h", b.dir, "-U", "bench", "-d", "postgres", "-qtAX", "-v", "ON_ERROR_STOP=1")
	b.psql.Stderr = os.Stderr
	var err error
	if b.in, err = b.psql.StdinPipe(); err != nil {
		return err
	}
	out, err := b.psql.StdoutPipe()
	if err != nil {
		return err
	}
	b.out = bufio.NewScanner(out)
	for range 200 {
		if exec.Command(filepath.Join(bin, "pg_isready"), "-q", "-h", b.dir).Run() == nil {
			return b.psql.Start()
		}
		time.Sleep(100 * time.Millisecond)
	}
	return fmt.Errorf("PostgreSQL did not start within 20 s")
}

// ask sends a statement and returns the line that it answers.
func (b *postGIS) ask(statement string) string {
	fmt.Fprintln(b.in, statement)
	if !b.out.Scan() {
		return ""
	}
	return b.out.Text()
}

// join joins all points and returns how many there are.
func (b *postGIS) join() int {
	fields := strings.Split(b.ask("SELECT count(*), count(z.id) FROM points p LEFT JOIN zones z ON ST_Covers(z.g, p.g);"), "|")
	n, err := strconv.Atoi(fields[0])
	if err != nil {
		panic(fmt.Errorf("PostGIS answered %q: want the number of rows", fields))
	}
	return n
}

// cpu returns the CPU time of the session's process, which the kernel's scheduler counts in
// nanoseconds.
func (b *postGIS) cpu() time.Duration {
	answer := b.ask("SELECT trim(E'\\n' from pg_read_file('/proc/self/schedstat'));")
	text, _, _ := strings.Cut(answer, " ")
	spent, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		panic(fmt.Errorf("PostgreSQL answered %q: want its CPU time", answer))
	}
	return time.Duration(spent)
}

func (b *postGIS) stop() {
	if b.in != nil {
		b.in.Close()
		b.psql.Wait()
	}
	if b.server != nil && b.server.Process != nil {
		b.server.Process.Signal(syscall.SIGINT) // fast shutdown
		b.server.Wait()
	}
	os.RemoveAll(b.dir)
}
