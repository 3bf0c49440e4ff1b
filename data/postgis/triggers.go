package postgis

import (
	"fmt"
	"slices"
	"strings"

	"demarc/data/tables"
)

// copying is the setting that says that demarc copy writes: it sees to itself to what triggers do
// for people.
const copying = "demarc.copying"

// functions are those of all triggers. They stand in the schema and find what they need there.
var functions = []string{
	// Of two who change a row, the later is told: it was changed since they began to edit, or has
	// another number than the one they saw.
	`CREATE FUNCTION demarc_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  other record;
BEGIN
  IF NEW.row_version IS DISTINCT FROM OLD.row_version THEN
    SELECT a.who, a.at INTO other FROM audit a WHERE a.table_name = TG_TABLE_NAME AND a.fid = OLD.fid ORDER BY a.number DESC LIMIT 1;
    RAISE EXCEPTION '% % was changed meanwhile by % at %: look at it again, and change it then', TG_TABLE_NAME, OLD.fid, coalesce(other.who, 'somebody'), coalesce(to_char(other.at, 'YYYY-MM-DD HH24:MI:SS'), 'another time')
      USING ERRCODE = '40001';
  END IF;
  SELECT a.who, a.at INTO other FROM audit a
    WHERE a.table_name = TG_TABLE_NAME AND a.fid = OLD.fid AND a.at > transaction_timestamp() AND a.transaction <> pg_current_xact_id() ORDER BY a.number DESC LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION '% % was changed by % at %, after you began to edit: undo your edits of it, look at it again, and change it then', TG_TABLE_NAME, OLD.fid, other.who, to_char(other.at, 'YYYY-MM-DD HH24:MI:SS')
      USING ERRCODE = '40001';
  END IF;
  NEW.row_version := OLD.row_version + 1;
  RETURN NEW;
END $$`,
	// Of what was changed, audit keeps the columns that are others; of what has come or gone, all.
	// It runs when all is saved, so its time is that of the saving.
	`CREATE FUNCTION demarc_audit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  old_row jsonb;
  new_row jsonb;
  number bigint;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    number := OLD.fid;
    old_row := to_jsonb(OLD) - 'geom' - 'row_version';
    IF TG_ARGV[0] = 'geom' THEN
      old_row := old_row || jsonb_build_object('geom', OLD.geom::text);
    END IF;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    number := NEW.fid;
    new_row := to_jsonb(NEW) - 'geom' - 'row_version';
    IF TG_ARGV[0] = 'geom' THEN
      new_row := new_row || jsonb_build_object('geom', NEW.geom::text);
    END IF;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF old_row = new_row THEN
      RETURN NULL;
    END IF;
    SELECT jsonb_object_agg(o.key, o.value), jsonb_object_agg(o.key, new_row -> o.key) INTO old_row, new_row
      FROM jsonb_each(old_row) o WHERE o.value IS DISTINCT FROM new_row -> o.key;
  END IF;
  INSERT INTO audit (at, who, what, table_name, fid, before, after, transaction)
    VALUES (clock_timestamp(), session_user, lower(TG_OP), TG_TABLE_NAME, number, old_row, new_row, pg_current_xact_id());
  RETURN NULL;
END $$`,
	// What names a region gets its new id, once no other half has the old one.
	`CREATE FUNCTION demarc_follow() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  half boolean;
BEGIN
  IF coalesce(current_setting('demarc.copying', true), '') = 'on' OR NEW.id IS NOT DISTINCT FROM OLD.id THEN
    RETURN NULL;
  END IF;
  EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE id = $1)', TG_TABLE_NAME) INTO half USING OLD.id;
  IF NOT half THEN
    FOR i IN 0 .. TG_NARGS / 2 - 1 LOOP
      EXECUTE format('UPDATE %I SET %I = $1 WHERE %I = $2', TG_ARGV[2 * i], TG_ARGV[2 * i + 1], TG_ARGV[2 * i + 1]) USING NEW.id, OLD.id;
    END LOOP;
  END IF;
  RETURN NULL;
END $$`,
	// What a region lists goes with it, unless another half of it is there.
	`CREATE FUNCTION demarc_gone() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  half boolean;
BEGIN
  IF coalesce(current_setting('demarc.copying', true), '') = 'on' THEN
    RETURN NULL;
  END IF;
  EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE id = $1)', TG_TABLE_NAME) INTO half USING OLD.id;
  IF NOT half THEN
    FOR i IN 0 .. TG_NARGS / 2 - 1 LOOP
      EXECUTE format('DELETE FROM %I WHERE %I = $1', TG_ARGV[2 * i], TG_ARGV[2 * i + 1]) USING OLD.id;
    END LOOP;
  END IF;
  RETURN NULL;
END $$`,
}

