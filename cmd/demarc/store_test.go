package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"demarc/data/alsace"
	"demarc/data/dataset"
	"demarc/data/karabakh"
	"demarc/data/postgis"
	"demarc/data/testdata"
	"demarc/data/testdata/postgres"
)

// ran runs demarc and returns what it says.
func ran(t *testing.T, code int, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	if got := run(context.Background(), args, &out, &out); got != code {
		t.Fatalf("demarc %v ends with %d, want %d: %s", args, got, code, &out)
	}
	if strings.Contains(out.String(), postgres.Password) || strings.Contains(out.String(), "secret") {
		t.Fatalf("demarc %v says the password: %s", args, &out)
	}
	return out.String()
}

// inDatabase is the address of a new database, and runs statements there.
func inDatabase(t *testing.T, schema string) (address string, sql func(statements ...string)) {
	t.Helper()
	s := postgres.Shared(t)
	name := s.Database(t)
	return s.URL(name) + "&schema=" + schema, func(statements ...string) {
		t.Helper()
		if err := s.Exec(context.Background(), name, statements...); err != nil {
			t.Fatal(err)
		}
	}
}

// Whatever is done with an address that has a password, no message repeats it.
func TestNoCommandSaysThePassword(t *testing.T) {
	const secret = "hunter2"
	addresses := []string{
		"postgres://ann:" + secret + "@127.0.0.1:1/maps", "postgres://ann:" + secret + "@127.0.0.1:port/maps", "postgresql://ann:%" + secret + "@127.0.0.1:1/maps?schema=a",
		"host=127.0.0.1 port=1 user=ann password=" + secret, "host=127.0.0.1 port=x user=ann password='" + secret + " and more'",
	}
	for _, address := range addresses {
		for _, args := range [][]string{
			{"check", address}, {"check", "-write", address}, {"fmt", address}, {"locate", "-data", address, "10", "50"}, {"diff", "-data", address, "2020-01-01", "2021-01-01"},
			{"stats", "-data", address}, {"compare", address, "bundled:alsace"}, {"compare", "bundled:alsace", address}, {"export", "-data", address, "-format", "csv"},
			{"import", address, "x"}, {"import", "-add", address, "x"}, {"clean", address, "x"}, {"release", "-m", "x", address}, {"release", "-retry", address}, {"sources", address},
			{"schema", address}, {"serve", address}, {"serve", "-data", address, "-default", "x"}, {"serve", "-data", address, "-addr", "x"}, {"copy", address, address}, {"copy", "-all", address, "x"},
			{"copy", "bundled:alsace", address + ".gpkg"}, {"copy", address, "x", "y"}, {"check", "-nope", address}, {"publish", "-data", address, "x"},
		} {
			var out bytes.Buffer
			ctx, cancel := context.WithTimeout(context.Background(), patience)
			if code := run(ctx, args, &out, &out); code == exitFine || strings.Contains(out.String(), secret) {
				t.Errorf("demarc %v ends with %d and says the password, or nothing: %s", args[:1], code, &out)
			}
			cancel()
		}
	}
}

// A directory comes back from a database to the last byte.
func TestCopyThroughADatabase(t *testing.T) {
	for name, root := range map[string]fs.FS{"karabakh": karabakh.FS(), "alsace": alsace.FS(), "isles": testdata.Isles()} {
		t.Run(name, func(t *testing.T) {
			address, _ := inDatabase(t, name)
			folder := t.TempDir()
			if err := os.CopyFS(filepath.Join(folder, "raw"), root); err != nil {
				t.Fatal(err)
			}
			before, after := filepath.Join(folder, "before"), filepath.Join(folder, "after")
			ran(t, exitFine, "copy", filepath.Join(folder, "raw"), before)
			ran(t, exitFine, "copy", before, address)
			ran(t, exitFine, "copy", address, after)
			want, got := contentOf(t, before), contentOf(t, after)
			if len(want) < 5 || len(want) != len(got) {
				t.Errorf("%d files, want %d", len(got), len(want))
			}
			for name := range want {
				if want[name] != got[name] {
					t.Errorf("%s is another", name)
				}
			}
			if said := ran(t, exitFine, "copy", after, address); !strings.Contains(said, "is written, 0 changes") {
				t.Errorf("once more: %s", said)
			}
		})
	}
}

