package publish

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/url"
	"slices"
	"strconv"
	"time"

	"demarc/data/dataset"
	"demarc/data/export"
	"demarc/server/answer"
	"demarc/server/answer/files"
)

// mostPicture is how large a picture may be that goes with a link.
const mostPicture = 40_000

// The sizes of pictures to try, with how many colours: the first that is small enough is taken.
var pictureSizes = []struct{ width, height, colours int }{
	{1200, 630, 64}, {1000, 525, 48}, {800, 420, 48}, {800, 420, 24}, {600, 315, 32}, {600, 315, 16}, {480, 252, 16}, {320, 168, 16},
}

// picture asks for a picture at the address of that of a view, makes it small, and returns its key.
func (c *collector) picture(ctx context.Context, query string) (string, error) {
	values, err := url.ParseQuery(query)
	if err != nil {
		return "", err
	}
	values.Del("width")
	values.Del("height")
	query = values.Encode()
	if key, known := c.pictures[query]; known {
		return key, nil
	}
	var small []byte
	for i, size := range pictureSizes[c.pictureSize:] {
		values.Set("width", strconv.Itoa(size.width))
		values.Set("height", strconv.Itoa(size.height))
		drawn, err := c.pixels(ctx, values)
		if err != nil {
			return "", err
		}
		if small, err = paletted(drawn, size.colours); err != nil {
			return "", err
		}
		if len(small) <= mostPicture {
			c.pictureSize += i // the next of the same map is no smaller
			break
		}
	}
	if len(small) > mostPicture {
		return "", fmt.Errorf("the picture has %d bytes at its smallest, want %d", len(small), mostPicture)
	}
	key := c.add("pictures", ".png", "image/png", small)
	c.pictures[query] = key
	return key, nil
}

// pixels draws the picture of a view. It is not asked for as PNG, which would be written only to be
// read and written again.
func (c *collector) pixels(ctx context.Context, values url.Values) (*image.RGBA, error) {
	format, err := export.ByName("png")
	if err != nil {
		return nil, err
	}
	snapshot := c.Snapshot
	if viewpoint := values.Get("viewpoint"); viewpoint != "" {
		if snapshot, err = snapshot.From(viewpoint); err != nil {
			return nil, err
		}
	}
	job, err := files.Read(answer.Question{Snapshot: snapshot, Values: values, Today: time.Now}, format, dataset.ControlLayer)
	if err != nil {
		return nil, err
	}
	job.Context = ctx
	return export.Pixels(job)
}

// paletted writes a picture with so many colours.
func paletted(pixels *image.RGBA, colours int) ([]byte, error) {
	bounds, counts := pixels.Bounds(), map[color.RGBA]int{}
	each(pixels, func(c color.RGBA, _, n int) { counts[c] += n })
	palette := chosen(counts, colours)
	nearest := make(map[color.RGBA]uint8, len(counts))
	for c := range counts {
		nearest[c] = uint8(palette.Index(c))
	}
	out := image.NewPaletted(bounds, palette)
	each(pixels, func(c color.RGBA, at, n int) {
		index := nearest[c]
		for i := at; i < at+n; i++ {
			out.Pix[i] = index
		}
	})
	var b bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.DefaultCompression}).Encode(&b, out) // the best is 6 % smaller in 13 times the time
	return b.Bytes(), err
}

// each calls for the pixels of a picture, for all that follow each other and are alike at once.
func each(pixels *image.RGBA, call func(c color.RGBA, at, n int)) {
	colour := func(i int) color.RGBA {
		return color.RGBA{pixels.Pix[4*i], pixels.Pix[4*i+1], pixels.Pix[4*i+2], pixels.Pix[4*i+3]}
	}
	for at, all := 0, len(pixels.Pix)/4; at < all; {
		c, end := colour(at), at+1
		for end < all && colour(end) == c {
			end++
		}
		call(c, at, end-at)
		at = end
	}
}

// colourBox is a part of the space of colours, with those of a picture that lie in it.
type colourBox struct {
	colours []color.RGBA
	pixels  int
}

// chosen returns colours for a palette by median cut: the box with the most to lose is halved by
// pixels along its longest side until there are enough.
func chosen(counts map[color.RGBA]int, most int) color.Palette {
	first := colourBox{}
	for c, n := range counts {
		first.colours, first.pixels = append(first.colours, c), first.pixels+n
	}
	slices.SortFunc(first.colours, func(a, b color.RGBA) int { // the order of a map is none
		return cmp.Or(cmp.Compare(a.R, b.R), cmp.Compare(a.G, b.G), cmp.Compare(a.B, b.B), cmp.Compare(a.A, b.A))
	})
	boxes := []colourBox{first}
	for len(boxes) < most {
		widest, loss := -1, 0
		for i, b := range boxes {
			if _, side := b.longest(); side*side*b.pixels > loss {
				widest, loss = i, side*side*b.pixels
			}
		}
		if widest < 0 {
			break
		}
		low, high := boxes[widest].halved(counts)
		boxes[widest], boxes = low, append(boxes, high)
	}
	var palette color.Palette
	for _, b := range boxes {
		palette = append(palette, b.mean(counts))
	}
	return palette
}

func channel(c color.RGBA, i int) int { return int([4]uint8{c.R, c.G, c.B, c.A}[i]) }

// longest is the channel in which the colours lie farthest apart, and how far.
func (b colourBox) longest() (at, side int) {
	for i := range 4 {
		low, high := 255, 0
		for _, c := range b.colours {
			low, high = min(low, channel(c, i)), max(high, channel(c, i))
		}
		if high-low > side {
			at, side = i, high-low
		}
	}
	return at, side
}

func (b colourBox) halved(counts map[color.RGBA]int) (low, high colourBox) {
	at, _ := b.longest()
	slices.SortStableFunc(b.colours, func(x, y color.RGBA) int { return cmp.Compare(channel(x, at), channel(y, at)) })
	for i, c := range b.colours {
		low.pixels += counts[c]
		if 2*low.pixels >= b.pixels && i < len(b.colours)-1 || i == len(b.colours)-2 {
			low.colours = b.colours[:i+1]
			break
		}
	}
	high = colourBox{b.colours[len(low.colours):], b.pixels - low.pixels}
	return low, high
}

// mean is the colour that most of a box has nearby: of one that fills half of it, that itself.
func (b colourBox) mean(counts map[color.RGBA]int) color.Color {
	var sum [4]int
	for _, c := range b.colours {
		if 2*counts[c] >= b.pixels {
			return c
		}
		for i := range sum {
			sum[i] += channel(c, i) * counts[c]
		}
	}
	n := max(1, b.pixels)
	return color.RGBA{uint8(sum[0] / n), uint8(sum[1] / n), uint8(sum[2] / n), uint8(sum[3] / n)}
}
