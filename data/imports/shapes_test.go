package imports

import (
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/geo"
)

// feature is a GeoJSON file of a region "north" with the geometry, and members beside the features.
func feature(members, geometry string) string {
	return `{"type": "FeatureCollection", ` + members + `"features": [
{"type": "Feature", "id": "north", "properties": {"name": "North"}, "geometry": ` + geometry + `}]}`
}

func boxText(west, south, east, north float64) string {
	return fmt.Sprintf("[[%v, %v], [%v, %v], [%v, %v], [%v, %v], [%v, %v]]", west, south, east, south, east, north, west, north, west, south)
}

func polygonText(rings ...string) string {
	return `{"type": "Polygon", "coordinates": [` + strings.Join(rings, ", ") + `]}`
}

func multiText(polygons ...string) string {
	return `{"type": "MultiPolygon", "coordinates": [[` + strings.Join(polygons, "], [") + `]]}`
}

func collectionText(members ...string) string {
	return `{"type": "GeometryCollection", "geometries": [` + strings.Join(members, ", ") + `]}`
}

func kmlText(geometry string) string {
	return `<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>North</name>` + geometry + `</Placemark></Document></kml>`
}

func kmlBox(west, south, east, north float64) string {
	return fmt.Sprintf("<Polygon><outerBoundaryIs><LinearRing><coordinates>%[1]v,%[2]v %[3]v,%[2]v %[3]v,%[4]v %[1]v,%[4]v %[1]v,%[2]v</coordinates></LinearRing></outerBoundaryIs></Polygon>", west, south, east, north)
}

