package access

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
)

func hashed(token string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(token))) }

func TestTokens(t *testing.T) {
	tokens, err := Parse([]byte("# who\n\n"+strings.ToUpper(hashed("one"))+"  desk\n"+hashed("two")+" partner north\n"), []string{"north", "south"})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		token, name  string
		north, south bool
	}{
		{"one", "desk", true, true},
		{"two", "partner", true, false},
	} {
		h, ok := tokens.Holder(tt.token)
		if !ok || h.Name != tt.name || h.Opens("north") != tt.north || h.Opens("south") != tt.south {
			t.Errorf("token %s: got %v, %v, want %s, north %v, south %v", tt.token, h, ok, tt.name, tt.north, tt.south)
		}
	}
	for _, token := range []string{"", "three", "One", hashed("one")} {
		if h, ok := tokens.Holder(token); ok {
			t.Errorf("token %q: got %v, want nobody", token, h)
		}
	}
}

// A token that stands in the file as it is must not come into a message.
func TestProblemsOfTokensDoNotShowThem(t *testing.T) {
	for _, tt := range []struct{ text, problem string }{
		{"secret desk", "line 1: want the SHA-256"},
		{"\n" + hashed("one")[1:] + "s secret", "line 2: want the SHA-256"},
		{hashed("one"), "want the name of the holder"},
		{hashed("one") + " secret\x1b[2J", "want the name of the holder"},
		{hashed("one") + " desk secret", "a dataset that is not served: want north"},
		{hashed("one") + " desk\n" + hashed("one") + " secret", "line 2: the token of an earlier line"},
	} {
		_, err := Parse([]byte(tt.text), []string{"north"})
		if err == nil || !strings.Contains(err.Error(), tt.problem) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: got %v, want %q", tt.text, err, tt.problem)
		}
	}
}
