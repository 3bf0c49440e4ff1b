package export

import (
	"fmt"
	"io"
	"strconv"

	"demarc/data/atlas"
	"demarc/data/date"
	"demarc/geo/film"
	"demarc/geo/picture"
)

// The limits of a film.
const (
	mostFrames     = 2000
	mostFilmPixels = 600_000_000 // of all frames together
	dayFrames      = 100         // days of a range that has a frame for each unless told
)

// How long frames stand, in hundredths of a second.
const (
	frameDelay = 25
	lastDelay  = 300 // the least of the last frame, for who wants to look at how it ended
)

func filmParameters() map[string]string {
	return pictureParameters(map[string]string{
		"frames":  fmt.Sprintf("`days` for a frame of each day, `changes` for one of each day on which anything changed, of the first and of the last; without it days, if there are at most %d of them", dayFrames),
		"seconds": fmt.Sprintf("how long a frame stands, 0.02 to 10, %g without it; the last one at least %d", frameDelay/100.0, lastDelay/100),
		"loop":    "`false` ends the film at its last day; without it, it begins anew",
	})
}

// writeFilm writes the pictures of the days of an interval one after the other. Each is that which
// png has of its day, but for the room above and below the map, which is that of the fullest day:
// the map lies still.
func writeFilm(w io.Writer, j Job) error {
	q, days, err := j.filmQuery()
	if err != nil {
		return err
	}
	delay, err := j.frameDelay()
	if err != nil {
		return err
	}
	loop, err := j.flag("loop")
	if err != nil {
		return err
	}
	_, told := j.Parameters["loop"]
	room, undrawn, err := j.fullest(q, days)
	if err != nil {
		return err
	}
	if undrawn > 0 {
		j.note(atlas.WordsIn("en").Undrawn(undrawn))
	}
	made := film.New(q.Width, q.Height)
	for i, day := range days {
		p, err := j.frame(q, day, room)
		if err != nil {
			return err
		}
		img, err := p.Image()
		if err != nil {
			return err
		}
		stands := delay
		if i == len(days)-1 {
			stands = max(delay, lastDelay)
		}
		if err := made.Add(img, stands); err != nil {
			return err
		}
		j.framesDone(i+1, len(days))
	}
	if palette, colors := made.Palette(); colors > len(palette) {
		j.note(fmt.Sprintf("format gif: holds %d of the %d colours of the pictures, the others as the nearest of these", len(palette), colors))
	}
	return made.WriteGIF(&stoppable{w, j}, film.Options{Once: told && !loop, Comment: j.filmComment(days)})
}

// frame composes the picture of a day.
func (j Job) frame(q atlas.Query, day date.Date, room picture.Room) (*picture.Picture, error) {
	q.Day = day
	p, _, err := atlas.Draw(j.Snapshot, q)
	if err != nil {
		return nil, err
	}
	p.Between, p.Room = j.between, room
	return p, nil
}

// fullest returns the room that any of the pictures takes, and how many names one of them has not
// as they were asked for.
func (j Job) fullest(q atlas.Query, days []date.Date) (room picture.Room, undrawn int, err error) {
	for _, day := range days {
		if err := j.between(); err != nil {
			return room, 0, err
		}
		q.Day = day
		p, n, err := atlas.Draw(j.Snapshot, q)
		if err != nil {
			return room, 0, err
		}
		taken := p.Taken()
		room = picture.Room{Head: max(room.Head, taken.Head), Foot: max(room.Foot, taken.Foot)}
		undrawn = max(undrawn, n)
	}
	return room, undrawn, nil
}

func (j Job) framesDone(done, of int) {
	switch {
	case j.Progress == nil:
	case done == of:
		j.Progress("")
	default:
		j.Progress(fmt.Sprintf("day %d of %d", done, of))
	}
}

// filmComment tells programs that show comments what is seen.
func (j Job) filmComment(days []date.Date) string {
	meta := j.meta()
	return fmt.Sprintf("%s, %s to %s. %s. %s", meta.Title, days[0], days[len(days)-1], meta.Attribution, meta.Licence)
}

