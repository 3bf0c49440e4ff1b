package imports

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
)

// own is a column that is kept as an attribute.
type own struct {
	field   int
	declare *dataset.Attribute
	read    func(any) any // its value, nil for none
}

// ownColumns keeps the columns that nothing else is made of as attributes, or those that the
// options name. All other columns must have been read.
func (b *builder) ownColumns() error {
	chosen := map[int]bool{}
	for _, name := range b.Attributes {
		i := slices.IndexFunc(b.table.Fields, func(f geo.Field) bool { return f.Name == name })
		if i < 0 {
			return fmt.Errorf("-attributes: no column is called %q: want some of %s", name, b.columns.list())
		}
		chosen[i] = true
	}
	if b.Attributes == nil {
		left := b.leftOut()
		for _, i := range b.columns.unused(b.used) {
			chosen[i] = !left[i] || b.declaredAs(b.table.Fields[i].Name) != nil
		}
	}
	var empty []string
	defer func() { b.noteEmpty(empty) }()
	taken := map[string]bool{}
	for i, field := range b.table.Fields {
		if !chosen[i] {
			continue
		}
		kind, read := b.typed(i)
		if kind == "" {
			if !b.columns.days[i] { // ends of which none is known
				empty = append(empty, strconv.Quote(field.Name))
			}
			continue
		}
		if kind == dataset.TextType {
			b.noteNumbers(i)
		}
		name := attributeName(field.Name, taken)
		if said := b.declaredAs(field.Name); said != nil {
			declare := *said
			declare.Of, declare.Layer, declare.Type, declare.Review = dataset.OfRegions, "", kind, nil
			b.own = append(b.own, own{i, &declare, read})
			continue
		}
		title := cmp.Or(field.Title, dataset.ColumnName(field.Name))
		b.own = append(b.own, own{i, &dataset.Attribute{
			Name: name, Of: dataset.OfRegions, Type: kind, Title: dataset.Names{b.Language: title},
		}, read})
	}
	return nil
}

// noteEmpty names columns that would be kept.
func (b *builder) noteEmpty(names []string) {
	if len(names) > 0 {
		b.note("columns without a value in any row are not kept: %s", few(names))
	}
}

// Columns that our own files have beside those that a dataset is made of, and those into which a
// KML file turns parts of them.
var (
	derived     = []string{"id", "area_km2", "event", "event_title", "fill", "overlay", "controller_name", "attributes_of"}
	credits     = []string{"dataset", "licence", "attribution"} // a CSV says them in every row
	lawful      = []string{"admin_from", "admin_to"}
	ofPlacemark = []string{"name", "begin", "end", "when"}
	numbering   = []string{"id", "fid", "ogc_fid", "gml_id"} // of features, where they say it again
)

// leftOut tells which columns say again what others do.
func (b *builder) leftOut() map[int]bool {
	left := map[int]bool{}
	leave := func(names []string) {
		for _, name := range names {
			left[b.columns.named(name)] = true
		}
	}
	has := func(names ...string) bool {
		return !slices.ContainsFunc(names, func(name string) bool { return b.columns.named(name) < 0 })
	}
	if has("zone", "controller_name", "area_km2", "valid_from") {
		leave(derived)
	}
	if strings.HasPrefix(b.table.Format, "CSV") && has(credits...) {
		leave(credits)
	}
	if has("admin_from", "admin_to", "precision_m") {
		leave(lawful)
	}
	if b.about.ours {
		leave(slices.Concat(derived, lawful, creditColumns, []string{"source_ids", "sources"}))
	}
	if strings.HasPrefix(b.table.Format, "KM") {
		leave(ofPlacemark)
		if b.about.ours || b.same(b.columns.named("folder")) {
			leave([]string{"folder"})
		}
	}
	if i, ok := b.columns.of[attributesOfRole]; ok {
		left[i] = true
	}
	id, identified := b.columns.of[idRole]
	for i, field := range b.table.Fields {
		numbers := identified && i == id || slices.Contains(numbering, strings.ToLower(field.Name))
		left[i] = left[i] || numbers && len(b.rows) > 0 && !slices.ContainsFunc(b.rows, func(x *row) bool {
			text := asText(x.Values[i])
			return text == "" || text != x.Feature.ID && text != x.id
		})
	}
	return left
}

// same tells whether a column says the same in all rows.
func (b *builder) same(column int) bool {
	return column < 0 || !slices.ContainsFunc(b.rows, func(x *row) bool {
		return asText(x.Values[column]) != asText(b.rows[0].Values[column])
	})
}

