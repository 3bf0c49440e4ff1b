package rgb

import (
	"image/color"
	"testing"
)

func TestParse(t *testing.T) {
	for _, tt := range []struct {
		text string
		want color.NRGBA
		ok   bool
	}{
		{"#0072b2", color.NRGBA{0x00, 0x72, 0xb2, 0xff}, true},
		{"#FFffFF", color.NRGBA{0xff, 0xff, 0xff, 0xff}, true},
		{"0072b2", color.NRGBA{}, false},
		{"#0072b", color.NRGBA{}, false},
		{"#0072b2f", color.NRGBA{}, false},
		{"#0072bg", color.NRGBA{}, false},
		{"#+072b2", color.NRGBA{}, false},
		{"#00_2b2", color.NRGBA{}, false},
		{"", color.NRGBA{}, false},
	} {
		if got, ok := Parse(tt.text); ok != tt.ok || ok && got != tt.want {
			t.Errorf("Parse(%q): got %v, %t, want %v, %t", tt.text, got, ok, tt.want, tt.ok)
		}
	}
}
