package picture

import (
	"bytes"
	"image"
	"image/draw"
	"image/png"
	"testing"
)

// A cell is the square that pictures repeat, whatever its size.
func TestWriteCells(t *testing.T) {
	fills := []Fill{{Pattern: Hatch, Ink: "#d55e00"}, {Pattern: Stripes, Ink: "#0072b2"}, {Pattern: Dots, Ink: "#6a7078"},
		{Pattern: Bands, Ink: "#d55e00"}, {Pattern: Mesh, Ink: "#0072b2"}, {Pattern: Upright, Ink: "#0072b2"}, {Pattern: Dashes, Ink: "#d55e00"}, {Pattern: Grid, Ink: "#d55e00"}}
	for _, side := range []int{12, 16, 32} {
		var b bytes.Buffer
		if err := WriteCells(&b, fills, side); err != nil {
			t.Fatal(err)
		}
		written, err := png.Decode(&b)
		if err != nil || written.Bounds() != image.Rect(0, 0, len(fills)*side, side) {
			t.Fatalf("side %d: got %v, %v", side, written.Bounds(), err)
		}
		row := image.NewRGBA(written.Bounds())
		draw.Draw(row, row.Rect, written, image.Point{}, draw.Src)
		r := newRaster(2*side, 2*side, float64(side)/patternCell)
		for i, f := range fills {
			repeated, marked := r.pattern(f), 0
			for y := range side {
				for x := range side {
					got, want := row.RGBAAt(i*side+x, y), repeated.RGBAAt(side+x, y)
					if abs(int(got.R)-int(want.R)) > 2 || got.A != want.A {
						t.Fatalf("%s of %d: pixel %d, %d is %v, want %v", f.Pattern, side, x, y, got, want)
					}
					if got.A > 0 {
						marked++
					}
				}
			}
			if marked == 0 || marked == side*side {
				t.Errorf("%s marks %d of %d pixels", f.Pattern, marked, side*side)
			}
		}
	}
}

// Bands are level; a mesh has a level line through diagonals, and ink once where they cross.
func TestLevelCells(t *testing.T) {
	const side = 24
	for _, tt := range []struct {
		pattern           Pattern
		top, middle, last int // pixels of a row that are marked
	}{
		{Bands, 0, side, 0},
		{Mesh, side, 0, 0},
		{Upright, side / 4, side / 4, side / 4},
		{Dashes, 0, 0, 0},
		{Grid, side, side / 4, side / 4},
	} {
		r := newRaster(side, side, side/patternCell)
		drawCell(r, Fill{Pattern: tt.pattern, Ink: "#0072b2"})
		for y, want := range map[int]int{0: tt.top, side / 2: tt.middle, side - 1: tt.last} {
			marked := 0
			for x := range side {
				a := r.img.RGBAAt(x, y).A
				if a > 0 {
					marked++
				}
				if a > 0.8*255+1 {
					t.Errorf("%s: pixel %d, %d is inked twice", tt.pattern, x, y)
				}
			}
			level := marked == side
			if level != (want == side) || want == 0 && tt.pattern == Bands && marked > 0 {
				t.Errorf("%s: row %d has %d of %d pixels marked", tt.pattern, y, marked, side)
			}
		}
	}
}

func abs(n int) int { return max(n, -n) }