// attributeName makes a name of that of a column which is not taken.
func attributeName(column string, taken map[string]bool) string {
	const most = 63 - len("own_") - len("_99")
	name := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return r
		}
		return '_'
	}, strings.TrimSpace(column))
	if first := []rune(name + "_")[0]; !unicode.IsLetter(first) {
		name = "c" + name
	}
	for len(name) > most {
		runes := []rune(name)
		name = string(runes[:len(runes)-1])
	}
	name = dataset.AttributeName(dataset.ColumnName(name))
	plain := name
	for n := 2; taken[strings.ToLower(name)]; n++ {
		name = fmt.Sprintf("%s_%d", plain, n)
	}
	taken[strings.ToLower(name)] = true
	return name
}

// typed returns the type of a column and how its values are read; the type of one without any value
// is "".
func (b *builder) typed(column int) (kind string, read func(any) any) {
	said := b.declaredAs(b.table.Fields[column].Name)
	for _, t := range []struct {
		kind string
		read func(any) any
	}{
		{dataset.NumberType, b.readNumber}, {dataset.BooleanType, b.readBoolean}, {dataset.DateType, readDay}, {dataset.TextType, readText},
	} {
		some, all := said != nil, true
		if said != nil && said.Type != t.kind {
			continue
		}
		for _, x := range b.rows {
			if v := x.Values[column]; readText(v) != nil {
				some, all = true, all && t.read(v) != nil
			}
		}
		if !some {
			return "", nil
		}
		if all {
			return t.kind, t.read
		}
	}
	return dataset.TextType, readText
}

// wordsOnly tells whether the format has no types, so that values tell.
func (b *builder) wordsOnly() bool {
	return strings.HasPrefix(b.table.Format, "CSV") || strings.HasPrefix(b.table.Format, "Excel") || strings.HasPrefix(b.table.Format, "KM") || strings.HasSuffix(b.table.Format, "days")
}

// decimal is a number that reads back the same; 007 is a code.
var decimal = regexp.MustCompile(`^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$`)

// exact is where float64 begins not to tell whole numbers apart.
const exact = 1 << 53

func (b *builder) readNumber(value any) any {
	switch v := value.(type) {
	case int:
		return float64(v)
	case int64:
		if v < exact && v > -exact {
			return float64(v)
		}
	case float64:
		if !math.IsInf(v, 0) && !math.IsNaN(v) {
			return v
		}
	case string:
		number, err := strconv.ParseFloat(v, 64)
		whole := !strings.ContainsAny(v, ".eE")
		if b.wordsOnly() && decimal.MatchString(v) && err == nil && !(whole && math.Abs(number) >= exact) {
			return number
		}
	}
	return nil
}

// noteNumbers says that a column of texts is one of numbers, some of which no number here holds.
func (b *builder) noteNumbers(column int) {
	count, example := 0, ""
	for _, x := range b.rows {
		text := ""
		switch v := x.Values[column].(type) {
		case nil:
			continue
		case int64:
			text = strconv.FormatInt(v, 10)
		case float64:
			text = strconv.FormatFloat(v, 'g', -1, 64)
		case string:
			if text = v; !decimal.MatchString(v) {
				return
			}
		default:
			return
		}
		number, _ := strconv.ParseFloat(text, 64)
		if whole := !strings.ContainsAny(text, ".eE"); math.IsNaN(number) || math.IsInf(number, 0) || whole && math.Abs(number) >= exact {
			if count++; count == 1 {
				example = text
			}
		}
	}
	if count > 0 {
		b.note("column %q stays one of texts, since numbers do not hold all of its digits (from 2^53) or are without end: %d, such as %s", b.table.Fields[column].Name, count, example)
	}
}

func (b *builder) readBoolean(value any) any {
	switch v := value.(type) {
	case bool:
		return v
	case string:
		if b.wordsOnly() && (v == "true" || v == "false") {
			return v == "true"
		}
	}
	return nil
}

// readDay takes whole days, also as the first moment of them, or in UTC as XML Schema writes them.
func readDay(value any) any {
	text, _ := value.(string)
	text, _, _ = strings.Cut(text, "T00:00:00")
	text = strings.TrimSuffix(text, "Z")
	if day, err := date.Parse(text); err == nil {
		return day
	}
	return nil
}

func readText(value any) any {
	switch v := value.(type) {
	case nil:
		return nil
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return fmt.Sprint(value)
}

// valuesOf returns what a row has in some own columns, nil if it has nothing in any.
func valuesOf(x *row, columns []own) dataset.Values {
	values, some := dataset.Values{}, false
	for _, c := range columns {
		value := c.read(x.Values[c.field])
		values[c.declare.Name] = value
		some = some || value != nil
	}
	if !some {
		return nil
	}
	return values
}

// declared lists the attributes that some region or period has, for a layer if it is given.
func (b *builder) declared(layer string) []*dataset.Attribute {
	var all []*dataset.Attribute
	for _, c := range b.own {
		if c.declare.Of == dataset.OfRegions {
			c.declare.Layer = layer
		}
		all = append(all, c.declare)
	}
	return all
}
