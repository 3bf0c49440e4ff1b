package postgis

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"demarc/data/tables"
	"demarc/data/testdata"
	"demarc/data/testdata/postgres"
)

// says is all that a schema holds, but for times.
func says(t *testing.T, p *Place) string {
	t.Helper()
	ctx := context.Background()
	tx, err := p.Reading(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Close(ctx)
	f, err := tx.Read(ctx)
	if errors.Is(err, errNone) {
		return "nothing"
	}
	if err != nil {
		t.Fatal(err)
	}
	files, problems, err := f.Set.Canonical()
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	var changes int64
	if err := tx.tx.QueryRow(ctx, "SELECT count(*) FROM audit").Scan(&changes); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%v %v %d changes", files, f.Set.Others, changes)
}

// Wherever a copy is cut off, the database holds what it held before, or all that was copied.
func TestCutOffAtAnyPoint(t *testing.T) {
	s := postgres.Shared(t)
	proxy := s.NewProxy(t)
	old := canonical(t, testdata.Small())
	changed := canonical(t, testdata.With(t, testdata.Small(), "dataset.json", "Two valleys", "Two dales", -1))
	for _, tt := range []struct {
		name          string
		before, after map[string][]byte
		least         int
	}{{"a new one", nil, old, 20}, {"over another", old, changed, 8}} {
		t.Run(tt.name, func(t *testing.T) {
			direct := parsed(t, s.URL(s.Database(t))+"&schema=cut")
			through := parsed(t, proxy.Through(t, s.URL(direct.config.Database))+"&schema=cut")
			if tt.before != nil {
				written(t, direct, tt.before)
			}
			before, after, points := says(t, direct), "", 0
			made := madeOf(t, tt.after)
			for after == "" {
				points++
				proxy.CutAfter(points)
				err := write(context.Background(), through, made, nil)
				switch now := says(t, direct); {
				case now == before && err != nil:
				case now != before && (err == nil || strings.Contains(err.Error(), "save")): // cut off after the last word
					after = now
				default:
					t.Fatalf("cut off at %d with %v: the database holds neither what it held nor what was copied", points, err)
				}
			}
			proxy.Mend()
			if points < tt.least {
				t.Errorf("only %d points: the copy is not cut off in the middle", points)
			}
			if err := same(read(t, direct).Set, tt.after); err != nil {
				t.Error(err)
			}
		})
	}
}

// A copy that is stopped has changed nothing, and says that it was stopped.
func TestStopped(t *testing.T) {
	p := place(t, "stopped")
	steps := 0
	for at := 1; ; at++ {
		ctx, cancel := context.WithCancel(context.Background())
		steps = 0
		err := write(ctx, p, madeOf(t, canonical(t, testdata.Small())), func(string) {
			if steps++; steps == at {
				cancel()
			}
		})
		cancel()
		if err == nil {
			break
		}
		if !errors.Is(err, context.Canceled) {
			t.Errorf("stopped at %d: got %v", at, err)
		}
		if now := says(t, p); now != "nothing" {
			t.Fatalf("stopped at %d, there is %s", at, now)
		}
	}
	if steps < 20 {
		t.Errorf("%d steps", steps)
	}
}

// What PostgreSQL cannot hold is refused, with the row that it stands in; so is a dataset that
// contradicts itself.
func TestNotHeld(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*tables.Set)
		want   string
	}{
		{"a zero byte", func(s *tables.Set) { s.Rows["zones"][1].Values["names_en"] = "a\x00b" }, "zones, row 2 (id "},
		{"a zero byte", func(s *tables.Set) { s.Rows["zones"][1].Values["names_en"] = "a\x00b" }, "names_en holds the character U+0000, which PostgreSQL cannot hold"},
		{"an unknown actor", func(s *tables.Set) { s.Rows["periods"][1].Values["controller"] = "nobody" }, `Key (controller)=(nobody) is not present in table "actors"`},
		{"a colour", func(s *tables.Set) { s.Rows["actors"][1].Values["color"] = "red" }, "actors, row 2 (id "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := place(t, "not_held")
			made := madeOf(t, canonical(t, testdata.Small()))
			tt.change(made.Set)
			err := write(context.Background(), p, made, nil)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
			if now := says(t, p); now != "nothing" {
				t.Errorf("there is %s", now)
			}
		})
	}
}

