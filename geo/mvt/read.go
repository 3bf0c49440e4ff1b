package mvt

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"demarc/geo"
)

// errCut is of a tile that ends too early, or that is none.
var errCut = errors.New("mvt: the tile is cut off")

// Read reads tile x, y of zoom z, not compressed, as layers in degrees. What was cut along the
// sides of the tile stays so. Rings of several polygons of a feature come in one polygon each.
func Read(tile []byte, z, x, y uint32) ([]geo.Layer, error) {
	var layers []geo.Layer
	err := eachField(tile, func(field int, _ uint64, content []byte) error {
		if field != 3 {
			return nil
		}
		l := layerReader{place: placeReader{scale: math.Exp2(-float64(z)), x: float64(x), y: float64(y), extent: extent}}
		if err := l.read(content); err != nil {
			return err
		}
		layers = append(layers, l.layer)
		return nil
	})
	return layers, err
}

// eachField calls for the fields of a message of protocol buffers: with a number, or with content.
func eachField(message []byte, call func(field int, number uint64, content []byte) error) error {
	for len(message) > 0 {
		key, n := binary.Uvarint(message)
		if n <= 0 {
			return errCut
		}
		message = message[n:]
		var number uint64
		var content []byte
		switch key & 7 {
		case 0:
			if number, n = binary.Uvarint(message); n <= 0 {
				return errCut
			}
			message = message[n:]
		case 1, 5:
			if n = 8 - int(key&4); len(message) < n {
				return errCut
			}
			content, message = message[:n], message[n:]
		case 2:
			size, n := binary.Uvarint(message)
			if n <= 0 || size > uint64(len(message)-n) {
				return errCut
			}
			content, message = message[n:n+int(size)], message[n+int(size):]
		default:
			return errCut
		}
		if err := call(int(key>>3), number, content); err != nil {
			return err
		}
	}
	return nil
}

type layerReader struct {
	layer  geo.Layer
	place  placeReader
	values []any
}

func (l *layerReader) read(message []byte) error {
	var features [][]byte
	err := eachField(message, func(field int, number uint64, content []byte) (err error) {
		switch field {
		case 1:
			l.layer.Name = string(content)
		case 2:
			features = append(features, content)
		case 3:
			l.layer.Fields = append(l.layer.Fields, geo.Field{Name: string(content)})
		case 4:
			var value any
			value, err = readValue(content)
			l.values = append(l.values, value)
		case 5:
			l.place.extent = float64(number)
		}
		return err
	})
	for _, content := range features {
		if err == nil {
			err = l.feature(content)
		}
	}
	return err
}

// readValue reads a text, a whole number or a truth; others are absent.
func readValue(message []byte) (value any, err error) {
	err = eachField(message, func(field int, number uint64, content []byte) error {
		switch field {
		case 1:
			value = string(content)
		case 4, 5:
			value = int(number)
		case 6:
			value = int(unzigzag(number))
		case 7:
			value = number != 0
		}
		return nil
	})
	return value, err
}

func (l *layerReader) feature(message []byte) error {
	f := geo.Feature{Values: make([]any, len(l.layer.Fields))}
	var shape uint64
	var commands []byte
	err := eachField(message, func(field int, number uint64, content []byte) error {
		switch field {
		case 1:
			f.ID = fmt.Sprint(number)
		case 2:
			for len(content) > 0 {
				key, n := binary.Uvarint(content)
				value, m := binary.Uvarint(content[max(n, 0):])
				if n <= 0 || m <= 0 || key >= uint64(len(f.Values)) || value >= uint64(len(l.values)) {
					return errCut
				}
				f.Values[key], content = l.values[value], content[n+m:]
			}
		case 3:
			shape = number
		case 4:
			commands = content
		}
		return nil
	})
	if err != nil {
		return err
	}
	lines, err := l.place.lines(commands)
	if err != nil {
		return err
	}
	f.Geometry = shaped(shape, lines)
	l.layer.Features = append(l.layer.Features, f)
	return nil
}

// shaped makes a geometry of lines: a ring that winds as a shell does begins a polygon.
func shaped(shape uint64, lines []orb.LineString) orb.Geometry {
	switch shape {
	case 1:
		var points orb.MultiPoint
		for _, line := range lines {
			points = append(points, line...)
		}
		return points
	case 2:
		return orb.MultiLineString(lines)
	}
	var polygons orb.MultiPolygon
	for _, line := range lines {
		ring := append(orb.Ring(line), line[0])
		// northward is upward in degrees and downward in a tile, so shells wind anticlockwise here
		// too
		if len(polygons) == 0 || ring.Orientation() == polygons[0][0].Orientation() {
			polygons = append(polygons, orb.Polygon{ring})
			continue
		}
		last := len(polygons) - 1
		polygons[last] = append(polygons[last], ring)
	}
	return polygons
}

// placeReader turns units of a tile into degrees.
type placeReader struct{ scale, x, y, extent float64 }

func (p placeReader) at(x, y int64) orb.Point {
	lon := (p.x+float64(x)/p.extent)*p.scale*360 - 180
	north := math.Pi * (1 - 2*(p.y+float64(y)/p.extent)*p.scale)
	return orb.Point{lon, math.Atan(math.Sinh(north)) * 180 / math.Pi}
}

// lines reads commands (specification, 4.3).
func (p placeReader) lines(commands []byte) (lines []orb.LineString, err error) {
	var x, y int64
	next := func() uint64 {
		v, n := binary.Uvarint(commands)
		if n <= 0 {
			err, commands = errCut, nil
			return 0
		}
		commands = commands[n:]
		return v
	}
	for len(commands) > 0 {
		command := next()
		for range command >> 3 {
			if command&7 == 7 || err != nil { // a ring ends where it began
				break
			}
			x, y = x+unzigzag(next()), y+unzigzag(next())
			if command&7 == 1 {
				lines = append(lines, nil)
			}
			if len(lines) == 0 {
				return nil, errCut
			}
			lines[len(lines)-1] = append(lines[len(lines)-1], p.at(x, y))
		}
	}
	return lines, err
}

func unzigzag(n uint64) int64 { return int64(n>>1) ^ -int64(n&1) }