// triggers are those of a table.
func (d drafter) triggers(t *tables.Table) []string {
	var all []string
	on := func(name, when, calls string) {
		all = append(all, "CREATE TRIGGER "+quote(short(name))+" "+when+" ON "+quote(t.Name)+" FOR EACH ROW EXECUTE FUNCTION "+calls)
	}
	shape := "''"
	if _, spatial := t.Shape(); spatial {
		shape = "'geom'"
	}
	if body := beside(t); body != "" {
		name := quote(short(t.Name + "_beside"))
		all = append(all, "CREATE FUNCTION "+name+"() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n  IF coalesce(current_setting('"+copying+"', true), '') = 'on' THEN\n    RETURN NEW;\n  END IF;\n"+body+"  RETURN NEW;\nEND $$")
		on("demarc_1_beside", "BEFORE UPDATE", name+"()")
	}
	on("demarc_2_changed", "BEFORE UPDATE", "demarc_changed()")
	all = append(all, "CREATE CONSTRAINT TRIGGER demarc_3_audit AFTER INSERT OR UPDATE OR DELETE ON "+quote(t.Name)+" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION demarc_audit("+shape+")")
	if named := d.named(t); len(named) > 0 {
		on("demarc_4_follow", "AFTER UPDATE OF id", "demarc_follow("+strings.Join(named, ", ")+")")
	}
	if lists := d.lists(t); len(lists) > 0 {
		on("demarc_5_gone", "AFTER DELETE", "demarc_gone("+strings.Join(lists, ", ")+")")
	}
	return all
}

// beside empties a column when the one beside it, which says the same otherwise, is given another
// value.
func beside(t *tables.Table) string {
	var body strings.Builder
	empties := func(changed, other string) {
		fmt.Fprintf(&body, "  IF NEW.%[1]s IS DISTINCT FROM OLD.%[1]s AND NEW.%[2]s IS NOT DISTINCT FROM OLD.%[2]s AND NEW.%[1]s IS NOT NULL THEN\n    NEW.%[2]s := NULL;\n  END IF;\n", quote(changed), quote(other))
	}
	for _, c := range t.Columns {
		if c.With != "" {
			fmt.Fprintf(&body, "  IF NEW.%[1]s = '' THEN\n    NEW.%[1]s := NULL;\n  END IF;\n", quote(c.Name))
			empties(c.With, c.Name)
			empties(c.Name, c.With)
		}
	}
	return body.String()
}

// named are the columns that name things of a table by an id that is no key: table, column, ...
func (d drafter) named(of *tables.Table) []string {
	var all []string
	isRegions := slices.Contains(regionTables, of.Name)
	for _, t := range d.set.Tables {
		for _, c := range t.Columns {
			listed := c.Type == tables.Parent && c.Name == "region"
			ofZone := t.Name == tables.PeriodsTable && c.Name == tables.ZoneColumn
			if isRegions && (listed || ofZone) || c.Refers == of.Name && of.Unique && !c.Refused && c.Type != tables.Parent {
				all = append(all, text(t.Name), text(c.Name))
			}
		}
	}
	return all
}

// lists are the tables of what the regions of a table list: table, column, ...
func (d drafter) lists(of *tables.Table) []string {
	var all []string
	for _, t := range d.set.Tables {
		if t.Listed && t.Columns[0].Name == "region" && slices.Contains(regionTables, of.Name) {
			all = append(all, text(t.Name), text(t.Columns[0].Name))
		}
	}
	return all
}

// own are the tables that the schema has beside those of the dataset.
var own = []struct{ name, help, columns string }{
	{"audit", "who changed which row when", `number bigserial PRIMARY KEY, at timestamptz NOT NULL, who text NOT NULL, what text NOT NULL, table_name text NOT NULL,
  fid bigint NOT NULL, before jsonb, after jsonb, transaction xid8 NOT NULL`},
	{"releases", "what servers serve: the newest", `version integer PRIMARY KEY, date date NOT NULL, snapshot text NOT NULL, message text NOT NULL, by text, said json NOT NULL, zip bytea NOT NULL,
  who text NOT NULL DEFAULT session_user, at timestamptz NOT NULL DEFAULT now()`},
	{"demarc_about", "what the tables were made from", "name text PRIMARY KEY, content bytea NOT NULL"},
	{"demarc_files", "files of the dataset's directory that are no tables", "name text PRIMARY KEY, content bytea NOT NULL"},
	{"demarc_schema", "the versions of the form of this schema that it went through", "version integer PRIMARY KEY, at timestamptz NOT NULL DEFAULT now()"},
	{"qgis_projects", "projects of QGIS, which opens them from here", "name text PRIMARY KEY, metadata jsonb, content bytea"},
}

// columnHelp says what the columns of own tables are, by their names; where tables differ, with the
// name of the table.
var columnHelp = map[string]string{
	"number": "number of the change, the newest the highest", "audit.at": "when it was saved", "audit.who": "the user of the database", "what": "insert, update or delete",
	"table_name": "where it is", "fid": "number of the row", "before": "of a change, the values that it replaced; of a row that is gone, all", "after": "what came in their place",
	"transaction":      "changes that were saved together have the same",
	"releases.version": "from 1 on", "date": "from which on it is the newest", "snapshot": "id of its snapshot", "message": "what is new, for readers", "by": "who released it, for readers",
	"said": "all that is said of it, as in versions.json", "zip": "the files of the dataset", "releases.who": "the user of the database", "releases.at": "when it was released",
	"name": "what it is called", "content": "what it holds", "demarc_schema.version": "of the form", "demarc_schema.at": "when it was made so", "metadata": "who wrote it and when, as QGIS wants it",
}
