package geoparquet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"demarc/geo"
	"demarc/geo/internal/budget"
)

// Copying a file is a walk over its groups of rows:
//
//	PAR1 | group: column, column, ... added, added | group: ... | metadata | PAR1
//
// The columns are copied as bytes, whatever they hold and however they are packed, so that nothing
// of them changes but their place in the file. Those that are added are written by the library as a
// file of their own, of one group, whose columns are put behind them. Indexes of pages and Bloom
// filters, which readers can do without, are left out.

// Value is one of a column that is added.
type Value = parquet.Value

// added are the columns that are added to a file.
type added struct {
	fields []geo.Field
	batch  [][]Value // by column
	out    *parquet.GenericWriter[any]
	packed bytes.Buffer
}

// ParseValue makes a value for a column of this type of its text.
func ParseValue(kind geo.FieldType, text string) (Value, error) {
	switch kind {
	case geo.Float:
		number, err := strconv.ParseFloat(text, 64)
		return parquet.DoubleValue(number), err
	case geo.Bool:
		truth, err := strconv.ParseBool(text)
		return parquet.BooleanValue(truth), err
	}
	return valueOf(kind, text)
}

// append adds a row to the batch: a value for each column.
func (a *added) append(row []Value) {
	for i, v := range row {
		level := 1
		if v.IsNull() {
			level = 0
		}
		a.batch[i] = append(a.batch[i], v.Level(0, level, i))
	}
}

func newAdded(fields []geo.Field) *added {
	all := columns{Group: parquet.Group{}}
	for _, field := range fields {
		all.add(field.Name, parquet.Optional(leaf(field.Type)))
	}
	a := &added{fields: fields, batch: make([][]Value, len(fields))}
	a.out = parquet.NewGenericWriter[any](&a.packed, parquet.NewSchema("schema", all), parquet.Compression(&parquet.Snappy),
		parquet.DictionaryMaxBytes(mostDictionary))
	return a
}

// mostDictionary is how large the dictionary of an added column becomes; further values are plain.
const mostDictionary = 1 << 20

// write writes the batch.
func (a *added) write(rows int) error {
	for i, column := range a.out.ColumnWriters() {
		if len(a.batch[i]) != rows {
			return fmt.Errorf("%d values were added to %d rows", len(a.batch[i]), rows)
		}
		if _, err := column.WriteRowValues(a.batch[i]); err != nil {
			return err
		}
		a.batch[i] = a.batch[i][:0]
	}
	return nil
}

// group ends a group of rows and returns what the library says of it.
func (a *added) group() (*format.FileMetaData, error) {
	if err := a.out.Close(); err != nil {
		return nil, err
	}
	content := bytes.NewReader(a.packed.Bytes())
	file, err := parquet.OpenFile(content, content.Size(), parquet.SkipBloomFilters(true), parquet.SkipPageIndex(true))
	if err != nil {
		return nil, err
	}
	return file.Metadata(), nil
}

func (a *added) again() {
	a.packed.Reset()
	a.out.Reset(&a.packed)
}

// copying is the state of a copy.
type copying struct {
	*File
	out   io.Writer
	at    int64 // bytes written
	added *added
	meta  format.FileMetaData
}

// Copy writes the file with columns added, and entries to its metadata. each is called with the
// cells of the leaves, a slice for each, and adds a row for each of them.
func (f *File) Copy(w io.Writer, leaves []int, fields []geo.Field, entries map[string]string, each func(cells [][]Cell, add func([]Value)) error) (err error) {
	defer recovered(&err)
	c := &copying{File: f, out: w, added: newAdded(fields), meta: *f.file.Metadata()}
	c.meta.RowGroups = slices.Clone(c.meta.RowGroups)
	if err := c.write([]byte(magic)); err != nil {
		return err
	}
	var last *format.FileMetaData
	for i := range c.meta.RowGroups {
		added, err := c.group(i, leaves, each)
		if err != nil {
			return fmt.Errorf("row group %d: %w", i+1, err)
		}
		last = added
	}
	if last == nil { // no rows, but columns
		if last, err = c.added.group(); err != nil {
			return err
		}
	}
	return c.end(last, entries)
}

