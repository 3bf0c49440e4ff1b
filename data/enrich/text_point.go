package enrich

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/geo/notation"
)

// textPoints reads points that stand in one cell: in any notation, or as GeoJSON.
type textPoints struct {
	setting notation.Setting
	order   string // of pairs of plain numbers, "" until one tells
	told    bool   // the order is that of the column's name
	result  *Result
	scanner scanner
}

func newTextPoints(s *data.Snapshot, name string, result *Result) *textPoints {
	t := &textPoints{setting: s.NotationSetting(), order: orderOf(name), result: result}
	t.told = t.order != ""
	return t
}

// read reads a cell, without quotes.
func (t *textPoints) read(cell []byte) (orb.Point, error) {
	cell = bytes.TrimSpace(cell)
	switch {
	case len(cell) == 0:
		return orb.Point{}, errors.New("no coordinates")
	case cell[0] == '{':
		if !json.Valid(cell) {
			return orb.Point{}, fmt.Errorf("%s: want a GeoJSON Point", clip(cell))
		}
		return t.scanner.point(cell, span{0, len(cell)}, t.result)
	}
	r, err := notation.Read(string(cell), t.setting)
	if err != nil {
		return orb.Point{}, err
	}
	if r.Turned {
		t.result.turned++
	}
	if r.Order == "" || r.Notation == notation.WKT {
		return r.Point, nil
	}
	return t.ordered(r), nil
}

// ordered keeps to one order in a column: a pair that is possible either way is read as those that
// are not.
func (t *textPoints) ordered(r notation.Reading) orb.Point {
	p, other := r.Point, orb.Point{r.Point[1], r.Point[0]}
	turns := !r.Turned && -90 <= p[0] && p[0] <= 90
	sure := !turns || !t.told && t.setting.Expects(p) != t.setting.Expects(other)
	switch {
	case sure && t.order == "":
		t.order = r.Order
	case !sure && t.order != "" && t.order != r.Order:
		p, r.Order = other, t.order
	}
	if r.Order == notation.LatLon {
		t.result.LatLon++
	} else {
		t.result.LonLat++
	}
	return p
}
