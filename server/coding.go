package server

import (
	"bytes"
	"io"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// coding is a content coding (RFC 9110, 8.4.1).
type coding uint8

const (
	identity coding = iota
	gzipped
	zstandard
	brotlied
)

var codingNames = [...]string{"identity", "gzip", "zstd", "br"}

// The codings offered, best first: answers made for one request want speed, those that are kept
// want to be small.
var (
	fastCodings = []coding{zstandard, gzipped}
	keptCodings = []coding{brotlied, zstandard, gzipped}
)

// smallest is the size in bytes below which compression is not worth a header.
const smallest = 512

// gzipLevel takes 60 % of the time of level 6 for tiles that are 3 % larger. Browsers ask for zstd
// or brotli, which are smaller.
const gzipLevel = 3

var gzipWriters = sync.Pool{New: func() any {
	w, _ := gzip.NewWriterLevel(nil, gzipLevel)
	return w
}}

var brotliWriters = sync.Pool{New: func() any { return brotli.NewWriterLevel(nil, 5) }}

// zstdEncoder may be used by many at once; it is made when first needed.
var zstdEncoder = sync.OnceValue(func() *zstd.Encoder {
	e, _ := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(2)) // the options are valid
	return e
})

// zstdWriters compress answers while they are made. Each works on the goroutine that writes and
// looks 1 MiB back.
var zstdWriters = sync.Pool{New: func() any {
	w, _ := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20)) // the options are valid
	return w
}}

// compressor returns a writer that compresses into w, and the function that releases it once
// closed.
func compressor(c coding, w io.Writer) (io.WriteCloser, func()) {
	switch c {
	case zstandard:
		z := zstdWriters.Get().(*zstd.Encoder)
		z.Reset(w)
		return z, func() { zstdWriters.Put(z) }
	case brotlied:
		z := brotliWriters.Get().(*brotli.Writer)
		z.Reset(w)
		return z, func() { brotliWriters.Put(z) }
	}
	z := gzipWriters.Get().(*gzip.Writer)
	z.Reset(w)
	return z, func() { gzipWriters.Put(z) }
}

// compress returns the body in a coding.
func compress(c coding, body []byte) []byte {
	switch c {
	case identity:
		return body
	case zstandard:
		return zstdEncoder().EncodeAll(body, nil)
	}
	var out bytes.Buffer
	w, release := compressor(c, &out)
	defer release()
	w.Write(body) // a buffer takes everything
	w.Close()
	return out.Bytes()
}
