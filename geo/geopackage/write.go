// Package geopackage writes and reads layers as OGC GeoPackage 1.3
// (http://www.geopackage.org/spec130/): one table each with an R-tree, styles and projects that
// QGIS opens by itself, and the terms of use inside.
//
// Coordinates are longitude, latitude (EPSG:4326 in the axis order of the format). Dates are DATE
// columns. The same content makes the same bytes.
package geopackage

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/xml"
	"fmt"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/paulmach/orb"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"demarc/geo"
)

// Table is a layer with what else the file says of it.
type Table struct {
	geo.Layer
	Title       string
	Description string
	Style       string   // QML, which QGIS takes for the layer by default; "" for none
	Notes       []string // of Read: what was taken for something else, a sentence each
}

// File is what a GeoPackage holds.
type File struct {
	Tables   []Table
	Meta     geo.Meta
	Projects map[string]Project // of QGIS, by name
	// Between is called between rows; its error ends the writing. It may be nil.
	Between func() error
}

// The names of the columns that are added to those of the layer.
const (
	keyColumn      = "fid"
	geometryColumn = "geom"
)

// Write writes the file, which must not exist yet. It is incomplete after an error or when ctx
// ends.
func Write(ctx context.Context, name string, f File) error {
	return create(ctx, name, f.Between, func(w writer) error { return w.write(f) })
}

// create makes a file of what fill writes.
func create(ctx context.Context, name string, between func() error, fill func(writer) error) (err error) {
	if _, err := os.Stat(name); err == nil {
		return fmt.Errorf("geopackage %s: the file exists already", name)
	}
	path, err := filepath.Abs(name)
	if err != nil {
		return err
	}
	// Nobody else sees the file before it is whole, so it needs no journal.
	address := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: "_pragma=journal_mode(off)&_pragma=synchronous(off)&_pragma=locking_mode(exclusive)"}
	db, err := sql.Open("sqlite", address.String())
	if err != nil {
		return fmt.Errorf("geopackage %s: %w", name, err)
	}
	defer func() { err = cmp.Or(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	w := writer{ctx: ctx, between: between}
	if w.between == nil {
		w.between = func() error { return nil }
	}
	for _, statement := range []string{"PRAGMA application_id = 0x47504B47", "PRAGMA user_version = 10300", "PRAGMA encoding = 'UTF-8'"} {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("geopackage %s: %w", name, err)
		}
	}
	if w.tx, err = db.BeginTx(ctx, nil); err != nil {
		return fmt.Errorf("geopackage %s: %w", name, err)
	}
	defer w.tx.Rollback() // nothing after Commit
	if err := fill(w); err != nil {
		return fmt.Errorf("geopackage %s: %w", name, err)
	}
	return w.tx.Commit()
}

type writer struct {
	ctx     context.Context
	tx      *sql.Tx
	between func() error
}

// never is the time of the last change: the file is made of the data alone, so that equal data make
// equal files.
const never = "1970-01-01T00:00:00.000Z"

func (w writer) exec(statement string, args ...any) error {
	_, err := w.tx.ExecContext(w.ctx, statement, args...)
	return err
}

func (w writer) write(f File) error {
	if err := w.exec(schema); err != nil {
		return err
	}
	for _, t := range f.Tables {
		if err := w.table(t); err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
	}
	if err := w.metadata(f.Meta); err != nil {
		return err
	}
	if err := w.exec(`INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change) VALUES ('layer_styles', 'attributes', 'layer_styles', ?)`, never); err != nil {
		return err
	}
	return w.projects(f.Projects)
}

var columnTypes = map[geo.FieldType]string{
	geo.String: "TEXT", geo.Int: "INTEGER", geo.Float: "DOUBLE", geo.Bool: "BOOLEAN", geo.Date: "DATE",
}

func (w writer) table(t Table) error {
	geometries := make([]orb.Geometry, len(t.Features))
	for i, f := range t.Features {
		geometries[i] = f.Geometry
	}
	kind := geometryType(geometries)
	columns := []string{quote(keyColumn) + " INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"}
	if kind != "" {
		columns = append(columns, quote(geometryColumn)+" "+kind)
	}
	for _, f := range t.Fields {
		columns = append(columns, quote(columnName(f.Name))+" "+columnTypes[f.Type])
	}
	if err := w.exec("CREATE TABLE " + quote(t.Name) + " (" + strings.Join(columns, ", ") + ")"); err != nil {
		return err
	}
	fill := func() error { return w.features(t, kind) }
	if kind == "" {
		fill = func() error { return w.attributes(t) }
	}
	if err := fill(); err != nil {
		return err
	}
	return w.titles(t)
}

// titles names the columns whose names do not do (extension gpkg_schema).
func (w writer) titles(t Table) error {
	seen := map[string]bool{}
	for _, f := range t.Fields {
		if f.Title == "" {
			continue
		}
		name := any(f.Title) // unique in a table
		if seen[f.Title] {
			name = nil
		}
		seen[f.Title] = true
		if err := w.exec(`INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, NULL, NULL, NULL)`, t.Name, columnName(f.Name), name, f.Title); err != nil {
			return err
		}
	}
	return nil
}

// attributes fills a table without geometries.
func (w writer) attributes(t Table) error {
	row, err := w.tx.PrepareContext(w.ctx, "INSERT INTO "+quote(t.Name)+" VALUES (?"+strings.Repeat(", ?", len(t.Fields))+")")
	if err != nil {
		return err
	}
	defer row.Close()
	for i, f := range t.Features {
		if err := w.between(); err != nil {
			return err
		}
		if _, err := row.ExecContext(w.ctx, append([]any{i + 1}, f.Values...)...); err != nil {
			return fmt.Errorf("feature %s: %w", f.ID, err)
		}
	}
	return w.exec(`INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) VALUES (?, 'attributes', ?, ?, ?)`,
		t.Name, cmp.Or(t.Title, t.Name), t.Description, never)
}

