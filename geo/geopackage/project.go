package geopackage

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"maps"
	"math"
	"slices"
	"strings"
)

// Project is a project of QGIS (.qgs) whose layers are in the file that it is in, in two halves.
// Between them stands the path of that file, as an XML literal: in quotes, escaped, with white
// space behind.
type Project struct{ Before, After []byte }

// A project cannot say "the file I am in": QGIS keeps the name of the file, and a renamed copy
// shows nothing, or another file. So what QGIS reads as qgis_projects writes the name that the file
// has when it is read. That is a zip in hexadecimal digits:
//
//	a: header | crc | b: sizes, stored Before | PATH | c: deflated After, directory | crc | d
//	                                            '- slotBytes
//
// The path and the spaces behind it always have slotBytes, so all lengths stand still, and only the
// check sum hangs on the path. CRC-32 is linear: with s, its register behind the path, the sum of
// the whole is rest XOR the sum of shift[k] over the bits k of s.
//
// A view can do that, but QGIS offers only projects of what SQLite calls a table. A virtual table
// is one: that of the full text search (FTS5), which takes its rows from the view and indexes
// nothing. Two things are paid for it: QGIS cannot save the project in the file, and says so (a
// .qgz beside the file takes it), and an SQLite without FTS5 finds no project, but the styles of
// the layers.
const projectsParts = `
CREATE TABLE qgis_project_parts (
  id INTEGER PRIMARY KEY, name TEXT UNIQUE, metadata BLOB, a BLOB, b BLOB, c BLOB, d BLOB, start INTEGER, shift TEXT, rest INTEGER
);
`

// projectsViews make the projects of their parts.
const projectsViews = `
CREATE VIEW qgis_project_file AS
WITH main(path) AS (
  SELECT CASE WHEN file GLOB '[A-Za-z]:\*' OR file GLOB '\\*' THEN replace(file, '\', '/') ELSE file END FROM pragma_database_list WHERE name = 'main'
), literal(text) AS (
  SELECT hex('"' || replace(replace(replace(replace(path, '&', '&amp;'), '<', '&lt;'), '"', '&quot;'), '%', '&#37;') || '"') FROM main
)
SELECT text || replace(hex(zeroblob(SLOT - length(text) / 2)), '00', '20') AS slot FROM literal LIMIT 1;
CREATE VIEW qgis_project_made(id, name, metadata, content) AS
SELECT p.id, p.name, p.metadata, (
  WITH RECURSIVE register(n, s) AS (
    SELECT 0, p.start
    UNION ALL
    SELECT n + 1, ((s >> 4) | ENTRY) - ((s >> 4) & ENTRY) FROM register WHERE n < 2 * SLOT
  ), bits(k, s, sum) AS (
    SELECT 0, s, p.rest FROM register WHERE n = 2 * SLOT
    UNION ALL
    SELECT k + 1, s, (sum | BIT) - (sum & BIT) FROM bits WHERE k < 32
  ), crc(hex) AS (
    SELECT printf('%02X%02X%02X%02X', sum & 255, sum >> 8 & 255, sum >> 16 & 255, sum >> 24) FROM bits WHERE k = 32
  )
  SELECT hex(p.a) || crc.hex || hex(p.b) || f.slot || hex(p.c) || crc.hex || hex(p.d) FROM crc
) FROM qgis_project_parts p, qgis_project_file f;
`

// slotBytes is the room for the path as XML. There is no project in a file with a longer one.
const slotBytes = 1024

// projectsTable is the table that QGIS asks.
const projectsTable = `
CREATE VIRTUAL TABLE qgis_projects USING fts5(name UNINDEXED, metadata UNINDEXED, content UNINDEXED, content=qgis_project_made, content_rowid=id);
INSERT INTO qgis_projects (rowid, name, metadata, content) SELECT id, name, metadata, '' FROM qgis_project_parts;
CREATE TRIGGER qgis_projects_stay BEFORE INSERT ON qgis_projects_docsize BEGIN
  SELECT RAISE(ABORT, 'projects are not saved in this file: save it as a .qgz beside it');
END;
CREATE TRIGGER qgis_projects_stay_there BEFORE DELETE ON qgis_projects_docsize BEGIN
  SELECT RAISE(ABORT, 'projects are not removed from this file');
END;
`