// Geometry as other programs write it is read, and what of it was chosen, changed or left out is
// said.
func TestImportOfUnusualShapes(t *testing.T) {
	point, line := `{"type": "Point", "coordinates": [0.5, 0.5]}`, `{"type": "LineString", "coordinates": [[0, 0], [1, 1]]}`
	crs := func(name string) string {
		return `"crs": {"type": "name", "properties": {"name": "` + name + `"}}, `
	}
	for _, tt := range []struct {
		name, file, content string
		wrap                bool
		parts               int
		box                 [4]float64
		says                string
	}{
		// rings that turn nowhere, as simplifying leaves them
		{"a part to and fro", "x.geojson", feature("", multiText(boxText(0, 0, 1, 1), "[[3, 3], [4, 4], [3, 3], [3, 3]]")), false, 1, [4]float64{0, 0, 1, 1}, "fewer than three different positions, which enclose nothing, are left out: 1"},
		{"a part in one place", "x.geojson", feature("", multiText("[[3, 3], [3, 3], [3, 3], [3, 3], [3, 3]]", boxText(0, 0, 1, 1))), false, 1, [4]float64{0, 0, 1, 1}, "are left out: 1"},
		{"a hole to and fro", "x.geojson", feature("", polygonText(boxText(0, 0, 1, 1), "[[0.5, 0.5], [0.6, 0.6], [0.5, 0.5], [0.6, 0.6], [0.5, 0.5]]")), false, 1, [4]float64{0, 0, 1, 1}, "are left out: 1"},
		{"a shell to and fro with a hole", "x.geojson", feature("", multiText("[[3, 3], [4, 4], [3, 3], [3, 3]], [[3, 3], [3.5, 3], [3.5, 3.5], [3, 3]]", boxText(0, 0, 1, 1))), false, 1, [4]float64{0, 0, 1, 1}, "are left out: 1"},
		// a hole that touches its shell twice, and its kin
		{"hole touches twice", "x.geojson", feature("", polygonText(boxText(0, 0, 8, 8), "[[0, 4], [8, 4], [4, 6], [0, 4]]")), false, 1, [4]float64{0, 0, 8, 8}, "cut the interior in pieces, near 0,4"},
		{"hole touches in corners", "x.geojson", feature("", polygonText(boxText(0, 0, 8, 8), "[[0, 0], [8, 8], [4, 6], [0, 0]]")), false, 1, [4]float64{0, 0, 8, 8}, "cut the interior in pieces, near "},
		{"hole touches in a corner and in an edge", "x.geojson", feature("", polygonText(boxText(0, 0, 8, 8), "[[0, 0], [8, 3], [4, 4], [0, 0]]")), false, 1, [4]float64{0, 0, 8, 8}, "cut the interior in pieces, near "},
		{"two holes from side to side", "x.geojson", feature("", polygonText(boxText(0, 0, 8, 8), "[[0, 4], [4, 4], [3, 5], [0, 4]]", "[[4, 4], [8, 4], [5, 5], [4, 4]]")), false, 1, [4]float64{0, 0, 8, 8}, "cut the interior in pieces, near 4,4"},
		{"parts share an edge", "x.geojson", feature("", multiText(boxText(0, 0, 2, 2), boxText(2, 0, 4, 2))), false, 2, [4]float64{0, 0, 4, 2}, "polygon 1 shares an edge with polygon 0 near 2,"},
		{"parts share half an edge", "x.geojson", feature("", multiText(boxText(0, 0, 2, 2), boxText(2, 1, 4, 3))), false, 2, [4]float64{0, 0, 4, 3}, "shares an edge with polygon 0"},
		{"a part fills a hole", "x.geojson", feature("", multiText(boxText(0, 0, 9, 9)+", "+boxText(2, 2, 4, 4), boxText(2, 2, 4, 4))), false, 2, [4]float64{0, 0, 9, 9}, "shares an edge with polygon 0"},
		{"three parts in a row", "x.geojson", feature("", multiText(boxText(0, 0, 1, 1), boxText(1, 0, 2, 1), boxText(2, 0, 3, 1))), false, 3, [4]float64{0, 0, 3, 1}, "further such warnings, which demarc check lists: 1"},
		// over the antimeridian
		{"over the antimeridian, not cut", "x.geojson", feature("", polygonText("[[178, 1], [-178, 1], [-178, 2], [178, 2], [178, 1]]")), false, 1, [4]float64{-178, 1, 178, 2}, "edge over 180 degrees: from 178,"},
		{"over the antimeridian", "x.geojson", feature("", polygonText("[[178, 1], [-178, 1], [-178, 2], [178, 2], [178, 1]]")), true, 2, [4]float64{-180, 1, 180, 2}, "cut there: 1"},
		{"0 to 360", "x.geojson", feature("", polygonText(boxText(178, 1, 182, 2))), true, 2, [4]float64{-180, 1, 180, 2}, "cut there: 1"},
		{"0 to 360, two halves at Greenwich", "x.geojson", feature("", multiText(boxText(0, 1, 5, 2), boxText(355, 1, 360, 2))), true, 1, [4]float64{-5, 1, 5, 2}, "cut there: 1"},
		{"around the pole, as CSV", "x.csv", "name,WKT\nSouth,\"POLYGON((0 -80, 120 -80, -120 -80, 0 -80))\"\n", true, 1, [4]float64{-180, -90, 180, -80}, "cut there: 1"},
		{"a line over it", "x.geojson", feature("", `{"type": "LineString", "coordinates": [[179, 1], [-179, 3]]}`), true, 2, [4]float64{-180, 1, 180, 3}, "cut there: 1"},
		{"nothing over it", "x.geojson", feature("", polygonText(boxText(0, 0, 1, 1))), true, 1, [4]float64{0, 0, 1, 1}, "-wrap changed nothing"},
		// noise
		{"noise", "x.geojson", feature("", polygonText(boxText(179, 60, 180.00000000000003, 61))), false, 1, [4]float64{179, 60, 180, 61}, "the noise of computing, are taken as on them: 2"},
		{"noise in the west", "x.geojson", feature("", polygonText(boxText(-180.0000000009, 60, -179, 61))), false, 1, [4]float64{-180, 60, -179, 61}, "are taken as on them: 3"},
		{"noise at the pole", "x.geojson", feature("", polygonText(boxText(10, 80, 20, 90.00000000000001))), false, 1, [4]float64{10, 80, 20, 90}, "are taken as on them: 2"},
		{"noise in KML", "x.kml", kmlText(kmlBox(179, 60, 180.00000000000006, 61)), false, 1, [4]float64{179, 60, 180, 61}, "are taken as on them: 2"},
		// empty coordinates
		{"an empty part", "x.geojson", feature("", multiText(boxText(0, 0, 1, 1), "")), false, 1, [4]float64{0, 0, 1, 1}, `feature "north": parts without coordinates, which are no geometry (RFC 7946, 3.1), are left out: 1`},
		{"an empty hole", "x.geojson", feature("", polygonText(boxText(0, 0, 1, 1), "[]")), false, 1, [4]float64{0, 0, 1, 1}, "are left out: 1"},
		{"an empty member", "x.geojson", feature("", collectionText(polygonText(boxText(0, 0, 1, 1)), `{"type": "Point", "coordinates": []}`)), false, 1, [4]float64{0, 0, 1, 1}, "are left out: 1"},
		// collections
		{"collection", "x.geojson", feature("", collectionText(polygonText(boxText(0, 0, 2, 2)), polygonText(boxText(2, 0, 4, 2)), point)), false, 1, [4]float64{0, 0, 4, 2}, "left out: 1 point"},
		{"collection of overlapping areas", "x.geojson", feature("", collectionText(polygonText(boxText(0, 0, 3, 2)), multiText(boxText(2, 0, 4, 2), boxText(9, 0, 10, 1)), line, point)), false, 2, [4]float64{0, 0, 10, 2}, "left out: 1 point, 1 line"},
		{"collections in each other", "x.geojson", feature("", collectionText(collectionText(collectionText(polygonText(boxText(0, 0, 2, 2))), line), line)), false, 1, [4]float64{0, 0, 2, 2}, "left out: 2 lines"},
		{"collection of lines", "x.geojson", feature("", collectionText(line, point, line)), false, 2, [4]float64{0, 0, 1, 1}, "whose lines are taken as one geometry: 1"},
		{"collection as CSV", "x.csv", "name,WKT\nNorth,\"GEOMETRYCOLLECTION(POINT(1 1),POLYGON((0 0,2 0,2 2,0 0)))\"\n", false, 1, [4]float64{0, 0, 2, 2}, "left out: 1 point"},
		{"MultiGeometry", "x.kml", kmlText("<MultiGeometry>" + kmlBox(0, 0, 2, 2) + "<Point><coordinates>1,1</coordinates></Point></MultiGeometry>"), false, 1, [4]float64{0, 0, 2, 2}, "left out: 1 point"},
		{"MultiGeometry of areas that share an edge", "x.kml", kmlText("<MultiGeometry>" + kmlBox(0, 0, 2, 2) + kmlBox(2, 0, 4, 2) + "</MultiGeometry>"), false, 1, [4]float64{0, 0, 4, 2}, "are united: 1"},
		{"MultiGeometry of areas apart", "x.kml", kmlText("<MultiGeometry>" + kmlBox(0, 0, 2, 2) + kmlBox(3, 0, 4, 2) + "</MultiGeometry>"), false, 2, [4]float64{0, 0, 4, 2}, ""},
		{"MultiGeometry in MultiGeometry", "x.kml", kmlText("<MultiGeometry><MultiGeometry>" + kmlBox(0, 0, 2, 2) + "</MultiGeometry><LineString><coordinates>0,0 1,1</coordinates></LineString><MultiGeometry>" + kmlBox(1, 1, 3, 3) + "</MultiGeometry></MultiGeometry>"), false, 1, [4]float64{0, 0, 3, 3}, "left out: 1 line"},
		// reference systems
		{"URN of EPSG", "x.geojson", feature(crs("urn:ogc:def:crs:EPSG::4326"), polygonText(boxText(10, 0, 11, 1))), false, 1, [4]float64{10, 0, 11, 1}, "read as longitude, latitude"},
		{"address of EPSG", "x.geojson", feature(crs("http://www.opengis.net/def/crs/EPSG/0/4326"), polygonText(boxText(10, 0, 11, 1))), false, 1, [4]float64{10, 0, 11, 1}, "read as longitude, latitude"},
		{"EPSG", "x.geojson", feature(crs("EPSG:4326"), polygonText(boxText(10, 0, 11, 1))), false, 1, [4]float64{10, 0, 11, 1}, "read as longitude, latitude"},
		{"CRS84", "x.geojson", feature(crs("urn:ogc:def:crs:OGC:1.3:CRS84"), polygonText(boxText(10, 0, 11, 1))), false, 1, [4]float64{10, 0, 11, 1}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, report := imported(t, written(t, tt.file, tt.content), Options{SourceTitle: "Survey", Wrap: tt.wrap})
			if errors := dataset.Errors(report.Problems); errors > 0 || len(s.Dataset.Regions) != 1 {
				t.Fatalf("got %d regions, and %v", len(s.Dataset.Regions), report.Problems)
			}
			g, parts := s.Dataset.Regions[0].Shape(), 0
			geo.EachPart(g, func(orb.Geometry) { parts++ })
			if box := g.Bound(); parts != tt.parts || [4]float64{box.Left(), box.Bottom(), box.Right(), box.Top()} != tt.box {
				t.Errorf("got %v: want %d parts within %v", g, tt.parts, tt.box)
			}
			if notes := strings.Join(report.Notes, "\n"); !strings.Contains(notes, tt.says) || tt.says == "" && strings.Count(notes, "\n") > 1 {
				t.Errorf("said\n%s\nwant %q", notes, tt.says)
			}
		})
	}
}

