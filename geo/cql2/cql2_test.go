package cql2

import (
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo"
)

var schema = Schema{Fields: []geo.Field{
	{Name: "id"}, {Name: "name"}, {Name: "rank", Type: geo.Int}, {Name: "area", Type: geo.Float}, {Name: "overlay", Type: geo.Bool},
	{Name: "valid_from", Type: geo.Date, Role: geo.RoleFrom}, {Name: "valid_to", Type: geo.Date, Role: geo.RoleTo}, {Name: "and"},
}}

var features = []geo.Feature{
	{ID: "a", Values: []any{"a", "Ağdam", 1, 10.5, true, "2020-01-10", "2020-01-20", "x"}, Geometry: orb.Point{46, 40}},
	{ID: "b", Values: []any{"b", "Shusha's", int64(2), 20.0, false, "2020-01-20", nil, nil}, Geometry: orb.Polygon{{{46, 40}, {47, 40}, {47, 41}, {46, 41}, {46, 40}}}},
	{ID: "c", Values: []any{"c", nil, 3, nil, nil, nil, "2020-01-10", nil}},
}

func matching(f *Filter) string {
	ids := ""
	for i := range features {
		if f.Match(&features[i]) {
			ids += features[i].ID
		}
	}
	return ids
}

func TestText(t *testing.T) {
	for _, tt := range []struct{ filter, want string }{
		{"id = 'a'", "a"},
		{"id <> 'a'", "bc"},
		{`"id" = 'a' OR rank >= 3`, "ac"},
		{"NOT id = 'a' AND rank < 3", "b"},
		{"id = 'a' or id = 'b' and rank = 1", "a"},
		{"(id = 'a' OR id = 'b') AND rank = 2", "b"},
		{"not (id = 'a' or id = 'b')", "c"},
		{`"and" = 'x'`, "a"},
		{"name = 'Shusha''s'", "b"},
		{`name = 'Shusha\'s'`, "b"},
		{"name = 'Ağdam'", "a"},
		{"name LIKE 'A%'", "a"},
		{"name LIKE '_hush_''s'", "b"},
		{"name NOT LIKE 'A%'", "b"},
		{"CASEI(name) = CASEI('AĞDAM')", "a"},
		{"casei(name) like casei('SHU%')", "b"},
		{"name = 'Ag\u0306dam'", "a"}, // a letter and its mark, written as two
		{"name LIKE 'A_dam'", "a"},
		{"ACCENTI(name) = 'Agdam'", "a"},
		{"accenti(casei(name)) = accenti(casei('AĞDAM'))", "a"},
		{"ACCENTI(name) IS NULL", "c"},
		{"rank + 1 = 2", "a"},
		{"rank+1=2", "a"},
		{"rank-1=2", "c"},
		{"rank -1 = 1", "b"},
		{"-rank < -2", "c"},
		{"rank * 2 + 1 = 7", "c"},
		{"1 + rank * 2 = 5", "b"},
		{"(1 + rank) * 2 = 6", "b"},
		{"rank ^ 2 = 9", "c"},
		{"-2 ^ 2 = 4 AND rank = 1", "a"},
		{"7 div rank = 3", "b"},
		{"rank % 2 = 1", "ac"},
		{"rank - 1 - 1 = 0", "b"},
		{"6 / rank / 3 = 1", "b"},
		{"1 / (rank - 1) > 0", "bc"}, // a division by nothing is absent
		{"area * 2 = 21", "a"},       // and so is what is absent doubled
		{"rank * 2 BETWEEN 3 AND 5 + 1", "bc"},
		{"rank + 1 IN (2, 1 + 2)", "ab"},
		{"(rank) > (1) AND ((overlay = FALSE))", "b"},
		{"rank BETWEEN 2 AND 3", "bc"},
		{"rank NOT BETWEEN 2 AND 3 AND id = 'a'", "a"},
		{"id IN ('a', 'c')", "ac"},
		{"rank NOT IN (1, 2)", "c"},
		{"name IS NULL", "c"},
		{"name IS NOT NULL", "ab"},
		{"area > 1e1", "ab"},
		{"area > -5 AND area < 1.5e+1", "a"},
		{"overlay = TRUE", "a"},
		{"overlay", "a"},
		{"NOT overlay", "b"}, // absent is neither
		{"overlay <> true", "b"},
		{"area = 10.5 OR area IS NULL", "ac"},
		{"TRUE", "abc"},
		{"valid_from = DATE('2020-01-10')", "a"},
		{"valid_from = '2020-01-10'", "a"},
		{"valid_from >= TIMESTAMP('2020-01-20T10:00:00Z')", "b"},
		{"valid_from < valid_to", "a"},
		{"valid_from > DATE('-0044-03-15') AND valid_from > TIMESTAMP('-0044-03-15T12:00:00Z')", "ab"},
		{"T_INTERSECTS(INTERVAL(valid_from, valid_to), DATE('2020-01-10'))", "a"}, // c no longer
		{"T_INTERSECTS(INTERVAL(valid_from, valid_to), DATE('2020-01-20'))", "b"}, // the hand-over day has one
		{"T_INTERSECTS(INTERVAL(valid_from, valid_to), DATE('2999-01-01'))", "b"}, // an absent end is open
		{"T_INTERSECTS(INTERVAL(valid_from, valid_to), INTERVAL('2020-01-09','2020-01-20'))", "abc"},
		{"T_INTERSECTS(INTERVAL(valid_from, valid_to), INTERVAL('..', '2020-01-09'))", "c"},
		{"T_INTERSECTS(INTERVAL(valid_from, valid_to), INTERVAL(DATE('2020-01-20'), '..'))", "b"},
		{"T_BEFORE(INTERVAL(valid_from, valid_to), DATE('2020-01-20'))", "ac"},
		{"T_AFTER(INTERVAL(valid_from, valid_to), DATE('2020-01-19'))", "b"},
		{"T_AFTER(valid_from, DATE('2020-01-10'))", "b"},
		{"T_DURING(INTERVAL(valid_from, valid_to), INTERVAL('2020-01-09', '2020-01-20'))", "a"},
		{"T_DURING(INTERVAL(valid_from, valid_to), INTERVAL('2020-01-10', '2020-01-20'))", ""},
		{"T_EQUALS(INTERVAL(valid_from, valid_to), INTERVAL('2020-01-10', '2020-01-19'))", "a"},
		{"T_FINISHES(INTERVAL(valid_from, valid_to), INTERVAL('2020-01-01', '2020-01-19'))", "a"},
		{"T_STARTS(INTERVAL(valid_from, valid_to), INTERVAL('2020-01-10', '2020-02-01'))", "a"},
		{"T_CONTAINS(INTERVAL(valid_from, valid_to), DATE('2020-01-15'))", "a"},
		{"T_DISJOINT(INTERVAL(valid_from, valid_to), DATE('2020-01-15'))", "bc"},
		{"T_MEETS(INTERVAL(valid_from, valid_to), DATE('2020-01-19'))", "a"},
		{"T_MEETS(INTERVAL(valid_from, valid_to), DATE('2020-01-20'))", ""}, // an instant, which has no day before it
		{"T_METBY(DATE('2020-01-20'), INTERVAL(valid_from, valid_to))", ""},
		{"T_METBY(INTERVAL(valid_from, valid_to), DATE('2020-01-10'))", "a"},
		{"T_MEETS(INTERVAL(valid_from, valid_to), INTERVAL('2020-01-20', '..'))", "a"}, // one period begins where the other ends
		{"T_METBY(INTERVAL('2020-01-20', '..'), INTERVAL(valid_from, valid_to))", "a"},
		{"T_METBY(INTERVAL(valid_from, valid_to), INTERVAL('2020-01-01', '2020-01-19'))", "b"},
		{"T_MEETS(INTERVAL(valid_from, valid_to), INTERVAL('2020-01-21', '..'))", ""},
		{"T_MEETS(INTERVAL('2020-01-01', '..'), INTERVAL('..', valid_to))", ""}, // no day follows all days
		{"valid_from = TIMESTAMP('2020-01-20t01:00:00z')", "b"},                 // RFC 3339 allows small letters
		{"valid_from = TIMESTAMP('2020-01-20T01:00:00+04:00')", "b"},            // the day there, not in Greenwich
		{"T_OVERLAPS(INTERVAL(valid_from, valid_to), INTERVAL('2020-01-15', '2020-02-01'))", "a"},
		{"S_INTERSECTS(geometry, POINT(46 40))", "ab"},
		{"S_INTERSECTS(geometry, POINT (46.5 40.5))", "b"},
		{"S_DISJOINT(geometry, POINT(46.5 40.5))", "a"},
		{"S_INTERSECTS(geometry, BBOX(45, 39, 46.2, 40.2))", "ab"},
		{"S_INTERSECTS(geometry, BBOX(45, 39, 0, 46.2, 40.2, 100))", "ab"},
		{"S_INTERSECTS(geometry, BBOX(170, 39, 46.2, 40.2))", "ab"}, // across the antimeridian
		{"S_INTERSECTS(geometry, BBOX(46.5, 39, -170, 40.2))", "b"},
		{"S_INTERSECTS(POLYGON((46.4 40.4, 46.6 40.4, 46.6 40.6, 46.4 40.4)), geometry)", "b"},
		{"S_INTERSECTS(geometry, LINESTRING(45 40.5, 48 40.5))", "b"},
		{"S_INTERSECTS(geometry, MULTIPOINT((1 1), (46 40)))", "ab"},
		{"S_INTERSECTS(geometry, MULTIPOINT(1 1, 46 40))", "ab"},
		{"S_INTERSECTS(geometry, MULTILINESTRING((45 40.5, 48 40.5), (0 0, 1 1)))", "b"},
		{"S_INTERSECTS(geometry, MULTIPOLYGON(((46.4 40.4, 46.6 40.4, 46.6 40.6, 46.4 40.4))))", "b"},
		{"S_INTERSECTS(geometry, GEOMETRYCOLLECTION(POINT(0 0), POINT(46.5 40.5)))", "b"},
		{"S_INTERSECTS(geometry, POINT Z(46.5 40.5 12))", "b"},
		{"geometry IS NULL", "c"},
		{"S_WITHIN(geometry, POLYGON((45 39, 48 39, 48 42, 45 42, 45 39)))", "ab"},
		{"S_WITHIN(geometry, BBOX(46, 40, 47, 41))", "b"}, // the point lies on the border
		{"S_CONTAINS(geometry, POINT(46.5 40.5))", "b"},
		{"S_EQUALS(geometry, POLYGON((47 41, 46 41, 46 40.5, 46 40, 47 40, 47 41)))", "b"},
		{"S_TOUCHES(geometry, POLYGON((47 40, 48 40, 48 41, 47 41, 47 40)))", "b"},
		{"S_TOUCHES(geometry, LINESTRING(46 40, 45 39))", "ab"},
		{"S_CROSSES(geometry, LINESTRING(45 40.5, 48 40.5))", "b"},
		{"S_CROSSES(LINESTRING(45 40.5, 48 40.5), geometry)", "b"},
		{"S_OVERLAPS(geometry, BBOX(46.5, 40.5, 48, 42))", "b"},
		{"S_OVERLAPS(geometry, BBOX(170, 40.5, 46.5, 42))", "b"},                                       // across the antimeridian
		{"S_TOUCHES(MULTILINESTRING((2 2, 4 0), (1 4, 3 1)), LINESTRING(5 2, 1 0)) AND rank = 1", "a"}, // they cross at an end
		{"S_OVERLAPS(MULTILINESTRING((1 0, 0 1, 4 3), (0 0, 3 4)), LINESTRING(0 1, 4 3)) AND rank = 1", ""},
		{"S_CONTAINS(MULTILINESTRING((1 0, 0 1, 4 3), (0 0, 3 4)), LINESTRING(0 1, 4 3)) AND rank = 1", "a"},
	} {
		f, err := ParseText(tt.filter, schema)
		if err != nil {
			t.Errorf("%s: %v", tt.filter, err)
			continue
		}
		if got := matching(f); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.filter, got, tt.want)
		}
	}
}

