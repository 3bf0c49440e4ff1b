package picture

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
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
		`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" xml:lang="%s" `+
		`font-family="'Noto Sans','Noto Sans Armenian','Noto Sans Georgian',sans-serif" stroke-linejoin="round">`+"\n",
		p.Width, p.Height, p.Width, p.Height, escape(p.Lang))
	head := slices.DeleteFunc([]string{p.Title, p.Lead, p.Stance}, func(text string) bool { return text == "" })
	s.printf("<title>%s</title>\n", escape(strings.Join(head, ", ")))
	s.printf("<desc>%s</desc>\n", escape(strings.Join(p.Credits, " ")))
	if err := p.draw(s); err != nil {
		return err
	}
	s.printf("</svg>\n")
	if s.err != nil {
		return s.err
	}
	return out.Flush()
}

// svg is the pen that writes SVG.
type svg struct {
	out *bufio.Writer
	err error
	// class and title of the shape being drawn, whose look is that of its class where it has none
	// of its own
	class, title string
	patterns     map[Fill]string // ids of those defined so far
}

func (s *svg) printf(format string, args ...any) {
	if s.err == nil {
		_, s.err = fmt.Fprintf(s.out, format, args...)
	}
}

func (s *svg) paint(p path, f Fill, k Stroke) {
	data := d(p)
	if !f.patterned() {
		s.path(s.fillOf(f)+strokeOf(k), data)
		return
	}
	class := s.class
	s.class = "" // the pattern above has it, and the title
	id := s.pattern(f.cell())
	if f.Color != "" {
		s.path(s.fillOf(f), data)
	}
	s.class = class
	s.path(` fill="url(#`+id+`)"`+strokeOf(k), data)
}

func (s *svg) path(look, data string) {
	if s.class == "" {
		s.printf(`<path%s d="%s"/>`+"\n", look, data)
		return
	}
	s.printf(`<path class="%s"%s d="%s"><title>%s</title></path>`+"\n",
		escape(s.class), look, data, escape(s.title))
}

func (s *svg) fillOf(f Fill) string {
	switch {
	case f.Color != "":
		return ` fill="` + escape(f.Color) + `"` + opacity("fill", f.Opacity)
	case s.class != "":
		return ""
	}
	return ` fill="none"`
}

func strokeOf(k Stroke) string {
	if k.Width == 0 {
		return ""
	}
	dash := ""
	for i, n := range k.Dash {
		dash += [...]string{` stroke-dasharray="`, " "}[min(i, 1)] + strconv.FormatFloat(n, 'g', -1, 64)
	}
	if dash != "" {
		dash += `"`
	}
	return fmt.Sprintf(` stroke="%s"%s stroke-width="%g"%s`,
		escape(k.Color), opacity("stroke", k.Opacity), k.Width, dash)
}

// pattern returns the id of a pattern, and defines it before its first use.
func (s *svg) pattern(cell Fill) string {
	id := s.patterns[cell]
	if id == "" {
		id = "p" + strconv.Itoa(len(s.patterns)+1)
		s.patterns[cell] = id
		s.printf(`<defs><pattern id="%s" patternUnits="userSpaceOnUse" width="%g" height="%g">`+"\n",
			id, patternCell, patternCell)
		drawCell(s, cell)
		s.printf("</pattern></defs>\n")
	}
	return id
}

func (s *svg) text(x, y float64, text string, style textStyle) {
	more := ""
	if style.bold {
		more += ` font-weight="bold"`
	}
	if style.halo != "" {
		more += strokeOf(style.around()) + ` paint-order="stroke"`
	}
	s.printf(`<text x="%s" y="%s" font-size="%g" fill="%s"%s>%s</text>`+"\n",
		short(x), short(y), style.size, escape(style.color), more, escape(text))
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
	for _, c := range p.discs {
		r, wide := short(c.radius), short(2*c.radius)
		fmt.Fprintf(&b, "M%s %sa%s %s 0 1 0 %s 0a%s %s 0 1 0 -%s 0Z",
			short(c.at[0]-c.radius), short(c.at[1]), r, r, wide, r, r, wide)
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
