package kml_test

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"demarc/geo/kml"
)

// A file says its encoding in its first line, or in a byte order mark, which goes before that.
func TestEncodings(t *testing.T) {
	wide := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	for _, tt := range []struct {
		name, label string
		encoding    encoding.Encoding
	}{
		{"UTF-8", `encoding="UTF-8"`, encoding.Nop},
		{"Turkish", `encoding="ISO-8859-9"`, charmap.ISO8859_9},
		{"Turkish of Windows", `encoding="windows-1254"`, charmap.Windows1254},
		{"UTF-16", `encoding="UTF-16"`, wide},
		{"UTF-16 without a label", "", wide},
		{"UTF-16, big end first", `encoding="utf-16"`, unicode.UTF16(unicode.BigEndian, unicode.UseBOM)},
		{"UTF-16 called UTF-8", `encoding="UTF-8"`, wide},
	} {
		text := `<?xml version="1.0" ` + tt.label + `?><kml><Placemark><name>Iğdır</name><Point><coordinates>44,39.9</coordinates></Point></Placemark></kml>`
		encoded, err := tt.encoding.NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		layer, _, err := kml.Read(strings.NewReader(encoded))
		if err != nil || len(layer.Features) != 1 || layer.Features[0].Values[0] != "Iğdır" {
			t.Errorf("%s: got %+v and %v, want Iğdır", tt.name, layer.Features, err)
		}
	}
}
