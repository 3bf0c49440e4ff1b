//go:build !race

// One film after the other: the race detector has nothing to find.

package export

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/png"
	"io"
	"io/fs"
	"strings"
	"testing"

	"demarc/data"
	"demarc/data/date"
	"demarc/data/testdata"
)

// filmOf is a job about a film of a dataset.
func filmOf(t *testing.T, files fs.FS, layer, datetime string, parameters ...string) Job {
	t.Helper()
	s, _, err := data.Open(files)
	if err != nil {
		t.Fatal(err)
	}
	during := date.Always
	if datetime != "" {
		if during, err = date.ParseDatetime(datetime); err != nil {
			t.Fatal(err)
		}
	}
	job := Job{Snapshot: s, Layer: layer, Selection: data.Selection{During: during}, Parameters: map[string]string{"width": "400", "height": "300"}}
	for i := 0; i < len(parameters); i += 2 {
		job.Parameters[parameters[i]] = parameters[i+1]
	}
	return job
}

// framesOf are what a reader of GIF that is not ours shows, one picture a frame.
func framesOf(t *testing.T, job Job) (frames []*image.RGBA, read *gif.GIF) {
	t.Helper()
	var file bytes.Buffer
	if err := writeFilm(&file, job); err != nil {
		t.Fatal(err)
	}
	read, err := gif.DecodeAll(&file)
	if err != nil {
		t.Fatal(err)
	}
	canvas := image.NewRGBA(image.Rect(0, 0, read.Config.Width, read.Config.Height))
	for _, part := range read.Image {
		draw.Draw(canvas, part.Rect, part, part.Rect.Min, draw.Over)
		now := image.NewRGBA(canvas.Rect)
		copy(now.Pix, canvas.Pix)
		frames = append(frames, now)
	}
	return frames, read
}

// pictureOf is the PNG of a day, as the format png has it.
func pictureOf(t *testing.T, job Job, day date.Date) *image.RGBA {
	t.Helper()
	format, err := ByName("png")
	if err != nil {
		t.Fatal(err)
	}
	job.Selection.During = date.Interval{From: day, To: day + 1}
	var file bytes.Buffer
	if err := format.Write(&file, job); err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(&file)
	if err != nil {
		t.Fatal(err)
	}
	all := image.NewRGBA(img.Bounds())
	draw.Draw(all, all.Rect, img, image.Point{}, draw.Src)
	return all
}

// notNearest is how many pixels of a frame are not what the palette of the film has nearest to
// those of the picture, to eyes that see green best.
func notNearest(t *testing.T, frame, picture *image.RGBA, palette color.Palette) int {
	t.Helper()
	if frame.Rect != picture.Rect {
		t.Fatalf("got a frame of %v, want %v", frame.Rect, picture.Rect)
	}
	type rgb [3]uint8
	apart := func(a, b rgb) int {
		sum := 0
		for c, weight := range [...]int{2, 4, 3} {
			d := int(a[c]) - int(b[c])
			sum += weight * d * d
		}
		return sum
	}
	least := map[rgb]int{}
	n := 0
	for i := 0; i < len(frame.Pix); i += 4 {
		got, want := rgb(frame.Pix[i:]), rgb(picture.Pix[i:])
		if _, known := least[want]; !known {
			least[want] = 1 << 30
			for _, c := range palette {
				r, g, b, a := c.RGBA()
				if a > 0 {
					least[want] = min(least[want], apart(want, rgb{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8)}))
				}
			}
		}
		if apart(got, want) != least[want] {
			n++
		}
	}
	return n
}

