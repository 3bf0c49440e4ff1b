//go:build js && wasm

// Command exports is the second part of the engine, twice as large as the first: it answers the
// same, and makes files of the formats that want neither SQLite nor a disk. The page fetches it
// when the first such file is wanted.
package main

import (
	"demarc/server/answer/files"
	"demarc/web/engine/worker"
)

func main() { worker.Serve(files.Path) }
