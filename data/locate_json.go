package data

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"sync"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"demarc/geo/notation"
)

// pieces keeps ready JSON by the *ControlPeriod it says. There are never more
// pieces than periods.
type pieces struct{ ready sync.Map }

// regionPieces is ready JSON that says something of a region.
type regionPieces struct {
	id      []byte // quoted
	zone    []byte // a ZoneAt up to what the point adds
	rest    []byte // and after it
	region  []byte // a RegionAt
	nearest []byte // a Nearest up to the distance
}

// AppendLocation appends what json.Encoder writes for LocateWith, without HTML
// escapes and line end. It is faster: what does not depend on the point is kept
// ready. read, which may be nil, becomes Read.
func (s *Snapshot) AppendLocation(dst []byte, point orb.Point, day Date, extras Extras, read *notation.Reading) []byte {
	dst = appendFloat(append(dst, `{"lon":`...), point[0])
	dst = appendFloat(append(dst, `,"lat":`...), point[1])
	dst = day.append(append(dst, `,"datetime":"`...))
	dst = append(append(dst, `","snapshot":"`...), s.ID...)
	if s.Viewpoint != "" {
		dst = append(append(dst, `","viewpoint":"`...), s.Viewpoint...)
	}
	dst = append(dst, '"')
	if read != nil {
		dst = append(append(dst, `,"read":`...), encode(read)...)
	}
	control := s.layerIndex(s.Dataset.ControlLayer)
	if i, inside := control.grid.At(point, int32(day)); inside {
		dst = s.appendZone(append(dst, `,"zone":`...), control, i, point, day)
		dst = s.appendControl(append(dst, `,"control":`...), i, day)
		dst = s.appendOverlays(dst, point, day, extras.History)
		dst = s.appendRegions(append(dst, `,"regions":[`...), point, day, extras.Borders)
		if extras.Borders {
			dst = s.appendNearestRegions(dst, point, day)
		}
		if extras.History {
			dst = s.appendHistory(dst, point, day)
		}
		return append(dst, '}')
	}
	dst = appendUnknown(append(dst, `,"zone":null,"control":`...), s.reasonForNothing(point, day))
	dst = s.appendOverlays(dst, point, day, extras.History)
	dst = s.appendRegions(append(dst, `,"regions":[`...), point, day, extras.Borders)
	if i, metres, ok := control.nearest(point, day); ok {
		dst = s.appendNearest(append(dst, `,"nearest":`...), control, i, metres)
	}
	if extras.Borders {
		dst = s.appendNearestRegions(dst, point, day)
	}
	if extras.History {
		dst = s.appendHistory(dst, point, day)
	}
	return append(dst, '}')
}

// appendZone writes a ZoneAt: what the point adds stands between two ready
// pieces.
func (s *Snapshot) appendZone(dst []byte, layer *layerIndex, i int, point orb.Point, day Date) []byte {
	border, second, near := layer.border(i, point, day)
	p := s.piecesOf(layer, i)
	dst = appendFloat(append(dst, p.zone...), border)
	dst = strconv.AppendBool(append(dst, `,"near_uncertain_line":`...), near)
	if second >= 0 {
		dst = append(append(dst, `,"second":`...), s.piecesOf(layer, second).id...)
	}
	return append(dst, p.rest...)
}

// appendNearest writes a Nearest.
func (s *Snapshot) appendNearest(dst []byte, layer *layerIndex, i int, metres float64) []byte {
	dst = append(dst, s.piecesOf(layer, i).nearest...)
	dst = appendFloat(dst, math.Round(metres))
	dst = append(dst, `,"near_uncertain_line":`...)
	return append(strconv.AppendBool(dst, metres < layer.precision(layer.regions[i])), '}')
}

// appendNearestRegions writes the member nearest_regions, if there are any.
func (s *Snapshot) appendNearestRegions(dst []byte, point orb.Point, day Date) []byte {
	if all := s.nearestRegions(point, day); len(all) > 0 {
		dst = append(append(dst, `,"nearest_regions":`...), encode(all)...)
	}
	return dst
}

// piecesOf returns the pieces of region i of a layer.
func (s *Snapshot) piecesOf(layer *layerIndex, i int) *regionPieces {
	if ready := layer.pieces[i].Load(); ready != nil {
		return ready
	}
	r := layer.regions[i]
	p := &regionPieces{id: encode(r.ID), region: encode(regionAt(layer, r))}
	if s.zone[r.ID] != nil {
		p.zone, p.rest, _ = bytes.Cut(encode(layer.zoneAt(s.zone[r.ID])), []byte(`0,"near_uncertain_line":false`))
		p.nearest, _ = bytes.CutSuffix(encode(Nearest{ID: r.ID, Names: r.Names, PrecisionM: layer.precision(r)}), []byte(`0,"near_uncertain_line":false}`))
	}
	layer.pieces[i].Store(p)
	return p
}

