package docs

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// etc stands for what a paper leaves out: a line of it for any number of lines, at the end of a
// line for its rest.
const etc = "..."

// differ says in what way an output is not as it is shown, "" if it is. If it need not be exact,
// tables must have the same columns, JSON the same members, lines the same labels and words;
// numbers, names and texts may differ.
func differ(want, got []string, exact bool) string {
	want, got = trimmed(want), trimmed(got)
	if exact {
		return lineUp(want, got, func(w, g string) bool { return w == g })
	}
	if text := strings.TrimSpace(strings.Join(want, "\n")); strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[") {
		return differJSON(text, strings.Join(got, "\n"))
	}
	columns := 0
	if len(want) > 0 {
		columns = columnsOf(want[0])
	}
	return lineUp(want, got, func(w, g string) bool { return sameShape(w, g, columns) })
}

// trimmed drops spaces at the ends of lines, and empty lines at the end.
func trimmed(lines []string) []string {
	lines = slices.Clone(lines)
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \r")
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// lineUp compares line by line; a line that is etc stands for any number of lines.
func lineUp(want, got []string, same func(want, got string) bool) string {
	for i, w := range want {
		if w == etc {
			for skipped := range len(got) - i + 1 {
				if lineUp(want[i+1:], got[i+skipped:], same) == "" {
					return ""
				}
			}
			return fmt.Sprintf("nothing that is printed later fits what follows %q", etc)
		}
		if i == len(got) {
			return fmt.Sprintf("the line %q and those after it are not printed", w)
		}
		if !same(w, got[i]) {
			return fmt.Sprintf("got the line\n\t%s\nwant one like\n\t%s", got[i], w)
		}
	}
	if len(got) > len(want) {
		return fmt.Sprintf("more is printed than is shown: %q", got[len(want)])
	}
	return ""
}

var (
	label   = regexp.MustCompile(`^[a-z][a-z, ]*:( |$)`)
	number  = regexp.MustCompile(`[0-9][0-9.,-]*`)
	between = regexp.MustCompile(`  +`)
	member  = regexp.MustCompile(`"([^"\\]*)":`)
)

// columnsOf counts the columns that the head of a CSV table names, 0 if it is none.
func columnsOf(head string) int {
	names := strings.Split(head, ",")
	if len(names) < 3 || strings.Contains(head, " ") {
		return 0
	}
	return len(names)
}

// sameShape compares a line with one that is shown, in an output that begins with the head of a
// table with this many columns, if it does.
func sameShape(want, got string, columns int) bool {
	if want == got {
		return true
	}
	if columns > 0 && !label.MatchString(want) {
		row, err := csv.NewReader(strings.NewReader(got)).Read()
		return err == nil && len(row) == columns
	}
	if name := label.FindString(want); name != "" && !strings.HasPrefix(want, "demarc:") {
		return strings.HasPrefix(got, name)
	}
	if start, ok := strings.CutSuffix(want, etc); ok {
		return strings.HasPrefix(words(got), strings.TrimRight(words(start), " "))
	}
	if words(want) == words(got) {
		return true
	}
	w, g := between.Split(want, -1), between.Split(got, -1)
	if len(w) < 2 || len(w) != len(g) {
		return false
	}
	for i := range w {
		if number.MatchString(w[i]) != number.MatchString(g[i]) {
			return false
		}
	}
	return true
}

// words is a line whose numbers are all the same.
func words(line string) string {
	return number.ReplaceAllString(between.ReplaceAllString(line, " "), "0")
}

// differJSON compares the members of documents. Where some are left out, those that are shown must
// be there in this order.
func differJSON(want, got string) string {
	var w, g any
	if json.Unmarshal([]byte(want), &w) == nil {
		if err := json.Unmarshal([]byte(got), &g); err != nil {
			return fmt.Sprintf("%v: want JSON, got %s", err, got)
		}
		return differValue("the answer", w, g)
	}
	left := member.FindAllStringSubmatch(got, -1)
	for _, m := range member.FindAllStringSubmatch(want, -1) {
		at := slices.IndexFunc(left, func(l []string) bool { return l[1] == m[1] })
		if at < 0 {
			return fmt.Sprintf("there is no member %q where it is shown, in %s", m[1], got)
		}
		left = left[at+1:]
	}
	return ""
}

func differValue(where string, want, got any) string {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			return fmt.Sprintf("%s is %v, want an object", where, got)
		}
		wantNames, gotNames := slices.Sorted(maps.Keys(w)), slices.Sorted(maps.Keys(g))
		if !slices.Equal(wantNames, gotNames) {
			return fmt.Sprintf("%s has the members %q, want %q", where, gotNames, wantNames)
		}
		for _, name := range wantNames {
			if d := differValue(where+"."+name, w[name], g[name]); d != "" {
				return d
			}
		}
	case []any:
		g, ok := got.([]any)
		if !ok {
			return fmt.Sprintf("%s is %v, want an array", where, got)
		}
		if len(w) > 0 && len(g) > 0 {
			return differValue(where+"[0]", w[0], g[0])
		}
	default:
		if want != nil && got != nil && fmt.Sprintf("%T", want) != fmt.Sprintf("%T", got) {
			return fmt.Sprintf("%s is %v, want something like %v", where, got, want)
		}
	}
	return ""
}

