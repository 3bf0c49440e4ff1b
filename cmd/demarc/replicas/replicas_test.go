//go:build unix

// Package replicas is the proof that three servers behind nginx, on a primary and its standby, are
// one service: it goes on, and is of one mind, whatever of it fails.
//
//	editors: QGIS, SQL     releases
//	        \               /
//	     primary --- synchronous standby     killed, promoted
//	        |      X         |
//	   replica 0     replica 1     replica 2 == cut off for a while
//	   stopped       killed           |
//	        \           |            /
//	                  nginx
//	                    |
//	     readers: pages bound to a release, and questions to the newest
package replicas

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"demarc/data/testdata"
	"demarc/data/testdata/postgres"
)

const (
	releases = 100
	patience = time.Minute // for what must come
	public   = "http://maps.example/"
)

// desk is where the dataset is edited and released.
type desk struct {
	t        *testing.T
	program  string
	primary  *postgres.Server
	standby  *postgres.Server
	database string

	mu       sync.Mutex
	released map[string]int // versions by snapshot, of what was confirmed
	edits    []string       // that were confirmed
}

// at is an address of the database on servers, in their order.
func (d *desk) at(hosts []string, more string) string {
	address := strings.Replace(d.primary.URL(d.database), d.primary.Host, strings.Join(hosts, ","), 1)
	return address + "&schema=small&connect_timeout=2" + more
}

// writing is the address of those who write: wherever that is possible.
func (d *desk) writing() string {
	return d.at([]string{d.primary.Host, d.standby.Host}, "&target_session_attrs=read-write")
}

func TestReplicas(t *testing.T) {
	if testing.Short() {
		t.Skip("takes two minutes")
	}
	d := newDesk(t)
	d.release(t, 1)
	ways := []*postgres.Proxy{d.primary.NewProxy(t), d.standby.NewProxy(t)}
	direct := d.at([]string{d.primary.Host, d.standby.Host}, "")
	cut := d.at([]string{ways[0].Host, ways[1].Host}, "")
	service := []*replica{newReplica(t, d.program, direct), newReplica(t, d.program, direct), newReplica(t, d.program, cut)}
	for _, r := range service {
		r.start()
	}
	readers := newReaders(t, front(t, service[0].addr, service[1].addr, service[2].addr))
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var busy sync.WaitGroup
	readers.run(ctx, &busy)
	busy.Go(func() { d.edit(ctx) })
	after := map[int]func(){ // what fails while so many are released
		20: service[0].stop,
		25: service[0].start,
		30: func() { busy.Go(func() { d.inQGIS("set zones 1 names_en Spring", "set zones 2 names_en Summer") }) },
		40: func() {
			d.primary.Kill(t)
			d.standby.Promote(t)
		},
		55: func() { busy.Go(func() { d.inQGIS("set zones 1 names_en Autumn", "set zones 2 names_en Winter") }) },
		60: func() { readers.killing(service[1]) },
		65: service[1].start,
		75: func() { ways[0].Cut(); ways[1].Cut() },
		85: func() { ways[0].Mend(); ways[1].Mend() },
	}
	for n := 2; n <= releases; n++ {
		next := time.After(time.Second)
		if fails := after[n]; fails != nil {
			fails()
		}
		d.release(t, n)
		<-next
	}
	newest := d.release(t, releases+1)
	for _, r := range service {
		r.await(newest)
	}
	stop()
	busy.Wait()
	readers.report()
	d.nothingIsLost()
	judge := newJudge(t, d)
	readers.judged(judge)
	judge.sameOf(service, newest)
}

// newDesk starts primary and standby, and builds the program.
func newDesk(t *testing.T) *desk {
	d := &desk{t: t, program: filepath.Join(t.TempDir(), "demarc"), released: map[string]int{}}
	build := exec.Command("go", "build", "-buildvcs=false", "-ldflags", "-X main.stamp="+stamp, "-o", d.program, "demarc/cmd/demarc")
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, output)
	}
	d.primary = postgres.Alone(t)
	d.standby = d.primary.Standby(t)
	d.database = d.primary.Database(t)
	directory := filepath.Join(t.TempDir(), "small")
	if err := os.CopyFS(directory, testdata.Small()); err != nil {
		t.Fatal(err)
	}
	if said, err := d.demarc("copy", directory, d.writing()); err != nil {
		t.Fatalf("copy: %v: %s", err, said)
	}
	return d
}

// demarc runs the program to its end.
func (d *desk) demarc(args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	command := exec.CommandContext(ctx, d.program, args...)
	var out, said bytes.Buffer
	command.Stdout, command.Stderr = &out, &said
	err := command.Run()
	if err != nil {
		err = fmt.Errorf("%w: %s", err, &said)
	}
	return out.String(), err
}

