package notation

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/paulmach/orb"
)

// Plus codes, Open Location Code 1.0: five pairs of digits of base 20, each pair
// a row and a column, then up to five digits that each cut the cell into five
// rows and four columns.
const (
	plusDigits = "23456789CFGHJMPQRVWX"
	plusPairs  = 10
	plusPrefix = 8 // digits before the plus sign
	plusMax    = 15
)

// Cells of the finest grid per degree: 8000 by pairs, then 5^5 rows, 4^5 columns.
const (
	plusRows    = 8000 * 3125
	plusColumns = 8000 * 1024
)

// A locality after a short code is allowed and not looked at.
var plusPattern = regexp.MustCompile(`^[2-9CFGHJMPQRVWX0]{2,8}\+[2-9CFGHJMPQRVWX]{0,}( .*)?$`)

func readPlus(text string, setting Setting) (Reading, error) {
	text, locality, _ := strings.Cut(strings.ToUpper(text), " ")
	prefix, rest, _ := strings.Cut(text, "+")
	note := ""
	if len(prefix) < plusPrefix {
		if len(prefix)%2 != 0 || strings.Contains(prefix, "0") || len(rest) < 2 {
			return Reading{}, errors.New("a short Plus code has two, four or six digits before its + and two or more after it")
		}
		note = fmt.Sprintf("the short code was taken relative to %.2f, %.2f", setting.Near[0], setting.Near[1])
		if locality != "" {
			note += ", the name after it was not looked up"
		}
		missing := plusPrefix - len(prefix)
		prefix = plusEncode(setting.Near)[:missing] + prefix
		cell, err := plusDecode(prefix + rest)
		if err != nil {
			return Reading{}, err
		}
		return cell.nearest(setting.Near, missing).reading(note), nil
	}
	if locality != "" {
		note = "the text after the code was not looked at"
	}
	digits := strings.TrimRight(prefix, "0")
	if len(digits) != len(prefix) && rest != "" || len(digits)%2 != 0 || digits == "" {
		return Reading{}, errors.New("a Plus code is filled up with an even number of zeros, and then ends with its +")
	}
	cell, err := plusDecode(digits + rest)
	return cell.reading(note), err
}

// plusCell is a rectangle: its south-western corner and size in degrees.
type plusCell struct {
	corner        orb.Point
	width, height float64
}

func plusDecode(digits string) (plusCell, error) {
	if len(digits) == plusPrefix+1 {
		return plusCell{}, errors.New("a Plus code has no single digit after its +")
	}
	digits = digits[:min(len(digits), plusMax)]
	column, row := int64(0), int64(0)
	width, height := int64(plusColumns*400), int64(plusRows*400)
	for i := 0; i < len(digits); i++ {
		digit := int64(strings.IndexByte(plusDigits, digits[i]))
		switch {
		case digit < 0:
			return plusCell{}, fmt.Errorf("%c is not a digit of Plus codes", digits[i])
		case i >= plusPairs:
			height, width = height/5, width/4
			row, column = row+digit/4*height, column+digit%4*width
		case i%2 == 0:
			height /= 20
			row += digit * height
		default:
			width /= 20
			column += digit * width
		}
	}
	if row >= 180*plusRows || column >= 360*plusColumns {
		return plusCell{}, errors.New("the Plus code lies beyond the poles or the 180th meridian")
	}
	return plusCell{
		corner: orb.Point{float64(column)/plusColumns - 180, float64(row)/plusRows - 90},
		width:  float64(width) / plusColumns, height: float64(height) / plusRows,
	}, nil
}

// plusEncode returns the eight digits of the cell that holds p.
func plusEncode(p orb.Point) string {
	row := min(max(int64((p[1]+90)*plusRows), 0), 180*plusRows-1) / (plusRows / 400)
	column := min(max(int64((p[0]+180)*plusColumns), 0), 360*plusColumns-1) / (plusColumns / 400)
	var code [plusPrefix]byte
	for i := plusPrefix - 2; i >= 0; i -= 2 {
		code[i], code[i+1] = plusDigits[row%20], plusDigits[column%20]
		row, column = row/20, column/20
	}
	return string(code[:])
}

// nearest moves a cell whose leading digits were taken from the reference by
// one period if that brings it nearer.
func (c plusCell) nearest(reference orb.Point, missing int) plusCell {
	period := 400.0
	for range missing / 2 {
		period /= 20
	}
	center := c.center()
	for axis, limit := range [2]float64{180, 90} {
		switch {
		case reference[axis]+period/2 < center[axis] && center[axis]-period >= -limit:
			c.corner[axis] -= period
		case reference[axis]-period/2 > center[axis] && center[axis]+period <= limit:
			c.corner[axis] += period
		}
	}
	return c
}

func (c plusCell) center() orb.Point {
	return orb.Point{c.corner[0] + c.width/2, c.corner[1] + c.height/2}
}

func (c plusCell) reading(note string) Reading {
	return Reading{Point: c.center(), Notation: PlusCode, PrecisionM: c.height * metresPerDegree, Note: note}
}
