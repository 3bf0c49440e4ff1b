package postgis

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"demarc/data/testdata"
	"demarc/data/testdata/postgres"
)

// What is wrong in the tables is refused, in words that say what was wanted; what hangs on several
// rows only when all is saved.
func TestRefused(t *testing.T) {
	p := place(t, "small")
	written(t, p, canonical(t, testdata.Small()))
	for _, tt := range []struct{ name, statements, want string }{
		{"two periods of a zone on a day", "UPDATE periods SET valid_from = '1800-01-01' WHERE valid_from IS NOT NULL", `"one period of a zone on a day"`},
		{"an actor that is not there", "UPDATE periods SET controller = 'nobody'", `"periods.controller: want one of actors"`},
		{"a status that is not there", "UPDATE periods SET status = 'odd'", `"periods.status: want one of statuses"`},
		{"the event of periods", "DELETE FROM events", `"periods.event: want one of events"`},
		{"an end before the beginning", "UPDATE periods SET valid_to = valid_from - 1 WHERE valid_from IS NOT NULL", `"periods.valid_to: want a day after valid_from"`},
		{"a colour that is none", "UPDATE actors SET color = 'red'", `"actors.color: want #rrggbb"`},
		{"an id twice", "UPDATE actors SET id = 'x'", `"actors.id: is there already"`},
		{"a year before 1", "UPDATE periods SET valid_from = '0044-03-15 BC'", `"periods.valid_from: want a year from 1 to 9999"`},
		{"a year after 9999", "UPDATE periods SET valid_to = '10000-01-01'", `"periods.valid_to: want a year from 1 to 9999"`},
		{"no day at all", "UPDATE periods SET valid_from = '-infinity'", `"periods.valid_from: want a year from 1 to 9999"`},
		{"another kind of shape", "UPDATE zones SET geom = 'SRID=4326;POINT(1 2)'", "Geometry type (Point) does not match column type (MultiPolygon)"},
		{"another reference system", "UPDATE zones SET geom = ST_SetSRID(geom, 3857)", "Geometry SRID (3857) does not match column SRID (4326)"},
		{"what is no JSON", "UPDATE zones SET more = '{'", "invalid input syntax for type json"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := sql(t, p, tt.statements); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
	if got := ask[int64](t, p, "SELECT count(*) FROM audit"); got[0] != 0 {
		t.Errorf("what was refused left %d changes", got[0])
	}
}

// A period is split in two steps, in whichever order: constraints wait for the end.
func TestPeriodIsSplitInTwoSteps(t *testing.T) {
	p := place(t, "small")
	files := canonical(t, testdata.Small())
	written(t, p, files)
	const split = `BEGIN;
INSERT INTO periods (zone, valid_from, valid_to, controller, status, event) SELECT zone, valid_from + 10, valid_to, controller, status, event FROM periods WHERE fid = 1;
UPDATE periods SET valid_to = valid_from + 10 WHERE fid = 1; COMMIT`
	if days := ask[bool](t, p, "SELECT valid_from IS NOT NULL AND coalesce(valid_to, 'infinity') > valid_from + 10 FROM periods WHERE fid = 1"); !days[0] {
		t.Fatal("the first period of the dataset is too short for the test")
	}
	if err := sql(t, p, split); err != nil {
		t.Fatal(err)
	}
	if got := ask[string](t, p, "SELECT what || ' ' || table_name FROM audit ORDER BY number"); !slices.Equal(got, []string{"insert periods", "update periods"}) {
		t.Errorf("audit: %q", got)
	}
	if got := ask[int64](t, p, "SELECT count(DISTINCT transaction) FROM audit"); got[0] != 1 {
		t.Errorf("one save is %d transactions", got[0])
	}
}

// Ids that change change where they are named, and what belongs to a row goes with it.
func TestNamesFollow(t *testing.T) {
	p := place(t, "isles")
	written(t, p, canonical(t, testdata.Isles()))
	before := ask[int64](t, p, "SELECT count(*) FROM periods WHERE zone = 'south'")[0]
	if err := sql(t, p, "UPDATE zones SET id = 'austral' WHERE id = 'south'; UPDATE actors SET id = 'ligue' WHERE id = 'league'"); err != nil {
		t.Fatal(err)
	}
	if got := ask[int64](t, p, "SELECT count(*) FROM periods WHERE zone = 'austral'")[0]; got != before || got == 0 {
		t.Errorf("%d periods followed their zone, want %d", got, before)
	}
	if got := ask[int64](t, p, "SELECT count(*) FROM periods WHERE controller = 'league'")[0]; got != 0 {
		t.Errorf("%d periods did not follow their actor", got)
	}
	cited := ask[int64](t, p, "SELECT period FROM period_sources ORDER BY 1 LIMIT 1")
	if len(cited) == 0 {
		t.Fatal("no period has sources of its own: the test wants one that has")
	}
	if err := sql(t, p, fmt.Sprintf("DELETE FROM periods WHERE fid = %d", cited[0])); err != nil {
		t.Fatal(err)
	}
	if n := ask[int64](t, p, "SELECT count(*) FROM period_sources WHERE period = $1", cited[0])[0]; n != 0 {
		t.Errorf("%d sources stay of a period that is gone", n)
	}
}

// Of two who change a row the later is told who was before, whether she began to edit before the
// other saved or sends the number of the version that she saw. Who changes another row is not.
func TestTwoEditorsOnOneStatement(t *testing.T) {
	p := place(t, "small")
	written(t, p, canonical(t, testdata.Small()))
	ctx := context.Background()
	one, other := session(t, p), session(t, p)
	run := func(want string, statement string) {
		t.Helper()
		if _, err := other.Exec(ctx, statement); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", statement, err, want)
		}
	}
	run("", "BEGIN")
	run("", "SELECT * FROM zones")
	if _, err := one.Exec(ctx, "UPDATE zones SET names_en = 'One' WHERE fid = 1"); err != nil {
		t.Fatal(err)
	}
	run("", "UPDATE zones SET names_en = 'Two' WHERE fid = 2")
	run("zones 1 was changed by postgres at", "UPDATE zones SET names_en = 'Two' WHERE fid = 1")
	run("", "ROLLBACK")
	run("was changed meanwhile by postgres", "UPDATE zones SET names_en = 'Two', row_version = 1 WHERE fid = 1")
	run("", "UPDATE zones SET names_en = 'Two', row_version = 2 WHERE fid = 1")
	if got := ask[int64](t, p, "SELECT row_version FROM zones WHERE fid = 1"); got[0] != 3 {
		t.Errorf("version %d after two changes, want 3", got[0])
	}
	if got := ask[string](t, p, "SELECT before::text || after::text FROM audit ORDER BY number LIMIT 1"); !strings.HasSuffix(got[0], `{"names_en": "One"}`) {
		t.Errorf("audit: %q", got)
	}
}

// Every column says what it is for.
func TestEveryColumnIsExplained(t *testing.T) {
	p := place(t, "karabakh")
	written(t, p, canonical(t, fixtures["karabakh"]))
	silent := ask[string](t, p, `SELECT c.relname || '.' || a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'karabakh'::regnamespace AND c.relkind IN ('r', 'v') AND coalesce(col_description(c.oid, a.attnum), '') = ''
UNION SELECT relname FROM pg_class WHERE relnamespace = 'karabakh'::regnamespace AND relkind IN ('r', 'v') AND coalesce(obj_description(oid), '') = ''`)
	if len(silent) > 0 {
		t.Errorf("without a comment: %q", silent)
	}
}

// An editor edits and copies, but neither releases nor rewrites what was noted of her; a reader
// reads what was released, and nothing else; a publisher releases.
func TestRoles(t *testing.T) {
	s := postgres.Shared(t)
	database := s.Database(t)
	p := parsed(t, s.URL(database)+"&schema=roles")
	files := canonical(t, testdata.Small())
	written(t, p, files)
	err := sql(t, p, `CREATE ROLE ann LOGIN PASSWORD 'a' IN ROLE roles_editor; CREATE ROLE bob LOGIN PASSWORD 'b' IN ROLE roles_reader; CREATE ROLE cem LOGIN PASSWORD 'c' IN ROLE roles_publisher`)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := sql(t, p, "DROP OWNED BY roles_reader, roles_editor, roles_publisher; DROP ROLE ann, bob, cem, roles_reader, roles_editor, roles_publisher"); err != nil {
			t.Error(err)
		}
	})
	release := "INSERT INTO releases (version, date, snapshot, message, said, zip) VALUES (1, '2020-01-01', 'x', 'y', '{}', '')"
	for _, tt := range []struct {
		who, statement string
		may            bool
	}{
		{"ann", "UPDATE zones SET names_en = 'A' WHERE fid = 1", true}, {"ann", "INSERT INTO sources (id, title) VALUES ('s9', 'Nine')", true}, {"ann", release, false},
		{"ann", "DELETE FROM audit", false}, {"ann", "SELECT * FROM audit, releases", true}, {"ann", "DROP TABLE zones", false}, {"ann", "DELETE FROM qgis_projects", false},
		{"bob", "SELECT * FROM releases", true}, {"bob", "SELECT * FROM zones", false}, {"bob", "UPDATE zones SET names_en = 'B'", false}, {"bob", release, false},
		{"cem", "UPDATE zones SET names_en = 'C' WHERE fid = 1", true}, {"cem", release, true}, {"cem", "DELETE FROM releases", false}, {"cem", "DELETE FROM audit", false},
	} {
		as := parsed(t, s.As(database, tt.who, tt.who[:1])+"&schema=roles")
		if err := sql(t, as, tt.statement); (err == nil) != tt.may {
			t.Errorf("%s: %s: got %v, may: %v", tt.who, tt.statement, err, tt.may)
		}
	}
	if got := ask[string](t, p, "SELECT who FROM audit WHERE after ? 'names_en' ORDER BY number"); !slices.Equal(got, []string{"ann", "cem"}) {
		t.Errorf("audit says %q", got)
	}
	ann := parsed(t, s.As(database, "ann", "a")+"&schema=roles")
	if err := write(context.Background(), ann, madeOf(t, files), nil); err != nil {
		t.Errorf("an editor copies: %v", err)
	}
}

