package geoparquet

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"hash/crc32"
	"io"
	"maps"
	"slices"

	"github.com/parquet-go/parquet-go/format"

	"demarc/geo"
)

// Keys under which engines describe the columns a second time, beside the schema.
const (
	arrowKey = "ARROW:schema"
	sparkKey = "org.apache.spark.sql.parquet.row.metadata"
)

// entries are the metadata of the copy. The schemas of Arrow and Spark know nothing of the added
// columns, and their readers trust them: they are completed, or left out where they cannot be read,
// and readers then take the types of Parquet.
func (c *copying) entries(more map[string]string) []format.KeyValue {
	var all []format.KeyValue
	for _, e := range c.meta.KeyValueMetadata {
		ok := true
		switch e.Key {
		case arrowKey:
			e.Value, ok = arrowSchema(e.Value, len(c.file.Root().Columns()), c.added.fields)
		case sparkKey:
			e.Value, ok = sparkSchema(e.Value, c.added.fields)
		}
		if _, replaced := more[e.Key]; ok && !replaced {
			all = append(all, e)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(more)) {
		all = append(all, format.KeyValue{Key: key, Value: more[key]})
	}
	return all
}

// Entry returns an entry of the metadata, "" for none.
func (f *File) Entry(key string) string {
	text, _ := f.file.Lookup(key)
	return text
}

// Sum is one of all bytes of the file: of CRC-32C, which costs less than to read them, and of
// SHA-256 for the metadata, which hold the sizes of every column and mostly the least and greatest
// values.
func (f *File) Sum() (string, error) {
	end, whole, about := make([]byte, 8), crc32.New(crc32.MakeTable(crc32.Castagnoli)), sha256.New()
	if _, err := f.in.ReadAt(end, f.size-int64(len(end))); err != nil {
		return "", err
	}
	length := int64(binary.LittleEndian.Uint32(end))
	if _, err := io.Copy(whole, io.NewSectionReader(f.in, 0, f.size)); err != nil {
		return "", err
	}
	if _, err := io.Copy(about, io.NewSectionReader(f.in, f.size-length-int64(len(end)), length)); err != nil {
		return "", err
	}
	return hex.EncodeToString(whole.Sum(about.Sum(nil)[:12])), nil
}

// sparkSchema adds fields to a schema as Spark writes it.
func sparkSchema(text string, fields []geo.Field) (string, bool) {
	var schema map[string]json.RawMessage
	var known []json.RawMessage
	if json.Unmarshal([]byte(text), &schema) != nil || json.Unmarshal(schema["fields"], &known) != nil {
		return "", false
	}
	types := map[geo.FieldType]string{geo.Int: "long", geo.Float: "double", geo.Bool: "boolean", geo.Date: "date", geo.String: "string"}
	for _, f := range fields {
		field, err := json.Marshal(map[string]any{"name": f.Name, "type": types[f.Type], "nullable": true, "metadata": struct{}{}})
		if err != nil {
			return "", false
		}
		known = append(known, field)
	}
	all, err := json.Marshal(known)
	if err != nil {
		return "", false
	}
	schema["fields"] = all
	whole, err := json.Marshal(schema)
	return string(whole), err == nil
}
