package main

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// database is a server of PostgreSQL on a socket in a temporary folder.
type database struct {
	address string // of the dataset
	plain   string // of the database, for others than demarc
	folder  string
	server  *exec.Cmd
}

func newDatabase() (*database, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	if len(found) == 0 {
		return nil, errors.New("no PostgreSQL: want Debian's postgresql-15-postgis-3")
	}
	bin := found[len(found)-1]
	folder, err := os.MkdirTemp("", "demarc-replicas-")
	if err != nil {
		return nil, err
	}
	plain := "postgres://bench@/postgres?host=" + url.QueryEscape(folder)
	d := &database{folder: folder, plain: plain, address: plain + "&schema=map"}
	if err := d.start(bin); err != nil {
		d.stop()
		return nil, err
	}
	return d, nil
}

// start makes the cluster, with all that keeps what is committed, and waits until it answers.
func (d *database) start(bin string) error {
	cluster := filepath.Join(d.folder, "cluster")
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", cluster, "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
	server := exec.Command(filepath.Join(bin, "postgres"), "-D", cluster, "-k", d.folder, "-c", "listen_addresses=")
	if os.Geteuid() == 0 { // the server refuses root
		u, err := user.Lookup("postgres")
		if err != nil {
			return err
		}
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		if err := os.Chown(d.folder, uid, gid); err != nil {
			return err
		}
		for _, c := range []*exec.Cmd{initdb, server} {
			c.Dir, c.SysProcAttr = d.folder, &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
		}
	}
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	if err := server.Start(); err != nil {
		return err
	}
	d.server = server
	for range 300 {
		if exec.Command(filepath.Join(bin, "pg_isready"), "-q", "-h", d.folder).Run() == nil {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return errors.New("PostgreSQL did not start within 30 s")
}

func (d *database) stop() {
	if d.server != nil {
		d.server.Process.Signal(syscall.SIGINT) // fast shutdown
		d.server.Wait()
	}
	os.RemoveAll(d.folder)
}
