//go:build !race

package main

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// The program as an assistant starts it: it answers on standard output, and ends with its input.
func TestAnswersAssistants(t *testing.T) {
	command := exec.Command("demarc", "mcp", "-data", "bundled:karabakh")
	var messages bytes.Buffer
	command.Stderr = &messages
	client, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "v0"}, nil).
		Connect(t.Context(), &mcp.CommandTransport{Command: command}, nil)
	if err != nil {
		t.Fatal(err, &messages)
	}
	result, err := client.CallTool(t.Context(), &mcp.CallToolParams{
		Name: "locate", Arguments: map[string]any{"q": "Kalbajar", "datetime": "2020-11-24"},
	})
	if err != nil {
		t.Fatal(err, &messages)
	}
	text := result.Content[0].(*mcp.TextContent).Text
	said, err := exec.Command("demarc", "locate", "-date", "2020-11-24", "46.04446", "40.10984").Output()
	if err != nil || !strings.HasSuffix(text, string(said)) {
		t.Errorf("got %q, %v; want at its end what demarc locate says: %q", text, err, said)
	}
	var reply struct {
		Status  string
		Sources []struct{ URL string }
	}
	body, err := json.Marshal(result.StructuredContent)
	if err == nil {
		err = json.Unmarshal(body, &reply)
	}
	if err != nil || reply.Status != "controlled" || len(reply.Sources) == 0 || reply.Sources[0].URL == "" {
		t.Errorf("got %s, %v; want sources with their addresses", body, err)
	}
	if err := client.Close(); err != nil || messages.Len() > 0 {
		t.Errorf("at the end: %v, %q", err, &messages)
	}
}
