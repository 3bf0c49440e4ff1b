//go:build !js && !race

// The engine runs in Node, a program of its own: the race detector has nothing to find here.

package main_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"demarc/data"
	"demarc/data/live"
	"demarc/data/testdata"
	"demarc/server"
	"demarc/server/answer"
)

type question struct {
	Address string  `json:"address"`
	Type    string  `json:"type,omitempty"`
	Table   *[]byte `json:"table,omitempty"`
}

type told struct {
	Status            int
	Type, Body, Notes string
	Read              string
	Points            int
	Found             []struct{ Controller, Status, Error string }
}

// Whatever the tests of the server ask at the paths that the engine has, the engine answers with
// the same bytes.
func TestAnswersAreThoseOfTheServer(t *testing.T) {
	questions := slices.Concat(asked(t), tables(), drawings(), []question{post("/locate", "", rows)})
	snapshot, answers := replay(t, ".", questions)
	store, err := live.New(testdata.Isles())
	if err != nil {
		t.Fatal(err)
	}
	if got := store.Current().ID; snapshot != got {
		t.Errorf("the engine opened the snapshot %s, the server %s", snapshot, got)
	}
	today := func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }
	h := server.New(store, server.Options{Version: "test", Today: today})
	problems := 0
	for i, q := range questions {
		got, want := answers[i], answerOf(h, q)
		if strings.HasPrefix(q.Address, "/drawn") { // which the server has not
			want = answerHere(t, store.Current(), q, today)
		}
		if got.Status >= 400 {
			problems++
		}
		if got.Status != want.Status || got.Type != want.Type || got.Body != want.Body {
			t.Errorf("%s %.60q: got %d %s %.400s\nwant %d %s %.400s", q.Address, text(q.Table), got.Status, got.Type, got.Body, want.Status, want.Type, want.Body)
		}
		if got.Read != want.Read || got.Notes != want.Notes {
			t.Errorf("%s %.60q: got %q, %q, want %q, %q", q.Address, text(q.Table), got.Read, got.Notes, want.Read, want.Notes)
		}
	}
	if problems < 20 || len(questions)-problems < 60 {
		t.Errorf("%d questions, of them %d with a problem: too few of one kind", len(questions), problems)
	}
	comparePoints(t, answers[len(answers)-1])
}

const rows = "lon,lat,date\n-130.30,-42.20,1972-11-25\nx,1,1972-11-25\n-130.30,-42.20,1972-11-25\n0,0,1972-11-25\n"

// comparePoints wants the points that the page draws to be those of rows.
func comparePoints(t *testing.T, got told) {
	t.Helper()
	if got.Points != 4 || len(got.Found) != 3 {
		t.Fatalf("got %d points of the kinds %v, want 4 of 3 kinds", got.Points, got.Found)
	}
	if first := got.Found[0]; !strings.Contains(got.Body, ","+first.Controller+","+first.Status+",") {
		t.Errorf("got %v, which the first row has not: %s", first, got.Body)
	}
	if got.Found[1].Error == "" || got.Found[2].Status != "outside" {
		t.Errorf("got %v, want an error and a point that lies outside", got.Found)
	}
}

// asked are the addresses at paths of the core in the sources of the server's tests.
func asked(t *testing.T) []question {
	t.Helper()
	all := askedAt(t, "(?:locate|diff|stats|timeline|control|events|regions|sources|figures|corrections)([?/][^\"]*)?")
	return append(all, question{Address: "/locate?lon=-130.3&lat=-42.2&q=%zz"}, question{Address: "/regions/%C3%A9"},
		question{Address: "/locate?lon=+130.3&lat=a+b"}, question{Address: "/nowhere"}, question{Address: "/regions/a/b"})
}

// askedAt are the addresses in the sources of the server's tests whose path matches.
func askedAt(t *testing.T, path string) (all []question) {
	t.Helper()
	files, err := filepath.Glob("../../server/*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	address := regexp.MustCompile(`"/` + path + `"`)
	var found []string
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, quoted := range address.FindAllString(string(source), -1) {
			plain, err := strconv.Unquote(quoted)
			// what is no whole address, and what is of several datasets or versions, is not for one
			if err == nil && !strings.ContainsAny(plain, "%{ ") && !strings.Contains(plain, "known=") && len(plain) < 2000 {
				found = append(found, plain)
			}
		}
	}
	slices.Sort(found)
	for _, plain := range slices.Compact(found) {
		all = append(all, question{Address: plain})
	}
	return all
}