// Rows that stay as they are are not touched, those that change keep their numbers, and numbers of
// rows that are gone are not given again.
func TestOnlyChangesAreWritten(t *testing.T) {
	p := place(t, "few")
	files := canonical(t, testdata.Small())
	written(t, p, files)
	change := func(edit func(*tables.Set)) []string {
		t.Helper()
		before := ask[int64](t, p, "SELECT coalesce(max(number), 0) FROM audit")[0]
		made := madeOf(t, files)
		edit(made.Set)
		if err := write(context.Background(), p, made, nil); err != nil {
			t.Fatal(err)
		}
		return ask[string](t, p, "SELECT what || ' ' || table_name || ' ' || fid FROM audit WHERE number > $1 ORDER BY table_name, fid", before)
	}
	if got := change(func(*tables.Set) {}); len(got) > 0 {
		t.Errorf("the same: %q", got)
	}
	n := len(madeOf(t, files).Set.Rows["sources"])
	fresh := func(s *tables.Set) {
		row := s.Rows["sources"][0].Clone()
		row.Values["id"] = "fresh"
		s.Rows["sources"] = append([]*tables.Row{s.Rows["sources"][0], row}, s.Rows["sources"][1:]...)
		s.Rows["zones"][0].Values["names_en"] = "Fresh"
	}
	if got, want := change(fresh), fmt.Sprintf("[insert sources %d update zones 1]", n+1); fmt.Sprint(got) != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := read(t, p).Set.Rows["sources"][1].Values["id"]; got != "fresh" {
		t.Errorf("the second source is %v: a new row is not in its place", got)
	}
	change(func(*tables.Set) {})
	if got, want := change(fresh)[0], fmt.Sprintf("insert sources %d", n+2); got != want {
		t.Errorf("got %s, want %s: a number is given again", got, want)
	}
}

// What cannot be reached is told in words, and no word holds a password.
func TestErrorsSayNoPassword(t *testing.T) {
	s := postgres.Shared(t)
	const secret = "hunter2"
	as := func(rest string) string { return "postgres://postgres:" + secret + "@" + rest }
	for _, tt := range []struct{ name, address, want string }{
		{"wrong password", as(s.Host + "/postgres?sslmode=disable"), `does not let the user "postgres" in`},
		{"unknown host", as("no-host.invalid/postgres"), `the name "no-host.invalid" has no address`},
		{"nobody answers", as("127.0.0.1:1/postgres?sslmode=disable"), "cannot be reached: connection refused"},
		{"several hosts", as("127.0.0.1:1,127.0.0.1:2/postgres?sslmode=disable"), "postgres://postgres@127.0.0.1:1,127.0.0.1:2/postgres"},
		{"no TLS there", as(s.Host + "/postgres?sslmode=require"), "no TLS connection"},
		{"a port", as("localhost:" + secret + "/postgres"), "the address of the database"},
		{"a percent sign", "postgres://postgres:%" + secret + "@localhost/postgres", "in a user or password"},
		{"a mode", as("localhost/postgres?sslmode=" + secret), "sslmode is invalid"},
		{"keywords", "host=localhost password=" + secret + " port=" + secret, "invalid port"},
		{"a quote", "host=localhost password='" + secret, "the address of the database"},
		{"a schema", as("localhost/postgres?schema=pg_x"), "PostgreSQL's own"},
		{"a long schema", as("localhost/postgres?schema=" + strings.Repeat("x", 64)), "want at most 63 bytes"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, err := Parse(tt.address)
			if err == nil {
				_, err = p.Reading(context.Background())
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), secret) {
				t.Errorf("got %v, want %s and not the password", err, tt.want)
			}
			for ; err != nil; err = errors.Unwrap(err) {
				if strings.Contains(fmt.Sprintf("%+v", err), secret) {
					t.Errorf("an inner error says the password: %v", err)
				}
			}
		})
	}
}