func TestJSON(t *testing.T) {
	for _, tt := range []struct{ filter, want string }{
		{`{"op":"=","args":[{"property":"id"},"a"]}`, "a"},
		{`{"op":"and","args":[{"op":">","args":[{"property":"rank"},1]},{"op":"not","args":[{"op":"=","args":[{"property":"id"},"c"]}]}]}`, "b"},
		{`{"op":"or","args":[{"op":"=","args":[{"property":"id"},"a"]},{"op":"isNull","args":[{"property":"name"}]}]}`, "ac"},
		{`{"op":"like","args":[{"op":"casei","args":[{"property":"name"}]},{"op":"casei","args":["SHU%"]}]}`, "b"},
		{`{"op":"between","args":[{"property":"rank"},2,3]}`, "bc"},
		{`{"op":"in","args":[{"property":"id"},["a","c"]]}`, "ac"},
		{`{"op":"=","args":[{"property":"overlay"},true]}`, "a"},
		{`{"op":"<=","args":[{"property":"valid_from"},{"date":"2020-01-10"}]}`, "a"},
		{`{"op":">","args":[{"property":"valid_from"},{"timestamp":"2020-01-10T00:00:00Z"}]}`, "b"},
		{`{"op":"t_intersects","args":[{"interval":[{"property":"valid_from"},{"property":"valid_to"}]},{"date":"2020-01-20"}]}`, "b"},
		{`{"op":"t_during","args":[{"interval":[{"property":"valid_from"},{"property":"valid_to"}]},{"interval":["2020-01-09",".."]}]}`, "a"},
		{`{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Point","coordinates":[46,40]}]}`, "ab"},
		{`{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":[46.1,40.1,46.2,40.2]}]}`, "b"},
		{`{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Polygon","coordinates":[[[46.4,40.4],[46.6,40.4],[46.6,40.6],[46.4,40.4]]]}]}`, "b"},
		{`{"op":"s_intersects","args":[{"property":"geometry"},{"type":"GeometryCollection","geometries":[{"type":"MultiPoint","coordinates":[[0,0],[46.5,40.5]]}]}]}`, "b"},
		{`true`, "abc"},
	} {
		f, err := ParseJSON([]byte(tt.filter), schema)
		if err != nil {
			t.Errorf("%s: %v", tt.filter, err)
			continue
		}
		if got := matching(f); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.filter, got, tt.want)
		}
	}
}