// Each feature without coordinates is kept, as one without geometry.
func TestImportOfEmptyCoordinates(t *testing.T) {
	for _, empty := range []string{`{"type": "Polygon", "coordinates": []}`, `{"type": "MultiPolygon", "coordinates": [[]]}`, `{"type": "Point", "coordinates": []}`, collectionText()} {
		content := feature("", polygonText(boxText(0, 0, 1, 1))+`}, {"type": "Feature", "id": "south", "properties": {"name": "South"}, "geometry": `+empty)
		s, report := imported(t, written(t, "x.geojson", content), Options{SourceTitle: "Survey"})
		if len(s.Dataset.Regions) != 2 || s.Dataset.Regions[1].Drawn() {
			t.Errorf("%s: got %v, want two regions, the second without geometry", empty, s.Dataset.Regions)
		}
		if notes := strings.Join(report.Notes, "\n"); !strings.Contains(notes, `feature "south": no coordinates`) {
			t.Errorf("%s: said %s", empty, notes)
		}
	}
}

// What lies on both sides of the antimeridian is seen first from there, and its boxes reach across.
func TestImportAcrossTheAntimeridian(t *testing.T) {
	for _, tt := range []struct {
		name, geometry string
		center         float64
		zoom           int
		box            [4]float64
	}{
		{"two parts", multiText(boxText(175, -20, 180, -10), boxText(-180, -20, -174, -10)), -179.5, 6, [4]float64{175, -20, -174, -10}},
		{"two parts, not up to it", multiText(boxText(170, -20, 175, -10), boxText(-150, -20, -145, -10)), -167.5, 4, [4]float64{170, -20, -145, -10}},
		{"one side", polygonText(boxText(175, -20, 180, -10)), 177.5, 7, [4]float64{175, -20, 180, -10}},
		{"all around", polygonText(boxText(-180, -20, 180, -10)), 0, 1, [4]float64{-180, -20, 180, -10}},
	} {
		s, _ := imported(t, written(t, "x.geojson", feature("", tt.geometry)), Options{SourceTitle: "Survey"})
		if v := s.Dataset.View; v.Center[0] < tt.center-0.1 || v.Center[0] > tt.center+0.1 || v.Zoom != tt.zoom {
			t.Errorf("%s: seen first from %v at zoom %d, want %v at %d", tt.name, v.Center, v.Zoom, tt.center, tt.zoom)
		}
		if c := s.Dataset.Covers; c.Extent[0] < tt.box[0]-0.2 || c.Extent[2] > tt.box[2]+0.2 || !c.Holds(orb.Point{tt.box[0], -15}) || !c.Holds(orb.Point{tt.box[2], -15}) {
			t.Errorf("%s: covers %v, want a little more than %v", tt.name, c.Extent, tt.box)
		}
		region, err := s.Region("north")
		if err != nil || region.Bbox == nil || *region.Bbox != tt.box {
			t.Errorf("%s: box %v, %v; want %v", tt.name, region.Bbox, err, tt.box)
		}
		c, err := s.Collection("x")
		if err != nil || c.Extent == nil || *c.Extent != tt.box {
			t.Errorf("%s: extent %v, %v; want %v", tt.name, c, err, tt.box)
		}
	}
}
