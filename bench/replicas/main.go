// Command replicas measures how soon what is released in PostgreSQL is on the maps of three
// servers, and what a server takes that only follows.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"demarc/bench/measure"
	"demarc/bench/peers"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench/replicas:", err)
		os.Exit(1)
	}
}

const (
	releases = 20
	idleFor  = time.Minute
	intro    = "The bundled dataset in PostgreSQL 15 with PostGIS, released %d times, each with another title, and three processes of demarc serve -data\n" +
		"postgres://... on the same machine. The time, of a clock, is that from the moment in which another session is told of the release, which is its commit,\n" +
		"until the last of the three answers with the new snapshot, asked each 2 ms. Idle are a server that follows the database and one of the same files bundled,\n" +
		"each for %s; that is CPU time."
)

func run() error {
	dir, program, done, err := peers.Built("replicas")
	if err != nil {
		return err
	}
	defer done()
	database, err := newDatabase()
	if err != nil {
		return err
	}
	defer database.stop()
	if err := call(program, "copy", "bundled:karabakh", database.address); err != nil {
		return err
	}
	if err := call(program, "release", "-m", "first", database.address); err != nil {
		return err
	}
	var service []*peers.Server
	for range 3 {
		s, err := peers.Start(dir, "/readyz", program, "serve", "-addr", "127.0.0.1:PORT", "-data", database.address)
		if err != nil {
			return err
		}
		defer s.Stop()
		service = append(service, s)
	}
	bundled, err := peers.Start(dir, "/readyz", program, "serve", "-addr", "127.0.0.1:PORT")
	if err != nil {
		return err
	}
	defer bundled.Stop()
	times, err := rollOvers(program, database, service)
	if err != nil {
		return err
	}
	following, alone := idle(service[0], bundled)

	report := measure.NewReport("Replicas", fmt.Sprintf(intro, releases, idleFor))
	slices.Sort(times)
	report.Section("From the commit of a release to three maps", "")
	report.Table([]string{"releases", "median", "least", "greatest"}, []string{fmt.Sprint(len(times)), ms(times[len(times)/2]), ms(times[0]), ms(times[len(times)-1])})
	report.Section("A server at rest", "")
	report.Table([]string{"server", "CPU in " + idleFor.String(), "of one processor"}, row("following a database", following), row("of bundled files", alone))
	report.AtMost("from commit to the new map on all three, the longest", times[len(times)-1].Seconds(), 2, " s")
	_, err = report.Write("replicas")
	return err
}

func ms(d time.Duration) string { return fmt.Sprintf("%.0f ms", float64(d)/1e6) }

func row(name string, cpu time.Duration) []string {
	return []string{name, ms(cpu), fmt.Sprintf("%.2f %%", 100*float64(cpu)/float64(idleFor))}
}

// rollOvers releases and tells how long each release took to be everywhere.
func rollOvers(program string, d *database, service []*peers.Server) ([]time.Duration, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	c, err := pgx.Connect(ctx, d.plain)
	if err != nil {
		return nil, err
	}
	defer c.Close(ctx)
	var times []time.Duration
	for n := range releases {
		if _, err := c.Exec(ctx, "UNLISTEN *; UPDATE map.dataset SET title_en = 'Map "+fmt.Sprint(n)+"'; LISTEN demarc_release"); err != nil {
			return nil, err
		}
		before, err := snapshotOf(service[0])
		if err != nil {
			return nil, err
		}
		released := make(chan error, 1)
		go func() { released <- call(program, "release", "-m", "next", d.address) }()
		if _, err := c.WaitForNotification(ctx); err != nil {
			return nil, err
		}
		start := time.Now()
		for _, s := range service {
			for now := before; now == before; time.Sleep(2 * time.Millisecond) {
				if now, err = snapshotOf(s); err != nil || ctx.Err() != nil {
					return nil, fmt.Errorf("%v %v", err, ctx.Err())
				}
			}
		}
		times = append(times, time.Since(start))
		if err := <-released; err != nil {
			return nil, err
		}
	}
	return times, nil
}

func snapshotOf(s *peers.Server) (string, error) {
	reply, err := http.Get(s.Address + "/status")
	if err != nil {
		return "", err
	}
	defer reply.Body.Close()
	var status struct{ Snapshot string }
	err = json.NewDecoder(reply.Body).Decode(&status)
	return status.Snapshot, err
}

// idle is the CPU time of servers that nobody asks.
func idle(following, alone *peers.Server) (time.Duration, time.Duration) {
	following.Settle()
	alone.Settle()
	one, other := following.CPU(), alone.CPU()
	time.Sleep(idleFor)
	return following.CPU() - one, alone.CPU() - other
}

func call(program string, args ...string) error {
	if out, err := exec.Command(program, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("demarc %s: %w: %s", args[0], err, out)
	}
	return nil
}