// release changes the title and releases, until that is confirmed, and returns the snapshot. What
// was begun on a server that failed may have happened, or not.
func (d *desk) release(t *testing.T, n int) (snapshot string) {
	t.Helper()
	var err error
	for try, end := 1, time.Now().Add(patience); time.Now().Before(end); try++ {
		if err = d.change(fmt.Sprintf("UPDATE small.dataset SET title_en = 'Map %d, %d'", n, try)); err != nil {
			continue
		}
		var said string
		if said, err = d.demarc("release", "-m", fmt.Sprint(n), "-json", d.writing()); err != nil {
			continue
		}
		var made struct {
			Version  int
			Snapshot string
		}
		if err := json.Unmarshal([]byte(said), &made); err != nil {
			t.Fatalf("%v: %s", err, said)
		}
		d.mu.Lock()
		d.released[made.Snapshot] = made.Version
		d.mu.Unlock()
		return made.Snapshot
	}
	t.Fatalf("release %d: %v", n, err)
	return ""
}

// change runs a statement, which nothing but a failure of the server may refuse.
func (d *desk) change(statement string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	c, err := pgx.Connect(ctx, strings.Replace(d.writing(), "schema=small&", "", 1))
	if err != nil {
		return err
	}
	defer c.Close(ctx)
	_, err = c.Exec(ctx, statement)
	return err
}

// edit changes rows by SQL all the while, and notes what was confirmed.
func (d *desk) edit(ctx context.Context) {
	for n := 0; ctx.Err() == nil; n++ {
		color := fmt.Sprintf("#%06x", n)
		if d.change("UPDATE small.actors SET color = '"+color+"' WHERE fid = 1") == nil {
			d.confirmed(color)
		}
		select {
		case <-ctx.Done():
		case <-time.After(300 * time.Millisecond):
		}
	}
}

func (d *desk) confirmed(edits ...string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.edits = append(d.edits, edits...)
}

// inQGIS edits through the API of QGIS, in the project that the copy has put into the database.
func (d *desk) inQGIS(edits ...string) {
	var o struct {
		Read  bool
		Edits []struct {
			Edit   string
			Done   bool
			Errors []string
		}
	}
	host, port, _ := strings.Cut(d.primary.Host, ":")
	second, other, _ := strings.Cut(d.standby.Host, ":")
	hosts, ports := host+","+second, port+","+other
	environment := []string{
		"PGHOST=" + hosts, "PGPORT=" + ports, "PGUSER=" + postgres.User, "PGPASSWORD=" + postgres.Password, "PGDATABASE=" + d.database,
		"PGTARGETSESSIONATTRS=read-write", "PGCONNECT_TIMEOUT=5", "PGOPTIONS=-c search_path=small,public",
	}
	project := fmt.Sprintf("postgresql://?sslmode=disable&dbname=%s&schema=small&project=small", d.database)
	testdata.PythonIn(d.t, environment, &o, "qgis.core", "python3-qgis", "../../../data/postgis/testdata/edit_in_qgis.py", append([]string{project}, edits...)...)
	if !o.Read || len(o.Edits) != len(edits) {
		d.t.Errorf("QGIS does not open the project, or made %d of %d edits", len(o.Edits), len(edits))
	}
	for _, e := range o.Edits {
		if !e.Done || len(e.Errors) > 0 {
			d.t.Errorf("QGIS: %s: done: %v, %q", e.Edit, e.Done, e.Errors)
			continue
		}
		d.confirmed(e.Edit[strings.LastIndex(e.Edit, " ")+1:])
	}
}

// nothingIsLost looks for all that was confirmed on the server that took over.
func (d *desk) nothingIsLost() {
	d.t.Helper()
	c, err := pgx.Connect(context.Background(), d.standby.URL(d.database))
	if err != nil {
		d.t.Fatal(err)
	}
	defer c.Close(context.Background())
	var audited, kept string
	err = c.QueryRow(context.Background(), "SELECT string_agg(after::text, ' ') FROM small.audit").Scan(&audited)
	if err == nil {
		err = c.QueryRow(context.Background(), "SELECT string_agg(version || ' ' || snapshot, ', ') FROM small.releases").Scan(&kept)
	}
	if err != nil {
		d.t.Fatal(err)
	}
	for _, edit := range d.edits {
		if !strings.Contains(audited, `"`+edit+`"`) {
			d.t.Errorf("an edit was confirmed and is lost: %s", edit)
		}
	}
	for snapshot, version := range d.released {
		if want := fmt.Sprintf("%d %s", version, snapshot); !strings.Contains(kept, want) {
			d.t.Errorf("a release was confirmed and is lost: %s", want)
		}
	}
	if len(d.released) <= releases || len(d.edits) < releases {
		d.t.Errorf("%d releases and %d edits were confirmed", len(d.released), len(d.edits))
	}
	d.t.Logf("%d releases and %d edits were confirmed, none is lost", len(d.released), len(d.edits))
}
