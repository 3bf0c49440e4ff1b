package data

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"sync"
	"time"

	"github.com/paulmach/orb"

	"demarc/geo/notation"
)

// pieces keeps ready JSON by what it says: a *ControlPeriod, a *RegionAt. There
// are never more pieces than periods and regions.
type pieces struct{ ready sync.Map }

// AppendLocation appends what json.Encoder writes for Locate, or, with history,
// for LocateHistory, without HTML escapes and line end. It is faster: what does
// not depend on the point is kept ready. read, which may be nil, becomes Read.
func (s *Snapshot) AppendLocation(dst []byte, point orb.Point, day Date, history bool, read *notation.Reading) []byte {
	dst = appendFloat(append(dst, `{"lon":`...), point[0])
	dst = appendFloat(append(dst, `,"lat":`...), point[1])
	dst = appendDate(append(dst, `,"datetime":"`...), day)
	dst = append(append(dst, `","snapshot":"`...), s.ID...)
	if s.Viewpoint != "" {
		dst = append(append(dst, `","viewpoint":"`...), s.Viewpoint...)
	}
	dst = append(dst, '"')
	if read != nil {
		dst = append(append(dst, `,"read":`...), encode(read)...)
	}
	control := s.layerIndex(s.Dataset.ControlLayer)
	i, inside := control.grid.At(point, int32(day))
	if inside {
		dst = s.appendZone(append(dst, `,"zone":`...), control, i, point, day)
		dst = s.appendControl(append(dst, `,"control":`...), control.regions[i].ID, day)
		dst = s.appendOverlays(dst, point, day, history)
		dst = s.appendRegions(append(dst, `,"regions":[`...), point, day)
		if history {
			dst = s.appendHistory(dst, control.regions[i].ID)
		}
		return append(dst, '}')
	}
	var answer Location
	s.locateNothing(&answer, control, point, day)
	dst = append(append(dst, `,"zone":null,"control":`...), encode(answer.Control)...)
	dst = s.appendOverlays(dst, point, day, history)
	dst = s.appendRegions(append(dst, `,"regions":[`...), point, day)
	if answer.Nearest != nil {
		dst = append(append(dst, `,"nearest":`...), encode(answer.Nearest)...)
	}
	return append(dst, '}')
}

// appendZone writes a ZoneAt: what the point adds stands between two ready
// pieces.
func (s *Snapshot) appendZone(dst []byte, layer *layerIndex, i int, point orb.Point, day Date) []byte {
	border, second, near := s.border(layer, i, point, day)
	head, tail := s.zonePieces(layer, i)
	dst = appendFloat(append(dst, head...), border)
	dst = strconv.AppendBool(append(dst, `,"near_uncertain_line":`...), near)
	if second != "" {
		dst = append(append(dst, `,"second":`...), encode(second)...)
	}
	return append(dst, tail...)
}

// zonePiece is the JSON of a ZoneAt before and after what the point adds.
type zonePiece struct{ head, tail []byte }

func (s *Snapshot) zonePieces(layer *layerIndex, i int) (head, tail []byte) {
	r := layer.regions[i]
	if kept, ok := s.pieces.ready.Load(r); ok {
		p := kept.(*zonePiece)
		return p.head, p.tail
	}
	zone := s.zoneAt(layer, i)
	head, tail, _ = bytes.Cut(encode(zone), []byte(`0,"near_uncertain_line":false`))
	s.pieces.ready.Store(r, &zonePiece{head, tail})
	return head, tail
}

// appendControl writes Control.
func (s *Snapshot) appendControl(dst []byte, zone string, day Date) []byte {
	p := s.Timeline.Period(zone, day)
	if p == nil {
		return append(dst, encode(s.Control(zone, day))...)
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

// appendOverlays writes the member overlays, if there are any.
func (s *Snapshot) appendOverlays(dst []byte, point orb.Point, day Date, history bool) []byte {
	if overlays := s.overlaysAt(point, day, history); len(overlays) > 0 {
		dst = append(append(dst, `,"overlays":`...), encode(overlays)...)
	}
	return dst
}

// appendRegions writes the regions and the bracket that closes them.
func (s *Snapshot) appendRegions(dst []byte, point orb.Point, day Date) []byte {
	var room [16]int32
	first := true
	for _, layer := range s.layers {
		if s.Dataset.controls(layer.ID) {
			continue
		}
		for _, i := range layer.grid.All(room[:0], point, int32(day)) {
			if !first {
				dst = append(dst, ',')
			}
			first = false
			dst = append(dst, s.regionPiece(layer, layer.regions[i])...)
		}
	}
	return append(dst, ']')
}

func (s *Snapshot) regionPiece(layer *layerIndex, r *Region) []byte {
	if kept, ok := s.pieces.ready.Load(r); ok {
		return kept.([]byte)
	}
	piece := encode(regionAt(layer, r))
	s.pieces.ready.Store(r, piece)
	return piece
}

func (s *Snapshot) appendHistory(dst []byte, zone string) []byte {
	for i, p := range s.Timeline.Periods(zone) {
		if i == 0 {
			dst = append(dst, `,"history":[`...)
		} else {
			dst = append(dst, ',')
		}
		dst = append(dst, s.periodPiece(p)...)
	}
	if len(s.Timeline.Periods(zone)) > 0 {
		dst = append(dst, ']')
	}
	return dst
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
	if x == 0 || size >= 1e-6 && size < 1e21 {
		return strconv.AppendFloat(dst, x, 'f', -1, 64)
	}
	return append(dst, encode(x)...)
}

func appendDate(dst []byte, d Date) []byte {
	return time.Unix(int64(d)*secondsPerDay, 0).UTC().AppendFormat(dst, time.DateOnly)
}