// What is wrong is said with what was wanted.
func TestErrors(t *testing.T) {
	for _, tt := range []struct{ filter, says string }{
		{"", "empty"},
		{"   ", "empty"},
		{"id =", "at 4: the end: want a property, a value or a function"},
		{"id", "want a condition"},
		{"colour = 'red'", `property "colour": want one of geometry, id`},
		{"id = 5", "want the same"},
		{"id = DATE('2020-01-01') ", "want the same"},
		{"valid_from = 'soon'", "want YYYY-MM-DD"},
		{"valid_from = DATE('2020-02-30')", "want YYYY-MM-DD"},
		{"valid_from = DATE('2020')", "want YYYY-MM-DD"},
		{"valid_from = TIMESTAMP('2020-01-01')", "want YYYY-MM-DDThh:mm:ssZ"},
		{"valid_from > INTERVAL('2020-01-01', '..')", "is an interval"},
		{"T_AFTER(INTERVAL('2020-01-02', '2020-01-01'), valid_from)", "ends before it begins"},
		{"T_AFTER(INTERVAL('2020-01-02'), valid_from)", "want two ends"},
		{"T_AFTER(id, valid_from)", "want a date"},
		{"T_AFTER(valid_from)", "want 2"},
		{"id = 'a", "quotes are not closed"},
		{"id = 'a' AND", "want a property"},
		{"id = 'a' 'b'", "want AND, OR or the end"},
		{"(id = 'a'", "want )"},
		{"id ~ 'a'", "not part of CQL2"},
		{"id LIKE 5", "want a text"},
		{"name + 1 = 2", "want a number"},
		{"rank + = 2", "want a property"},
		{"rank + 1", "is a number: want a condition"},
		{"(rank + 1", "want )"},
		{"id NOT = 'a'", "want LIKE, BETWEEN or IN"},
		{"overlay > true", "no order"},
		{"S_BEYOND(geometry, POINT(1 1))", "is not known"},
		{"S_WITHIN(geometry, GEOMETRYCOLLECTION(POINT(1 1), LINESTRING(0 0, 1 1)))", "one dimension"},
		{"S_INTERSECTS(geometry, 'POINT(1 1)')", "want a geometry"},
		{"S_INTERSECTS(geometry, POINT(1))", "filter at 30: \")\": want a number"},
		{"S_INTERSECTS(geometry, POINT(5204186 4829679))", "longitude and latitude"},
		{"S_INTERSECTS(geometry, POLYGON((0 0, 1 1, 0 0)))", "want at least 4"},
		{"S_INTERSECTS(geometry, LINESTRING(0 0))", "want at least 2"},
		{"S_INTERSECTS(geometry, POINT Z EMPTY)", "empty"},
		{"S_INTERSECTS(geometry, BBOX(1, 2, 3))", "want 4"},
		{"S_INTERSECTS(geometry, BBOX(1, 4, 3, 2))", "south"},
		{"TRUE" + strings.Repeat(" AND S_EQUALS(geometry, geometry)", 17), "more than 16 spatial functions"},
		{strings.Repeat("(", 5000) + "TRUE" + strings.Repeat(")", 5000), "deep"},
		{strings.Repeat("NOT ", 4000) + "TRUE", "deep"},
		{strings.Repeat("casei(", 2000) + "name", "deep"},
		{strings.Repeat("S_INTERSECTS(geometry, GEOMETRYCOLLECTION(", 1) + strings.Repeat("GEOMETRYCOLLECTION(", 800), "deep"},
		{"id IN ('a'" + strings.Repeat(", 'a'", 2000) + ")", "operands"},
		{"S_INTERSECTS(geometry, MULTIPOINT(0 0" + strings.Repeat(",0 0", 3000) + "))", "positions"},
		{strings.Repeat(" ", maxBytes) + "TRUE", "want at most"},
		{"id = '\xff'", "UTF-8"},
	} {
		if _, err := ParseText(tt.filter, schema); err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%.60s: got %v, want %q", tt.filter, err, tt.says)
		}
	}
	for _, tt := range []struct{ filter, says string }{
		{`{`, "JSON"},
		{`null`, "null"},
		{`{}`, "without op"},
		{`{"op":"="}`, "want args"},
		{`{"op":"=","args":[]}`, "operands"},
		{`{"op":"between","args":[1,2]}`, "bounds"},
		{`{"op":"in","args":[{"property":"id"},"a"]}`, "a list"},
		{`{"op":"in","args":[{"property":"id"},[]]}`, "a list"},
		{`{"op":"and","args":[["a"]]}`, "behind IN"},
		{`{"op":"+","args":[1,2]}`, "is a number"},
		{`{"op":"+","args":[1,"a"]}`, "want a number"},
		{`{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Circle","coordinates":[1,1]}]}`, "Circle"},
		{`{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Point","coordinates":["1",1]}]}`, "want numbers"},
		{`{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Point"}]}`, "want a list"},
		{`{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":["1"]}]}`, "want numbers"},
		{strings.Repeat(`{"op":"not","args":[`, 500) + "true" + strings.Repeat("]}", 500), "deep"},
		{strings.Repeat("[", 5000), "JSON"},
	} {
		if _, err := ParseJSON([]byte(tt.filter), schema); err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%.60s: got %v, want %q", tt.filter, err, tt.says)
		}
	}
}

