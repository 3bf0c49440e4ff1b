package qgis_test

import (
	"bytes"
	"encoding/xml"
	"flag"
	"io"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data/testdata"
	"demarc/geo/qgis"
)

var _ = flag.Bool("update", false, "write the golden files anew")

// layers has each kind of geometry, each pattern, texts that XML and expressions escape, a layer
// with dates and one without.
func layers() []qgis.Layer {
	bound := orb.Bound{Min: orb.Point{10, 50}, Max: orb.Point{12, 51}}
	held := qgis.Column("controller") + " = " + qgis.Text("the Reds' own")
	return []qgis.Layer{
		{
			ID: "zones_of_control", Title: "Who held <what> & when", Description: "two valleys", Rights: "CC0-1.0",
			Source: qgis.ThisFile + "|layername=control", Provider: "ogr", Kind: qgis.Polygons, Bound: bound,
			From: "valid_from", To: "valid_to", Opacity: 0.7,
			Rules: []qgis.Rule{
				{Label: "Reds", Filter: held, Symbol: qgis.Symbol{Fill: "#aa3333", Line: "#30343a", Width: 0.15}},
				{Label: "hatch", Filter: `"status" = 'contested'`, Symbol: qgis.Symbol{Fill: "#aa3333", Pattern: "hatch", Ink: "#3333aa"}},
				{Label: "stripes", Symbol: qgis.Symbol{Fill: "#aa3333", Pattern: "stripes", Ink: "#3333aa"}},
				{Label: "dots", Symbol: qgis.Symbol{Pattern: "dots", Ink: "#777777"}},
			},
		},
		{
			ID: "river_of_valleys", Title: "River", Source: qgis.ThisFile + "|layername=river", Provider: "ogr", Kind: qgis.Lines, Bound: bound,
			Rules: []qgis.Rule{{Symbol: qgis.Symbol{Line: "#6688aa", Width: 0.3, Dash: "5;2"}}},
		},
		{
			ID: "places_of_valleys", Title: "Places", Source: qgis.ThisFile + "|layername=places", Provider: "ogr", Kind: qgis.Points, Bound: bound,
			Rules: []qgis.Rule{{Symbol: qgis.Symbol{Fill: "#222222", Line: "#ffffff", Width: 0.3, Size: 1.8}}}, Label: "name_en", Hidden: true,
		},
	}
}

// What is written stays as QGIS has been seen to read it; data/export has QGIS itself as the judge.
func TestFiles(t *testing.T) {
	project := qgis.Project{Title: "Two valleys", Layers: layers(), Bound: layers()[0].Bound,
		From: "2000-01-01T00:00:00Z", To: "2010-01-01T00:00:00Z", Step: 1, Unit: "months", FPS: 4}
	before, after := project.Halves()
	text := []byte(string(before) + `"/home/small.gpkg"` + string(after))
	for name, got := range map[string][]byte{
		"polygons.qml": []byte(qgis.Style(layers()[0])),
		"points.qml":   []byte(qgis.Style(layers()[2])),
		"layers.qlr":   []byte(qgis.Definition(layers())),
		"project.qgs":  text,
	} {
		parts := xml.NewDecoder(bytes.NewReader(got))
		parts.Entity = map[string]string{"file": "/home/small.gpkg"}
		for {
			if _, err := parts.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Errorf("%s is not well-formed: %v", name, err)
				break
			}
		}
		testdata.Golden(t, name, got)
	}
}
