package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb/encoding/wkb"

	"demarc/bench/measure"
)

const postGISName = "PostGIS ST_AsMVT"

// postGIS asks a server of its own, in a temporary folder, for each tile with one query, prepared
// and without parallel workers. Its time is that of the server's process for this connection, and
// ours for gzip.
func postGIS(l *coldLayer, _ string) (cutter, error) {
	ctx := context.Background()
	server, err := startPostgres()
	if err != nil {
		return cutter{}, err
	}
	connection, err := pgx.Connect(ctx, "host="+server.dir+" user="+server.user+" dbname=postgres")
	if err != nil {
		return cutter{}, errors.Join(err, server.stop())
	}
	if err := fillPostGIS(ctx, connection, l); err != nil {
		return cutter{}, errors.Join(err, server.stop())
	}
	process, zip, zipping := connection.PgConn().PID(), newZipper(), time.Duration(0)
	const query = `SELECT ST_AsMVT(q, $1, 4096, 'geom', 'number') FROM (
		SELECT number, id, name, area_km2, ST_AsMVTGeom(geom, ST_TileEnvelope($2, $3, $4), 4096, 64, true) AS geom
		FROM layer WHERE geom && ST_TileEnvelope($2, $3, $4, margin => 64.0/4096)) q WHERE geom IS NOT NULL`
	cut := func(zoom int) (n int, err error) {
		for _, t := range l.tiles[zoom] {
			var body []byte
			if err := connection.QueryRow(ctx, query, l.name, int(t.z), int(t.x), int(t.y)).Scan(&body); err != nil {
				return n, err
			}
			before := measure.ThreadCPU()
			n += zip.size(body)
			zipping += measure.ThreadCPU() - before
		}
		return n, nil
	}
	cpu := func() time.Duration { return processCPU(process) + zipping }
	return cutter{name: postGISName, cut: cut, cpu: cpu, stop: func() {
		connection.Close(ctx)
		server.stop()
	}}, nil
}

func fillPostGIS(ctx context.Context, connection *pgx.Conn, l *coldLayer) error {
	for _, statement := range []string{
		"CREATE EXTENSION postgis", "SET max_parallel_workers_per_gather = 0", "SET jit = off",
		"CREATE TEMP TABLE raw (number bigint, id text, name text, area_km2 float8, shape bytea)",
	} {
		if _, err := connection.Exec(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	rows := make([][]any, len(l.layer.Features))
	for i, f := range l.layer.Features {
		shape, err := wkb.Marshal(f.Geometry)
		if err != nil {
			return err
		}
		rows[i] = append([]any{int64(i)}, append(f.Values[:3:3], shape)...)
	}
	if _, err := connection.CopyFrom(ctx, pgx.Identifier{"raw"}, []string{"number", "id", "name", "area_km2", "shape"}, pgx.CopyFromRows(rows)); err != nil {
		return err
	}
	for _, statement := range []string{
		"CREATE TABLE layer AS SELECT number, id, name, area_km2, ST_Transform(ST_GeomFromWKB(shape, 4326), 3857) AS geom FROM raw",
		"CREATE INDEX ON layer USING gist (geom)", "VACUUM ANALYZE layer",
	} {
		if _, err := connection.Exec(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}

// postgres is a server in a temporary folder that only this program reaches.
type postgres struct {
	dir, user string
	process   *exec.Cmd
}

// startPostgres makes a cluster and starts it. root may not, so the user postgres does it then.
func startPostgres() (*postgres, error) {
	programs, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil || len(programs) == 0 {
		return nil, errors.New("no PostgreSQL below /usr/lib/postgresql: want Debian's postgresql-15-postgis-3")
	}
	dir, err := os.MkdirTemp("", "demarc-pg-")
	if err != nil {
		return nil, err
	}
	p := &postgres{dir: dir, user: "postgres"}
	var as *syscall.SysProcAttr
	if os.Getuid() == 0 {
		account, err := user.Lookup("postgres")
		if err != nil {
			return nil, err
		}
		uid, _ := strconv.Atoi(account.Uid) // Linux has numbers
		gid, _ := strconv.Atoi(account.Gid)
		if err := os.Chown(dir, uid, gid); err != nil {
			return nil, err
		}
		as = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	}
	bin, cluster := programs[len(programs)-1], filepath.Join(dir, "data")
	create := exec.Command(filepath.Join(bin, "initdb"), "-D", cluster, "-U", p.user, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	create.SysProcAttr, create.Dir = as, dir
	if out, err := create.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	p.process = exec.Command(filepath.Join(bin, "postgres"), "-D", cluster, "-k", dir, "-c", "listen_addresses=", "-c", "shared_buffers=512MB",
		"-c", "work_mem=256MB", "-c", "autovacuum=off", "-c", "fsync=off")
	p.process.SysProcAttr, p.process.Dir = as, dir
	if err := p.process.Start(); err != nil {
		return nil, err
	}
	for range 100 {
		if _, err := os.Stat(filepath.Join(dir, ".s.PGSQL.5432")); err == nil {
			time.Sleep(300 * time.Millisecond) // the socket is there before the server listens
			return p, nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return nil, errors.Join(errors.New("PostgreSQL does not start within 10 s"), p.stop())
}

func (p *postgres) stop() error {
	p.process.Process.Signal(syscall.SIGINT) // at once, but in order
	p.process.Wait()
	return os.RemoveAll(p.dir)
}

// processCPU returns the CPU time that a process of one thread has used.
func processCPU(pid uint32) time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/schedstat", pid))
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(text), " ")
	ns, _ := strconv.ParseInt(first, 10, 64) // a number by proc(5)
	return time.Duration(ns)
}
