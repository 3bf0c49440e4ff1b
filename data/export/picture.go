package export

import (
	"fmt"
	"image"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"demarc/data/atlas"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo/picture"
)

// pictureParameters are those of the formats that are maps.
func pictureParameters(more map[string]string) map[string]string {
	all := map[string]string{
		"lang":   "language of the dataset's names, any of its own, and of the other words, one of " + strings.Join(atlas.Languages(), ", "),
		"width":  fmt.Sprintf("pixels, %d to %d, %d without it", picture.MinSide, picture.MaxSide, atlas.DefaultWidth),
		"theme":  "`dark` draws it for a dark page, `light`, or nothing, for a light one",
		"height": fmt.Sprintf("pixels, %d to %d, %d without it", picture.MinSide, picture.MaxSide, atlas.DefaultHeight),
	}
	for name, about := range more {
		all[name] = about
	}
	return all
}

// mostPixels limits a PNG: each pixel takes four bytes while it is drawn.
const mostPixels = 24_000_000

// drawing makes a Write of a function that needs a picture of the layer: of a day, or of what
// changed hands in an interval. Without either it is the dataset's first view. With fonts that are
// built in, a note tells how many names these lack.
func drawing(builtIn bool, write func(*picture.Picture, io.Writer) error) func(io.Writer, Job) error {
	return func(w io.Writer, j Job) error {
		p, err := j.composed(builtIn)
		if err != nil {
			return err
		}
		return write(p, &stoppable{w, j})
	}
}

// Pixels are those of the PNG of a job, for who writes them in another way.
func Pixels(j Job) (*image.RGBA, error) {
	p, err := j.composed(true)
	if err != nil {
		return nil, err
	}
	return p.Image()
}

func (j Job) composed(builtIn bool) (*picture.Picture, error) {
	q, err := j.pictureQuery()
	if err != nil {
		return nil, err
	}
	q.BuiltIn = builtIn
	p, undrawn, err := atlas.Draw(j.Snapshot, q)
	if err != nil {
		return nil, err
	}
	p.Between = j.between
	if undrawn > 0 {
		j.note(atlas.WordsIn("en").Undrawn(undrawn))
	}
	return p, nil
}

func (j Job) pictureQuery() (atlas.Query, error) {
	q, err := j.pictureLook()
	if err != nil {
		return q, err
	}
	return q, j.pictureDays(&q)
}

// pictureLook reads all but the days.
func (j Job) pictureLook() (atlas.Query, error) {
	q := atlas.Query{
		Layer: j.Layer, Lang: j.Parameters["lang"], Scale: 1,
		Width: atlas.DefaultWidth, Height: atlas.DefaultHeight, Address: j.Source,
		Below: j.Below,
	}
	if boxes := j.Selection.Within; len(boxes) > 0 {
		q.Bound = joined(boxes)
	}
	known := slices.Concat(atlas.Languages(), j.Snapshot.Dataset.Languages)
	if q.Lang != "" && !slices.Contains(known, q.Lang) {
		slices.Sort(known)
		return q, &ParameterError{"lang", fmt.Sprintf("lang %q: want one of %s", q.Lang, strings.Join(slices.Compact(known), ", "))}
	}
	for name, value := range map[string]*int{"width": &q.Width, "height": &q.Height} {
		text, given := j.Parameters[name]
		if !given {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < picture.MinSide || n > picture.MaxSide {
			return q, &ParameterError{name, fmt.Sprintf("%s %q: want %d to %d pixels", name, text, picture.MinSide, picture.MaxSide)}
		}
		*value = n
	}
	switch text := j.Parameters["theme"]; text {
	case "", "light":
	case "dark":
		q.Dark = true
	default:
		return q, &ParameterError{"theme", fmt.Sprintf("theme %q: want light or dark", text)}
	}
	if text, given := j.Parameters["scale"]; given {
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || !(n >= 1 && n <= 3) {
			return q, &ParameterError{"scale", fmt.Sprintf("scale %q: want 1 to 3", text)}
		}
		q.Scale = n
	}
	if pixels := float64(q.Width) * float64(q.Height) * q.Scale * q.Scale; pixels > mostPixels {
		return q, &ParameterError{"scale", fmt.Sprintf("width, height and scale make %.0f million pixels: want at most %d million", pixels/1e6, mostPixels/1_000_000)}
	}
	if b := q.Bound; b != nil && !(b.Min[0] < b.Max[0] && b.Min[1] < b.Max[1]) {
		return q, &ParameterError{"bbox", "bbox: want an extent that is not empty"}
	}
	return q, nil
}

// joined makes the boxes of a selection one again, see geo.Boxes: it goes beyond 180 degrees, to
// the side on which less of it lies then.
func joined(boxes []orb.Bound) *orb.Bound {
	b := boxes[0]
	if len(boxes) == 1 || boxes[1].Min[0] == boxes[1].Max[0] { // the date line itself shows nothing more
		return &b
	}
	if b.Max[0] = boxes[1].Max[0]; b.Min[0]+b.Max[0] > 0 {
		b.Min[0] -= 360
	} else {
		b.Max[0] += 360
	}
	return &b
}

// pictureDays reads the day, or the two days between which changes are shown.
func (j Job) pictureDays(q *atlas.Query) error {
	during := j.Selection.During
	last := during.Last()
	switch {
	case during == date.Always:
		q.Day = j.Snapshot.Dataset.View.Date
	case during.From == date.Beginning || during.To == date.Forever:
		return &ParameterError{"datetime", "datetime: a picture wants a day, or an interval without open ends"}
	case during.From == last || j.Layer != dataset.ControlLayer:
		q.Day = last
	default:
		q.Since, q.Day = &during.From, last
	}
	return nil
}
