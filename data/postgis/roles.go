package postgis

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// The group roles of a dataset, each with the rights of those before it. Their names begin with
// that of the schema: who may edit one map may not edit all.
const (
	reader    = "reader"    // serves what was released
	editor    = "editor"    // changes the tables
	publisher = "publisher" // releases them
)

func (p *Place) role(name string) string { return short(p.Schema + "_" + name) }

// grant gives the roles of the dataset their rights, and makes those that are missing if it may. It
// returns what a superuser should run where it may not.
func (tx *Tx) grant(ctx context.Context) (missing []string, err error) {
	var mine, may bool
	err = tx.tx.QueryRow(ctx, "SELECT pg_has_role(n.nspowner, 'USAGE'), r.rolcreaterole OR r.rolsuper FROM pg_namespace n, pg_roles r WHERE n.nspname = $1 AND r.rolname = current_user", tx.place.Schema).Scan(&mine, &may)
	if err != nil || !mine {
		return nil, tx.place.failed(ctx, "look for roles", err)
	}
	there, err := tx.roles(ctx)
	if err != nil {
		return nil, err
	}
	var make, give []string
	before := ""
	for _, name := range []string{reader, editor, publisher} {
		role := quote(tx.place.role(name))
		if !there[tx.place.role(name)] {
			make = append(make, "CREATE ROLE "+role+" NOLOGIN")
			if before != "" {
				make = append(make, "GRANT "+before+" TO "+role)
			}
		}
		if there[tx.place.role(name)] || may {
			give = append(give, tx.rights(name, role)...)
		}
		before = role
	}
	if !may {
		missing, make = make, nil
	}
	if len(make)+len(give) == 0 {
		return missing, nil
	}
	return missing, tx.do(ctx, "give rights", append(make, give...)...)
}

func (tx *Tx) roles(ctx context.Context) (map[string]bool, error) {
	rows, err := tx.tx.Query(ctx, "SELECT rolname FROM pg_roles")
	if err != nil {
		return nil, tx.place.failed(ctx, "look for roles", err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	there := map[string]bool{}
	for _, name := range names {
		there[name] = true
	}
	return there, tx.place.failed(ctx, "look for roles", err)
}

// rights are what a role may do beside what those before it may.
func (tx *Tx) rights(name, role string) []string {
	schema := quote(tx.place.Schema)
	switch name {
	case reader:
		return []string{"GRANT USAGE ON SCHEMA " + schema + " TO " + role, "GRANT SELECT ON releases, demarc_schema TO " + role}
	case editor:
		return []string{
			"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA " + schema + " TO " + role,
			"REVOKE INSERT, UPDATE, DELETE ON audit, releases, demarc_schema, qgis_projects FROM " + role,
			"GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA " + schema + " TO " + role,
		}
	}
	return []string{"GRANT INSERT ON releases TO " + role, "GRANT INSERT, UPDATE, DELETE ON qgis_projects TO " + role}
}

// rolesHint says how the roles come to be that could not be made.
func (tx *Tx) rolesHint(missing []string) string {
	return fmt.Sprintf("the user %s may not make the roles of editors and readers: have a superuser run: %s; then copy again, which gives them their rights",
		tx.place.config.User, strings.Join(missing, "; "))
}