// Coordinates of another system are turned.
func TestInverse(t *testing.T) {
	flipped := schema
	flipped.Inverse = func(p orb.Point) orb.Point { return orb.Point{p[1], p[0]} }
	for _, filter := range []string{"S_INTERSECTS(geometry, POINT(40.5 46.5))", "S_INTERSECTS(geometry, BBOX(40.1, 46.1, 40.2, 46.2))"} {
		f, err := ParseText(filter, flipped)
		if err != nil || matching(f) != "b" {
			t.Errorf("%s: got %v, %v", filter, f, err)
		}
	}
}

func TestLike(t *testing.T) {
	for _, tt := range []struct {
		text, pattern string
		want          bool
	}{
		{"", "", true}, {"", "%", true}, {"a", "", false}, {"abc", "a%c", true}, {"abc", "a_c", true}, {"abc", "a_", false},
		{"abc", "%%%", true}, {"a%c", `a\%c`, true}, {"abc", `a\%c`, false}, {"a_c", `a\_c`, true}, {`a\`, `a\`, true},
		{"aaab", "%ab", true}, {"ababab", "a%ab", true}, {"mississippi", "%iss%ip%", true}, {"Ağdam", "A_dam", true},
		{strings.Repeat("a", 3000), strings.Repeat("%a", 2000) + "b", false},
	} {
		if got := matches([]rune(tt.text), []rune(tt.pattern)); got != tt.want {
			t.Errorf("%.20q like %.20q: got %v", tt.text, tt.pattern, got)
		}
	}
}

// Whatever comes in, the answer is a filter that can be used or an error.
func FuzzText(f *testing.F) {
	for _, seed := range []string{"id = 'a' AND NOT (rank > 1)", "T_DURING(INTERVAL(valid_from, '..'), DATE('2020-01-01'))", "S_INTERSECTS(geometry, POLYGON((0 0, 1 0, 1 1, 0 0)))", "name LIKE '%\\%_'", "BBOX(1,2,3,4) IS NULL", "S_OVERLAPS(geometry, POLYGON((46.5 40, 48 40, 48 41, 46.5 40)))", "-(rank + 2) * 3 % 4 ^ 5 div .5 > -1e-3", "ACCENTI(name) = 'g\u0306'"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if filter, err := ParseText(text, schema); err == nil {
			matching(filter)
		}
	})
}

func FuzzJSON(f *testing.F) {
	for _, seed := range []string{`{"op":"=","args":[{"property":"id"},"a"]}`, `{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}]}`, `{"op":"t_after","args":[{"interval":["..",{"date":"2020-01-01"}]},{"property":"valid_to"}]}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if filter, err := ParseJSON([]byte(text), schema); err == nil {
			matching(filter)
		}
	})
}