// Who may not make roles or extensions is told what a superuser has to run.
func TestWithoutRights(t *testing.T) {
	s := postgres.Shared(t)
	ctx := context.Background()
	if err := s.Exec(ctx, "postgres", "CREATE ROLE plain LOGIN PASSWORD 'p'"); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, database, want string
		fails                bool
	}{
		{"no extension", s.Empty(t), "have a superuser run there: CREATE EXTENSION postgis; CREATE EXTENSION btree_gist", true},
		{"no roles", s.Database(t), `have a superuser run: CREATE ROLE "few_reader" NOLOGIN; CREATE ROLE "few_editor" NOLOGIN; GRANT "few_reader" TO "few_editor"`, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := s.Exec(ctx, tt.database, "GRANT CREATE ON DATABASE "+tt.database+" TO plain"); err != nil {
				t.Fatal(err)
			}
			tx, err := parsed(t, s.As(tt.database, "plain", "p")+"&schema=few").Writing(ctx)
			if tt.fails {
				if err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("got %v, want %s", err, tt.want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer tx.Close(ctx)
			if err := tx.Write(ctx, madeOf(t, canonical(t, testdata.Small())), nil); err != nil {
				t.Fatal(err)
			}
			if notes := strings.Join(tx.Notes, "\n"); !strings.Contains(notes, tt.want) {
				t.Errorf("got %q, want %s", notes, tt.want)
			}
		})
	}
	if err := s.Exec(ctx, "postgres", "DROP ROLE IF EXISTS plain"); err == nil {
		t.Log("the role is gone before its databases") // they go with the test
	}
}

