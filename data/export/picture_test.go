//go:build !race

// One export after the other: the race detector has nothing to find.

package export

import (
	"errors"
	"io"
	"testing"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
)

// A picture that cannot be drawn is refused with the parameter that is wrong.
func TestPictureRefused(t *testing.T) {
	s := snapshot(t)
	png, err := ByName("png")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ datetime, name, value, want string }{
		{"1972-11-25", "width", "10", "width"},
		{"1972-11-25", "width", "1e3", "width"},
		{"1972-11-25", "height", "4001", "height"},
		{"1972-11-25", "scale", "0", "scale"},
		{"1972-11-25", "scale", "NaN", "scale"},
		{"1972-11-25", "lang", "xx", "lang"},
		{"../1972-11-25", "width", "400", "datetime"},
		{"1972-11-25/..", "width", "400", "datetime"},
	} {
		during, err := date.ParseDatetime(tt.datetime)
		if err != nil {
			t.Fatal(err)
		}
		err = png.Write(io.Discard, Job{
			Snapshot: s, Layer: dataset.ControlLayer, Selection: data.Selection{During: during},
			Parameters: map[string]string{tt.name: tt.value},
		})
		var wrong *ParameterError
		if !errors.As(err, &wrong) || wrong.Name != tt.want {
			t.Errorf("%s=%s on %s: error %v, want one about %s", tt.name, tt.value, tt.datetime, err, tt.want)
		}
	}
	large := Job{Snapshot: s, Layer: dataset.ControlLayer, Selection: data.Selection{During: date.Always},
		Parameters: map[string]string{"width": "4000", "height": "4000", "scale": "3"}}
	if err := png.Write(io.Discard, large); err == nil {
		t.Error("144 million pixels are drawn, want an error")
	}
}
