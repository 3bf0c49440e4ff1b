package imports

import (
	"fmt"
	"math"
)

// palette gives colours to actors that the file gives none: first those of firstColors, then each
// time the one of a raster of colours that is farthest from all given so far, so that any number of
// them are as far apart as can be. It is always the same.
type palette struct {
	given      []oklab
	candidates []candidate
}

// firstColors are for all kinds of sight (Okabe and Ito 2008).
var firstColors = []string{"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#f0e442", "#666666"}

// candidate is a colour that may be given, with its distance from the nearest that was.
type candidate struct {
	oklab
	text    string
	nearest float64
}

// oklab is a colour by lightness and two opposites; equal distances look alike (Ottosson 2020,
// https://bottosson.github.io/posts/oklab/).
type oklab [3]float64

// next returns the next colour.
func (p *palette) next() string {
	if p.candidates == nil {
		p.candidates = raster()
	}
	best := 0
	for i, c := range p.candidates {
		if c.nearest > p.candidates[best].nearest {
			best = i
		}
	}
	text, color := p.candidates[best].text, p.candidates[best].oklab
	if n := len(p.given); n < len(firstColors) {
		var rgb [3]int
		text = firstColors[n]
		fmt.Sscanf(text, "#%02x%02x%02x", &rgb[0], &rgb[1], &rgb[2]) // they are written so
		color = inOKLab(rgb)
	}
	p.given = append(p.given, color)
	for i := range p.candidates {
		c := &p.candidates[i]
		c.nearest = min(c.nearest, c.distance(color))
	}
	return text
}

// raster lists colours that show on white and on dark ground.
func raster() []candidate {
	const step, lightest, darkest = 17, 0.92, 0.3
	var all []candidate
	for r := 0; r < 256; r += step {
		for g := 0; g < 256; g += step {
			for b := 0; b < 256; b += step {
				if color := inOKLab([3]int{r, g, b}); color[0] >= darkest && color[0] <= lightest {
					all = append(all, candidate{color, fmt.Sprintf("#%02x%02x%02x", r, g, b), math.Inf(1)})
				}
			}
		}
	}
	return all
}

func (a oklab) distance(b oklab) float64 {
	return math.Hypot(math.Hypot(a[0]-b[0], a[1]-b[1]), a[2]-b[2])
}

func inOKLab(rgb [3]int) oklab {
	var linear [3]float64
	for i, v := range rgb {
		if c := float64(v) / 255; c <= 0.04045 {
			linear[i] = c / 12.92
		} else {
			linear[i] = math.Pow((c+0.055)/1.055, 2.4)
		}
	}
	mixed := func(m [3][3]float64, v [3]float64) (out [3]float64) {
		for i, row := range m {
			out[i] = row[0]*v[0] + row[1]*v[1] + row[2]*v[2]
		}
		return out
	}
	cones := mixed([3][3]float64{
		{0.4122214708, 0.5363325363, 0.0514459929}, {0.2119034982, 0.6806995451, 0.1073969566}, {0.0883024619, 0.2817188376, 0.6299787005},
	}, linear)
	for i := range cones {
		cones[i] = math.Cbrt(cones[i])
	}
	return mixed([3][3]float64{
		{0.2104542553, 0.7936177850, -0.0040720468}, {1.9779984951, -2.4285922050, 0.4505937099}, {0.0259040371, 0.7827717662, -0.8086757660},
	}, cones)
}
