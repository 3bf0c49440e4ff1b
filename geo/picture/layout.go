package picture

import (
	"math"
	"strings"
	"unicode"
)

// Sizes of the surroundings in pixels.
const (
	pad        = 16.0
	titleSize  = 17.0
	leadSize   = 21.0
	stanceSize = 14.0
	noteSize   = 13.0
	legendSize = 12.5
	creditSize = 11.0
	rowHeight  = 23.0
	creditStep = 16.0
	swatchW    = 24.0
	swatchH    = 15.0
)

// layout is where everything goes.
type layout struct {
	head    []line
	mapBox  rect
	legend  []placedEntry
	credits []line
	room    Room
}

// line is a line of text with its baseline.
type line struct {
	text  string
	x, y  float64
	style textStyle
}

type placedEntry struct {
	Entry
	x, y float64
}

// lay arranges the picture: head, map, legend, credits from top to bottom. The map gets what is
// left, but at least half of the height; legend and credits that do not fit below it then are cut
// off at their end.
func (p *Picture) lay() layout {
	var l layout
	ink := p.inks()
	width := float64(p.Width)
	y := pad - 4
	for _, row := range []struct {
		text  string
		style textStyle
	}{
		{p.Title, textStyle{size: titleSize, bold: true, color: ink.text}},
		{p.Lead, textStyle{size: leadSize, bold: true, color: ink.text}},
		{p.Stance, textStyle{size: stanceSize, bold: true, color: ink.text}},
		{p.Note, textStyle{size: noteSize, color: ink.muted}},
	} {
		if row.text == "" {
			continue
		}
		y += row.style.size*1.15 + 5
		l.head = append(l.head, line{shorten(row.text, row.style, width-2*pad), pad, math.Round(y), row.style})
	}
	if y > pad {
		y += 12
	}
	legend, rows := p.layLegend(width - 2*pad)
	credits := p.layCredits(width - 2*pad)
	below := max(pad/2+float64(rows)*rowHeight+float64(len(credits))*creditStep+pad/2, p.Room.Foot)
	y = max(y, p.Room.Head)
	l.room = Room{y, below}
	height := max(float64(p.Height)-y-below, float64(p.Height)/2)
	l.mapBox = rect{0, math.Round(y), width, math.Round(height)}
	y = l.mapBox.y + l.mapBox.h + pad/2 + 2
	for _, e := range legend {
		e.x, e.y = e.x+pad, e.y+y
		if e.y+swatchH < float64(p.Height) {
			l.legend = append(l.legend, e)
		}
	}
	y += float64(rows) * rowHeight
	for i, c := range credits {
		c.x, c.y = pad, math.Round(y+float64(i)*creditStep+creditSize)
		if c.y < float64(p.Height) {
			l.credits = append(l.credits, c)
		}
	}
	return l
}

// Taken returns the room that head and foot of the picture take.
func (p *Picture) Taken() Room { return p.lay().room }

// layLegend sets the entries in rows and returns their number.
func (p *Picture) layLegend(width float64) (entries []placedEntry, rows int) {
	style := textStyle{size: legendSize}
	x, y := 0.0, 0.0
	for _, entry := range p.Legend {
		entry.Text = shorten(entry.Text, style, width-swatchW-6)
		wide := swatchW + 6 + measure(entry.Text, style) + 20
		if x > 0 && x+wide-20 > width {
			x, y = 0, y+rowHeight
		}
		entries = append(entries, placedEntry{entry, x, y})
		x += wide
	}
	if len(entries) == 0 {
		return nil, 0
	}
	return entries, int(y/rowHeight) + 1
}

// layCredits wraps the credits.
func (p *Picture) layCredits(width float64) []line {
	style := textStyle{size: creditSize, color: p.inks().muted}
	var lines []line
	for _, paragraph := range p.Credits {
		for _, text := range wrap(paragraph, style, width) {
			lines = append(lines, line{text: text, style: style})
		}
	}
	return lines
}

// wrap breaks a text at spaces. A word that is wider than a line is shortened.
func wrap(text string, style textStyle, width float64) []string {
	var lines []string
	current := ""
	for _, word := range strings.Fields(text) {
		longer := strings.TrimSpace(current + " " + word)
		if current != "" && measure(longer, style) > width {
			lines = append(lines, current)
			longer = word
		}
		current = shorten(longer, style, width)
	}
	if current != "" {
		lines = append(lines, current)
	}
	return lines
}

// shorten cuts a text that is too wide and marks that with an ellipsis.
func shorten(text string, style textStyle, width float64) string {
	if measure(text, style) <= width {
		return text
	}
	runes := []rune(text)
	low, high := 0, len(runes) // the longest beginning that fits is in [low, high)
	for low+1 < high {
		middle := (low + high) / 2
		if measure(string(runes[:middle])+"…", style) <= width {
			low = middle
		} else {
			high = middle
		}
	}
	for low > 0 && unicode.In(runes[low], unicode.M, unicode.Cf) { // never between a letter and its marks
		low--
	}
	return strings.TrimRight(string(runes[:low]), " ,;") + "…"
}