// appendControl writes Control of a zone, an index of Zones.
func (s *Snapshot) appendControl(dst []byte, zone int, day Date) []byte {
	p := s.Timeline.periodOf(s.zonePeriods[zone], day)
	if p == nil {
		return append(dst, encode(s.Control(s.zones[zone].ID, day))...)
	}
	return append(dst, s.periodPiece(p)...)
}

func (s *Snapshot) periodPiece(p *ControlPeriod) []byte {
	if kept, ok := s.pieces.ready.Load(p); ok {
		return kept.([]byte)
	}
	piece := encode(s.control(p))
	s.pieces.ready.Store(p, piece)
	return piece
}

// appendUnknown writes a Control that is unknown for a reason.
func appendUnknown(dst []byte, reason string) []byte {
	dst = append(dst, `{"status":"`+UnknownStatus+`","controller":null,"from":null,"to":null,"reason":`...)
	dst = appendString(dst, reason)
	return append(dst, `,"sources":[]}`...)
}

// appendOverlays writes the member overlays, if there are any.
func (s *Snapshot) appendOverlays(dst []byte, point orb.Point, day Date, history bool) []byte {
	if overlays := s.overlaysAt(point, day, history); len(overlays) > 0 {
		dst = append(append(dst, `,"overlays":`...), encode(overlays)...)
	}
	return dst
}

// appendRegions writes the regions, with their borders if wanted, and the bracket
// that closes them.
func (s *Snapshot) appendRegions(dst []byte, point orb.Point, day Date, borders bool) []byte {
	var room [16]int32
	first := true
	for _, layer := range s.layers {
		if layer.controls {
			continue
		}
		for _, i := range layer.grid.All(room[:0], point, int32(day)) {
			if !first {
				dst = append(dst, ',')
			}
			first = false
			dst = append(dst, s.piecesOf(layer, int(i)).region...)
			if borders { // they follow within the object
				dst = append(dst[:len(dst)-1], ',')
				dst = append(dst, encode(layer.borderAt(int(i), point, day))[1:]...)
			}
		}
	}
	return append(dst, ']')
}

// appendHistory writes the member history, if there are any periods.
func (s *Snapshot) appendHistory(dst []byte, point orb.Point, day Date) []byte {
	periods := s.periodsAt(point, day)
	if len(periods) == 0 {
		return dst
	}
	dst = append(dst, `,"history":`...)
	for i, p := range periods {
		dst = append(dst, "[,"[min(i, 1)])
		if p.other || p.held != p.Interval {
			dst = append(dst, encode(s.periodAt(p))...)
		} else {
			dst = append(dst, s.periodPiece(p.ControlPeriod)...)
		}
	}
	return append(dst, ']')
}

// encode returns JSON without HTML escapes.
func encode(v any) []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		panic(err) // the types of this package can be written
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// appendFloat writes a number as encoding/json does: in the shortest form, with
// an exponent only where it is very large or small.
func appendFloat(dst []byte, x float64) []byte {
	size := math.Abs(x)
	if size >= 1e-6 && size < 1e6 {
		if done, ok := appendDecimal(dst, x); ok {
			return done
		}
	}
	if x == 0 || size >= 1e-6 && size < 1e21 {
		return strconv.AppendFloat(dst, x, 'f', -1, 64)
	}
	return append(dst, encode(x)...)
}

// appendDecimal writes a number of up to 7 decimals, as coordinates are; ok is
// false for others. Of all numbers with up to 15 digits only one reads as x, so
// without zeros at its end it is the shortest.
func appendDecimal(dst []byte, x float64) (done []byte, ok bool) {
	const decimals, scale = 7, 1e7
	k := int64(math.Round(x * scale))
	if float64(k)/scale != x || k == 0 {
		return dst, false
	}
	if k < 0 {
		dst, k = append(dst, '-'), -k
	}
	dst = strconv.AppendInt(dst, k/scale, 10)
	rest := k % scale
	if rest == 0 {
		return dst, true
	}
	var digits [1 + decimals]byte
	digits[0] = '.'
	for i := decimals; i > 0; i-- {
		digits[i] = byte('0' + rest%10)
		rest /= 10
	}
	n := len(digits)
	for digits[n-1] == '0' {
		n--
	}
	return append(dst, digits[:n]...), true
}

// appendString writes a string as encoding/json does without HTML escapes.
func appendString(dst []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			return append(dst, encode(s)...)
		}
	}
	return append(append(append(dst, '"'), s...), '"')
}