// Frames are the pictures of their days, each pixel in the nearest colour of the film's palette.
func TestFramesAreThePicturesOfTheirDays(t *testing.T) {
	for _, tt := range []struct {
		name, layer, datetime string
		files                 fs.FS
		more                  []string
		days                  []string
	}{
		{"control", "control", "1972-09-26/1972-09-29", testdata.Isles(), nil, []string{"1972-09-26", "1972-09-27", "1972-09-28", "1972-09-29"}},
		{"dark", "control", "1972-09-26/1972-09-27", testdata.Isles(), []string{"theme", "dark", "lang", "ru"}, []string{"1972-09-26", "1972-09-27"}},
		{"one day", "control", "1972-11-24", testdata.Isles(), nil, []string{"1972-11-24"}},
		{"places", "places", "1972-11-24/1972-11-26", testdata.Isles(), nil, []string{"1972-11-24", "1972-11-25", "1972-11-26"}},
		{"before Christ", "control", "-0044-03-14/-0044-03-16", testdata.Olden(), nil, []string{"-0044-03-14", "-0044-03-15", "-0044-03-16"}},
		{"no control", "control", "2005-02-27/2005-03-02", testdata.Minimal()["plain-dated"], nil, []string{"2005-02-27", "2005-02-28", "2005-03-01", "2005-03-02"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			job := filmOf(t, tt.files, tt.layer, tt.datetime, tt.more...)
			frames, read := framesOf(t, job)
			if tt.days != nil && len(frames) != len(tt.days) {
				t.Fatalf("got %d frames, want %d", len(frames), len(tt.days))
			}
			for i, day := range tt.days {
				d, err := date.Parse(day)
				if err != nil {
					t.Fatal(err)
				}
				want := pictureOf(t, job, d)
				palette := read.Config.ColorModel.(color.Palette)
				if len(frames) > 1 {
					palette = palette[:255] // the last stands for what does not change
				}
				if n := notNearest(t, frames[i], want, palette); n > 0 {
					t.Errorf("%s: %d pixels are not the nearest to those of the picture", day, n)
				}
			}
			if last := read.Delay[len(read.Delay)-1]; last < lastDelay {
				t.Errorf("the last frame stands for %d hundredths of a second, want %d", last, lastDelay)
			}
		})
	}
}

// The map lies still, though the legend of one day takes more rows than that of another.
func TestFilmLiesStill(t *testing.T) {
	job := filmOf(t, testdata.Isles(), "control", "", "frames", "changes")
	q, days, err := job.filmQuery()
	if err != nil {
		t.Fatal(err)
	}
	room, _, err := job.fullest(q, days)
	if err != nil {
		t.Fatal(err)
	}
	alone := map[float64]bool{}
	for _, day := range days {
		p, err := job.frame(q, day, room)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Taken(); got != room {
			t.Errorf("%s: head and foot take %v, want %v as on all days", day, got, room)
		}
		p.Room.Foot, p.Room.Head = 0, 0
		alone[p.Taken().Foot] = true
	}
	if len(alone) < 2 {
		t.Errorf("the foot is as high on all %d days by itself: this proves nothing", len(days))
	}
}

// Which days have a frame: each of a short range, those of change of a long one, or as told.
func TestDaysOfFilm(t *testing.T) {
	for _, tt := range []struct {
		name, datetime, frames string
		first, last            string
		n                      int
	}{
		{"a day", "1972-11-24", "", "1972-11-24", "1972-11-24", 1},
		{"each of a hundred", "1972-01-01/1972-04-09", "", "1972-01-01", "1972-04-09", 100},
		{"no change among more", "1963-01-01/1963-04-11", "", "1963-01-01", "1963-04-11", 2},
		{"each when told", "1972-01-01/1972-04-10", "days", "1972-01-01", "1972-04-10", 101},
		{"no change", "1963-01-02/1963-02-01", "changes", "1963-01-02", "1963-02-01", 2},
		{"a day of change alone", "1972-09-27", "changes", "1972-09-27", "1972-09-27", 1},
	} {
		job := filmOf(t, testdata.Isles(), "control", tt.datetime)
		if tt.frames != "" {
			job.Parameters["frames"] = tt.frames
		}
		days, err := job.filmDays()
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if got := days[0].String() + " " + days[len(days)-1].String(); got != tt.first+" "+tt.last || len(days) != tt.n {
			t.Errorf("%s: got %d days, %s, want %d, %s to %s", tt.name, len(days), got, tt.n, tt.first, tt.last)
		}
	}
}

