package film

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"math/rand/v2"
	"testing"
)

// painted is a picture of pixels in one colour, some of them in another.
func painted(width, height int, ground color.RGBA, spots ...color.RGBA) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(img, img.Rect, image.NewUniform(ground), image.Point{}, draw.Src)
	for i, c := range spots {
		img.SetRGBA(i%width, i/width, c)
	}
	return img
}

// shown is what a reader of others has on the screen after each frame.
func shown(t *testing.T, file []byte) (frames []*image.RGBA, read *gif.GIF) {
	t.Helper()
	read, err := gif.DecodeAll(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	canvas := image.NewRGBA(image.Rect(0, 0, read.Config.Width, read.Config.Height))
	for i, part := range read.Image {
		draw.Draw(canvas, part.Rect, part, part.Rect.Min, draw.Over)
		if read.Disposal[i] != gif.DisposalNone {
			t.Errorf("frame %d: disposal %d, want %d: it stays", i, read.Disposal[i], gif.DisposalNone)
		}
		now := image.NewRGBA(canvas.Rect)
		copy(now.Pix, canvas.Pix)
		frames = append(frames, now)
	}
	return frames, read
}

func written(t *testing.T, o Options, pictures ...*image.RGBA) []byte {
	t.Helper()
	f := New(pictures[0].Rect.Dx(), pictures[0].Rect.Dy())
	for _, p := range pictures {
		if err := f.Add(p, 25); err != nil {
			t.Fatal(err)
		}
	}
	var file bytes.Buffer
	if err := f.WriteGIF(&file, o); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// With no more colours than a palette holds, frames are the pictures to the pixel, whatever changes
// between them.
func TestFramesAreThePictures(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, colors := range []int{2, 3, 4, 5, 16, 17, 250, 255} {
		var pictures []*image.RGBA
		for n := range 6 {
			p := painted(37, 23, color.RGBA{A: 255})
			for i := 0; i < len(p.Pix); i += 4 {
				c := uint8(random.IntN(colors))
				p.Pix[i], p.Pix[i+1], p.Pix[i+2] = c, c/2, 255-c
			}
			if n > 0 { // part of it is as before
				before := pictures[n-1]
				draw.Draw(p, image.Rect(0, 0, 37, 4*n), before, image.Point{}, draw.Src)
			}
			pictures = append(pictures, p)
		}
		frames, _ := shown(t, written(t, Options{}, pictures...))
		if len(frames) != len(pictures) {
			t.Fatalf("%d colours: got %d frames, want %d", colors, len(frames), len(pictures))
		}
		for i, want := range pictures {
			if !bytes.Equal(frames[i].Pix, want.Pix) {
				t.Errorf("%d colours: frame %d is not its picture", colors, i)
			}
		}
	}
}

// One picture may have 256 colours, since nothing of it is as before.
func TestOnePictureHasAllColours(t *testing.T) {
	p := painted(16, 16, color.RGBA{A: 255})
	for i := range 256 {
		p.Pix[4*i] = uint8(i)
	}
	frames, _ := shown(t, written(t, Options{}, p))
	if !bytes.Equal(frames[0].Pix, p.Pix) {
		t.Error("a picture of 256 colours is not as it was added")
	}
}

// Of too many colours the frequent ones stay, the others become one that the pictures have, near
// by.
func TestTooManyColours(t *testing.T) {
	ground, zone := color.RGBA{241, 238, 231, 255}, color.RGBA{59, 143, 194, 255}
	p := painted(300, 300, ground)
	draw.Draw(p, image.Rect(0, 100, 300, 200), image.NewUniform(zone), image.Point{}, draw.Src)
	real := map[color.RGBA]bool{ground: true, zone: true}
	for i := range 3000 {
		c := color.RGBA{uint8(i), uint8(i / 13), uint8(i / 29 * 3), 255}
		p.SetRGBA(i%300, i/300, c)
		real[c] = true
	}
	q := painted(300, 300, zone)
	f := New(300, 300)
	for _, img := range []*image.RGBA{p, q} {
		if err := f.Add(img, 10); err != nil {
			t.Fatal(err)
		}
	}
	if palette, colors := f.Palette(); len(palette) != 255 || colors < 1000 {
		t.Errorf("got %d of %d colours, want 255 of more than a thousand", len(palette), colors)
	}
	frames, _ := shown(t, written(t, Options{}, p, q))
	for i := 0; i < len(p.Pix); i += 4 {
		got := color.RGBA{frames[0].Pix[i], frames[0].Pix[i+1], frames[0].Pix[i+2], 255}
		want := color.RGBA{p.Pix[i], p.Pix[i+1], p.Pix[i+2], 255}
		if !real[got] {
			t.Fatalf("pixel %d is %v, which no picture has", i/4, got)
		}
		if (want == ground || want == zone) && got != want {
			t.Fatalf("pixel %d is %v, want the flat colour %v", i/4, got, want)
		}
		if far := max(diff(got.R, want.R), diff(got.G, want.G), diff(got.B, want.B)); far > 40 {
			t.Fatalf("pixel %d is %v, want about %v", i/4, got, want)
		}
	}
	if !bytes.Equal(frames[1].Pix, q.Pix) {
		t.Error("a picture of one colour is not as it was added")
	}
}

func diff(a, b uint8) int { return max(int(a)-int(b), int(b)-int(a)) }

// More colours than numbers of two bytes: those that come last fall together, none is lost.
func TestMoreColoursThanNumbers(t *testing.T) {
	p := painted(512, 256, color.RGBA{A: 255})
	for i := range 512 * 256 {
		p.Pix[4*i], p.Pix[4*i+1], p.Pix[4*i+2] = uint8(i), uint8(i>>8), uint8(i>>16*17)
	}
	f := New(512, 256)
	if err := f.Add(p, 1); err != nil {
		t.Fatal(err)
	}
	if n := len(f.colors.colors); n <= exactColors || n > 1<<16 {
		t.Fatalf("got %d colours, want more than %d and at most %d", n, exactColors, 1<<16)
	}
	total := 0
	for _, n := range f.colors.counts {
		total += n
	}
	if total != 512*256 {
		t.Errorf("%d pixels are counted, want %d", total, 512*256)
	}
}

// A picture that changes nothing has the one before it stand longer; a frame that would stand
// longer than a GIF can say is followed by an empty one.
func TestNothingChanges(t *testing.T) {
	p := painted(4, 3, color.RGBA{1, 2, 3, 255})
	f := New(4, 3)
	for _, delay := range []int{100, 200, 60_000, 60_000} {
		if err := f.Add(p, delay); err != nil {
			t.Fatal(err)
		}
	}
	var file bytes.Buffer
	if err := f.WriteGIF(&file, Options{Comment: "nothing"}); err != nil {
		t.Fatal(err)
	}
	frames, read := shown(t, file.Bytes())
	if len(frames) != 2 || read.Delay[0] != 60_300 || read.Delay[1] != 60_000 {
		t.Fatalf("got %d frames of %v, want two of 60300 and 60000", len(frames), read.Delay)
	}
	if !bytes.Equal(frames[1].Pix, p.Pix) {
		t.Error("the empty frame changes the picture")
	}
}

// Only the rectangle that changes is stored, loops are told, and so is what the film is.
func TestWhatIsStored(t *testing.T) {
	p, q := painted(40, 30, color.RGBA{9, 9, 9, 255}), painted(40, 30, color.RGBA{9, 9, 9, 255})
	q.SetRGBA(7, 5, color.RGBA{200, 0, 0, 255})
	q.SetRGBA(11, 8, color.RGBA{0, 200, 0, 255})
	file := written(t, Options{Comment: "Lantern Isles"}, p, q)
	_, read := shown(t, file)
	if got, want := read.Image[1].Rect, image.Rect(7, 5, 12, 9); got != want {
		t.Errorf("the second frame covers %v, want %v", got, want)
	}
	if read.LoopCount != 0 {
		t.Errorf("loop count %d, want 0: for ever", read.LoopCount)
	}
	if !bytes.Contains(file, []byte("Lantern Isles")) {
		t.Error("the file does not say what it is")
	}
	if _, read := shown(t, written(t, Options{Once: true}, p, q)); read.LoopCount != -1 {
		t.Errorf("loop count %d, want -1: once", read.LoopCount)
	}
}

// What is no picture of the film is refused, and so is a film without pictures.
func TestRefused(t *testing.T) {
	f := New(4, 4)
	if err := f.WriteGIF(new(bytes.Buffer), Options{}); err == nil {
		t.Error("a film without pictures is written")
	}
	if err := f.Add(painted(4, 5, color.RGBA{}), 1); err == nil {
		t.Error("a picture of another size is taken")
	}
}
