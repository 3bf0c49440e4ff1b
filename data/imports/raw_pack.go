package imports

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/klauspost/compress/gzip"

	"demarc/data/imports/files"
	"demarc/data/unfinished"
	"demarc/geo/geojson"
)

// packer packs tables. What it needs for one it uses for the next, too.
type packer struct {
	text   []byte
	packed bytes.Buffer
	zip    *gzip.Writer
}

// pack writes a table as GeoJSON, and packs it.
func (p *packer) pack(t table) (content []byte, sum string, err error) {
	out := append(p.text[:0], `{"type": "FeatureCollection", "features": [`...)
	for i, f := range t.Features {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, "\n"+`{"type": "Feature", `...)
		if f.ID != "" {
			out = fmt.Appendf(out, `"id": %s, `, jsonOf(f.ID))
		}
		out = append(out, `"properties": {`...)
		for k, field := range t.Fields {
			if k > 0 {
				out = append(out, ", "...)
			}
			out = append(append(append(out, jsonOf(field.Name)...), ": "...), jsonOf(plainValue(f.Values[k]))...)
		}
		out = append(out, `}, "geometry": `...)
		out = append(geojson.AppendGeometry(out, f.Geometry), '}')
	}
	out = append(out, "\n]}\n"...)
	p.text = out
	p.packed.Reset()
	if p.zip == nil {
		if p.zip, err = gzip.NewWriterLevel(&p.packed, gzip.BestSpeed); err != nil {
			return nil, "", err
		}
	}
	p.zip.Reset(&p.packed)
	if _, err = p.zip.Write(out); err == nil {
		err = p.zip.Close()
	}
	return slices.Clone(p.packed.Bytes()), fmt.Sprintf("%x", sha256.Sum256(out)), err
}

// jsonOf writes a text, number or truth.
func jsonOf(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil { // a number without end
		text, _ = json.Marshal(fmt.Sprint(value))
	}
	return text
}

// plainValue is a value as JSON has one.
func plainValue(value any) any {
	switch v := value.(type) {
	case nil, string, bool, int, int64, float64:
		return v
	}
	return asText(value)
}

// unpacked reads a table that is not written yet.
func unpacked(ctx context.Context, content []byte) (table, error) {
	folder, err := unfinished.Temporary("import")
	if err != nil {
		return table{}, err
	}
	defer folder.Drop()
	if err := os.WriteFile(filepath.Join(folder.Path, "t.geojson.gz"), content, 0o600); err != nil {
		return table{}, err
	}
	return (&rawKept{}).read(ctx, folder.Path, rawTable{File: "t.geojson.gz"})
}

// read reads the table of a file that was kept.
func (r *rawKept) read(ctx context.Context, folder string, t rawTable) (table, error) {
	set, err := files.Open(ctx, filepath.Join(folder, filepath.FromSlash(path.Base(t.File))), files.Options{})
	if err != nil {
		return table{}, fmt.Errorf("%s: %w", path.Join(rawFolder, t.File), err)
	}
	defer set.Close()
	tables, err := readAll(ctx, set, set.Files, Options{})
	if err != nil || len(tables) == 0 {
		return table{}, err
	}
	return tables[0], nil
}
