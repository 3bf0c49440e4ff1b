package picture

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"

	"github.com/paulmach/orb"
	"golang.org/x/image/vector"

	"demarc/geo/rgb"
)

// WritePNG writes the picture as PNG.
func (p *Picture) WritePNG(w io.Writer) error {
	drawn, err := p.Image()
	if err != nil {
		return err
	}
	encoder := png.Encoder{CompressionLevel: png.DefaultCompression}
	return encoder.Encode(w, drawn)
}

// Image returns the pixels that WritePNG writes.
func (p *Picture) Image() (*image.RGBA, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	scale := p.scale()
	r := newRaster(int(float64(p.Width)*scale+0.5), int(float64(p.Height)*scale+0.5), scale)
	err := p.draw(r)
	return r.img, err
}

// raster is the pen that draws pixels. What a path covers is worked out in bands of a few rows, and
// of these only between the leftmost and the rightmost edge, so that a long thin line costs little
// and memory does not grow with the picture:
//
//	     +--------+    edges of a path
//	----/----------\---------------------
//	   /|          |\      one band: the part of each edge in it, a mask from
//	--/-------------\-|---- the first to the last, and one pass of each ink
//	  |<--- mask --->|
//
// An edge adds to the mask what lies right of it, up or down by its direction. So edges need no
// order, and what is left of the picture counts as well as what is in it.
type raster struct {
	img      *image.RGBA
	scale    float64
	patterns map[Fill]*image.RGBA
	edges    edges
	bands    [][]int32 // for each band the edges that it touches
	cut      edges     // those of one band
	area     vector.Rasterizer
	mask     []uint8
}

const bandRows = 16

func newRaster(width, height int, scale float64) *raster {
	return &raster{
		img: image.NewRGBA(image.Rect(0, 0, width, height)), scale: scale,
		patterns: map[Fill]*image.RGBA{},
		bands:    make([][]int32, (height+bandRows-1)/bandRows), mask: make([]uint8, width*bandRows),
	}
}

func (r *raster) paint(p path, f Fill, k Stroke) {
	var inks []image.Image
	if f.Color != "" {
		inks = append(inks, colorOf(f.Color, f.Opacity))
	}
	if f.patterned() {
		inks = append(inks, r.pattern(f.cell()))
	}
	if len(inks) > 0 {
		r.edges = r.edges[:0]
		r.edges.fill(p, r.scale)
		r.cover(inks)
	}
	if k.Width > 0 {
		r.edges = r.edges[:0]
		r.edges.stroke(p, k, r.scale)
		r.cover([]image.Image{colorOf(k.Color, k.Opacity)})
	}
}

func (r *raster) text(x, y float64, text string, style textStyle) {
	p := outline(orb.Point{x, y}, text, style)
	if style.halo != "" {
		r.paint(p, Fill{}, style.around())
	}
	r.paint(p, Fill{Color: style.color}, Stroke{})
}

// cellSide is the width and height of a pattern's cell in whole pixels.
func (r *raster) cellSide() int { return int(patternCell*r.scale + 0.5) }

// pattern repeats the cell of a pattern as far as a band may want it that begins in its first row.
func (r *raster) pattern(f Fill) *image.RGBA {
	if r.patterns[f] == nil {
		side := r.cellSide()
		cell := newRaster(side, side, float64(side)/patternCell)
		drawCell(cell, f)
		all := image.NewRGBA(image.Rect(0, 0, r.img.Rect.Dx(), side+bandRows))
		for y := 0; y < all.Rect.Dy(); y += side {
			for x := 0; x < all.Rect.Dx(); x += side {
				draw.Draw(all, image.Rect(x, y, x+side, y+side), cell.img, image.Point{}, draw.Src)
			}
		}
		r.patterns[f] = all
	}
	return r.patterns[f]
}

// cover paints what is within the edges with each ink.
func (r *raster) cover(inks []image.Image) {
	for i, e := range r.edges {
		top, bottom := min(e.a[1], e.b[1]), max(e.a[1], e.b[1])
		for b := max(int(top)/bandRows, 0); b < len(r.bands) && float64(b*bandRows) < bottom; b++ {
			r.bands[b] = append(r.bands[b], int32(i))
		}
	}
	for b, touching := range r.bands {
		if len(touching) > 0 {
			r.coverBand(b*bandRows, touching, inks)
			r.bands[b] = touching[:0]
		}
	}
}

func (r *raster) coverBand(top int, touching []int32, inks []image.Image) {
	size := r.img.Rect.Size()
	rows := min(bandRows, size.Y-top)
	r.cut = r.cut[:0]
	west, east := math.Inf(1), math.Inf(-1)
	for _, i := range touching {
		e := r.edges[i].between(float64(top), float64(top+rows))
		west, east = min(west, e.a[0], e.b[0]), max(east, e.a[0], e.b[0])
		r.cut = append(r.cut, e)
	}
	left, right := max(int(west), 0), min(int(east)+1, size.X)
	width := right - left
	if width <= 0 {
		return
	}
	r.area.Reset(width, rows)
	r.area.DrawOp = draw.Src
	for _, e := range r.cut {
		r.area.MoveTo(float32(e.a[0]-float64(left)), float32(e.a[1]-float64(top)))
		r.area.LineTo(float32(e.b[0]-float64(left)), float32(e.b[1]-float64(top)))
	}
	mask := &image.Alpha{Pix: r.mask[:width*rows], Stride: width, Rect: image.Rect(0, 0, width, rows)}
	r.area.Draw(mask, mask.Rect, image.Opaque, image.Point{})
	at := image.Rect(left, top, right, top+rows)
	for _, ink := range inks {
		draw.DrawMask(r.img, at, ink, image.Pt(left, top%r.cellSide()), mask, image.Point{}, draw.Over)
	}
}

// colorOf reads #rrggbb, grey for anything else; an opacity of 0 is 1.
func colorOf(text string, opacity float64) *image.Uniform {
	c, ok := rgb.Parse(text)
	if !ok {
		c = color.NRGBA{R: 0x99, G: 0x99, B: 0x99, A: 0xff}
	}
	if opacity != 0 {
		c.A = uint8(opacity*255 + 0.5)
	}
	return image.NewUniform(c)
}

// WriteCells writes the cells of patterns as PNG, squares of side pixels from left to right, for
// programs that repeat them: cells join without a seam.
func WriteCells(w io.Writer, fills []Fill, side int) error {
	row := image.NewRGBA(image.Rect(0, 0, side*len(fills), side))
	for i, f := range fills {
		cell := newRaster(side, side, float64(side)/patternCell)
		drawCell(cell, f)
		draw.Draw(row, image.Rect(i*side, 0, (i+1)*side, side), cell.img, image.Point{}, draw.Src)
	}
	return png.Encode(w, row)
}
