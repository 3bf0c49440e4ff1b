package main

import (
	"context"
	"os"
	"time"

	"demarc/server/mcp"
)

func mcpCommand() command {
	return command{
		name: "mcp", summary: "answer assistants and other programs that speak MCP, on standard input and output",
		usage: "[-data DIR | DIR]", example: "demarc mcp -data bundled:karabakh",
		run: answerTools,
	}
}

// answerTools serves until standard input ends, or the program is told to stop.
func answerTools(ctx context.Context, c *call) error {
	directory := c.dataFlag()
	if err := c.parseOnly(directory); err != nil {
		return err
	}
	snapshot, err := c.open(*directory)
	if err != nil {
		return err
	}
	server := mcp.Server{Snapshot: snapshot, Version: version(), Today: time.Now, Tell: printLocation}
	err = server.Run(ctx, os.Stdin, c.stdout, c.stderr)
	if ctx.Err() != nil {
		return nil
	}
	return err
}
