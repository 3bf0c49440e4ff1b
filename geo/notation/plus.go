package notation

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	olc "github.com/google/open-location-code/go"
	"github.com/paulmach/orb"
)

// A locality after a short code is allowed and not looked at.
var plusPattern = regexp.MustCompile(`^[2-9CFGHJMPQRVWX0]{2,8}\+[2-9CFGHJMPQRVWX]{0,}( .*)?$`)

// readPlus reads an Open Location Code 1.0, a short one as the nearest to the place of the setting.
func readPlus(text string, setting Setting) (Reading, error) {
	code, locality, _ := strings.Cut(strings.ToUpper(text), " ")
	note := ""
	if locality != "" {
		note = "the text after the code was not looked at"
	}
	full, err := code, olc.Check(code)
	if err == nil && olc.CheckShort(code) == nil {
		if strings.HasSuffix(code, "+") {
			err = errors.New("digits are missing after the +")
		} else {
			full, err = olc.RecoverNearest(code, setting.Near[1], setting.Near[0])
		}
		note = fmt.Sprintf("the short code was taken relative to %.2f, %.2f", setting.Near[0], setting.Near[1])
		if locality != "" {
			note += ", the name after it was not looked up"
		}
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
