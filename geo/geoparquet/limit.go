package geoparquet

import (
	"bufio"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"demarc/geo/internal/budget"
)

// What is made of a file in memory, about: a page says in a few bytes that a billion rows hold the
// same.
const (
	rowBytes   = 80 // and slotBytes for each column
	slotBytes  = 16
	valueBytes = 24 // and what it holds, of bytes
)

// A page becomes so large, or so many times what it is: the library makes room for what its header
// says.
const (
	mostPage  = 32 << 20
	pageTimes = 20
)

// take takes what a value needs off the budget.
func take(b *budget.Budget, v parquet.Value) error {
	bytes := int64(valueBytes)
	if kind := v.Kind(); kind == parquet.ByteArray || kind == parquet.FixedLenByteArray {
		bytes += int64(len(v.ByteArray()))
	}
	return b.Take(bytes)
}

// check looks at the pages of all columns that are read of a group.
func (t *table) check(group int) error {
	var leaves []*parquet.Column
	for _, c := range t.columns {
		leaves = append(leaves, c.leaf)
	}
	if t.geometry != nil {
		leaves = append(leaves, t.geometry.leaves...)
	}
	chunks := t.file.Metadata().RowGroups[group].Columns
	for _, leaf := range leaves {
		if err := checkPages(t.in, chunks[leaf.Index()].MetaData, t.unpacked); err != nil {
			return fmt.Errorf("column %q: %w", leaf.Name(), err)
		}
	}
	return nil
}

// checkPages reads the headers of all pages of a column in a row group, before any is unpacked.
func checkPages(r io.ReaderAt, chunk format.ColumnMetaData, unpacked *budget.Budget) error {
	at := chunk.DataPageOffset
	if chunk.DictionaryPageOffset != 0 {
		at = chunk.DictionaryPageOffset
	}
	in := bufio.NewReader(io.NewSectionReader(r, at, chunk.TotalCompressedSize))
	var protocol thrift.CompactProtocol
	decoder := thrift.NewDecoder(protocol.NewReader(in))
	for {
		if _, err := in.Peek(1); err == io.EOF {
			return nil
		}
		var header format.PageHeader
		if err := decoder.Decode(&header); err != nil {
			return fmt.Errorf("the header of a page: %w", err)
		}
		packed, plain := int64(header.CompressedPageSize), int64(header.UncompressedPageSize)
		if packed < 0 || plain > max(mostPage, pageTimes*packed) {
			return fmt.Errorf("a page of %d bytes says that it holds %d: want no more than %d MB, or %d times its size", packed, plain, mostPage>>20, pageTimes)
		}
		if err := unpacked.Take(plain); err != nil {
			return err
		}
		if _, err := io.CopyN(io.Discard, in, packed); err != nil {
			return err
		}
	}
}
