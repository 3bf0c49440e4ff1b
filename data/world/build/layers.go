package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"demarc/geo"
)

// The fields of all layers; those of names have the languages too.
var (
	lineFields = []geo.Field{{Name: "kind"}, {Name: "valid_from", Type: geo.Date}, {Name: "valid_to", Type: geo.Date}}
	nameFields = append(append([]geo.Field{{Name: "id"}, {Name: "role"}}, lineFields[1:]...), geo.Field{Name: "rank", Type: geo.Int})
)

// at are the layers as a zoom of tiles has them.
func (s *source) at(z uint32) []geo.Layer {
	return []geo.Layer{s.water(z), s.river(z), s.border(), s.names(z)}
}

// in returns the value of a field as text.
func in(l *geo.Layer, f *geo.Feature, field string) string {
	for i, known := range l.Fields {
		if known.Name == field && f.Values[i] != nil {
			return fmt.Sprint(f.Values[i])
		}
	}
	return ""
}

func number(l *geo.Layer, f *geo.Feature, field string) float64 {
	n, _ := strconv.ParseFloat(in(l, f, field), 64)
	return n
}

// datum is the year of the source: what has no year of its own is not older than that.
const datum = "2010-01-01"

// water is the sea, and lakes as large as a tile unit or so. Reservoirs hold since their year.
func (s *source) water(z uint32) geo.Layer {
	layer := geo.Layer{Name: "water", Fields: lineFields}
	least := math.Pow(360/math.Pow(2, float64(z))/4096*24, 2) // square degrees
	for i, f := range s.ocean.Features {
		kind, from := "sea", any(nil)
		switch in(&s.ocean, &f, "featurec_2") {
		case "Reservoir":
			kind, from = "reservoir", datum
			if year := number(&s.ocean, &f, "year"); year > 1000 {
				from = fmt.Sprintf("%04.0f-01-01", year)
			}
		case "Lake", "Alkaline Lake":
			kind = "lake"
		}
		if bound := f.Geometry.Bound(); (bound.Max[0]-bound.Min[0])*(bound.Max[1]-bound.Min[1]) < least {
			continue
		}
		layer.Features = append(layer.Features, geo.Feature{ID: fmt.Sprint("water ", i), Geometry: f.Geometry, Values: []any{kind, from, nil}})
	}
	return layer
}

// mostRank is the least important river of a zoom.
var mostRank = [deepest + 1]float64{0, 0, 2, 4, 6, 8, 10}

func (s *source) river(z uint32) geo.Layer {
	layer := geo.Layer{Name: "rivers", Fields: lineFields}
	for i, f := range s.rivers.Features {
		if f.Geometry != nil && number(&s.rivers, &f, "scalerank") <= mostRank[z] {
			layer.Features = append(layer.Features, geo.Feature{ID: fmt.Sprint("river ", i), Geometry: f.Geometry, Values: []any{"river", nil, nil}})
		}
	}
	return layer
}

// border is the lines between countries, each with the days on which it held; those of which that
// is not known are left out.
func (s *source) border() geo.Layer {
	layer := geo.Layer{Name: "borders", Fields: lineFields}
	for i, f := range s.lines.Features {
		disputed := false
		switch in(&s.lines, &f, "featurecla") {
		case "International boundary (verify)", "International boundary (Magics)":
		case "Indefinite (please verify)":
			disputed = in(&s.lines, &f, "type") != "Water Indicator"
		case "Disputed (please verify)", "Line of control (please verify)", "Indeterminant frontier":
			disputed = true
		default: // limits of leases and the like
			continue
		}
		for k, h := range s.facts.between(in(&s.lines, &f, "adm0_a3_l"), in(&s.lines, &f, "adm0_a3_r"), disputed) {
			kind := "border"
			if h.disputed {
				kind = "disputed"
			}
			layer.Features = append(layer.Features, geo.Feature{ID: fmt.Sprint("border ", i, " ", k), Geometry: f.Geometry, Values: []any{kind, h.since, h.until}})
		}
	}
	return layer
}

// shownAt is how many zooms of the map a tile is shown at beyond its own.
const shownAt = 4

func (s *source) names(z uint32) geo.Layer {
	layer := geo.Layer{Name: "places", Fields: slices.Clone(nameFields)}
	for _, l := range languages {
		layer.Fields = append(layer.Fields, geo.Field{Name: "name_" + l})
	}
	add := func(r row, id, kind string, at orb.Point, since, until any, rank int) {
		if z < deepest && rank > int(z)+shownAt {
			return
		}
		values := []any{id, kind, since, until, rank}
		for _, l := range languages {
			values = append(values, r[l])
		}
		layer.Features = append(layer.Features, geo.Feature{ID: fmt.Sprint(id, len(layer.Features)), Geometry: at, Values: values})
	}
	for _, r := range s.facts.waters {
		lon, _ := strconv.ParseFloat(r["lon"], 64)
		lat, _ := strconv.ParseFloat(r["lat"], 64)
		rank, _ := strconv.Atoi(r["zoom"])
		add(r, r["id"], r["kind"], orb.Point{lon, lat}, nil, nil, rank)
	}
	for _, f := range s.countries.Features {
		i := s.facts.country("iso", in(&s.countries, &f, "iso_a2"))
		if i < 0 {
			continue
		}
		r, parts := s.facts.countries[i], partsOf(f.Geometry)
		at, km2 := middle(parts)
		since, rank := max(r["since"], r["named"]), int(math.Round(9.5-math.Log10(km2)))
		add(r, "country "+r["code"], "country", at, since, checked, min(max(rank, 3), 7))
		for _, at := range spread(parts, apart[z]) {
			add(r, "country "+r["code"], "country", at, since, checked, 5)
		}
	}
	return layer
}

func partsOf(g orb.Geometry) orb.MultiPolygon {
	if parts, ok := g.(orb.MultiPolygon); ok {
		return parts
	}
	return orb.MultiPolygon{g.(orb.Polygon)}
}

// apart is how many degrees from each other a country is named again, so that it is named in a view
// that its middle is not in; 0: it is not.
var apart = [deepest + 1]float64{2: 6, 4: 4, 5: 3, 6: 3}

// spread are places in a country, on a grid, that are well within it.
func spread(country orb.MultiPolygon, step float64) (places []orb.Point) {
	if step == 0 {
		return nil
	}
	bound := country.Bound()
	for lat := math.Ceil(bound.Min[1]/step) * step; lat < bound.Max[1]; lat += step {
		for lon := math.Ceil(bound.Min[0]/step) * step; lon < bound.Max[0]; lon += step {
			within := true
			for turn := range 8 {
				sin, cos := math.Sincos(float64(turn) * math.Pi / 4)
				within = within && planar.MultiPolygonContains(country, orb.Point{lon + cos*step*0.4, lat + sin*step*0.25})
			}
			if within {
				places = append(places, orb.Point{lon, lat})
			}
		}
	}
	return places
}

// middle is where the name of a country stands, in its largest part, and how large that is.
func middle(parts orb.MultiPolygon) (at orb.Point, km2 float64) {
	var largest orb.MultiPolygon
	for _, p := range parts {
		if size := geo.Area(orb.MultiPolygon{p}) / 1e6; size > km2 {
			largest, km2 = orb.MultiPolygon{p}, size
		}
	}
	return geo.LabelPoint(largest), km2
}
