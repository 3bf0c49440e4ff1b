package postgis

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"demarc/data/tables"
	"demarc/data/workfile"
)

// projectKey is under what is remembered which project demarc has written.
const projectKey = "project "

// project puts the project into the schema that QGIS edits the tables with. One that somebody has
// saved from QGIS stays as it is.
func (tx *Tx) project(ctx context.Context, made workfile.Made) error {
	var may bool
	var there, known []byte
	err := tx.tx.QueryRow(ctx, `SELECT has_table_privilege('qgis_projects', 'INSERT, UPDATE'), (SELECT sha256(content) FROM qgis_projects WHERE name = $1),
  (SELECT content FROM demarc_about WHERE name = $2)`, made.Name, projectKey+made.Name).Scan(&may, &there, &known)
	if err != nil || !may {
		return tx.place.failed(ctx, "look for the project of QGIS", err)
	}
	if there != nil && !bytes.Equal(there, known) {
		tx.Notes = append(tx.Notes, fmt.Sprintf("the project %s was saved in QGIS, and stays as it is: remove its row of qgis_projects, and the next copy makes it anew", made.Name))
		return nil
	}
	content, err := packed(tx.place.projectOf(made))
	if err != nil {
		return err
	}
	sum := sha256.Sum256(content)
	tx.step("put the project of QGIS there")
	_, err = tx.tx.Exec(ctx, `INSERT INTO qgis_projects (name, metadata, content)
  VALUES ($1, jsonb_build_object('last_modified_time', to_char(now(), 'YYYY-MM-DD"T"HH24:MI:SS'), 'last_modified_user', session_user), $2)
  ON CONFLICT (name) DO UPDATE SET metadata = excluded.metadata, content = excluded.content`, made.Name, content)
	if err == nil {
		_, err = tx.tx.Exec(ctx, "INSERT INTO demarc_about (name, content) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET content = excluded.content", projectKey+made.Name, sum[:])
	}
	return tx.place.failed(ctx, "put the project of QGIS there", err)
}

// packed makes a .qgz of a project.
func packed(project []byte) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	f, err := z.Create("project.qgs")
	if err == nil {
		_, err = f.Write(project)
	}
	if err == nil {
		err = z.Close()
	}
	return out.Bytes(), err
}

var sslMode = regexp.MustCompile(`(?:^|[\s?&])sslmode\s*=\s*'?([a-z-]+)`)

func (p *Place) projectOf(made workfile.Made) []byte {
	set := shortened(made.Set)
	kinds := map[string]string{"control": "MultiPolygon", "problem_shapes": "MultiPolygon", workfile.ProblemsTable: "Point"}
	for _, t := range set.Tables {
		if _, spatial := t.Shape(); spatial {
			kinds[t.Name] = shapeType(set, t)
		}
	}
	return workfile.ProjectOf(set, made.Meta.Title, made.Language, workfile.Sources{
		Provider: "postgres", Hidden: []string{versionColumn}, Together: true,
		Of: func(table string) string { return p.layer(table, kinds[table]) },
	})
}

// layer is a table as QGIS finds it. There is neither a user nor a password in it: those are of
// whoever opens the project.
func (p *Place) layer(table, kind string) string {
	escaped := func(value string) string { return strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(value) }
	at := "service='" + escaped(p.service) + "'"
	if p.service == "" {
		var hosts, ports []string
		for _, h := range p.hosts() {
			hosts, ports = append(hosts, h.name), append(ports, strconv.Itoa(int(h.port)))
		}
		at = fmt.Sprintf("dbname='%s' host='%s' port='%s'", escaped(p.config.Database), escaped(strings.Join(hosts, ",")), strings.Join(ports, ","))
	}
	if p.sslMode != "" {
		at += " sslmode=" + p.sslMode
	}
	at += " key='" + workfile.RowColumn + "'"
	name := quote(p.Schema) + "." + quote(table)
	if kind == "" {
		return at + " table=" + name
	}
	return at + " srid=4326 type=" + kind + " table=" + name + " (" + tables.ShapeColumn + ")"
}
