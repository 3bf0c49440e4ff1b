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
	fills := []Fill{{Pattern: Hatch, Ink: "#d55e00"}, {Pattern: Stripes, Ink: "#0072b2"}, {Pattern: Dots, Ink: "#6a7078"}}
	for _, side := range []int{12, 16, 32} {
		var b bytes.Buffer
		if err := WriteCells(&b, fills, side); err != nil {
			t.Fatal(err)
		}
		written, err := png.Decode(&b)
		if err != nil || written.Bounds() != image.Rect(0, 0, 3*side, side) {
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

func abs(n int) int { return max(n, -n) }
