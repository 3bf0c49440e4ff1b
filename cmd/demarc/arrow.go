package main

import (
	"bufio"
	"cmp"
	"io"

	"demarc/data"
	"demarc/data/enrich"
	"demarc/data/enrich/columnar"
)

// mostBatch is how large a batch of rows of a stream of Arrow may be, in bytes.
const mostBatch = 512 << 20

// isArrow tells a stream of Arrow by its first bytes.
func isArrow(in *bufio.Reader, name string) (bool, error) {
	if start, _ := in.Peek(len(columnar.FileStart)); string(start) == columnar.FileStart {
		return false, misusef("%s is an Arrow file (Feather): want a stream of Arrow, as pyarrow.ipc.new_stream writes it, or Parquet", name)
	}
	start, _ := in.Peek(len(columnar.StreamStart))
	return string(start) == columnar.StreamStart, nil
}

// arrowRun locates a stream of Arrow.
func (c *call) arrowRun(f *tableFlags, name string, file io.Closer, in io.Reader) (tableRunner, error) {
	switch toStdout := f.file == "" || f.file == standardOutput; {
	case f.format != "" || f.delimiter != "" || f.noHeader || f.encoding != "":
		return nil, misusef("%s is a stream of Arrow: -format, -delimiter, -no-header and -encoding are about other tables", name)
	case f.zip:
		return nil, misusef("-z: a stream of Arrow is not written as gzip")
	case toStdout && isTerminal(c.stdout):
		return nil, misusef("a stream of Arrow is nothing for a terminal: want -o located.arrows, or > located.arrows")
	case isParquetName(f.file):
		return nil, misusef("-o %s: what is made of a stream of Arrow is one: want a name such as located.arrows", f.file)
	}
	return func(s *data.Snapshot, out io.Writer, o enrich.Options) (enrich.Result, error) {
		defer file.Close()
		buffered := bufio.NewWriterSize(out, 256<<10)
		result, err := columnar.Run(s, in, buffered, o, mostBatch)
		return result, cmp.Or(err, buffered.Flush())
	}, nil
}