// features fills a table with geometries of one kind, of which some may be absent.
func (w writer) features(t Table, kind string) error {
	box, err := w.rows(t, kind)
	if err != nil {
		return err
	}
	return w.register(t, kind, box)
}

// register lists a table with geometries in the file's contents, with its R-tree and style.
func (w writer) register(t Table, kind string, box orb.Bound) error {
	corners := cornersOf(box)
	if err := w.exec(`INSERT INTO gpkg_contents VALUES (?, 'features', ?, ?, ?, ?, ?, ?, ?, ?)`,
		t.Name, cmp.Or(t.Title, t.Name), t.Description, never, corners[0], corners[1], corners[2], corners[3], wgs84); err != nil {
		return err
	}
	if err := w.exec(`INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, 0, 0)`, t.Name, geometryColumn, kind, wgs84); err != nil {
		return err
	}
	if err := w.exec(`INSERT INTO gpkg_extensions VALUES (?, ?, 'gpkg_rtree_index', 'http://www.geopackage.org/spec121/#extension_rtree', 'write-only')`, t.Name, geometryColumn); err != nil {
		return err
	}
	if err := w.exec(triggersOf(t.Name)); err != nil {
		return err
	}
	if t.Style == "" {
		return nil
	}
	return w.exec(`INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, ui, update_time)
		VALUES ('', '', ?, ?, ?, ?, '', 1, ?, '', NULL, ?)`, t.Name, geometryColumn, t.Name, t.Style, t.Title, never)
}

// cornersOf are those of a box, nil for one around nothing.
func cornersOf(box orb.Bound) [4]any {
	if box.Min[0] > box.Max[0] {
		return [4]any{}
	}
	return [4]any{box.Min[0], box.Min[1], box.Max[0], box.Max[1]}
}

// triggersOf are the triggers of a table's R-tree.
func triggersOf(table string) string {
	return strings.NewReplacer(`"T"`, quote(table), `_T_C`, "_"+inQuotes(table)+"_"+geometryColumn, `"C"`, quote(geometryColumn), `"I"`, quote(keyColumn)).Replace(rtreeTriggers)
}

// columnName keeps the layer's fields apart from the columns that are added.
func columnName(field string) string {
	if strings.EqualFold(field, keyColumn) || strings.EqualFold(field, geometryColumn) {
		return field + "_"
	}
	return field
}

// rows fills the table and its R-tree and returns the box around all geometries.
func (w writer) rows(t Table, kind string) (orb.Bound, error) {
	box := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	tree := quote("rtree_" + t.Name + "_" + geometryColumn)
	if err := w.exec("CREATE VIRTUAL TABLE " + tree + " USING rtree(id, minx, maxx, miny, maxy)"); err != nil {
		return box, err
	}
	row, err := w.tx.PrepareContext(w.ctx, "INSERT INTO "+quote(t.Name)+" VALUES (?, ?"+strings.Repeat(", ?", len(t.Fields))+")")
	if err != nil {
		return box, err
	}
	defer row.Close()
	indexed, err := w.tx.PrepareContext(w.ctx, "INSERT INTO "+tree+" VALUES (?, ?, ?, ?, ?)")
	if err != nil {
		return box, err
	}
	defer indexed.Close()
	values := make([]any, 2+len(t.Fields))
	for i, f := range t.Features {
		if err := w.between(); err != nil {
			return box, err
		}
		values[0], values[1] = i+1, nil
		copy(values[2:], f.Values)
		if f.Geometry != nil {
			if values[1], err = blob(promote(f.Geometry, kind)); err != nil {
				return box, fmt.Errorf("feature %s: %w", f.ID, err)
			}
			b := f.Geometry.Bound()
			box = orb.Bound{
				Min: orb.Point{min(box.Min[0], b.Min[0]), min(box.Min[1], b.Min[1])},
				Max: orb.Point{max(box.Max[0], b.Max[0]), max(box.Max[1], b.Max[1])},
			}
			if _, err := indexed.ExecContext(w.ctx, i+1, b.Min[0], b.Max[0], b.Min[1], b.Max[1]); err != nil {
				return box, fmt.Errorf("feature %s: %w", f.ID, err)
			}
		}
		if _, err := row.ExecContext(w.ctx, values...); err != nil {
			return box, fmt.Errorf("feature %s: %w", f.ID, err)
		}
	}
	return box, nil
}

// gdalMetadata is what a file says of itself in the form that GDAL reads.
type gdalMetadata struct {
	XMLName xml.Name       `xml:"GDALMultiDomainMetadata"`
	Items   []metadataItem `xml:"Metadata>MDI"`
}

type metadataItem struct {
	Key  string `xml:"key,attr"`
	Text string `xml:",chardata"`
}

func (w writer) metadata(meta geo.Meta) error {
	var d gdalMetadata
	for _, e := range meta.Entries() {
		d.Items = append(d.Items, metadataItem{e.Name, e.Value})
	}
	text, err := xml.Marshal(d)
	if err != nil {
		return err
	}
	if err := w.exec(`INSERT INTO gpkg_metadata VALUES (1, 'dataset', 'http://gdal.org', 'text/xml', ?)`, string(text)); err != nil {
		return err
	}
	return w.exec(`INSERT INTO gpkg_metadata_reference VALUES ('geopackage', NULL, NULL, NULL, ?, 1, NULL)`, never)
}

// quote makes an identifier of any text.
func quote(name string) string { return `"` + inQuotes(name) + `"` }

func inQuotes(name string) string { return strings.ReplaceAll(name, `"`, `""`) }
