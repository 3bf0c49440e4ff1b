package enrich

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"demarc/data/date"
)

// Reading says what the points and days of a table were taken from. Columns are told by their
// names, or by their numbers when there is no header.
type Reading struct {
	Lon, Lat string // "" where points stand in Point or in geometries
	Point    string // of both coordinates
	geometry bool   // points are those of GeoJSON
	Date     string // "" when rows have no days
	unread   string // would be Date, but one day was given for all rows

	day      date.Date // of rows without one
	dayGiven bool      // by the options
	numbered bool      // there is no header
}

// OptionNames says how users name the options, "-lon" for instance, so that messages can.
type OptionNames struct{ Lon, Lat, Point, Date, Day, DateFormat string }

// Known tells whether anything has been read yet.
func (r Reading) Known() bool { return r.geometry || r.Point != "" || r.Lon != "" || r.Lat != "" }

// Text says it in a line.
func (r Reading) Text(ask OptionNames) string {
	text := ""
	switch {
	case r.geometry:
		text = "points from the geometries"
	case r.Point != "":
		text = "points from " + r.column(r.Point)
	default:
		text = fmt.Sprintf("longitude from %s, latitude from %s", r.column(r.Lon), r.column(r.Lat))
	}
	switch {
	case r.Date != "" && r.dayGiven:
		return fmt.Sprintf("%s, day from %s, %s where that is empty", text, r.column(r.Date), r.day)
	case r.Date != "":
		return fmt.Sprintf("%s, day from %s", text, r.column(r.Date))
	case r.unread != "":
		return fmt.Sprintf("%s, day %s for all rows; %s is not read unless %s names it", text, r.day, r.column(r.unread), ask.Date)
	case r.dayGiven:
		return fmt.Sprintf("%s, day %s for all rows", text, r.day)
	}
	return fmt.Sprintf("%s, day %s, the latest covered, for all rows; %s names a column of days, %s gives another day", text, r.day, ask.Date, ask.Day)
}

func (r Reading) column(name string) string {
	if r.numbered {
		return "column " + name
	}
	return strconv.Quote(name)
}

// Notes words what a user may want to check in the points and days of a table that has been read.
func (r Result) Notes(ask OptionNames) []string {
	notes := slices.Clone(r.Said)
	if r.dates != "" {
		notes = append(notes, r.dates)
	}
	if r.timed > 0 {
		notes = append(notes, fmt.Sprintf("days with a time of day, which is not looked at: %d", r.timed))
	}
	if r.offset > 0 {
		notes = append(notes, fmt.Sprintf("days with an offset from UTC, taken as they are at that offset: %d", r.offset))
	}
	if r.LonLat+r.LatLon > 0 {
		notes = append(notes, fmt.Sprintf("pairs of numbers: %d read as longitude, latitude, %d as latitude, longitude", r.LonLat, r.LatLon))
	}
	if r.turned > 0 {
		notes = append(notes, fmt.Sprintf("%d of %d rows have a longitude beyond 180 degrees: read as the same place on another turn of the globe", r.turned, r.Rows))
	}
	if r.Swapped > 0 {
		note := fmt.Sprintf("%d of %d rows lie outside of the extent of the dataset, but inside with longitude and latitude swapped", r.Swapped, r.Rows)
		if r.Read.Lon != "" {
			note += fmt.Sprintf("; %s and %s swap them", given(ask.Lon, r.Read.Lat), given(ask.Lat, r.Read.Lon))
		}
		notes = append(notes, note)
	}
	return notes
}

// given writes an option as the user would: -lon "Y" or lon="Y".
func given(option, value string) string {
	if !strings.HasSuffix(option, "=") {
		option += " "
	}
	return option + strconv.Quote(value)
}
