package wkb_test

import (
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"demarc/geo/wkb"
)

func TestParse(t *testing.T) {
	const point = "0101000000" + "000000000000f03f" + "0000000000000040"
	for _, tt := range []struct{ name, content, want string }{
		{"point", point, "[1 2]"},
		{"big end first", "00" + "00000001" + "3ff0000000000000" + "4000000000000000", "[1 2]"},
		{"ISO with heights", "01e9030000" + "000000000000f03f" + "0000000000000040" + "0000000000001440", "[1 2]"},
		{"PostGIS with heights and system", "01010000a0" + "e6100000" + "000000000000f03f" + "0000000000000040" + "0000000000001440", "[1 2]"},
		{"empty point", "0101000000" + "000000000000f87f" + "000000000000f87f", "<nil>"},
		{"collection", "0107000000" + "01000000" + point, "[[1 2]]"},
		{"cut short", point[:20], "it ends too early"},
		{"more parts than bytes", "0106000000" + "ffffffff", "it ends too early"},
		{"left over", point + "00", "1 bytes are left over behind it"},
		{"curve", "0108000000" + "00000000", "curves can be made straight"},
		{"line among the points", "0104000000" + "01000000" + "0102000000" + "00000000", "parts of another type"},
		{"collections in each other", strings.Repeat("0107000000"+"01000000", 20), "more than 10 deep"},
	} {
		content, err := hex.DecodeString(tt.content)
		if err != nil {
			t.Fatal(tt.name, err)
		}
		g, err := wkb.Parse(content)
		got := fmt.Sprint(g)
		if err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, tt.want) {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("\x01\x01\x00\x00\x00aaaaaaaabbbbbbbb"))
	f.Fuzz(func(t *testing.T, content []byte) {
		if g, err := wkb.Parse(content); err != nil && g != nil && g.Dimensions() > 2 {
			t.Errorf("got %v", g)
		}
	})
}
