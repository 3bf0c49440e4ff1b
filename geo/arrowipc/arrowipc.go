// Package arrowipc reads streams of Arrow (https://arrow.apache.org/docs/format/Columnar.html), a
// batch of rows at a time, and copies them with columns added. It alone imports Arrow's library.
package arrowipc

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"demarc/geo"
	"demarc/geo/geoparquet"
)

// Start is what a stream begins with.
const Start = "\xff\xff\xff\xff"

// FileStart is what Arrow's other format begins with, that of files.
const FileStart = "ARROW1\x00\x00"

// mostMetadata is how much a message may say of what follows.
const mostMetadata = 16 << 20

// Stream is a stream of Arrow that is read once, from its beginning to its end.
type Stream struct {
	in     *counting
	reader *ipc.Reader
	leaves []geoparquet.Leaf
	found  []leaf // of the leaves
	points []int
	said   []string
	head   []arrow.RecordBatch // read, and not yet copied
	err    error               // what came after them
}

type counting struct {
	in io.Reader
	n  int64
}

func (c *counting) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	c.n += int64(n)
	return n, err
}

// Open reads the columns of a stream. A batch of rows, and a column of it where it is compressed,
// may have most bytes.
func Open(in io.Reader, most int64) (s *Stream, err error) {
	defer recovered(&err)
	counted := &counting{in: in}
	whole, err := checked(counted)
	if err != nil {
		return nil, err
	}
	limits := []ipc.Option{ipc.WithAllocator(&limited{memory.NewGoAllocator(), int(most)}), ipc.WithMetadataSizeLimit(mostMetadata), ipc.WithBodySizeLimit(most)}
	messages := ipc.NewMessageReader(whole, limits...)
	reader, err := ipc.NewReaderFromMessageReader(messages, limits...)
	if err != nil {
		return nil, fmt.Errorf("the stream of Arrow cannot be read: %w", err)
	}
	s = &Stream{in: counted, reader: reader}
	if err := s.list("", nil, reader.Schema().Fields()); err != nil {
		return nil, err
	}
	return s, nil
}

// limited refuses what no batch needs: the library makes room for what a buffer says of itself.
type limited struct {
	memory.Allocator
	most int
}

func (l *limited) Allocate(size int) []byte {
	if size < 0 || size > l.most {
		panic(fmt.Sprintf("a column of %d bytes: want at most %d MB in a batch", size, l.most>>20))
	}
	return l.Allocator.Allocate(size)
}

func (l *limited) Reallocate(size int, b []byte) []byte {
	if size < 0 || size > l.most {
		panic(fmt.Sprintf("a column of %d bytes: want at most %d MB in a batch", size, l.most>>20))
	}
	return l.Allocator.Reallocate(size, b)
}

// recovered turns a panic into an error: the library panics on damaged streams.
func recovered(err *error) {
	if fault := recover(); fault != nil {
		*err = fmt.Errorf("the stream is damaged: %v", fault)
	}
}

// Leaves are the columns that can be read.
func (s *Stream) Leaves() []geoparquet.Leaf { return s.leaves }

// Points are the leaves that the stream itself says are points: one, or those of longitude and
// latitude; nil for none.
func (s *Stream) Points() []int { return s.points }

// Notes say what was taken for granted.
func (s *Stream) Notes() []string { return s.said }

// Size is how many bytes were read.
func (s *Stream) Size() int64 { return s.in.n }

// next returns the next batch, which is the caller's to release; io.EOF after the last one.
func (s *Stream) next() (arrow.RecordBatch, error) {
	if len(s.head) > 0 {
		batch := s.head[0]
		s.head = s.head[1:]
		return batch, nil
	}
	return s.more()
}

func (s *Stream) more() (arrow.RecordBatch, error) {
	if s.err != nil {
		return nil, s.err
	}
	if s.reader.Next() {
		batch := s.reader.RecordBatch()
		batch.Retain()
		return batch, nil
	}
	s.err = io.EOF
	if err := s.reader.Err(); err != nil {
		s.err = fmt.Errorf("the stream of Arrow cannot be read: is it whole? %w", err)
	}
	return nil, s.err
}

// Head calls one with the cells of the first batch that has rows, until it returns false. Who sends
// a stream may wait for the answer to a batch before the next, so no other is read.
func (s *Stream) Head(at int, one func(geoparquet.Cell) bool) (err error) {
	defer recovered(&err)
	for len(s.head) == 0 || s.head[len(s.head)-1].NumRows() == 0 {
		batch, err := s.more()
		if err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		s.head = append(s.head, batch)
	}
	first := s.head[len(s.head)-1]
	read := s.found[at].reader(first)
	for row := range int(first.NumRows()) {
		var c geoparquet.Cell
		if read(row, &c); !one(c) {
			return nil
		}
	}
	return nil
}

// Copy writes the stream with columns added. each is called with the cells of the leaves, a slice
// for each, and adds a row for each of them. Few texts of the column free are alike; those of all
// others become dictionaries. A writer that can is flushed behind each batch.
func (s *Stream) Copy(w io.Writer, leaves []int, fields []geo.Field, free int, each func(cells [][]geoparquet.Cell, add func([]geoparquet.Value)) error) (err error) {
	defer recovered(&err)
	added := newAdded(fields, free)
	schema := s.reader.Schema()
	of := schema.Metadata()
	whole := arrow.NewSchema(slices.Concat(schema.Fields(), added.schema()), &of)
	out := ipc.NewWriter(w, ipc.WithSchema(whole), ipc.WithDictionaryDeltas(true))
	for {
		batch, err := s.next()
		if errors.Is(err, io.EOF) {
			return out.Close()
		} else if err != nil {
			return err
		}
		if err := s.cells(batch, leaves, each, added.add); err != nil {
			return err
		}
		columns, err := added.columns(int(batch.NumRows()))
		if err != nil {
			return err
		}
		full := array.NewRecordBatch(whole, slices.Concat(batch.Columns(), columns), batch.NumRows())
		err = out.Write(full)
		full.Release()
		batch.Release()
		if out, is := w.(interface{ Flush() error }); is {
			err = errors.Join(err, out.Flush())
		}
		if err != nil {
			return err
		}
	}
}

// cells hands the cells of a batch on, in pieces.
func (s *Stream) cells(batch arrow.RecordBatch, leaves []int, each func([][]geoparquet.Cell, func([]geoparquet.Value)) error, add func([]geoparquet.Value)) error {
	readers, cells := make([]func(int, *geoparquet.Cell), len(leaves)), make([][]geoparquet.Cell, len(leaves))
	for i, at := range leaves {
		readers[i] = s.found[at].reader(batch)
		cells[i] = make([]geoparquet.Cell, geoparquet.BatchRows)
	}
	rows := int(batch.NumRows())
	for from := 0; from < rows; from += geoparquet.BatchRows {
		n := min(rows-from, geoparquet.BatchRows)
		for i, read := range readers {
			cells[i] = cells[i][:n]
			for k := range cells[i] {
				cells[i][k] = geoparquet.Cell{}
				read(from+k, &cells[i][k])
			}
		}
		if err := each(cells, add); err != nil {
			return err
		}
	}
	return nil
}
