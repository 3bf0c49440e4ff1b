package notation

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	olc "github.com/google/open-location-code/go"
	"github.com/paulmach/orb"
)

// The name of a place may follow a code.
var plusPattern = regexp.MustCompile(`^[2-9CFGHJMPQRVWX0]{2,8}\+[2-9CFGHJMPQRVWX]{0,}([ ,].*)?$`)

// readPlus reads an Open Location Code 1.0, a short one as the nearest to the place that is named
// behind it, else to the place of the setting.
func readPlus(text string, setting Setting) (Reading, error) {
	code, locality := text, ""
	if i := strings.IndexAny(text, " ,"); i >= 0 {
		code, locality = text[:i], strings.Trim(text[i:], " ,")
	}
	code = strings.ToUpper(code)
	note := ""
	if locality != "" {
		note = "the text after the code was not looked at"
	}
	full, err := code, olc.Check(code)
	if err == nil && olc.CheckShort(code) == nil {
		full, note, err = recovered(code, locality, setting)
	}
	var area olc.CodeArea
	if err == nil {
		area, err = olc.Decode(full)
	}
	if err != nil {
		return Reading{}, fmt.Errorf("want a full or short Plus code such as 8HG8422R+22 or 422R+22: %w", err)
	}
	lat, lon := area.Center()
	return Reading{
		Point: orb.Point{lon, lat}, Notation: PlusCode, PrecisionM: (area.LatHi - area.LatLo) * metresPerDegree, Note: note,
	}, nil
}

// recovered completes a short code, and says from where.
func recovered(code, locality string, setting Setting) (full, note string, err error) {
	if strings.HasSuffix(code, "+") {
		return "", "", errors.New("digits are missing after the +")
	}
	near, name, found := setting.Near, "", false
	if setting.Find != nil && locality != "" {
		near, name, found = setting.placed(locality)
	}
	switch {
	case found:
		note = fmt.Sprintf("the short code was taken relative to %s, %.2f, %.2f", name, near[0], near[1])
	case locality != "" && setting.Find != nil && !setting.Asked:
		return "", "", fmt.Errorf("no place of the dataset is called %q: want another that is near, or the full code", shorten(locality))
	default:
		near = setting.Near
		note = fmt.Sprintf("the short code was taken relative to %.2f, %.2f", near[0], near[1])
		if locality != "" && setting.Find != nil {
			note += ", no place of the dataset has the name after it"
		} else if locality != "" {
			note += ", the name after it was not looked up"
		}
	}
	full, err = olc.RecoverNearest(code, near[1], near[0])
	return full, note, err
}

// placed finds the place of a locality: all of it, or what stands before its first commas, as in
// Ford, West valley.
func (s Setting) placed(locality string) (at orb.Point, name string, ok bool) {
	for name = locality; ; {
		if at, ok = s.Find(name); ok {
			return at, name, true
		}
		i := strings.LastIndexByte(name, ',')
		if i < 0 {
			return at, "", false
		}
		name = strings.TrimSpace(name[:i])
	}
}
