package geoparquet

import (
	"fmt"
	"math"
	"math/big"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"demarc/geo"
	"demarc/geo/calendar"
)

// logical returns the logical type of a column, nil for none.
func logical(t parquet.Type) format.LogicalTypeValue {
	if l := t.LogicalType(); l != nil {
		return l.Value
	}
	return nil
}

func isTime(t parquet.Type) bool {
	_, stamp := logical(t).(*format.TimestampType)
	return stamp || t.Kind() == parquet.Int96
}

// isShape tells whether Parquet itself knows the column as one of geometries.
func isShape(c *parquet.Column) bool {
	if !c.Leaf() {
		return false
	}
	switch logical(c.Type()).(type) {
	case *format.GeometryType, *format.GeographyType:
		return true
	}
	return false
}

// reading returns the type of the field that a column becomes, and how its values are read; nil
// where they mean nothing to a table.
func reading(t parquet.Type) (geo.FieldType, func(parquet.Value) any) {
	switch l := logical(t).(type) {
	case *format.DateType:
		return geo.Date, func(v parquet.Value) any { return dayText(v.Int32()) }
	case *format.TimestampType:
		return geo.String, func(v parquet.Value) any { return moment(v.Int64(), l.Unit, l.IsAdjustedToUTC) }
	case *format.TimeType:
		return geo.String, func(v parquet.Value) any { return clock(v, l.Unit) }
	case *format.DecimalType:
		return geo.Float, func(v parquet.Value) any { return decimal(v, int(l.Scale)) }
	case *format.UUIDType:
		return geo.String, func(v parquet.Value) any {
			b := v.ByteArray()
			if len(b) != 16 {
				return nil
			}
			return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
		}
	case *format.StringType, *format.EnumType, *format.JsonType:
		return geo.String, func(v parquet.Value) any { return strings.ToValidUTF8(string(v.ByteArray()), "\uFFFD") }
	case *format.IntType:
		return integers(t.Kind(), l.IsSigned)
	}
	switch t.Kind() {
	case parquet.Boolean:
		return geo.Bool, func(v parquet.Value) any { return v.Boolean() }
	case parquet.Float:
		return geo.Float, func(v parquet.Value) any { return finite(float64(v.Float())) }
	case parquet.Double:
		return geo.Float, func(v parquet.Value) any { return finite(v.Double()) }
	case parquet.Int96:
		return geo.String, func(v parquet.Value) any { return julian(v.Int96()) }
	}
	return integers(t.Kind(), true)
}

// dayText writes a day, also one that lies beyond the calendar.
func dayText(number int32) string {
	if number < calendar.Number(calendar.FirstYear, 1, 1) || number > calendar.Number(calendar.LastYear, 12, 31) {
		return fmt.Sprintf("day %d from 1970-01-01", number)
	}
	return string(calendar.Append(nil, number))
}

func integers(kind parquet.Kind, signed bool) (geo.FieldType, func(parquet.Value) any) {
	switch {
	case kind == parquet.Int32 && signed:
		return geo.Int, func(v parquet.Value) any { return int64(v.Int32()) }
	case kind == parquet.Int32:
		return geo.Int, func(v parquet.Value) any { return int64(v.Uint32()) }
	case kind == parquet.Int64 && signed:
		return geo.Int, func(v parquet.Value) any { return v.Int64() }
	case kind == parquet.Int64:
		return geo.String, func(v parquet.Value) any { return fmt.Sprint(v.Uint64()) } // no int64 holds all
	}
	return geo.String, nil
}

// finite is nil for what is no number.
func finite(v float64) any {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return v
}

// nanoseconds of a unit.
func nanoseconds(u format.TimeUnit) int64 {
	switch u.Value.(type) {
	case *format.MilliSeconds:
		return 1_000_000
	case *format.MicroSeconds:
		return 1000
	}
	return 1
}

// moment writes a number of units since 1970 as RFC 3339, without an offset where it has none.
func moment(n int64, unit format.TimeUnit, utc bool) any {
	perSecond := 1_000_000_000 / nanoseconds(unit)
	seconds, rest := n/perSecond, n%perSecond
	layout := "2006-01-02T15:04:05.999999999"
	if utc {
		layout += "Z"
	}
	return yearly(time.Unix(seconds, rest*nanoseconds(unit)).UTC(), layout)
}

// yearly formats a time with its day as geo.Day reads it, of all years.
func yearly(t time.Time, layout string) any {
	day := math.Floor(float64(t.Unix()) / 86400)
	if math.Abs(day) > math.MaxInt32 {
		return nil
	}
	_, clock, _ := strings.Cut(t.Format(layout), "T")
	return dayText(int32(day)) + "T" + clock
}

// julian reads the moments of old files: nanoseconds of a day, and its Julian number.
func julian(v [3]uint32) any {
	const epoch = 2440588 // the Julian number of 1970-01-01
	nanos := int64(uint64(v[1])<<32 | uint64(v[0]))
	return yearly(time.Unix((int64(v[2])-epoch)*86400, nanos).UTC(), "2006-01-02T15:04:05.999999999")
}

func clock(v parquet.Value, unit format.TimeUnit) any {
	n := v.Int64()
	if v.Kind() == parquet.Int32 {
		n = int64(v.Int32())
	}
	if day := 86_400_000_000_000 / nanoseconds(unit); n < 0 || n >= day {
		return nil
	}
	return time.Unix(0, n*nanoseconds(unit)).UTC().Format("15:04:05.999999999")
}

// decimal returns the number that is nearest to a decimal fraction.
func decimal(v parquet.Value, scale int) any {
	whole := new(big.Int)
	switch v.Kind() {
	case parquet.Int32:
		whole.SetInt64(int64(v.Int32()))
	case parquet.Int64:
		whole.SetInt64(v.Int64())
	default:
		content := v.ByteArray()
		if whole.SetBytes(content); len(content) > 0 && content[0] >= 0x80 { // two's complement
			whole.Sub(whole, new(big.Int).Lsh(big.NewInt(1), uint(8*len(content))))
		}
	}
	if scale < 0 || scale > 100 {
		return nil
	}
	number, _ := new(big.Rat).SetFrac(whole, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)).Float64()
	return finite(number)
}
