package geopackage

import (
	"context"
	"database/sql"
	"encoding/xml"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/crs"
	"demarc/geo/internal/budget"
	"demarc/geo/wkb"
)

// Read reads all tables of features and attributes of a file, which is not changed. Geometries come
// as longitude, latitude in WGS 84; tables in Web Mercator are turned into that, systems that are
// as good as WGS 84 are taken for it, which is noted, others are an error. Heights and measures are
// left out, and so are columns of blobs.
func Read(ctx context.Context, name string) ([]Table, error) {
	path, err := filepath.Abs(name)
	if err != nil {
		return nil, err
	}
	address := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: "mode=ro&immutable=1&_pragma=trusted_schema(off)&_pragma=query_only(on)"}
	db, err := sql.Open("sqlite", address.String())
	if err != nil {
		return nil, fmt.Errorf("geopackage %s: %w", name, err)
	}
	defer db.Close() // nothing was written
	r, err := openReader(ctx, db, path)
	if err != nil {
		return nil, fmt.Errorf("geopackage %s: %w", name, err)
	}
	defer r.db.Close()
	tables, err := r.tables()
	if err != nil {
		return nil, fmt.Errorf("geopackage %s: %w", name, err)
	}
	return tables, nil
}

type fileReader struct {
	ctx      context.Context
	db       *sql.Conn
	budget   *budget.Budget
	patience time.Duration // with one table
}

// source is what the GeoPackage says of a table.
type source struct {
	name, title, description string
	geometry                 string // name of the column, "" if it has none
	system                   crs.CRS
	notes                    []string
}

func (r fileReader) tables() ([]Table, error) {
	sources, err := r.sources()
	if err != nil {
		return nil, err
	}
	said, err := r.metadata()
	if err != nil {
		return nil, err
	}
	var tables []Table
	for _, s := range sources {
		t := Table{Layer: geo.Layer{Name: s.name, Metadata: said}, Title: s.title, Description: s.description, Notes: s.notes}
		if err := r.read(&t, s); err != nil {
			return nil, fmt.Errorf("table %s: %w", s.name, err)
		}
		tables = append(tables, t)
	}
	return tables, nil
}

// metadata are the entries that GDAL and Write keep of the file as a whole, nil for none.
func (r fileReader) metadata() (map[string]string, error) {
	known, err := r.hasTable("gpkg_metadata_reference")
	if err != nil || !known {
		return nil, err
	}
	rows, err := r.db.QueryContext(r.ctx, `SELECT m.metadata FROM gpkg_metadata m JOIN gpkg_metadata_reference f ON f.md_file_id = m.id
		WHERE f.reference_scope = 'geopackage' AND m.md_standard_uri = 'http://gdal.org' AND m.mime_type = 'text/xml' ORDER BY m.id`)
	if err != nil {
		return nil, fmt.Errorf("its metadata: %w", err)
	}
	defer rows.Close()
	var said map[string]string
	for rows.Next() {
		var text string
		var d gdalMetadata
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		if xml.Unmarshal([]byte(text), &d) != nil {
			continue // of a program that means something else by it
		}
		for _, i := range d.Items {
			if said == nil {
				said = map[string]string{}
			}
			said[i.Key] = i.Text
		}
	}
	return said, rows.Err()
}

func (r fileReader) hasTable(name string) (bool, error) {
	var known int
	err := r.db.QueryRowContext(r.ctx, "SELECT count(*) FROM sqlite_master WHERE name = ?", name).Scan(&known)
	return known > 0, err
}

// ownTables are those of other programs that a GeoPackage lists among its contents.
var ownTables = []string{"layer_styles", "qgis_projects"}

