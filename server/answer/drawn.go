package answer

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/geo/antimeridian"
	"demarc/geo/geojson"
	"demarc/geo/valid"
)

// drawnParameters are those of drawn: the days of an area, the day of a line.
var drawnParameters = []string{"datetime", "viewpoint", "known"}

// maxDrawn is how large a drawing may be, in bytes.
const maxDrawn = 4 << 20

// drawn answers who held how much of an area, or through whose land a line passes. The server has
// no such path: what somebody draws is asked where it is.
func drawn(ctx context.Context, q Question, body io.Reader) (value any, notes string, err error) {
	shape, err := readDrawn(body)
	if err != nil {
		return nil, "", err
	}
	switch shape := shape.(type) {
	case orb.Polygon:
		return drawnArea(ctx, q, orb.MultiPolygon{shape})
	case orb.MultiPolygon:
		return drawnArea(ctx, q, shape)
	case orb.LineString:
		return drawnLine(ctx, q, orb.MultiLineString{shape})
	case orb.MultiLineString:
		return drawnLine(ctx, q, shape)
	}
	return nil, "", badDrawing(fmt.Sprintf("the drawing is a %s: want an area or a line", shape.GeoJSONType()))
}

func drawnArea(ctx context.Context, q Question, area orb.MultiPolygon) (value any, notes string, err error) {
	during, err := q.Interval()
	if err != nil {
		return nil, "", err
	}
	for _, f := range new(valid.Checker).Check(area) {
		switch f.Kind {
		case valid.TooFew, valid.NotClosed, valid.NotFinite:
			return nil, "", badDrawing("the area cannot be measured: " + f.Message)
		case valid.SelfCross, valid.RingsCross, valid.Overlap:
			notes = "the outline crosses itself: what it goes around twice does not count"
		}
	}
	value, err = q.Snapshot.Stats(ctx, data.StatsQuery{During: during, Drawn: area})
	return value, notes, err
}

func drawnLine(ctx context.Context, q Question, lines orb.MultiLineString) (value any, notes string, err error) {
	day, err := q.Day()
	if err != nil {
		return nil, "", err
	}
	value, err = q.Snapshot.Passage(ctx, lines, day)
	return value, "", err
}

func badDrawing(detail string) error {
	return newProblem(statusBadRequest, detail, "send GeoJSON of one area or one line, in degrees of longitude and latitude")
}

// readDrawn reads GeoJSON: a geometry, a feature, or a collection of one.
func readDrawn(body io.Reader) (orb.Geometry, error) {
	document, err := io.ReadAll(io.LimitReader(body, maxDrawn+1))
	if err != nil {
		return nil, err
	}
	if len(document) > maxDrawn {
		return nil, badDrawing(fmt.Sprintf("the drawing is larger than %d MiB", maxDrawn>>20))
	}
	document = bytes.TrimPrefix(document, []byte("\ufeff"))
	node, err := geojson.Parse(document)
	if err != nil {
		return nil, badDrawing("the drawing is no GeoJSON: " + err.Error())
	}
	kind := ""
	if member := node.Member("type"); member != nil {
		kind = member.Text
	}
	switch kind {
	case "FeatureCollection":
	case "Feature":
		document = fmt.Appendf(nil, `{"type":"FeatureCollection","features":[%s]}`, document)
	default:
		document = fmt.Appendf(nil, `{"type":"FeatureCollection","features":[{"type":"Feature","properties":null,"geometry":%s}]}`, document)
	}
	if node, err = geojson.Parse(document); err != nil {
		return nil, badDrawing("the drawing is no GeoJSON: " + err.Error())
	}
	features, faults := geojson.Read(node)
	for _, f := range faults {
		if !f.Warning && !f.Missing {
			return nil, badDrawing("the drawing cannot be read: " + f.Message)
		}
	}
	if len(features) != 1 || features[0].Geometry == nil {
		return nil, badDrawing(fmt.Sprintf("the drawing has %d features: want one with a shape", len(features)))
	}
	shape, _ := antimeridian.Cut(features[0].Geometry)
	return shape, nil
}
