package postgis

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"demarc/data/alsace"
	"demarc/data/dataset"
	"demarc/data/karabakh"
	"demarc/data/tables"
	"demarc/data/testdata"
	"demarc/data/testdata/postgres"
	"demarc/data/workfile"
)

var randomDatasets = flag.Int("random", 12, "how many random datasets go through PostgreSQL")

// canonical returns the files of a dataset in canonical form.
func canonical(t *testing.T, root fs.FS) map[string][]byte {
	t.Helper()
	c, err := dataset.Format(root)
	if err != nil || len(c.Unread) > 0 {
		t.Fatal(err, c.Unread)
	}
	return c.Files
}

func madeOf(t *testing.T, files map[string][]byte) workfile.Made {
	t.Helper()
	set, err := tables.Split(files)
	if err != nil {
		t.Fatal(err)
	}
	set.Others = map[string][]byte{"LICENSE": []byte("free"), "empty": {}}
	return workfile.Made{Name: "map", Files: files, Others: set.Others, Set: set}
}

// place is one in a database of its own, with the superuser.
func place(t *testing.T, schema string) *Place {
	t.Helper()
	s := postgres.Shared(t)
	return parsed(t, s.URL(s.Database(t))+"&schema="+schema)
}

func parsed(t *testing.T, address string) *Place {
	t.Helper()
	p, err := Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// written puts a dataset into a place, over what is there.
func written(t *testing.T, p *Place, files map[string][]byte) {
	t.Helper()
	if err := write(context.Background(), p, madeOf(t, files), nil); err != nil {
		t.Fatal(err)
	}
}

func write(ctx context.Context, p *Place, made workfile.Made, step func(string)) error {
	tx, err := p.Writing(ctx)
	if err != nil {
		return err
	}
	defer tx.Close(ctx)
	tx.told = step
	var old *workfile.File
	if tx.There {
		if old, err = tx.Read(ctx); err != nil {
			return err
		}
	}
	if err := tx.Write(ctx, made, old); err != nil {
		return err
	}
	return tx.Commit(ctx)
}

func read(t *testing.T, p *Place) *workfile.File {
	t.Helper()
	ctx := context.Background()
	tx, err := p.Reading(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Close(ctx)
	f, err := tx.Read(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// same compares a set with files to the last byte.
func same(set *tables.Set, want map[string][]byte) error {
	got, problems, err := set.Canonical()
	if err != nil || len(problems) > 0 {
		return fmt.Errorf("%v %v", problems, err)
	}
	if a, b := slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)); !slices.Equal(a, b) {
		return fmt.Errorf("files %v, want %v", a, b)
	}
	for name := range want {
		if !bytes.Equal(got[name], want[name]) {
			return fmt.Errorf("%s: got\n%s\nwant\n%s", name, got[name], want[name])
		}
	}
	return nil
}

// session is a connection that stands in the schema.
func session(t *testing.T, p *Place) *pgx.Conn {
	t.Helper()
	ctx := context.Background()
	c, err := p.connect(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close(ctx) })
	if _, err = c.Exec(ctx, "SET search_path = "+quote(p.Schema)+", public"); err != nil {
		t.Fatal(err)
	}
	return c
}

// sql runs statements, all in one transaction.
func sql(t *testing.T, p *Place, statements string) error {
	t.Helper()
	c := session(t, p)
	defer c.Close(context.Background())
	_, err := c.PgConn().Exec(context.Background(), statements).ReadAll()
	return err
}

func ask[T any](t *testing.T, p *Place, question string, args ...any) []T {
	t.Helper()
	ctx := context.Background()
	c := session(t, p)
	defer c.Close(ctx)
	rows, err := c.Query(ctx, question, args...)
	if err != nil {
		t.Fatal(err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowTo[T])
	if err != nil {
		t.Fatal(err)
	}
	return all
}

var fixtures = map[string]fs.FS{
	"isles": testdata.Isles(), "olden": testdata.Olden(), "small": testdata.Small(), "globe": testdata.Globe(), "karabakh": karabakh.FS(), "alsace": alsace.FS(),
}

// A dataset comes back from a database to the last byte, and so does what it was made from; also
// over another one, whose columns are others.
func TestDatasetsComeBack(t *testing.T) {
	sets := maps.Clone(fixtures)
	for name, root := range testdata.Minimal() {
		sets["minimal "+name] = root
	}
	for name, root := range testdata.Scripts() {
		sets["script "+name] = root
	}
	for seed := range *randomDatasets {
		sets[fmt.Sprint("random ", seed)] = testdata.Random(uint64(seed))
	}
	over := place(t, "over")
	written(t, over, canonical(t, testdata.Isles()))
	for _, name := range slices.Sorted(maps.Keys(sets)) {
		t.Run(name, func(t *testing.T) {
			want := canonical(t, sets[name])
			places := []*Place{over}
			if fixtures[name] != nil {
				new := *over
				new.Schema = "of " + name
				places = append(places, &new)
			}
			for _, p := range places {
				written(t, p, want)
				f := read(t, p)
				if len(f.Problems)+len(f.Notes) > 0 || string(f.Set.Others["LICENSE"]) != "free" || len(f.Set.Others) != 2 || len(f.Base.Others) != 2 {
					t.Errorf("%s: got %v %v %v", p.Schema, f.Problems, f.Notes, f.Set.Others)
				}
				for _, set := range []*tables.Set{f.Set, f.Base} {
					if err := same(set, want); err != nil {
						t.Errorf("%s: %v", p.Schema, err)
					}
				}
			}
		})
	}
}
