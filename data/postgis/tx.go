package postgis

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"

	"demarc/data/tables"
	"demarc/data/workfile"
)

// form is the version of how schemas are laid out; see upgrades.
const form = 1

// Tx is a transaction in a place: all that is done in it happens at its Commit, or not at all.
type Tx struct {
	place *Place
	conn  *pgx.Conn
	tx    pgx.Tx
	// There tells whether the schema holds a dataset.
	There bool
	Notes []string          // what could not be done, a sentence each
	told  func(what string) // what is done next; nil: nobody is
}

func (tx *Tx) step(what string) {
	if tx.told != nil {
		tx.told(what)
	}
}

// Reading begins a transaction that sees the tables as they are at one moment, and changes nothing.
func (p *Place) Reading(ctx context.Context) (*Tx, error) {
	return p.begin(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
}

// Writing begins a transaction that changes the tables. Nobody else changes them until it ends.
func (p *Place) Writing(ctx context.Context) (*Tx, error) {
	tx, err := p.begin(ctx, pgx.TxOptions{IsoLevel: pgx.ReadCommitted})
	if err != nil {
		return nil, err
	}
	if err := tx.alone(ctx); err != nil {
		tx.Close(ctx)
		return nil, err
	}
	return tx, nil
}

func (p *Place) begin(ctx context.Context, options pgx.TxOptions) (*Tx, error) {
	c, err := p.connect(ctx)
	if err != nil {
		return nil, err
	}
	return p.beginOn(ctx, c, options)
}

func (p *Place) beginOn(ctx context.Context, c *pgx.Conn, options pgx.TxOptions) (_ *Tx, err error) {
	tx := &Tx{place: p, conn: c}
	if tx.tx, err = c.BeginTx(ctx, options); err != nil {
		c.Close(ctx)
		return nil, p.failed(ctx, "begin", err)
	}
	if err := tx.look(ctx); err != nil {
		tx.Close(ctx)
		return nil, err
	}
	return tx, nil
}

// Close ends the transaction; without a Commit before it, nothing has happened.
func (tx *Tx) Close(ctx context.Context) {
	tx.conn.Close(context.WithoutCancel(ctx)) // the server rolls back
}

// Commit has all happen that was done.
func (tx *Tx) Commit(ctx context.Context) error {
	tx.step("commit")
	return tx.place.failed(ctx, "save", tx.tx.Commit(ctx))
}

// do runs statements.
func (tx *Tx) do(ctx context.Context, doing string, statements ...string) error {
	tx.step(doing)
	_, err := tx.conn.PgConn().Exec(ctx, strings.Join(statements, ";\n")).ReadAll()
	return tx.place.failed(ctx, doing, err)
}

// look finds out what there is, and where PostGIS is.
func (tx *Tx) look(ctx context.Context) error {
	var extensions []string
	rows, err := tx.tx.Query(ctx, "SELECT DISTINCT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname IN ('postgis', 'btree_gist') ORDER BY 1")
	if err == nil {
		extensions, err = pgx.CollectRows(rows, pgx.RowTo[string])
	}
	if err != nil {
		return tx.place.failed(ctx, "look", err)
	}
	path := quote(tx.place.Schema)
	for _, name := range extensions {
		path += ", " + quote(name)
	}
	var known bool
	err = tx.tx.QueryRow(ctx, "SELECT set_config('search_path', $1, true), to_regclass($2) IS NOT NULL", path+", pg_temp", quote(tx.place.Schema)+".demarc_schema").Scan(nil, &known)
	if err != nil || !known {
		return tx.place.failed(ctx, "look", err)
	}
	var version int
	if err := tx.tx.QueryRow(ctx, "SELECT coalesce(max(version), 0) FROM demarc_schema").Scan(&version); err != nil {
		return tx.place.failed(ctx, "look", err)
	}
	if version > form {
		return &failure{
			place: tx.place.String(), what: fmt.Sprintf("its schema is of form %d, this demarc knows those up to %d", version, form),
			hint: "a newer demarc made it: use that, so that nothing is lost", err: errNewer,
		}
	}
	tx.There = true
	return tx.types(ctx)
}

// alone keeps others from changing the tables meanwhile.
func (tx *Tx) alone(ctx context.Context) error {
	err := tx.do(ctx, "wait for others", fmt.Sprintf("SET LOCAL lock_timeout = %d", lockPatience.Milliseconds()),
		"SELECT pg_advisory_xact_lock(hashtextextended("+text("demarc "+tx.place.Schema)+", 0))")
	if err != nil {
		return err
	}
	if err := tx.look(ctx); err != nil { // it may have been made meanwhile
		return err
	}
	if !tx.There {
		return tx.extend(ctx)
	}
	if err := tx.upgrade(ctx, upgrades); err != nil {
		return err
	}
	rows, err := tx.tx.Query(ctx, "SELECT c.relname FROM pg_class c WHERE c.relnamespace = $1::regnamespace AND c.relkind = 'r' AND c.relname NOT LIKE 'demarc\\_%' AND c.relname NOT IN ('audit', 'releases', 'qgis_projects') ORDER BY 1", quote(tx.place.Schema))
	if err != nil {
		return tx.place.failed(ctx, "look", err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return tx.place.failed(ctx, "look", err)
	}
	for i := range names {
		names[i] = quote(names[i])
	}
	return tx.do(ctx, "wait for editors", "LOCK TABLE "+strings.Join(names, ", ")+" IN SHARE ROW EXCLUSIVE MODE")
}

// extend makes sure that PostGIS is there.
func (tx *Tx) extend(ctx context.Context) error {
	for _, name := range []string{"postgis", "btree_gist"} {
		var there bool
		if err := tx.tx.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM pg_extension WHERE extname = $1)", name).Scan(&there); err != nil {
			return tx.place.failed(ctx, "look", err)
		}
		if there {
			continue
		}
		_, err := tx.tx.Exec(ctx, "CREATE EXTENSION "+name+" SCHEMA public")
		switch {
		case is(err, noRight):
			return &failure{
				place: tx.place.String(), what: fmt.Sprintf("the extension %s is not in the database %s, and the user %s may not put it there", name, tx.place.config.Database, tx.place.config.User),
				hint: "have a superuser run there: CREATE EXTENSION postgis; CREATE EXTENSION btree_gist", err: err,
			}
		case is(err, undefinedFile, unsupported):
			return &failure{
				place: tx.place.String(), what: "the server has no extension " + name,
				hint: "install it beside PostgreSQL: on Debian the packages postgresql-15-postgis-3 and postgresql-contrib, with the number of your PostgreSQL", err: err,
			}
		case err != nil:
			return tx.place.failed(ctx, "CREATE EXTENSION "+name, err)
		}
	}
	return tx.look(ctx)
}

