//go:build unix

package replicas

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// What pages ask of the release that they are drawn from, below /v/, and others of the newest.
var (
	bound = []string{
		"/timeline", "/locate?lon=10.5&lat=50.5", "/tiles/control/0/5/16/10.mvt", "/export/control.geojson", "/styles/control.json", "/collections/control/items?f=json", "/diff?from=2004-01-01&to=2006-01-01",
	}
	newest = []string{
		"/timeline", "/locate?lon=10.5&lat=50.5", "/tiles/control/5/16/10.mvt?datetime=2004-01-01", "/export/control.csv", "/collections/control/items?f=json", "/stats",
	}
	table = "lon,lat\n10.5,50.5\n"
)

// seen is an answer, of which many may be the same.
type seen struct{ path, tag, sum string }

func sumOf(content []byte) string { return fmt.Sprintf("%x", sha256.Sum256(content)) }

// failed is a question that was not answered.
type failed struct {
	path       string
	begun      bool // the answer was, and broke off
	start, end time.Time
	why        string
}

// readers ask all the while and note what they are answered.
type readers struct {
	t      *testing.T
	front  string
	client *http.Client

	mu               sync.Mutex
	asked            int
	answers          map[seen]int
	failures         []failed
	killed, wasEnded time.Time // a replica
}

func newReaders(t *testing.T, front string) *readers {
	transport := &http.Transport{MaxIdleConnsPerHost: 16, DisableCompression: true}
	t.Cleanup(transport.CloseIdleConnections)
	return &readers{t: t, front: front, client: &http.Client{Transport: transport}, answers: map[seen]int{}}
}

// run has all of them read until the context ends.
func (r *readers) run(ctx context.Context, busy *sync.WaitGroup) {
	for i := range 4 {
		rounds := 2
		if i == 3 {
			rounds = 60 // a page that somebody looks at for long, while there are many releases
		}
		busy.Go(func() {
			for ctx.Err() == nil {
				r.page(ctx, rounds)
			}
		})
	}
	for range 2 {
		busy.Go(func() {
			for ctx.Err() == nil {
				for _, path := range newest {
					r.ask(ctx, path, "")
				}
				r.ask(ctx, "/locate", table)
			}
		})
	}
}

// page reads what a page does: what is the newest, and then of that alone, from whichever replica.
func (r *readers) page(ctx context.Context, rounds int) {
	first := r.ask(ctx, "/timeline", "")
	if first == nil {
		return
	}
	var of struct{ Snapshot string }
	if err := json.Unmarshal(first.body, &of); err != nil {
		r.t.Errorf("/timeline: %v", err)
		return
	}
	for range rounds {
		for _, path := range bound {
			r.ask(ctx, "/v/"+of.Snapshot+path, "")
		}
	}
}

// ask asks, notes the answer and rests a moment; nil for none.
func (r *readers) ask(ctx context.Context, path, body string) *fetched {
	start := time.Now()
	answer, err := fetch(context.WithoutCancel(ctx), r.client, r.front, path, body)
	end := time.Now()
	r.mu.Lock()
	r.asked++
	switch {
	case err != nil:
		r.failures = append(r.failures, failed{path, answer != nil, start, end, err.Error()})
		answer = nil
	case answer.status != http.StatusOK:
		r.failures = append(r.failures, failed{path, false, start, end, fmt.Sprintf("%d %.200s", answer.status, answer.body)})
		answer = nil
	default:
		r.answers[seen{path, answer.header.Get("ETag"), sumOf(answer.body)}]++
	}
	r.mu.Unlock()
	select {
	case <-ctx.Done():
	case <-time.After(100 * time.Millisecond):
	}
	return answer
}

// killing kills a replica: what it had begun to answer may break off.
func (r *readers) killing(replica *replica) {
	r.mu.Lock()
	r.killed = time.Now()
	r.mu.Unlock()
	replica.kill()
	r.mu.Lock()
	r.wasEnded = time.Now()
	r.mu.Unlock()
}

// report tells of what was not answered.
func (r *readers) report() {
	r.t.Helper()
	broken := 0
	for _, f := range r.failures {
		if f.begun && f.start.Before(r.wasEnded) && f.end.After(r.killed) {
			broken++
			continue
		}
		r.t.Errorf("%s: not answered, at %s after %s: %s", f.path, f.end.Format(time.TimeOnly), f.end.Sub(f.start), f.why)
	}
	if r.asked < 10*releases {
		r.t.Errorf("only %d questions", r.asked)
	}
	r.t.Logf("%d questions, %d kinds of answers, %d broke off with the replica that was killed", r.asked, len(r.answers), broken)
}

// judged compares the answers with what the releases hold.
func (r *readers) judged(j *judge) {
	r.t.Helper()
	for a := range r.answers {
		if path, of, is := cutBound(a.path); is {
			if want := j.answer(of, path); want != (seen{path, a.tag, a.sum}) {
				r.t.Errorf("%s: tag %s, sum %.8s: the release has %s, %.8s", a.path, a.tag, a.sum, want.tag, want.sum)
			}
			continue
		}
		if a.path == "/locate" { // the table, which is the same in all and has no tag
			continue
		}
		if !j.any(a) {
			r.t.Errorf("%s: tag %s, sum %.8s: no release answers so", a.path, a.tag, a.sum)
		}
	}
}

func cutBound(path string) (rest, snapshot string, is bool) {
	rest, is = strings.CutPrefix(path, "/v/")
	if is {
		snapshot, rest, is = strings.Cut(rest, "/")
	}
	return "/" + rest, snapshot, is
}