// filmQuery reads what is seen, and on which days.
func (j Job) filmQuery() (atlas.Query, []date.Date, error) {
	q, err := j.pictureLook()
	if err != nil {
		return q, nil, err
	}
	q.BuiltIn = true
	days, err := j.filmDays()
	if err != nil {
		return q, nil, err
	}
	most := mostFilmPixels
	if j.MaxPixels > 0 {
		most = min(most, j.MaxPixels)
	}
	if pixels := len(days) * q.Width * q.Height; pixels > most {
		hint := "fewer days, fewer pixels, or changes as frames"
		if most < mostFilmPixels {
			hint += ", or demarc export"
		}
		return q, nil, &ParameterError{"datetime", fmt.Sprintf("datetime: %d days of %d x %d make %d million pixels: want at most %d million: %s",
			len(days), q.Width, q.Height, pixels/1_000_000, most/1_000_000, hint)}
	}
	return q, days, nil
}

// filmDays returns the days that have a frame, at least one.
func (j Job) filmDays() ([]date.Date, error) {
	first, last := j.filmRange()
	which, given := j.Parameters["frames"]
	switch {
	case !given && int(last-first) < dayFrames, which == "days":
		if n := int64(last) - int64(first) + 1; n > mostFrames {
			return nil, tooManyFrames(n, "days", "fewer days, or changes as frames")
		}
		var days []date.Date
		for day := first; day <= last; day++ {
			days = append(days, day)
		}
		return days, nil
	case !given, which == "changes":
		return j.changingDays(first, last)
	}
	return nil, &ParameterError{"frames", fmt.Sprintf("frames %q: want days or changes", which)}
}

func tooManyFrames(n int64, what, hint string) error {
	return &ParameterError{"datetime", fmt.Sprintf("datetime: %d %s: a film holds at most %d frames: want %s", n, what, mostFrames, hint)}
}

// changingDays returns the first day, those on which an epoch begins, and the last.
func (j Job) changingDays(first, last date.Date) ([]date.Date, error) {
	timeline := j.Snapshot.Timeline
	from, to := timeline.Epoch(first), timeline.Epoch(last)
	if n := int64(to - from + 2); n > mostFrames {
		return nil, tooManyFrames(n, "days on which something changed", "fewer days")
	}
	days := []date.Date{first}
	for epoch := from + 1; epoch <= to; epoch++ {
		days = append(days, timeline.EpochInterval(epoch).From)
	}
	if days[len(days)-1] < last {
		days = append(days, last)
	}
	return days, nil
}

// filmRange returns the days asked for; where an end is open, they begin on the first day that the
// dataset covers and end on the last one, and where these are open too, a day before anything
// changed and on the day when something last did.
func (j Job) filmRange() (first, last date.Date) {
	during, timeline := j.Selection.During, j.Snapshot.Timeline
	covers := timeline.Covers()
	if timeline.EpochInterval(0) == date.Always && during == date.Always {
		return j.Snapshot.Dataset.View.Date, j.Snapshot.Dataset.View.Date // the dataset names no day
	}
	if during.From == date.Beginning {
		during.From = covers.From
	}
	if during.From == date.Beginning {
		during.From = max(timeline.EpochInterval(0).To, date.Beginning+2) - 1
	}
	if during.To == date.Forever {
		during.To = covers.To
	}
	if during.To == date.Forever {
		during.To = timeline.EpochInterval(timeline.Epoch(date.Forever-1)).From + 1
	}
	return min(during.From, during.Last()), max(during.From, during.Last())
}

// frameDelay reads how long a frame stands, in hundredths of a second.
func (j Job) frameDelay() (int, error) {
	text, given := j.Parameters["seconds"]
	if !given {
		return frameDelay, nil
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || !(n >= 0.02 && n <= 10) {
		return 0, &ParameterError{"seconds", fmt.Sprintf("seconds %q: want 0.02 to 10", text)}
	}
	return int(n*100 + 0.5), nil
}

// filmMemory estimates the bytes held while a film is made: two pictures, and of each frame the
// pixels that it changes, at most all of them.
func (j Job) filmMemory(pixels int64) int64 {
	days, err := j.filmDays()
	if err != nil {
		return 0 // it is refused
	}
	return min(int64(len(days))*pixels, mostFilmPixels)*filmPixelBytes + 2*pixels*pixelBytes
}
