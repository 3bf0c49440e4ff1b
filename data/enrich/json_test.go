package enrich

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"
)

// JSON ends where encoding/json says, and what it refuses is refused. The members of an
// object are those that it finds, with the bytes of their values.
func FuzzScanner(f *testing.F) {
	for _, s := range []string{
		`{"a":[1,2.5e3,"x\u00e9\n"],"b":{"c":null}}`, `[]`, `-0.0`, `01`, `"\x"`, `{"a":1,}`, `tru`, `{,}`, "[1\x1e]", `{"a" : true }`, `{"a":1,"a":2}`,
		" {\"\\ud800\" : \"\xff\",\n\"\":[{\"b\":1} ] } x", `{"a":1 "b":2}`, `{"a"}`, `{1:2}`, `{`, `{"a":1`, `{"a\u0062":1}`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var s scanner
		b := []byte(text)
		end, err := s.value(b, 0)
		got := err == nil && skipSpace(b, end) == len(b)
		if want := json.Valid(b); got != want {
			t.Errorf("%q: got %v (to %d, %v), want %v", text, got, end, err, want)
		}
		var members []string
		end, err = s.object(b, 0, func(name []byte, value span) {
			members = append(members, string([]rune(string(name))), string(value.of(b)))
		})
		want, wantEnd, wantErr := membersSlowly(b)
		if (err == nil) != (wantErr == nil) || err == nil && (end != wantEnd || !slices.Equal(members, want)) {
			t.Errorf("%q: got %q to %d, %v; by encoding/json %q to %d, %v", text, members, end, err, want, wantEnd, wantErr)
		}
		if string(b) != text {
			t.Errorf("%q became %q", text, b)
		}
	})
}

// membersSlowly lists names and values of an object, and where it ends.
func membersSlowly(b []byte) (members []string, end int, err error) {
	d := json.NewDecoder(bytes.NewReader(b))
	if token, err := d.Token(); err != nil || token != json.Delim('{') {
		return nil, 0, errNoObject
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, 0, err
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, 0, err
		}
		members = append(members, name.(string), string(value))
	}
	_, err = d.Token()
	return members, int(d.InputOffset()) - 1, err
}
