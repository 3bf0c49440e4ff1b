package imports

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/flatgeobuf"
	"demarc/geo/geopackage"
	"demarc/geo/geoparquet"
	"demarc/geo/kml"
)

// Titles of columns come back from every format that has a place for them, without what our own
// files say of their dataset; a CSV has none.
func TestTitlesOfColumnsComeBack(t *testing.T) {
	layer := geo.Layer{
		Name: "areas",
		Fields: []geo.Field{
			{Name: "name", Type: geo.String},
			{Name: "pop", Type: geo.Int, Title: "Population (thousands)"},
			{Name: "inc", Type: geo.Float, Title: "Mean <income> & more"},
			{Name: "seat", Type: geo.String},
		},
		Features: []geo.Feature{{ID: "a", Geometry: orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}, Values: []any{"A", int64(120), 1.5, "Ford"}}},
	}
	file := func(name string, write func(*bytes.Buffer) error) string {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		return written(t, name, b.String())
	}
	whole := filepath.Join(t.TempDir(), "areas.gpkg")
	if err := geopackage.Write(context.Background(), whole, geopackage.File{Tables: []geopackage.Table{{Layer: layer}}}); err != nil {
		t.Fatal(err)
	}
	const placemark = `<Placemark><name>A</name><ExtendedData><Data name="pop"><displayName><![CDATA[<b>Population (thousands)</b>]]></displayName><value>120</value></Data>` +
		`<Data name="inc"><displayName>Mean &amp;lt;income> &amp; more</displayName><value>1.5</value></Data><Data name="seat"><displayName>seat</displayName><value>Ford</value></Data></ExtendedData>` +
		`<Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 1,0 1,1 0,0</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>`
	const all = "pop: Population (thousands), inc: Mean <income> & more, seat: seat"
	for _, tt := range []struct{ name, file, want string }{
		{"FlatGeobuf", file("areas.fgb", func(b *bytes.Buffer) error { return flatgeobuf.Write(b, layer, geo.Meta{}) }), all},
		{"GeoParquet", file("areas.parquet", func(b *bytes.Buffer) error { return geoparquet.Write(b, layer, geo.Meta{}) }), all},
		{"GeoPackage", whole, all},
		{"KML", file("areas.kml", func(b *bytes.Buffer) error { return kml.Write(b, layer, geo.Meta{}) }), all},
		{"KML of others", written(t, "others.kml", `<kml><Document>`+placemark+`</Document></kml>`), "pop: Population (thousands), inc: Mean &lt;income> & more, seat: seat"},
		{"CSV", written(t, "areas.csv", "name,pop,inc,seat,WKT\nA,120,1.5,Ford,\"POLYGON((0 0,1 0,1 1,0 0))\"\n"), "pop: pop, inc: inc, seat: seat"},
	} {
		s, _ := imported(t, tt.file, Options{})
		got := ""
		for i, a := range s.Dataset.Attributes {
			got += fmt.Sprintf("%s%s: %s", [...]string{"", ", "}[min(i, 1)], a.Name, a.Title.In("en"))
		}
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}
