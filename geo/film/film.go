// Package film writes pictures that follow each other as one animated GIF, with a single palette of
// colours that the pictures have.
//
//	picture --Add--> the pixels that differ from the picture before, as numbers of colours
//	                      |
//	all colours --> palette: at most 256 of them, the others each at its nearest
//	                      |
//	                      '--WriteGIF--> for each picture the rectangle that changes,
//	                                     transparent where it does not
//
// What must hold: a reader that lays each rectangle over what is there sees the pictures as they
// were added, pixel by pixel, but for colours that the palette lacks. No pixel is mixed of several,
// so what is equal in two pictures stays equal.
//
// A picture costs the memory of what it changes, two bytes a pixel, and the last one is held whole.
package film

import (
	"fmt"
	"image"
)

// Film is pictures that follow each other.
type Film struct {
	size   image.Point
	last   []byte // the picture added last, four bytes a pixel
	frames []frame
	colors colorTable
}

// frame is what a picture changes.
type frame struct {
	box image.Rectangle // around all of it
	// runs are pixels side by side: row, column, how many, and the colour of each.
	runs  []uint16
	delay int
}

// longest is how long a frame of a GIF may stand, in hundredths of a second.
const longest = 1<<16 - 1

// New begins a film.
func New(width, height int) *Film {
	return &Film{size: image.Pt(width, height), colors: newColorTable()}
}

// Add adds an opaque picture that stands for so many hundredths of a second. One that changes
// nothing has the one before it stand longer.
func (f *Film) Add(img *image.RGBA, hundredths int) error {
	if img.Rect.Size() != f.size || img.Stride != 4*f.size.X {
		return fmt.Errorf("film of %v pixels: got a picture of %v", f.size, img.Rect.Size())
	}
	first := f.last == nil
	if first {
		f.last = make([]byte, len(img.Pix))
	}
	next := frame{delay: min(max(hundredths, 1), longest)}
	for y := range f.size.Y {
		row, before := img.Pix[y*img.Stride:][:img.Stride], f.last[y*img.Stride:][:img.Stride]
		if first || string(row) != string(before) {
			f.compareRow(&next, y, row, before, first)
			copy(before, row)
		}
	}
	if n := len(f.frames); n > 0 && len(next.runs) == 0 && f.frames[n-1].delay+next.delay <= longest {
		f.frames[n-1].delay += next.delay
		return nil
	}
	f.frames = append(f.frames, next)
	return nil
}

// compareRow notes the pixels of a row that are not as before.
func (f *Film) compareRow(next *frame, y int, row, before []byte, all bool) {
	for x := 0; x < f.size.X; {
		if !all && same(row, before, x) {
			x++
			continue
		}
		start := len(next.runs)
		next.runs = append(next.runs, uint16(y), uint16(x), 0)
		from := x
		for ; x < f.size.X && (all || !same(row, before, x)); x++ {
			next.runs = append(next.runs, f.colors.number(row[4*x], row[4*x+1], row[4*x+2]))
		}
		next.runs[start+2] = uint16(x - from)
		next.box = next.box.Union(image.Rect(from, y, x, y+1))
	}
}

func same(a, b []byte, x int) bool {
	return a[4*x] == b[4*x] && a[4*x+1] == b[4*x+1] && a[4*x+2] == b[4*x+2]
}

// draw lays the frame over the pixels of its box, which have the width of the box.
func (fr *frame) draw(pixels, of []uint8) {
	width := fr.box.Dx()
	for r := fr.runs; len(r) > 0; {
		at := (int(r[0])-fr.box.Min.Y)*width + int(r[1]) - fr.box.Min.X
		n := int(r[2])
		for i, color := range r[3 : 3+n] {
			pixels[at+i] = of[color]
		}
		r = r[3+n:]
	}
}