// Of several hosts the first that answers is asked. Environment, password file and service file say
// what the address leaves out.
func TestWhatAddressesLeaveOut(t *testing.T) {
	s := postgres.Shared(t)
	database := s.Database(t)
	host, port, _ := strings.Cut(s.Host, ":")
	files := t.TempDir()
	write := func(name, content string) string {
		t.Helper()
		file := filepath.Join(files, name)
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	passwords := write("pgpass", s.Host+":"+database+":"+postgres.User+":"+postgres.Password+"\n")
	services := write("services", "[desk]\nhost="+host+"\nport="+port+"\ndbname="+database+"\nuser="+postgres.User+"\nsslmode=disable\n")
	plain := "postgres://postgres@" + s.Host + "/" + database + "?sslmode=disable"
	for _, tt := range []struct {
		name, address string
		environment   map[string]string
	}{
		{"several hosts", strings.Replace(s.URL(database), "@", "@127.0.0.1:1,", 1), nil},
		{"a password in the environment", plain, map[string]string{"PGPASSWORD": postgres.Password}},
		{"a file of passwords", plain, map[string]string{"PGPASSFILE": passwords}},
		{"all in the environment", "postgres://", map[string]string{"PGHOST": host, "PGPORT": port, "PGUSER": postgres.User, "PGDATABASE": database, "PGPASSFILE": passwords, "PGSSLMODE": "disable"}},
		{"a service", "postgres:///?service=desk&schema=x", map[string]string{"PGSERVICEFILE": services, "PGPASSFILE": passwords}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for name, value := range tt.environment {
				t.Setenv(name, value)
			}
			p := parsed(t, tt.address)
			tx, err := p.Reading(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			tx.Close(t.Context())
			layer := p.layer("zones", "MultiPolygon")
			if isService := strings.Contains(layer, "service='desk'"); isService != (tt.name == "a service") || strings.Contains(layer, postgres.Password) {
				t.Errorf("QGIS finds it at %s", layer)
			}
		})
	}
}

// Names of columns that PostgreSQL would cut off stay apart, in any script.
func TestLongNames(t *testing.T) {
	p := place(t, "long")
	begin := strings.Repeat("ключ", 12)
	one, other := begin+" один", begin+" два"
	files := testdata.With(t, testdata.Small(), "dataset.json", `"layers":`, `"attributes": [{"of": "regions", "name": "`+one+`", "type": "text", "title": {"en": "One"}}, {"of": "regions", "name": "`+other+`", "type": "date", "title": {"en": "Other"}}], "layers":`, 1)
	made := madeOf(t, canonical(t, files))
	zone := made.Set.Rows["zones"][0]
	zone.Values["own_"+one], zone.Values["own_"+other] = "a", "2020-01-02"
	changed, problems, err := made.Set.Canonical()
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	written(t, p, changed)
	if err := same(read(t, p).Set, changed); err != nil {
		t.Error(err)
	}
	if n := ask[int64](t, p, "SELECT count(*) FROM information_schema.columns WHERE table_schema = 'long' AND table_name = 'zones' AND column_name LIKE 'own%'")[0]; n < 2 {
		t.Errorf("%d own columns", n)
	}
}

// The schema is that of the address, in each of its ways; QGIS's own address will do.
func TestSchemaOfAddresses(t *testing.T) {
	for address, want := range map[string]string{
		"postgres://localhost/maps":                                                  "demarc",
		"postgres://localhost/maps?schema=a":                                         "a",
		"postgres://localhost/maps?search_path=b,public":                             "b",
		"postgresql://localhost:5432?sslmode=disable&dbname=maps&schema=c&project=p": "c",
		"host=localhost dbname=maps schema=d":                                        "d",
		"host=localhost dbname=maps schema='e f'":                                    "e f",
		"postgres://localhost/maps?schema=%C3%A9t%C3%A9":                             "été",
	} {
		p := parsed(t, address)
		if !Is(address) || p.Schema != want || p.config.Database != "maps" || p.config.Host != "localhost" {
			t.Errorf("%s: got %s in %s at %s, want schema %s", address, p.Schema, p.config.Database, p.config.Host, want)
		}
		if again := parsed(t, p.String()); again.Schema != want {
			t.Errorf("%s leads to the schema %s", p, again.Schema)
		}
	}
	for _, name := range []string{"postgres", "data/postgres:x", "work.gpkg", "hostile=1"} {
		if Is(name) {
			t.Errorf("%s is no place in a database", name)
		}
	}
}