// A table or column that a newer format has is made by the next copy; until then it is empty. A
// column that somebody added stays.
func TestNewMembers(t *testing.T) {
	p := place(t, "members")
	files := canonical(t, testdata.Isles())
	written(t, p, files)
	if err := sql(t, p, "ALTER TABLE events DROP COLUMN place; DROP TABLE event_claims; ALTER TABLE zones ADD COLUMN desk_note text; UPDATE zones SET desk_note = 'x'"); err != nil {
		t.Fatal(err)
	}
	f := read(t, p)
	if len(f.Set.Rows["events"]) == 0 || len(f.Set.Rows["event_claims"]) != 0 || same(f.Set, files) == nil {
		t.Errorf("%d events, %d claims", len(f.Set.Rows["events"]), len(f.Set.Rows["event_claims"]))
	}
	written(t, p, files)
	if err := same(read(t, p).Set, files); err != nil {
		t.Error(err)
	}
	if got := ask[int64](t, p, "SELECT count(*) FROM zones WHERE desk_note = 'x'")[0]; got == 0 {
		t.Error("a column of the desk is gone")
	}
	if err := sql(t, p, "UPDATE events SET place = 'nowhere'"); err == nil || !strings.Contains(err.Error(), `"events.place: want one of places"`) {
		t.Errorf("the key of the new column: %v", err)
	}
}

// A schema of a newer program is refused in words; one of an older is made newer step by step.
func TestForms(t *testing.T) {
	p := place(t, "forms")
	written(t, p, canonical(t, testdata.Small()))
	ctx := context.Background()
	tx, err := p.Writing(ctx)
	if err != nil {
		t.Fatal(err)
	}
	steps := [][]string{{"ALTER TABLE zones ADD COLUMN later text", "UPDATE zones SET later = 'two'"}, {"ALTER TABLE zones RENAME COLUMN later TO latest"}}
	if err := tx.upgradeBy(ctx, steps); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	tx.Close(ctx)
	if got := ask[string](t, p, "SELECT DISTINCT latest FROM zones"); !slices.Equal(got, []string{"two"}) {
		t.Errorf("after two steps: %q", got)
	}
	_, err = p.Reading(ctx)
	if !errors.Is(err, errNewer) || !strings.Contains(err.Error(), "its schema is of form 3, this demarc knows those up to 1; a newer demarc made it") {
		t.Errorf("got %v", err)
	}
}