func TestShapes(t *testing.T) {
	for _, tt := range []struct {
		name, want, got string
		exact, same     bool
	}{
		{"other numbers and names", "zone:     Hill (hill)\nborder:   7.8 km away", "zone:     Vale (vale)\nborder:   10 km away", false, true},
		{"not to the letter", "zone:     Hill", "zone:     Vale", true, false},
		{"to the letter", "zone:     Hill", "zone:     Hill", true, true},
		{"another label", "zone:     Hill", "region:   Hill", false, false},
		{"a line too few", "zone:     Hill\nby:       x", "zone:     Hill", false, false},
		{"a line too many", "zone:     Hill", "zone:     Hill\nby:       x", false, false},
		{"lines left out", "zone:     Hill\n...\nborder:   1 km", "zone:     x\nby:       y\nsource:   z\nborder:   2 km", false, true},
		{"what follows lines left out", "zone:     Hill\n...\nborder:   1 km", "zone:     x\nby:       y", false, false},
		{"lines left out of an exact output", "a\n...\nd", "a\nb\nc\nd", true, true},
		{"rest of a line left out", "1 of 4 rows ...", "2 of 9 rows could not be located", false, true},
		{"another start of a line", "1 of 4 rows ...", "2 of 9 columns could not be located", false, false},
		{"rows with other values", "id,lon,zone\n1,46.1,a", "id,lon,zone\n2,x,\"b, c\"", false, true},
		{"rows with another column", "id,lon,zone\n1,46.1,a", "id,lon,zone\n2,x,b,c", false, false},
		{"another head", "id,lon,zone\n1,46.1,a", "id,lat,zone\n1,46.1,a,b", false, false},
		{"columns of a text", "     58.5 km2  Lachin", "     2000.1 km2  Aghdam", false, true},
		{"another message", "demarc: 0 errors", "demarc: 0 warnings", false, false},
		{"members", `{"a": 1, "b": [{"c": "x"}]}`, `{"b": [{"c": "y"}, {"c": "z"}], "a": 2}`, false, true},
		{"another member", `{"a": 1, "b": [{"c": "x"}]}`, `{"a": 2, "b": [{"d": "y"}]}`, false, false},
		{"another type", `{"a": 1}`, `{"a": "1"}`, false, false},
		{"members left out", `{"a": 1, ... "c": 2}`, `{"a": 1, "b": 3, "c": 2}`, false, true},
		{"a member that is not there", `{"a": 1, ... "d": 2}`, `{"a": 1, "b": 3, "c": 2}`, false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := differ(strings.Split(tt.want, "\n"), strings.Split(tt.got, "\n"), tt.exact)
			if (d == "") != tt.same {
				t.Errorf("want the same: %v, got: %q", tt.same, d)
			}
		})
	}
}