func (c *copying) write(b []byte) error {
	n, err := c.out.Write(b)
	c.at += int64(n)
	return err
}

// group copies a group of rows and puts the columns behind it.
func (c *copying) group(i int, leaves []int, each func([][]Cell, func([]Value)) error) (*format.FileMetaData, error) {
	group := &c.meta.RowGroups[i]
	group.Columns = slices.Clone(group.Columns)
	group.FileOffset = c.at
	for k := range group.Columns {
		chunk := &group.Columns[k]
		from, size := extent(chunk.MetaData)
		moved := c.at - from
		n, err := io.Copy(c.out, io.NewSectionReader(c.in, from, size))
		if c.at += n; err != nil {
			return nil, err
		}
		if n != size {
			return nil, errDamaged
		}
		move(chunk, moved)
	}
	c.added.again()
	if err := c.batches(i, leaves, each); err != nil {
		return nil, err
	}
	added, err := c.added.group()
	if err != nil {
		return nil, err
	}
	if len(added.RowGroups) > 1 {
		return nil, fmt.Errorf("%d rows: want fewer in a group", group.NumRows)
	}
	moved := c.at - int64(len(magic))
	if len(added.RowGroups) == 0 { // of no rows
		return added, errors.New("the group has no rows")
	}
	one := added.RowGroups[0]
	for _, chunk := range one.Columns {
		from, size := extent(chunk.MetaData)
		if err := c.write(c.added.packed.Bytes()[from : from+size]); err != nil {
			return nil, err
		}
		move(&chunk, moved)
		group.Columns = append(group.Columns, chunk)
	}
	group.TotalByteSize += one.TotalByteSize
	if group.TotalCompressedSize > 0 {
		group.TotalCompressedSize += one.TotalCompressedSize
	}
	return added, nil
}

// extent returns where the pages of a column in a group of rows stand.
func extent(c format.ColumnMetaData) (from, size int64) {
	from = c.DataPageOffset
	if c.DictionaryPageOffset > 0 {
		from = min(from, c.DictionaryPageOffset)
	}
	return from, c.TotalCompressedSize
}

// move tells where a column stands now.
func move(chunk *format.ColumnChunk, bytes int64) {
	m := &chunk.MetaData
	m.DataPageOffset += bytes
	if m.DictionaryPageOffset > 0 {
		m.DictionaryPageOffset += bytes
	}
	m.IndexPageOffset, m.BloomFilterOffset, m.BloomFilterLength = 0, 0, 0
	chunk.OffsetIndexOffset, chunk.OffsetIndexLength, chunk.ColumnIndexOffset, chunk.ColumnIndexLength = 0, 0, 0, 0
	chunk.FileOffset, _ = extent(*m)
}

// What a row takes off the budget, of each column that is read or added.
const copiedBytes = 4

// batches reads the rows of a group.
func (c *copying) batches(group int, leaves []int, each func([][]Cell, func([]Value)) error) error {
	rows := c.meta.RowGroups[group].NumRows
	if err := c.made.Take(copiedBytes * rows * int64(len(leaves)+len(c.added.fields))); err != nil {
		return err
	}
	readers, err := c.readers(group, leaves)
	if err != nil {
		return err
	}
	cells := make([][]Cell, len(leaves))
	for i := range cells {
		cells[i] = make([]Cell, BatchRows)
		defer readers[i].close()
	}
	for rows > 0 {
		n := int(min(rows, BatchRows))
		for i, r := range readers {
			cells[i] = cells[i][:n]
			if err := r.fill(cells[i]); err != nil {
				return fmt.Errorf("column %q: %w", r.leaf.Name, err)
			}
		}
		if err := each(cells, c.added.append); err != nil {
			return err
		}
		if err := c.added.write(n); err != nil {
			return err
		}
		rows -= int64(n)
	}
	return nil
}

