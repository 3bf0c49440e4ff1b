package picture

import (
	"image"
	"image/color"
	"image/png"
	"io"
	"strconv"
	"strings"

	"github.com/fogleman/gg"
	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"
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
	r := &raster{
		ctx:      gg.NewContext(int(float64(p.Width)*scale+0.5), int(float64(p.Height)*scale+0.5)),
		scale:    scale,
		patterns: map[Fill]image.Image{}, faces: map[faceKey][]font.Face{},
	}
	r.ctx.SetFillRule(gg.FillRuleEvenOdd)
	r.ctx.SetLineJoinRound()
	r.ctx.SetLineCapButt()
	p.draw(r)
	return r.ctx.Image()
}

// raster is the pen that draws pixels.
type raster struct {
	ctx      *gg.Context
	scale    float64
	patterns map[Fill]image.Image
	faces    map[faceKey][]font.Face
}

type faceKey struct {
	size float64
	bold bool
}

func (r *raster) trace(p path) {
	for _, line := range p.lines {
		for i, at := range line {
			if i == 0 {
				r.ctx.MoveTo(at[0]*r.scale, at[1]*r.scale)
			} else {
				r.ctx.LineTo(at[0]*r.scale, at[1]*r.scale)
			}
		}
		if p.closed {
			r.ctx.ClosePath()
		}
	}
}

func (r *raster) fill(p path, f Fill) {
	if f.Color != "" {
		r.trace(p)
		r.ctx.SetColor(colorOf(f.Color, f.Opacity))
		r.ctx.Fill()
	}
	if f.Pattern != Solid && f.Pattern != "" && f.Ink != "" {
		r.trace(p)
		r.ctx.SetFillStyle(gg.NewSurfacePattern(r.pattern(f), gg.RepeatBoth))
		r.ctx.Fill()
	}
}

// pattern draws one cell of a pattern.
func (r *raster) pattern(f Fill) image.Image {
	key := Fill{Pattern: f.Pattern, Ink: f.Ink}
	if cell := r.patterns[key]; cell != nil {
		return cell
	}
	side := int(patternCell*r.scale + 0.5)
	size := float64(side)
	ctx := gg.NewContext(side, side)
	ctx.SetColor(colorOf(f.Ink, inkOpacity))
	if f.Pattern == Dots {
		for _, at := range dotsAt {
			ctx.DrawCircle(at*size, at*size, dotRadius*size)
			ctx.Fill()
		}
	} else {
		rise := 1.0
		if f.Pattern == Hatch {
			rise = -1
		}
		ctx.SetLineWidth(lineShare(f.Pattern) * size)
		for _, shift := range []float64{-size, 0, size} {
			ctx.DrawLine(shift-size, size/2-rise*1.5*size, shift+2*size, size/2+rise*1.5*size)
		}
		ctx.Stroke()
	}
	r.patterns[key] = ctx.Image()
	return ctx.Image()
}

func (r *raster) stroke(p path, k Stroke) {
	r.trace(p)
	r.ctx.SetColor(colorOf(k.Color, k.Opacity))
	r.ctx.SetLineWidth(k.Width * r.scale)
	dash := make([]float64, len(k.Dash))
	for i, n := range k.Dash {
		dash[i] = n * r.scale
	}
	r.ctx.SetDash(dash...)
	r.ctx.Stroke()
}

func (r *raster) text(x, y float64, text string, style textStyle) {
	key := faceKey{style.size * r.scale, style.bold}
	faces, ok := r.faces[key]
	t := typefaces()[style.bold]
	if !ok {
		faces = t.faces(key.size)
		r.faces[key] = faces
	}
	if style.halo {
		halo := colorOf(haloInk, 0.35)
		for _, d := range haloAround {
			r.write(t, faces, (x+d[0])*r.scale, (y+d[1])*r.scale, text, halo)
		}
	}
	r.write(t, faces, x*r.scale, y*r.scale, text, colorOf(style.color, 1))
}

// haloAround are the offsets in pixels at which a text is drawn in the colour of its halo.
var haloAround = [...][2]float64{{-1.5, 0}, {1.5, 0}, {0, -1.5}, {0, 1.5}, {-1.1, -1.1}, {1.1, -1.1}, {-1.1, 1.1}, {1.1, 1.1}, {-0.8, 0}, {0.8, 0}, {0, -0.8}, {0, 0.8}}

func (r *raster) write(t typeface, faces []font.Face, x, y float64, text string, c color.Color) {
	drawer := font.Drawer{
		Dst: r.ctx.Image().(*image.RGBA), Src: image.NewUniform(c),
		Dot: fixed.Point26_6{X: fixed.Int26_6(x * 64), Y: fixed.Int26_6(y * 64)},
	}
	for _, run := range t.runs(text) {
		drawer.Face = faces[run.font]
		drawer.DrawString(run.text)
	}
}

// colorOf reads #rrggbb, grey for anything else; an opacity of 0 is 1.
func colorOf(text string, opacity float64) color.Color {
	n, err := strconv.ParseUint(strings.TrimPrefix(text, "#"), 16, 32)
	if err != nil || len(text) != 7 {
		n = 0x999999
	}
	if opacity == 0 {
		opacity = 1
	}
	return color.NRGBA{R: uint8(n >> 16), G: uint8(n >> 8), B: uint8(n), A: uint8(opacity*255 + 0.5)}
}
