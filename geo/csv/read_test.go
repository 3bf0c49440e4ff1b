package csv

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo"
)

func TestReadWhatIsWritten(t *testing.T) {
	layer := geo.Layer{
		Fields: []geo.Field{{Name: "id"}, {Name: "note"}},
		Features: []geo.Feature{
			{Geometry: orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}}, Values: []any{"a", "=1+1"}},
			{Geometry: orb.Point{46.5, -39}, Values: []any{"b", "Şuşa, \"Շուշի\"\nШуша"}},
			{Values: []any{"c", nil}},
		},
	}
	for _, bom := range []bool{false, true} {
		var out bytes.Buffer
		if err := Write(&out, layer, geo.Meta{}, Options{BOM: bom}); err != nil {
			t.Fatal(err)
		}
		if got, err := Read(&out); err != nil || !reflect.DeepEqual(got, layer) {
			t.Errorf("got  %v, %v\nwant %v", got, err, layer)
		}
	}
}

func TestReadDelimiters(t *testing.T) {
	for _, text := range []string{"a,b\n1,2\n", "a;b\n1;2\n", "a\tb\r\n1\t2\r\n", "\xef\xbb\xbfa,b\n1,2"} {
		layer, err := Read(strings.NewReader(text))
		if err != nil || len(layer.Fields) != 2 || layer.Fields[0].Name != "a" || !reflect.DeepEqual(layer.Features[0].Values, []any{"1", "2"}) {
			t.Errorf("%q: got %v, %v", text, layer, err)
		}
	}
	for text, says := range map[string]string{"": "is empty", "a,b\n1\n": "line 2", "a\n\"x": "quote", "a,wkt\n1,POINT(x)\n": "line 2: well-known text", "a\n\xff\n": "UTF-8"} {
		if _, err := Read(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: got %v, want an error that says %q", text, err, says)
		}
	}
}
