package picture

import (
	"encoding/binary"
	"image"
	"image/draw"
	"image/png"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"golang.org/x/image/vector"
)

// WritePNG writes the picture as PNG.
func (p *Picture) WritePNG(w io.Writer) error {
	if err := p.check(); err != nil {
		return err
	}
	encoder := png.Encoder{CompressionLevel: png.DefaultCompression}
	return encoder.Encode(w, p.image())
}

func (p *Picture) image() image.Image {
	scale := p.scale()
	r := newRaster(int(float64(p.Width)*scale+0.5), int(float64(p.Height)*scale+0.5), scale)
	p.draw(r)
	return r.img
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
	img   *image.RGBA // premultiplied
	scale float64
	cells map[Fill]*image.RGBA
	edges edges
	bands [][]int32 // for each band the edges that it touches
	cut   edges     // those of one band
	area  vector.Rasterizer
	mask  []uint8
}

const bandRows = 16

func newRaster(width, height int, scale float64) *raster {
	return &raster{
		img: image.NewRGBA(image.Rect(0, 0, width, height)), scale: scale, cells: map[Fill]*image.RGBA{},
		bands: make([][]int32, (height+bandRows-1)/bandRows), mask: make([]uint8, width*bandRows),
	}
}

func (r *raster) paint(p path, f Fill, k Stroke) {
	var inks []ink
	if f.Color != "" {
		inks = append(inks, inkOf(f.Color, f.Opacity))
	}
	if f.patterned() {
		inks = append(inks, ink{cell: r.cell(f.cell())})
	}
	if len(inks) > 0 {
		r.edges = r.edges[:0]
		r.edges.fill(p, r.scale)
		r.cover(inks)
	}
	if k.Width > 0 {
		r.edges = r.edges[:0]
		r.edges.stroke(p, k, r.scale)
		r.cover([]ink{inkOf(k.Color, k.Opacity)})
	}
}

func (r *raster) text(x, y float64, text string, style textStyle) {
	p := outline(orb.Point{x, y}, text, style)
	if style.halo {
		r.paint(p, Fill{}, halo)
	}
	r.paint(p, Fill{Color: style.color}, Stroke{})
}

// cell draws one cell of a pattern.
func (r *raster) cell(f Fill) *image.RGBA {
	if r.cells[f] == nil {
		side := int(patternCell*r.scale + 0.5)
		pen := newRaster(side, side, float64(side)/patternCell)
		drawCell(pen, f)
		r.cells[f] = pen.img
	}
	return r.cells[f]
}

// cover paints what is within the edges with each ink.
func (r *raster) cover(inks []ink) {
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

func (r *raster) coverBand(top int, touching []int32, inks []ink) {
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
	for _, ink := range inks {
		for y := range rows {
			ink.over(r.img.Pix[r.img.PixOffset(left, top+y):], mask.Pix[y*width:(y+1)*width], left, top+y)
		}
	}
}

// ink is a colour, or a cell that is repeated in both directions.
type ink struct {
	color texel
	cell  *image.RGBA
}

// texel is red, green, blue and opacity, the former multiplied with the latter, in parts of full.
type texel [4]uint32

const full = 255 << 16

// over draws over a row of pixels, the first at x and y, what the mask lets through.
func (k *ink) over(pixels, mask []uint8, x, y int) {
	from := k.color
	for i := 0; i < len(mask); i++ {
		m := uint32(mask[i])
		if m == 0 {
			if i+8 <= len(mask) && binary.LittleEndian.Uint64(mask[i:]) == 0 {
				i += 7
			}
			continue
		}
		if k.cell != nil {
			side := k.cell.Rect.Dx()
			at := k.cell.Pix[y%side*k.cell.Stride+(x+i)%side*4:]
			from = texel{uint32(at[0]) << 16, uint32(at[1]) << 16, uint32(at[2]) << 16, uint32(at[3]) << 16}
		}
		from.over(pixels[4*i:4*i+4:4*i+4], m)
	}
}

// over draws over a pixel at an opacity of m out of 255.
func (t texel) over(pixel []uint8, m uint32) {
	if m < 255 {
		t = texel{t[0] * m / 255, t[1] * m / 255, t[2] * m / 255, t[3] * m / 255}
	}
	keep, half := full-t[3], uint32(1<<15)
	_ = pixel[3]
	pixel[0] = uint8((t[0] + uint32(pixel[0])*keep/255 + half) >> 16)
	pixel[1] = uint8((t[1] + uint32(pixel[1])*keep/255 + half) >> 16)
	pixel[2] = uint8((t[2] + uint32(pixel[2])*keep/255 + half) >> 16)
	pixel[3] = uint8((t[3] + uint32(pixel[3])*keep/255 + half) >> 16)
}

// inkOf reads #rrggbb, grey for anything else; an opacity of 0 is 1.
func inkOf(text string, opacity float64) ink {
	n, err := strconv.ParseUint(strings.TrimPrefix(text, "#"), 16, 32)
	if err != nil || len(text) != 7 {
		n = 0x999999
	}
	if opacity == 0 {
		opacity = 1
	}
	channel := func(c uint64) uint32 { return uint32(float64(c&0xff) * (1 << 16) * opacity) }
	return ink{color: texel{channel(n >> 16), channel(n >> 8), channel(n), channel(0xff)}}
}
