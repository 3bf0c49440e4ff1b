package jsontree

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestParseKeepsLinesAndDuplicates(t *testing.T) {
	node, err := Parse([]byte("\xef\xbb\xbf{\n \"a\": 1,\n \"b\": [true,\n  null,\n  \"x\\ny\"],\n \"a\": {\"c\": -1.5e3}\n}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(node.Members) != 3 {
		t.Fatalf("members: got %d, want 3 with the duplicate", len(node.Members))
	}
	for _, tt := range []struct {
		name      string
		got, want int
	}{
		{"document", node.Line, 1},
		{"first member", node.Members[0].Line, 2},
		{"array", node.Members[1].Value.Line, 3},
		{"null in the array", node.Members[1].Value.Items[1].Line, 4},
		{"string with an escape", node.Members[1].Value.Items[2].Line, 5},
		{"duplicate", node.Members[2].Line, 6},
		{"member of the last object", node.Members[2].Value.Members[0].Value.Line, 6},
	} {
		if tt.got != tt.want {
			t.Errorf("line of the %s: got %d, want %d", tt.name, tt.got, tt.want)
		}
	}
}

func TestParseErrorsNameTheLine(t *testing.T) {
	for _, tt := range []struct {
		name, document string
		line           int
	}{
		{"empty", "", 1},
		{"only spaces", "\n\n ", 3},
		{"cut short", "{\n\"a\": [1,\n ", 3},
		{"missing comma", "{\n\"a\": 1\n\"b\": 2}", 3},
		{"comma too many in an array", "[1,\n2,\n]", 3},
		{"comma too many in an object", "{\"a\": 1,\n}", 2},
		{"bare word", "[\n nul]", 2},
		{"NaN", "[\nNaN]", 2},
		{"two documents", "{}\n{}", 2},
		{"not UTF-8", "{\"a\":\n\"\xff\"}", 2},
		{"too deep", strings.Repeat("[", maxDepth+1) + strings.Repeat("]", maxDepth+1), 1},
		{"closing bracket of the other kind", "[1\n}", 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse([]byte(tt.document))
			syntax, ok := err.(*SyntaxError)
			if !ok {
				t.Fatalf("got %v, want a *SyntaxError", err)
			}
			if syntax.Line != tt.line {
				t.Errorf("line: got %d (%s), want %d", syntax.Line, syntax.Message, tt.line)
			}
		})
	}
}

// Whatever encoding/json accepts must give the same value here, and what it
// rejects must be rejected.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{`{"a":[1,2,{"b":null}]}`, `[]`, `"ş"`, `{"a":1,"a":2}`, `[1,]`, `1e400`, "{\n}", "\xef\xbb\xbf[0, -0, 01]", `-`, `1.`, `[1e+]`, `{"\u0061\ud800": "\\\x"}`, "\"\t\"", `[true, false, nul]`,
		"{\n\"a\"\n:\n[\n1\n,\n\"b\"\n]\n}\n", `{"a":1}}`, "[1]\n]"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, document []byte) {
		node, err := Parse(document)
		slow, slowErr := parseSlowly(document)
		if (err == nil) != (slowErr == nil) {
			t.Fatalf("got %v, by the tokens of encoding/json %v", err, slowErr)
		}
		if !reflect.DeepEqual(node, slow) && err == nil {
			t.Fatalf("got %#v, by the tokens of encoding/json %#v", node.Interface(), slow.Interface())
		}
		if strings.HasPrefix(string(document), "\xef\xbb\xbf") {
			return
		}
		var want any
		wantErr := json.Unmarshal(document, &want)
		if err == nil && wantErr != nil && !strings.Contains(wantErr.Error(), "cannot unmarshal number") {
			t.Fatalf("accepted what encoding/json rejects: %v", wantErr)
		}
		if err == nil && wantErr == nil {
			if got := node.Interface(); !reflect.DeepEqual(got, want) {
				t.Fatalf("got %#v, want %#v", got, want)
			}
		}
	})
}

// A Taker gets every value that its path leads to, wherever a Decoder's buffer ends, and
// the lines behind it are right. Values elsewhere become a tree.
func TestTaker(t *testing.T) {
	var got []string
	taker := Taker{Path: []string{"a", "b"}, Take: func(text []byte, line int) (any, int, int) {
		size := bytes.IndexByte(text, ']') + 1
		got = append(got, fmt.Sprintf("%d %s", line, text[:size]))
		if text[1] == 'x' || text[1] == '"' {
			return nil, 0, 0
		}
		return string(text[:size]), size, bytes.Count(text[:size], []byte("\n"))
	}}
	for n := range 5000 {
		got = nil
		document := "{\"c\": [\"\\\"b\"],\n\"a\": [{\"" + strings.Repeat("p", n) + "\": 0, \"b\"\n: [1,\n2], \"b\": {\"b\": [3]}, \"b\": [\"4\"]}, {\"\\u0062\": [5]}],\n\"b\": [6]}"
		node, err := ParseTaking([]byte(document), taker)
		if err != nil {
			t.Fatalf("%d bytes before: %v", n, err)
		}
		if want := []string{"3 [1,\n2]", `4 ["4"]`}; !slices.Equal(got, want) {
			t.Fatalf("%d bytes before: got %q, want %q", n, got, want)
		}
		first := node.Members[1].Value.Items[0].Members[1].Value
		if first.Taken() != "[1,\n2]" || first.Line != 3 || first.Expand().Items[1].Line != 4 || node.Members[2].Line != 5 {
			t.Fatalf("%d bytes before: got %v on line %d, 2 on %d, and the last member on %d; want lines 3, 4 and 5",
				n, first.Taken(), first.Line, first.Expand().Items[1].Line, node.Members[2].Line)
		}
		slow, err := Parse([]byte(document))
		if err != nil || !reflect.DeepEqual(node.Interface(), slow.Interface()) {
			t.Fatalf("%d bytes before: got %v, without a Taker %v, %v", n, node.Interface(), slow.Interface(), err)
		}
	}
}
