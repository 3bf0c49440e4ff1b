package main

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A token is good as long as its line is in the file; a file with mistakes changes nothing, and the
// message does not show what stands there.
func TestServePrivate(t *testing.T) {
	file := filepath.Join(t.TempDir(), "tokens")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	line := func(token, name string) string { return fmt.Sprintf("%x %s\n", sha256.Sum256([]byte(token)), name) }
	write(line("first", "desk"))
	address, messages, stop := startServer(t, "-data", "../../data/testdata/isles", "-private", "isles", "-tokens", file, "-log", "text")
	defer stop()
	status := func(token string) int {
		t.Helper()
		ask, _ := http.NewRequest(http.MethodGet, address+"/timeline", nil)
		ask.Header.Set("Authorization", "Bearer "+token)
		reply, err := http.DefaultClient.Do(ask)
		if err != nil {
			t.Fatal(err)
		}
		reply.Body.Close()
		return reply.StatusCode
	}
	until := func(token string, want int) {
		t.Helper()
		for limit := time.Now().Add(patience); status(token) != want; time.Sleep(50 * time.Millisecond) {
			if time.Now().After(limit) {
				t.Fatalf("token %s: got %d, want %d", token, status(token), want)
			}
		}
	}
	if got := status("first"); got != 200 {
		t.Errorf("a good token: got %d", got)
	}
	if got := status("second"); got != 401 {
		t.Errorf("a token that is not there: got %d", got)
	}
	write(line("second", "desk"))
	until("second", 200)
	until("first", 401)
	write("hush-not-hashed desk\n")
	for limit := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		status("second")
		select {
		case said := <-messages:
			if strings.Contains(said, "hush") {
				t.Fatalf("message: %s", said)
			}
			if strings.Contains(said, "the tokens have changed and cannot be used") {
				if got := status("second"); got != 200 || !strings.Contains(said, "line 1: want the SHA-256") {
					t.Errorf("after a bad change: got %d, %s", got, said)
				}
				return
			}
		default:
		}
		if time.Now().After(limit) {
			t.Fatal("nothing was said of a bad change")
		}
	}
}

// Names that are wrong end the start: else what was meant to be private would be public.
func TestServePrivateNames(t *testing.T) {
	file := filepath.Join(t.TempDir(), "tokens")
	for _, tt := range []struct{ private, tokens, problem string }{
		{"iles", "", `-private "iles": no dataset is called so: want isles`},
		{"iles/versions", "", `-private "iles/versions": no dataset is called so`},
		{"isles", fmt.Sprintf("%064x desk iles", 1), "line 1: a dataset that is not served: want isles"},
		{"isles", "secret desk", "line 1: want the SHA-256 of a token"},
	} {
		if err := os.WriteFile(file, []byte(tt.tokens), 0o600); err != nil {
			t.Fatal(err)
		}
		var messages strings.Builder
		code := run(t.Context(), []string{"serve", "-addr", "localhost:0", "-data", "../../data/testdata/isles", "-private", tt.private, "-tokens", file}, &messages, &messages)
		if code == exitFine || !strings.Contains(messages.String(), tt.problem) || strings.Contains(messages.String(), "secret") {
			t.Errorf("-private %s, tokens %q: got %d %s, want %q", tt.private, tt.tokens, code, messages.String(), tt.problem)
		}
	}
}
