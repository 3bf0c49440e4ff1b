//go:build unix

package postgres

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
)

// A database of one test knows nothing of another's, and has PostGIS.
func TestDatabasesAreApart(t *testing.T) {
	s := Shared(t)
	ctx := context.Background()
	one, other := s.Database(t), s.Database(t)
	if err := s.Exec(ctx, one, "CREATE TABLE apart (at geometry(Point, 4326), days daterange, EXCLUDE USING gist (days WITH &&))"); err != nil {
		t.Fatal(err)
	}
	if err := s.Exec(ctx, other, "SELECT * FROM apart"); err == nil {
		t.Error("a table of one database is in the other")
	}
}

// A way that is cut ends what goes through it, and leads on when it is mended.
func TestProxyCuts(t *testing.T) {
	s := Shared(t)
	ctx := context.Background()
	p := s.NewProxy(t)
	c, err := pgx.Connect(ctx, p.Through(t, s.URL("postgres")))
	if err != nil {
		t.Fatal(err)
	}
	p.CutAfter(2)
	for i, want := range []bool{true, false} {
		if _, err := c.Exec(ctx, "SELECT pg_backend_pid()"); (err == nil) != want {
			t.Errorf("question %d: got %v", i+1, err)
		}
	}
	if _, err := pgx.Connect(ctx, p.Through(t, s.URL("postgres"))); err == nil || !p.IsCut() {
		t.Error("a way that is cut leads on")
	}
	p.Mend()
	again, err := pgx.Connect(ctx, p.Through(t, s.URL("postgres")))
	if err != nil {
		t.Fatal(err)
	}
	again.Close(ctx)
}

// What was confirmed is there after the primary was killed and its standby promoted.
func TestStandbyTakesOver(t *testing.T) {
	primary := Alone(t)
	standby := primary.Standby(t)
	ctx := context.Background()
	if err := standby.Exec(ctx, "postgres", "CREATE TABLE kept (n int)"); err == nil {
		t.Error("a standby is written to")
	}
	if err := primary.Exec(ctx, "postgres", "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (1)"); err != nil {
		t.Fatal(err)
	}
	primary.Kill(t)
	standby.Promote(t)
	if err := standby.Exec(ctx, "postgres", "SELECT 1 / count(*) FROM kept", "INSERT INTO kept VALUES (2)"); err != nil {
		t.Error(err)
	}
}