// Where an end is open the film keeps to what the dataset covers; of one that says no day it is a
// picture.
func TestOpenFilm(t *testing.T) {
	sets := map[string]fs.FS{}
	for name, files := range testdata.Minimal() {
		sets[name] = files
	}
	sets["isles"], sets["olden"], sets["globe"] = testdata.Isles(), testdata.Olden(), testdata.Globe()
	for name, files := range sets {
		for _, datetime := range []string{"", "../1972-11-24", "1972-11-24/.."} {
			job := filmOf(t, files, "control", datetime)
			first, last := job.filmRange()
			days, err := job.filmDays()
			if err != nil || first > last || first <= date.Beginning || last >= date.Forever || len(days) == 0 {
				t.Errorf("%s, %q: %s to %s, %d days, error %v", name, datetime, first, last, len(days), err)
			}
		}
	}
}

// A film that cannot be made is refused with what is wrong and what would do.
func TestFilmRefused(t *testing.T) {
	for _, tt := range []struct{ datetime, name, value, want, hint string }{
		{"1800-01-01/2000-01-01", "frames", "days", "datetime", "changes as frames"},
		{"-9000-01-01/9000-01-01", "frames", "days", "datetime", "at most 2000"},
		{"1972-01-01/1972-04-09", "width", "4000", "datetime", "want at most"},
		{"1972-11-24", "frames", "hours", "frames", "days or changes"},
		{"1972-11-24", "seconds", "0", "seconds", "0.02 to 10"},
		{"1972-11-24", "seconds", "NaN", "seconds", "0.02 to 10"},
		{"1972-11-24", "seconds", "11", "seconds", "0.02 to 10"},
		{"1972-11-24", "loop", "twice", "loop", "true or false"},
		{"1972-11-24", "width", "10", "width", "200 to 4000"},
		{"1972-11-24", "theme", "blue", "theme", "light or dark"},
	} {
		job := filmOf(t, testdata.Isles(), "control", tt.datetime, "height", "3000", tt.name, tt.value)
		err := writeFilm(io.Discard, job)
		var wrong *ParameterError
		if !errors.As(err, &wrong) || wrong.Name != tt.want || !strings.Contains(err.Error(), tt.hint) {
			t.Errorf("%s=%s on %s: error %v, want one about %s that says %q", tt.name, tt.value, tt.datetime, err, tt.want, tt.hint)
		}
	}
	job := filmOf(t, testdata.Isles(), "control", "1972-11-01/1972-11-10")
	job.MaxPixels = 1_000_000
	if err := writeFilm(io.Discard, job); err == nil || !strings.Contains(err.Error(), "demarc export") {
		t.Errorf("a film beyond the limit of a server: error %v, want one that names demarc export", err)
	}
	if err := writeFilm(io.Discard, filmOf(t, testdata.Isles(), "nowhere", "1972-11-24")); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("a layer that is not there: error %v, want that it is not found", err)
	}
}

// Whoever does not want a film any more has it end, between two pictures at the latest.
func TestFilmEndsEarly(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	job := filmOf(t, testdata.Isles(), "control", "1972-01-01/1972-03-01")
	job.Context = ctx
	told := 0
	job.Progress = func(string) {
		if told++; told == 3 {
			cancel()
		}
	}
	var file bytes.Buffer
	if err := writeFilm(&file, job); !errors.Is(err, context.Canceled) || file.Len() > 0 || told != 3 {
		t.Errorf("got error %v, %d bytes after %d pictures, want none after the third", err, file.Len(), told)
	}
}

// The film says how much of the colours it holds, how long a frame stands, and whether it begins
// anew.
func TestFilmAsTold(t *testing.T) {
	job := filmOf(t, testdata.Isles(), "control", "1972-09-26/1972-09-28", "seconds", "0.5", "loop", "false")
	var notes []string
	job.Note = func(text string) { notes = append(notes, text) }
	_, read := framesOf(t, job)
	if read.Delay[0] != 50 || read.LoopCount != -1 {
		t.Errorf("frames stand %v, loop count %d, want 50 and -1", read.Delay, read.LoopCount)
	}
	if len(notes) != 1 || !strings.Contains(notes[0], "colours of the pictures") {
		t.Errorf("got the notes %q, want one about colours", notes)
	}
}
