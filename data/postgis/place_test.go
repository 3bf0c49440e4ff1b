package postgis

import "testing"

// The name of a place can be given again: the place is the same, without the password.
func TestPlacesAreNamed(t *testing.T) {
	for _, name := range []string{"PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGSERVICE", "PGDATABASE"} {
		t.Setenv(name, "")
	}
	for given, want := range map[string]string{
		"postgres://ann:hush@db/maps?schema=river":                                       "postgres://ann@db:5432/maps?schema=river",
		"postgres://ann@db1:5433,[::1]/maps":                                             "postgres://ann@db1:5433,[::1]:5432/maps?schema=demarc",
		"host=/var/run/postgresql user=ann dbname=maps":                                  "postgres://ann@/maps?host=/var/run/postgresql&port=5432&schema=demarc",
		"postgres://ann@/maps?host=/tmp/a%20b,db&port=5433,5434&schema=river&password=x": "postgres://ann@/maps?host=/tmp/a%20b,db&port=5433,5434&schema=river",
	} {
		place, err := Parse(given)
		if err != nil {
			t.Errorf("%s: %v", given, err)
			continue
		}
		if got := place.String(); got != want {
			t.Errorf("%s: named %s, want %s", given, got, want)
		}
		if again, err := Parse(place.String()); err != nil || again.String() != want {
			t.Errorf("%s: its name %s is read as %v, %v", given, want, again, err)
		}
	}
}