// readers begin to read leaves of a group.
func (f *File) readers(group int, leaves []int) ([]*leafReader, error) {
	meta, chunks := f.file.Metadata().RowGroups[group], f.file.RowGroups()[group].ColumnChunks()
	var all []*leafReader
	for _, i := range leaves {
		leaf := f.leaves[i]
		if err := checkPages(f.in, meta.Columns[leaf.leaf.Index()].MetaData, f.unpacked); err != nil {
			return nil, fmt.Errorf("column %q: %w", leaf.Name, err)
		}
	}
	for _, i := range leaves {
		all = append(all, &leafReader{leaf: f.leaves[i], pages: chunks[f.leaves[i].leaf.Index()].Pages()})
	}
	return all, nil
}

// Head calls one with the cells of the first rows, until it returns false.
func (f *File) Head(leaf int, one func(Cell) bool) (err error) {
	defer recovered(&err)
	for i, group := range f.file.Metadata().RowGroups {
		again := *f
		again.unpacked = budget.Of(f.size) // its pages are read once more
		readers, err := again.readers(i, []int{leaf})
		if err != nil {
			return err
		}
		defer readers[0].close()
		for range group.NumRows {
			var cell [1]Cell
			if err := readers[0].fill(cell[:]); err != nil {
				return fmt.Errorf("column %q: %w", f.leaves[leaf].Name, err)
			}
			if !one(cell[0]) {
				return nil
			}
		}
	}
	return nil
}

// end writes the metadata. added are those of a group of the added columns.
func (c *copying) end(added *format.FileMetaData, entries map[string]string) error {
	c.meta.Schema = slices.Clone(c.meta.Schema)
	c.meta.Schema[0].NumChildren = thrift.New(int32(len(c.file.Root().Columns()) + len(c.added.fields)))
	c.meta.Schema = append(c.meta.Schema, added.Schema[1:]...)
	if len(c.meta.ColumnOrders) > 0 {
		c.meta.ColumnOrders = slices.Clone(c.meta.ColumnOrders)
		for range c.added.fields {
			c.meta.ColumnOrders = append(c.meta.ColumnOrders, format.ColumnOrder{Value: new(format.TypeDefinedOrder)})
		}
	}
	c.meta.KeyValueMetadata = c.entries(entries)
	footer, err := thrift.Marshal(new(thrift.CompactProtocol), &c.meta)
	if err != nil {
		return err
	}
	footer = binary.LittleEndian.AppendUint32(footer, uint32(len(footer)))
	return c.write(append(footer, magic...))
}

// checkGroups refuses files that cannot be copied: encrypted ones, those whose columns stand in
// other files or in the same bytes.
func (f *File) checkGroups() error {
	meta := f.file.Metadata()
	if meta.EncryptionAlgorithm.Value != nil {
		return errors.New("the Parquet file is encrypted: want a plain one")
	}
	leaves, all, rows := 0, int64(0), int64(0)
	for _, e := range meta.Schema {
		if e.Type.Valid {
			leaves++
		}
	}
	for i, group := range meta.RowGroups {
		if len(group.Columns) != leaves || group.NumRows < 0 {
			return fmt.Errorf("row group %d: its columns are not those of the file, which is damaged", i+1)
		}
		rows += group.NumRows
		for _, chunk := range group.Columns {
			from, size := extent(chunk.MetaData)
			if chunk.FilePath != "" || chunk.CryptoMetadata.Value != nil {
				return fmt.Errorf("row group %d: columns in other files, or encrypted: want a plain file", i+1)
			}
			if from < int64(len(magic)) || size < 0 || from > f.size-size {
				return fmt.Errorf("row group %d: a column lies beyond the end of the file: is it whole?", i+1)
			}
			if all += size; all > f.size {
				return errors.New("its columns lie over each other: the file is damaged")
			}
		}
	}
	if rows != meta.NumRows {
		return errDamaged
	}
	return nil
}