func (r fileReader) sources() ([]source, error) {
	if is, err := r.hasTable("gpkg_contents"); err == nil && !is {
		return nil, errors.New("it is an SQLite database without the table gpkg_contents, so no GeoPackage: convert it with ogr2ogr out.gpkg in.sqlite")
	}
	rows, err := r.db.QueryContext(r.ctx, `SELECT c.table_name, COALESCE(c.identifier, ''), COALESCE(c.description, ''), COALESCE(g.column_name, ''),
			COALESCE(s.organization, ''), COALESCE(s.organization_coordsys_id, 0)
		FROM gpkg_contents c LEFT JOIN gpkg_geometry_columns g ON g.table_name = c.table_name
		LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id
		WHERE c.data_type IN ('features', 'attributes') ORDER BY c.table_name`)
	if err != nil {
		return nil, fmt.Errorf("its list of contents: %w", err)
	}
	defer rows.Close()
	var sources []source
	for rows.Next() {
		if err := r.budget.Take(rowBytes); err != nil {
			return nil, err
		}
		var s source
		var organization string
		var code int
		if err := rows.Scan(&s.name, &s.title, &s.description, &s.geometry, &organization, &code); err != nil {
			return nil, err
		}
		if slices.Contains(ownTables, s.name) {
			continue
		}
		if s.geometry != "" {
			if note, near := crs.NearCode(code); near && strings.EqualFold(organization, "EPSG") {
				s.notes = []string{note}
			} else if s.system, err = system(organization, code); err != nil {
				return nil, fmt.Errorf("table %s: %w", s.name, err)
			}
		}
		sources = append(sources, s)
	}
	return sources, rows.Err()
}

// system returns the reference system of a table. The axes of all of them are in the order of
// longitude, latitude (specification 1.1.1.1.3).
func system(organization string, code int) (crs.CRS, error) {
	switch name := fmt.Sprintf("%s:%d", strings.ToUpper(organization), code); name {
	case "EPSG:4326", "OGC:84", "NONE:0", ":0":
		return crs.CRS{}, nil
	case "EPSG:3857", "EPSG:900913":
		return crs.Parse("EPSG:3857")
	default:
		return crs.CRS{}, fmt.Errorf("reference system %s: want WGS 84 (EPSG:4326) or Web Mercator (EPSG:3857), convert it with ogr2ogr -t_srs EPSG:4326", name)
	}
}

// column is a column that is read.
type column struct {
	name string
	kind geo.FieldType
}

func (r fileReader) columns(table, geometry string) ([]column, error) {
	rows, err := r.db.QueryContext(r.ctx, "SELECT name, type, pk FROM pragma_table_info(?)", table)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var columns []column
	for rows.Next() {
		var c column
		var kind string
		var key int
		if err := rows.Scan(&c.name, &kind, &key); err != nil {
			return nil, err
		}
		kind, _, _ = strings.Cut(strings.ToUpper(kind), "(")
		switch {
		case c.name == geometry || kind == "BLOB" || key > 0 && c.name == keyColumn:
			continue
		case kind == "BOOLEAN":
			c.kind = geo.Bool
		case strings.HasSuffix(kind, "INT") || kind == "INTEGER":
			c.kind = geo.Int
		case kind == "DOUBLE" || kind == "FLOAT" || kind == "REAL":
			c.kind = geo.Float
		case kind == "DATE":
			c.kind = geo.Date
		}
		columns = append(columns, c)
	}
	return columns, rows.Err()
}

// titles are those of the columns of a table that have one, by their names.
func (r fileReader) titles(table string) (map[string]string, error) {
	known, err := r.hasTable("gpkg_data_columns")
	if err != nil || !known {
		return nil, err
	}
	rows, err := r.db.QueryContext(r.ctx, "SELECT column_name, title FROM gpkg_data_columns WHERE table_name = ? AND title IS NOT NULL", table)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	titles := map[string]string{}
	for rows.Next() {
		var name, title string
		if err := rows.Scan(&name, &title); err != nil {
			return nil, err
		}
		titles[name] = title
	}
	return titles, rows.Err()
}

func (r fileReader) read(t *Table, s source) error {
	limited, cancel := context.WithTimeout(r.ctx, r.patience)
	defer cancel()
	outer := r.ctx
	r.ctx = limited
	err := r.readRows(t, s)
	if err != nil && limited.Err() != nil && outer.Err() == nil {
		return fmt.Errorf("to read it takes longer than %v: if it is a view, save its rows as a table", r.patience)
	}
	return err
}

