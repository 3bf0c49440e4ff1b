//go:build js && wasm

package worker

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"syscall/js"

	"demarc/data"
	"demarc/data/date"
	"demarc/data/enrich"
	"demarc/web/engine/promise"
)

// points collects the rows of a table as the page draws them, and sends them in pieces.
type points struct {
	tell js.Value

	lonlat, days, kinds []byte // little endian, as all browsers are
	found               []kind // not sent yet

	known map[kind]uint16
	held  map[int64]uint16 // by zone and day
}

// kind is what holds at a point on its day, or what is wrong with its row.
type kind struct {
	Controller string `json:"controller"`
	Status     string `json:"status"`
	Error      string `json:"error"`
}

const (
	piecePoints = 1 << 14
	mostKinds   = 1<<16 - 1 // all others are as the last of them
)

func newPoints(tell js.Value) *points {
	return &points{tell: tell, known: map[kind]uint16{}, held: map[int64]uint16{}}
}

func (p *points) add(s *data.Snapshot, rows enrich.Located) {
	for i, point := range rows.Points {
		day := rows.Days[min(i, len(rows.Days)-1)]
		lon, lat, of := point[0], point[1], uint16(0)
		if problem := rows.Problem(i); problem != "" {
			lon, lat, day = math.NaN(), math.NaN(), math.MinInt32
			of = p.number(kind{Error: problem})
		} else {
			of = p.at(s, rows.Zones[i], day)
		}
		p.lonlat = binary.LittleEndian.AppendUint64(p.lonlat, math.Float64bits(lon))
		p.lonlat = binary.LittleEndian.AppendUint64(p.lonlat, math.Float64bits(lat))
		p.days = binary.LittleEndian.AppendUint32(p.days, uint32(day))
		p.kinds = binary.LittleEndian.AppendUint16(p.kinds, of)
	}
	if len(p.days)/4 >= piecePoints {
		p.send()
	}
}

// at numbers what holds in a zone on a day.
func (p *points) at(s *data.Snapshot, zone, day int32) uint16 {
	key := int64(zone)<<32 | int64(uint32(day))
	if number, ok := p.held[key]; ok {
		return number
	}
	control := data.Control{Status: data.OutsideStatus}
	if zone >= 0 {
		control = s.LocateZone(int(zone), date.Date(day)).Control
	}
	k := kind{Status: control.Status}
	if control.Controller != nil {
		k.Controller = *control.Controller
	}
	number := p.number(k)
	p.held[key] = number
	return number
}

func (p *points) number(k kind) uint16 {
	number, ok := p.known[k]
	if !ok && len(p.known) < mostKinds {
		number = uint16(len(p.known))
		p.known[k] = number
		p.found = append(p.found, k)
	}
	return number
}

// send sends what was collected.
func (p *points) send() {
	if len(p.days) == 0 {
		return
	}
	found, err := json.Marshal(p.found)
	if err != nil || p.found == nil {
		found = []byte("[]") // texts are all that kinds hold
	}
	p.tell.Invoke(promise.Array(p.lonlat), promise.Array(p.days), promise.Array(p.kinds), string(found))
	p.lonlat, p.days, p.kinds, p.found = p.lonlat[:0], p.days[:0], p.kinds[:0], nil
}