func contentOf(t *testing.T, directory string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(directory, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(name)
		relative, _ := filepath.Rel(directory, name)
		all[relative] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Tables that were edited and a directory that was edited meanwhile are merged by statement. What
// both changed stops it, in words and in the table of problems, unless a side is preferred.
func TestCopyMergesADatabase(t *testing.T) {
	address, sql := inDatabase(t, "small")
	directory := filepath.Join(t.TempDir(), "small")
	if err := os.CopyFS(directory, testdata.Small()); err != nil {
		t.Fatal(err)
	}
	ran(t, exitFine, "copy", directory, address)
	sql("UPDATE small.dataset SET title_en = 'Theirs'", "UPDATE small.actors SET color = '#123456' WHERE fid = 1")
	replaceIn(t, filepath.Join(directory, "dataset.json"), "Two valleys", "Ours")
	said := ran(t, exitFailed, "copy", directory, address)
	for _, want := range []string{`title_en: was "Two valleys", ours "Ours", theirs "Theirs"`, "1 conflict, nothing is written"} {
		if !strings.Contains(said, want) {
			t.Errorf("got %s, want %s", said, want)
		}
	}
	sql("DO $$ BEGIN IF (SELECT count(*) FROM small.problems WHERE severity = 'conflict' AND here = '\"Theirs\"' AND there = '\"Ours\"') <> 1 THEN RAISE 'the conflict is not shown'; END IF; END $$")
	if said := ran(t, exitFine, "copy", "-dry-run", "-ours", directory, address); !strings.Contains(said, `"Theirs" -> "Ours"`) || strings.Contains(said, "color") {
		t.Errorf("dry run: %s", said)
	}
	ran(t, exitFine, "copy", "-ours", directory, address)
	sql("DO $$ BEGIN IF (SELECT title_en FROM small.dataset) <> 'Ours' OR (SELECT color FROM small.actors WHERE fid = 1) <> '#123456' THEN RAISE 'not merged'; END IF; END $$")
}

// A database that was copied to a directory knows of it: what is edited there next, of a statement
// that was edited in the database before, is no conflict.
func TestCopyOutIsKnown(t *testing.T) {
	address, sql := inDatabase(t, "small")
	directory := filepath.Join(t.TempDir(), "small")
	if err := os.CopyFS(directory, testdata.Small()); err != nil {
		t.Fatal(err)
	}
	ran(t, exitFine, "copy", directory, address)
	sql("UPDATE small.dataset SET title_en = 'Desk'")
	ran(t, exitFine, "copy", address, directory)
	replaceIn(t, filepath.Join(directory, "dataset.json"), "Desk", "Field")
	sql("UPDATE small.actors SET color = '#123456' WHERE fid = 1")
	ran(t, exitFine, "copy", directory, address)
	sql("DO $$ BEGIN IF (SELECT title_en FROM small.dataset) <> 'Field' OR (SELECT color FROM small.actors WHERE fid = 1) <> '#123456' THEN RAISE 'not merged'; END IF; END $$")
}

// A release is what passed the check; problems of what did not are in the table that QGIS shows. A
// version can be released again, and the tables stay.
func TestReleaseInADatabase(t *testing.T) {
	address, sql := inDatabase(t, "small")
	directory := filepath.Join(t.TempDir(), "small")
	if err := os.CopyFS(directory, testdata.Small()); err != nil {
		t.Fatal(err)
	}
	if said := ran(t, exitFailed, "release", "-m", "x", address); !strings.Contains(said, `there is no dataset in the schema "small"`) {
		t.Errorf("before the copy: %s", said)
	}
	ran(t, exitFine, "copy", directory, address)
	if said := ran(t, exitFine, "release", "-m", "one", "-by", "Desk", address); !strings.Contains(said, "released: version 1 of") {
		t.Errorf("got %s", said)
	}
	if said := ran(t, exitFailed, "release", "-m", "again", address); !strings.Contains(said, "nothing has changed since version 1") {
		t.Errorf("got %s", said)
	}
	sql("UPDATE small.dataset SET title_en = 'Two'")
	if said := ran(t, exitFine, "release", "-m", "two", address); !strings.Contains(said, "dataset: 1 changed") {
		t.Errorf("got %s", said)
	}
	sql("DELETE FROM small.event_sources") // changes without a source
	said := ran(t, exitFailed, "release", "-m", "wrong", address)
	if !strings.Contains(said, "events:") || !strings.Contains(said, "not released: the check finds errors; the table problems shows them") {
		t.Errorf("got %s", said)
	}
	sql("DO $$ BEGIN IF (SELECT count(*) FROM small.problems WHERE severity = 'error') = 0 OR (SELECT count(*) FROM small.releases) <> 2 THEN RAISE 'problems are not shown, or released'; END IF; END $$")
	if said := ran(t, exitFine, "release", "-m", "back", "-revert", "1", address); !strings.Contains(said, "released: version 3 of") {
		t.Errorf("got %s", said)
	}
	sql("DO $$ BEGIN IF (SELECT snapshot FROM small.releases WHERE version = 3) <> (SELECT snapshot FROM small.releases WHERE version = 1) OR (SELECT title_en FROM small.dataset) <> 'Two' THEN RAISE 'not taken back'; END IF; END $$")
	if said := ran(t, exitFailed, "release", "-m", "back", "-revert", "7", address); !strings.Contains(said, "no version in") {
		t.Errorf("got %s", said)
	}
	for _, args := range [][]string{{"-retry"}, {"-m", "x", "-notify", "https://example.org"}} {
		t.Setenv(secretVariable, "s")
		ran(t, exitMisuse, append(append([]string{"release"}, args...), address)...)
	}
	if said := ran(t, exitFine, "locate", "-data", address, "10.5", "50.5"); !strings.Contains(said, "West") && !strings.Contains(said, "west") {
		t.Errorf("locate reads the newest release: %s", said)
	}
}

// Wherever a release is cut off, there is none, or all of it; who listens is told of it only then.
func TestReleaseCutOffAtAnyPoint(t *testing.T) {
	s := postgres.Shared(t)
	proxy := s.NewProxy(t)
	direct, sql := inDatabase(t, "small")
	directory := filepath.Join(t.TempDir(), "small")
	if err := os.CopyFS(directory, testdata.Small()); err != nil {
		t.Fatal(err)
	}
	ran(t, exitFine, "copy", directory, direct)
	released := func() int {
		t.Helper()
		place, err := postgis.Parse(direct)
		if err != nil {
			t.Fatal(err)
		}
		version, err := place.Store(nil).Version(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		number, _, _ := strings.Cut(version, " ")
		n, err := strconv.Atoi(number)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	points := 0
	for released() == 0 {
		points++
		proxy.CutAfter(points)
		var out bytes.Buffer
		code := run(context.Background(), []string{"release", "-m", "one", proxy.Through(t, direct)}, &out, &out)
		switch n := released(); {
		case n == 0 && code == exitFailed, n == 1 && (code == exitFine || strings.Contains(out.String(), "save:")):
		default:
			t.Fatalf("cut off at %d: %d releases, and the command ends with %d: %s", points, n, code, &out)
		}
	}
	if points < 20 {
		t.Errorf("only %d points", points)
	}
	sql("DO $$ BEGIN IF (SELECT count(*) FROM small.releases WHERE length(zip) = (said -> 'zip' ->> 'bytes')::int) <> 1 THEN RAISE 'the zip is not whole'; END IF; END $$")
	proxy.Mend()
	if said := ran(t, exitFailed, "release", "-m", "one", direct); !strings.Contains(said, "nothing has changed since version 1") {
		t.Errorf("once more: %s", said)
	}
}

// A server follows the releases of a database, keeps serving while it is away, and starts without
// it from what it has kept.
func TestServeFromADatabase(t *testing.T) {
	s := postgres.Shared(t)
	proxy := s.NewProxy(t)
	direct, sql := inDatabase(t, "small")
	through := proxy.Through(t, direct)
	directory, kept := filepath.Join(t.TempDir(), "small"), t.TempDir()
	if err := os.CopyFS(directory, testdata.Small()); err != nil {
		t.Fatal(err)
	}
	ran(t, exitFine, "copy", directory, direct)
	address, messages, stop := startServer(t, "-data", through, "-cache", kept)
	release := func(title string) {
		t.Helper()
		sql("UPDATE small.dataset SET title_en = '" + title + "'")
		ran(t, exitFine, "release", "-m", title, direct)
	}
	title := func() any {
		return fetch(t, address+"/timeline")["dataset"].(map[string]any)["title"].(map[string]any)["en"]
	}
	release("One")
	waitFor(t, messages, "dataset small, snapshot ")
	if got := title(); got != "One" {
		t.Errorf("the first release: got %v", got)
	}
	release("Two")
	waitFor(t, messages, "dataset small, snapshot ")
	if got := title(); got != "Two" {
		t.Errorf("the second release: got %v", got)
	}
	first := fetch(t, address+"/versions")["versions"].([]any)
	if len(first) != 2 {
		t.Errorf("%d versions, want 2", len(first))
	}
	old := first[1].(map[string]any)["snapshot"].(string)
	proxy.Cut()
	waitFor(t, messages, "what was loaded before is still served")
	gone, _ := fetch(t, address+"/status")["directory_gone"].(map[string]any)
	if reason, _ := gone["reason"].(string); gone["since"] == "" || !strings.Contains(reason, "the database cannot be reached") || strings.Contains(reason, "postgres") || strings.Contains(reason, "127.0.0.1") {
		t.Errorf("the status says %v of a database that is away", gone)
	}
	if got := title(); got != "Two" {
		t.Errorf("while it is away: got %v", got)
	}
	// A snapshot that another server may have: nobody knows here, and who asks is told to ask
	// again.
	if reply, err := http.Get(address + "/v/0123456789abcdef/timeline"); err != nil || reply.StatusCode != http.StatusServiceUnavailable || reply.Header.Get("Retry-After") == "" {
		t.Errorf("a snapshot that may be new: %v %v", reply, err)
	} else {
		reply.Body.Close()
	}
	release("Three")
	proxy.Mend()
	waitFor(t, messages, "is there again")
	waitFor(t, messages, "dataset small, snapshot ")
	if got := title(); got != "Three" {
		t.Errorf("back again: got %v", got)
	}
	if reply, err := http.Get(address + "/v/" + old + "/timeline"); err != nil || reply.StatusCode != http.StatusOK {
		t.Errorf("a version of the database: %v %v", reply.Status, err)
	} else {
		reply.Body.Close()
	}
	if code := stop(); code != exitFine {
		t.Errorf("exit code %d", code)
	}
	proxy.Cut()
	tokens := filepath.Join(t.TempDir(), "tokens")
	if err := os.WriteFile(tokens, fmt.Appendf(nil, "%x desk\n", sha256.Sum256([]byte("a token"))), 0o600); err != nil {
		t.Fatal(err)
	}
	address, messages, stop = startServer(t, "-data", through, "-cache", kept, "-tokens", tokens, "-private", "small/versions")
	defer stop()
	if got := title(); got != "Three" {
		t.Errorf("started without the database: got %v", got)
	}
	if gone, _ := fetch(t, address+"/status")["directory_gone"].(map[string]any); gone == nil {
		t.Error("started without the database, and the status does not say so")
	}
	for token, want := range map[string]bool{"a token": true, "another": false} { // who is known is told where it is
		request, _ := http.NewRequest(http.MethodGet, address+"/status", nil)
		request.Header.Set("Authorization", "Bearer "+token)
		reply, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		said, err := io.ReadAll(reply.Body)
		reply.Body.Close()
		if err != nil || strings.Contains(string(said), "postgres://") != want {
			t.Errorf("%s: the status says %s", token, said)
		}
	}
	proxy.Mend()
	waitFor(t, messages, "is there again")
}

// A database that refuses who asks, and would tomorrow, ends the start: a server that answered 503
// for ever would look like one that waits. One that is away is waited for; and where a release was
// kept, that is served.
func TestServeFromADatabaseThatRefuses(t *testing.T) {
	proxy := postgres.Shared(t).NewProxy(t)
	direct, _ := inDatabase(t, "small")
	ran(t, exitFine, "copy", "../../data/testdata/small", direct)
	ran(t, exitFine, "release", "-m", "one", direct)
	u, err := url.Parse(direct)
	if err != nil {
		t.Fatal(err)
	}
	base, stranger := *u, *u
	base.Path = "/nonesuch"
	stranger.User = url.UserPassword("stranger", "hush")
	for name, tt := range map[string]struct{ address, want string }{
		"no such database": {base.String(), "there is no database \"nonesuch\""},
		"no such user":     {stranger.String(), "the server does not let the user \"stranger\" in"},
	} {
		said := ran(t, exitFailed, "serve", "-addr", "localhost:0", "-data", tt.address)
		if !strings.Contains(said, tt.want) || !strings.Contains(said, "demarc: no dataset can be served\n") || strings.Contains(said, "hush") {
			t.Errorf("%s: said %s, want %s", name, said, tt.want)
		}
	}
	kept, known := t.TempDir(), direct
	_, _, stop := startServer(t, "-data", known, "-cache", kept)
	stop()
	u.User = url.UserPassword(u.User.Username(), "hush")
	address, _, stop := startServer(t, "-data", u.String(), "-cache", kept)
	if reply, err := http.Get(address + "/readyz"); err != nil || reply.StatusCode != http.StatusOK {
		t.Errorf("with what was kept: %v %v, want it served", reply, err)
	}
	stop()
	proxy.Cut()
	address, messages, stop := startServer(t, "-data", proxy.Through(t, direct))
	defer stop()
	if reply, err := http.Get(address + "/readyz"); err != nil || reply.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("with a database that is away: %v %v, want 503", reply, err)
	}
	proxy.Mend()
	waitFor(t, messages, "dataset small, snapshot ")
}

// Every store passes on what changes: it names its state, waits for the next, and is loaded then.
func TestStores(t *testing.T) {
	folder := t.TempDir()
	directory := filepath.Join(folder, "small")
	if err := os.CopyFS(directory, testdata.Small()); err != nil {
		t.Fatal(err)
	}
	retitle := func(from, to string) { replaceIn(t, filepath.Join(directory, "dataset.json"), from, to) }
	copied := func(to string) func() {
		return func() { ran(t, exitFine, "copy", directory, to) }
	}
	address, _ := inDatabase(t, "small")
	stores := []struct {
		name, at string
		update   func()
	}{
		{"directory", directory, func() {}},
		{"zip", filepath.Join(folder, "small.zip"), func() {
			os.Remove(filepath.Join(folder, "small.zip"))
			copied(filepath.Join(folder, "small.zip"))()
		}},
		{"GeoPackage", filepath.Join(folder, "small.gpkg"), copied(filepath.Join(folder, "small.gpkg"))},
		{"PostgreSQL", address, func() {
			copied(address)()
			ran(t, exitFine, "release", "-m", "new", address)
		}},
	}
	for _, s := range stores {
		s.update()
	}
	var c call
	c.stderr = &bytes.Buffer{}
	title := "Two valleys"
	for i, s := range stores {
		t.Run(s.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			store, err := c.storeOf(&source{directory: s.at}, dataset.Keeping{})
			if err != nil {
				t.Fatal(err)
			}
			root, version, err := store.Load(ctx)
			if err != nil || !saysTitle(t, root, title) {
				t.Fatalf("loaded: %v", err)
			}
			if now, err := store.Version(ctx); err != nil || now != version {
				t.Errorf("version %q after the load of %q: %v", now, version, err)
			}
			changed := make(chan error, 1)
			go func() { changed <- store.Wait(ctx, version) }()
			next := "Title " + string(rune('A'+i))
			retitle(title, next)
			for _, other := range stores {
				other.update()
			}
			title = next
			if err := <-changed; err != nil {
				t.Fatalf("waited: %v", err)
			}
			root, later, err := store.Load(ctx)
			if err != nil || later == version || !saysTitle(t, root, title) {
				t.Errorf("version %q after %q: %v", later, version, err)
			}
			if err := store.Wait(ctx, version); err != nil {
				t.Errorf("waiting for what has happened already: %v", err)
			}
			stopped, stop := context.WithCancel(ctx)
			stop()
			if err := store.Wait(stopped, later); err == nil {
				t.Error("a wait that was stopped says that there is something new")
			}
		})
	}
}

func saysTitle(t *testing.T, root fs.FS, want string) bool {
	t.Helper()
	content, err := fs.ReadFile(root, "dataset.json")
	if err != nil {
		t.Fatal(err)
	}
	var d struct{ Title map[string]string }
	if err := json.Unmarshal(content, &d); err != nil {
		t.Fatal(err)
	}
	return slices.Contains([]string{d.Title["en"]}, want)
}
