package film

import (
	"cmp"
	"image/color"
	"slices"
)

// colorTable numbers the colours of a film and counts their pixels. Beyond so many that a number of
// two bytes would not do, colours fall together with others alike.
type colorTable struct {
	numbers map[uint32]uint16
	colors  []rgb
	counts  []int
	last    uint32 // the colour looked up last: most pixels have that of the one beside them
	lastAt  uint16
}

type rgb [3]uint8

// exactColors are told apart; of those that come later only the upper half of each channel, which
// makes at most 4096 more.
const exactColors = 1<<16 - 1<<12

func newColorTable() colorTable { return colorTable{numbers: map[uint32]uint16{}, last: 1 << 31} }

func (t *colorTable) number(r, g, b uint8) uint16 {
	key := uint32(r)<<16 | uint32(g)<<8 | uint32(b)
	if key != t.last {
		t.last, t.lastAt = key, t.find(key, rgb{r, g, b})
	}
	t.counts[t.lastAt]++
	return t.lastAt
}

func (t *colorTable) find(key uint32, c rgb) uint16 {
	if n, found := t.numbers[key]; found {
		return n
	}
	if len(t.colors) >= exactColors {
		const coarse = 1 << 24 // beyond all colours, so that these keys meet no other
		key = key&0xf0f0f0 | coarse
		if n, found := t.numbers[key]; found {
			return n
		}
	}
	n := uint16(len(t.colors))
	t.numbers[key] = n
	t.colors = append(t.colors, c)
	t.counts = append(t.counts, 0)
	return n
}

// palette returns at most so many colours of the table, and for each colour its place among them.
// Half of them are the most frequent: the flat colours of areas, land and paper, so those are
// exact. The others stand for the rest, which are mostly edges smoothed: each for a box of colours
// alike, of which it is the one next to their mean.
func (t *colorTable) palette(most int) (palette []rgb, of []uint8) {
	order := make([]int, len(t.colors))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(t.counts[b], t.counts[a]), cmp.Compare(a, b))
	})
	exact := len(order)
	if exact > most {
		exact = most / 2
	}
	for _, i := range order[:exact] {
		palette = append(palette, t.colors[i])
	}
	for _, box := range t.boxes(order[exact:], most-exact) {
		palette = append(palette, t.middle(box))
	}
	of = make([]uint8, len(t.colors))
	for i, c := range t.colors {
		of[i] = uint8(nearest(palette, c))
	}
	return palette, of
}

// boxes parts colours into at most so many boxes: the one with the most pixels times width is cut
// across its widest channel, where half of its pixels lie on each side (median cut, Heckbert 1982).
func (t *colorTable) boxes(colors []int, most int) [][]int {
	if len(colors) == 0 {
		return nil
	}
	boxes := [][]int{colors}
	weights, channels := []int{0}, []int{0}
	weights[0], channels[0] = t.weigh(colors)
	for len(boxes) < most {
		at := 0
		for i, w := range weights {
			if w > weights[at] {
				at = i
			}
		}
		if weights[at] == 0 {
			break
		}
		low, high := t.cut(boxes[at], channels[at])
		boxes[at] = low
		weights[at], channels[at] = t.weigh(low)
		weight, channel := t.weigh(high)
		boxes, weights, channels = append(boxes, high), append(weights, weight), append(channels, channel)
	}
	return boxes
}

// middle returns the colour of a box that is next to the mean of its pixels.
func (t *colorTable) middle(box []int) rgb {
	var sums [3]int
	pixels := 0
	for _, i := range box {
		pixels += t.counts[i]
		for c, v := range t.colors[i] {
			sums[c] += int(v) * t.counts[i]
		}
	}
	colors := make([]rgb, len(box))
	for i, at := range box {
		colors[i] = t.colors[at]
	}
	return colors[nearest(colors, rgb{uint8(sums[0] / pixels), uint8(sums[1] / pixels), uint8(sums[2] / pixels)})]
}

// weigh returns how much a box wants to be cut, and across which channel; 0 for a single colour.
func (t *colorTable) weigh(box []int) (weight, channel int) {
	low, high, pixels := rgb{255, 255, 255}, rgb{}, 0
	for _, i := range box {
		pixels += t.counts[i]
		for c, v := range t.colors[i] {
			low[c], high[c] = min(low[c], v), max(high[c], v)
		}
	}
	width := 0
	for c := range low {
		if w := int(high[c]) - int(low[c]); w > width {
			width, channel = w, c
		}
	}
	return width * pixels, channel
}

func (t *colorTable) cut(box []int, channel int) (low, high []int) {
	slices.SortFunc(box, func(a, b int) int {
		return cmp.Or(cmp.Compare(t.colors[a][channel], t.colors[b][channel]), cmp.Compare(a, b))
	})
	pixels := 0
	for _, i := range box {
		pixels += t.counts[i]
	}
	half, n := 0, 0
	for n < len(box)-1 && (n == 0 || half < pixels/2) {
		half += t.counts[box[n]]
		n++
	}
	return box[:n], box[n:]
}

// nearest returns the place of the colour that looks most like c, with eyes that see green best.
func nearest(palette []rgb, c rgb) int {
	best, least := 0, 1<<30
	for i, p := range palette {
		r, g, b := int(p[0])-int(c[0]), int(p[1])-int(c[1]), int(p[2])-int(c[2])
		if d := 2*r*r + 4*g*g + 3*b*b; d < least {
			best, least = i, d
		}
	}
	return best
}

// Palette returns the colours that the film is written in, of those of its pictures, and how many
// those have.
func (f *Film) Palette() (palette color.Palette, colors int) {
	chosen, _ := f.colors.palette(f.mostColors())
	for _, c := range chosen {
		palette = append(palette, color.RGBA{c[0], c[1], c[2], 255})
	}
	return palette, len(f.colors.colors)
}

// mostColors leaves one place for what does not change, where there is anything before.
func (f *Film) mostColors() int {
	if len(f.frames) > 1 {
		return 255
	}
	return 256
}
