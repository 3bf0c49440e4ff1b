package atlas

import (
	"cmp"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/geo/picture"
)

// The colours of the page, light scheme, for all that draws the map.
const (
	WaterColor  = "#cfdfe8"
	RiverColor  = "#9dbdd0"
	HaloColor   = "#ffffff" // around lines and names, and of patterns
	DotsColor   = "#6a7078" // where control is unknown
	LabelColor  = "#14181d"
	FillOpacity = 0.6 // of controllers' colours

	countryColor = "#463c32"
	// names around, as --map-label-water and --map-label-country of the page
	waterNameColor   = "#3f6b86"
	countryNameColor = "#6b6459"
	lineColor        = "#1e2228"
	frontColor       = "#1c1f24"
	softColor        = "#343b43"
	accentColor      = "#174f86"
)

// Look returns the look of an area under a control period, nil where there is none: the colour of
// the controller, with the pattern of the status or, where another patrols, stripes in the colour
// of the patrol. What one side claims has upright lines, in the colour of the patrol if there is
// one.
func Look(s *data.Snapshot, p *dataset.ControlPeriod) picture.Fill {
	if p == nil || p.Status == dataset.UnknownStatus || p.Controller == "" {
		return picture.Fill{Pattern: picture.Dots, Ink: DotsColor}
	}
	f := picture.Fill{
		Color: s.ActorColor(p.Controller), Opacity: FillOpacity,
		Pattern: picture.Pattern(s.Pattern(p.Status)), Ink: HaloColor,
	}
	patrol := s.ActorColor(p.PatrolledBy)
	switch {
	case f.Pattern != picture.Dots && s.Claimed(p):
		f.Pattern, f.Ink = picture.Upright, cmp.Or(patrol, f.Ink)
	case f.Pattern == picture.Dots:
		f.Opacity, f.Ink = FillOpacity/2, DotsColor
	case f.Pattern == picture.Hatch:
	case patrol != "" && patrol != f.Color:
		f.Pattern, f.Ink = picture.Stripes, patrol
	case f.Pattern == picture.Solid:
		f.Ink = ""
	}
	return f
}