// projects writes the projects.
func (w writer) projects(projects map[string]Project) error {
	if len(projects) == 0 {
		return w.exec(`CREATE TABLE qgis_projects (name TEXT PRIMARY KEY, metadata BLOB, content BLOB)`)
	}
	var nibbles strings.Builder
	for n := range uint32(16) {
		for range 4 {
			n = n>>1 ^ n&1*crc32.IEEE
		}
		fmt.Fprintf(&nibbles, "%010d", n)
	}
	const (
		digit = `(instr('0123456789ABCDEF', substr(f.slot, CASE n % 2 WHEN 0 THEN n + 2 ELSE n END, 1)) - 1)` // the low one of a byte first
		index = `((s & 15 | ` + digit + `) - (s & 15 & ` + digit + `))`
		bit   = `CASE (s >> k) & 1 WHEN 1 THEN substr(p.shift, 1 + 10 * k, 10) + 0 ELSE 0 END`
	)
	entry := `(substr('` + nibbles.String() + `', 1 + 10 * ` + index + `, 10) + 0)`
	views := strings.NewReplacer("SLOT", fmt.Sprint(slotBytes), "ENTRY", entry, "BIT", bit).Replace(projectsViews)
	if err := w.exec(projectsParts); err != nil {
		return err
	}
	if err := w.exec(views); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(projects)) {
		if err := w.project(name, projects[name]); err != nil {
			return fmt.Errorf("project %s: %w", name, err)
		}
	}
	return w.exec(projectsTable)
}

func (w writer) project(name string, p Project) error {
	const file, localHeader, localCRC, directoryCRC = "project.qgs", 30, 14, 16 // of the zip format
	size := len(p.Before) + slotBytes
	if size > math.MaxUint16 {
		return fmt.Errorf("%d bytes stand before the path, want at most %d", len(p.Before), math.MaxUint16-slotBytes)
	}
	data := binary.LittleEndian.AppendUint16([]byte{0}, uint16(size))
	data = binary.LittleEndian.AppendUint16(data, ^uint16(size))
	slot := localHeader + len(file) + len(data) + len(p.Before)
	data = append(append(data, p.Before...), bytes.Repeat([]byte(" "), slotBytes)...)
	deflated, err := deflate(p.After)
	if err != nil {
		return err
	}
	data = append(data, deflated...)
	packed, err := zipped(&zip.FileHeader{
		Name: file, Method: zip.Deflate, CompressedSize64: uint64(len(data)), UncompressedSize64: uint64(size + len(p.After)),
	}, data)
	if err != nil {
		return err
	}
	directory := localHeader + len(file) + len(data)
	var shift strings.Builder
	for _, sum := range zeros(len(p.After)) {
		fmt.Fprintf(&shift, "%010d", sum)
	}
	return w.exec(`INSERT INTO qgis_project_parts (name, metadata, a, b, c, d, start, shift, rest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		name, `{"last_modified_time": "1970-01-01T00:00:00", "last_modified_user": ""}`,
		packed[:localCRC], packed[localCRC+4:slot], packed[slot+slotBytes:directory+directoryCRC], packed[directory+directoryCRC+4:],
		int64(register(math.MaxUint32, p.Before)), shift.String(), int64(^register(0, p.After)))
}

func deflate(content []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.DefaultCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(content); err != nil {
		return nil, err
	}
	err = w.Close()
	return b.Bytes(), err
}

// zipped makes a zip of one file, without its check sum.
func zipped(header *zip.FileHeader, data []byte) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateRaw(header)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	err = z.Close()
	return b.Bytes(), err
}

// register is that of CRC-32 when content has passed.
func register(s uint32, content []byte) uint32 {
	return ^crc32.Update(^s, crc32.IEEETable, content)
}

// zeros says what each bit of the register has become when n zero bytes have passed: by doubling
// how many.
func zeros(n int) [32]uint32 {
	var all, step [32]uint32
	for k := range all {
		all[k], step[k] = 1<<k, register(1<<k, []byte{0})
	}
	through := func(s uint32, m *[32]uint32) (sum uint32) {
		for k := range m {
			sum ^= m[k] & -(s >> k & 1)
		}
		return sum
	}
	for ; n > 0; n >>= 1 {
		twice := step
		for k := range all {
			if n&1 == 1 {
				all[k] = through(all[k], &step)
			}
			twice[k] = through(step[k], &step)
		}
		step = twice
	}
	return all
}
