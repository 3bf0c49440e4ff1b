// Package mcp answers programs that speak the Model Context Protocol, such as assistants with
// language models: a few tools that ask a snapshot what the API answers, and say with it how sure
// it is, according to whom, and of what days and places the dataset speaks. What it does not know
// is unknown, with the reason.
//
//	a line of input -> lines -> the SDK -> tool -> server/answer
//	                     |                   '---> reply: the answer, and what stands beside it
//	                     '--> refused: what is no message, without an end to the session
package mcp

import (
	"cmp"
	"context"
	"errors"
	"io"
	"log/slog"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"demarc/data"
	"demarc/server/answer"
)

// Server has what the tools ask.
type Server struct {
	Snapshot *data.Snapshot
	Version  string // of the program
	Today    func() time.Time
	// Tell tells a location in plain text.
	Tell func(io.Writer, *data.Snapshot, data.Location)
}

// instructions are read by whoever chooses among the tools.
const instructions = "Says which region a point lies in, who controlled it on a day, and according to whom. " +
	"Each answer has the status, what is uncertain of it, its sources with their addresses, the id of the snapshot, and the days and places that the dataset covers. " +
	"Where the status is \"unknown\", the reason says why: report it as unknown, and do not fill it in. " +
	"Days are written YYYY-MM-DD, longitude comes before latitude. Begin with the tool dataset for what there is."

// Run answers the messages on in, one a line, until it ends. What cannot be read is told on
// messages too; out has the protocol alone.
func (s *Server) Run(ctx context.Context, in io.Reader, out, messages io.Writer) error {
	l := newLines(in, out, messages)
	err := s.serve(tools).Run(ctx, &mcp.IOTransport{Reader: l, Writer: l, MaxLineLength: -1})
	if errors.Is(err, io.EOF) {
		return nil
	}
	return cmp.Or(l.broken(), err)
}

// serve has the tools wait for whoever connects.
func (s *Server) serve(tools []tool) *mcp.Server {
	server := mcp.NewServer(
		&mcp.Implementation{Name: "demarc", Title: s.Snapshot.Dataset.Title.In("en"), Version: s.Version},
		&mcp.ServerOptions{
			Instructions: instructions, Logger: slog.New(slog.DiscardHandler),
			Capabilities: &mcp.ServerCapabilities{Tools: &mcp.ToolCapabilities{}},
		},
	)
	closed := false
	for _, t := range tools {
		server.AddTool(&mcp.Tool{
			Name: t.name, Title: t.title, Description: t.description,
			InputSchema: t.input(s.Snapshot), OutputSchema: replySchema(t),
			Annotations: &mcp.ToolAnnotations{Title: t.title, ReadOnlyHint: true, IdempotentHint: true, OpenWorldHint: &closed},
		}, func(ctx context.Context, r *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
			return s.call(ctx, t, r)
		})
	}
	return server
}

// call answers a call of a tool. An error that whoever called can mend is an answer too.
func (s *Server) call(ctx context.Context, t tool, r *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
	q, err := s.question(t, r.Params.Arguments)
	var said reply
	if err == nil {
		said, err = t.answer(ctx, s, q)
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if p := answer.ProblemOf(err); p != nil {
		text := p.Detail
		if p.Hint != "" {
			text += "\nhint: " + p.Hint
		}
		return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: text}}, IsError: true}, nil
	}
	if err != nil {
		return nil, err
	}
	said.put(q.Snapshot)
	body, err := answer.Marshal(said)
	if err != nil {
		return nil, err
	}
	return &mcp.CallToolResult{
		Content:           []mcp.Content{&mcp.TextContent{Text: said.text}},
		StructuredContent: raw(body),
	}, nil
}
