// Package picture draws a map as a single image, SVG or PNG, with everything around it that a
// reader needs who sees nothing else: title, date, legend, scale and credits.
//
// A picture is drawn once, by marks of two kinds, and each format is a pen that knows these two:
//
//	Picture   lay: where title, map,       pen.paint(path, fill, stroke)   svg     elements and
//	  or  --> legend, credits go      -->  pen.text(x, y, text, style) --> pen --> texts as text
//	Inset     frame: degrees to pixels,                                |
//	          cut to what is seen                                      +-> raster  edges, masks,
//	                                                                       pen --> inks; letters
//	                                                                               as paths
//
// What must hold, so that both show the same:
//
//   - A path is in pixels at a scale of 1, with its outlines all one way around and its holes the
//     other. Inside is what any of it goes around: the only rule that both formats have.
//   - Whatever is made of simpler things is made of them before it comes to a pen: a pattern is
//     the marks of one cell, a halo a stroke along letters, a legend's swatch a box.
//   - Texts are measured with the fonts that the PNG is set in: Noto Sans, of which Latin,
//     Cyrillic, Greek, Armenian and Georgian are built in, see Drawable. SVG names the fonts and
//     leaves other scripts to whoever shows it.
//
// An Inset has no surroundings: a map for a page of HTML, whose style it takes.
//
// Shapes are longitude, latitude in degrees (WGS 84) and are drawn in web mercator. Sizes are in
// pixels at a scale of 1.
package picture

import (
	"errors"
	"fmt"

	"github.com/paulmach/orb"
)

// The sizes that can be drawn, in pixels at a scale of 1.
const (
	MinSide = 200
	MaxSide = 4000
)

// Picture is a map with its surroundings.
type Picture struct {
	Width, Height int // of the whole picture, pixels
	// Scale is the pixels of a PNG for one of Width, 1 to 3; 0 is 1.
	Scale  float64
	Bound  orb.Bound // that must be seen
	Lang   string    // BCP 47 tag of the texts
	Dark   bool      // for a dark page; the colours of shapes and labels are given as they are
	Title  string
	Lead   string // second line, larger: the date
	Stance string // third line, as strong: whose view the map shows
	Note   string // last line, smaller
	Shapes []Shape
	Labels []Label
	// Borders part what names stand on; they are not drawn.
	Borders []Border
	Legend  []Entry
	// Credits stand at the bottom, each as a paragraph.
	Credits []string
	// Length writes a number of metres for the scale bar: "20 km".
	Length func(metres float64) string
	// Room is the least that head and foot take. Pictures that are shown one after the other are
	// given that of the fullest, so that their maps lie still.
	Room Room
	// Between is called between shapes; its error ends the drawing. It may be nil.
	Between func() error
}

// Room is the height of what stands above the map and below it, in pixels.
type Room struct{ Head, Foot float64 }

// Shape is a geometry with its look. Shapes are drawn in their order; equal fills should be one
// shape, so that no seam shows between neighbours.
type Shape struct {
	Geometry orb.Geometry
	Fill     *Fill
	Strokes  []Stroke // from the widest down
	Radius   float64  // of points
	// Class leaves the look of the shape to the style sheet of the page that an inset stands in.
	// Title is what the page shows of it under the pointer.
	Class, Title string
}

// Pattern is what is drawn over the colour of an area.
type Pattern string

// The patterns.
const (
	Solid   Pattern = "solid"   // none
	Hatch   Pattern = "hatch"   // diagonals rising to the right
	Stripes Pattern = "stripes" // diagonals falling to the right
	Dots    Pattern = "dots"
	Bands   Pattern = "bands" // level
	Mesh    Pattern = "mesh"  // diagonals rising to the right, and level lines
	Upright Pattern = "upright"
	Grid    Pattern = "grid"   // upright, and level lines
	Dashes  Pattern = "dashes" // level, short and staggered
)

// Fill is the look of an area. Colours are #rrggbb, "" for none.
type Fill struct {
	Color   string
	Opacity float64 // of Color
	Pattern Pattern
	Ink     string // of the pattern
}

// Stroke is the look of a line.
type Stroke struct {
	Color   string  // #rrggbb
	Opacity float64 // 0 is 1
	Width   float64
	Dash    []float64 // lengths drawn and left out, by turns
}

// Label is a name on the map. Those of lower rank are placed first; one that finds no room is left
// out.
type Label struct {
	Text  string
	Point orb.Point
	Rank  int
	Size  float64
	Bold  bool
	Color string
	Dot   float64 // radius of the mark at Point; 0: the name is centred on Point
	// Group has the labels of one thing, of which the first is drawn that has a place; "": it is
	// alone.
	Group string
}

// Entry explains a fill.
type Entry struct {
	Text string
	Fill Fill
}

// inks are the colours of what surrounds the map, and of the land on it.
type inks struct{ surface, land, text, muted, halo string }

var (
	lightInks = inks{surface: "#ffffff", land: "#f1eee7", text: "#1b2229", muted: "#58626c", halo: "#ffffff"}
	darkInks  = inks{surface: "#1a2027", land: "#171c22", text: "#e8ebee", muted: "#a5afb9", halo: "#0c1014"}
)

func (p *Picture) inks() inks {
	if p.Dark {
		return darkInks
	}
	return lightInks
}

// errSize is wrapped by the errors for pictures that are too small or too large.
var errSize = errors.New("picture size")

func (p *Picture) check() error {
	if p.Width < MinSide || p.Height < MinSide || p.Width > MaxSide || p.Height > MaxSide {
		return fmt.Errorf("%w %dx%d: want %d to %d pixels a side",
			errSize, p.Width, p.Height, MinSide, MaxSide)
	}
	if p.scale() < 1 || p.scale() > 3 {
		return fmt.Errorf("%w: scale %g: want 1 to 3", errSize, p.Scale)
	}
	b := p.Bound
	if !(-360 <= b.Min[0] && b.Min[0] < b.Max[0] && b.Max[0] <= 360 &&
		-90 <= b.Min[1] && b.Min[1] < b.Max[1] && b.Max[1] <= 90) {
		return fmt.Errorf("%w: nothing to show between %v and %v", errSize, b.Min, b.Max)
	}
	return nil
}

func (p *Picture) scale() float64 {
	if p.Scale == 0 {
		return 1
	}
	return p.Scale
}