func TestEqual(t *testing.T) {
	schema := Schema{Fields: []geo.Field{
		{Name: "name"}, {Name: "rank", Type: geo.Int}, {Name: "km2", Type: geo.Float},
		{Name: "open", Type: geo.Bool}, {Name: "day", Type: geo.Date},
	}}
	full := geo.Feature{Values: []any{"Port", int64(3), 2.5, false, "1972-11-25"}}
	plain := geo.Feature{Values: []any{"", 3, 0.0, true, "1972-11-24"}}
	none := geo.Feature{Values: []any{nil, nil, nil, nil, nil}}
	for _, tt := range []struct {
		name, text             string
		ofFull, ofPlain, fails bool
	}{
		{"name", "Port", true, false, false},
		{"name", "port", false, false, false},
		{"name", "", false, true, false},
		{"rank", "3", true, true, false},
		{"rank", "3e0", true, true, false},
		{"rank", "NaN", false, false, true},
		{"rank", "three", false, false, true},
		{"km2", "2.5", true, false, false},
		{"km2", "0", false, true, false},
		{"km2", "Inf", false, false, true},
		{"open", "false", true, false, false},
		{"open", "no", false, false, true},
		{"day", "1972-11-25", true, false, false},
		{"day", "1972-11-31", false, false, true},
		{"day", "1972-11-25T00:00:00Z", false, false, true},
		{"size", "1", false, false, true},
	} {
		filter, err := Equal(tt.name, tt.text, schema)
		if (err != nil) != tt.fails {
			t.Errorf("%s=%s: got error %v, want one: %t", tt.name, tt.text, err, tt.fails)
		}
		if err != nil {
			continue
		}
		for _, is := range []struct {
			feature geo.Feature
			want    bool
		}{{full, tt.ofFull}, {plain, tt.ofPlain}, {none, false}} {
			if got := filter.Match(&is.feature); got != is.want {
				t.Errorf("%s=%s: %v: got %t, want %t", tt.name, tt.text, is.feature.Values, got, is.want)
			}
		}
	}
}

func TestAll(t *testing.T) {
	schema := Schema{Fields: []geo.Field{{Name: "a"}, {Name: "b"}}}
	a, _ := Equal("a", "1", schema)
	b, _ := Equal("b", "2", schema)
	for _, tt := range []struct {
		values []any
		want   bool
	}{{[]any{"1", "2"}, true}, {[]any{"1", "3"}, false}, {[]any{"0", "2"}, false}, {[]any{"1", nil}, false}} {
		if got := All(a, b).Match(&geo.Feature{Values: tt.values}); got != tt.want {
			t.Errorf("%v: got %t, want %t", tt.values, got, tt.want)
		}
	}
	if !All().Match(&geo.Feature{}) {
		t.Error("no filter: got false, want true")
	}
}
