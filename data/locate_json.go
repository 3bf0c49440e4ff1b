package data

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"unicode/utf8"

	"demarc/data/dataset"
)

// MarshalJSON is AppendJSON for encoding/json.
func (l Location) MarshalJSON() ([]byte, error) { return l.AppendJSON(nil), nil }

// AppendJSON appends the answer as JSON without HTML escapes. Nothing else writes a location.
// Whatever depends on the dataset alone (names of regions, titles of layers, periods of control
// with their sources) is encoded once and kept, see Snapshot.json; a test compares the whole with
// what the tags of the struct say.
func (l *Location) AppendJSON(dst []byte) []byte {
	dst = appendFloat(append(dst, `{"lon":`...), l.Lon)
	dst = appendFloat(append(dst, `,"lat":`...), l.Lat)
	dst = l.Date.Append(append(dst, `,"datetime":"`...))
	dst = appendString(append(dst, `","snapshot":`...), l.Snapshot)
	dst = appendOptional(dst, `,"viewpoint":`, l.Viewpoint)
	if l.Read != nil {
		dst = append(append(dst, `,"read":`...), encode(l.Read)...)
	}
	if l.Zone != nil {
		dst = l.appendZone(append(dst, `,"zone":`...))
	} else {
		dst = append(dst, `,"zone":null`...)
	}
	dst = l.appendControl(append(dst, `,"control":`...), &l.Control)
	if l.Uncertain {
		dst = append(dst, `,"uncertain":true`...)
	}
	dst = appendOptional(dst, `,"uncertain_note":`, l.UncertainNote)
	if l.AsOf != nil {
		dst = append(l.AsOf.Append(append(dst, `,"as_of":"`...)), '"')
	}
	if len(l.Overlays) > 0 {
		dst = append(append(dst, `,"overlays":`...), encode(l.Overlays)...)
	}
	dst = l.appendRegions(append(dst, `,"regions":`...))
	if l.Nearest != nil {
		dst = append(append(dst, `,"nearest":`...), encode(l.Nearest)...)
	}
	if len(l.NearestRegions) > 0 {
		dst = append(append(dst, `,"nearest_regions":`...), encode(l.NearestRegions)...)
	}
	if len(l.History) > 0 {
		dst = l.appendHistory(append(dst, `,"history":`...))
	}
	return append(dst, '}')
}

func (l *Location) appendZone(dst []byte) []byte {
	z := l.Zone
	dst = appendString(append(dst, `{"id":`...), z.ID)
	dst = append(append(dst, `,"names":`...), l.of.ready(z.region, z.Names)...)
	dst = appendFloat(append(dst, `,"area_km2":`...), z.AreaKm2)
	dst = appendBorder(append(dst, ','), BorderAt{z.PrecisionM, z.BorderM, z.NearUncertainLine, z.Second})
	dst = appendOptional(dst, `,"confidence":`, z.Confidence)
	if len(z.Note) > 0 {
		dst = append(append(dst, `,"note":`...), l.of.ready(notedRegion{z.region}, z.Note)...)
	}
	dst = l.appendAttributes(dst, z.region, &z.Attributes)
	dst = l.appendIdentity(dst, z.region, &z.lineage)
	return append(dst, '}')
}

// appendBorder writes the members of a BorderAt.
func appendBorder(dst []byte, b BorderAt) []byte {
	dst = appendFloat(append(dst, `"precision_m":`...), b.PrecisionM)
	dst = appendFloat(append(dst, `,"border_m":`...), b.BorderM)
	dst = strconv.AppendBool(append(dst, `,"near_uncertain_line":`...), b.NearUncertainLine)
	return appendOptional(dst, `,"second":`, b.Second)
}

// attributesOf is the key of a region's own columns, see ready.
type attributesOf struct{ *dataset.Region }

// appendAttributes writes the own columns of a region.
func (l *Location) appendAttributes(dst []byte, r *dataset.Region, a *Attributes) []byte {
	if len(a.Attributes) > 0 {
		dst = append(append(dst, `,"attributes":`...), l.of.ready(attributesOf{r}, a.Attributes)...)
	}
	return appendOptional(dst, `,"attributes_of":`, a.AttributesOf)
}

// notedRegion is the key of a region's note, see ready.
type notedRegion struct{ *dataset.Region }

// identified is the key of a region's identity, see ready.
type identified struct{ *dataset.Region }

// outlined is the key of the corrections of a region itself, see ready.
type outlined struct{ *dataset.Region }

// appendIdentity writes the members of a region's lineage.
func (l *Location) appendIdentity(dst []byte, r *dataset.Region, i *lineage) []byte {
	if len(i.Replaces)+len(i.ReplacedBy)+len(i.SameAs) == 0 {
		return dst
	}
	object := l.of.ready(identified{r}, i)
	return append(append(dst, ','), object[1:len(object)-1]...)
}

// appendControl writes a Control, once for each period.
func (l *Location) appendControl(dst []byte, c *Control) []byte {
	if c.period == nil {
		return append(dst, encode(c)...)
	}
	return append(dst, l.of.ready(c.period, c)...)
}

func (l *Location) appendRegions(dst []byte) []byte {
	dst = append(dst, '[')
	for i := range l.Regions {
		r := &l.Regions[i]
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendString(append(dst, `{"id":`...), r.ID)
		dst = appendString(append(dst, `,"layer":`...), r.Layer)
		dst = append(append(dst, `,"layer_title":`...), l.of.ready(r.layer, r.LayerTitle)...)
		dst = append(append(dst, `,"names":`...), l.of.ready(r.region, r.Names)...)
		dst = appendOptional(dst, `,"parent":`, r.Parent)
		dst = appendOptional(dst, `,"admin_from":`, r.AdminFrom)
		dst = appendOptional(dst, `,"admin_to":`, r.AdminTo)
		if r.BorderAt != nil {
			dst = appendBorder(append(dst, ','), *r.BorderAt)
		}
		dst = l.appendAttributes(dst, r.region, &r.Attributes)
		dst = l.appendIdentity(dst, r.region, &r.lineage)
		if len(r.Corrections) > 0 {
			dst = append(append(dst, `,"corrections":`...), l.of.ready(outlined{r.region}, r.Corrections)...)
		}
		dst = append(dst, '}')
	}
	return append(dst, ']')
}

func (l *Location) appendHistory(dst []byte) []byte {
	dst = append(dst, '[')
	for i := range l.History {
		p := &l.History[i]
		if i > 0 {
			dst = append(dst, ',')
		}
		if p.Zone != "" {
			dst = append(dst, encode(p)...)
		} else {
			dst = l.appendControl(dst, &p.Control)
		}
	}
	return append(dst, ']')
}

// ready returns the JSON of a value that always goes with the key, a pointer into the dataset.
func (s *Snapshot) ready(key, value any) []byte {
	if s == nil { // a location that no snapshot gave
		return encode(value)
	}
	if kept, ok := s.json.Load(key); ok {
		return kept.([]byte)
	}
	piece := encode(value)
	s.json.Store(key, piece)
	return piece
}

// appendOptional writes a member that is left out when it is empty.
func appendOptional(dst []byte, name, value string) []byte {
	if value == "" {
		return dst
	}
	return appendString(append(dst, name...), value)
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

// appendFloat writes a number as encoding/json does: in the shortest form, with an exponent only
// where it is very large or small.
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

// appendDecimal writes a number of up to 7 decimals, as coordinates are; ok is false for others. Of
// all numbers with up to 15 digits only one reads as x, so without zeros at its end it is the
// shortest.
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
