package data

import (
	"bytes"
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"demarc/geo"
)

// Order is a field that a search sorts by.
type Order struct {
	Field      int // of the collection
	Descending bool
}

// ordered is a feature with what it is sorted by.
type ordered struct {
	keys    []any
	cursor  string // of the item; decides between equals
	feature geo.Feature
}

// ordering compares features by the fields that a search names, absent values last in either
// direction, and equals in the order of pages.
type ordering struct {
	by     []Order
	fields []geo.Field
}

func (o ordering) of(f geo.Feature, cursor string) ordered {
	x := ordered{make([]any, len(o.by)), cursor, f}
	for i, by := range o.by {
		x.keys[i] = f.Values[by.Field]
	}
	return x
}

func (o ordering) compare(a, b ordered) int {
	for i, by := range o.by {
		x, y := a.keys[i], b.keys[i]
		switch {
		case x == nil && y == nil:
			continue
		case x == nil:
			return 1
		case y == nil:
			return -1
		}
		c := compareValues(o.fields[by.Field].Type, x, y)
		if by.Descending {
			c = -c
		}
		if c != 0 {
			return c
		}
	}
	return strings.Compare(a.cursor, b.cursor)
}

// compareValues orders two values of a field: days by time, also those before the year 0, numbers
// by size, and texts by their letters' numbers.
func compareValues(kind geo.FieldType, a, b any) int {
	switch kind {
	case geo.Date:
		return cmp.Compare(dateOr(a, 0), dateOr(b, 0))
	case geo.Int, geo.Float:
		return cmp.Compare(numberOf(a), numberOf(b))
	case geo.Bool:
		truth := map[bool]int{true: 1}
		x, _ := a.(bool)
		y, _ := b.(bool)
		return truth[x] - truth[y]
	}
	return strings.Compare(fmt.Sprint(a), fmt.Sprint(b))
}

func numberOf(v any) float64 {
	switch v := v.(type) {
	case int:
		return float64(v)
	case int64:
		return float64(v)
	case json.Number:
		f, _ := v.Float64()
		return f
	}
	f, _ := v.(float64)
	return f
}

// orderedCursor begins the cursors of sorted pages: behind it stand the keys of the last feature,
// so that the next page begins behind its place also where it is gone.
const orderedCursor = "s:"

func (x ordered) next() string {
	text, err := json.Marshal(append(slices.Clone(x.keys), x.cursor))
	if err != nil {
		panic(err) // keys are texts, numbers and truths
	}
	return orderedCursor + base64.RawURLEncoding.EncodeToString(text)
}

// behind reads a cursor of sorted pages; false if it is none of this order.
func (o ordering) behind(text string) (x ordered, ok bool) {
	encoded, ok := strings.CutPrefix(text, orderedCursor)
	raw, err := base64.RawURLEncoding.DecodeString(encoded)
	if !ok || err != nil {
		return x, false
	}
	numbers := json.NewDecoder(bytes.NewReader(raw))
	numbers.UseNumber() // whole numbers are kept to the last digit
	if err := numbers.Decode(&x.keys); err != nil || len(x.keys) != len(o.by)+1 {
		return x, false
	}
	if x.cursor, ok = x.keys[len(o.by)].(string); !ok {
		return x, false
	}
	x.keys = x.keys[:len(o.by)]
	for i, by := range o.by {
		if !isOf(o.fields[by.Field].Type, x.keys[i]) {
			return x, false
		}
	}
	return x, true
}

func isOf(kind geo.FieldType, v any) bool {
	if v == nil {
		return true
	}
	switch v.(type) {
	case json.Number:
		return kind == geo.Int || kind == geo.Float
	case bool:
		return kind == geo.Bool
	case string:
		return kind == geo.String || kind == geo.Date
	}
	return false
}

// sorted fills the page with the first features of the order behind the cursor. It never holds more
// than two pages, however many match.
func (p *Page) sorted(ctx context.Context, found items, wanted Search) error {
	o := ordering{wanted.Order, p.Fields}
	var after ordered
	if wanted.After != "" {
		var ok bool
		if after, ok = o.behind(wanted.After); !ok {
			return ErrCursor
		}
	}
	var first []ordered // the first, and as many again that may be
	more := false
	cut := func() {
		slices.SortFunc(first, o.compare)
		if len(first) > wanted.Limit {
			clear(first[wanted.Limit:])
			first, more = first[:wanted.Limit], true
		}
	}
	err := found.each(ctx, wanted, func(i int, x item, f geo.Feature) {
		p.Matched++
		one := o.of(f, x.cursor())
		if wanted.After != "" && o.compare(one, after) <= 0 {
			return
		}
		if first = append(first, one); len(first) > 2*wanted.Limit {
			cut()
		}
	})
	cut()
	for _, x := range first {
		p.Features = append(p.Features, x.feature)
	}
	if more && len(first) > 0 {
		p.Next = first[len(first)-1].next()
	}
	return err
}