// types has pgx pass shapes on as they are.
func (tx *Tx) types(ctx context.Context) error {
	var oid uint32
	if err := tx.tx.QueryRow(ctx, "SELECT 'geometry'::regtype::oid").Scan(&oid); err != nil {
		return tx.place.failed(ctx, "look for PostGIS", err)
	}
	tx.conn.TypeMap().RegisterType(&pgtype.Type{Name: "geometry", OID: oid, Codec: pgtype.ByteaCodec{}})
	return nil
}

// Read reads the tables, whatever was done to them: what cannot be understood is a problem.
func (tx *Tx) Read(ctx context.Context) (*workfile.File, error) {
	if !tx.There {
		return nil, tx.nothing()
	}
	stored, err := tx.blobs(ctx, "demarc_about")
	if err != nil {
		return nil, err
	}
	others, err := tx.blobs(ctx, "demarc_files")
	if err != nil {
		return nil, err
	}
	f, err := workfile.Opened(stored, others)
	if err != nil {
		return nil, &failure{place: tx.place.String(), what: err.Error(), err: err}
	}
	there, err := tx.columns(ctx)
	if err != nil {
		return nil, err
	}
	all := map[string]workfile.Rows{}
	for _, t := range f.Set.Tables {
		if all[t.Name] = (workfile.Rows{}); there[t.Name] == nil {
			continue // a newer demarc than the one that made the schema knows it
		}
		if all[t.Name], err = tx.rows(ctx, t, there[t.Name]); err != nil {
			return nil, tx.place.failed(ctx, "read "+t.Name, err)
		}
	}
	return f, f.Fill(all)
}

func (tx *Tx) nothing() error {
	return &failure{
		place: tx.place.String(), what: fmt.Sprintf("there is no dataset in the schema %q", tx.place.Schema),
		hint: "demarc copy DIR puts one there; schema=NAME in the address names another schema", err: errNone,
	}
}

func (tx *Tx) blobs(ctx context.Context, table string) (map[string][]byte, error) {
	rows, err := tx.tx.Query(ctx, "SELECT name, content FROM "+table)
	if err != nil {
		return nil, tx.place.failed(ctx, "read "+table, err)
	}
	all := map[string][]byte{}
	var name string
	var content []byte
	_, err = pgx.ForEachRow(rows, []any{&name, &content}, func() error {
		all[name] = append([]byte{}, content...)
		return nil
	})
	return all, tx.place.failed(ctx, "read "+table, err)
}

// rows reads the columns of a table that are there as a GeoPackage has them.
func (tx *Tx) rows(ctx context.Context, t *tables.Table, there map[string]bool) (workfile.Rows, error) {
	read := workfile.Rows{Columns: []string{workfile.RowColumn, workfile.OrderColumn}}
	list := []string{workfile.RowColumn, workfile.OrderColumn}
	shape := -1
	for _, c := range t.Columns {
		if !there[short(c.Name)] {
			continue
		}
		read.Columns = append(read.Columns, c.Name)
		name := quote(short(c.Name))
		switch c.Type {
		case tables.Day:
			name += "::text"
		case tables.YesNo:
			name += "::int::bigint"
		case tables.Areas, tables.Lines, tables.Points:
			shape = len(list)
		}
		list = append(list, name)
	}
	rows, err := tx.tx.Query(ctx, "SELECT "+strings.Join(list, ", ")+" FROM "+quote(t.Name))
	if err != nil {
		return read, err
	}
	defer rows.Close()
	for rows.Next() {
		row, err := rows.Values()
		if err != nil {
			return read, err
		}
		if shape > 0 {
			row[shape] = shapeOf(row[shape])
		}
		read.Rows = append(read.Rows, row)
	}
	return read, rows.Err()
}

// shapeOf reads a shape; what is none is an error.
func shapeOf(v any) any {
	content, is := v.([]byte)
	if !is {
		return nil
	}
	g, _, err := ewkb.Unmarshal(content)
	if err != nil {
		return err
	}
	if empty(g) {
		return nil
	}
	return g
}

func empty(g orb.Geometry) bool {
	switch g := g.(type) {
	case orb.MultiPolygon:
		return len(g) == 0
	case orb.MultiLineString:
		return len(g) == 0
	case orb.MultiPoint:
		return len(g) == 0
	}
	return false
}
