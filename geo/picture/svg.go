package picture

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// WriteSVG writes the picture as SVG 1.1, with its texts as text.
func (p *Picture) WriteSVG(w io.Writer) error {
	if err := p.check(); err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	s := &svg{out: out, patterns: map[Fill]string{}}
	s.printf(`<?xml version="1.0" encoding="UTF-8"?>`+"\n"+
		`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" xml:lang="%s" font-family="'Noto Sans','Noto Sans Armenian','Noto Sans Georgian',sans-serif" stroke-linejoin="round">`+"\n",
		p.Width, p.Height, p.Width, p.Height, escape(p.Lang))
	s.printf("<title>%s</title>\n", escape(strings.Trim(p.Title+", "+p.Lead, ", ")))
	s.printf("<desc>%s</desc>\n", escape(strings.Join(p.Credits, " ")))
	p.draw(s)
	s.printf("</svg>\n")
	if s.err != nil {
		return s.err
	}
	return out.Flush()
}

// svg is the pen that writes SVG.
type svg struct {
	out      *bufio.Writer
	err      error
	patterns map[Fill]string // ids of those defined so far
}

func (s *svg) printf(format string, args ...any) {
	if s.err == nil {
		_, s.err = fmt.Fprintf(s.out, format, args...)
	}
}

func (s *svg) fill(p path, f Fill) {
	if f.Color != "" {
		s.printf(`<path fill="%s"%s fill-rule="evenodd" d="%s"/>`+"\n", escape(f.Color), opacity("fill", f.Opacity), d(p))
	}
	if id := s.pattern(f); id != "" {
		s.printf(`<path fill="url(#%s)" fill-rule="evenodd" d="%s"/>`+"\n", id, d(p))
	}
}

// pattern returns the id of the pattern of a fill, "" for none, and defines it first if that is needed.
func (s *svg) pattern(f Fill) string {
	if f.Pattern == Solid || f.Pattern == "" || f.Ink == "" {
		return ""
	}
	key := Fill{Pattern: f.Pattern, Ink: f.Ink}
	if id := s.patterns[key]; id != "" {
		return id
	}
	id := "p" + strconv.Itoa(len(s.patterns)+1)
	s.patterns[key] = id
	cell := patternCell
	s.printf(`<defs><pattern id="%s" patternUnits="userSpaceOnUse" width="%g" height="%g">`, id, cell, cell)
	switch f.Pattern {
	case Dots:
		for _, at := range dotsAt {
			s.printf(`<circle cx="%g" cy="%g" r="%g" fill="%s" fill-opacity="%g"/>`, at*cell, at*cell, dotRadius*cell, escape(f.Ink), inkOpacity)
		}
	default:
		rise := 1.0
		if f.Pattern == Hatch {
			rise = -1
		}
		s.printf(`<path stroke="%s" stroke-opacity="%g" stroke-width="%g" d="`, escape(f.Ink), inkOpacity, lineShare(f.Pattern)*cell)
		for _, shift := range []float64{-cell, 0, cell} {
			s.printf("M%g %gL%g %g", shift-cell, cell/2-rise*1.5*cell, shift+2*cell, cell/2+rise*1.5*cell)
		}
		s.printf(`"/>`)
	}
	s.printf("</pattern></defs>\n")
	return id
}

func (s *svg) stroke(p path, k Stroke) {
	dash := ""
	if len(k.Dash) > 0 {
		var parts []string
		for _, n := range k.Dash {
			parts = append(parts, strconv.FormatFloat(n, 'g', -1, 64))
		}
		dash = ` stroke-dasharray="` + strings.Join(parts, " ") + `"`
	}
	s.printf(`<path fill="none" stroke="%s"%s stroke-width="%g"%s d="%s"/>`+"\n", escape(k.Color), opacity("stroke", k.Opacity), k.Width, dash, d(p))
}

func (s *svg) text(x, y float64, text string, style textStyle) {
	more := ""
	if style.bold {
		more += ` font-weight="bold"`
	}
	if style.halo {
		more += ` stroke="` + haloInk + `" stroke-opacity="0.86" stroke-width="3" paint-order="stroke"`
	}
	s.printf(`<text x="%s" y="%s" font-size="%g" fill="%s"%s>%s</text>`+"\n", short(x), short(y), style.size, escape(style.color), more, escape(text))
}

// d is the path data, to a tenth of a pixel.
func d(p path) string {
	var b strings.Builder
	for _, line := range p.lines {
		for i, at := range line {
			b.WriteByte("ML"[min(i, 1)])
			b.WriteString(short(at[0]))
			b.WriteByte(' ')
			b.WriteString(short(at[1]))
		}
		if p.closed {
			b.WriteByte('Z')
		}
	}
	return b.String()
}

func short(x float64) string {
	text := strconv.FormatFloat(x, 'f', 1, 64)
	return strings.TrimSuffix(text, ".0")
}

func opacity(of string, value float64) string {
	if value == 0 || value == 1 {
		return ""
	}
	return fmt.Sprintf(` %s-opacity="%g"`, of, value)
}

func escape(text string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(text)); err != nil {
		return "" // a strings.Builder never fails
	}
	return b.String()
}
