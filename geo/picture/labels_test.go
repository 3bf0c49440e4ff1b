package picture

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
)

// plotter is a pen that remembers names and the dots that they were drawn with, which come before
// them.
type plotter struct {
	dots  []orb.Point
	names []plotted
}

type plotted struct {
	text  string
	place rect
	dot   int // in dots; -1 for a name without one
}

func (p *plotter) paint(drawn path, fill Fill, _ Stroke) {
	if len(drawn.discs) == 1 && fill.Color == "#000001" {
		p.dots = append(p.dots, drawn.discs[0].at)
	}
}

func (p *plotter) text(x, y float64, text string, style textStyle) {
	if style.color != "#000001" {
		return
	}
	p.names = append(p.names, plotted{text, rect{x, y - style.size*0.7, measure(text, style), style.size * 0.7}, len(p.dots) - 1})
}

// zigzag is a line from north to south, and eastOf the plain way to tell on which side of it a
// point lies.
var zigzag = orb.LineString{{15, 6}, {15.6, 3}, {14.2, 1}, {15.8, -1}, {14.6, -2.5}, {15, -6}}

func eastOf(f frame, p orb.Point) bool {
	for i := 1; i < len(zigzag); i++ {
		a, b := f.at(zigzag[i-1]), f.at(zigzag[i])
		if a[1] <= p[1] && p[1] < b[1] {
			return p[0] > a[0]+(p[1]-a[1])/(b[1]-a[1])*(b[0]-a[0])
		}
	}
	return p[0] > f.at(zigzag[0])[0]
}

func townsAlong(seed uint64) *Picture {
	p, random := square(), rand.New(rand.NewPCG(seed, 1))
	p.Shapes = append(p.Shapes, Shape{Geometry: orb.Point{13, 2}, Radius: 4, Fill: &Fill{Color: "#00ff00", Opacity: 1}})
	for i, at := range zigzag[1:] {
		// one line in pieces, as junctions of other lines cut it
		p.Borders = append(p.Borders, Border{Line: orb.LineString{zigzag[i], at}, Sides: [2]int{0, 1}, Parts: true})
	}
	for i := range 80 {
		p.Labels = append(p.Labels, Label{
			Text: fmt.Sprint("Town ", i), Rank: i % 3, Size: 12, Color: "#000001", Dot: 2.4,
			Point: orb.Point{15 + (random.Float64()-0.5)*[...]float64{1, 3, 9}[i%3], (random.Float64() - 0.5) * 9},
		})
	}
	return p
}

// Of the labels of one thing the first is drawn that has a place; at a mark none has.
func TestOneNameOfAGroup(t *testing.T) {
	for _, marked := range []bool{false, true} {
		p, want := square(), "Sea at 15"
		for _, x := range []float64{15, 18, 12} {
			p.Labels = append(p.Labels, Label{Text: fmt.Sprint("Sea at ", x), Group: "sea", Size: 12, Color: "#000001", Point: orb.Point{x, 0}})
		}
		if marked {
			want = "Sea at 18"
			for y := -2.0; y <= 2; y += 0.2 {
				p.Shapes = append(p.Shapes, Shape{Geometry: orb.Point{15, y}, Radius: 4, Fill: &Fill{Color: "#00ff00"}})
			}
		}
		var pen plotter
		if err := p.draw(&pen); err != nil {
			t.Fatal(err)
		}
		if len(pen.names) != 1 || pen.names[0].text != want {
			t.Errorf("marked %t: got %v, want %s alone", marked, pen.names, want)
		}
	}
}

func TestNamesStandAtTheirOwnDots(t *testing.T) {
	drawn, near := 0, 0
	for seed := range uint64(30) {
		p := townsAlong(seed)
		f := newFrame(p.Bound, p.lay().mapBox)
		mark := f.at(orb.Point{13, 2})
		var pen plotter
		if err := p.draw(&pen); err != nil {
			t.Fatal(err)
		}
		drawn += len(pen.names)
		for _, n := range pen.names {
			dot := pen.dots[n.dot]
			own := n.place.from(dot)
			for i, other := range append(pen.dots[:len(pen.dots):len(pen.dots)], mark) {
				if i == len(pen.dots) && math.Hypot(mark[0]-dot[0], mark[1]-dot[1]) < 10 {
					continue // the mark of the place itself
				}
				if i != n.dot && n.place.from(other) <= own {
					t.Errorf("seed %d: %s is %.1f pixels from its dot at %v, and %.1f from another at %v",
						seed, n.text, own, dot, n.place.from(other), other)
				}
			}
			if least := alongZigzag(f, dot); least > 20 {
				continue
			}
			near++
			middle := orb.Point{n.place.x + n.place.w/2, n.place.y + n.place.h/2}
			if eastOf(f, dot) != eastOf(f, middle) {
				t.Errorf("seed %d: %s at %v lies across the line from its dot at %v", seed, n.text, middle, dot)
			}
		}
	}
	if drawn < 300 || near < 60 {
		t.Errorf("only %d names are drawn, %d of them near the line", drawn, near)
	}
}

// alongZigzag is how far a point lies from the line, by points of it close to each other.
func alongZigzag(f frame, p orb.Point) float64 {
	least := math.Inf(1)
	for i := 1; i < len(zigzag); i++ {
		a, b := f.at(zigzag[i-1]), f.at(zigzag[i])
		for k := range 501 {
			share := float64(k) / 500
			least = min(least, math.Hypot(a[0]+share*(b[0]-a[0])-p[0], a[1]+share*(b[1]-a[1])-p[1]))
		}
	}
	return least
}

// A line between what is held alike parts nothing: names may lie across it, those that need not do
// not.
func TestNamesAcrossLinesThatPartNothing(t *testing.T) {
	p := square()
	p.Labels = []Label{{Text: "A long name of a town", Size: 12, Color: "#000001", Dot: 2.4, Point: orb.Point{15, 0}}}
	for _, tt := range []struct {
		name  string
		lines []orb.LineString
		parts bool
		drawn int
	}{
		{"no line", nil, false, 1},
		{"a line on the right", []orb.LineString{{{15.1, 6}, {15.1, -6}}}, false, 1},
		{"one that parts, around the dot", []orb.LineString{{{14.9, 0.1}, {15.1, 0.1}, {15.1, -0.1}, {14.9, -0.1}, {14.9, 0.1}}}, true, 0},
		{"the same that parts nothing", []orb.LineString{{{14.9, 0.1}, {15.1, 0.1}, {15.1, -0.1}, {14.9, -0.1}, {14.9, 0.1}}}, false, 1},
	} {
		p.Borders = nil
		for _, line := range tt.lines {
			p.Borders = append(p.Borders, Border{Line: line, Parts: tt.parts})
		}
		var pen plotter
		if err := p.draw(&pen); err != nil {
			t.Fatal(err)
		}
		if len(pen.names) != tt.drawn {
			t.Errorf("%s: %d names are drawn, want %d", tt.name, len(pen.names), tt.drawn)
		}
		if tt.name == "a line on the right" && len(pen.names) == 1 && pen.names[0].place.x+pen.names[0].place.w > pen.dots[0][0]+2 {
			t.Errorf("%s: the name is at %v, want it left of its dot at %v", tt.name, pen.names[0].place, pen.dots[0])
		}
	}
}
