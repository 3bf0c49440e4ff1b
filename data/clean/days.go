package clean

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"demarc/data/date"
	"demarc/data/date/spelling"
	"demarc/geo/geojson"
	"demarc/geo/jsontree"
	"demarc/geo/locate"
)

// Days says what bounds the days on which regions are valid.
type Days struct {
	From  string `json:"from,omitempty"` // names of properties
	To    string `json:"to,omitempty"`
	End   string `json:"end,omitempty"`   // inclusive or exclusive: whether the day in To still belongs to them
	Order string `json:"order,omitempty"` // how dates of three numbers are read, and why
}

// none is given for the name of a property that there is not.
const none = "-"

// inclusive is what Days.End says if the last day belongs to a region.
const inclusive = "inclusive"

// calendar reads the days of regions.
type calendar struct {
	features []geojson.Feature
	numbers  []int // of those that are areas
	days     Days
	style    spelling.Style
}

// daysOf returns when the regions are valid, nil if all are on the same days, and what they were
// read from. The error begins with the line.
func daysOf(features []geojson.Feature, numbers []int, o Options) ([]locate.Span, Days, error) {
	c := calendar{features: features, numbers: numbers}
	c.find(o)
	if c.days == (Days{}) {
		return nil, c.days, nil
	}
	if err := c.learn(o); err != nil {
		return nil, c.days, err
	}
	spans := make([]locate.Span, len(numbers))
	same := true
	for k, i := range numbers {
		var err error
		if spans[k], err = c.span(i); err != nil {
			return nil, c.days, err
		}
		same = same && spans[k] == spans[0]
	}
	if same {
		return nil, c.days, nil
	}
	return spans, c.days, nil
}

// find chooses the properties as import does: those that are named, else the first pair that there
// is. What no region has is none.
func (c *calendar) find(o Options) {
	var names []string
	seen := map[string]bool{}
	for _, i := range c.numbers {
		if properties := c.features[i].Properties; properties != nil {
			for _, m := range properties.Members {
				if !seen[m.Name] {
					seen[m.Name], names = true, append(names, m.Name)
				}
			}
		}
	}
	find := func(name string) int {
		return slices.IndexFunc(names, func(n string) bool { return strings.EqualFold(n, name) })
	}
	from, to := spelling.FindSpan(find)
	for _, end := range []struct {
		into  *string
		given string
		found int
	}{{&c.days.From, o.From, from}, {&c.days.To, o.To, to}} {
		switch {
		case end.given != "" && end.given != none:
			*end.into = end.given
		case end.given == "" && end.found >= 0:
			*end.into = names[end.found]
		}
	}
	if c.days.To != "" {
		c.days.End = "exclusive"
		if o.Inclusive {
			c.days.End = inclusive
		}
	}
}

// learn finds out from all regions how their days are written.
func (c *calendar) learn(o Options) error {
	evidence := spelling.Evidence{Row: func(k int) string { return "region " + idOf(c.features[k], k) }}
	for _, i := range c.numbers {
		for _, name := range []string{c.days.From, c.days.To} {
			if node := c.value(i, name); node != nil {
				evidence.Add(i, node.Text)
			}
		}
	}
	var err error
	if c.style, err = evidence.Style(o.DateFormat, "-date-format"); err != nil {
		return fmt.Errorf(" %w", err)
	}
	c.days.Order = c.style.Note()
	return nil
}

// value returns the property of a feature, nil if it has none.
func (c *calendar) value(i int, name string) *jsontree.Node {
	properties := c.features[i].Properties
	if properties == nil || name == "" {
		return nil
	}
	if node := properties.Member(name); node != nil && node.Kind != jsontree.Null {
		return node
	}
	return nil
}

// span returns the days of a feature.
func (c *calendar) span(i int) (locate.Span, error) {
	f := c.features[i]
	span := locate.Span{From: int32(date.Beginning), To: int32(date.Forever)}
	from, _, ok, err := c.read(i, c.days.From)
	if err != nil {
		return span, err
	}
	if ok {
		span.From = int32(from)
	}
	to, last, ok, err := c.read(i, c.days.To)
	switch {
	case err != nil:
		return span, err
	case ok && c.days.End != inclusive:
		span.To = int32(to)
	case ok && last != date.Forever:
		span.To = int32(last) + 1
	}
	if span.From >= span.To {
		return span, fmt.Errorf("%d: region %s: %s is not before %s; is the latter the last day, -end inclusive?", f.Line, idOf(f, i), c.days.From, c.days.To)
	}
	return span, nil
}

// read returns the days of a property; ok is false for an open end.
func (c *calendar) read(i int, name string) (first, last date.Date, ok bool, err error) {
	node := c.value(i, name)
	if node == nil {
		return 0, 0, false, nil
	}
	days, err := spelling.Days{}, errors.New("want a date")
	if node.Kind == jsontree.String || node.Kind == jsontree.Number {
		if days, ok, err = c.style.End(node.Text); err == nil && !ok {
			return 0, 0, false, nil
		}
	}
	if err != nil {
		return 0, 0, false, fmt.Errorf("%d: region %s: %s: %w", node.Line, idOf(c.features[i], i), name, err)
	}
	return days.Begins(), days.Last, true, nil
}

// Text says it in a line, "" for nothing.
func (d Days) Text() string {
	if d.From == "" && d.To == "" {
		return ""
	}
	var parts []string
	for _, part := range []struct{ what, name string }{{"first day", d.From}, {"end", d.To}} {
		if part.name != "" {
			parts = append(parts, fmt.Sprintf("%s from %q", part.what, part.name))
		}
	}
	text := "time: " + strings.Join(parts, ", ")
	if d.To != "" {
		text += ", " + d.End
	}
	if d.Order != "" {
		text += "; " + d.Order
	}
	return text
}
