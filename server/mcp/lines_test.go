package mcp

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"demarc/data/testdata"
)

const hello = `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}
{"jsonrpc":"2.0","method":"notifications/initialized"}
`

// talk sends lines and returns the answers by id; refusals have none.
func talk(t *testing.T, input string) (answers map[string]map[string]any, refused []string, messages string) {
	t.Helper()
	var out, said bytes.Buffer
	if err := open(t, testdata.Small()).Run(t.Context(), strings.NewReader(input), &out, &said); err != nil {
		t.Fatalf("got %v, %s", err, &said)
	}
	answers = map[string]map[string]any{}
	for line := range strings.Lines(out.String()) {
		var m map[string]any
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatalf("output %q is no message: %v", line, err)
		}
		if m["id"] == nil {
			refused = append(refused, fmt.Sprint(m["error"]))
			continue
		}
		answers[fmt.Sprint(m["id"])] = m
	}
	return answers, refused, said.String()
}

// What is no message is refused, and the session goes on; the input may end before the answers.
func TestHostileLines(t *testing.T) {
	deep := strings.Repeat("[", 200_000)
	for _, tt := range []struct{ name, line, want string }{
		{"text", "GET / HTTP/1.1", "no JSON"},
		{"a batch", `[{"jsonrpc":"2.0","id":7,"method":"ping"}]`, "one object a line"},
		{"a number", "4", "one object a line"},
		{"no version", `{"id":3,"method":"ping"}`, "no message of JSON-RPC"},
		{"an id that is none", `{"jsonrpc":"2.0","id":{},"method":"ping"}`, "no message of JSON-RPC"},
		{"deep", deep, "no JSON"},
		{"deep within", `{"jsonrpc":"2.0","id":3,"method":"ping","params":` + deep, "no JSON"},
		{"long", `{"jsonrpc":"2.0","id":3,"method":"` + strings.Repeat("x", maxLine) + `"}`, "longer than"},
		{"bytes", "\x00\xff\xfe", "no JSON"},
	} {
		answers, refused, messages := talk(t, hello+tt.line+"\n\r\n \n"+`{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"dataset"}}`)
		if len(refused) != 1 || !strings.Contains(refused[0], tt.want) || !strings.Contains(messages, tt.want) {
			t.Errorf("%s: got %v, messages %q; want %q", tt.name, refused, messages, tt.want)
		}
		if answers["2"]["result"] == nil {
			t.Errorf("%s: the question after it got %v", tt.name, answers["2"])
		}
	}
}

// Messages that the protocol does not foresee get errors, and keep nothing from ending.
func TestOddMessages(t *testing.T) {
	var input strings.Builder
	input.WriteString(hello)
	odd := []string{
		`"method":"tools/call","params":{"name":"nosuch"}`, `"method":"tools/call","params":{"name":7}`, `"method":"tools/call","params":[]`,
		`"method":"tools/call"`, `"method":"no/such"`, `"method":"tools/call","params":{"name":"locate","arguments":"x"}`,
		`"method":"tools/call","params":{"name":"locate","arguments":{"lon":1e999,"lat":1}}`, `"method":"resources/list"`, `"method":"initialize"`,
	}
	for i, m := range odd {
		fmt.Fprintf(&input, `{"jsonrpc":"2.0","id":%d,%s}`+"\n", 100+i, m)
	}
	input.WriteString(`{"jsonrpc":"2.0","id":100,"result":{}}` + "\n")
	input.WriteString(`{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":999}}` + "\n")
	answers, _, _ := talk(t, input.String())
	for i, m := range odd {
		got := answers[fmt.Sprint(100+i)]
		if got == nil {
			t.Errorf("%s: no answer", m)
		}
	}
	if got := fmt.Sprint(answers["105"]["result"]); !strings.Contains(got, "isError:true") {
		t.Errorf("arguments that are no object: got %s", got)
	}
}