func tables() (all []question) {
	const feature = `{"type":"Feature","geometry":{"type":"Point","coordinates":[-130.30,-42.20]},"properties":{"a":1}}`
	for _, of := range []struct{ mediaType, query, table string }{
		{"text/csv", "", "lon,lat,date\n-130.30,-42.20,1972-11-25\n-130.30,-42.20,1961-01-01\n0,0,\n,,\n"},
		{"text/csv; charset=utf-8", "?datetime=1972-11-25", "lon,lat\n-130.30,-42.20\n"},
		{"text/csv", "?columns=zone,since,event,border_m&datetime=1972-11-25", "Longitude;Latitude\n\"-130,30\";-42.20\n"},
		{"text/csv", "?lon=2&lat=1&header=false&delimiter=bar", "-42.20|-130.30\n"},
		{"text/csv", "", "place\n130.3W 42.2S\nPOINT(-130.30 -42.20)\n"},
		{"application/x-ndjson", "", `{"lon":-130.30,"lat":-42.20,"date":"1972-11-25"}` + "\n{\n"},
		{"application/geo+json", "?viewpoint=crown_announced", `{"type":"FeatureCollection","features":[` + feature + `]}`},
		{"application/geo+json-seq", "", "\x1e" + feature + "\n"},
		{"", "", "lon,lat\n-130.30,-42.20\n"},
		{"", "", strings.Repeat("lon,lat\n", 1) + strings.Repeat("-130.30,-42.20\n", 2000)},
		{"", "", ""}, {"", "", "a,b\n1,2\n"}, {"application/pdf", "", "%PDF"}, {"a/b/c", "", "lon,lat\n"},
		{"", "", "\x1f\x8bnot gzip"}, {"", "?columns=nothing", "lon,lat\n1,2\n"}, {"", "?date=1972-11-25", "lon,lat\n1,2\n"},
		{"", "?date=a&date-column=b", "lon,lat\n1,2\n"}, {"", "?format=xlsx", "lon,lat\n1,2\n"}, {"", "?delimiter=aa", "lon,lat\n1,2\n"},
		{"", "?colums=zone", "lon,lat\n1,2\n"}, {"", "?viewpoint=nobody", "lon,lat\n1,2\n"},
	} {
		all = append(all, post("/locate"+of.query, of.mediaType, of.table))
	}
	return append(all, post("/diff?from=1972-11-25&to=1972-12-01", "", "lon,lat\n1,2\n"))
}

func drawings() (all []question) {
	const area = `{"type":"Polygon","coordinates":[[[-131,-43],[-129.9,-42.9],[-130.2,-41.9],[-131,-43]]]}`
	const line = `{"type":"LineString","coordinates":[[-131.5,-42.2],[-129.5,-42.25]]}`
	for _, q := range [][2]string{{"/drawn", area}, {"/drawn?viewpoint=crown_announced", area}, {"/drawn?datetime=1972-11-25/..", area}, {"/drawn?datetime=1972-11-25", line}, {"/drawn", "x"}} {
		all = append(all, post(q[0], "", q[1]))
	}
	return all
}

// answerHere asks the same program without a browser around it.
func answerHere(t *testing.T, s *data.Snapshot, q question, today func() time.Time) told {
	t.Helper()
	var out bytes.Buffer
	got, err := answer.Ask(t.Context(), s, answer.Asked{Address: q.Address, Body: bytes.NewReader(*q.Table), Today: today}, &out)
	if err != nil {
		t.Fatal(err)
	}
	return told{Status: got.Status, Type: got.Type, Body: out.String(), Read: got.Read, Notes: got.Notes}
}

func post(address, mediaType, table string) question {
	body := []byte(table)
	return question{address, mediaType, &body}
}

func answerOf(h http.Handler, q question) told {
	r := httptest.NewRequest(http.MethodGet, q.Address, nil)
	if q.Table != nil {
		r = httptest.NewRequest(http.MethodPost, q.Address, bytes.NewReader(*q.Table))
		if q.Type != "" {
			r.Header.Set("Content-Type", q.Type)
		}
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if location := w.Header().Get("Location"); location != "" { // as clients follow
		return answerOf(h, question{Address: "/regions/" + strings.TrimPrefix(location, "./")})
	}
	header := w.Result().Header
	return told{
		Status: w.Code, Type: header.Get("Content-Type"), Body: w.Body.String(),
		Read: plain(header.Get("Demarc-Read")), Notes: plain(w.Result().Trailer.Get("Demarc-Note")),
	}
}

// plain takes the escapes of a header line out.
func plain(line string) string {
	text, err := strconv.Unquote(`"` + strings.ReplaceAll(line, `"`, `\"`) + `"`)
	if err != nil {
		return line
	}
	return text
}

func text(table *[]byte) string {
	if table == nil {
		return ""
	}
	return string(*table)
}

// replay builds a program of the engine, opens the Lantern Isles in it and asks.
func replay(t *testing.T, program string, questions []question) (snapshot string, answers []told) {
	t.Helper()
	folder := t.TempDir()
	core, packed, list := filepath.Join(folder, "engine.wasm"), filepath.Join(folder, "isles.zip"), filepath.Join(folder, "questions.json")
	build := exec.Command("go", "build", "-o", core, program)
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	var zipped bytes.Buffer
	w := zip.NewWriter(&zipped)
	if err := w.AddFS(testdata.Isles()); err != nil {
		t.Fatal(err)
	}
	w.Close()
	body, err := json.Marshal(questions)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{packed: zipped.Bytes(), list: body} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var all struct {
		Snapshot string
		Answers  []struct {
			told
			Body []byte
		}
	}
	glue := filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js")
	testdata.Node(t, &all, nil, "..", "testdata/replay.mjs", glue, core, packed, list)
	if len(all.Answers) != len(questions) {
		t.Fatalf("got %d answers to %d questions", len(all.Answers), len(questions))
	}
	for _, a := range all.Answers {
		a.told.Body = string(a.Body)
		answers = append(answers, a.told)
	}
	return all.Snapshot, answers
}
