package film

import (
	"bufio"
	"compress/lzw"
	"encoding/binary"
	"errors"
	"image"
	"io"
	"math/bits"
	"strings"
)

// Options say how a film is shown.
type Options struct {
	Once    bool   // ends at the last picture; without it the film begins anew
	Comment string // what readers that show comments say of it
}

// WriteGIF writes the film as GIF89a (https://www.w3.org/Graphics/GIF/spec-gif89a.txt). It holds
// the pixels of one picture, so it is not image/gif, which wants all of them at once.
func (f *Film) WriteGIF(to io.Writer, o Options) error {
	if len(f.frames) == 0 {
		return errors.New("film: no pictures")
	}
	palette, of := f.colors.palette(f.mostColors())
	w := &writer{Writer: bufio.NewWriter(to), clear: len(palette)}
	w.codeBits = max(bits.Len(uint(len(palette))), 2)
	if len(f.frames) == 1 {
		w.clear, w.codeBits = -1, max(bits.Len(uint(len(palette)-1)), 2)
	}
	w.WriteString("GIF89a")
	w.numbers(f.size.X, f.size.Y)
	w.Write([]byte{0x80 | 0x70 | uint8(w.codeBits-1), 0, 0}) // a table of colours of 8 bits
	table := make([]byte, 3<<w.codeBits)
	for i, c := range palette {
		copy(table[3*i:], c[:])
	}
	w.Write(table)
	if !o.Once && len(f.frames) > 1 {
		w.WriteString("\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00")
	}
	if o.Comment != "" {
		w.WriteString("\x21\xfe")
		w.blocks(strings.NewReader(o.Comment))
	}
	for i := range f.frames {
		if err := w.frame(&f.frames[i], of); err != nil {
			return err
		}
	}
	w.WriteByte(0x3b)
	return w.Flush() // has the error of all that was written
}

// writer writes the parts of a GIF.
type writer struct {
	*bufio.Writer
	clear    int // the colour of what does not change, -1 for none
	codeBits int
	pixels   []uint8
}

func (w *writer) numbers(all ...int) {
	for _, n := range all {
		w.Write(binary.LittleEndian.AppendUint16(nil, uint16(n)))
	}
}

// frame writes the rectangle that changes; each stays for the next to be laid over it.
func (w *writer) frame(fr *frame, of []uint8) error {
	box := fr.box
	if box.Empty() { // nothing changes, for longer than a frame can stand
		box = image.Rect(0, 0, 1, 1)
	}
	const stays = 1 << 2
	control, clear := byte(stays), byte(0)
	if w.clear >= 0 {
		control, clear = stays|1, byte(w.clear)
	}
	w.Write([]byte{0x21, 0xf9, 4, control})
	w.numbers(fr.delay)
	w.Write([]byte{clear, 0, 0x2c})
	w.numbers(box.Min.X, box.Min.Y, box.Dx(), box.Dy())
	w.Write([]byte{0, uint8(w.codeBits)})
	size := box.Dx() * box.Dy()
	if cap(w.pixels) < size {
		w.pixels = make([]uint8, size)
	}
	pixels := w.pixels[:size]
	for i := range pixels {
		pixels[i] = clear
	}
	fr.draw(pixels, of)
	blocks := &blockWriter{to: w.Writer}
	packed := lzw.NewWriter(blocks, lzw.LSB, w.codeBits)
	if _, err := packed.Write(pixels); err != nil {
		return err
	}
	if err := packed.Close(); err != nil {
		return err
	}
	return blocks.close()
}

// blocks writes all that r has in blocks.
func (w *writer) blocks(r io.Reader) {
	blocks := &blockWriter{to: w.Writer}
	io.Copy(blocks, r)
	blocks.close()
}

// blockWriter cuts what is written into blocks of up to 255 bytes, each after its length.
type blockWriter struct {
	to   *bufio.Writer
	held [256]byte
	n    int
}

func (b *blockWriter) Write(p []byte) (int, error) {
	for i := range p {
		b.n++
		b.held[b.n] = p[i]
		if b.n == 255 {
			if err := b.flush(); err != nil {
				return i, err
			}
		}
	}
	return len(p), nil
}

func (b *blockWriter) flush() error {
	b.held[0] = byte(b.n)
	_, err := b.to.Write(b.held[:b.n+1])
	b.n = 0
	return err
}

// close writes what is left, and the empty block that ends them.
func (b *blockWriter) close() error {
	if b.n > 0 {
		if err := b.flush(); err != nil {
			return err
		}
	}
	return b.to.WriteByte(0)
}
