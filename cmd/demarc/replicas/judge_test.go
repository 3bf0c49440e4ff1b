//go:build unix

package replicas

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"demarc/data/live"
	"demarc/server"
)

// judge knows what each release answers: a server of its own for each, that has never seen another.
type judge struct {
	t       *testing.T
	of      map[string]*server.Server // by snapshot
	answers map[string]map[seen]bool  // of all, by path
}

func newJudge(t *testing.T, d *desk) *judge {
	t.Helper()
	j := &judge{t: t, of: map[string]*server.Server{}, answers: map[string]map[seen]bool{}}
	at, err := server.ParseAddress(public)
	if err != nil {
		t.Fatal(err)
	}
	c, err := pgx.Connect(context.Background(), d.standby.URL(d.database))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(context.Background())
	rows, err := c.Query(context.Background(), "SELECT snapshot, zip FROM small.releases")
	if err != nil {
		t.Fatal(err)
	}
	var snapshot string
	var content []byte
	_, err = pgx.ForEachRow(rows, []any{&snapshot, &content}, func() error {
		content := bytes.Clone(content)
		files, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			return err
		}
		store, err := live.New(files)
		if err != nil {
			return err
		}
		j.of[snapshot] = server.NewOf([]server.Dataset{{ID: "small", Store: store}}, server.Options{Public: at, Version: stamp})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// answer is what a release answers below /v/.
func (j *judge) answer(snapshot, path string) seen {
	s := j.of[snapshot]
	if s == nil {
		return seen{path: path, tag: "of no release"}
	}
	got := j.ask(s, "/v/"+snapshot+path)
	got.path = path
	return got
}

func (j *judge) ask(s *server.Server, path string) seen {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	return seen{path, w.Header().Get("ETag"), sumOf(w.Body.Bytes())}
}

// any tells whether one of the releases answers so when it is the newest.
func (j *judge) any(a seen) bool {
	if j.answers[a.path] == nil {
		j.answers[a.path] = map[seen]bool{}
		for _, s := range j.of {
			j.answers[a.path][j.ask(s, a.path)] = true
		}
	}
	return j.answers[a.path][a]
}

// sameOf compares all that the replicas answer when all have one release.
func (j *judge) sameOf(service []*replica, snapshot string) {
	j.t.Helper()
	client := httptest.NewServer(nil) // for its client alone, which ends with it
	defer client.Close()
	ask := func(r *replica, path string) *fetched {
		answer, err := fetch(context.Background(), client.Client(), r.at, path, "")
		if err != nil {
			j.t.Errorf("%s: %v", path, err)
			return &fetched{}
		}
		return answer
	}
	var api struct{ Paths map[string]any }
	if err := json.Unmarshal(ask(service[0], "/openapi.json").body, &api); err != nil {
		j.t.Fatal(err)
	}
	own := []string{"/status", "/live"} // what a replica says of itself, and what has no end
	fill := strings.NewReplacer("{tileset}", "control", "{z}", "5", "{x}", "16", "{y}", "10", "{layer}", "control", "{format}", "gpkg", "{collection}", "control", "{snapshot}", snapshot,
		"{epoch}", "0", "{tileMatrixSet}", "WebMercatorQuad", "{tileMatrix}", "5", "{tileRow}", "10", "{tileCol}", "16", "{feature}", "west", "{id}", "west", "{controller}", "reds")
	paths := slices.Concat(newest, bound, []string{"/versions?f=json", "/feed.json", "/feed.atom", "/export/control.pmtiles", "/export/control.gpkg", "/export/control.qgz", "/"})
	for path := range api.Paths {
		paths = append(paths, fill.Replace(path))
	}
	compared := 0
	for _, path := range paths {
		if slices.Contains(own, path) {
			continue
		}
		first := ask(service[0], path)
		for _, other := range service[1:] {
			got := ask(other, path)
			if got.status != first.status || got.header.Get("ETag") != first.header.Get("ETag") || first.status == 200 && sumOf(got.body) != sumOf(first.body) {
				j.t.Errorf("%s: replicas answer %d %s and %d %s: %.200s, %.200s", path, first.status, first.header.Get("ETag"), got.status, got.header.Get("ETag"), first.body, got.body)
			}
		}
		if first.status == 200 {
			compared++
		}
	}
	if compared < 50 {
		j.t.Errorf("only %d answers were compared", compared)
	}
	j.t.Logf("%d answers are the same of all replicas", compared)
}