func (r fileReader) readRows(t *Table, s source) error {
	columns, err := r.columns(s.name, s.geometry)
	if err != nil {
		return err
	}
	titles, err := r.titles(s.name)
	if err != nil {
		return err
	}
	list := make([]string, 0, len(columns)+1)
	for _, c := range columns {
		t.Fields = append(t.Fields, geo.Field{Name: c.name, Type: c.kind, Title: titles[c.name]})
		list = append(list, quote(c.name))
	}
	list = append(list, "NULL")
	if s.geometry != "" {
		list[len(list)-1] = quote(s.geometry)
	}
	rows, err := r.db.QueryContext(r.ctx, "SELECT "+strings.Join(list, ", ")+" FROM "+quote(s.name))
	if err != nil {
		return err
	}
	defer rows.Close()
	for n := 1; rows.Next(); n++ {
		f, size, err := readRow(rows, columns)
		if err == nil {
			err = r.budget.Take(size)
		}
		if err != nil {
			return fmt.Errorf("row %d: %w", n, err)
		}
		f.Geometry = s.system.InverseAll(f.Geometry)
		t.Features = append(t.Features, f)
	}
	return rows.Err()
}

// rowBytes and valueBytes are what a row and a value take in memory beside their content, about.
const rowBytes, valueBytes = 128, 32

// readRow reads a row, and says what it takes in memory.
func readRow(rows *sql.Rows, columns []column) (f geo.Feature, size int64, err error) {
	f = geo.Feature{Values: make([]any, len(columns))}
	raw := make([]any, len(columns)+1)
	into := make([]any, len(raw))
	for i := range raw {
		into[i] = &raw[i]
	}
	if err := rows.Scan(into...); err != nil {
		return f, 0, err
	}
	size = rowBytes
	for _, v := range raw {
		size += valueBytes
		switch v := v.(type) {
		case string:
			size += int64(len(v))
		case []byte:
			size += int64(len(v))
		}
	}
	for i, c := range columns {
		value, err := settle(c.kind, raw[i])
		if err != nil {
			return f, 0, fmt.Errorf("column %q: %w", c.name, err)
		}
		f.Values[i] = value
		if id, ok := value.(string); ok && strings.EqualFold(c.name, "id") {
			f.ID = id
		}
	}
	if content, ok := raw[len(columns)].([]byte); ok {
		g, err := readBlob(content)
		if err != nil {
			return f, 0, fmt.Errorf("geometry: %w", err)
		}
		f.Geometry = geo.Plain(g)
	}
	return f, size, nil
}

// settle makes a value of a column's type of what the file holds, which may be anything.
func settle(kind geo.FieldType, value any) (any, error) {
	if text, ok := value.([]byte); ok {
		value = string(text)
	}
	if moment, ok := value.(time.Time); ok { // so the driver returns dates
		text := moment.UTC().Format(time.RFC3339)
		if day, found := strings.CutSuffix(text, "T00:00:00Z"); found {
			text = day
		}
		value = text
	}
	switch v := value.(type) {
	case nil:
		return nil, nil
	case int64:
		switch kind {
		case geo.Int:
			return v, nil
		case geo.Float:
			return float64(v), nil
		case geo.Bool:
			return v != 0, nil
		}
	case float64:
		if kind == geo.Float {
			return v, nil
		}
	case bool:
		if kind == geo.Bool {
			return v, nil
		}
	case string:
		v = strings.ToValidUTF8(v, "\uFFFD")
		if kind == geo.Date {
			_, err := geo.Day(v)
			return v, err
		}
		if kind == geo.String {
			return v, nil
		}
	}
	if kind == geo.String {
		return fmt.Sprint(value), nil
	}
	return nil, fmt.Errorf("value %v: want one of the column's type", value)
}

// readBlob reads a geometry in GeoPackageBinary format (specification 2.1.3).
func readBlob(content []byte) (orb.Geometry, error) {
	const extended, envelope = 1 << 5, 7 << 1
	if len(content) < 8 || content[0] != 'G' || content[1] != 'P' {
		return nil, errors.New("not in GeoPackageBinary format: its first bytes are others")
	}
	flags := content[3]
	if flags&extended != 0 {
		return nil, errors.New("an extended type, want one of OGC Simple Features")
	}
	sizes := []int{0, 32, 48, 48, 64}
	n := int(flags & envelope >> 1)
	if n >= len(sizes) || len(content) < 8+sizes[n] {
		return nil, errors.New("it ends too early")
	}
	return wkb.Parse(content[8+sizes[n]:])
}
